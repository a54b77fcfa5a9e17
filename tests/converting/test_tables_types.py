"""Types of event as tables write them."""

from __future__ import annotations

from typing import get_args

import pytest

from claimx.converting.tables_types import read_type
from claimx.gold import OneOf
from claimx.taxonomy import TYPES, EventType

SUB_EVENT_TYPES = (
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Armed clash",
    "Excessive force against protesters",
    "Protest with intervention",
    "Peaceful protest",
    "Violent demonstration",
    "Mob violence",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
)
"""The 25 of ACLED's codebook."""


@pytest.mark.parametrize("name", get_args(EventType))
def test_a_type_of_claimx_is_itself(name: EventType) -> None:
    """Written as in the records."""
    assert read_type(name) == name


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("Suicide bomb", "suicide_bombing", id="one type has the code"),
        pytest.param("Armed clash", ("armed_clash", "raid"), id="two types have it"),
        pytest.param(" PEACEFUL  protest ", "protest", id="spaces and capitals"),
        pytest.param("Attack", ("shooting", "stabbing", "assault", "attack"), id="the code, not the name"),
        pytest.param("Suicide-bombing", "suicide_bombing", id="a name, written otherwise"),
        pytest.param("Brawl", None, id="neither"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_words_are_read_as_codes_then_as_names(words: str, expected: OneOf[EventType] | None) -> None:
    """Several types under one code are each right."""
    assert read_type(words) == expected


@pytest.mark.parametrize("words", SUB_EVENT_TYPES)
def test_every_sub_event_type_of_acled_is_read(words: str) -> None:
    """And none as a type that has another code there."""
    found = read_type(words)
    assert found is not None
    types = found if isinstance(found, tuple) else (found,)
    codes = {TYPES[name].acled for name in types}
    assert codes == {words} or words not in {code.acled for code in TYPES.values()}
