"""Records that every engine can compare by rules that are exactly the same.

Of a world's mentions are kept the article, one exact day, the type, what it is told as, the city, the country's code
and one named actor; everything else is left out, so that claimx's own rules, unchanged, are rules of equality. Names
are compared before by claimx, and peers get codes: two names have one code if and only if a rule takes them for one.
Where that is no equivalence (a is b, b is c, a is not c), no code could say so, and mentions go without those names.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from claimx.facts import UNDATED, Codes, Column, Facts, Flags, Named, Relations, Rows
from claimx.merging.relation import Relation
from claimx.merging.votes import Columns
from claimx.merging.weights import CALM
from claimx.taxonomy import TYPES, EventGroup
from claimx.worlds import generate

T = TypeVar("T")

FACTS: Final = "facts.pickle"
TABLE: Final = "records.parquet"
GROUPS: Final[tuple[EventGroup, ...]] = tuple(sorted({codes.group for codes in TYPES.values()}))


class Comparable(NamedTuple):
    """What is left of a world."""

    facts: Facts
    table: pa.Table
    """A row for each mention, in codes; null for what it does not tell."""
    ambiguous: int
    """Namings that were left out since no code stands for the name."""


class Record(NamedTuple):
    """One mention in codes; None for what it does not tell."""

    row: int
    article: int
    realis: int
    type: int
    kin: int
    """The group of its type."""
    calm: bool
    day: int | None
    city: int | None
    country: int | None
    actor: int | None


def prepare(folder: Path, *, size: int, events_per_day: float) -> Comparable:
    """Write a world's records into a folder, as claimx and as peers read them."""
    records = comparable(generate(size, events_per_day=events_per_day).facts)
    (folder / FACTS).write_bytes(pickle.dumps(records.facts, protocol=5))
    pq.write_table(records.table, folder / TABLE)
    return records


def comparable(facts: Facts) -> Comparable:
    """Return the records that all engines can compare."""
    told = _reduced(facts)
    columns = Columns(told)
    places, names = columns.places, columns.names
    city = places.city[places.of]
    actor = np.full(len(told), -1, dtype=np.int32)
    with_actor, named = names.of("actors", np.arange(len(told)))
    actor[with_actor] = named
    towns, groups = equivalents(_uses(city), places.same), equivalents(_uses(actor), names.same)
    lost_city, lost_actor = _lost(city, towns), _lost(actor, groups)
    kept = replace(told, city=_without(told.city, lost_city, None), actors=_without(told.actors, lost_actor, ()))
    table = _table(kept, city=_coded(city, towns), actor=_coded(actor, groups))
    return Comparable(kept, table, int(lost_city.sum() + lost_actor.sum()))


def _reduced(facts: Facts) -> Facts:
    size = len(facts)
    nothing: Column[str | None] = _constant(size, None)
    nobody: Column[tuple[Named, ...]] = _constant(size, ())
    no_rows = np.zeros(0, dtype=np.int64)
    return replace(
        facts,
        end=facts.start,
        site=nothing,
        admin1=nothing,
        country=nothing,
        means=nothing,
        label=nothing,
        victims=nobody,
        recipients=nobody,
        actors=replace(facts.actors, values=tuple(named[:1] for named in facts.actors.values)),
        relations=Relations(no_rows, Column(no_rows.astype(np.int32), ()), no_rows),
        overlapping=no_rows.reshape(0, 2),
    )


def _constant(size: int, value: T) -> Column[T]:
    return Column(np.zeros(size, dtype=np.int32), (value,))


def equivalents(uses: Rows, relation: Relation) -> Codes:
    """Return for each code the first with which it is one; -1 for those that would be one with only some of a group.

    The names used most come first, so that few namings are lost (`uses[code]` counts them).
    """
    places, partners = relation.partners(np.arange(len(uses), dtype=np.int32))
    known: list[set[int]] = [set() for _ in range(len(uses))]
    for one, other in zip(places.tolist(), partners.tolist(), strict=True):
        known[one].add(other)
    groups: dict[int, set[int]] = {}
    group_of: dict[int, int] = {}
    for code in np.argsort(-uses, kind="stable").tolist():
        met = {group_of[other] for other in known[code] if other in group_of}
        group = min(met, default=code)
        if code in known[code] and len(met) <= 1 and groups.setdefault(group, set()) <= known[code]:
            groups[group].add(code)
            group_of[code] = group
    return np.array([group_of.get(code, -1) for code in range(len(uses))], dtype=np.int32)


def _uses(codes: Codes) -> Rows:
    return np.bincount(codes[codes >= 0])


def _lost(codes: Codes, equivalent: Codes) -> Flags:
    lost: Flags = (codes >= 0) & (_coded(codes, equivalent) < 0)
    return lost


def _coded(codes: Codes, equivalent: Codes) -> Codes:
    return np.where(codes >= 0, np.append(equivalent, np.int32(-1))[codes], -1)


def _without(column: Column[T], lost: Flags, nothing: T) -> Column[T]:
    values = (*column.values, nothing)
    return Column(np.where(lost, np.int32(len(values) - 1), column.codes), values)


def _table(facts: Facts, *, city: Codes, actor: Codes) -> pa.Table:
    groups = [GROUPS.index(TYPES[one].group) for one in facts.type.values]
    calm = [TYPES[one].group in CALM for one in facts.type.values]
    columns = {
        "row": np.arange(len(facts), dtype=np.int32),
        "article": facts.article.codes,
        "realis": facts.realis.codes,
        "type": np.array([tuple(TYPES).index(one) for one in facts.type.values], dtype=np.int32)[facts.type.codes],
        "kin": np.array(groups, dtype=np.int32)[facts.type.codes],
        "calm": np.array(calm, dtype=np.bool_)[facts.type.codes],
        "day": pa.array(facts.start, mask=facts.start == UNDATED),
        "city": pa.array(city, mask=city < 0),
        "country": _nullable(facts.country_code),
        "actor": pa.array(actor, mask=actor < 0),
    }
    return pa.table(columns)


def _nullable(column: Column[str | None]) -> pa.Array:
    absent = np.array([value is None for value in column.values], dtype=np.bool_)
    return pa.array(column.codes, mask=absent[column.codes])


def read_facts(folder: Path) -> Facts:
    """Return the records as claimx reads them."""
    facts = pickle.loads((folder / FACTS).read_bytes())  # noqa: S301 -- written by the same run
    if not isinstance(facts, Facts):
        raise TypeError(f"{folder / FACTS} holds no facts")
    return facts


def read_rows(folder: Path) -> list[Record]:
    """Return the records as a loop reads them."""
    return [Record(**row) for row in pq.read_table(folder / TABLE).to_pylist()]
