"""Linkage: the order of joins, what is refused, and averages, against the plainest way to say the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from claimx.merging.linkage import LINK, LINKAGES, Component, Linkage, Linked, average, constrained
from claimx.merging.rulings import RULED
from claimx.merging.weights import THRESHOLD


def drawn(seed: int) -> Component:
    """Draw a component of up to nine mentions; few weights, so that many joins are equally strong."""
    rng = Random(seed)  # noqa: S311  # the same component each time, not a secret
    size = rng.randint(1, 9)
    weights, first = np.zeros((size, size), dtype=np.int8), np.zeros((size, size), dtype=np.int8)
    same, different = np.zeros((size, size), dtype=np.bool_), np.zeros((size, size), dtype=np.bool_)
    n_ruled, likely = rng.choice((0, 0, 0.1)), rng.choice((0.3, 0.6, 0.9))
    for pair in [*combinations(range(size), 2)]:
        both = (pair, pair[::-1])
        ruling = rng.choice((2, -1)) if rng.random() < n_ruled else 0
        within = int(rng.random() < 0.1)
        draw = rng.random()
        kind = {2: "same", -1: "different"}.get(
            ruling, "same" if draw < likely else rng.choice(("different", "unsure"))
        )
        weight = (
            RULED if ruling == 2 else {"same": rng.choice((8, 9, 12)), "unsure": rng.choice((0, 3, 9))}.get(kind, 0)
        )
        for cell in both:
            weights[cell], same[cell], different[cell] = weight, kind == "same", kind == "different"
            first[cell] = ruling or within
    return Component(weights, same, different, first)


def joins(component: Component) -> Iterator[tuple[int, int]]:
    """Yield the joins: ruled, then inside one article, then the rest; the strongest, then the lower rows first."""
    pairs = [pair for pair in combinations(range(len(component.weights)), 2) if component.same[pair]]
    yield from sorted(pairs, key=lambda pair: (-int(component.first[pair]), -int(component.weights[pair]), *pair))


def by_hand(component: Component) -> Linked:
    """Link with sets: one join after the other, all pairs across checked."""
    groups = [{row} for row in range(len(component.weights))]
    joined, refused = [], []
    for left, right in joins(component):
        one, other = (next(group for group in groups if row in group) for row in (left, right))
        if one is other:
            continue
        if any(component.different[pair] for pair in ((row, also) for row in one for also in other)):
            refused.append((left, right))
            continue
        joined.append((left, right))
        groups = [group for group in groups if group is not one and group is not other] + [one | other]
    lowest = {row: min(group) for group in groups for row in group}
    return Linked(tuple(lowest[row] for row in sorted(lowest)), tuple(joined), tuple(refused))


def averaged(component: Component) -> tuple[int, ...]:
    """Link by averages as fractions: first what comes first, then always the two groups with the highest average."""
    groups = [frozenset({row}) for row in range(len(component.weights))]

    def merge(one: frozenset[int], other: frozenset[int]) -> None:
        groups[:] = [group for group in groups if group not in (one, other)] + [one | other]

    def ruled_out(one: frozenset[int], other: frozenset[int]) -> bool:
        return any(component.first[row, also] < 0 for row in one for also in other)

    for left, right in joins(component):
        one, other = (next(group for group in groups if row in group) for row in (left, right))
        if component.first[left, right] and one is not other and not ruled_out(one, other):
            merge(one, other)
    while True:
        points = {
            (_mean(component, one, other), -min(one), -min(other)): (one, other)
            for one, other in combinations(sorted(groups, key=min), 2)
            if not ruled_out(one, other)
        }
        if not points or max(points)[0] < THRESHOLD:
            lowest = {row: min(group) for group in groups for row in group}
            return tuple(lowest[row] for row in sorted(lowest))
        merge(*points[max(points)])


def _mean(component: Component, one: frozenset[int], other: frozenset[int]) -> Fraction:
    pairs = [(row, also) for row in one for also in other]
    weights = (0 if component.different[pair] else int(component.weights[pair]) for pair in pairs)
    return Fraction(sum(weights), len(pairs))


@pytest.mark.parametrize("first", range(0, 3000, 1000))
def test_constrained_is_what_sets_say(first: int) -> None:
    """Joins in order, each checked against all pairs that it would bring together."""
    for seed in range(first, first + 1000):
        assert constrained(drawn(seed)) == by_hand(drawn(seed)), f"seed {seed}"


@pytest.mark.parametrize("first", range(0, 2000, 1000))
def test_average_is_what_fractions_say(first: int) -> None:
    """No rounding decides, and of equal averages the lower rows come first."""
    for seed in range(first, first + 1000):
        assert average(drawn(seed)).groups == averaged(drawn(seed)), f"seed {seed}"


@pytest.mark.parametrize("linkage", LINKAGES)
def test_what_is_linked(linkage: Linkage) -> None:
    """Groups are called by their lowest member; joins stay inside, refusals outside, and what was ruled holds."""
    for seed in range(2000):
        component = drawn(seed)
        groups, joined, refused = LINK[linkage](component)
        assert all(groups[group] == group <= row for row, group in enumerate(groups))
        assert all(groups[one] == groups[other] for one, other in joined)
        assert all(component.same[pair] for pair in (*joined, *refused))
        assert all(groups[one] != groups[other] for one, other in refused)
        apart = component.different if linkage == "constrained" else component.first < 0
        assert not any(apart[one, other] and groups[one] == groups[other] for one, other in np.argwhere(apart))


@pytest.mark.parametrize("linkage", LINKAGES)
def test_others_in_a_larger_matrix_change_nothing(linkage: Linkage) -> None:
    """Rows that join nobody may stand between; the order of rows is all that counts."""
    for seed in range(1000):
        component = drawn(seed)
        size = len(component.weights)
        rows = np.array(sorted(Random(seed).sample(range(2 * size), size)))  # noqa: S311  # the same rows each time
        wide = Component(*(_spread(square, rows, 2 * size) for square in component))
        groups = LINK[linkage](wide).groups
        assert [groups[row] for row in rows] == [rows[group] for group in LINK[linkage](component).groups]


def _spread(square: NDArray[Any], rows: NDArray[np.int64], size: int) -> NDArray[Any]:
    larger = np.zeros((size, size), dtype=square.dtype)
    larger[np.ix_(rows, rows)] = square
    return larger


def test_a_wrong_day_is_outvoted_by_averages_alone() -> None:
    """Of four that agree two are kept apart from one another: averages forgive it, the constraint does not."""
    size = 4
    same = ~np.eye(size, dtype=np.bool_)
    same[0, 3] = same[3, 0] = False
    component = Component(
        np.where(same, 14, 0).astype(np.int8),
        same,
        ~same & ~np.eye(size, dtype=np.bool_),
        np.zeros((size, size), dtype=np.int8),
    )
    assert constrained(component).groups == (0, 0, 0, 3)
    assert average(component).groups == (0, 0, 0, 0)
