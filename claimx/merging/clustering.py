"""Clustering: pairs that join become events.

Slices of time are searched for joins; the joins connect mentions into components; each component is linked by itself
(`claimx.merging.linkage`), unless all its pairs join, so that nothing is left to decide. Both steps are maps over parts
that know nothing of each other, so it makes no difference how many there are and where they are worked on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.errors import InputError
from claimx.facts import Facts, Rows
from claimx.merging.components import components, members
from claimx.merging.engine import Engine
from claimx.merging.intervals import tiles
from claimx.merging.linkage import LINK, Component, Linkage, upper
from claimx.merging.relation import expand_after
from claimx.merging.rulings import NO_RULINGS, RuledPairs
from claimx.merging.slices import Found, find_joins, slices
from claimx.merging.ties import with_tied
from claimx.merging.votes import RELATIONS, Columns

LARGEST_COMPONENT: Final = 20_000
"""Mentions that joins may connect; more have two hundred million pairs."""
FEW: Final = 5_000
"""Mentions that are merged here and now before another process could have started."""
BATCH: Final = 1 << 20
"""Pairs of components that are linked together."""

S = TypeVar("S")
P = TypeVar("P")
T = TypeVar("T")


class Mapper(Protocol):
    """Applies a function to something shared and to many parts, wherever it likes; all of it pickles."""

    def __call__(self, function: Callable[[S, P], T], shared: S, parts: Iterable[P], /) -> Iterable[T]:
        """Return the results in order of the parts."""
        ...


def one_by_one(function: Callable[[S, P], T], shared: S, parts: Iterable[P]) -> Iterator[T]:
    """Apply the function here and now, part after part."""
    for part in parts:
        yield function(shared, part)


class Clusters(NamedTuple):
    """The events of a set of mentions."""

    labels: Rows
    """For each row the lowest row of its event."""
    components: Rows
    """For each row the lowest row that joins connect it with; mentions of two components never become one event."""


def cluster(
    facts: Facts, *, linkage: Linkage = "constrained", ruled: RuledPairs = NO_RULINGS, mapper: Mapper = one_by_one
) -> Clusters:
    """Return the events of a set of mentions.

    Raises:
        InputError: a block or a component is too large.
    """
    mapper = mapper if len(facts) > FEW else one_by_one
    columns = _prepared(Columns(facts), mapper)
    connected, n_joined = _connect(len(facts), mapper(find_joins, columns, slices(facts)), ruled)
    labels = connected.copy()
    parts = [
        _part(facts, rows, connected, linkage=linkage, ruled=ruled)
        for rows in open_components(facts, connected, n_joined, ruled)
    ]
    for part, linked in zip(parts, mapper(link, columns, parts), strict=True):
        own = part.connected < len(facts)
        labels[part.rows[own]] = part.rows[linked[own]]
    return Clusters(labels, connected)


def _prepared(columns: Columns, mapper: Mapper) -> Columns:
    """Compare all names and places that could be one, so that no part has to."""
    # What is shared must know the names before it is sent away.
    _ = columns.names, columns.places
    for relation, found in zip(RELATIONS, mapper(Columns.find, columns, RELATIONS), strict=True):
        columns.know(relation, found)
    return columns


class Part(NamedTuple):
    """Components that are linked together."""

    rows: Rows
    """Ascending: those of the components, and what they are tied to, on which their verdicts rest."""
    connected: Rows
    """For each of them its component; for what is only tied to one a number beyond all rows."""
    linkage: Linkage
    ruled: RuledPairs


def _part(facts: Facts, rows: Rows, connected: Rows, *, linkage: Linkage, ruled: RuledPairs) -> Part:
    beside = with_tied(facts, rows)
    component = len(facts) + beside
    component[np.searchsorted(beside, rows)] = connected[rows]
    return Part(beside, component, linkage, ruled.among(beside))


def _connect(size: int, found: Iterable[Found], ruled: RuledPairs) -> tuple[Rows, Rows]:
    """Return for each row the lowest row that joins connect it with, and how many others it joined."""
    n_joined = np.zeros(size, dtype=np.int64)
    left, right = [_rows(ruled.same, 0)], [_rows(ruled.same, 1)]
    for part in found:
        n_joined[part.rows] += part.n_joined
        left.append(part.left)
        right.append(part.right)
    return components(size, np.concatenate(left), np.concatenate(right)), n_joined


def _rows(pairs: Sequence[tuple[int, int]], side: int) -> Rows:
    return np.array([pair[side] for pair in pairs], dtype=np.int64)


def open_components(facts: Facts, connected: Rows, n_joined: Rows, ruled: RuledPairs) -> Iterator[Rows]:
    """Yield the rows of components in which some pairs did not join, or were ruled on, in batches, each ascending.

    Raises:
        InputError: a component is too large.
    """
    order, begins = members(connected)
    sizes = np.diff(begins)
    _check(facts, sizes, order, begins)
    n_joins = np.add.reduceat(n_joined[order], begins[:-1]) if len(order) else n_joined
    is_open = n_joins < sizes * (sizes - 1)
    is_open[np.searchsorted(connected[order[begins[:-1]]], connected[list(ruled.rows())])] = True
    chosen = np.flatnonzero(is_open & (sizes > 1))
    # Neighbours in time share their names, which are compared once in each batch.
    chosen = chosen[np.argsort(facts.start[order[begins[chosen]]], kind="stable")]
    for part in tiles(sizes[chosen] ** 2, BATCH):
        rows = [order[begins[one] : begins[one + 1]] for one in chosen[part].tolist()]
        yield np.sort(np.concatenate(rows))


def _check(facts: Facts, sizes: Rows, order: Rows, begins: Rows) -> None:
    if len(sizes) and sizes.max() > LARGEST_COMPONENT:
        worst = int(sizes.argmax())
        raise InputError(
            f"joins connect {sizes[worst]} mentions, more than {LARGEST_COMPONENT}, among them mention"
            f" {facts.id(int(order[begins[worst]]))}: linking them would take hours; merge them in parts"
        )


def link(columns: Columns, part: Part) -> Rows:
    """Return for each row of some components the place of the lowest row of its event."""
    labels = np.arange(len(part.rows))
    for rows, component in matrices(Engine(columns.take(part.rows), ruled=part.ruled), part.connected):
        labels[rows] = rows[np.array(LINK[part.linkage](component).groups)]
    return labels


def matrices(engine: Engine, connected: Rows) -> Iterator[tuple[Rows, Component]]:
    """Yield each component of two or more rows, with its rows."""
    order, begins = members(connected)
    sizes = np.diff(begins)
    counts = np.repeat(begins[1:], sizes) - np.arange(len(order)) - 1
    left, right = expand_after(counts)
    left, right = order[left], order[right]
    verdicts = engine.decide(left, right)
    first = engine.comes_first(left, right)
    done = 0
    for begin, size in zip(begins.tolist(), sizes.tolist(), strict=False):
        part = slice(done, done := done + size * (size - 1) // 2)
        if size > 1:
            square = (_square(size, values[part]) for values in (*verdicts, first))
            yield order[begin : begin + size], Component(*square)


def _square(size: int, values: NDArray[Any]) -> NDArray[Any]:
    square = np.zeros((size, size), dtype=values.dtype)
    square[upper(size)] = values
    square |= square.T
    return square
