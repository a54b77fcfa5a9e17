"""Grounds: the decisions that made each event, with the sentence of every rule.

The arrays say which pairs join; the sentences are asked of the scalar rules, and only for the pairs that are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from claimx.facts import Facts
from claimx.merging.clustering import Mapper, cluster, matrices, one_by_one
from claimx.merging.engine import Engine
from claimx.merging.gates import Gates
from claimx.merging.judgement import Decision
from claimx.merging.linkage import LINK, Linkage
from claimx.merging.rulings import NO_RULINGS, RuledPairs
from claimx.merging.verdicts import support
from claimx.merging.votes import Columns


class Cluster(NamedTuple):
    """The mentions of one event and the decisions that made it."""

    mention_ids: tuple[str, ...]
    joined: tuple[Decision, ...] = ()
    """The strongest joins that connect its mentions, in the order in which they are taken; one fewer than mentions,
    or less where average linkage holds mentions that no join connects."""
    refused: tuple[Decision, ...] = ()
    """Joins that reached into another cluster and would have brought two different mentions together."""


def explained(
    facts: Facts,
    *,
    linkage: Linkage = "constrained",
    ruled: RuledPairs = NO_RULINGS,
    mapper: Mapper = one_by_one,
) -> tuple[Cluster, ...]:
    """Return the clusters with their grounds, each mention in exactly one, sorted by their lowest id."""
    found = cluster(facts, linkage=linkage, ruled=ruled, mapper=mapper)
    engine = Engine(Columns(facts), ruled=ruled)
    gates = Gates(facts, rulings=engine.rulings)
    joined: defaultdict[int, list[Decision]] = defaultdict(list)
    refused: defaultdict[int, list[Decision]] = defaultdict(list)
    for rows, component in matrices(engine, found.components):
        linked = LINK[linkage](component)
        for one, other in linked.joined:
            joined[int(found.labels[rows[one]])].append(gates.decide(int(rows[one]), int(rows[other])))
        for one, other in linked.refused:
            decision = gates.decide(int(rows[one]), int(rows[other]))
            labels = {int(found.labels[rows[one]]), int(found.labels[rows[other]])}
            for label in sorted(labels) if len(labels) > 1 else ():
                refused[label].append(decision)
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(found.labels.tolist()):
        rows_of[label].append(row)
    return tuple(
        Cluster(tuple(facts.id(row) for row in rows), tuple(joined[label]), tuple(refused[label]))
        for label, rows in sorted(rows_of.items())
    )


def runners_up(engine: Engine, event: Sequence[int], *, most: int = 1) -> list[tuple[int, int]]:
    """Return the pairs that speak most for joining an event (its rows) to a mention outside it, strongest first.

    Of equally strong ones those with the lower ids come first; a mention outside is named once.
    """
    inside = np.zeros(len(engine.facts), dtype=np.bool_)
    inside[list(event)] = True
    found: dict[int, tuple[int, int, int]] = {}
    for left, right in engine.candidates(changed=inside):
        across = inside[left] != inside[right]
        left, right = left[across], right[across]
        strength = support(engine.columns, engine.ties, left, right)
        for one, other, weight in zip(left.tolist(), right.tolist(), strength.tolist(), strict=True):
            outside = other if inside[one] else one
            found[outside] = min(found.get(outside, (1, 0, 0)), (-weight, one, other))
    strongest = sorted(pair for pair in found.values() if pair[0] < 0)
    return [(one, other) for _, one, other in strongest[:most]]
