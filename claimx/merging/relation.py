"""A relation between the values of a column: which of them are one, asked once for each pair that could be."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.errors import InputError
from claimx.facts import Codes, Flags, Rows
from claimx.values.names.keys import Keys

T = TypeVar("T")
N = TypeVar("N", bound=np.integer[Any])

LARGEST_BLOCK: Final = 3_000
"""Values under one key; more would ask a rule millions of times for one key."""


class Sides(NamedTuple):
    """The keys of one value by what it does under them."""

    both: Keys = frozenset()
    looking: Keys = frozenset()
    """Looks for others, and is not found."""
    found: Keys = frozenset()
    """Is found, and does not look."""


_LOOKING, _FOUND = (Sides._fields.index(role) for role in ("looking", "found"))


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


def ranges(starts: Rows, counts: Rows) -> tuple[Rows, Rows]:
    """Return `start, start + 1, ...`, `count` numbers, of each place one after the other, with the place of each."""
    places = np.repeat(np.arange(len(counts)), counts)
    return places, np.arange(len(places)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)


def expand(starts: Rows, counts: Rows, values: NDArray[N]) -> tuple[Rows, NDArray[N]]:
    """Return `values[start : start + count]` of each place one after the other, with the place each stands for."""
    places, within = ranges(starts, counts)
    return places, values[within]


def expand_after(counts: Rows) -> tuple[Rows, Rows]:
    """Return the places paired with the `counts[place]` places after each."""
    return ranges(np.arange(1, len(counts) + 1), counts)


def related_pairs(
    values: Sequence[T], *, sides: Callable[[T], Sides], same: Callable[[T, T], object], what: str
) -> list[tuple[int, int]]:
    """Return the pairs of places of values that are the same, each pair that shares a key asked once.

    Raises:
        InputError: a key is shared by more than `LARGEST_BLOCK` values; `what` says in the message what they are.
    """
    keys, places, roles = _standing(map(sides, values))
    looking, found = np.flatnonzero(roles != _FOUND), np.flatnonzero(roles != _LOOKING)
    low, high = (np.searchsorted(keys[found], keys[looking], side=side) for side in ("left", "right"))
    _check(high - low, places[looking], values, what)
    rows, others = expand(low, high - low, places[found])
    one, other = places[looking][rows].astype(np.int64), others.astype(np.int64)
    asked = distinct(np.minimum(one, other) * max(len(values), 1) + np.maximum(one, other))
    pairs = (divmod(pair, len(values)) for pair in asked.tolist())
    return [(left, right) for left, right in pairs if left != right and same(values[left], values[right])]


def _standing(keys: Iterable[Sides]) -> tuple[Rows, Codes, Codes]:
    """Return who stands under keys that several share: numbers of keys, ascending, places of values, and their roles.

    Two keys may share a number; a rule is then asked once too often.
    """
    told, counts = array("q"), array("i")
    for each in keys:
        for role in each:
            told.extend(role)
            counts.append(len(role))
    # One number for both, sorted where it stands: there are tens of keys for each value.
    numbers, bits = np.frombuffer(told, dtype=np.int64), len(counts).bit_length()
    numbers &= -1 << bits
    numbers |= np.repeat(np.arange(len(counts)), counts)
    numbers.sort()
    apart = numbers[1:] >> bits != numbers[:-1] >> bits
    shared = numbers[~(np.append(True, apart) & np.append(apart, True))] if len(numbers) else numbers
    places, roles = np.divmod((shared & ~(-1 << bits)).astype(np.int32), np.int32(len(Sides._fields)))
    return shared >> bits, places, roles


def _check(counts: Rows, lookers: Codes, values: Sequence[object], what: str) -> None:
    if len(counts) and counts.max() > LARGEST_BLOCK:
        one = values[int(lookers[counts.argmax()])]
        raise InputError(
            f"{counts.max()} {what} share a block key with {one!r}, more than {LARGEST_BLOCK}: comparing them all would"
            " take hours; merge in parts, or name them more exactly"
        )
