"""How alike two clusterings are: B³, CEAF-e, LEA, pairwise links and exact clusters, each as a tally.

A clustering is a collection of sets of hashable things; no thing is in two sets, empty sets are nothing. Twinless
things, which only one side has, are counted as the CoNLL reference scorer counts them (Pradhan et al. 2014): neither
side is altered, so a missing thing lowers recall and a spurious one precision.

Every tally is the sum of the tallies of the `components`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from collections.abc import Set as AbstractSet
from math import comb, fsum
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from claimx.scoring.matching import match_sparse
from claimx.scoring.tallies import Tally, count

Clustering: TypeAlias = Collection[AbstractSet[Hashable]]
_ONE: Final = 1 << 40
"""φ4 = 1 in fixed point: totals are then the same in any order. 1e-12 is far below what is printed."""


class Component(NamedTuple):
    """Clusters that share things, directly or through others, as their numbers in either clustering."""

    gold: tuple[int, ...]
    predicted: tuple[int, ...]


class _Overlap(NamedTuple):
    gold: tuple[int, ...]
    """Sizes of the gold clusters."""
    predicted: tuple[int, ...]
    shared: Mapping[tuple[int, int], int]
    """How many things a gold and a predicted cluster share, where they share any."""

    def turned(self) -> _Overlap:
        return _Overlap(self.predicted, self.gold, {(right, left): n for (left, right), n in self.shared.items()})


def b_cubed(gold: Clustering, predicted: Clustering) -> Tally:
    """Return B³ (Bagga & Baldwin 1998), every thing weighing the same."""
    overlap = _overlap(gold, predicted)
    return Tally(
        fsum(n * n / overlap.gold[left] for (left, _), n in overlap.shared.items()),
        sum(overlap.gold),
        fsum(n * n / overlap.predicted[right] for (_, right), n in overlap.shared.items()),
        sum(overlap.predicted),
    )


def ceaf_e(gold: Clustering, predicted: Clustering) -> Tally:
    """Return CEAF-e (Luo 2005): the greatest total of φ4 = 2|G ∩ P| / (|G| + |P|) over one-to-one alignments."""
    overlap = _overlap(gold, predicted)
    similarity = {
        (left, right): (2 * n * _ONE) // (overlap.gold[left] + overlap.predicted[right])
        for (left, right), n in overlap.shared.items()
    }
    total = sum(similarity[pair] for pair in match_sparse(similarity)) / _ONE
    return Tally(total, len(overlap.gold), total, len(overlap.predicted))


def lea(gold: Clustering, predicted: Clustering) -> Tally:
    """Return LEA (Moosavi & Strube 2016): each cluster's share of resolved links, weighted by its size.

    A singleton has one link, to itself, which only a singleton of the other side resolves.
    """
    overlap = _overlap(gold, predicted)
    return Tally(_resolved(overlap), sum(overlap.gold), _resolved(overlap.turned()), sum(overlap.predicted))


def _resolved(overlap: _Overlap) -> float:
    return fsum(
        size * comb(n, 2) / comb(size, 2) if (size := overlap.gold[left]) > 1 else float(overlap.predicted[right] == 1)
        for (left, right), n in overlap.shared.items()
    )


def pairwise(gold: Clustering, predicted: Clustering) -> Tally:
    """Return the links, each between two things of one cluster; singletons have none and count as nothing."""
    overlap = _overlap(gold, predicted)
    return count(
        sum(comb(n, 2) for n in overlap.shared.values()),
        gold=sum(comb(size, 2) for size in overlap.gold),
        predicted=sum(comb(size, 2) for size in overlap.predicted),
    )


def exact(gold: Clustering, predicted: Clustering) -> Tally:
    """Return the clusters that the other side has with the same things and no others."""
    overlap = _overlap(gold, predicted)
    same = sum(n == overlap.gold[left] == overlap.predicted[right] for (left, right), n in overlap.shared.items())
    return count(same, gold=len(overlap.gold), predicted=len(overlap.predicted))


MEASURES: Final[Mapping[str, Callable[[Clustering, Clustering], Tally]]] = MappingProxyType(
    {"b_cubed": b_cubed, "ceaf_e": ceaf_e, "lea": lea, "pairwise": pairwise, "exact": exact}
)
"""The measures of merging under their names in `claimx.scores.Score`."""


def components(gold: Clustering, predicted: Clustering) -> list[Component]:
    """Return the groups of clusters that share things, gold's order first; a cluster that shares none stands alone.

    Nothing in one group bears on another: the sums of every measure over the groups are those of the whole. Here
    empty clusters are groups of their own.

    Raises:
        ValueError: A thing is in two clusters of one side.
    """
    neighbours: defaultdict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    for left, right in _shared(gold, predicted):
        neighbours["gold", left].add(("predicted", right))
        neighbours["predicted", right].add(("gold", left))
    nodes = [("gold", at) for at in range(len(gold))] + [("predicted", at) for at in range(len(predicted))]
    seen: set[tuple[str, int]] = set()
    return [_component(_reached(node, neighbours, seen)) for node in nodes if node not in seen]


def _reached(
    start: tuple[str, int], neighbours: Mapping[tuple[str, int], set[tuple[str, int]]], seen: set[tuple[str, int]]
) -> list[tuple[str, int]]:
    reached = [start]
    seen.add(start)
    for node in reached:
        further = neighbours.get(node, set()) - seen
        seen |= further
        reached.extend(sorted(further))
    return reached


def _component(nodes: list[tuple[str, int]]) -> Component:
    gold = sorted(at for side, at in nodes if side == "gold")
    return Component(tuple(gold), tuple(sorted(at for side, at in nodes if side == "predicted")))


def _overlap(gold: Clustering, predicted: Clustering) -> _Overlap:
    lefts, rights = [cluster for cluster in gold if cluster], [cluster for cluster in predicted if cluster]
    return _Overlap(tuple(map(len, lefts)), tuple(map(len, rights)), _shared(lefts, rights))


def _shared(gold: Clustering, predicted: Clustering) -> Counter[tuple[int, int]]:
    owners = _owners(predicted)
    return Counter((left, owners[thing]) for thing, left in _owners(gold).items() if thing in owners)


def _owners(clusters: Clustering) -> dict[Hashable, int]:
    owners: dict[Hashable, int] = {}
    for at, cluster in enumerate(clusters):
        for thing in cluster:
            if owners.setdefault(thing, at) != at:
                raise ValueError(f"{thing!r} is in two clusters of one side; keep it in one of them")
    return owners
