"""Stances: who says what of whom; none is turned into another."""

from __future__ import annotations

from itertools import permutations

import pytest

from claimx.event import Event, EventStance
from tests.merging.reports import DOCTOR, HIDDEN, MINISTER, POLICE, Report, Said, Story, blame, one_event, report

OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily")


def reports(*said: Said) -> list[Report]:
    """Write one report for each claim."""
    return [report(outlet, Story(claims=(one,))) for outlet, one in zip(OUTLETS, said, strict=False)]


def event_of(*said: Said) -> Event:
    """Merge one report for each claim."""
    return one_event(*reports(*said))


def forms(stances: tuple[EventStance, ...]) -> list[list[str]]:
    """Return the forms of each accused."""
    return sorted(list(one.accused_forms) for one in stances)


@pytest.mark.parametrize(
    ("accused", "expected"),
    [
        pytest.param(["US forces", "the United States"], [["US forces", "the United States"]], id="state-and-organ"),
        pytest.param(
            ["the US-led coalition", "the international coalition"],
            [["the US-led coalition", "the international coalition"]],
            id="coalition-with-and-without-leader",
        ),
        pytest.param(
            ["the US-led coalition", "the international coalition", "the French-led coalition"],
            [["the French-led coalition"], ["the US-led coalition"], ["the international coalition"]],
            id="coalitions-of-two-leaders-and-one-without",
        ),
        pytest.param(
            ["the US-led coalition", "the United States"],
            [["the US-led coalition"], ["the United States"]],
            id="leader",
        ),
        pytest.param(
            ["FVF", "Free Valley Front", "Free Voice Forum"],
            [["FVF"], ["Free Valley Front"], ["Free Voice Forum"]],
            id="initials-of-two",
        ),
    ],
)
def test_who_is_one_accused(accused: list[str], expected: list[list[str]]) -> None:
    """The accused are joined by rules that do not depend on the order of reports."""
    orders = permutations(reports(*(blame(words) for words in accused)))
    assert {str(forms(one_event(*order).responsibility)) for order in orders} == {str(expected)}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(blame("the rebels"), blame("the rebels", "denies"), id="denial"),
        pytest.param(blame("the rebels"), blame("the rebels", polarity="-"), id="negated-accusation"),
        pytest.param(blame("the rebels"), blame("the rebels", "confirms"), id="confirmation"),
        pytest.param(blame("the rebels"), blame("the rebels", "claims"), id="claim"),
        pytest.param(blame("the rebels"), blame("the rebels", "no_comment"), id="silence"),
        pytest.param(blame("the rebels"), blame(None, "unclaimed"), id="unclaimed"),
        pytest.param(blame("the rebels", "denies"), blame("the rebels", polarity="-"), id="denial-and-negation"),
    ],
)
def test_stances_stay_apart(left: Said, right: Said) -> None:
    """Each kind of stance and each polarity stands by itself."""
    assert [1, 1] == [stance.n_articles for stance in event_of(left, right).responsibility]


def test_silence_has_no_polarity() -> None:
    """However it was annotated, no comment is one stance."""
    (silence,) = event_of(blame(None, "no_comment"), blame(None, "no_comment", polarity="u")).responsibility
    assert (silence.stance, silence.polarity, silence.n_articles) == ("no_comment", "u", 2)


def test_stances_without_an_accused_come_last() -> None:
    """Accused are sorted by name."""
    event = event_of(blame(None, "no_comment"), blame("the settlers"), blame("Chile"), blame(None, "unclaimed"))
    assert [stance.accused for stance in event.responsibility] == ["Chile", "the settlers", None, None]


def test_articles_origins_and_speakers_are_counted_apart() -> None:
    """A hidden speaker and the article's own voice are no speakers."""
    said = (blame("the rebels", by=one) for one in (POLICE, DOCTOR, HIDDEN, None))
    (stance,) = event_of(*said).responsibility
    assert (stance.n_articles, stance.n_origins, stance.n_speakers) == (4, 4, 2)


def test_nobody_is_chosen() -> None:
    """Two accused are two stances, whoever accuses more often."""
    event = event_of(blame("the rebels", by=POLICE), blame("the rebels", by=DOCTOR), blame("the settlers", by=MINISTER))
    assert {"the rebels": 2, "the settlers": 1} == {stance.accused: stance.n_origins for stance in event.responsibility}
