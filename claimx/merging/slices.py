"""Slices of time: parts of a set of mentions that can be looked at one by one, on several processors or machines.

A slice owns the pairs whose later first day lies in it, and holds every mention that may have happened then, with what
those are tied to; each pair of mentions that can be one event is owned by exactly one slice that holds both.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from claimx.facts import UNDATED, Facts, Rows
from claimx.merging.components import components
from claimx.merging.engine import Engine
from claimx.merging.votes import Columns

SLICE: Final = 100_000
"""Mentions that begin in a slice; those of one day are never parted."""


class Slice(NamedTuple):
    """Days from `first` up to, but not with, `end`, and the rows that may have happened then, ascending."""

    first: int
    end: int
    rows: Rows


class Found(NamedTuple):
    """What one slice tells about joins."""

    left: Rows
    """Joins enough to connect whatever joins connect: a spanning forest."""
    right: Rows
    rows: Rows
    """Rows that joined any other."""
    n_joined: Rows
    """How many others each of them joined."""


def slices(facts: Facts, *, size: int = SLICE) -> Iterator[Slice]:
    """Yield slices of about `size` mentions; first one that owns the pairs with a mention that nothing dates."""
    undated = facts.start == UNDATED
    source, _, target = facts.relations
    tied = np.zeros(len(facts), dtype=np.bool_)
    tied[source] = tied[target] = True
    if undated.any():
        yield Slice(UNDATED, UNDATED + 1, np.flatnonzero(undated | tied if (undated & tied).any() else undated))
    starts = np.sort(facts.start[~undated])
    days = np.unique(starts[::size])
    for first, end in pairwise([*days.tolist(), np.iinfo(np.int32).max]):
        # A day before, since a named victim joins across midnight.
        inside = ~undated & (facts.start < end) & (facts.end >= first - 1)
        inside[target[inside[source]]] = True
        inside[source[inside[target]]] = True
        yield Slice(first, end, np.flatnonzero(inside))


def find_joins(columns: Columns, piece: Slice) -> Found:
    """Return the joins that a slice owns."""
    engine = Engine(columns.take(piece.rows))
    facts = engine.facts
    left, right = engine.joins()
    undated = np.minimum(facts.start[left], facts.start[right]) == UNDATED
    later = np.where(undated, UNDATED, np.maximum(facts.start[left], facts.start[right]))
    owned = (later >= piece.first) & (later < piece.end)
    left, right = left[owned], right[owned]
    counts = np.bincount(np.concatenate([left, right]), minlength=len(facts))
    joined = np.flatnonzero(counts)
    roots = components(len(facts), left, right)[joined]
    return Found(piece.rows[roots], piece.rows[joined], piece.rows[joined], counts[joined])
