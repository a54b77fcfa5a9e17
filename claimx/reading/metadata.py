"""Front matter and sidecars: a flat YAML mapping of words about an article.

Only the events of the YAML parser are read and nothing is ever constructed from them: a tag makes no
object, an alias multiplies nothing, nesting is refused where it opens, and `language: no` is Norwegian.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

import yaml

from claimx.inputs import fault, place
from claimx.reading.draft import METADATA

LIMIT = 64 * 1024
"""Most bytes or characters that the metadata of one article may take."""
_ADVICE = "write plain `key: value` lines, values with a colon in quotes"
_NULLS = ("", "~", "null", "Null", "NULL")
_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)

Locate = Callable[[object], str]
"""Turns a mark of the YAML parser into a place."""


class Stated(NamedTuple):
    """One value and where it stands."""

    value: str
    place: str


def parsed(text: str, *, name: str, first_line: int = 1) -> dict[str, Stated]:
    """Return what a block of YAML says, without what it leaves empty.

    Args:
        text: The block, without fences.
        name: The file, for errors.
        first_line: The line of the file on which the block begins.

    Raises:
        InputError: The block is no flat mapping, too long, or has a key that is unknown or stands twice.
    """
    if len(text) > LIMIT:
        raise fault(place(name), f"metadata of more than {LIMIT} characters", "keep to a few lines of `key: value`")
    at = partial(_at, name, first_line)
    try:
        scalars = _scalars(text, at)
        return _collected(zip(scalars, scalars, strict=True), at)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or getattr(error, "reason", "unreadable")
        where = at(getattr(error, "problem_mark", None))
        raise fault(where, f"broken metadata ({problem})", _ADVICE) from error


def _at(name: str, first_line: int, mark: object) -> str:
    line = getattr(mark, "line", None)
    return place(name, None if line is None else first_line + line)


def _scalars(text: str, at: Locate) -> Iterator[yaml.ScalarEvent]:
    inside = False
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        match event:
            case yaml.ScalarEvent(tag=None) if inside:
                yield event
            case yaml.MappingStartEvent(tag=None) if not inside:
                inside = True
            case yaml.MappingEndEvent():
                inside = False
            case yaml.ScalarEvent(value="", tag=None):
                continue  # what an empty document holds
            case _ if not isinstance(event, _FRAME):
                raise fault(at(event.start_mark), "more than `key: value`", _ADVICE)


def _collected(pairs: Iterable[tuple[yaml.ScalarEvent, yaml.ScalarEvent]], at: Locate) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    seen: set[str] = set()
    for key, value in pairs:
        where = at(key.start_mark)
        if key.value not in METADATA:
            raise fault(where, f"unknown key {key.value!r}", f"known are {', '.join(METADATA)}")
        if key.value in seen:
            raise fault(where, f"{key.value} stands twice", "keep one")
        seen.add(key.value)
        if not (value.implicit[0] and value.value in _NULLS):
            found[key.value] = Stated(value.value, where)
    return found
