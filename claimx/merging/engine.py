"""The engine: all rules, and what a person ruled, over the pairs of one set of facts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Flags, Rows
from claimx.merging.blocking import candidate_pairs
from claimx.merging.relation import distinct
from claimx.merging.rulings import NO_RULINGS, RULED, RuledPairs, Rulings
from claimx.merging.ties import Ties
from claimx.merging.verdicts import Verdicts, decide
from claimx.merging.votes import Columns


class Engine:
    """Finds the pairs worth deciding on, and decides on them."""

    def __init__(self, columns: Columns, *, ruled: RuledPairs = NO_RULINGS) -> None:
        """Look at the rows of `columns`; what a person ruled wins over the rules."""
        self.columns, self.facts = columns, columns.facts
        self.ties = Ties(columns.facts)
        self.rulings = Rulings(len(columns.facts), ruled)

    def decide(self, left: Rows, right: Rows) -> Verdicts:
        """Decide on pairs of rows, the lower row left."""
        verdicts = decide(self.columns, self.ties, left, right)
        return _overruled(verdicts, self.rulings, left, right) if self.rulings else verdicts

    def comes_first(self, left: Rows, right: Rows) -> NDArray[np.int8]:
        """Return 2 for pairs ruled to be one event, -1 for those ruled to be two, 1 for one article, 0 for the rest."""
        articles = self.facts.article.codes
        within = articles[left] == articles[right]
        same, different = self.rulings.same(left, right), self.rulings.different(left, right)
        return np.where(same, 2, np.where(different, -1, within)).astype(np.int8)

    def candidates(self, *, changed: Flags | None = None) -> Iterator[tuple[Rows, Rows]]:
        """Yield the pairs to decide on, some more than once; with `changed`, only those that have a marked row."""
        yield self.rulings.same_pairs()
        yield from candidate_pairs(self.columns, self.ties, changed=changed)

    def joins(self, *, changed: Flags | None = None) -> tuple[Rows, Rows]:
        """Return the pairs that are one event, sorted, each once; with `changed`, only those that have a marked row."""
        size = max(len(self.facts), 1)
        found = [np.zeros(0, dtype=np.int64)]
        for left, right in self.candidates(changed=changed):
            if not len(left):
                continue
            same = self.decide(left, right).same
            found.append(left[same] * size + right[same])
        codes = distinct(np.concatenate(found))
        return codes // size, codes % size


def _overruled(verdicts: Verdicts, rulings: Rulings, left: Rows, right: Rows) -> Verdicts:
    same, different = rulings.same(left, right), rulings.different(left, right)
    weight = np.where(same, RULED, np.where(different, 0, verdicts.weight)).astype(np.int8)
    return Verdicts(
        weight=weight,
        same=(verdicts.same | same) & ~different,
        different=(verdicts.different & ~rulings.exempt(left, right)) | different,
    )
