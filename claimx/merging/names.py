"""Names in columns: which participants of many mentions are one.

Every answer is a scalar rule's, asked once for each pair of different names; what remains is arithmetic on codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import Final, NamedTuple, Self

import numpy as np

from claimx.facts import Codes, Column, Facts, Flags, Named, Rows
from claimx.merging.identity import same_participant
from claimx.merging.relation import Relation, Sides, expand, related_pairs
from claimx.values.names.folding import fold_name
from claimx.values.names.keys import family_keys, near_keys, participant_keys
from claimx.values.names.persons import nearly_same_person

ROLES: Final = ("victims", "actors", "recipients")


class Names:
    """Named participants of all roles, and which of them are one."""

    def __init__(self, facts: Facts) -> None:
        """Collect the names."""
        columns: dict[str, Column[tuple[Named, ...]]] = {role: getattr(facts, role) for role in ROLES}
        named = sorted({one for column in columns.values() for value in column.values for one in value})
        codes = {one: code for code, one in enumerate(named)}
        self.values: tuple[Named, ...] = tuple(named)
        self._lists = {role: _lists(column.values, codes) for role, column in columns.items()}
        self.facets = {role: column.codes for role, column in columns.items()}

    def take(self, rows: Rows) -> Self:
        """Return the names of some rows; what is known of names stays known."""
        taken = copy(self)
        taken.facets = {role: facets[rows] for role, facets in self.facets.items()}
        return taken

    @cached_property
    def same(self) -> Relation:
        """Names that are one participant wherever they stand."""
        pairs = related_pairs(self.values, sides=_named_keys, same=_same, what="names")
        return Relation(len(self.values), pairs, alone=self._comparable)

    @cached_property
    def nearly(self) -> Relation:
        """Persons whom two names do not tell apart: a short form, or a name one slip away."""
        pairs = related_pairs(self.values, sides=_near_keys, same=_not_apart, what="names of persons")
        return Relation(len(self.values), pairs, alone=self._comparable)

    @cached_property
    def _comparable(self) -> Flags:
        """Which names can be compared at all, be it with themselves: those with a letter."""
        told = [any(map(fold_name, (one.name, *one.also_known_as))) for one in self.values]
        return np.array(told, dtype=np.bool_)

    def counts(self, role: str, rows: Rows) -> Rows:
        """Return how many names some rows have in a role."""
        counts: Rows = self._lists[role].counts[self.facets[role][rows]]
        return counts

    def of(self, role: str, rows: Rows) -> tuple[Rows, Codes]:
        """Return the names in a role: places in `rows`, and codes of names."""
        starts, counts, names = self._lists[role]
        facets = self.facets[role][rows]
        return expand(starts[facets], counts[facets], names)

    def shared(self, role: str, left: Rows, right: Rows) -> Flags:
        """Tell for each pair of rows whether they share a participant in a role."""
        found = np.zeros(len(left), dtype=np.bool_)
        some = np.flatnonzero((self.counts(role, left) > 0) & (self.counts(role, right) > 0))
        places, one = self.of(role, left[some])
        again, other = self.of(role, right[some][places])
        found[some[places[again[self.same.holds(one[again], other)]]]] = True
        return found

    def apart(self, left: Rows, right: Rows) -> Flags:
        """Tell for each pair of rows whether each names one victim, and not the same."""
        found = np.zeros(len(left), dtype=np.bool_)
        some = np.flatnonzero((self.counts("victims", left) == 1) & (self.counts("victims", right) == 1))
        _, one = self.of("victims", left[some])
        _, other = self.of("victims", right[some])
        found[some] = ~(self.same.holds(one, other) | self.nearly.holds(one, other))
        return found


class _Lists(NamedTuple):
    """Lists of names, one after the other."""

    starts: Rows
    counts: Rows
    names: Codes


def _lists(values: Sequence[tuple[Named, ...]], codes: dict[Named, int]) -> _Lists:
    counts = np.fromiter(map(len, values), dtype=np.int64, count=len(values))
    names = np.array([codes[one] for value in values for one in value], dtype=np.int32)
    return _Lists(np.cumsum(counts) - counts, counts, names)


def _named_keys(one: Named) -> Sides:
    is_person = one.kind == "person"
    aliases = (participant_keys(alias, is_person=is_person) for alias in one.also_known_as)
    return Sides(both=participant_keys(one.name, is_person=is_person).union(*aliases))


def _same(one: Named, other: Named) -> bool:
    return same_participant(one, other, same_article=False) is not None


def _near_keys(one: Named) -> Sides:
    if one.kind != "person":
        return Sides()
    family = family_keys(one.name)
    return Sides(both=near_keys(one.name), looking=family.short, found=family.full)


def _not_apart(one: Named, other: Named) -> bool:
    return same_participant(one, other, same_article=True) is not None or nearly_same_person(one.name, other.name)
