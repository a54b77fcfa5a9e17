"""A loop in Python: records in blocks by day and city, actor or country, every two of a block compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.merging_peers.records import GROUPS, Record, naming_of, read_rows
from benchmarks.merging_peers.spelling import Spelled, alike
from benchmarks.merging_peers.trials import Linked, Stopwatch
from claimx.facts import Rows
from claimx.merging.weights import ACTOR, DAY, DUPLICATE, OTHER_GROUP, PLACES, SAME_TYPE, THRESHOLD
from claimx.taxonomy import TYPES

_OTHER = tuple(TYPES).index("other")
_OPEN = GROUPS.index("unspecified")


def link(folder: Path, watch: Stopwatch, *, jobs: int) -> Linked:  # noqa: ARG001 -- a loop has one
    """Link records two by two."""
    records = read_rows(folder)
    met = _met_by_country if naming_of(folder) == "names" else _met_by_codes
    with watch.stage("pairs"):
        pairs = [(one.row, other.row) for one, other in met(records) if _one_event(one, other)]
    with watch.stage("components"):
        labels = _connected(len(records), pairs)
    edges = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Linked(len(pairs), labels, lambda: (edges[:, 0], edges[:, 1]))


def _met_by_codes(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    for block in _blocks(records, lambda one: one.city):
        yield from combinations(block, 2)
    for block in _blocks(records, lambda one: one.actor):
        yield from ((one, other) for one, other in combinations(block, 2) if one.city is None or other.city is None)


def _met_by_country(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    for block in _blocks(records, lambda one: None if one.name is None else one.country):
        yield from combinations(block, 2)


def _blocks(records: Sequence[Record], key: Callable[[Record], int | None]) -> Iterator[list[Record]]:
    blocks: defaultdict[Hashable, list[Record]] = defaultdict(list)
    for one in records:
        if one.day is not None and key(one) is not None:
            blocks[one.day, key(one)].append(one)
    yield from blocks.values()


def _one_event(one: Record, other: Record) -> bool:
    if one.realis != other.realis or _differ(one.country, other.country):
        return False
    weight = DAY + _type(one, other)
    if one.city is not None and one.city == other.city:
        weight += PLACES["city"]
    elif one.country is not None and one.country == other.country:
        weight += PLACES["country"]
    if _share_actor(one, other):
        weight += ACTOR
    return weight >= (DUPLICATE if one.article == other.article else THRESHOLD)


def _type(one: Record, other: Record) -> int:
    if one.type == other.type:
        return 0 if one.type == _OTHER else SAME_TYPE
    if one.kin == other.kin or _OPEN in (one.kin, other.kin):
        return 0
    return -THRESHOLD * 2 if one.calm or other.calm else OTHER_GROUP


def _share_actor(one: Record, other: Record) -> bool:
    if one.name is None or one.sound is None or other.name is None or other.sound is None:
        return one.actor is not None and one.actor == other.actor
    return alike(Spelled(one.name, one.sound), Spelled(other.name, other.sound))


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _connected(size: int, pairs: Sequence[tuple[int, int]]) -> Rows:
    roots = list(range(size))

    def root(row: int) -> int:
        while roots[row] != row:
            roots[row] = row = roots[roots[row]]
        return row

    for left, right in pairs:
        low, high = sorted((root(left), root(right)))
        roots[high] = low
    return np.array([root(row) for row in range(size)], dtype=np.int64)
