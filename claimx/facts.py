"""Facts: what merging reads of mentions, in columns.

A column of repeated values keeps each value once and a code for each mention, so that a rule which compares two values
is asked once for each pair of values, however many mentions have them. Rows are sorted by mention id: the order of
rows is the order of ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import combinations
from typing import Any, Final, Generic, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.mention import Mention, Participant, ParticipantKind, ParticipantRole
from claimx.quote import Quote
from claimx.taxonomy import EventType

T = TypeVar("T")

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNDATED: Final = 0
"""In place of a day's ordinal (1 for 0001-01-01) where nothing dates a mention."""


class Named(NamedTuple):
    """A participant with a proper name, as the rules see it."""

    name: str
    kind: ParticipantKind
    also_known_as: tuple[str, ...] = ()

    @classmethod
    def of(cls, participant: Participant) -> Self:
        """Return a participant as the rules see it."""
        aliases = tuple(alias.exact for alias in participant.also_known_as)
        return cls(participant.name.exact, participant.kind, aliases)


@dataclass(frozen=True, eq=False)
class Column(Generic[T]):
    """Repeated values: row n has `values[codes[n]]`."""

    codes: Codes
    values: tuple[T, ...]

    @classmethod
    def of(cls, told: Iterable[T]) -> Column[T]:
        """Return the column of these values, in order of their first rows."""
        places: dict[T, int] = {}
        codes = np.fromiter((places.setdefault(one, len(places)) for one in told), dtype=np.int32)
        return Column(codes, tuple(places))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> T:
        return self.values[int(self.codes[row])]

    def take(self, rows: Rows) -> Self:
        """Return the column of some rows, with the same values."""
        return replace(self, codes=self.codes[rows])


class Relations(NamedTuple):
    """Ties between mentions of one article: row `source` stands in relation `kind` to row `target`."""

    source: Rows
    kind: Column[str]
    target: Rows


@dataclass(frozen=True, eq=False)
class Facts:
    """What the rules read of mentions, a row for each, sorted by id."""

    ids: NDArray[np.bytes_]
    """UTF-8, ascending, each once."""
    article: Column[str]
    realis: Column[str]
    type: Column[EventType]
    means: Column[str | None]
    start: Codes
    """First day as a proleptic ordinal; `UNDATED` where nothing dates the mention."""
    end: Codes
    """Last day, inclusive."""
    site: Column[str | None]
    city: Column[str | None]
    admin1: Column[str | None]
    country: Column[str | None]
    country_code: Column[str | None]
    victims: Column[tuple[Named, ...]]
    """Named persons among the victims."""
    actors: Column[tuple[Named, ...]]
    recipients: Column[tuple[Named, ...]]
    label: Column[str | None]
    """Case-folded words of the label; None where it has fewer than three."""
    relations: Relations
    overlapping: Rows
    """Shape (n, 2): rows of mentions of one article whose passages overlap, lower row first."""

    def __len__(self) -> int:
        return len(self.ids)

    def id(self, row: int) -> str:
        """Return the id of a row."""
        return bytes(self.ids[row]).decode("utf-8", "surrogatepass")

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> Self:
        """Return the facts of mentions; ids must be unique."""
        told = sorted(mentions, key=lambda mention: mention.id.encode("utf-8", "surrogatepass"))
        days = [(mention.when.start, mention.when.end) for mention in told]
        dated = [(start, end) if start is not None and end is not None else None for start, end in days]
        return cls(
            ids=np.array([mention.id.encode("utf-8", "surrogatepass") for mention in told], dtype=np.bytes_),
            article=Column.of(mention.article_id for mention in told),
            realis=Column.of(mention.realis for mention in told),
            type=Column.of(mention.type for mention in told),
            means=Column.of(mention.means for mention in told),
            start=_ordinals(span[0] if span else None for span in dated),
            end=_ordinals(span[1] if span else None for span in dated),
            site=Column.of(_exact(mention.where.site) for mention in told),
            city=Column.of(_exact(mention.where.city) for mention in told),
            admin1=Column.of(_exact(mention.where.admin1) for mention in told),
            country=Column.of(_exact(mention.where.country) for mention in told),
            country_code=Column.of(mention.where.country_code for mention in told),
            victims=Column.of(named(mention, "victim") for mention in told),
            actors=Column.of(named(mention, "actor") for mention in told),
            recipients=Column.of(named(mention, "recipient") for mention in told),
            label=Column.of(telling_label(mention.label.exact) for mention in told),
            relations=_relations(told),
            overlapping=_overlapping(told),
        )

    def take(self, rows: Rows) -> Self:
        """Return the facts of some rows, given in ascending order; ties to other rows are left out."""
        places = np.full(len(self), -1, dtype=np.int64)
        places[rows] = np.arange(len(rows))
        source, target = places[self.relations.source], places[self.relations.target]
        tied = np.flatnonzero((source >= 0) & (target >= 0))
        overlapping = places[self.overlapping].reshape(-1, 2)
        return replace(
            self,
            ids=self.ids[rows],
            start=self.start[rows],
            end=self.end[rows],
            **{
                field.name: column.take(rows)
                for field in fields(self)
                if (column := self._column(field.name)) is not None
            },
            relations=Relations(source[tied], self.relations.kind.take(tied), target[tied]),
            overlapping=overlapping[(overlapping >= 0).all(axis=1)],
        )

    def _column(self, name: str) -> Column[Any] | None:
        column = getattr(self, name)
        return column if isinstance(column, Column) else None


def named(mention: Mention, role: ParticipantRole) -> tuple[Named, ...]:
    """Return the participants with a proper name in a role; of victims, persons only."""
    return tuple(
        Named.of(one)
        for one in mention.participants
        if one.named and one.role == role and (role != "victim" or one.kind == "person")
    )


def telling_label(label: str) -> str | None:
    """Return the case-folded words of a label; None for fewer than three, which many events share."""
    words = label.casefold().split()
    return " ".join(words) if len(words) >= 3 else None


def _exact(quote: Quote | None) -> str | None:
    return quote.exact if quote is not None else None


def _ordinals(days: Iterable[date | None]) -> Codes:
    return np.fromiter((UNDATED if day is None else day.toordinal() for day in days), dtype=np.int32)


def _relations(told: Sequence[Mention]) -> Relations:
    rows = {mention.id: row for row, mention in enumerate(told)}
    ties = sorted(
        (row, relation.kind, rows[relation.to])
        for row, mention in enumerate(told)
        for relation in mention.relations
        if relation.to in rows
    )
    source, target = (np.array([tie[end] for tie in ties], dtype=np.int64) for end in (0, 2))
    return Relations(source, Column.of(tie[1] for tie in ties), target)


def _overlapping(told: Sequence[Mention]) -> Rows:
    articles: dict[str, list[int]] = {}
    for row, mention in enumerate(told):
        articles.setdefault(mention.article_id, []).append(row)
    pairs = [pair for rows in articles.values() for pair in _pairs_that_overlap(rows, told)]
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def _pairs_that_overlap(rows: Sequence[int], told: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    for left, right in combinations(rows, 2):
        if any(
            one.start < other.end and other.start < one.end for one in told[left].quotes for other in told[right].quotes
        ):
            yield left, right


class Counts(NamedTuple):
    """What resolving reads of tolls in columns, a row for each claim."""

    mention: Rows
    """Row of the mention among the facts."""
    kind: Column[str]
    scope: Column[str]
    polarity: Column[str]
    min: NDArray[np.int64]
    """-1 where the claim leaves it open; so with `best` and `max`."""
    best: NDArray[np.int64]
    max: NDArray[np.int64]
    speaker: Column[str | None]
    """The speaker's name or words; None for the article's own voice."""
    origin: Column[str]
    """The independent source behind the claim, as far as the article tells it."""
