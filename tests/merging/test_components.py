"""Components: what pairs connect, however long the way."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest

from claimx.merging.components import components, members


def connected(size: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Return the lowest row that pairs connect each row with, found by walking from row to row."""
    beside: list[set[int]] = [set() for _ in range(size)]
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    lowest = [-1] * size
    for start in range(size):
        waiting = [start] if lowest[start] < 0 else []
        while waiting:
            row = waiting.pop()
            if lowest[row] < 0:
                lowest[row] = start
                waiting += beside[row]
    return lowest


def found(size: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Ask for the components of pairs."""
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    lowest: list[int] = components(size, rows[:, 0], rows[:, 1]).tolist()
    return lowest


def test_any_pairs() -> None:
    """Each row is called by the lowest that can be reached, whatever the order and direction of pairs."""
    rng = Random(0)  # noqa: S311  # the same pairs each time, not a secret
    for case in range(3000):
        size = rng.randint(1, 30)
        pairs = [(rng.randrange(size), rng.randrange(size)) for _ in range(rng.randint(0, size))]
        assert found(size, pairs) == connected(size, pairs), f"case {case}"


@pytest.mark.parametrize("step", [1, -1])
def test_a_path(step: int) -> None:
    """A long chain is one component, from either end, and in any order of its links."""
    size = 5000
    links = [(row, row + 1) for row in range(size - 1)][::step]
    shuffled = Random(1).sample(links, len(links))  # noqa: S311  # the same order each time, not a secret
    assert found(size, links) == found(size, shuffled) == [0] * size


def test_nothing() -> None:
    """No rows have no components, and rows without pairs are alone."""
    assert (found(0, []), found(3, []), found(2, [(1, 1)])) == ([], [0, 1, 2], [0, 1])


def test_members() -> None:
    """Rows stand by label, then by row, and each stretch is one label."""
    rng = Random(2)  # noqa: S311  # the same labels each time, not a secret
    for _ in range(2000):
        labels = [rng.randrange(6) for _ in range(rng.randint(0, 12))]
        order, begins = members(np.array(labels, dtype=np.int64))
        stretches = [order[one:end].tolist() for one, end in pairwise(begins.tolist())]
        expected = [[row for row, each in enumerate(labels) if each == label] for label in sorted(set(labels))]
        assert stretches == expected
