"""Resolvable: what resolving reads of mentions, in columns, beside `Facts` and with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from claimx.facts import UNDATED, Codes, Column, Counts, Facts, Flags, Rows

Numbers = NDArray[np.int64]

OPEN: Final = -1
"""In place of a number that a claim leaves open, and of one that no claim gives."""
NO_TIME: Final = -1
"""In place of the time of a publication of which only the day is known."""
NO_ZONE: Final = -(1 << 31)
"""In place of the offset of a publication whose zone is not known."""

_SECOND: Final = 1_000_000
_LONGEST: Final = (0, 6, 30)
"""Days beyond the first of a day, a week and a month; what is longer counts in years."""
_DAY: Final = 86_400 * _SECOND


class Published(NamedTuple):
    """When the article of each mention was published, where it was published."""

    day: Codes
    """Proleptic ordinal; `UNDATED` where it is not known."""
    time: Numbers
    """Microseconds of the day; `NO_TIME` where only the day is known."""
    offset: Codes
    """Seconds ahead of UTC; `NO_ZONE` where they are not known."""

    @classmethod
    def on(cls, day: Codes) -> Self:
        """Return publications of which only the day is known."""
        return cls(day, np.full(len(day), NO_TIME, dtype=np.int64), np.full(len(day), NO_ZONE, dtype=np.int32))

    def is_timed(self) -> Flags:
        """Tell which are known to the time of day."""
        timed: Flags = (self.day != UNDATED) & (self.time != NO_TIME)
        return timed

    def instants(self) -> Numbers:
        """Return microseconds since the day before the calendar, in UTC; a time without a zone is taken as it is."""
        offset = np.where(self.offset == NO_ZONE, 0, self.offset).astype(np.int64)
        return self.day.astype(np.int64) * _DAY + self.time - offset * _SECOND

    def take(self, rows: Rows) -> Self:
        """Return the publications of some rows."""
        return type(self)(self.day[rows], self.time[rows], self.offset[rows])


class Tolls(NamedTuple):
    """Claims that count those affected, a row for each."""

    mention: Rows
    """Row of the mention, ascending."""
    kind: Column[str]
    scope: Column[str]
    polarity: Column[str]
    min: Numbers
    """`OPEN` where the claim leaves it open; so with `best` and `max`. Of a confirmation, the numbers it confirms."""
    best: Numbers
    max: Numbers
    approximate: Flags
    basis: Column[str]
    confirms: Flags
    """Whether it stands behind another claim's number without repeating it."""
    speaker: Column[str | None]
    """As `claimx.merging.speakers` names the speaker within the mention; None for the article's own voice."""
    origin: Column[str]
    """The independent source behind the claim, as far as the article tells it."""

    @classmethod
    def of(cls, counts: Counts) -> Self:
        """Return counts as printed numbers that the claims give themselves."""
        size = len(counts.mention)
        return cls(
            *counts[:7],
            approximate=np.zeros(size, dtype=np.bool_),
            basis=Column(np.zeros(size, dtype=np.int32), ("text",)),
            confirms=np.zeros(size, dtype=np.bool_),
            speaker=counts.speaker,
            origin=counts.origin,
        )

    def take(self, rows: Rows) -> Self:
        """Return some of the claims, given in ascending order."""
        return type(self)._make(column.take(rows) if isinstance(column, Column) else column[rows] for column in self)

    def is_numbered(self) -> Flags:
        """Tell which give any number."""
        numbered: Flags = (self.min != OPEN) | (self.best != OPEN) | (self.max != OPEN)
        return numbered


class Stances(NamedTuple):
    """Claims on who did it, a row for each origin of a mention's."""

    mention: Rows
    """Row of the mention, ascending."""
    origin: Column[str]


@dataclass(frozen=True, eq=False)
class Resolvable:
    """What resolving reads of mentions, a row for each, in the order of their facts."""

    published: Published
    precision: Column[str]
    basis: Column[str]
    """Where the days come from."""
    prominence: Column[str]
    own_origin: Column[str]
    """The origin of what the article says by itself."""
    n_claims: Codes
    """Claims of any type."""
    stances: Stances
    tolls: Tolls

    @classmethod
    def of(cls, facts: Facts, *, counts: Counts, published: Codes) -> Self:
        """Return what resolving reads where only counts and days of publication (ordinals) are known.

        Precision is that of the days; every article speaks for itself.
        """
        dated = facts.start != UNDATED
        longest = np.searchsorted(_LONGEST, facts.end - facts.start)
        same = np.zeros(len(facts), dtype=np.int32)
        return cls(
            published=Published.on(published),
            precision=Column(np.where(dated, longest, 4).astype(np.int32), ("day", "week", "month", "year", "unknown")),
            basis=Column(np.where(dated, 0, 1).astype(np.int32), ("explicit", "none")),
            prominence=Column(same, ("main",)),
            own_origin=facts.article,
            n_claims=np.bincount(counts.mention, minlength=len(facts)).astype(np.int32),
            stances=Stances(np.empty(0, dtype=np.int64), Column(same[:0], ())),
            tolls=Tolls.of(counts),
        )
