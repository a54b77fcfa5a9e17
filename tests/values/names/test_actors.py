from __future__ import annotations

import pytest
from hypothesis import given

from claimx.values.names.actors import Description, StateActor, read_description, read_state_actor
from tests.values.strategies import NAMES


@pytest.mark.parametrize(
    ("words", "code", "organ"),
    [
        ("the United States", "US", "state"),
        ("American", "US", "state"),
        ("Washington", "US", "government"),
        ("US officials", "US", "government"),
        ("Chilean foreign ministry", "CL", "government"),
        ("the government of Chile", "CL", "government"),
        ("the government of the Democratic Republic of the Congo", "CD", "government"),
        ("British Prime Minister", "GB", "government"),
        ("US Defense Department", "US", "government"),
        ("US forces", "US", "forces"),
        ("American troops", "US", "forces"),
        ("the US military", "US", "forces"),
        ("a US military official", "US", "forces"),
        ("Russian air force", "RU", "forces"),
        ("French security forces", "FR", "forces"),
        ("South Sudan's army", "SS", "forces"),
        ("Chilean police", "CL", "forces"),
    ],
)
def test_states_and_their_organs(words: str, code: str, organ: str) -> None:
    assert read_state_actor(words) == StateActor.model_validate({"country_code": code, "organ": organ})


@pytest.mark.parametrize(
    "words",
    [
        "US-led coalition",
        "US embassy",
        "Chile-backed militia",
        "Chilean Democratic Forces",
        "Chilean militia commanders",
        "Chilean National Army",
        "Chilean border",
        "US and Chilean forces",
        "Congolese army",
        "us forces",
        "the army",
        "Free Valley Front",
        "",
    ],
)
def test_whoever_is_otherwise_qualified_is_no_state(words: str) -> None:
    assert read_state_actor(words) is None


@pytest.mark.parametrize(
    ("words", "head", "led_by"),
    [
        ("the US-led international coalition", "coalition", ("US",)),
        ("United States-led coalition forces", "coalition", ("US",)),
        ("a Saudi-led military coalition", "coalition", ("SA",)),
        ("global coalition forces", "coalition", ()),
        ("Coalition forces", "coalition", ()),
        ("the International Coalition", "coalition", ()),
        ("international anti-piracy coalition", "coalition", ()),
        ("coalition led by France and the United States", "coalition", ("FR", "US")),
        ("the Nurad-led alliance", "alliance", ("nurad",)),
        ("security forces", "forces", ()),
        ("unidentified gunmen", "gunmen", ()),
    ],
)
def test_descriptions(words: str, head: str, led_by: tuple[str, ...]) -> None:
    assert read_description(words) == Description(head=head, led_by=led_by)


@pytest.mark.parametrize(
    "words",
    [
        "Free Valley Front",
        "the Nurad coalition",
        "Nurad militants",
        "Chilean militia commanders",
        "US forces",
        "the coalition against the Free Valley Front",
        "a man",
        "led by",
        "",
    ],
)
def test_a_proper_name_is_no_description(words: str) -> None:
    assert read_description(words) is None


@given(NAMES)
def test_any_text_is_read(words: str) -> None:
    """Hostile text is answered, never an error."""
    actor, description = read_state_actor(words), read_description(words)
    assert actor is None or len(actor.country_code) == 2
    assert description is None or description.led_by == tuple(sorted(description.led_by))
