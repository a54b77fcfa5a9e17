"""One-to-one alignment where few pairs are alike at all: its cost grows with those pairs, not with all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

Pair: TypeAlias = tuple[int, int]


def match_sparse(weights: Mapping[Pair, int]) -> list[Pair]:
    """Return the pairs (left, right) of the one-to-one alignment with the greatest total weight, sorted.

    Weights are positive integers, so that equal totals are equal; pairs that are not given are never aligned. Where
    several alignments are as good, the numbers of left and right decide, which callers give by content.
    """
    lefts, rights = sorted({left for left, _ in weights}), sorted({right for _, right in weights})
    if min(len(lefts), len(rights)) <= 1:
        return [min(weights, key=lambda pair: (-weights[pair], pair))] if weights else []
    rows, columns = min_weight_full_bipartite_matching(_padded(weights, lefts, rights), maximize=True)
    aligned = zip(rows.tolist(), columns.tolist(), strict=True)
    return sorted((lefts[row], rights[column]) for row, column in aligned if column < len(rights))


def _padded(weights: Mapping[Pair, int], lefts: list[int], rights: list[int]) -> csr_array:
    """One row for each left; a column for each right and one that stands for "alone" for each left.

    Every row is then matched in every alignment, so adding 1 to all weights, as zeros would vanish, changes nothing.
    """
    row_of = {left: row for row, left in enumerate(lefts)}
    column_of = {right: column for column, right in enumerate(rights)}
    pairs = sorted(weights)
    alone = list(range(len(lefts)))
    rows = [row_of[left] for left, _ in pairs] + alone
    columns = [column_of[right] for _, right in pairs] + [len(rights) + row for row in alone]
    values = [weights[pair] + 1 for pair in pairs] + [1] * len(lefts)
    shape = (len(lefts), len(rights) + len(lefts))
    return csr_array((np.array(values, dtype=np.float64), (rows, columns)), shape=shape)
