"""How well merging finds the events of a world: of all mentions, and of those that each phenomenon touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from benchmarks.merging_measures import Labels, Score, b_cubed, pairwise
from claimx.facts import Flags
from claimx.merging.clustering import cluster
from claimx.merging.linkage import LINKAGES
from claimx.running import mapper
from claimx.worlds import World, generate


def print_quality(size: int, *, jobs: int) -> None:
    """Print precision, recall and F1 of pairs and B³ under both linkages and of components alone, in percent."""
    world = generate(size)
    found: dict[str, Labels] = {}
    for linkage in LINKAGES:
        clusters = cluster(world.facts, linkage=linkage, mapper=mapper("local", jobs=jobs))
        found |= {linkage: clusters.labels, "components": clusters.components}
    print("\n".join(_table(world, {name: found[name] for name in (*LINKAGES, "components")})))


def _table(world: World, found: Mapping[str, Labels]) -> Iterator[str]:
    yield f"| | mentions | {' | '.join(f'{name}: pairs P R F | B³ P R F' for name in found)} |"
    yield f"|---|--:|{'--:|--:|' * len(found)}"
    everybody = np.ones(len(world.truth), dtype=np.bool_)
    for phenomenon, touched in {"all": everybody, **world.phenomena}.items():
        if touched.any():
            scores = (_scores(world.truth, labels, touched) for labels in found.values())
            yield f"| {phenomenon} | {touched.sum()} | {' | '.join(scores)} |"


def _scores(truth: Labels, labels: Labels, among: Flags) -> str:
    return " | ".join(_percent(measure(truth, labels, among=among)) for measure in (pairwise, b_cubed))


def _percent(score: Score) -> str:
    return " ".join("-" if share is None else f"{100 * share:.1f}" for share in (*score, score.f1))
