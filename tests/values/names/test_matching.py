from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.names.folding import fold_name
from claimx.values.names.matching import NameKind, match_names, match_short_form
from tests.values.strategies import NAMES

KINDS: tuple[NameKind, ...] = ("person", "organisation")


def rule_of(left: str, right: str, kind: NameKind) -> str | None:
    match = match_names(left, right, kind=kind)
    return match.rule if match else None


@pytest.mark.parametrize(
    ("left", "right", "kind", "rule"),
    [
        ("Tomas Irel", "Tomas Karim Irel", "person", "contained"),
        ("Tomas Irel", "Tomas Karim Irel", "organisation", None),
        ("FVF", "Free Valley Front", "organisation", "acronym"),
        ("FVF", "Free Valley Front", "person", None),
    ],
)
def test_persons_and_organisations_have_their_own_rules(
    left: str, right: str, kind: NameKind, rule: str | None
) -> None:
    assert rule_of(left, right, kind) == rule


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        pytest.param("高石早苗", "高市早苗", None, id="homophones"),
        pytest.param("高石早苗", "高石 早苗", "identical", id="spaced"),
        pytest.param("Томас Ирел", "Tomas Irel", "identical", id="one in Latin"),
    ],
)
def test_two_names_in_another_script_are_compared_as_written(
    left: str, right: str, rule: str | None, kind: NameKind
) -> None:
    assert rule_of(left, right, kind) == rule


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["", "…"])
def test_what_has_no_letter_is_no_name(name: str, kind: NameKind) -> None:
    assert rule_of(name, name, kind) is None


def test_a_match_explains_itself() -> None:
    match = match_names("Qassim Derani", "Qasem al-Derani", kind="person")
    assert match is not None
    assert match.sentence == '"Qassim Derani" and "Qasem al-Derani" are one name in two transliterations.'


@given(NAMES, NAMES, st.sampled_from(KINDS))
def test_matching_has_no_left_or_right(left: str, right: str, kind: NameKind) -> None:
    assert rule_of(left, right, kind) == rule_of(right, left, kind)


@given(NAMES.filter(fold_name), st.sampled_from(KINDS))
def test_a_name_is_identical_to_itself(name: str, kind: NameKind) -> None:
    assert rule_of(name, name, kind) == "identical"


@pytest.mark.parametrize(
    ("short", "full", "kind", "expected"),
    [
        ("Ansad", "Ansad al-Watan", "organisation", True),
        ("al-Watan", "Ansad al-Watan", "organisation", False),
        ("Irel", "Tomas Irel", "person", True),
        ("Tomas", "Tomas Irel", "person", False),
    ],
)
def test_short_forms(short: str, full: str, kind: NameKind, expected: bool) -> None:
    """Organisations go on by their first words, persons by their last."""
    match = match_short_form(short, full, kind=kind)
    assert (match is not None and match.rule == "short_form") == expected


@given(NAMES, NAMES, st.sampled_from(KINDS))
def test_any_text_is_compared(left: str, right: str, kind: NameKind) -> None:
    """Hostile text is answered, never an error."""
    short = match_short_form(left, right, kind=kind)
    assert short is None or short.rule == "short_form"
