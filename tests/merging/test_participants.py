"""Participants: one for each who was involved, under all the names the reports use."""

from __future__ import annotations

from itertools import permutations

import pytest

from claimx.event import EventParticipant
from tests.merging.reports import Party, Report, Story, bystanders, force, one_event, report, victim

OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily")


def reports(*parties: tuple[Party, ...] | Party) -> list[Report]:
    """Write one report for each party, or for each tuple of parties."""
    each = (one if isinstance(one, tuple) else (one,) for one in parties)
    return [report(outlet, Story(parties=told)) for outlet, told in zip(OUTLETS, each, strict=False)]


def resolved(*parties: tuple[Party, ...] | Party) -> tuple[EventParticipant, ...]:
    """Resolve the parties of one report each."""
    return one_event(*reports(*parties)).participants


def names(participants: tuple[EventParticipant, ...]) -> list[list[str]]:
    """Return the forms of each participant."""
    return sorted(sorted(form.text for form in one.forms) for one in participants)


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        pytest.param((victim("Tomas Irel"), victim("Tomás Irel")), [["Tomas Irel", "Tomás Irel"]], id="spellings"),
        pytest.param(
            (force("Free Valley Front", "Ansad"), force("FVF"), force("Ansad")),
            [["Ansad", "FVF", "Free Valley Front"]],
            id="alias-stated-by-one-joins-the-names-of-others",
        ),
        pytest.param((force("FVF"), force("Ansad")), [["Ansad"], ["FVF"]], id="alias-stated-by-none"),
        pytest.param((force("Kataib Nurad"), force("Nurad")), [["Kataib Nurad"], ["Nurad"]], id="part-of-a-name"),
        pytest.param((victim("Nurad"), force("Nurad")), [["Nurad"], ["Nurad"]], id="person-and-organisation"),
        pytest.param(
            (force("FVF"), force("Free Valley Front"), force("Free Voice Forum")),
            [["FVF"], ["Free Valley Front"], ["Free Voice Forum"]],
            id="initials-of-two",
        ),
        pytest.param(
            (force("FVF"), force("Free Valley Front", "FVF"), force("Free Voice Forum")),
            [["FVF"], ["FVF", "Free Valley Front"], ["Free Voice Forum"]],
            id="initials-of-two-of-which-one-states-them",
        ),
        pytest.param(
            ((victim("Tomas Karim Irel"), victim("Tomas Selim Irel")), victim("Tomas Irel")),
            [["Tomas Irel"], ["Tomas Karim Irel"], ["Tomas Selim Irel"]],
            id="short-name-of-two-cousins",
        ),
        pytest.param(
            (victim("Tomas Karim Irel"), victim("Tomas Irel"), victim("General Tomas Irel")),
            [["General Tomas Irel", "Tomas Irel", "Tomas Karim Irel"]],
            id="short-name-of-one",
        ),
        pytest.param(
            (bystanders("two fishermen"), bystanders("Two fishermen")), [["Two fishermen", "two fishermen"]], id="words"
        ),
    ],
)
def test_who_is_one(parties: tuple[Party, ...], expected: list[list[str]]) -> None:
    """Names are joined by rules, never through a name that fits two; the order of reports does not matter."""
    found = {str(names(one_event(*order).participants)) for order in permutations(reports(*parties))}
    assert found == {str(expected)}


def test_the_name_is_the_most_used_of_the_proper_names() -> None:
    """Descriptions and aliases are forms, and forms are counted by mention."""
    (found,) = resolved(force("Free Valley Front", "Ansad"), force("Free Valley Front"), force("Ansad"))
    assert found.name == "Free Valley Front"
    assert {"Free Valley Front": 2, "Ansad": 2} == {form.text: form.n for form in found.forms}


def test_every_join_is_explained_and_logged() -> None:
    """Names that are letter for letter equal need no rule; all others have one."""
    event = one_event(*reports(force("Free Valley Front"), force("FVF"), force("Free Valley Front")))
    (found,) = event.participants
    assert len(found.rules) == 1
    assert [entry.sentence for entry in event.log if entry.rule == "identity"] == [f"{found.name}: {found.rules[0]}"]


def test_roles_titles_and_quotes_are_kept() -> None:
    """What the reports say of one participant stands side by side."""
    general = Party("Tomas Irel", "victim", "person", title="General")
    (found,) = resolved(general, Party("Tomas Irel", "recipient", "person", title="commander"))
    assert (found.roles, found.titles) == (("recipient", "victim"), ("General", "commander"))
    assert [quote.exact for quote in found.quotes] == ["Tomas Irel", "Tomas Irel"]
    assert len(found.mention_ids) == 2


def test_of_equally_many_kinds_the_first_in_the_alphabet_is_taken() -> None:
    """A tie is settled the same way in any order."""
    left, right = force("Nurad"), force("Nurad", kind="state_force")
    assert [one.kind for one in (*resolved(left, right), *resolved(right, left))] == ["armed_group", "armed_group"]
