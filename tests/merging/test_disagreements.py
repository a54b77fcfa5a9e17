"""Disagreements: where the reports of one event cannot all be right, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.event import Disagreement
from tests.merging.reports import (
    DOCTOR,
    NEXT_DAY,
    POLICE,
    Said,
    Story,
    blame,
    one_event,
    report,
    toll,
    victim,
)

OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily")


def disagreements(*stories: Story) -> dict[str, Disagreement]:
    """Return the disagreements of one event, one report for each story."""
    event = one_event(*(report(outlet, story) for outlet, story in zip(OUTLETS, stories, strict=False)))
    return {one.field: one for one in event.disagreements}


def on(field: str, *said: Said) -> list[str]:
    """Return the sides of one field, one report for each claim."""
    return sides_of(disagreements(*(Story(claims=(one,)) for one in said)).get(field))


def sides_of(found: Disagreement | None) -> list[str]:
    """Return the sides of a disagreement, none where there is none."""
    return [value.value for value in found.values] if found is not None else []


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        pytest.param(["two", "two"], [], id="one-number"),
        pytest.param(["two", "four"], ["2", "4"], id="two-numbers"),
        pytest.param(["at least two", "four"], [], id="a-floor-below"),
        pytest.param(["at least six", "four"], ["4", "6"], id="a-floor-above"),
        pytest.param(["more than 100", "84"], ["84", "at least 101"], id="more-than-100-and-84"),
        pytest.param(["up to five", "seven"], ["up to 5", "7"], id="a-ceiling-below"),
        pytest.param(["several", "four"], [], id="several"),
        pytest.param(["two", "four", "several"], ["2", "4"], id="a-bystander"),
        pytest.param(["two", "four", "at least two"], ["2", "4"], id="a-floor-that-both-meet"),
        pytest.param(["no one", "several"], ["0", "at least 2"], id="none-and-several"),
        pytest.param(["10 to 20", "up to five"], ["up to 5", "10 to 20"], id="two-ranges"),
        pytest.param(["10 to 20", "15 to 30"], [], id="two-ranges-that-meet"),
    ],
)
def test_on_tolls(words: list[str], sides: list[str]) -> None:
    """Found exactly where no number satisfies both of two accounts; those that conflict with none are no side."""
    assert sorted(on("tolls.killed", *map(toll, words))) == sorted(sides)
    assert sorted(on("tolls.killed", *map(toll, reversed(words)))) == sorted(sides)


@given(st.lists(st.tuples(st.sampled_from(("", "at least ", "more than ", "up to ")), st.integers(1, 9)), max_size=4))
def test_disagreement_means_that_no_number_fits(counts: list[tuple[str, int]]) -> None:
    """Checked number by number."""
    allowed = {
        "": lambda told, number: number == told,
        "at least ": lambda told, number: number >= told,
        "more than ": lambda told, number: number > told,
        "up to ": lambda told, number: number <= told,
    }
    fits = [{number for number in range(12) if allowed[words](told, number)} for words, told in counts]
    conflict = any(not left & right for left in fits for right in fits)
    assert bool(on("tolls.killed", *(toll(f"{words}{told}") for words, told in counts or [("", 1)]))) == conflict


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(toll("nine", scope="additional"), id="others-besides"),
        pytest.param(toll("one", scope="subtotal"), id="some-of-them"),
        pytest.param(toll("ninety", scope="cumulative"), id="a-longer-campaign"),
        pytest.param(toll("nine", "injured"), id="another-kind-of-harm"),
        pytest.param(toll("nine", polarity="-"), id="a-number-denied"),
    ],
)
def test_what_counts_something_else_is_no_disagreement(other: Said) -> None:
    """Only totals of one kind can exclude each other."""
    assert disagreements(Story(claims=(toll("two"),)), Story(claims=(other,))) == {}


@pytest.mark.parametrize(
    ("said", "sides"),
    [
        pytest.param([blame("the rebels"), blame("the settlers")], ["the rebels", "the settlers"], id="two-accused"),
        pytest.param([blame("the rebels"), blame("rebels")], [], id="one-accused"),
        pytest.param(
            [blame("the rebels"), blame("the rebels", "denies")], ["not the rebels", "the rebels"], id="denial"
        ),
        pytest.param([blame("the rebels"), blame("the rebels", polarity="-")], [], id="not-accused-is-no-denial"),
        pytest.param([blame("the rebels", "denies"), blame("the rebels", polarity="-")], [], id="two-denials"),
        pytest.param([blame("the rebels"), blame("the rebels", "no_comment")], [], id="silence-takes-no-side"),
        pytest.param([blame("the rebels"), blame(None, "unclaimed")], [], id="unclaimed-takes-no-side"),
        pytest.param([blame("the rebels"), blame("the rebels", "claims")], [], id="the-accused-claims-it"),
        pytest.param(
            [blame("the rebels"), blame("the settlers", "claims")],
            ["the rebels", "the settlers"],
            id="another-claims-it",
        ),
        pytest.param([blame("the rebels"), blame("the rebels", "confirms")], [], id="confirmation"),
        pytest.param(
            [blame("the rebels"), blame("the rebels", "denies", polarity="-")], [], id="not-denied-is-no-denial"
        ),
        pytest.param(
            [blame("the rebels"), blame("the rebels", "claims", polarity="-")], [], id="not-claimed-is-no-denial"
        ),
        pytest.param(
            [blame("the rebels"), blame("the rebels", "confirms", polarity="-")], [], id="not-confirmed-is-no-denial"
        ),
        pytest.param([blame("US forces"), blame("the United States")], [], id="state-and-organ"),
    ],
)
def test_on_responsibility(said: list[Said], sides: list[str]) -> None:
    """Two accused, or one accused and acquitted; silence is neither."""
    assert on("responsibility", *said) == sides == on("responsibility", *reversed(said))


def test_sides_name_their_claims_origins_and_speakers() -> None:
    """Who says what can be looked up."""
    left, right = (
        report("Valley Post", Story(claims=(toll("two", by=POLICE), toll("two", by=DOCTOR)))),
        report("Hill Herald", Story(claims=(toll("four"),))),
    )
    (found,) = one_event(left, right).disagreements
    two, four = found.values
    assert two.claim_ids == tuple(sorted(claim.id for claim in left.mentions[0].claims))
    assert two.speakers == ("a doctor (Valley Post)", "a police officer (Valley Post)")
    assert (two.origins, two.mention_ids) == (("Valley Post",), (left.mentions[0].id,))
    assert (four.origins, four.speakers, four.mention_ids) == (
        ("Hill Herald",),
        ("(article)",),
        (right.mentions[0].id,),
    )


IREL = victim("Tomas Irel")


@pytest.mark.parametrize(
    ("left", "right", "sides"),
    [
        pytest.param(Story(type="bombing"), Story(type="shelling"), ["bombing", "shelling"], id="two-types"),
        pytest.param(Story(type="bombing"), Story(type="attack"), [], id="a-type-left-open"),
        pytest.param(Story(type="bombing"), Story(type="bombing"), [], id="one-type"),
    ],
)
def test_on_type(left: Story, right: Story, sides: list[str]) -> None:
    """A type that leaves open what happened contradicts none."""
    assert sides_of(disagreements(left, right).get("type")) == sides


@pytest.mark.parametrize(
    ("when", "sides"),
    [
        pytest.param(NEXT_DAY, ["2024-03-05", NEXT_DAY], id="two-sides-of-midnight"),
        pytest.param("2024-03", [], id="the-month-of-the-day"),
        pytest.param(("2024-02-29", NEXT_DAY), [], id="window-before-publication"),
    ],
)
def test_on_when(when: str | tuple[str, str], sides: list[str]) -> None:
    """Only two days can differ."""
    signs = Story(parties=(IREL,), means="drone")
    assert sides_of(disagreements(signs, signs.but(when=when)).get("when")) == sides


def test_a_side_without_claims_names_its_articles_voice() -> None:
    """The origin of most of what the mention tells, else the article."""
    signs = Story(parties=(IREL,))
    found = disagreements(signs.but(claims=(toll("two"),)), signs.but(when=NEXT_DAY))["when"]
    article_id = report("Hill Herald", signs.but(when=NEXT_DAY)).article.id
    assert [value.origins for value in found.values] == [("Valley Post",), (article_id,)]


def test_disagreements_come_in_a_fixed_order() -> None:
    """Tolls, responsibility, day, type."""
    left = Story(parties=(IREL,), claims=(toll("two"), toll("six", "injured"), blame("the rebels")))
    right = Story(
        "shelling", when=NEXT_DAY, parties=(IREL,), claims=(toll("seven", "injured"), toll("four"), blame("Chile"))
    )
    assert list(disagreements(left, right)) == ["tolls.killed", "tolls.injured", "responsibility", "when", "type"]
