"""The controls of a Label Studio project for claimx: what is answered on a region, or on the whole article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from claimx.annotating.label_studio_fields import CLAIMS, HEADS, Form, GoldField, fields, labels, ticks

ControlType = Literal["choices", "number", "datetime", "textarea"]

TEXT: Final = "text"
"""The name of the text, which all controls are about."""
WORDS: Final = "words"
"""The name of the labels."""
NOTE: Final = "note"
"""The only control about the whole article."""
FLAG: Final = ("yes", "no")
VALUE_KEYS: Final[Mapping[ControlType, str]] = MappingProxyType(
    {"choices": "choices", "number": "number", "datetime": "datetime", "textarea": "text"}
)
"""Where a result of Label Studio holds the answer of each type of control."""

_TYPES: Final[Mapping[Form, ControlType]] = MappingProxyType(
    {
        "choice": "choices",
        "one_of": "choices",
        "choices": "choices",
        "flag": "choices",
        "number": "number",
        "day": "datetime",
        "line": "textarea",
    }
)


class Control(NamedTuple):
    """One control."""

    name: str
    type: ControlType
    title: str
    labels: tuple[str, ...]
    """The regions it is shown for; none for the article's own."""
    values: tuple[str, ...] = ()
    several: bool = False
    """Whether more than one value or line may be given."""


@cache
def controls() -> Mapping[str, Control]:
    """Return every control by its name, in the order in which they are shown."""
    merged: dict[str, Control] = {}
    for control in _controls():
        before = merged.get(control.name)
        merged[control.name] = control if before is None else _shared(before, control)
    return MappingProxyType(merged)


def _shared(one: Control, other: Control) -> Control:
    return one._replace(labels=(*one.labels, *other.labels))


def _controls() -> Iterator[Control]:
    for head in HEADS:
        yield Control(f"nothing_{head}", "choices", _NOTHING, (head,), ticks(head), several=True)
        yield from (_of(head, field) for field in fields(head) if field.form in _TYPES)
    yield Control("optional", "choices", "Right if found, not wrong if missed", tuple(HEADS), ("optional",))
    yield Control("local_id", "textarea", 'A name of its own, such as "m1" or "c1"', ("event", *CLAIMS))
    yield Control("also", "textarea", "Other words of the article that are as right", labels(), several=True)
    yield Control(NOTE, "textarea", "Note on the article", ())


_NOTHING: Final = "Looked for: the article has nothing for … (what is neither filled in nor ticked is not annotated)"


def _of(head: str, field: GoldField) -> Control:
    values = FLAG if field.form == "flag" else field.values
    return Control(field.tag, _TYPES[field.form], field.title, (head,), values, field.form in ("one_of", "choices"))
