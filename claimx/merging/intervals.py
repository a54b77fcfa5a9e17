"""Which rows share an anchor and a time: an interval join by classes of length.

Rows are kept sorted by anchor and first day, in one index for each class of length; who looks for rows on some days
finds in each class one stretch of the index, longer by the class's longest interval. Each pair is found once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.errors import InputError
from claimx.facts import Codes, Rows

LENGTHS: Final = (0, 6, 30, 365, 3_652_059)
"""Longest interval of each class, in days beyond the first: a day, a week, a month, a year, all time."""

LARGEST_BLOCK: Final = 100_000
"""Mentions that one mention may meet under one anchor."""

_DAYS: Final = 1 << 22
"""More than there are days in the calendar (3,652,059)."""


class _Index(NamedTuple):
    longest: int
    keys: NDArray[np.int64]
    rows: Codes


class Timeline:
    """Rows under anchors (codes from 0) and days (ordinals, inclusive)."""

    def __init__(
        self, anchors: Codes, rows: Rows, *, start: Codes, end: Codes, called: Callable[[int], str] = str
    ) -> None:
        """Index `rows[n]` under `anchors[n]` for its days, `start[rows[n]]` to `end[rows[n]]`.

        `called` says in an error what an anchor is.
        """
        self._start, self._end, self._called = start, end, called
        length = end[rows] - start[rows]
        indexes = (_index(anchors[chosen], rows[chosen], start, longest) for longest, chosen in _classes(length))
        self._indexes = [index for index in indexes if len(index.rows)]

    def meet(self, anchors: Codes, rows: Rows, *, slack: int = 0, tile: int) -> Iterator[tuple[Rows, Rows]]:
        """Yield `(looking, found)` for each row that looks under an anchor on its days, in tiles of about `tile` pairs.

        `slack` days are added at both ends. Rows without a day must not be among them.

        Raises:
            InputError: more than `LARGEST_BLOCK` rows stand under one anchor on the days of one that looks.
        """
        # Looked up in their order, neighbouring keys are found in neighbouring places of the index.
        order = np.argsort(anchors.astype(np.int64) * _DAYS + self._start[rows])
        anchors, rows = anchors[order], rows[order]
        first = self._start[rows].astype(np.int64) - slack
        last = self._end[rows].astype(np.int64) + slack
        base = anchors.astype(np.int64) * _DAYS
        for index in self._indexes:
            low = np.searchsorted(index.keys, base + np.maximum(first - index.longest, 0))
            high = np.searchsorted(index.keys, base + np.minimum(last, _DAYS - 1), side="right")
            self._check(high - low, anchors, rows)
            for part in tiles(high - low, tile):
                counts = high[part] - low[part]
                looking = np.repeat(rows[part], counts)
                offsets = np.arange(len(looking)) - np.repeat(np.cumsum(counts) - counts, counts)
                found = index.rows[np.repeat(low[part], counts) + offsets].astype(np.int64)
                if index.longest:
                    touching = self._end[found] >= np.repeat(first[part], counts)
                    looking, found = looking[touching], found[touching]
                yield looking, found

    def _check(self, counts: Rows, anchors: Codes, rows: Rows) -> None:
        if len(counts) and counts.max() > LARGEST_BLOCK:
            worst = int(counts.argmax())
            day = date.fromordinal(int(self._start[rows[worst]])).isoformat()
            raise InputError(
                f"{counts[worst]} mentions share {self._called(int(anchors[worst]))!r} about {day}, more than"
                f" {LARGEST_BLOCK}: judging every two of them would take hours; date or place them more exactly,"
                " or merge them in parts"
            )


def _classes(length: Codes) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    shorter = -1
    for longest in LENGTHS:
        yield longest, (length > shorter) & (length <= longest)
        shorter = longest


def _index(anchors: Codes, rows: Rows, start: Codes, longest: int) -> _Index:
    keys = anchors.astype(np.int64) * _DAYS + start[rows]
    order = np.argsort(keys, kind="stable")
    return _Index(longest, keys[order], rows[order].astype(np.int32))


def tiles(counts: Rows, tile: int) -> Iterator[slice]:
    """Yield slices of about `tile` things by their counts; one that counts more is a slice of its own."""
    begun = 0
    sums = np.cumsum(counts)
    while begun < len(counts):
        done = sums[begun - 1] if begun else 0
        end = max(int(np.searchsorted(sums, done + tile, side="right")), begun + 1)
        yield slice(begun, end)
        begun = end
