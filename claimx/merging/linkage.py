"""Linkage: how the mentions of one component become events.

    constrained  joins in the order of strength; one that would bring together two mentions judged different is refused
    average      the two groups whose pairs weigh most on average join, as long as that average reaches the threshold

Both see one component, depend on its set of mentions alone, and break ties by the lower row. "No two members are
different" holds for every subset of a set for which it holds, so it does not matter to the first that a component was
found by joins which it then refuses. The second lets a mention with a wrong day join the many that agree with it in
all else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Flags, Rows
from claimx.merging.weights import THRESHOLD

Linkage = Literal["constrained", "average"]
LINKAGES: Final[tuple[Linkage, ...]] = get_args(Linkage)

_NEVER: Final = -(10**15)
"""Points of a pair that a person ruled to be two events: less than all pairs of the largest component make up for."""


class Component(NamedTuple):
    """Mentions that joins connect, numbered from 0 in order of their rows; all matrices are square and symmetric."""

    weights: NDArray[np.int8]
    """What speaks for each pair."""
    same: Flags
    """Which pairs join."""
    different: Flags
    """Which pairs the rules keep apart."""
    first: NDArray[np.int8]
    """Which joins come before all others: 2 for a person's rulings, 1 inside one article, 0 for the rest.

    -1 for pairs that a person ruled to be two events, which never come together.
    """

    def joins(self) -> Rows:
        """Return the joins as pairs, shape (n, 2), in the order in which they are taken."""
        left, right = upper(len(self.same))
        joined = np.flatnonzero(self.same[left, right])
        left, right = left[joined], right[joined]
        order = np.lexsort((right, left, -self.weights[left, right].astype(np.int16), -self.first[left, right]))
        return np.stack([left[order], right[order]], axis=1)


@lru_cache(maxsize=256)
def upper(size: int) -> tuple[Rows, Rows]:
    """Return the places above the diagonal of a square, row by row; most components are small and of few sizes."""
    rows, columns = np.triu_indices(size, 1)
    return rows, columns


class Linked(NamedTuple):
    """What became of a component."""

    groups: tuple[int, ...]
    """For each mention the lowest mention of its group."""
    joined: tuple[tuple[int, int], ...]
    """The joins that built the groups, in the order in which they were taken."""
    refused: tuple[tuple[int, int], ...]
    """Joins that would have brought two different mentions together."""


def constrained(component: Component) -> Linked:
    """Take joins in order, and refuse those that break the constraint."""
    groups = _Groups(component.different)
    joined, refused = [], []
    for one, other in component.joins().tolist():
        left, right = groups.of[one], groups.of[other]
        if left == right:
            continue
        if groups.exclude(left, right):
            refused.append((one, other))
        else:
            groups.join(left, right)
            joined.append((one, other))
    return Linked(tuple(groups.of), tuple(joined), tuple(refused))


class _Groups:
    """Groups as bit sets: their members, and everybody that one of them is different from."""

    def __init__(self, different: Flags) -> None:
        size = len(different)
        self.of = list(range(size))
        self._members = [[one] for one in range(size)]
        self._bits = [1 << one for one in range(size)]
        packed = np.packbits(different, axis=1, bitorder="little")
        self._foes = [int.from_bytes(row.tobytes(), "little") for row in packed]

    def exclude(self, left: int, right: int) -> bool:
        """Whether two groups hold mentions that are different."""
        return bool(self._foes[left] & self._bits[right])

    def join(self, left: int, right: int) -> None:
        """Make two groups one, called by its lowest member."""
        low, high = min(left, right), max(left, right)
        for one in self._members[high]:
            self.of[one] = low
        self._members[low] += self._members[high]
        self._bits[low] |= self._bits[high]
        self._foes[low] |= self._foes[high]


def average(component: Component) -> Linked:
    """Join the two groups with the highest average weight, again and again; pairs kept apart weigh nothing."""
    size = len(component.weights)
    groups, refused = _Groups(component.first < 0), []
    sums = np.where(component.different, 0, component.weights).astype(np.int64) - THRESHOLD
    sums[component.first < 0] = _NEVER
    counts = np.ones(size, dtype=np.int64)

    def join(low: int, high: int) -> None:
        groups.join(low, high)
        sums[low] += sums[high]
        sums[:, low] += sums[:, high]
        counts[low] += counts[high]
        counts[high] = 0

    for one, other in component.joins().tolist():
        low, high = sorted((groups.of[one], groups.of[other]))
        if component.first[one, other] and low != high:
            if groups.exclude(low, high):
                refused.append((one, other))
            else:
                join(low, high)
    while (closest := _closest(sums, counts)) is not None:
        join(*closest)
    return Linked(tuple(groups.of), _spanning(component, groups.of), tuple(refused))


def _closest(sums: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[int, int] | None:
    alive = np.flatnonzero(counts)
    pairs = np.triu(np.ones((len(alive), len(alive)), dtype=np.bool_), 1)
    means = np.where(pairs, sums[np.ix_(alive, alive)] / np.outer(counts[alive], counts[alive]), -np.inf)
    if not pairs.any() or means.max() < 0:
        return None
    low, high = divmod(int(means.argmax()), len(alive))
    return int(alive[low]), int(alive[high])


def _spanning(component: Component, of: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return the first joins inside the groups, as many as it takes to connect what joins connect."""
    connected = _Groups(np.zeros_like(component.different))
    kept = []
    for one, other in component.joins().tolist():
        left, right = connected.of[one], connected.of[other]
        if left != right and of[one] == of[other]:
            connected.join(left, right)
            kept.append((one, other))
    return tuple(kept)


LINK: Final[dict[Linkage, Callable[[Component], Linked]]] = {"constrained": constrained, "average": average}
