"""What of gold becomes what in Label Studio, read off gold's own models so that neither drifts from the other.

A record (an event, a participant, a claim) is a region, its *head*. Words are regions linked to the head; everything
else is answered on the head, in a control that Label Studio shows while the region is selected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Annotated, Final, Literal, NamedTuple, get_args, get_origin

from claimx.gold import (
    Annotation,
    GoldMention,
    GoldParticipant,
    GoldResponsibility,
    GoldStatement,
    GoldToll,
    GoldWords,
)
from claimx.mention import RelationKind

Form = Literal[
    "words", "passages", "choice", "one_of", "choices", "flag", "number", "day", "line", "record", "linked", "fixed"
]

HEADS: Final = MappingProxyType[str, type[Annotation]](
    {
        "event": GoldMention,
        "participant": GoldParticipant,
        "toll": GoldToll,
        "responsibility": GoldResponsibility,
        "statement": GoldStatement,
    }
)
CLAIMS: Final = ("toll", "responsibility", "statement")
HANDLES: Final = MappingProxyType(
    {"event": "label", "participant": "name", "toll": "quotes", "responsibility": "quotes", "statement": "quotes"}
)
"""The field that the head's own words fill; of `quotes`, they are the first."""
LINKS: Final[tuple[str, ...]] = (*get_args(RelationKind), "confirms", "parts")
"""The named relations: between events, and from a toll to the toll it confirms or to those it is the sum of. One
without a name means "is of"."""

REST: Final = "everything else"
"""Ticked: whatever this record has no value for, the article does not have either."""
HANDLE_ONLY: Final = "these words only mark the place"
"""Ticked: the head's own words fill no field."""

_LABELS: Final = MappingProxyType(
    {
        "when.text": "when",
        "speaker.text": "speaker",
        "speaker.name": "speaker name",
        "speaker.chain": "passed on by",
        "quotes": "passage",
    }
)
_FORMS: Final = MappingProxyType[type, Form](
    {bool: "flag", int: "number", date: "day", str: "line", GoldWords: "words"}
)
_APART: Final = frozenset({"local_id", "optional"})
"""Of the record itself, not of the article: each has a control of its own."""
_LINKED: Final = frozenset({"participants", "claims", "relations", "confirms", "parts"})


class GoldField(NamedTuple):
    """One field of a head, or of a record inside it."""

    path: str
    """As in gold: `where.site`."""
    form: Form
    tag: str
    """The label of its regions, or the name of its control."""
    values: tuple[str, ...]
    """What may be chosen."""
    required: bool
    empty: object
    """What says that the article has nothing there: null or an empty list."""
    title: str


@cache
def fields(head: str) -> tuple[GoldField, ...]:
    """Return the fields of a kind of head in gold's order, a record before its own fields."""
    return tuple(_fields(head, HEADS[head], ""))


def _fields(head: str, model: type[Annotation], prefix: str) -> Iterator[GoldField]:
    for name, declared in model.model_fields.items():
        if name in _APART:
            continue
        path, leaves = prefix + name, tuple(_leaves(declared.annotation))
        form = "linked" if name in _LINKED else _form(declared.annotation, leaves)
        if form == "fixed":
            continue
        empty = None if declared.is_required() else declared.get_default()
        values = tuple(dict.fromkeys(leaf for leaf in leaves if isinstance(leaf, str)))
        title = (
            f"{path.replace('_', ' ').replace('.', ' ')}{f': {declared.description}' if declared.description else ''}"
        )
        yield GoldField(path, form, _tag(head, path, form), values, declared.is_required(), empty, title)
        if form == "record":
            yield from _fields(head, _record(leaves), path + ".")


def _leaves(annotation: object) -> Iterator[object]:
    """Yield the plain types of an annotation, and the values of its literals as they are."""
    parts = get_args(annotation)
    if get_origin(annotation) is Literal or not parts:
        yield from parts or (annotation,)
    else:
        for part in parts[:1] if get_origin(annotation) is Annotated else parts:
            yield from _leaves(part)


def _form(annotation: object, leaves: tuple[object, ...]) -> Form:
    several = get_origin(annotation) is tuple
    for leaf in leaves:
        if isinstance(leaf, type) and leaf in _FORMS:
            return "passages" if several and leaf is GoldWords else _FORMS[leaf]
        if isinstance(leaf, type) and issubclass(leaf, Annotation):
            return "record"
    if len({leaf for leaf in leaves if isinstance(leaf, str)}) == 1:
        return "fixed"
    if several:
        return "choices"
    return "one_of" if any(get_origin(part) is tuple for part in get_args(annotation)) else "choice"


def _record(leaves: tuple[object, ...]) -> type[Annotation]:
    return next(leaf for leaf in leaves if isinstance(leaf, type) and issubclass(leaf, Annotation))


def _tag(head: str, path: str, form: Form) -> str:
    if form in ("words", "passages"):
        return _LABELS.get(path, path.rpartition(".")[2].replace("_", " "))
    return f"{head}_kind" if path == "kind" else path.replace(".", "_")


@cache
def field_of(head: str, tag: str) -> GoldField | None:
    """Return the field that a label or a control fills on a kind of head; None if it fills none."""
    return next((field for field in fields(head) if field.tag == tag and field.form not in ("record", "linked")), None)


@cache
def labels() -> tuple[str, ...]:
    """Return every label of a region, heads first."""
    spans = (field for head in HEADS for field in fields(head) if field.form in ("words", "passages"))
    values = (field.tag for field in spans if field.path not in ("label", "name"))
    return tuple(dict.fromkeys((*HEADS, *values)))


def undescribed(path: str) -> str:
    """Return the tick that says: there is one, and nothing more was annotated of it."""
    return f"{path}: not described"


@cache
def ticks(head: str) -> tuple[str, ...]:
    """Return what may be ticked under "nothing there" on a kind of head."""
    optional = [field for field in fields(head) if not field.required]
    records = [undescribed(field.path) for field in optional if field.form == "record"]
    handle = [HANDLE_ONLY] if any(field.path == HANDLES[head] for field in optional) else []
    return (REST, *(field.path for field in optional), *records, *handle)


def rest_of(head: str, given: Collection[str]) -> list[str]:
    """Return the paths that `REST` empties on a head that has values for the given ones.

    A record (when, where, speaker) without any value is emptied as a whole, one with a value field by field. The
    field of the head's own words is not among them: there are words.
    """
    described = {path.rpartition(".")[0] for path in given} - {""}
    return [
        field.path
        for field in fields(head)
        if not field.required
        and field.path != HANDLES[head]
        and field.path not in described.union(given)
        and field.path.rpartition(".")[0] in described | {""}
    ]
