"""The wire form of an answer model: a JSON schema as strict structured output wants it.

The rules are those of OpenAI's structured outputs: the root is an object, every object is closed and requires all of
its properties (optional is a union with null), alternatives are `anyOf`, a `$ref` stands alone, and there are at most
5,000 properties in 10 levels. Descriptions are kept, since they are the instruction.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

MOST_PROPERTIES = 5_000
MOST_LEVELS = 10

_KEPT = ("description", "type", "enum", "anyOf", "items", "properties", "required", "additionalProperties")
_WITHOUT_STRICT_FORM = ("allOf", "not", "if", "patternProperties", "prefixItems", "dependentRequired", "contains")
_DEFINITION = "#/$defs/"
_TYPE_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def strict_schema(model: type[BaseModel]) -> Schema:
    """Return the model's JSON schema in strict form, with keys in a fixed order; built once per model.

    Raises:
        ValueError: the model has no strict form (an open mapping, a fixed-length tuple, `Any`, a root that is no
            object) or exceeds the limits; the message names the place.
    """
    return copy.deepcopy(_built(model))


def response_format(model: type[BaseModel], name: str) -> dict[str, Any]:
    """Return the `response_format` of a request; other characters than letters, digits, `_` and `-` become `_`."""
    safe_name = re.sub(r"[^A-Za-z0-9_-]", "_", name)[:64]
    return {
        "type": "json_schema",
        "json_schema": {"name": safe_name, "strict": True, "schema": strict_schema(model)},
    }


@functools.cache
def _built(model: type[BaseModel]) -> Schema:
    loose = model.model_json_schema()
    definitions = {name: _strict(node, at=name) for name, node in sorted(loose.pop("$defs", {}).items())}
    root = _root(_strict(loose, at=model.__name__), definitions)
    if root.get("type") != "object":
        raise ValueError(f"{model.__name__}: the root of a strict schema must be an object")
    _check_limits(root, definitions, model_name=model.__name__)
    return {**root, "$defs": definitions} if definitions else root


def _root(root: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """A model that contains itself has a reference for its root, which strict mode does not take."""
    return definitions[_target(root)] if "$ref" in root else root


def _target(reference: Schema) -> str:
    return str(reference["$ref"]).removeprefix(_DEFINITION)


def _strict(loose: Mapping[str, Any], *, at: str) -> Schema:
    for keyword in _WITHOUT_STRICT_FORM:
        if keyword in loose:
            raise ValueError(f"{at}: {keyword!r} has no strict form")
    if "$ref" in loose:
        return _reference(loose)
    strict = {**loose, **_alternatives(loose, at=at), **_literal(loose)}
    if loose.get("type") == "object":
        strict |= _closed(loose, at=at)
    if loose.get("type") == "array":
        strict["items"] = _strict(loose.get("items", {}), at=f"{at}[]")
    if "description" in strict:
        strict["description"] = " ".join(strict["description"].split())
    if "type" not in strict and "anyOf" not in strict:
        raise ValueError(f"{at}: a strict schema needs a type")
    return {keyword: strict[keyword] for keyword in _KEPT if keyword in strict}


def _reference(loose: Mapping[str, Any]) -> Schema:
    alone = {"$ref": loose["$ref"]}
    return (
        {"description": " ".join(loose["description"].split()), "anyOf": [alone]} if "description" in loose else alone
    )


def _alternatives(loose: Mapping[str, Any], *, at: str) -> Schema:
    branches = [*loose.get("anyOf", ()), *loose.get("oneOf", ())]
    return {"anyOf": [_strict(branch, at=at) for branch in branches]} if branches else {}


def _literal(loose: Mapping[str, Any]) -> Schema:
    values = [loose["const"]] if "const" in loose else loose.get("enum")
    if values is None:
        return {}
    types = sorted({_TYPE_NAMES[type(value)] for value in values})
    return {"enum": values, "type": types[0] if len(types) == 1 else types}


def _closed(loose: Mapping[str, Any], *, at: str) -> Schema:
    if loose.get("additionalProperties", False) is not False:
        raise ValueError(f"{at}: a mapping with free keys has no strict form; use a list of pairs")
    properties = {name: _strict(node, at=f"{at}.{name}") for name, node in loose.get("properties", {}).items()}
    return {"properties": properties, "required": list(properties), "additionalProperties": False}


def _check_limits(root: Schema, definitions: Mapping[str, Schema], *, model_name: str) -> None:
    count = sum(len(node.get("properties", ())) for part in (root, *definitions.values()) for node in _nodes(part))
    if count > MOST_PROPERTIES:
        raise ValueError(f"{model_name}: {count} properties, strict schemas take {MOST_PROPERTIES}")
    levels = _levels(root, definitions, inside=())
    if levels > MOST_LEVELS:
        raise ValueError(f"{model_name}: {levels} levels of objects, strict schemas take {MOST_LEVELS}")


def _children(node: Schema) -> Iterator[Schema]:
    yield from node.get("properties", {}).values()
    yield from node.get("anyOf", ())
    if "items" in node:
        yield node["items"]


def _nodes(node: Schema) -> Iterator[Schema]:
    yield node
    for child in _children(node):
        yield from _nodes(child)


def _levels(node: Schema, definitions: Mapping[str, Schema], *, inside: tuple[str, ...]) -> int:
    """Return how many objects nest in each other; a recursion counts once, since strict mode allows it."""
    if "$ref" in node:
        name = _target(node)
        return 0 if name in inside else _levels(definitions[name], definitions, inside=(*inside, name))
    deepest = max((_levels(child, definitions, inside=inside) for child in _children(node)), default=0)
    return deepest + (node.get("type") == "object")
