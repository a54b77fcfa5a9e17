"""The fields that are scored: where each is in gold's form, and as what its values are compared.

Not scored: `label`, `local_id`, `optional`, and the bookkeeping of an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

from claimx.gold import (
    Annotation,
    GoldAttributed,
    GoldMention,
    GoldParticipant,
    GoldSpeaker,
    GoldToll,
    GoldWhen,
    GoldWords,
)
from claimx.scores import Level
from claimx.scoring.likeness import Choice, Days, Kind, Numbers, Passages, Pointer, Presence, Value, days_of, numbers_of
from claimx.scoring.wordings import Phrase, Place, Site, Voice, voice_of

Values: TypeAlias = tuple[Value, ...]
State: TypeAlias = Literal["filled", "void", "open"]
"""`filled`: annotated, be it with nothing; `void`: inside what is annotated as absent; `open`: nobody says."""


@dataclass(frozen=True)
class Field:
    """One field of a mention, participant or claim."""

    name: str
    paths: tuple[str, ...]
    """Where it is in the record; annotated where any of these is. None: it goes without saying."""
    compared_as: type[Value]
    read: Callable[[Annotation], Values]
    many: bool = False
    """Whether there may be several values, which are then aligned one to one."""

    def state(self, record: Annotation) -> State:
        """Return whether a record annotates the field."""
        states = {_state(record, path) for path in self.paths} or {"filled"}
        return "filled" if "filled" in states else "void" if "void" in states else "open"


@dataclass(frozen=True)
class Table:
    """The fields of one kind of thing, and the passages that all its values rest on."""

    level: Level
    head: str
    """The field that stands for the thing itself."""
    fields: tuple[Field, ...]
    evidence: Callable[[Annotation], tuple[GoldWords, ...]]

    def field(self, name: str) -> Field:
        """Return a field by its name; raises KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}


def _state(record: Annotation, path: str) -> State:
    head, _, rest = path.partition(".")
    if not record.annotates(head):
        return "open"
    if not rest:
        return "filled"
    below = getattr(record, head)
    return "void" if below is None else _state(below, rest)


def _at(record: object, path: str) -> object:
    for name in path.split("."):
        record = None if record is None else getattr(record, name)
    return record


# How values are read


def _options(value: object) -> tuple[str, ...]:
    each = value if isinstance(value, tuple) else () if value is None else (value,)
    return tuple(sorted({str(option).lower() if isinstance(option, bool) else str(option) for option in each}))


def _choice(name: str, *, path: str | None = None, compared_as: type[Choice] = Choice) -> Field:
    def read(record: Annotation) -> Values:
        options = _options(_at(record, path or name))
        return (compared_as(options),) if options else ()

    return Field(name, (path or name,), compared_as, read)


def _choices(name: str) -> Field:
    def read(record: Annotation) -> Values:
        return tuple(Choice((option,)) for option in _options(_at(record, name)))

    return Field(name, (name,), Choice, read, many=True)


def _phrase(name: str, *, path: str | None = None, compared_as: type[Phrase] = Phrase, many: bool = False) -> Field:
    def read(record: Annotation) -> Values:
        value = _at(record, path or name)
        each = value if isinstance(value, tuple) else (value,)
        return tuple(compared_as(words) for words in each if isinstance(words, GoldWords))

    return Field(name, (path or name,), compared_as, read, many=many)


def _found(record: Annotation) -> Values:
    if not isinstance(record, GoldMention):
        return ()
    told = (record.label.exact,) if record.label else _options(record.type)
    return (Presence(" | ".join(told) or record.local_id),)


def _when(record: Annotation) -> Values:
    when = _at(record, "when")
    days = days_of(when) if isinstance(when, GoldWhen) else None
    return (days,) if days else ()


def _relations(record: Annotation) -> Values:
    relations = record.relations if isinstance(record, GoldMention) else ()
    return tuple(Pointer((f"{relation.kind} {relation.to}",)) for relation in relations)


def _called(record: Annotation) -> Values:
    return (Phrase(record.name, record.also_known_as),) if isinstance(record, GoldParticipant) else ()


def _speaker(record: Annotation) -> Values:
    speaker = _at(record, "speaker")
    return (voice_of(speaker),) if isinstance(speaker, GoldSpeaker) else ()


def _numbers(record: Annotation) -> Values:
    numbers = numbers_of(record) if isinstance(record, GoldToll) else None
    return (numbers,) if numbers else ()


def _quotes(record: Annotation) -> tuple[GoldWords, ...]:
    return record.quotes if isinstance(record, GoldMention | GoldAttributed) else ()


def _passages(record: Annotation) -> Values:
    quotes = _quotes(record)
    return (Passages(quotes),) if quotes else ()


def _name(record: Annotation) -> tuple[GoldWords, ...]:
    return (record.name,) if isinstance(record, GoldParticipant) else ()


# The tables

QUOTES: Final = Field("quotes", ("quotes",), Passages, _passages)
MENTION: Final = Table(
    "mentions",
    "event",
    (
        Field("event", (), Presence, _found),
        _choice("type", compared_as=Kind),
        _choice("means"),
        _choice("prominence"),
        _choice("realis"),
        Field("when", ("when.start", "when.end"), Days, _when),
        _phrase("when.text"),
        _phrase("where.site", compared_as=Site),
        _phrase("where.city", compared_as=Place),
        _phrase("where.admin1", compared_as=Place),
        _phrase("where.country", compared_as=Place),
        _choice("where.country_code"),
        Field("relations", ("relations",), Pointer, _relations, many=True),
        QUOTES,
    ),
    _quotes,
)
PARTICIPANT: Final = Table(
    "mentions",
    "participants",
    (
        Field("participants", ("name",), Phrase, _called),
        _choice("participant.role", path="role"),
        _choice("participant.kind", path="kind"),
        _choice("participant.named", path="named"),
        _phrase("participant.title", path="title"),
        _phrase("participant.affiliation", path="affiliation"),
        _phrase("participant.also_known_as", path="also_known_as", many=True),
    ),
    _name,
)
_ATTRIBUTED: Final = (
    Field("speaker", ("speaker",), Voice, _speaker),
    _phrase("speaker.name"),
    _choices("speaker.kinds"),
    _choice("speaker.anonymous"),
    _phrase("speaker.chain", many=True),
    _phrase("cue"),
    _choice("certainty"),
    _choice("polarity"),
    QUOTES,
)
ClaimType: TypeAlias = Literal["toll", "responsibility", "statement"]
CLAIMS: Final[dict[ClaimType, Table]] = {
    "toll": Table(
        "claims",
        "toll",
        (
            *_ATTRIBUTED,
            _choice("toll.kind", path="kind"),
            Field("toll.value", ("min", "best", "max"), Numbers, _numbers),
            _phrase("toll.count", path="count"),
            _choice("toll.approximate", path="approximate"),
            _choice("toll.scope", path="scope"),
            _phrase("toll.who", path="who"),
            _choice("toll.confirms", path="confirms", compared_as=Pointer),
        ),
        _quotes,
    ),
    "responsibility": Table(
        "claims",
        "responsibility",
        (
            *_ATTRIBUTED,
            _choice("responsibility.stance", path="stance"),
            _phrase("responsibility.accused", path="accused"),
        ),
        _quotes,
    ),
    "statement": Table("claims", "statement", _ATTRIBUTED, _quotes),
}
