"""Steps that are measured in processes of their own.

Run as python -m benchmarks.merging_steps STEP FOLDER NUMBER: the mentions to write, or the processors to use.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from benchmarks.merging_peers.by_claimx import TimedMapper, timed_clusters
from benchmarks.merging_peers.records import FACTS, read_facts
from benchmarks.merging_peers.trials import Stopwatch
from claimx.merging.resolvable import Resolvable
from claimx.running import mapper
from claimx.tables import merge_table, write_mentions
from claimx.worlds import generate

MENTIONS: Final = "mentions.parquet"


def write_facts(folder: str, size: str) -> None:
    """Write the facts of a world."""
    (Path(folder) / FACTS).write_bytes(pickle.dumps(generate(int(size)).facts, protocol=5))


def cluster_facts(folder: str, jobs: str) -> None:
    """Cluster them and print the seconds of each stage."""
    watch = Stopwatch()
    timed_clusters(read_facts(Path(folder)), watch, jobs=int(jobs))
    print(json.dumps(asdict(watch)))


def write_table(folder: str, size: str) -> None:
    """Write a world as a table of mentions."""
    world = generate(int(size))
    resolvable = Resolvable.of(world.facts, counts=world.counts, published=world.published)
    write_mentions(Path(folder) / MENTIONS, world.facts, resolvable)


def merge_mentions(folder: str, jobs: str) -> None:
    """Merge a table of mentions into one of events and print the seconds of each stage."""
    watch = Stopwatch()
    timed = TimedMapper(watch, mapper("local", jobs=int(jobs)), before="reading", after="resolving and writing")
    merge_table(Path(folder) / MENTIONS, out=folder, mapper=timed)
    timed.note(begins="nothing")
    print(json.dumps(asdict(watch)))


STEPS: Final[Mapping[str, Callable[..., None]]] = {
    "facts": write_facts,
    "cluster": cluster_facts,
    "table": write_table,
    "merge": merge_mentions,
}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
