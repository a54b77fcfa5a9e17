"""Rulings: what a person decided, closed over chains, with `different` on top."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np

from claimx.merging.rulings import RULED, RuledPairs, Rulings
from claimx.merging.weights import PLACES


def chained(size: int, pairs: tuple[tuple[int, int], ...]) -> set[tuple[int, int]]:
    """Return all pairs that chains of pairs connect, each in both orders."""
    reached = {(row, row) for row in range(size)} | {each for pair in pairs for each in (pair, pair[::-1])}
    while True:
        further = reached | {(one, last) for one, by in reached for also, last in reached if by == also}
        if further == reached:
            return reached
        reached = further


def test_rulings_on_any_pairs() -> None:
    """Same and different in any order of rows; different wins; chains of same exempt; arrays and judgements agree."""
    rng = Random(0)  # noqa: S311  # the same rulings each time, not a secret
    for case in range(2000):
        size = rng.randint(2, 6)
        drawn = [tuple(rng.sample(range(size), 2)) for _ in range(rng.randint(0, 5))]
        pairs = [(one, other) for one, other in drawn]
        cut = rng.randint(0, len(pairs))
        ruled = RuledPairs(tuple(pairs[:cut]), tuple(pairs[cut:]))
        rulings = Rulings(size, ruled)
        connected = chained(size, ruled.same)
        for left, right in combinations(range(size), 2):
            one, other = np.array([left]), np.array([right])
            is_different = (left, right) in ruled.different or (right, left) in ruled.different
            is_same = ((left, right) in ruled.same or (right, left) in ruled.same) and not is_different
            is_exempt = (left, right) in connected
            answers = (rulings.different(one, other)[0], rulings.same(one, other)[0], rulings.exempt(one, other)[0])
            assert answers == (is_different, is_same, is_exempt), f"case {case}"
            judgement = rulings.judge(left, right)
            expected = "different" if is_different else "same" if is_same else "unsure" if is_exempt else None
            assert (judgement.verdict if judgement else None) == expected, f"case {case}"


def test_rulings_among_some_rows() -> None:
    """Pairs inside are kept, in terms of places; those that reach outside wait."""
    ruled = RuledPairs(((2, 5), (5, 9)), ((9, 2),))
    assert ruled.among(np.array([2, 4, 9])) == RuledPairs((), ((2, 0),))
    assert ruled.among(np.array([2, 5])) == RuledPairs(((0, 1),), ())
    assert ruled.rows() == {2, 5, 9}
    assert RuledPairs().among(np.array([1])) == RuledPairs()


def test_no_sum_of_rules_outweighs_a_person() -> None:
    """A ruled join comes before all others, and is no ruling where there is none."""
    assert sum(PLACES.values()) < RULED
    assert (bool(Rulings(3, RuledPairs())), bool(Rulings(3, RuledPairs(((0, 1),))))) == (False, True)
