from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from claimx.mention import When
from tests.extracting import answering as a


@pytest.mark.parametrize(
    ("text", "words", "published"),
    [
        ("Valley Post, 3 May 2031\nA bomb went off.", "3 May 2031", date(2031, 5, 3)),
        ("Valley Post, 3\u00a0May\u00a02031\nA bomb went off.", "3 May 2031", date(2031, 5, 3)),
        ("Valley Post, May 2031\nA bomb went off.", "May 2031", None),
        ("Valley Post, 3 May\nA bomb went off.", "3 May", None),
        ("Valley Post\nA bomb went off.", "3 May 2031", None),
    ],
)
def test_an_article_may_state_its_own_date(text: str, words: str, published: date | None) -> None:
    grounded = a.ground_in(text, a.mention("A bomb went off."), published=words)
    assert published == grounded.article.published_on
    assert ("none" if published is None else "stated") == grounded.article.published_basis


def test_a_known_date_is_not_replaced() -> None:
    known = date(2031, 5, 4)
    grounded = a.ground_in(
        "3 May 2031. A bomb went off.", a.mention("A bomb went off."), published="3 May 2031", published_at=known
    )
    assert (known, "metadata", ()) == (
        grounded.article.published_on,
        grounded.article.published_basis,
        grounded.failures,
    )


def test_a_stated_date_dates_the_events() -> None:
    text = "Thursday 6 March 2031. A bomb went off on Monday."
    event = a.mention("A bomb went off on Monday.", when=a.when("Monday"))
    mention = a.only(a.ground_in(text, event, published="6 March 2031"))
    assert date(2031, 3, 3) == mention.when.start


RAID = "Two days after the raid a bomb went off."
MONDAY = "The raid was on Monday."
LATER = "The next day a mill burned."


def times(*whens: Any) -> list[When]:
    """Return the times of events told by RAID, MONDAY and LATER, published on Thursday, 6 March 2031."""
    passages = (RAID, MONDAY, LATER)
    told = [
        a.mention(passage, id=f"m{index}", when=when, prominence="background")
        for index, (passage, when) in enumerate(zip(passages, whens, strict=False))
    ]
    grounded = a.ground_in(" ".join(passages), *told, published_at=date(2031, 3, 6))
    return [mention.when for mention in grounded.mentions]


def test_a_time_counts_from_another_event() -> None:
    bomb, raid, mill = times(
        a.when("Two days after", counts_from="m1", side="after"),
        a.when("Monday"),
        a.when("The next day", counts_from="m0", side="after"),
    )
    assert [date(2031, 3, 5), date(2031, 3, 3), date(2031, 3, 6)] == [bomb.start, raid.start, mill.start]


@pytest.mark.parametrize(
    "whens",
    [
        pytest.param((a.when("Two days after", counts_from="m9", side="after"),), id="from nothing"),
        pytest.param((a.when("Two days after", counts_from="m0", side="after"),), id="from itself"),
        pytest.param((a.when("Two days after", counts_from="m1", side="after"), None), id="from an undated event"),
        pytest.param(
            (a.when("Two days after", counts_from="m1", side="after"), a.when("Sunday")), id="from a failed time"
        ),
        pytest.param(
            (
                a.when("Two days after", counts_from="m2", side="after"),
                None,
                a.when("The next day", counts_from="m0", side="after"),
            ),
            id="in a circle",
        ),
    ],
)
def test_what_counts_from_nothing_stays_undated(whens: tuple[Any, ...]) -> None:
    """Never from the day of publication instead."""
    assert times(*whens)[0].start is None


def test_a_chain_of_events_is_followed() -> None:
    """Each counts from the one before; the first has a date."""
    passages = ["It began on 3 March 2031.", *(f"On day {number} one came the next day." for number in range(1, 40))]
    told = [a.mention(passages[0], id="m0", when=a.when("3 March 2031"))]
    told += [
        a.mention(passage, id=f"m{number}", when=a.when("the next day", counts_from=f"m{number - 1}", side="after"))
        for number, passage in enumerate(passages[1:], start=1)
    ]
    starts = [mention.when.start for mention in a.ground_in(" ".join(passages), *told).mentions]
    assert [date(2031, 3, 3) + timedelta(days=number) for number in range(40)] == starts
