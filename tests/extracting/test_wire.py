"""The wire form is a strict schema, whatever the answer model looks like."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from types import GenericAlias
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel, create_model

from claimx.extracting.wire import response_format, strict_schema

ALLOWED = {"$ref", "$defs", "description", "type", "enum", "anyOf", "items", "properties", "required"}


class Documented(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True, extra="forbid")


class Colour(Enum):
    RED = "red"
    GREEN = "green"


class Toll(Documented):
    """A number of people."""

    kind: Literal["killed", "injured"]
    """What happened to them."""
    count: int | None = Field(default=None, ge=0)
    """The number in digits."""


class Denial(Documented):
    stance: Literal["denies"]
    who: str = Field(min_length=1, max_length=40, pattern=r"^\w+$")


class Claim(Documented):
    stance: Literal["accuses"]
    accused: list[str] = Field(min_length=1)


class Mention(Documented):
    label: str = "unnamed"
    main_toll: Toll
    """The toll of the headline."""
    tolls: list[Toll]
    statements: list[Annotated[Denial | Claim, Field(discriminator="stance")]]
    colour: Colour | None
    maybe: Literal["yes", "no", None]
    grid: list[list[float]]
    part_of: Mention | None = None
    """A larger event."""


class Answer(Documented):
    """All events."""

    mentions: tuple[Mention, ...]
    title: str
    """A property may bear the name of a keyword."""


def nodes(schema: dict[str, Any], path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, schema
    for name, child in schema.get("properties", {}).items():
        yield from nodes(child, f"{path}.{name}")
    for name, child in schema.get("$defs", {}).items():
        yield from nodes(child, f"#{name}")
    for number, child in enumerate(schema.get("anyOf", ())):
        yield from nodes(child, f"{path}|{number}")
    if "items" in schema:
        yield from nodes(schema["items"], f"{path}[]")


def breaches(schema: dict[str, Any]) -> list[str]:
    """Check the rules of strict mode one by one."""
    found = [] if schema.get("type") == "object" else ["the root is no object"]
    definitions = schema.get("$defs", {})
    for path, node in nodes(schema):
        found += [f"{path}: {keyword}" for keyword in node.keys() - ALLOWED - {"additionalProperties"}]
        if "$ref" in node and (len(node) > 1 or node["$ref"].removeprefix("#/$defs/") not in definitions):
            found.append(f"{path}: a reference with siblings or to nowhere")
        if not node.keys() & {"$ref", "type", "anyOf"}:
            found.append(f"{path}: no type")
        if node.get("type") == "object" and (
            node["additionalProperties"] is not False or node["required"] != list(node["properties"])
        ):
            found.append(f"{path}: an open object or an optional property")
    return found


@pytest.mark.parametrize("model", [Answer, Mention, Toll, Denial], ids=lambda model: model.__name__)
def test_schema_keeps_the_rules_of_strict_mode(model: type[BaseModel]) -> None:
    """Nested, recursive, optional and discriminated models all get a schema that strict mode takes."""
    assert breaches(strict_schema(model)) == []


def test_flat_model_in_full() -> None:
    """The whole form of a small model, in the order in which it is sent."""
    schema = strict_schema(Toll)
    expected = {
        "description": "A number of people.",
        "type": "object",
        "properties": {
            "kind": {"description": "What happened to them.", "type": "string", "enum": ["killed", "injured"]},
            "count": {"description": "The number in digits.", "anyOf": [{"type": "integer"}, {"type": "null"}]},
        },
        "required": ["kind", "count"],
        "additionalProperties": False,
    }
    assert expected == schema
    assert list(expected) == list(schema)


def test_described_reference_keeps_its_description() -> None:
    """A description is an instruction: it is not dropped where a reference must stand alone."""
    mention = strict_schema(Answer)["$defs"]["Mention"]
    assert mention["properties"]["main_toll"] == {
        "description": "The toll of the headline.",
        "anyOf": [{"$ref": "#/$defs/Toll"}],
    }


def test_constants_and_alternatives() -> None:
    """A single literal is an enumeration of one, a discriminated union plain alternatives, None in a literal typed."""
    definitions = strict_schema(Answer)["$defs"]
    assert definitions["Claim"]["properties"]["stance"] == {"type": "string", "enum": ["accuses"]}
    assert definitions["Mention"]["properties"]["statements"]["items"] == {
        "anyOf": [{"$ref": "#/$defs/Denial"}, {"$ref": "#/$defs/Claim"}]
    }
    assert definitions["Mention"]["properties"]["maybe"]["enum"] == ["yes", "no", None]


def test_property_order_is_the_order_of_the_fields() -> None:
    """A model answers in the order of the schema, so the order is part of the instruction."""
    assert list(strict_schema(Answer)["$defs"]["Mention"]["properties"]) == list(Mention.model_fields)


def test_changing_a_schema_does_not_change_the_next() -> None:
    """The cached schema is not handed out itself."""
    strict_schema(Toll)["properties"].clear()
    assert list(strict_schema(Toll)["properties"]) == ["kind", "count"]


class OpenMapping(BaseModel):
    counts: dict[str, int]


class Anything(BaseModel):
    value: Any


class Pair(BaseModel):
    span: tuple[int, int]


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str


class Listing(RootModel[list[Toll]]):
    pass


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (OpenMapping, r"OpenMapping\.counts: .*list of pairs"),
        (Anything, r"Anything\.value: .*type"),
        (Pair, r"Pair\.span: 'prefixItems'"),
        (Loose, r"Loose: .*free keys"),
        (Listing, r"Listing: the root"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_has_no_strict_form_is_refused(model: type[BaseModel], message: str) -> None:
    """Better an error that names the place than a schema that means something else."""
    with pytest.raises(ValueError, match=message):
        strict_schema(model)


def nested(levels: int) -> type[BaseModel]:
    chain: list[type[BaseModel]] = [Toll]
    for level in range(2, levels + 1):
        field: Any = (GenericAlias(list, chain[-1]), ...)
        chain.append(create_model(f"Level{level}", inner=field))
    return chain[-1]


def test_ten_levels_pass_and_eleven_do_not() -> None:
    """The limits are checked before a request is paid for."""
    assert breaches(strict_schema(nested(10))) == []
    with pytest.raises(ValueError, match="11 levels"):
        strict_schema(nested(11))


def test_five_thousand_properties_pass_and_one_more_does_not() -> None:
    """The limits are checked before a request is paid for."""
    fields: dict[str, Any] = {f"p{number}": (int, ...) for number in range(5_000)}
    assert len(strict_schema(create_model("Wide", **fields))["properties"]) == 5_000
    with pytest.raises(ValueError, match="5001 properties"):
        strict_schema(create_model("Wider", **fields, one_more=(int, ...)))


def test_response_format_is_strict_and_named() -> None:
    """Names are cut to what the endpoint takes."""
    expected = {
        "type": "json_schema",
        "json_schema": {"name": "find_events_v1", "strict": True, "schema": strict_schema(Toll)},
    }
    assert expected == response_format(Toll, "find events.v1")
    assert len(response_format(Toll, "x" * 100)["json_schema"]["name"]) == 64
