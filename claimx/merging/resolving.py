"""Resolving in columns: the values of every event at once, without a record of any.

The array form of `claimx.merging.events`. What each value means and how it is chosen is said there; here the same is
done to all events together, for millions of mentions. Titles, sayings and sentences are the records' alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from claimx.claim import TollKind
from claimx.event import Policy
from claimx.facts import UNDATED, Codes, Column, Facts, Flags, Rows
from claimx.mention import PlacePrecision
from claimx.merging.resolvable import NO_ZONE, Published, Resolvable
from claimx.merging.resolving_tolls import ResolvedToll, resolve_tolls
from claimx.merging.tallying import (
    alphabetical,
    by_value,
    choices,
    count_distinct,
    highest,
    longest_first,
    lowest,
    most,
    shared_codes,
    some,
    told,
)
from claimx.record import content_id
from claimx.taxonomy import TYPES
from claimx.values.dates.period import DatePrecision

PRECISIONS: Final[tuple[DatePrecision, ...]] = ("day", "week", "month", "year", "unknown")
LEVELS: Final[tuple[PlacePrecision, ...]] = get_args(PlacePrecision)


@dataclass(frozen=True, eq=False)
class Resolved:
    """Events in columns, sorted by first day (undated last), then id."""

    ids: NDArray[np.bytes_]
    event: Rows
    """For each mention the row of its event."""
    n_mentions: Codes
    n_articles: Codes
    n_origins: Codes
    type: Column[str]
    means: Column[str | None]
    start: Codes
    """First day as a proleptic ordinal; `UNDATED` where nothing dates the event."""
    end: Codes
    precision: Column[str]
    site: Column[str | None]
    city: Column[str | None]
    admin1: Column[str | None]
    country: Column[str | None]
    country_code: Column[str | None]
    place_precision: Column[str]
    realis: Column[str]
    prominence: Column[str]
    tolls: Mapping[TollKind, ResolvedToll]

    def __len__(self) -> int:
        return len(self.ids)


def resolve(facts: Facts, resolvable: Resolvable, labels: Rows, *, policy: Policy = "representative") -> Resolved:
    """Return the events of clustered mentions; `labels` gives the lowest row of each mention's event."""
    first, event = np.unique(labels, return_inverse=True)
    ids = _ids(facts, event, resolvable.published, size=len(first))
    start, end, precision = _when(facts, resolvable, event, size=len(first))
    order = np.lexsort((ids, np.where(start == UNDATED, np.iinfo(np.int32).max, start)))
    places = np.empty(len(first), dtype=np.int64)
    places[order] = np.arange(len(first))
    event, size = places[event], len(first)
    levels = {level: _most_used(getattr(facts, level), event, size) for level in LEVELS[:-1]}
    is_main = by_value(resolvable.prominence, lambda prominence: prominence == "main")
    main = some(event, is_main, size=size)
    return Resolved(
        ids=ids[order],
        event=event,
        n_mentions=np.bincount(event, minlength=size).astype(np.int32),
        n_articles=count_distinct(event, facts.article.codes, size=size),
        n_origins=_n_origins(resolvable, event, size),
        type=_type(facts.type, event, size),
        means=_most(facts.means, event, size),
        start=start[order],
        end=end[order],
        precision=Column(precision[order], PRECISIONS),
        **levels,
        country_code=_most_used(facts.country_code, event, size),
        place_precision=_finest_level(levels, size),
        realis=facts.realis.take(first[order]),
        prominence=Column(np.where(main, 0, 1).astype(np.int32), ("main", "background")),
        tolls=resolve_tolls(
            resolvable.tolls,
            event,
            facts.article.codes,
            resolvable.published,
            timed=_timed(resolvable, event, size),
            size=size,
            policy=policy,
        ),
    )


def _ids(facts: Facts, event: Rows, published: Published, *, size: int) -> NDArray[np.bytes_]:
    """Return the ids of events, derived from their earliest mentions: by publication, then by id."""
    rows = np.arange(len(event))
    for key in _written_order(published):
        rows = rows[key[rows] == lowest(event[rows], key[rows], size=size)[event[rows]]]
    earliest = lowest(event[rows], rows, size=size)
    ids = facts.ids[earliest].tolist()
    return np.array([content_id("e", one.decode("utf-8", "surrogatepass")) for one in ids], dtype=np.bytes_)


def _written_order(published: Published) -> tuple[NDArray[Any], ...]:
    """Return what orders publications as their ISO forms: by day, time and offset as written, an unknown day last."""
    day = np.where(published.day == UNDATED, np.iinfo(np.int32).max, published.day)
    # "+" sorts before "-", and both before further digits.
    ahead, behind = 1 + published.offset.astype(np.int64), 200_000 - published.offset.astype(np.int64)
    offset = np.where(published.offset == NO_ZONE, 0, np.where(published.offset >= 0, ahead, behind))
    return day, published.time, offset


def _when(facts: Facts, resolvable: Resolvable, event: Rows, *, size: int) -> tuple[Codes, Codes, Codes]:
    """Return first days, last days and precisions (codes of `PRECISIONS`): see `claimx.merging.events.resolve_when`."""
    dated = facts.start != UNDATED
    worded = dated & by_value(resolvable.basis, lambda basis: basis != "publication_fallback")
    telling = np.where(some(event, worded, size=size)[event], worded, dated)
    ranks = np.array([PRECISIONS.index(one) for one in resolvable.precision.values], dtype=np.int32)
    rank = ranks[resolvable.precision.codes]
    finest = lowest(event[telling], rank[telling], size=size)
    among = telling & (rank == finest[event])
    of, starts, ends = event[among], facts.start[among], facts.end[among]
    start, end = highest(of, starts, size=size), lowest(of, ends, size=size)
    apart = start > end
    start = np.where(apart, lowest(of, starts, size=size), start)
    end = np.where(apart, highest(of, ends, size=size), end)
    undated = np.bincount(of, minlength=size) == 0
    start[undated] = end[undated] = UNDATED
    return start, end, np.where(undated, PRECISIONS.index("unknown"), finest).astype(np.int32)


def _type(types: Column[Any], event: Rows, size: int) -> Column[str]:
    """Return the type most mentions give; unspecified ones count only where nobody says more."""
    specified = by_value(types, lambda kind: TYPES[kind].group != "unspecified")
    among = specified | ~some(event, specified, size=size)[event]
    return Column(most(event, types, size=size, ranks=alphabetical(types.values), among=among), types.values)


def _most(column: Column[Any], event: Rows, size: int) -> Column[Any]:
    ranks = alphabetical(column.values)
    return choices(column, most(event, column, size=size, ranks=ranks, among=told(column)))


def _most_used(column: Column[Any], event: Rows, size: int) -> Column[Any]:
    ranks = longest_first(column.values)
    return choices(column, most(event, column, size=size, ranks=ranks, among=told(column)))


def _finest_level(levels: Mapping[PlacePrecision, Column[Any]], size: int) -> Column[str]:
    codes = np.full(size, LEVELS.index("unknown"), dtype=np.int32)
    for place, level in reversed(list(enumerate(LEVELS[:-1]))):
        codes[told(levels[level])] = place
    return Column(codes, LEVELS)


def _n_origins(resolvable: Resolvable, event: Rows, size: int) -> Codes:
    """Count the origins behind the tolls and stances of an event; where it has none, those of its articles."""
    rows = np.concatenate([resolvable.tolls.mention, resolvable.stances.mention])
    origins = np.concatenate(shared_codes(resolvable.tolls.origin, resolvable.stances.origin))
    weighty = count_distinct(event[rows], origins, size=size)
    return np.where(weighty > 0, weighty, count_distinct(event, resolvable.own_origin.codes, size=size))


def _timed(resolvable: Resolvable, event: Rows, size: int) -> Flags:
    """Tell in which events the time of publication is known of every mention that makes a claim."""
    return ~some(event, (resolvable.n_claims > 0) & ~resolvable.published.is_timed(), size=size)
