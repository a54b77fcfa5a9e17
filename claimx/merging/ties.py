"""Ties: what stands in a relation to what, inside one article."""

from __future__ import annotations

import numpy as np

from claimx.facts import Codes, Facts, Flags, Rows
from claimx.merging.relation import expand


def with_tied(facts: Facts, rows: Rows) -> Rows:
    """Return some rows with those that they are tied to, ascending."""
    source, _, target = facts.relations
    inside = np.zeros(len(facts), dtype=np.bool_)
    inside[rows] = True
    tied = np.concatenate([target[inside[source]], source[inside[target]]])
    inside[tied] = True
    return np.flatnonzero(inside)


class Ties:
    """For each row the rows it is tied to, and how; a tie is seen from both its ends."""

    def __init__(self, facts: Facts) -> None:
        """Collect the relations of `facts`."""
        source, kind, target = facts.relations
        n_kinds = len(kind.values)
        rows = np.concatenate([source, target])
        kinds = np.concatenate([kind.codes, kind.codes + n_kinds]).astype(np.int64)
        told = np.unique(np.stack([rows, kinds, np.concatenate([target, source])], axis=1), axis=0)
        self.rows: Rows = told[:, 0]
        """Rows with a tie, ascending, one entry for each tie."""
        self.kinds: Codes = told[:, 1].astype(np.int32)
        """The relation of each entry, a code of its own for each direction."""
        self.partners: Codes = told[:, 2].astype(np.int32)
        self._starts = np.searchsorted(self.rows, np.arange(len(facts) + 1))
        self._some: Flags = np.diff(self._starts) > 0

    def some(self, rows: Rows) -> Flags:
        """Tell which rows have a tie."""
        tied: Flags = self._some[rows]
        return tied

    def of_pairs(self, left: Rows, right: Rows) -> tuple[Rows, Rows, Rows]:
        """Return the pairs that stand to pairs in the same relation: places among the pairs, and both rows."""
        entries = np.arange(len(self.rows), dtype=np.int32)
        places, one = self._expand(left, entries)
        again, other = self._expand(right[places], entries)
        one, places = one[again], places[again]
        mine, theirs = self.partners[one].astype(np.int64), self.partners[other].astype(np.int64)
        kept = (self.kinds[one] == self.kinds[other]) & (mine != theirs)
        return places[kept], mine[kept], theirs[kept]

    def _expand(self, rows: Rows, entries: Codes) -> tuple[Rows, Codes]:
        return expand(self._starts[rows], self._starts[rows + 1] - self._starts[rows], entries)
