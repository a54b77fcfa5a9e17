"""Grouping by a pairwise rule, and the form that stands for a group."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.merging.grouping import group, most_used, unrivalled

PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)))


def linked(pairs: set[tuple[int, int]], left: int, right: int) -> bool:
    """Whether a pair is given in either order."""
    return (left, right) in pairs or (right, left) in pairs


def components(members: list[int], pairs: set[tuple[int, int]]) -> set[frozenset[int]]:
    """Return the connected components the slow way: by spreading until nothing changes."""
    reached = {member: {member} for member in members}
    for _ in members:
        for left, right in pairs:
            together = reached[left] | reached[right]
            reached.update(dict.fromkeys(together, together))
    return {frozenset(group) for group in reached.values()}


@given(st.permutations(range(8)), PAIRS)
def test_groups_are_the_connected_components(members: list[int], pairs: set[tuple[int, int]]) -> None:
    """Whatever joins whom, directly or through others, is one group, in any order of members."""
    groups = group(members, lambda left, right: linked(pairs, left, right))
    assert {frozenset(one) for one in groups} == components(members, pairs)
    assert sorted(member for one in groups for member in one) == list(range(8))


def test_groups_keep_the_order_of_their_first_members() -> None:
    """A late bridge joins two groups at the place of the first."""
    pairs = {(1, 4), (3, 4)}
    assert [[1, 3, 4], [2]] == [sorted(one) for one in group([1, 2, 3, 4], lambda a, b: linked(pairs, a, b))]


def starts_alike(left: str, right: str) -> bool:
    """A stand-in for names: one begins the other."""
    return left.startswith(right) or right.startswith(left)


def begins(short: str, long: str) -> bool:
    """Whether the first is the shorter one."""
    return len(short) < len(long) and long.startswith(short)


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        pytest.param(["K", "Kadin"], ["K Kadin"], id="one-full-name"),
        pytest.param(["K", "Kadin", "Korran"], ["K", "Kadin", "Korran"], id="two-full-names"),
        pytest.param(["K", "Kad", "Kadin"], ["K Kad Kadin"], id="full-names-that-are-one"),
        pytest.param(["K", "Kad", "Kadin", "Korran"], ["K", "Kad Kadin", "Korran"], id="a-fuller-form-fits-one"),
        pytest.param(["K", "K", "Kadin", "Korran"], ["K K", "Kadin", "Korran"], id="short-forms-are-still-alike"),
    ],
)
def test_a_short_form_of_two_names_joins_neither(names: list[str], groups: list[str]) -> None:
    """Two names are not made one by a short form that fits both, in any order."""
    for order in permutations(names):
        found = group(order, unrivalled(order, starts_alike, short_for=begins))
        assert sorted(" ".join(sorted(one)) for one in found) == groups


@pytest.mark.parametrize(
    ("forms", "chosen"),
    [
        pytest.param(["Irel", "Tomas Irel", "Irel"], "Irel", id="most-frequent"),
        pytest.param(["Irel", "Tomas Irel"], "Tomas Irel", id="longest-of-equally-frequent"),
        pytest.param(["Irel B", "Irel A"], "Irel A", id="first-in-the-alphabet-of-equally-long"),
    ],
)
def test_most_used(forms: list[str], chosen: str) -> None:
    """Frequency, then length, then the alphabet, in any order."""
    assert [most_used(order) for order in permutations(forms)] == [chosen] * len(list(permutations(forms)))
