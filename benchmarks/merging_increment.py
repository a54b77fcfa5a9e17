"""Adding to what is merged: only the days around what is new are looked at, only the events that it touches rebuilt.

Stands for what a store does, without its database: the columns of everything are in memory, the components of what was
there are known. Names are compared anew among the mentions that are looked at.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final, NamedTuple

import numpy as np

from claimx.facts import UNDATED, Column, Facts, Flags, Rows
from claimx.merging.clustering import cluster
from claimx.merging.components import components
from claimx.merging.engine import Engine
from claimx.merging.votes import Columns
from claimx.running import mapper
from claimx.worlds import World, generate

SHARE: Final = 0.01


class Increment(NamedTuple):
    """What adding took."""

    which: str
    n_added: int
    n_looked_at: int
    n_clustered: int
    seconds: float
    batch: float
    """Seconds for everything at once."""
    same: bool
    """Whether all mentions are in the same events as in the batch."""


def increments(size: int, *, jobs: int) -> Iterator[Increment]:
    """Yield what it takes to add the newest articles, and articles of any time."""
    world = generate(size)
    started = time.perf_counter()
    everything = cluster(world.facts, mapper=mapper("local", jobs=jobs))
    batch = time.perf_counter() - started
    for which, added in (("the newest", newest(world)), ("of any time", of_any_time(world))):
        before = _known(world.facts, added, jobs=jobs)
        started = time.perf_counter()
        labels, n_looked_at, n_clustered = add(world.facts, added, before, jobs=jobs)
        seconds = time.perf_counter() - started
        same = bool(np.array_equal(labels, everything.labels))
        yield Increment(which, int(added.sum()), n_looked_at, n_clustered, seconds, batch, same)


def newest(world: World) -> Flags:
    """Return the rows of the articles that were published last."""
    articles = world.facts.article.codes
    last = np.zeros(len(world.facts.article.values), dtype=np.int64)
    np.maximum.at(last, articles, world.published)
    order = np.argsort(-last, kind="stable")
    return _first_articles(world, order)


def of_any_time(world: World) -> Flags:
    """Return the rows of articles drawn at random."""
    return _first_articles(world, np.random.default_rng(0).permutation(len(world.facts.article.values)))


def _first_articles(world: World, order: Rows) -> Flags:
    articles = world.facts.article.codes
    counts = np.cumsum(np.bincount(articles, minlength=len(order))[order])
    chosen = np.zeros(len(order), dtype=np.bool_)
    chosen[order[counts <= SHARE * len(articles)]] = True
    flags: Flags = chosen[articles]
    return flags


class Known(NamedTuple):
    """What is known before: events and components of all rows but the new, which stand alone."""

    labels: Rows
    components: Rows


def _known(facts: Facts, added: Flags, *, jobs: int) -> Known:
    rows = np.flatnonzero(~added)
    clusters = cluster(facts.take(rows), mapper=mapper("local", jobs=jobs))
    known = Known(np.arange(len(facts)), np.arange(len(facts)))
    known.labels[rows], known.components[rows] = rows[clusters.labels], rows[clusters.components]
    return known


def add(facts: Facts, added: Flags, known: Known, *, jobs: int) -> tuple[Rows, int, int]:
    """Return the events of all rows, how many rows were looked at, and how many were clustered anew."""
    around = np.flatnonzero(_with_articles(facts, neighbourhood(facts, added)))
    left, right = Engine(Columns(loaded(facts, around))).joins(changed=added[around])
    connected = components(
        len(facts),
        np.concatenate([around[left], np.arange(len(facts))]),
        np.concatenate([around[right], known.components]),
    )
    touched = np.isin(connected, connected[added])
    beside = np.flatnonzero(_with_articles(facts, touched))
    clusters = cluster(loaded(facts, beside), mapper=mapper("local", jobs=jobs))
    labels = known.labels.copy()
    own = touched[beside]
    labels[beside[own]] = beside[clusters.labels[own]]
    return labels, len(around), len(beside)


def loaded(facts: Facts, rows: Rows) -> Facts:
    """Return some rows with the values that they have and no others, as a store would load them."""
    taken = facts.take(rows)
    told = {field.name: getattr(taken, field.name) for field in fields(taken)}
    used: dict[str, Any] = {name: _used(column) for name, column in told.items() if isinstance(column, Column)}
    return replace(taken, **used)


def _used(column: Column[Any]) -> Column[Any]:
    used, codes = np.unique(column.codes, return_inverse=True)
    return Column(codes.astype(np.int32), tuple(column.values[code] for code in used.tolist()))


def neighbourhood(facts: Facts, added: Flags) -> Flags:
    """Return the rows that may have happened on a day of what is added, or the day before or after."""
    dated = facts.start != UNDATED
    first, last = facts.start.astype(np.int64), facts.end.astype(np.int64)
    new = added & dated
    changes = np.zeros(int(last.max(initial=0)) + 4, dtype=np.int64)
    np.add.at(changes, first[new], 1)
    np.add.at(changes, last[new] + 1, -1)
    covered = np.concatenate([[0], np.cumsum(np.cumsum(changes) > 0)])
    near: Flags = dated & (covered[last + 2] > covered[np.maximum(first - 1, 0)])
    return near | added


def _with_articles(facts: Facts, rows: Flags) -> Flags:
    """Return the rows of the same articles as well: ties do not reach further."""
    articles = np.zeros(len(facts.article.values), dtype=np.bool_)
    articles[facts.article.codes[rows]] = True
    flags: Flags = articles[facts.article.codes]
    return flags
