"""A trial: one engine on one folder of records, in a process of its own.

Run as python -m benchmarks.merging_peers.trials ENGINE FOLDER --jobs N [--edges]. What is timed begins with the records
in memory, in the engine's own form, and ends with the component of each.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np

from claimx.facts import Rows

ENGINES: Final = {
    "claimx": "by_claimx:link",
    "claimx, pairs kept": "by_claimx:keep",
    "Splink, rules split": "by_splink:split",
    "Splink, one rule": "by_splink:whole",
    "DuckDB, rules split": "by_duckdb:split",
    "DuckDB, one rule": "by_duckdb:whole",
    "Python loop": "by_loop:link",
}
"""Engines by the names under which they are printed, and where they stand in this package."""
STATUS: Final = Path("/proc/self/status")


class Moment(NamedTuple):
    """What clocks show, in seconds."""

    wall: float
    cpu: float
    """Of this process and those it has ended."""

    @classmethod
    def now(cls) -> Self:
        """Read the clocks."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(time.perf_counter(), sum(one.ru_utime + one.ru_stime for one in used))


@dataclass
class Stopwatch:
    """Seconds of each stage, by the clock on the wall and of processors, in the order in which they ended."""

    stages: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        since = Moment.now()
        yield
        self.add(name, since)

    def add(self, name: str, since: Moment) -> Moment:
        """Add to a stage what has passed since a moment; return the present one."""
        now = Moment.now()
        self.stages[name] = self.stages.get(name, 0.0) + now.wall - since.wall
        self.cpu[name] = self.cpu.get(name, 0.0) + now.cpu - since.cpu
        return now


class Linked(NamedTuple):
    """What an engine made of the records."""

    n_pairs: int
    labels: Rows
    """For each row the lowest row of its component."""
    edges: Callable[[], tuple[Rows, Rows]]
    """Returns the pairs, in any order; called after the clock has stopped."""


@dataclass(frozen=True)
class Outcome:
    """What a trial reports."""

    stages: dict[str, float]
    """Seconds by the clock on the wall."""
    cpu: dict[str, float]
    """Seconds of all processors: what a machine that is shared does not blur."""
    n_pairs: int
    components: str
    """Digest of the labels."""
    edges: str | None
    """Digest of the pairs, where they were asked for."""
    peak: int
    """Most bytes that the process itself held."""

    @classmethod
    def read(cls, line: str) -> Self:
        """Return the outcome that a trial printed."""
        return cls(**json.loads(line))

    def took(self, counted: Collection[str]) -> float:
        """Return the seconds of some stages by the clock; an engine that has no such stage needs none for it."""
        return sum(seconds for stage, seconds in self.stages.items() if stage in counted)

    def worked(self, counted: Collection[str]) -> float:
        """Return the seconds of processors of some stages."""
        return sum(seconds for stage, seconds in self.cpu.items() if stage in counted)


def digest_edges(left: Rows, right: Rows, *, size: int) -> str:
    """Return a digest of a set of pairs of `size` rows, whatever their order and orientation."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    return digest(np.unique(low * size + high))


def digest(numbers: Rows) -> str:
    """Return a digest of numbers in their order."""
    return hashlib.sha256(np.ascontiguousarray(numbers, dtype=np.int64).tobytes()).hexdigest()


def peak() -> int:
    """Return the most bytes that this program held so far."""
    if STATUS.exists():
        # Linux counts in ru_maxrss what the process that started this one held; the high-water mark begins anew.
        (line,) = (line for line in STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def differences(outcomes: Mapping[str, Sequence[Outcome]]) -> list[str]:
    """Return a line for each engine whose pairs or components are not those of the first."""
    (first, (reference, *_)), *_ = outcomes.items()
    edges = next(outcome.edges for outcome in outcomes[first] if outcome.edges is not None)
    lines = []
    for engine, told in outcomes.items():
        if {outcome.edges for outcome in told} - {None} != {edges}:
            lines.append(f"{engine}: other pairs than {first}")
        if {outcome.n_pairs for outcome in told} != {reference.n_pairs}:
            lines.append(f"{engine}: another number of pairs than {first}")
        if {outcome.components for outcome in told} != {reference.components}:
            lines.append(f"{engine}: other components than {first}")
    return lines


def attempt(engine: str, folder: Path, *, jobs: int, with_edges: bool) -> Outcome:
    """Run an engine by its name."""
    module, _, function = ENGINES[engine].partition(":")
    watch = Stopwatch()
    linked: Linked = getattr(import_module(f"benchmarks.merging_peers.{module}"), function)(folder, watch, jobs=jobs)
    held = peak()
    edges = digest_edges(*linked.edges(), size=len(linked.labels)) if with_edges else None
    return Outcome(watch.stages, watch.cpu, linked.n_pairs, digest(linked.labels), edges, held)


def main() -> None:
    """Run one trial and print its outcome as a line of JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--edges", action="store_true")
    asked = parser.parse_args()
    outcome = attempt(asked.engine, asked.folder, jobs=asked.jobs, with_edges=asked.edges)
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()
