"""Tallying: counts and choices for each of many groups, over arrays.

`groups` holds for each row the number of its group, from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Codes, Column, Flags, Rows

T = TypeVar("T")
Ordered = TypeVar("Ordered", bound=np.signedinteger[Any])

_FEW: Final = 1 << 31
_MOST: Final = 1 << 62
"""Codes of several columns are written as one integer as long as there are fewer."""


def lowest(groups: Rows, values: NDArray[Ordered], *, size: int) -> NDArray[Ordered]:
    """Return the lowest value of each of `size` groups; the highest there is for a group without any."""
    found = np.full(size, np.iinfo(values.dtype).max, dtype=values.dtype)
    np.minimum.at(found, groups, values)
    return found


def highest(groups: Rows, values: NDArray[Ordered], *, size: int) -> NDArray[Ordered]:
    """Return the highest value of each of `size` groups; the lowest there is for a group without any."""
    found = np.full(size, np.iinfo(values.dtype).min, dtype=values.dtype)
    np.maximum.at(found, groups, values)
    return found


def some(groups: Rows, flags: Flags, *, size: int) -> Flags:
    """Tell in which groups any flag is set."""
    found = np.zeros(size, dtype=np.bool_)
    found[groups[flags]] = True
    return found


def count_distinct(groups: Rows, codes: NDArray[Any], *, size: int) -> Codes:
    """Return how many different codes (from 0) each group has."""
    return np.bincount(distinct(groups, codes)[0], minlength=size).astype(np.int32)


def distinct(groups: Rows, codes: NDArray[Any]) -> tuple[Rows, Rows]:
    """Return each pair of a group and a code once, in order."""
    n_codes = int(codes.max(initial=0)) + 1
    # Sorting beats the hashing of np.unique where nearly all keys differ.
    keys = np.sort(groups.astype(np.int64) * n_codes + codes)
    return np.divmod(keys[np.flatnonzero(np.diff(keys, prepend=-1))], n_codes)


class Classes(NamedTuple):
    """Rows that are alike, numbered in some order."""

    of: Rows
    """The class of each row."""
    one: Rows
    """A row of each class."""


def classes(*columns: NDArray[Any]) -> Classes:
    """Return the classes of rows that have the same integers in all columns."""
    keys, span = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        codes = _from_zero(column)
        n_codes = int(codes.max(initial=0)) + 1
        if span * n_codes >= _MOST:
            keys = _numbered(keys).of
            span = int(keys.max(initial=0)) + 1
        keys, span = keys * n_codes + codes, span * n_codes
    return _numbered(keys)


def _from_zero(column: NDArray[Any]) -> Rows:
    low, high = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    return column.astype(np.int64) - low if high - low < _FEW else _numbered(column).of


def _numbered(keys: NDArray[Any]) -> Classes:
    order = np.argsort(keys)
    begins = np.diff(keys[order], prepend=keys[order[:1]] - 1) != 0
    of = np.empty(len(keys), dtype=np.int64)
    of[order] = np.cumsum(begins) - 1
    return Classes(of, order[begins])


def most(groups: Rows, column: Column[Any], *, size: int, ranks: Codes, among: Flags) -> Codes:
    """Return for each group the code that most rows `among` it have; of equally frequent ones that of the lowest rank.

    -1 for a group without any.
    """
    chosen = np.full(size, -1, dtype=np.int32)
    n_values = max(len(ranks), 1)
    keys, counts = np.unique(groups[among] * n_values + ranks[column.codes[among]], return_counts=True)
    owners, found = np.divmod(keys, n_values)
    winning = counts == highest(owners, counts, size=size)[owners]
    # The keys ascend: written backwards, the lowest rank is written last.
    chosen[owners[winning][::-1]] = np.argsort(ranks)[found[winning][::-1]]
    return chosen


def longest_first(values: Sequence[str | None]) -> Codes:
    """Return ranks of values: longer ones first, then in alphabetical order, as `grouping.most_used` has them."""
    return _ranks(sorted(range(len(values)), key=lambda place: (-len(values[place] or ""), values[place] or "")))


def alphabetical(values: Sequence[str | None]) -> Codes:
    """Return ranks of values in alphabetical order."""
    return _ranks(sorted(range(len(values)), key=lambda place: values[place] or ""))


def _ranks(order: Sequence[int]) -> Codes:
    ranks = np.empty(len(order), dtype=np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks


def told(column: Column[str | None]) -> Flags:
    """Tell which rows of a column have a value."""
    return by_value(column, lambda value: value is not None)


def by_value(column: Column[T], holds: Callable[[T], bool]) -> Flags:
    """Tell of which rows something holds, asking once for each value."""
    flags: Flags = np.array([holds(value) for value in column.values], dtype=np.bool_)[column.codes]
    return flags


def choices(column: Column[Any], chosen: Codes) -> Column[Any]:
    """Return the column of codes that were chosen, with None for -1."""
    return Column(np.where(chosen < 0, len(column.values), chosen).astype(np.int32), (*column.values, None))


def shared_codes(*columns: Column[str]) -> tuple[Codes, ...]:
    """Return the codes of several columns, brought to one numbering."""
    if len({id(column.values) for column in columns if len(column)}) <= 1:
        return tuple(column.codes for column in columns)
    places: dict[str, int] = {}
    for column in columns:
        for value in column.values:
            places.setdefault(value, len(places))
    return tuple(
        np.array([places[value] for value in column.values], dtype=np.int32)[column.codes] for column in columns
    )
