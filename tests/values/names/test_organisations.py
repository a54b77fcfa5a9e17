from __future__ import annotations

import pytest

from claimx.values.names.organisations import is_acronym, is_beginning, match_organisations


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ("the Free Valley Front", "Free Valley Front", "identical"),
        ("Free Valley Organisation", "Free Valley Organization", "identical"),
        ("Free Valley Front (FVF)", "Free Valley Front", "identical"),
        ("Valley Defence Force", "Valley Defense Force", "transliteration"),
        ("Ansad al-Watan", "Ansaad el-Wattan", "transliteration"),
        ("Free Valley Natoinal Front", "Free Valley National Front", "spelling"),
        ("FVF", "Free Valley Front", "acronym"),
        ("F.V.F.", "Free Valley Front", "acronym"),
        ("Nurad movement", "al-Nurad", "contained"),
        ("Harakat al-Nurad", "Nourad", "contained"),
        ("Nurad group", "Nurad militia", "contained"),
    ],
)
def test_one_organisation_under_two_names(left: str, right: str, rule: str) -> None:
    assert match_organisations(left, right) == rule


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kataib Nurad", "Nurad"),
        ("Nurad Front", "Nurad"),
        ("Nurad Army", "Nurad"),
        ("Liberation Front", "National Liberation Front"),
        ("National Movement", "National"),
        ("Islamic movement", "Islamic group"),
        ("Chilean movement", "Chilean"),
        ("Brigade 12", "Brigade 13"),
        ("Brigade 12", "12 Brigade"),
        ("12th Valley Brigade", "13th Valley Brigade"),
        ("Nigerian Valley Front", "Nigerien Valley Front"),
        ("Ansad al-Watan", "Ansad"),
        ("FVA", "Free Valley Front"),
    ],
)
def test_two_organisations_are_not_joined(left: str, right: str) -> None:
    """Never by subset, by number, or by a word that many share."""
    assert match_organisations(left, right) is None


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("FVF", "Free Valley Front", True),
        ("FVF", "Front of the Free Valley", False),
        ("FFV", "Front for the Free Valley", True),
        ("UFV", "the Union of Free Valleys", True),
        ("UOFV", "the Union of Free Valleys", True),
        ("CVF", "Co-operative Valley Front", True),
        ("F", "Front", False),
        ("FF", "Front", False),
        ("fvf", "Free Valley Front", False),
        ("F1", "Front 1", False),
        ("", "", False),
    ],
)
def test_acronyms_are_initials_in_capitals(short: str, long: str, expected: bool) -> None:
    assert is_acronym(short, long) == expected


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("Ansad", "Ansad al-Watan", True),
        ("the Ansad group", "Ansad al-Watan", True),
        ("al-Watan", "Ansad al-Watan", False),
        ("Free", "Free Valley Front", False),
        ("Chile", "Chile Valley Front", False),
        ("Ansad al-Watan", "Ansad al-Watan", False),
    ],
)
def test_a_beginning_is_shorter_and_distinctive(short: str, full: str, expected: bool) -> None:
    assert is_beginning(short, full) == expected
