"""A relation between the values of a column: which of them are one, asked once for each pair that could be."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.errors import InputError
from claimx.facts import Codes, Flags, Rows

T = TypeVar("T")

LARGEST_BLOCK: Final = 3_000
"""Values under one key; more would ask a rule millions of times for one key."""


class Sides(NamedTuple):
    """The keys by which one value looks for others, and those under which it is found."""

    looking: frozenset[str]
    found: frozenset[str]


class Relation:
    """A symmetric relation between codes."""

    def __init__(self, size: int, pairs: Sequence[tuple[int, int]] | Rows, *, alone: Flags | None = None) -> None:
        """Relate codes below `size` by pairs, in either order or both; those that `alone` marks, with themselves."""
        told = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        selves = np.flatnonzero(alone) if alone is not None else np.zeros(0, dtype=np.int64)
        self._size = max(size, 1)
        left, right = (np.concatenate([told[:, side], told[:, 1 - side], selves]) for side in (0, 1))
        self._sorted = distinct(left * self._size + right)
        self._partners = (self._sorted % self._size).astype(np.int32)
        self._starts = np.searchsorted(self._sorted, np.arange(self._size + 1) * self._size)
        self._alone = np.zeros(self._size, dtype=np.bool_)
        self._alone[left[left == right]] = True

    def holds(self, left: Codes, right: Codes) -> Flags:
        """Tell for each pair of codes whether they are related; never for a negative code."""
        known: Flags = np.zeros(left.shape, dtype=np.bool_)
        if not len(self._sorted):
            return known
        equal, told = left == right, (left >= 0) & (right >= 0)
        same = np.flatnonzero(equal & told)
        known[same] = self._alone[left[same]]
        others = np.flatnonzero(~equal & told)
        asked = left[others].astype(np.int64) * self._size + right[others]
        places = np.minimum(np.searchsorted(self._sorted, asked), len(self._sorted) - 1)
        known[others] = self._sorted[places] == asked
        return known

    def partners(self, codes: Codes) -> tuple[Rows, Codes]:
        """Return for each of `codes` (none negative) all codes related to it: places in `codes`, and the partners."""
        starts = self._starts[codes]
        return expand(starts, self._starts[codes + 1] - starts, self._partners)


def distinct(numbers: Rows) -> Rows:
    """Return the numbers ascending, each once; sorting beats the hashing of `np.unique` where nearly all differ."""
    ascending = np.sort(numbers)
    kept: Rows = ascending[np.append(True, ascending[1:] != ascending[:-1])] if len(ascending) else ascending
    return kept


def expand(starts: Rows, counts: Rows, values: NDArray[np.int32]) -> tuple[Rows, Codes]:
    """Return `values[start : start + count]` of each place one after the other, with the place each stands for."""
    places = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
    return places, values[starts[places] + within]


def expand_after(counts: Rows) -> tuple[Rows, Rows]:
    """Return the places paired with the `counts[place]` places after each."""
    places = np.repeat(np.arange(len(counts)), counts)
    return places, places + 1 + np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)


def related_pairs(
    values: Sequence[T], *, sides: Callable[[T], Sides], same: Callable[[T, T], object], what: str
) -> list[tuple[int, int]]:
    """Return the pairs of places of values that are the same, each pair that shares a key asked once.

    Raises:
        InputError: a key is shared by more than `LARGEST_BLOCK` values; `what` says in the message what they are.
    """
    looking, lookers, found, places = _sorted_keys(map(sides, values))
    low, high = np.searchsorted(found, looking), np.searchsorted(found, looking, side="right")
    _check(high - low, lookers, values, what)
    rows, others = expand(low, high - low, places)
    one, other = lookers[rows].astype(np.int64), others.astype(np.int64)
    asked = distinct(np.minimum(one, other) * max(len(values), 1) + np.maximum(one, other))
    pairs = (divmod(pair, len(values)) for pair in asked.tolist())
    return [(left, right) for left, right in pairs if left != right and same(values[left], values[right])]


def _sorted_keys(keys: Iterable[Sides]) -> tuple[Rows, Codes, Rows, Codes]:
    """Return a number for each key of each value, ascending, and the value's place: of who looks, then of who is found.

    Two keys may share a number; a rule is then asked once too often.
    """
    numbers, places = (array("q"), array("q")), (array("i"), array("i"))
    for place, each in enumerate(keys):
        for side, told in enumerate(each):
            numbers[side].extend(map(hash, told))
            places[side].extend([place] * len(told))
    looking, found = (_sorted(*side) for side in zip(numbers, places, strict=True))
    return *looking, *found


def _sorted(numbers: array[int], places: array[int]) -> tuple[Rows, Codes]:
    keys = np.array(numbers, dtype=np.int64)
    order = np.argsort(keys)
    return keys[order], np.array(places, dtype=np.int32)[order]


def _check(counts: Rows, lookers: Codes, values: Sequence[object], what: str) -> None:
    if len(counts) and counts.max() > LARGEST_BLOCK:
        one = values[int(lookers[counts.argmax()])]
        raise InputError(
            f"{counts.max()} {what} share a block key with {one!r}, more than {LARGEST_BLOCK}: comparing them all would"
            " take hours; merge in parts, or name them more exactly"
        )
