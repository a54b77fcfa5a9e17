from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind, TollKind, TollScope
from claimx.extracting import answers
from claimx.extracting.answers import Answer, Answered, AnsweredMention, AnsweredToll, Repairs
from claimx.extracting.wire import strict_schema
from claimx.mention import ParticipantKind, ParticipantRole, RelationKind
from claimx.taxonomy import EventType, Means
from tests.extracting import answering as a

MODELS = sorted(
    (
        one
        for one in vars(answers).values()
        if isinstance(one, type) and issubclass(one, Answered) and one is not Answered
    ),
    key=lambda model: model.__name__,
)
SAID_BY_ITS_NAME = {"AnsweredMention.tolls", "AnsweredMention.responsibilities", "AnsweredMention.statements"} | {
    f"AnsweredMention.{name}" for name in ("when", "where", "participants", "relations")
}
"""Lists and parts whose models carry the instruction."""
SAID_BY_ITS_VALUES = {"AnsweredParticipant.kind", "AnsweredRelation.kind", "AnsweredToll.kind"}
"""Enumerations whose values say it."""


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, str | None]]:
    for name, field in model.model_fields.items():
        yield f"{model.__name__}.{name}", field.description


def enumerations(schema: object) -> Iterator[frozenset[str]]:
    """Yield every enumeration of a schema."""
    if isinstance(schema, dict):
        if "enum" in schema:
            yield frozenset(value for value in schema["enum"] if value is not None)
        for part in schema.values():
            yield from enumerations(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from enumerations(part)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_says_what_is_wanted(model: type[BaseModel]) -> None:
    """The docstring of a field is the instruction that the model reads."""
    silent = {name for name, description in fields_of(model) if not description}
    assert set() == silent - SAID_BY_ITS_NAME - SAID_BY_ITS_VALUES
    assert model.__doc__


def test_the_enumerations_are_those_of_the_records() -> None:
    """What can be answered can be recorded, and nothing else."""
    records = (
        Certainty, Polarity, SpeakerKind, StanceKind, TollKind, TollScope, ParticipantKind, ParticipantRole,
        RelationKind, EventType, Means,
    )  # fmt: skip
    own = {frozenset({"before", "after"}), frozenset({"main", "background"})}
    own |= {frozenset({"actual", "future", "hypothetical", "negated"})}
    assert {frozenset(get_args(record)) for record in records} | own == set(enumerations(strict_schema(Answer)))


@pytest.mark.parametrize("model", [Answer, Repairs], ids=lambda model: model.__name__)
def test_the_instructions_go_on_the_wire(model: type[BaseModel]) -> None:
    """The strict schema keeps the descriptions of all fields."""
    sent = str(strict_schema(model)).replace("\\n", " ")
    for _, description in fields_of(model):
        assert description is None or description.split("\n")[0][:40] in sent


def test_an_answer_survives_its_json() -> None:
    text = "Two died."
    answer = a.answer(a.mention(text, tolls=[a.toll(text, count="Two", number=2)]), published="3 May 2031")
    assert answer == Answer.model_validate_json(answer.model_dump_json())


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"confidence": 0.9}, ("confidence",)),
        ({"polarity": "positive"}, ("polarity",)),
        ({"number": "two"}, ("number",)),
        ({"number": 2.5}, ("number",)),
        ({"quotes": "Two died."}, ("quotes",)),
        ({"scope": None}, ("scope",)),
    ],
    ids=["unknown field", "unknown value", "word for a number", "fraction", "string for a list", "null"],
)
def test_an_answer_outside_the_schema_is_invalid(change: dict[str, Any], where: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as fault:
        AnsweredToll.model_validate(a.toll("Two died.").model_dump() | change)
    assert [where] == [error["loc"] for error in fault.value.errors()]


def test_every_field_must_be_answered() -> None:
    """A field left out is a fault: null is an answer, silence is none."""
    told = a.mention("Two died.").model_dump()
    for name in AnsweredMention.model_fields:
        with pytest.raises(ValidationError):
            AnsweredMention.model_validate({key: value for key, value in told.items() if key != name})


def test_lone_surrogates_cannot_come_in() -> None:
    """JSON that no UTF-8 file could hold is refused where the answer is read."""
    with pytest.raises(ValidationError):
        Answer.model_validate_json('{"published": "\\ud800", "mentions": []}')


def test_no_field_asks_for_a_confidence() -> None:
    names = {name for model in MODELS for name in model.model_fields}
    assert not any(re.search("confiden|score|sentiment|reliab", name) for name in names)
