"""Records that every engine can compare by rules that are exactly the same.

Of a world's mentions are kept the article, one exact day, the type, what it is told as, the country's code, one named
actor and, where peers get codes for names, the city; everything else is left out, so that claimx's own rules,
unchanged, come to what can be said in SQL.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.merging_peers.cases import CASES, Naming
from benchmarks.merging_peers.coding import Told, in_codes
from benchmarks.merging_peers.reducing import reduced
from benchmarks.merging_peers.spelling import in_letters
from claimx.facts import UNDATED, Column, Facts
from claimx.merging.weights import CALM
from claimx.taxonomy import TYPES, EventGroup
from claimx.worlds import generate

FACTS: Final = "facts.pickle"
TABLE: Final = "records.parquet"
GROUPS: Final[tuple[EventGroup, ...]] = tuple(sorted({codes.group for codes in TYPES.values()}))


class Comparable(NamedTuple):
    """What is left of a world."""

    facts: Facts
    table: pa.Table
    """A row for each mention; null for what it does not tell."""
    ambiguous: int
    """Namings that were left out since peers could not compare them by the same rule."""

    @property
    def n_names(self) -> int:
        """Different names of actors."""
        return sum(map(bool, self.facts.actors.values))

    @property
    def n_candidates(self) -> int:
        """Pairs of one day, country and realis of which both name an actor."""
        facts = self.facts
        told = np.array([bool(value) for value in facts.actors.values])[facts.actors.codes] & (facts.start != UNDATED)
        blocks = np.stack([facts.start, facts.country_code.codes, facts.realis.codes], axis=1)[told]
        _, counts = np.unique(blocks, axis=0, return_counts=True)
        return int((counts * (counts - 1) // 2).sum())


class Record(NamedTuple):
    """One mention; None for what it does not tell."""

    row: int
    article: int
    realis: int
    type: int
    kin: int
    """The group of its type."""
    calm: bool
    day: int | None
    country: int | None
    city: int | None = None
    actor: int | None = None
    """In codes; None also where names are spelled."""
    name: str | None = None
    sound: str | None = None


def prepare(folder: Path, *, size: int, events_per_day: float, naming: Naming = "codes") -> Comparable:
    """Write a world's records into a folder, as claimx and as peers read them."""
    world = generate(size, dials=CASES[naming].dials, events_per_day=events_per_day)
    records = comparable(world.facts, naming=naming)
    (folder / FACTS).write_bytes(pickle.dumps(records.facts, protocol=5))
    pq.write_table(records.table, folder / TABLE)
    return records


def comparable(facts: Facts, *, naming: Naming) -> Comparable:
    """Return the records that all engines can compare."""
    told = in_codes(reduced(facts)) if naming == "codes" else in_letters(reduced(facts))
    return Comparable(told.facts, _table(told), told.left_out)


def _table(told: Told) -> pa.Table:
    facts = told.facts
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
        "country": _nullable(facts.country_code),
    }
    return pa.table(columns | told.columns)


def _nullable(column: Column[str | None]) -> pa.Array:
    absent = np.array([value is None for value in column.values], dtype=np.bool_)
    return pa.array(column.codes, mask=absent[column.codes])


def naming_of(folder: Path) -> Naming:
    """Return what stands for names in the records of a folder."""
    return "names" if "name" in pq.read_schema(folder / TABLE).names else "codes"


def read_facts(folder: Path) -> Facts:
    """Return the records as claimx reads them."""
    facts = pickle.loads((folder / FACTS).read_bytes())  # noqa: S301 -- written by the same run
    if not isinstance(facts, Facts):
        raise TypeError(f"{folder / FACTS} holds no facts")
    return facts


def read_rows(folder: Path) -> list[Record]:
    """Return the records as a loop reads them."""
    return [Record(**row) for row in pq.read_table(folder / TABLE).to_pylist()]


def main() -> None:
    """Write records and print what they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int)
    parser.add_argument("naming", choices=CASES)
    parser.add_argument("--events-per-day", type=float, required=True)
    asked = parser.parse_args()
    records = prepare(asked.folder, size=asked.size, events_per_day=asked.events_per_day, naming=asked.naming)
    print(f"{asked.size} records, {asked.events_per_day:g} events a day; {records.ambiguous} namings left out;")
    print(f"{records.n_names} names of actors, {records.n_candidates} pairs of one day, country and realis with names")


if __name__ == "__main__":
    main()
