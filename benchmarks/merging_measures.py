"""Measures over arrays: how alike two clusterings of rows are, of all rows or of some, and how time grows with size.

`claimx.scoring.clusters` measures the same of clusters of any things; here are millions of rows, and subsets of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Flags

Labels = NDArray[np.signedinteger]
"""For each row the number of its cluster, from 0."""


class Score(NamedTuple):
    """Precision and recall, 0 to 1; None where there is nothing to divide by."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean."""
        if self.precision is None or self.recall is None:
            return None
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(truth: Labels, labels: Labels, *, among: Flags) -> Score:
    """Return how many of the pairs that were put together are one event, and of those that are one were put together.

    Counted are pairs of which at least one row is marked in `among`.
    """
    found, true = _pairs(labels, among), _pairs(truth, among)
    right = _pairs(_joint(truth, labels), among)
    return Score(right / found if found else None, right / true if true else None)


def b_cubed(truth: Labels, labels: Labels, *, among: Flags) -> Score:
    """Return B³ (Bagga & Baldwin 1998) over the marked rows: the mean share of a row's cluster that is of its event.

    Recall is the mean share of a row's event that is in its cluster; a row counts as its own companion.
    """
    if not among.any():
        return Score(None, None)
    joint = _sizes(_joint(truth, labels))
    return Score(*(float((joint / _sizes(one))[among].mean()) for one in (labels, truth)))


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the slope of log time over log size by least squares: 1 where time grows as size does."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def _joint(truth: Labels, labels: Labels) -> Labels:
    joint: Labels = np.unique(truth.astype(np.int64) * (int(labels.max(initial=0)) + 1) + labels, return_inverse=True)[
        1
    ]
    return joint


def _pairs(labels: Labels, among: Flags) -> int:
    everybody, others = np.bincount(labels), np.bincount(labels[~among])
    return int((everybody * (everybody - 1)).sum() - (others * (others - 1)).sum()) // 2


def _sizes(labels: Labels) -> NDArray[np.int64]:
    return np.bincount(labels)[labels]
