from __future__ import annotations

import pytest

from claimx.values.names.persons import is_family_name, match_persons


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ("Tomas Irel", "tomas irel", "identical"),
        ("Irel, Tomas", "Tomas Irel", "identical"),
        ("Mr. Tomas Irel", "Tomas Irel", "identical"),
        ("Abd al-Aziz Irel", "Abdelaziz Irel", "identical"),
        ("Saif al-Din Irel", "Seifuddin Irel", "transliteration"),
        ("Qassim Derani", "Qasem al-Derani", "transliteration"),
        ("Husayn Irel", "Hussein Irel", "transliteration"),
        ("Abu Karim", "Abou Karem", "transliteration"),
        ("TomasIrel", "Tomas Irel", "spelling"),
        ("Tomas Derenian", "Tomas Dereniann", "transliteration"),
        ("Tomas Kardinov", "Tomas Kadrinov", "spelling"),
        ("Tomas Karinov", "Tomas Kardinov", "spelling"),
        ("Tomas Irel", "Hajji Tomas Karim Irel", "contained"),
        ("Tomas Irel", "Abu Karim Tomas Irel", "contained"),
        ("Tomas K. Irel", "Tomas Karim Irel", "contained"),
        ("Томас Ирел", "Tomas Irel", "identical"),
    ],
)
def test_one_person_under_two_names(left: str, right: str, rule: str) -> None:
    assert match_persons(left, right) == rule


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Irel", "Tomas Irel"),
        ("President Irel", "Tomas Irel"),
        ("President Irel", "General Irel"),
        ("T. Irel", "Tomas Irel"),
        ("Tomas", "Tomas Irel"),
        ("Tomas Irel", "Karim Irel"),
        ("Tomas Irel", "Irel Tomas"),
        ("Tomas K. Irel", "Tomas Malik Irel"),
        ("Tomas Karim Irel", "Tomas Malik Irel"),
        ("Karim Irel", "Tomas bin Karim Irel"),
        ("Tomas bin Karim Irel", "Karim bin Tomas Irel"),
        ("Tomas Irel", "Tomas Irel Derani"),
        ("Tomas Irel", "Tomas Karim Malik Hadi Irel"),
        ("Hassan Irel", "Hussein Irel"),
        ("Mahmoud Irel", "Mohammed Irel"),
        ("Jamal Irel", "Jamil Irel"),
        ("Rashid Irel", "Rashad Irel"),
        ("Said Irel", "Saad Irel"),
        ("Salim Irel", "Salam Irel"),
        ("Omar Irel", "Amr Irel"),
        ("Nasir Irel", "Nasri Irel"),
        ("Bashir Irel", "Basir Irel"),
        ("Samir Irel", "Samira Irel"),
        ("Tomas Ivanov", "Tomas Ivanova"),
    ],
)
def test_two_persons_are_not_joined(left: str, right: str) -> None:
    assert match_persons(left, right) is None


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("Irel", "Tomas Irel", True),
        ("President Irell", "Tomas Irel", True),
        ("Tomas", "Tomas Irel", False),
        ("Irel", "Irel", False),
    ],
)
def test_a_family_name_is_the_last(short: str, full: str, expected: bool) -> None:
    assert is_family_name(short, full) == expected
