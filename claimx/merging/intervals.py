"""Stays: rows of one anchor, the same days and the same marks. Whatever one of them meets, all of them meet.

Stays are kept sorted by anchor and first day, in one index for each class of length: those that touch some days are
one stretch of each index, longer by the class's longest interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Codes, Flags, Rows

LENGTHS: Final = (0, 6, 30, 365, 3_652_059)
"""Longest interval of each class, in days beyond the first: a day, a week, a month, a year, all time."""

Marks = NDArray[np.uint8]
"""What a row is, in bits."""

_DAYS: Final = 1 << 22
"""More than there are days in the calendar (3,652,059)."""
_MARKS: Final = 1 << 8


class Spans:
    """The different days of rows, numbered by the first, then the last."""

    def __init__(self, start: Codes, end: Codes) -> None:
        """Collect the days of rows, `start[row]` to `end[row]` (ordinals, inclusive)."""
        told, self.of = np.unique(start.astype(np.int64) * _DAYS + end, return_inverse=True)
        self.first, self.last = np.divmod(told, _DAYS)
        self.classes: Rows = np.searchsorted(LENGTHS, self.last - self.first)
        """For each span the place of its class in `LENGTHS`."""

    def __len__(self) -> int:
        return len(self.first)

    def near(self, *, longest: int, slack: int) -> tuple[Rows, Rows]:
        """Return for each span where those begin and end that may touch it within `slack`, none longer than `longest`.

        Those that do touch it end late enough; of a single day all do.
        """
        low = np.searchsorted(self.first, self.first - slack - longest)
        return low, np.searchsorted(self.first, self.last + slack, side="right")


class Index(NamedTuple):
    """The stays of one class of length."""

    longest: int
    keys: Rows
    """Numbers of anchor and span, ascending; one more, beyond all others."""
    stays: Rows
    n_before: Rows
    """How many rows the stays before each have; one more, of all."""


class Stays:
    """Rows under anchors (codes from 0), by their days and marks."""

    def __init__(self, anchors: Codes, rows: Rows, *, spans: Spans, marks: Marks) -> None:
        """Gather `rows[n]` under `anchors[n]`; `spans` and `marks` are those of all rows there are."""
        told = (anchors.astype(np.int64) * len(spans) + spans.of[rows]) * _MARKS + marks[rows]
        order = np.argsort(told)
        told = told[order]
        self.begins: Rows = np.flatnonzero(np.diff(told, prepend=-1))
        """Where the rows of each stay begin."""
        self.sizes: Rows = np.diff(self.begins, append=len(told))
        self.rows: Rows = rows[order]
        self.keys, marked = np.divmod(told[self.begins], _MARKS)
        self.marks: Marks = marked.astype(np.uint8)
        anchors_of, self.span = np.divmod(self.keys, max(len(spans), 1))
        self.anchors: Codes = anchors_of.astype(np.int32)
        self.spans = spans

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def indexes(self) -> list[Index]:
        """An index for each class of length that has stays."""
        classes = self.spans.classes[self.span]
        chosen = [np.flatnonzero(classes == place) for place in range(len(LENGTHS))]
        return [self._index(longest, stays) for longest, stays in zip(LENGTHS, chosen, strict=True) if len(stays)]

    def _index(self, longest: int, stays: Rows) -> Index:
        keys = np.append(self.keys[stays], np.iinfo(np.int64).max)
        return Index(longest, keys, stays, np.append(0, np.cumsum(self.sizes[stays])))

    def n_rows(self, anchors: Codes) -> Rows:
        """Return how many rows stand under each of some anchors."""
        counts = np.bincount(self.anchors, self.sizes, minlength=anchors.max(initial=-1) + 1)
        return counts[anchors].astype(np.int64)

    def any(self, stays: Flags, anchors: Codes) -> Flags:
        """Tell for each of some anchors whether it has one of the stays that `stays` marks."""
        some: Flags = np.zeros(max(self.anchors.max(initial=-1), anchors.max(initial=-1)) + 1, dtype=np.bool_)
        some[self.anchors[stays]] = True
        return some[anchors]


def tiles(counts: Rows, tile: int) -> Iterator[slice]:
    """Yield slices of about `tile` things by their counts; one that counts more is a slice of its own."""
    begun = 0
    sums = np.cumsum(counts)
    while begun < len(counts):
        done = sums[begun - 1] if begun else 0
        end = max(int(np.searchsorted(sums, done + tile, side="right")), begun + 1)
        yield slice(begun, end)
        begun = end
