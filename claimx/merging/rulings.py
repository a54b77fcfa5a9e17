"""Rulings: what a person decided on pairs of mentions, which wins over the rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from claimx.facts import Codes, Flags, Rows
from claimx.merging.components import components
from claimx.merging.judgement import Judgement
from claimx.merging.relation import Relation

RULED: Final = 127
"""Points of a join that a person decided: more than all rules together."""


class RuledPairs(NamedTuple):
    """Pairs of rows on which a person decided."""

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()

    def rows(self) -> frozenset[int]:
        """Return the rows that were ruled on."""
        return frozenset(row for pair in (*self.same, *self.different) for row in pair)

    def among(self, rows: Rows) -> RuledPairs:
        """Return the rulings on pairs of `rows` (ascending), in terms of places among them."""
        places = {row: place for place, row in enumerate(rows.tolist()) if row in self.rows()} if any(self) else {}
        same, different = (
            tuple((places[one], places[other]) for one, other in pairs if one in places and other in places)
            for pairs in self
        )
        return RuledPairs(same, different)


NO_RULINGS: Final = RuledPairs()


class Rulings:
    """Says of pairs of rows what a person decided on them.

    Who rules that a is b and b is c has ruled that a is c: no rule keeps them apart. A pair ruled different is two
    events, whatever else was ruled.
    """

    def __init__(self, size: int, pairs: RuledPairs) -> None:
        """Apply the rulings to `size` rows."""
        self._size = size
        self._same, self._different = _ordered(pairs.same), _ordered(pairs.different)
        self._is_same, self._is_different = Relation(size, self._same), Relation(size, self._different)
        rows = np.array(self._same, dtype=np.int64).reshape(-1, 2)
        self._groups = components(size, rows[:, 0], rows[:, 1])

    def same_pairs(self) -> tuple[Rows, Rows]:
        """Return the pairs that were ruled to be one event."""
        rows = np.array(self._same, dtype=np.int64).reshape(-1, 2)
        return rows[:, 0], rows[:, 1]

    def same(self, left: Rows, right: Rows) -> Flags:
        """Tell which pairs were ruled to be one event, and not to be two."""
        return self._is_same.holds(_codes(left), _codes(right)) & ~self.different(left, right)

    def different(self, left: Rows, right: Rows) -> Flags:
        """Tell which pairs were ruled to be two events."""
        return self._is_different.holds(_codes(left), _codes(right))

    def exempt(self, left: Rows, right: Rows) -> Flags:
        """Tell which pairs no rule keeps apart, since a chain of rulings makes them one."""
        groups: Flags = self._groups[left] == self._groups[right]
        return groups

    def judge(self, left: int, right: int) -> Judgement | None:
        """Return what was ruled on one pair, as a judgement."""
        one, other = np.array([left]), np.array([right])
        if self.different(one, other)[0]:
            return Judgement("ruling", "different", 0, "a person ruled that they are two events")
        if self.same(one, other)[0]:
            return Judgement("ruling", "same", RULED, "a person ruled that they are one event")
        if self.exempt(one, other)[0]:
            return Judgement("ruling", "unsure", 0, "a person ruled each to be one event with others between them")
        return None

    def __bool__(self) -> bool:
        return bool(self._same or self._different)


def _ordered(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})


def _codes(rows: Rows) -> Codes:
    return rows.astype(np.int32)
