"""The engine of claimx, unchanged: names compared, joins found in slices of time, connected, and linked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.merging_peers.records import read_facts
from benchmarks.merging_peers.trials import Linked, Moment, Stopwatch
from claimx.facts import Facts, Rows
from claimx.merging.clustering import Clusters, Mapper, cluster
from claimx.merging.clustering import link as link_parts
from claimx.merging.components import components
from claimx.merging.engine import Engine
from claimx.merging.linkage import Linkage
from claimx.merging.slices import Found, Slice, find_joins, slices
from claimx.merging.votes import RELATIONS, Columns
from claimx.running import mapper

S = TypeVar("S")
P = TypeVar("P")
T = TypeVar("T")


class TimedMapper:
    """A mapper that notes how long each map of clustering takes, and what lies between finding joins and linking."""

    def __init__(self, watch: Stopwatch, mapper: Mapper, *, before: str = "names", after: str = "constraints") -> None:
        """Start the clock; what is done before and after clustering has stages of these names."""
        self._watch, self._mapper, self._after = watch, mapper, after
        self._since = Moment.now()
        self._begun = before
        self.n_pairs = 0

    def __call__(self, function: Callable[[S, P], T], shared: S, parts: Iterable[P], /) -> Iterable[T]:
        """Map as the mapper does; joins are counted on the way."""
        stage, following = {find_joins: ("pairs", "components"), link_parts: ("constraints", self._after)}.get(
            function, ("names", "names")
        )
        self.note(begins=stage)
        results = list(self._mapper(function, shared, parts))
        self.n_pairs += sum(int(found.n_joined.sum()) for found in results if isinstance(found, Found)) // 2
        self.note(begins=following)
        return results

    def note(self, *, begins: str) -> None:
        """End a stage and begin the next."""
        self._since = self._watch.add(self._begun, self._since)
        self._begun = begins


def timed_clusters(
    facts: Facts, watch: Stopwatch, *, jobs: int, linkage: Linkage = "constrained"
) -> tuple[Clusters, int]:
    """Return the clusters and the number of joins, and note the time of each stage."""
    timed = TimedMapper(watch, mapper("local", jobs=jobs))
    clusters = cluster(facts, linkage=linkage, mapper=timed)
    timed.note(begins="nothing")
    return clusters, timed.n_pairs


def link(folder: Path, watch: Stopwatch, *, jobs: int) -> Linked:
    """Return components as claimx finds them: each slice tells a spanning forest of its joins, and their number."""
    facts = read_facts(folder)
    clusters, n_pairs = timed_clusters(facts, watch, jobs=jobs)
    return Linked(n_pairs, clusters.components, lambda: all_pairs(compared(facts, jobs=jobs), jobs=jobs))


def keep(folder: Path, watch: Stopwatch, *, jobs: int) -> Linked:
    """Return components with all pairs kept and handed over, as databases do; no constraints."""
    facts = read_facts(folder)
    with watch.stage("names"):
        columns = compared(facts, jobs=jobs)
    with watch.stage("pairs"):
        left, right = all_pairs(columns, jobs=jobs)
    with watch.stage("components"):
        labels = components(len(facts), left, right)
    return Linked(len(left), labels, lambda: (left, right))


def compared(facts: Facts, *, jobs: int) -> Columns:
    """Return facts with all names compared."""
    columns = Columns(facts)
    _ = columns.names, columns.places
    for relation, found in zip(RELATIONS, mapper("local", jobs=jobs)(Columns.find, columns, RELATIONS), strict=True):
        columns.know(relation, found)
    return columns


def all_pairs(columns: Columns, *, jobs: int) -> tuple[Rows, Rows]:
    """Return all joins."""
    lefts, rights = zip(*mapper("local", jobs=jobs)(owned_pairs, columns, slices(columns.facts)), strict=True)
    return np.concatenate(lefts), np.concatenate(rights)


def owned_pairs(columns: Columns, piece: Slice) -> tuple[Rows, Rows]:
    """Return all the joins that a slice owns: those whose later day lies in it."""
    engine = Engine(columns.take(piece.rows))
    left, right = engine.joins()
    later = np.maximum(engine.facts.start[left], engine.facts.start[right])
    owned = (later >= piece.first) & (later < piece.end)
    return piece.rows[left[owned]], piece.rows[right[owned]]
