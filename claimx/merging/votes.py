"""The rules over many pairs at once: what `claimx.merging.rules` says of one pair, as arrays.

Each function here votes as the function of the same name there judges; the scalar one is the rule, and carries the
sentence.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from claimx.facts import UNDATED, Column, Facts, Flags, Rows
from claimx.merging.names import Names
from claimx.merging.places import Places
from claimx.merging.relation import Relation
from claimx.merging.weights import (
    ACTOR,
    CALM,
    DAY,
    DUPLICATE,
    LABEL,
    MEANS,
    MONTH,
    OTHER_GROUP,
    PLACES,
    RECIPIENT,
    RETOLD,
    SAME_TYPE,
    VICTIM,
    YEAR,
)
from claimx.taxonomy import TYPES, EventType

Weights = NDArray[np.int8]


RELATIONS: Final = (
    ("names", "same"),
    ("places", "alike"),
    ("names", "nearly"),
    ("places", "sites"),
)
"""What compares names with names: most of the work before any pair of mentions is looked at."""


class Columns:
    """Facts with the relations between their names and places, each found when first asked for."""

    def __init__(self, facts: Facts) -> None:
        """Look at the rows of `facts`."""
        self.facts = facts

    def take(self, rows: Rows) -> Columns:
        """Return some rows; what is known of names and places stays known."""
        taken = Columns(self.facts.take(rows))
        taken.names, taken.places = self.names.take(rows), self.places.take(rows)
        taken.types, taken.labels, taken.means = self.types, self.labels, self.means
        return taken

    def find(self, relation: tuple[str, str]) -> object:
        """Return one of the `RELATIONS`."""
        owner, name = relation
        return getattr(getattr(self, owner), name)

    def know(self, relation: tuple[str, str], found: object) -> None:
        """Keep one of the `RELATIONS` that was found elsewhere."""
        owner, name = relation
        setattr(getattr(self, owner), name, found)

    @cached_property
    def labels(self) -> Flags:
        """Which labels tell anything, by their codes."""
        return _told(self.facts.label)

    @cached_property
    def means(self) -> Flags:
        """Which means tell anything, by their codes."""
        return _told(self.facts.means)

    @cached_property
    def names(self) -> Names:
        """The named participants."""
        return Names(self.facts)

    @cached_property
    def places(self) -> Places:
        """The places."""
        return Places(self.facts)

    @cached_property
    def types(self) -> Votes:
        """What the rule on types says of each two types; shape (types, types)."""
        told = self.facts.type.values
        square = (len(told), len(told))
        weight = np.array([_type_weight(one, other) for one in told for other in told], dtype=np.int8)
        apart = np.array([_types_differ(one, other) for one in told for other in told], dtype=np.bool_)
        return Votes(weight.reshape(square), apart.reshape(square))

    @cached_property
    def overlapping(self) -> Relation:
        """Rows of one article whose passages overlap."""
        return Relation(len(self.facts), self.facts.overlapping)


class Pairs(NamedTuple):
    """Pairs of rows as the rules see them."""

    columns: Columns
    left: Rows
    right: Rows
    weight: Weights
    """What the rules before have added."""

    def take(self, kept: Flags) -> Self:
        """Return some of the pairs."""
        return self._replace(left=self.left[kept], right=self.right[kept], weight=self.weight[kept])

    def equal(self, column: Column[Any]) -> Flags:
        """Tell which pairs have one value in a column."""
        same: Flags = column.codes[self.left] == column.codes[self.right]
        return same


class Votes(NamedTuple):
    """What a rule says of pairs: what it adds, and which it keeps apart."""

    weight: Weights
    different: Flags


def realis(pairs: Pairs) -> Votes:
    """Vote as `rules.realis`."""
    return _apart(~pairs.equal(pairs.columns.facts.realis))


def event_type(pairs: Pairs) -> Votes:
    """Vote as `rules.event_type`."""
    types, told = pairs.columns.types, pairs.columns.facts.type.codes
    left, right = told[pairs.left], told[pairs.right]
    return Votes(types.weight[left, right], types.different[left, right])


def time(pairs: Pairs) -> Votes:
    """Vote as `rules.time`."""
    facts = pairs.columns.facts
    starts, ends = (facts.start[pairs.left], facts.start[pairs.right]), (facts.end[pairs.left], facts.end[pairs.right])
    dated = (starts[0] != UNDATED) & (starts[1] != UNDATED)
    shared = np.minimum(*ends) - np.maximum(*starts) + 1
    spans = ends[0] - starts[0], ends[1] - starts[1]
    weight = np.full(len(shared), DAY, dtype=np.int8)
    longer = np.flatnonzero(np.maximum(*spans) > 1)
    spans = spans[0][longer], spans[1][longer]
    much = 2 * shared[longer] > np.minimum(*spans)
    weight[longer] = np.where((np.maximum(*spans) <= 31) & much, MONTH, YEAR)
    different = dated & (shared < 1)
    midnight = np.flatnonzero(different & (shared == 0))
    different[midnight] = ~pairs.columns.names.shared("victims", pairs.left[midnight], pairs.right[midnight])
    weight[~dated | (shared < 1)] = 0
    return Votes(weight, different)


def place(pairs: Pairs) -> Votes:
    """Vote as `rules.place`."""
    places = pairs.columns.places
    finest, conflict, at_site = places.compare(places.of[pairs.left], places.of[pairs.right])
    forgiven = np.flatnonzero(conflict & at_site)
    different = conflict.copy()
    different[forgiven] = ~pairs.columns.names.shared("victims", pairs.left[forgiven], pairs.right[forgiven])
    weight = np.zeros(len(conflict), dtype=np.int8)
    for level, agrees in finest.items():
        weight[agrees & ~conflict] = PLACES[level]
    return Votes(weight, different)


def victim(pairs: Pairs) -> Votes:
    """Vote as `rules.victim`."""
    shared = pairs.columns.names.shared("victims", pairs.left, pairs.right)
    apart = pairs.columns.names.apart(pairs.left, pairs.right)
    return Votes(_weighing(VICTIM, shared), apart & ~shared)


def actor(pairs: Pairs) -> Votes:
    """Vote as `rules.actor`."""
    return _for(_weighing(ACTOR, pairs.columns.names.shared("actors", pairs.left, pairs.right)))


def recipient(pairs: Pairs) -> Votes:
    """Vote as `rules.recipient`."""
    return _for(_weighing(RECIPIENT, pairs.columns.names.shared("recipients", pairs.left, pairs.right)))


def means(pairs: Pairs) -> Votes:
    """Vote as `rules.means`."""
    return _for(_weighing(MEANS, _told_alike(pairs, pairs.columns.facts.means, pairs.columns.means)))


def label(pairs: Pairs) -> Votes:
    """Vote as `rules.label`."""
    return _for(_weighing(LABEL, _told_alike(pairs, pairs.columns.facts.label, pairs.columns.labels)))


def one_article(pairs: Pairs) -> Votes:
    """Vote as `rules.one_article`, after all other rules."""
    facts, places = pairs.columns.facts, pairs.columns.places
    together = np.flatnonzero(pairs.equal(facts.article))
    left, right = pairs.left[together], pairs.right[together]
    retold = (
        pairs.columns.overlapping.holds(left.astype(np.int32), right.astype(np.int32))
        & (facts.type.codes[left] == facts.type.codes[right])
        & (facts.start[left] == facts.start[right])
        & (facts.end[left] == facts.end[right])
        & (places.of[left] == places.of[right])
    )
    weight, different = np.zeros(len(pairs.left), dtype=np.int8), np.zeros(len(pairs.left), dtype=np.bool_)
    weight[together] = np.where(retold, RETOLD, 0)
    different[together] = ~retold & (pairs.weight[together] < DUPLICATE)
    return Votes(weight, different)


def _type_weight(one: EventType, other: EventType) -> int:
    if one == other:
        return 0 if one == "other" else SAME_TYPE
    groups = {TYPES[one].group, TYPES[other].group}
    return 0 if len(groups) == 1 or "unspecified" in groups or groups & CALM else OTHER_GROUP


def _types_differ(one: EventType, other: EventType) -> bool:
    groups = {TYPES[one].group, TYPES[other].group}
    return len(groups) > 1 and "unspecified" not in groups and bool(groups & CALM)


def _told_alike(pairs: Pairs, column: Column[str | None], told: Flags) -> Flags:
    return pairs.equal(column) & told[column.codes[pairs.left]]


def _told(column: Column[str | None]) -> Flags:
    return np.array([value is not None for value in column.values], dtype=np.bool_)


def _weighing(weight: int, agrees: Flags) -> Weights:
    return np.where(agrees, weight, 0).astype(np.int8)


def _for(weight: Weights) -> Votes:
    return Votes(weight, np.zeros(len(weight), dtype=np.bool_))


def _apart(different: Flags) -> Votes:
    return Votes(np.zeros(len(different), dtype=np.int8), different)
