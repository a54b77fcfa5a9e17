"""Excerpts: a few words of a quote around a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.event import Saying
from claimx.exporting.terminal_excerpts import Excerpt, excerpt_of
from tests.exporting.records import COURIER, quote, saying

LONG = (
    "Officials in the valley said on Monday that the strike had killed two fighters and wounded six more near the mill"
)


def shown(excerpt: Excerpt | None) -> str:
    """Return an excerpt as it is read: the value between bars, cut ends with an ellipsis."""
    assert excerpt is not None
    before, after = "…" * excerpt.cut_before, "…" * excerpt.cut_after
    return f"{before}{excerpt.before}|{excerpt.value}|{excerpt.after}{after}"


@pytest.mark.parametrize(
    ("value", "room", "expected"),
    [
        ("two", 200, LONG.replace("two", "|two|")),
        ("two", 40, "…had killed |two| fighters and wounded six…"),
        ("Officials", 40, "|Officials| in the valley said on Monday…"),
        ("mill", 40, "…and wounded six more near the |mill|"),
        ("killed two fighters and wounded", 20, "…|killed two fighters |…"),
        (None, 40, "||Officials in the valley said on Monday…"),
    ],
    ids=["whole", "middle", "beginning", "end", "value too long", "no value"],
)
def test_excerpt(value: str | None, room: int, expected: str) -> None:
    """The value stays whole where it fits, and what is around it is cut between words, at marked ends only."""
    assert shown(excerpt_of(saying("clm", exact=LONG, value=value), room=room)) == expected


def test_text_without_spaces_is_cut_anywhere() -> None:
    """Scripts that write no spaces have excerpts as well."""
    excerpt = excerpt_of(saying("clm", exact="山" * 50 + "二" + "川" * 50, value="二"), room=10)
    assert shown(excerpt) == "…山山山|二|川川川川川川…"


def test_value_is_taken_from_the_quote_around_it() -> None:
    """Of several quotes, the one that has the value is shown."""
    one = saying("clm", exact=LONG, value="six")
    other = quote("The mayor spoke", start=20)
    assert (
        shown(excerpt_of(one.model_copy(update={"quotes": (other, *one.quotes)}), room=30))
        == "…wounded |six| more near the…"
    )


@pytest.mark.parametrize(
    "value", [quote("two", start=5000), quote("two", article_id=COURIER, start=100)], ids=["elsewhere", "other article"]
)
def test_value_outside_the_quotes_is_not_marked(value: object) -> None:
    """Only words that stand at the value's own place are taken for it."""
    stray = saying("clm", exact="two of two", value="two").model_copy(update={"value": value})
    assert shown(excerpt_of(stray, room=40)) == "||two of two"


def test_no_quote_no_excerpt() -> None:
    """A saying without a quote has nothing to show."""
    assert excerpt_of(saying("clm", exact="two").model_copy(update={"quotes": ()}), room=40) is None


@st.composite
def sayings(draw: st.DrawFn) -> Saying:
    """Return a saying with any text around any value."""
    before, value, after = (draw(st.text("ab  cd\n", max_size=60)) for _ in range(3))
    words = quote(value, start=100 + len(before))
    return saying("clm", exact=before + value + after).model_copy(update={"value": words})


@given(one=sayings(), room=st.integers(1, 80))
def test_an_excerpt_is_the_articles_text_at_its_place(one: Saying, room: int) -> None:
    """What is shown stands in the quote at the offsets given, has the value's beginning, and fits."""
    excerpt = excerpt_of(one, room=room)
    assert excerpt is not None
    assert one.value is not None
    text = excerpt.before + excerpt.value + excerpt.after
    assert one.quotes[0].exact[excerpt.start - 100 : excerpt.end - 100] == text
    assert one.value.exact[: len(excerpt.value)] == excerpt.value
    assert excerpt.value == one.value.exact[:room]
    assert len(text) <= room
    assert (excerpt.cut_before, excerpt.cut_after) == (excerpt.start > 100, excerpt.end < one.quotes[0].end)
