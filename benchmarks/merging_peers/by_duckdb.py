"""Plain SQL in DuckDB: a self-join for each rule, then contraction of edges until none is left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb  # type: ignore[import-not-found]  # installed in .bench alone
import numpy as np

from benchmarks.merging_peers.records import TABLE, naming_of
from benchmarks.merging_peers.rules import SPLIT, WHOLE
from benchmarks.merging_peers.trials import Linked, Stopwatch
from claimx.facts import Rows

_JOIN: Final = "SELECT l.row AS a, r.row AS b FROM records l JOIN records r ON l.row < r.row AND "


def split(folder: Path, watch: Stopwatch, *, jobs: int) -> Linked:
    """Link by rules that exclude each other."""
    return _link(folder, watch, jobs=jobs, rules=SPLIT[naming_of(folder)])


def whole(folder: Path, watch: Stopwatch, *, jobs: int) -> Linked:
    """Link by one rule that says it all."""
    return _link(folder, watch, jobs=jobs, rules=WHOLE[naming_of(folder)])


def connect(folder: Path, *, jobs: int) -> Any:
    """Return a database in memory that holds the records."""
    database = duckdb.connect()
    database.execute(f"SET threads = {jobs}")
    database.execute("SET preserve_insertion_order = false")
    database.execute("CREATE TABLE records AS SELECT * FROM read_parquet(?)", [str(folder / TABLE)])
    return database


def _link(folder: Path, watch: Stopwatch, *, jobs: int, rules: Sequence[str]) -> Linked:
    database = connect(folder, jobs=jobs)
    with watch.stage("pairs"):
        joins = " UNION ALL ".join(_JOIN + rule for rule in rules)
        database.execute(f"CREATE TABLE edges AS {joins}")
    with watch.stage("components"):
        _contract(database)
        labels = column(database, "SELECT label FROM labels ORDER BY row")
    n_pairs = scalar(database, "SELECT count(*) FROM edges")
    return Linked(n_pairs, labels, lambda: pairs(database, "SELECT a, b FROM edges"))


def _contract(database: Any) -> None:
    """Send every label to its lowest neighbour, and edges with them, until no edge joins two labels."""
    database.execute("CREATE TABLE labels AS SELECT row, row AS label FROM records")
    database.execute("CREATE TABLE open_edges AS SELECT a, b FROM edges")
    while scalar(database, "SELECT count(*) FROM open_edges"):
        database.execute(
            "CREATE OR REPLACE TABLE lowest AS SELECT a, min(least(a, b)) AS low FROM"
            " (SELECT a, b FROM open_edges UNION ALL SELECT b, a FROM open_edges) GROUP BY a"
        )
        database.execute(
            "CREATE OR REPLACE TABLE labels AS SELECT row, coalesce(low, label) AS label"
            " FROM labels LEFT JOIN lowest ON lowest.a = label"
        )
        database.execute(
            "CREATE OR REPLACE TABLE open_edges AS SELECT DISTINCT x.low AS a, y.low AS b FROM open_edges e"
            " JOIN lowest x ON x.a = e.a JOIN lowest y ON y.a = e.b WHERE x.low <> y.low"
        )


def column(database: Any, query: str) -> Rows:
    """Return the one column of a query's answer."""
    (values,) = database.execute(query).fetchnumpy().values()
    return np.asarray(values, dtype=np.int64)


def pairs(database: Any, query: str) -> tuple[Rows, Rows]:
    """Return the two columns of a query's answer; asked for one by one, they may come in different orders."""
    left, right = database.execute(query).fetchnumpy().values()
    return np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)


def scalar(database: Any, query: str) -> int:
    """Return the one number of a query's answer."""
    ((number,),) = database.execute(query).fetchall()
    return int(number)
