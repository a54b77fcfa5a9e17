"""Checked lines: one line of gold becomes a record, or a list of all that is wrong with its JSON and its fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import ValidationError

from claimx.annotating.naming import element_of, field_of
from claimx.gold import Annotation, GoldArticle, GoldEvent

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

AnyGold = TypeVar("AnyGold", GoldArticle, GoldEvent)

_SHOWN: Final = 60
"""Characters of a wrong value that a fault repeats."""


def read_line(line: bytes, record: type[AnyGold]) -> AnyGold | list[str]:
    """Return the record of a line, or a sentence for each of its faults."""
    try:
        raw = json.loads(line.decode("utf-8"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        return [f"no UTF-8 from byte {error.start + 1} on; save the file as UTF-8"]
    except json.JSONDecodeError as error:
        return [f"no JSON from column {error.colno} on ({error.msg}); write one object to a line"]
    except ValueError as error:
        return [f"no gold: {error}"]
    except RecursionError:
        return ["no gold: nested too deeply; write one object to a line"]
    other = _other_kind(raw, record)
    return [other] if other is not None else _validated(line, raw, record)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse what JSON readers pass over in silence: of a field written twice they keep the last."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {twice!r} is written twice in one object; keep one of them")
    return fields


def _other_kind(raw: object, record: type[Annotation]) -> str | None:
    """Return what to say of a line that belongs into the other kind of file."""
    if not isinstance(raw, dict):
        return f"{_shown(raw)} is no record; write one object to a line"
    if record is GoldArticle and "article_id" not in raw and "id" in raw:
        return "this is a line of gold events, in a file of gold mentions; check it as events"
    if record is GoldEvent and "id" not in raw and "article_id" in raw:
        return "this is a line of gold mentions, in a file of gold events; check it as mentions"
    return None


def _validated(line: bytes, raw: object, record: type[AnyGold]) -> AnyGold | list[str]:
    try:
        return record.from_line(line)
    except ValidationError as error:
        by_path: dict[str, list[ErrorDetails]] = {}
        for details in error.errors(include_url=False):
            by_path.setdefault(_path(details, raw), []).append(details)
    # Of a value that may be one choice or a list of them, both readings fail: what is wrong inside the list says more.
    deeper = {path.rpartition("[")[0] for path in by_path if path.endswith("]")}
    return [_fault(path, by_path[path]) for path in by_path if path not in deeper]


def _path(details: ErrorDetails, raw: object) -> str:
    """Return where an error stands in the line; steps that only name a choice of the schema are left out."""
    path, at, last = "", raw, len(details["loc"]) - 1
    is_missing = details["type"] == "missing"
    for place, step in enumerate(details["loc"]):
        if isinstance(step, int) and isinstance(at, list):
            at = at[step]
            path = element_of(path, step, at.get("local_id") if isinstance(at, dict) else None)
        elif isinstance(step, str) and isinstance(at, dict) and (step in at or (place == last and is_missing)):
            at, path = at.get(step), field_of(path, step)
    return field_of(path, "type") if details["type"].startswith("union_tag") else path


def _fault(path: str, errors: Sequence[ErrorDetails]) -> str:
    details = next((one for one in errors if one["type"] == "literal_error"), errors[0])
    return f"{path}: {_complaint(details)}" if path else _complaint(details)


def _complaint(details: ErrorDetails) -> str:
    value, context = details["input"], details.get("ctx", {})
    match details["type"]:
        case "missing" | "union_tag_not_found":
            return "is missing; add it"
        case "extra_forbidden":
            return "gold has no such field; correct its name, or remove it"
        case "literal_error":
            return f"{_shown(value)} is no choice here; write {context['expected']}"
        case "union_tag_invalid":
            return f"{_shown(context['tag'])} is no type of claim; write {context['expected_tags']}"
        case "model_type" if context["class_name"] == "GoldWords":
            return f"{_shown(value)} is no words; write the article's words as a string"
    message = details["msg"]
    return f"{_shown(value)} does not fit: {message[:1].lower()}{message[1:]}; correct it"


def _shown(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
