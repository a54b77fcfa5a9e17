"""Splink on DuckDB: deterministic rules as its blocking rules, then its own clustering.

Of its ways the fastest is taken: the pairs are asked for by their ids (`compute_blocked_pairs_for_predict`), where
`deterministic_link` would look all records up again, and clustered as they are.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from splink import DuckDBAPI, Linker, SettingsCreator  # type: ignore[import-not-found]  # installed in .bench alone
from splink.clustering import (  # type: ignore[import-not-found]  # installed in .bench alone
    cluster_pairwise_predictions_at_threshold,
)

from benchmarks.merging_peers.by_duckdb import column, connect, pairs, scalar
from benchmarks.merging_peers.records import naming_of
from benchmarks.merging_peers.rules import SPLIT, WHOLE
from benchmarks.merging_peers.trials import Linked, Stopwatch


def split(folder: Path, watch: Stopwatch, *, jobs: int) -> Linked:
    """Link by rules that exclude each other."""
    return _link(folder, watch, jobs=jobs, rules=SPLIT[naming_of(folder)])


def whole(folder: Path, watch: Stopwatch, *, jobs: int) -> Linked:
    """Link by one rule that says it all."""
    return _link(folder, watch, jobs=jobs, rules=WHOLE[naming_of(folder)])


def _link(folder: Path, watch: Stopwatch, *, jobs: int, rules: Sequence[str]) -> Linked:
    logging.getLogger("splink").setLevel(logging.WARNING)
    database = connect(folder, jobs=jobs)
    splink = DuckDBAPI(connection=database)
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="row", blocking_rules_to_generate_predictions=list(rules)
    )
    linker = Linker(splink.register("records"), settings)
    with watch.stage("pairs"):
        blocked = linker.inference.compute_blocked_pairs_for_predict().physical_name
    with watch.stage("components"):
        clusters = cluster_pairwise_predictions_at_threshold(
            splink.register("records"),
            splink.register(blocked),
            db_api=splink,
            node_id_column_name="row",
            edge_id_column_name_left="join_key_l",
            edge_id_column_name_right="join_key_r",
        )
    asked = database.cursor()
    labels = column(asked, f"SELECT cluster_id FROM {clusters.physical_name} ORDER BY row")  # noqa: S608 -- its own name
    n_pairs = scalar(asked, f"SELECT count(*) FROM {blocked}")  # noqa: S608 -- its own name
    both = f"SELECT join_key_l, join_key_r FROM {blocked}"  # noqa: S608 -- its own name
    return Linked(n_pairs, labels, lambda: pairs(asked, both))
