"""Facets: what the rules read of mentions, as rows of a table and back as columns, without parsing a mention."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from claimx.facts import UNDATED, Codes, Column, Facts, Named, Relations, Rows
from claimx.mention import Mention
from claimx.merging.intervals import LENGTHS
from claimx.record import canonical_json
from claimx.storing.store import Store

TEXTS: Final = ("realis", "type", "means", "site", "city", "admin1", "country", "country_code", "label")
NAMED: Final = ("victims", "actors", "recipients")
COLUMNS: Final = ("id", "article_id", "reach", "first_day", "last_day", *TEXTS, *NAMED)

REACHES: Final = LENGTHS
"""The classes of length of intervals, by which `days_near` finds those that touch a stretch of days."""
NO_REACH: Final = -1


def facet_rows(mentions: Iterable[Mention]) -> Iterator[tuple[object, ...]]:
    """Yield the row of each mention, in the order of `COLUMNS`, sorted by id."""
    facts = Facts.of(mentions)
    for row in range(len(facts)):
        first, last = int(facts.start[row]), int(facts.end[row])
        texts = (getattr(facts, name)[row] for name in TEXTS)
        named = (_written(getattr(facts, name)[row]) for name in NAMED)
        yield facts.id(row), facts.article[row], _reach(first, last), first, last, *texts, *named


def overlap_rows(mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of mentions whose passages overlap, among the mentions of whole articles."""
    facts = Facts.of(mentions)
    for one, other in facts.overlapping.tolist():
        yield facts.id(one), facts.id(other)


def read_facts(store: Store) -> Facts:
    """Return the facts of the mentions whose keys were asked for; ties to others are left out."""
    names = ", ".join(f"mentions.{name}" for name in COLUMNS)
    rows = sorted(store.rows(f"SELECT {names} FROM asked_keys CROSS JOIN mentions USING (key)"))  # noqa: S608 - our names
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
    places = {mention_id: row for row, mention_id in enumerate(columns["id"])}
    facets: dict[str, Column[Any]] = {name: Column.of(columns[name]) for name in TEXTS}
    facets |= {name: _named(columns[name]) for name in NAMED}
    return Facts(
        ids=np.array([mention_id.encode() for mention_id in columns["id"]], dtype=np.bytes_),
        article=Column.of(columns["article_id"]),
        start=_days(columns["first_day"]),
        end=_days(columns["last_day"]),
        **facets,
        relations=_relations(store, places),
        overlapping=_overlapping(store, places),
    )


def _reach(first: int, last: int) -> int:
    if first == UNDATED:
        return NO_REACH
    return next(reach for reach in REACHES if last - first <= reach)


def _written(named: tuple[Named, ...]) -> str | None:
    return canonical_json(named) if named else None


def _named(written: Sequence[str | None]) -> Column[tuple[Named, ...]]:
    column = Column.of(written)
    return Column(column.codes, tuple(map(_read, column.values)))


def _read(written: str | None) -> tuple[Named, ...]:
    told: list[tuple[str, Any, list[str]]] = json.loads(written) if written is not None else []
    return tuple(Named(name, kind, tuple(aliases)) for name, kind, aliases in told)


def _days(told: Sequence[int]) -> Codes:
    return np.array(told, dtype=np.int32)


def _relations(store: Store, places: dict[str, int]) -> Relations:
    rows = store.rows(
        "SELECT source, kind, target FROM asked_keys CROSS JOIN mentions USING (key)"
        " CROSS JOIN relations ON source = mentions.id"
    )
    ties = sorted((places[source], kind, places[target]) for source, kind, target in rows if target in places)
    source, target = (np.array([tie[end] for tie in ties], dtype=np.int64) for end in (0, 2))
    return Relations(source, Column.of(tie[1] for tie in ties), target)


def _overlapping(store: Store, places: dict[str, int]) -> Rows:
    rows = store.rows(
        "SELECT mention_id, other_id FROM asked_keys CROSS JOIN mentions USING (key)"
        " CROSS JOIN overlaps ON mention_id = mentions.id"
    )
    pairs = sorted((places[one], places[other]) for one, other in rows if other in places)
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
