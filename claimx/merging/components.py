"""Connected components of many pairs, in arrays."""

from __future__ import annotations

import numpy as np

from claimx.facts import Rows


def components(size: int, left: Rows, right: Rows) -> Rows:
    """Return for each row the lowest row that pairs connect it with.

    Each round hooks the higher root of every pair onto a lower one and halves all paths; the rounds needed grow with
    the logarithm of the longest path (Shiloach & Vishkin, "An O(log n) parallel connectivity algorithm", 1982).
    """
    roots = np.arange(size, dtype=np.int64)
    while len(left):
        one, other = roots[left], roots[right]
        low, high = np.minimum(one, other), np.maximum(one, other)
        open_ = low != high
        left, right, low, high = left[open_], right[open_], low[open_], high[open_]
        # Of several lower roots any will do: whatever a root hangs on is lower, and the lowest row hangs on nothing.
        roots[high] = low
        while not np.array_equal(roots, shorter := roots[roots]):
            roots = shorter
    return roots


def members(labels: Rows) -> tuple[Rows, Rows]:
    """Return the rows sorted by label, then row, and where each label's stretch begins (with the end of the last)."""
    order = np.argsort(labels, kind="stable")
    begins = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return order, np.append(begins, len(order))
