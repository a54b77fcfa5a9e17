"""A world merged by a mapper, beside the same merged here and now."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from claimx.facts import Facts
from claimx.merging import merge
from claimx.merging.clustering import FEW, Mapper, cluster, one_by_one
from claimx.merging.slices import find_joins, slices
from claimx.merging.votes import Columns
from claimx.worlds import World, generate

from . import parts

SLICE = 20
"""Mentions that begin in a slice: enough slices for all workers."""


@cache
def world() -> World:
    """A small world of many days, drawn once."""
    return generate(300, seed=7, events_per_day=1)


def assert_merges_alike(mapper: Mapper) -> None:
    """Joins of many slices, clusters and events are the same, to the byte."""
    assert_finds_the_same_joins(mapper, world().facts)
    facts = generate(FEW + 1000, seed=7, events_per_day=3).facts
    for expected, found in zip(cluster(facts), cluster(facts, mapper=mapper), strict=True):
        np.testing.assert_array_equal(expected, found)
    assert event_lines(one_by_one) == event_lines(mapper)


def assert_finds_the_same_joins(mapper: Mapper, facts: Facts) -> None:
    """Each slice tells the same, in the order of the slices."""
    columns, pieces = Columns(facts), list(slices(facts, size=SLICE))
    assert len(pieces) > 5
    told = zip(one_by_one(find_joins, columns, pieces), mapper(find_joins, columns, iter(pieces)), strict=True)
    for expected, found in told:
        for one, other in zip(expected, found, strict=True):
            np.testing.assert_array_equal(one, other)


def assert_a_loss_changes_no_join(mapper: Mapper, folder: Path) -> None:
    """A worker that dies in the middle of merging takes nothing with it."""
    facts = world().facts
    columns, pieces = Columns(facts), list(slices(facts, size=SLICE))
    (folder / "middle").write_text(str(pieces[len(pieces) // 2].first), "utf-8")
    told = zip(
        one_by_one(find_joins, columns, pieces),
        mapper(parts.find_joins_and_die_once, (folder, columns), pieces),
        strict=True,
    )
    for expected, found in told:
        for one, other in zip(expected, found, strict=True):
            np.testing.assert_array_equal(one, other)
    assert (folder / "died").exists()


def event_lines(mapper: Mapper) -> list[str]:
    """The events of the world as they are written."""
    merged = merge(world().mentions(), articles=world().articles(), mapper=mapper)
    return [event.to_line() for event in merged]
