"""One-to-one alignment by optimal assignment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

Left = TypeVar("Left")
Right = TypeVar("Right")


def assign(
    left: Sequence[Left], right: Sequence[Right], *, similarity: Callable[[Left, Right], int]
) -> list[tuple[int, int]]:
    """Return the pairs of indices of the one-to-one alignment with the greatest total similarity, in order of `left`.

    Pairs of similarity 0 are left out. Similarities are integers, so that equal totals are equal; where several
    alignments are as good, the order of the arguments decides, which callers sort by content.
    """
    if not left or not right:
        return []
    matrix = np.array([[similarity(one, other) for other in right] for one in left], dtype=np.int64)
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return [
        (row, column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True) if matrix[row, column] > 0
    ]
