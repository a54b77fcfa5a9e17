"""Sparse alignment finds the greatest total."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from claimx.scoring.matching import Pair, match_sparse

WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9))


def greatest_total(weights: dict[Pair, int]) -> int:
    """Try every one-to-one alignment."""
    lefts, rights = sorted({left for left, _ in weights}), sorted({right for _, right in weights})
    return max(
        sum(weights.get(pair, 0) for pair in zip(chosen, order, strict=True))
        for size in range(min(len(lefts), len(rights)) + 1)
        for chosen in combinations(lefts, size)
        for order in permutations(rights, size)
    )


@given(WEIGHTS)
def test_the_total_is_the_greatest_there_is(weights: dict[Pair, int]) -> None:
    """Trying all alignments finds none that is better."""
    assert greatest_total(weights) == sum(weights[pair] for pair in match_sparse(weights))


@given(WEIGHTS)
def test_nobody_is_aligned_twice(weights: dict[Pair, int]) -> None:
    """The alignment is one to one, sorted, and has none but given pairs."""
    pairs = match_sparse(weights)
    assert sorted(pairs) == pairs
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    assert weights.keys() >= set(pairs)


@given(WEIGHTS)
def test_the_order_of_the_weights_does_not_matter(weights: dict[Pair, int]) -> None:
    """The same pairs whichever is told first."""
    assert match_sparse(weights) == match_sparse(dict(reversed(weights.items())))


def test_a_worse_pair_is_taken_for_a_better_total() -> None:
    """0–0 is the best pair, but leaves 1 alone."""
    assert [(0, 1), (1, 0)] == match_sparse({(0, 0): 5, (0, 1): 4, (1, 0): 4})
