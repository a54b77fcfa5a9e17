"""Identity: who is who inside one event, and by which rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.facts import Named
from claimx.merging.identity import (
    is_short_for,
    same_accused,
    same_description,
    same_name,
    same_participant,
    same_speaker,
    short_form,
)
from claimx.values.names.matching import NameKind
from tests.merging.reports import Party, Story, bystanders, force, one_event, report, victim

FRONT = force("Free Valley Front")


def sentence(left: Party, right: Party, *, same_article: bool = False) -> str | None:
    """Return the rule for two participants of two articles, at least one of them with a name."""
    one, other = (
        Named.of(report(outlet, Story(parties=(party,))).mentions[0].participants[0])
        for outlet, party in (("Valley Post", left), ("Hill Herald", right))
    )
    return same_participant(one, other, same_article=same_article)


def resolved(left: Party, right: Party) -> int:
    """Return how many participants two parties of two articles are."""
    reports = (report(outlet, Story(parties=(party,))) for outlet, party in (("Post", left), ("Herald", right)))
    return len(one_event(*reports).participants)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        pytest.param(FRONT, force("Free Valley Front"), "same name", id="one-name"),
        pytest.param(FRONT, force("FVF"), "initials", id="initials"),
        pytest.param(force("Harakat Nurad"), force("Nurad"), "two lengths", id="generic-noun"),
        pytest.param(force("Hizb al-Wadin"), force("Hezb al-Wadeen"), "transliterations", id="transliteration"),
        pytest.param(force("Free Valley Front", "Ansad"), force("Ansad"), "says that", id="alias-of-one"),
        pytest.param(
            force("Free Valley Front", "Ansad"), force("Delan Guard", "Ansad"), "says that", id="alias-of-both"
        ),
        pytest.param(victim("Tomas Irel", "Old Fox"), victim("Old Fox"), "says that", id="nom-de-guerre"),
        pytest.param(victim("Tomas Irel"), victim("Tomás Irel"), "same name", id="accent"),
        pytest.param(victim("General Tomas Irel"), victim("Tomas Irel"), "same name", id="rank"),
        pytest.param(victim("Tomas Karim Irel"), victim("Tomas Irel"), "two lengths", id="middle-name"),
        pytest.param(force("the Chilean army"), force("Chilean troops"), "same state", id="state-and-organ"),
    ],
)
def test_one_participant(left: Party, right: Party, words: str) -> None:
    """Each join says by which rule, in either order."""
    assert words in (sentence(left, right) or "")
    assert words in (sentence(right, left) or "")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(force("Kataib Nurad"), force("Nurad"), id="part-of-a-name"),
        pytest.param(force("Kataib Nurad"), force("Kataib Wadin"), id="half-of-a-name"),
        pytest.param(FRONT, force("Free Hill Front"), id="another-front"),
        pytest.param(FRONT, force("Valley Front"), id="without-a-word"),
        pytest.param(force("Free Valley Front", "FVF"), force("Free Voice Forum"), id="initials-known-to-be-anothers"),
        pytest.param(victim("Nurad"), force("Nurad"), id="person-and-organisation"),
        pytest.param(victim("Tomas Irel", "Nurad"), force("Nurad"), id="alias-of-a-person-and-organisation"),
        pytest.param(victim("Tomas Irel"), victim("Irel"), id="family-name"),
        pytest.param(victim("Tomas Irel"), victim("Selim Irel"), id="brothers"),
        pytest.param(victim("Tomas Irel"), victim("Tomas Orran"), id="given-name"),
        pytest.param(force("Chilean army"), force("Chilean government"), id="two-organs-of-a-state"),
        pytest.param(force("Chilean army"), force("Peruvian army"), id="two-states"),
        pytest.param(force("Chile"), force("Free Chile"), id="a-state-and-a-name-with-it"),
    ],
)
def test_two_participants(left: Party, right: Party) -> None:
    """What no rule joins stays two, in either order."""
    assert (sentence(left, right), sentence(right, left)) == (None, None)


def test_one_description() -> None:
    """Two descriptions without a name are one where they use the same words, and say so."""
    assert "same words" in (same_description("two fishermen", "Two fishermen") or "")
    left, right = bystanders("two fishermen"), bystanders("Two fishermen")
    assert (resolved(left, right), resolved(right, left)) == (1, 1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(bystanders("two fishermen"), bystanders("three fishermen"), id="two-descriptions"),
        pytest.param(bystanders("a commander", "person"), victim("Tomas Irel"), id="description-and-name"),
        pytest.param(bystanders("two fishermen", "person"), bystanders("two fishermen"), id="person-and-group"),
    ],
)
def test_two_descriptions(left: Party, right: Party) -> None:
    """Other words describe others, and a name is nobody's description, in either order."""
    assert (resolved(left, right), resolved(right, left)) == (2, 2)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(victim("Tomas Irel"), victim("Irel"), id="family-name"),
        pytest.param(force("Nurad al-Wadin"), force("Nurad"), id="first-word"),
    ],
)
def test_short_forms_hold_inside_one_article(left: Party, right: Party) -> None:
    """An article may go on with a part of the name; another article's part of a name may be anybody's."""
    assert "short form" in (sentence(left, right, same_article=True) or "")
    assert sentence(left, right) is None


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("US forces", "the United States", True, id="state-and-forces"),
        pytest.param("American warplanes", "Washington", True, id="warplanes-and-seat"),
        pytest.param("the Chilean government", "Chile", True, id="state-and-government"),
        pytest.param("Chile", "Peru", False, id="two-states"),
        pytest.param("the US-led coalition", "the United States", False, id="a-coalition-is-not-its-leader"),
        pytest.param("the US-led coalition", "the international coalition", True, id="coalition-without-leader"),
        pytest.param("the US-led coalition", "the coalition led by the United States", True, id="one-leader"),
        pytest.param("the US-led coalition", "the French-led coalition", False, id="two-leaders"),
        pytest.param("the international coalition", "the rebels", False, id="two-collectives"),
        pytest.param("the rebels", "rebels", True, id="one-collective"),
        pytest.param("Iran-backed militia", "Iran", False, id="backed-by-a-state"),
        pytest.param("Free Valley Front", "FVF", True, id="initials"),
        pytest.param("Free Valley Front", "the rebels", False, id="name-and-collective"),
        pytest.param("General Tomas Irel", "Tomas Irel", True, id="person"),
    ],
)
def test_accused(left: str, right: str, *, same: bool) -> None:
    """A state is one with its organs, a collective with itself unless its leaders differ, a name with its forms."""
    assert [same_accused(left, right) is not None, same_accused(right, left) is not None] == [same, same]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("the Chilean government", "Chilean authorities", True, id="one-government"),
        pytest.param("the Chilean government", "the Chilean defence ministry", False, id="a-ministry-is-itself"),
        pytest.param("Chilean defence ministry", "the Chilean defence ministry", True, id="one-ministry"),
        pytest.param("Chilean defence ministry", "Chilean interior ministry", False, id="two-ministries"),
        pytest.param("the Chilean government", "the Chilean army", False, id="government-and-army"),
        pytest.param("the Chilean government", "the Peruvian government", False, id="two-governments"),
        pytest.param("Free Valley Front", "FVF", True, id="initials"),
        pytest.param("Lena Orvik", "Minister Lena Orvik", True, id="title"),
        pytest.param("Lena Orvik", "Lena Irel", False, id="two-persons"),
    ],
)
def test_speakers(left: str, right: str, *, same: bool) -> None:
    """Named speakers are one where their names are, and only general words make one of a government."""
    assert [same_speaker(left, right) is not None, same_speaker(right, left) is not None] == [same, same]


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        pytest.param("FVF", "Free Valley Front", True, id="initials"),
        pytest.param("Tomas Irel", "Tomas Karim Irel", True, id="middle-name-left-out"),
        pytest.param("Irel", "Tomas Irel", True, id="family-name"),
        pytest.param("the coalition", "the US-led coalition", True, id="leader-left-out"),
        pytest.param("the US-led coalition", "the coalition", False, id="other-way-round"),
        pytest.param("Tomas Irel", "Tomas Irel", False, id="itself"),
        pytest.param("Tomas Irel", "Selim Irel", False, id="another"),
    ],
)
def test_short_for(short: str, long: str, *, expected: bool) -> None:
    """What is left out could tell two apart."""
    assert is_short_for(short, long) == expected


NAMES = st.sampled_from(
    ("FVF", "Free Valley Front", "Nurad", "Harakat Nurad", "Irel", "Tomas Irel", "US forces", "Chile", "", "—", "حلب")
)
KINDS: st.SearchStrategy[NameKind] = st.sampled_from(("person", "organisation"))


@given(NAMES, NAMES, KINDS)
def test_rules_are_symmetric(left: str, right: str, kind: NameKind) -> None:
    """Who is asked first does not matter."""
    assert (same_name(left, right, kind=kind) is None) == (same_name(right, left, kind=kind) is None)
    assert (short_form(left, right, kind=kind) is None) == (short_form(right, left, kind=kind) is None)
    assert (same_accused(left, right) is None) == (same_accused(right, left) is None)
    assert (same_speaker(left, right) is None) == (same_speaker(right, left) is None)
    assert (same_description(left, right) is None) == (same_description(right, left) is None)
    assert not (is_short_for(left, right) and is_short_for(right, left))
