"""Speakers: who is one speaker across the claims of one event."""

from __future__ import annotations

from itertools import permutations

import pytest

from claimx.event import Event
from tests.merging.reports import (
    DOCTOR,
    HIDDEN,
    MINISTER,
    POLICE,
    Report,
    Story,
    Voice,
    blame,
    one_event,
    remark,
    report,
    toll,
)

OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily")


def named(text: str, name: str | None = None) -> Voice:
    """Return a speaker who is no anonymous individual."""
    return Voice(text, name=name, kinds=("government",), anonymous=False)


def unnamed(text: str, name: str | None = None) -> Voice:
    """Return an anonymous official."""
    return Voice(text, name=name, kinds=("government",))


def reports(*voices: Voice | None, byline: str | None = "AFP") -> list[Report]:
    """Write one report for each speaker, by default all of one agency."""
    told = zip(OUTLETS, voices, strict=False)
    return [report(outlet, Story(claims=(remark(by=voice),)), byline=byline) for outlet, voice in told]


def speakers(event: Event) -> list[str]:
    """Return the speakers of the statements, each once."""
    return sorted({saying.speaker for saying in event.statements})


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        pytest.param((MINISTER, named("Lena Orvik")), ["Lena Orvik"], id="title"),
        pytest.param((MINISTER, named("Lena Irel")), ["Lena Irel", "Lena Orvik"], id="two-persons"),
        pytest.param((named("FVF"), named("Free Valley Front")), ["Free Valley Front"], id="initials"),
        pytest.param(
            (named("FVF"), named("Free Valley Front"), named("Free Voice Forum")),
            ["FVF", "Free Valley Front", "Free Voice Forum"],
            id="initials-of-two",
        ),
        pytest.param(
            (named("Lena Orvik"), named("Lena Mira Orvik"), named("Lena Sara Orvik")),
            ["Lena Mira Orvik", "Lena Orvik", "Lena Sara Orvik"],
            id="short-name-of-two-sisters",
        ),
        pytest.param(
            (named("the Chilean government"), named("Chilean authorities")), ["the Chilean government"], id="government"
        ),
        pytest.param(
            (named("the Chilean government"), named("Chilean defence ministry")),
            ["Chilean defence ministry", "the Chilean government"],
            id="a-ministry-is-itself",
        ),
        pytest.param((unnamed("an official"), unnamed("officials")), ["an official (AFP)"], id="unnamed-of-one-kind"),
        pytest.param((POLICE, DOCTOR), ["a doctor (AFP)", "a police officer (AFP)"], id="unnamed-of-two-kinds"),
        pytest.param(
            (unnamed("a Kadin official", "Kadin"), unnamed("an Orran official", "Orran")),
            ["a Kadin official (AFP)", "an Orran official (AFP)"],
            id="unnamed-who-speak-for-two",
        ),
        pytest.param(
            (unnamed("an official", None), unnamed("a Kadin official", "Kadin")),
            ["a Kadin official (AFP)", "an official (AFP)"],
            id="unnamed-who-may-speak-for-two",
        ),
        pytest.param((unnamed("Lena Orvik"), named("Lena Orvik")), ["Lena Orvik", "Lena Orvik (AFP)"], id="anonymity"),
        pytest.param((None, HIDDEN), ["(article)", "(unattributed)"], id="nobody"),
    ],
)
def test_who_is_one_speaker(voices: tuple[Voice | None, ...], expected: list[str]) -> None:
    """Speakers are joined by rules, in any order of reports."""
    assert {str(speakers(one_event(*order))) for order in permutations(reports(*voices))} == {str(expected)}


def test_unnamed_speakers_never_meet_across_origins() -> None:
    """Two outlets' unnamed police may be two officers."""
    assert speakers(one_event(*reports(POLICE, POLICE, byline=None))) == [
        "a police officer (Hill Herald)",
        "a police officer (Valley Post)",
    ]


def test_named_speakers_meet_across_origins() -> None:
    """A minister is one minister."""
    assert speakers(one_event(*reports(MINISTER, MINISTER, byline=None))) == ["Lena Orvik"]


def test_two_speakers_are_never_called_alike() -> None:
    """Sources in the same words but of two kinds are told apart by them."""
    military = Voice("a source", kinds=("military",))
    assert speakers(one_event(*reports(unnamed("a source"), military))) == [
        "a source (AFP), government",
        "a source (AFP), military",
    ]


def test_joint_speakers_are_speakers_of_their_own() -> None:
    """Police and doctors together are neither police nor doctors."""
    joint = Voice("police and doctors", kinds=("medical", "police_security"))
    assert len(speakers(one_event(*reports(POLICE, DOCTOR, joint)))) == 3


def test_the_same_speaker_counts_once_over_all_claims() -> None:
    """In tolls, stances and statements."""
    one = report("Valley Post", Story(claims=(toll("two", by=POLICE), blame("rebels", by=POLICE), remark(by=POLICE))))
    event = one_event(one)
    sayings = [*event.statements, *event.tolls[0].accounts[0].sayings, *event.responsibility[0].sayings]
    assert {saying.speaker for saying in sayings} == {"a police officer (Valley Post)"}
    assert {saying.speaker_text for saying in sayings} == {"a police officer"}
