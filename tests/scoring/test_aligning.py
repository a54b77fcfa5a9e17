"""Optimal one-to-one alignment."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from claimx.scoring.aligning import Content, couples
from claimx.scoring.assignment import assign

MATRICES = st.integers(0, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), max_size=4)
)


def test_the_best_total_wins_over_the_best_pair() -> None:
    """Taking 9 first would leave 1: 10; the two eights make 16."""
    matrix = [[9, 8], [8, 1]]
    assert [(0, 1), (1, 0)] == assign((0, 1), (0, 1), similarity=lambda row, column: matrix[row][column])


@given(MATRICES)
def test_no_other_alignment_is_better(matrix: list[list[int]]) -> None:
    """Against every permutation."""
    rows, columns = range(len(matrix)), range(len(matrix[0]) if matrix else 0)
    pairs = assign(rows, columns, similarity=lambda row, column: matrix[row][column])
    size = max(len(rows), len(columns))
    square = [[matrix[r][c] if r in rows and c in columns else 0 for c in range(size)] for r in range(size)]
    assert max(sum(square[r][c] for r, c in enumerate(each)) for each in permutations(range(size))) == sum(
        matrix[row][column] for row, column in pairs
    )
    assert all(matrix[row][column] > 0 for row, column in pairs)


def _distance(left: int, right: int) -> int:
    return max(0, 10 - abs(left - right))


@given(st.lists(st.integers(0, 30), max_size=5), st.lists(st.integers(0, 30), max_size=5))
def test_couples_are_the_same_from_either_side_and_in_any_order(left: list[int], right: list[int]) -> None:
    """Everything appears once, what is the same is together, and neither order nor side decides a tie."""

    def coupled(one: list[int], other: list[int]) -> list[tuple[int | None, int | None]]:
        return couples(one, other, content=lambda number: Content(f"{number:02}"), similarity=_distance)

    found = coupled(left, right)
    assert sorted(left) == sorted(mine for mine, _ in found if mine is not None)
    assert sorted(right) == sorted(yours for _, yours in found if yours is not None)
    assert found == coupled(left[::-1], right[::-1])
    assert sorted(map(str, found)) == sorted(str((mine, yours)) for yours, mine in coupled(right, left))
    assert sum(mine == yours for mine, yours in found) == sum(min(left.count(n), right.count(n)) for n in set(left))
