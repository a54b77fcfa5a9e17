"""All engines on the same records, one after the other, and a table of what they need."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from os import getloadavg
from pathlib import Path
from typing import Final

from benchmarks.merging_peers.trials import ENGINES, Outcome, differences
from benchmarks.merging_peers.watching import run

LOOP: Final = "Python loop"
MOST_FOR_A_LOOP: Final = 100_000
PACKAGES: Final = ("numpy", "splink", "duckdb", "pyarrow")
PEER: Final = "Splink"


@dataclass(frozen=True)
class Row:
    """What an engine needed."""

    engine: str
    outcomes: tuple[Outcome, ...]
    """Timed ones."""
    checked: Outcome
    """With the pairs handed over; not timed."""
    held: int
    """Bytes, in a run that is not timed."""

    @property
    def best(self) -> Outcome:
        """The fastest for pairs and components."""
        return min(self.outcomes, key=lambda outcome: outcome.compared)

    @property
    def least(self) -> float:
        """Seconds of processors, for pairs and components, where it took least."""
        return min(outcome.worked for outcome in self.outcomes)

    @property
    def worst(self) -> float:
        """Seconds of the slowest."""
        return max(outcome.compared for outcome in self.outcomes)


def measure(engine: str, folder: Path, *, jobs: int, runs: int) -> Row:
    """Run an engine: once to warm caches and weigh it, as often as asked for by the clock, once for its pairs."""
    arguments = ("benchmarks.merging_peers.trials", engine, str(folder), "--jobs", str(jobs))
    weighed = run(*arguments)
    timed = tuple(Outcome.read(run(*arguments).printed) for _ in range(runs))
    checked = Outcome.read(run(*arguments, "--edges").printed)
    return Row(engine, timed, checked, max(weighed.held, Outcome.read(weighed.printed).peak))


def compare(folder: Path, *, size: int, events_per_day: float, jobs: int, runs: int) -> bool:
    """Print the table and tell whether all engines found the same pairs and components."""
    ambiguous = run("benchmarks.merging_steps", "records", str(folder), str(size), str(events_per_day)).printed.strip()
    print(f"{size} records, {events_per_day:g} events a day; {ambiguous} namings left out as ambiguous")
    print(f"{platform.python_implementation()} {platform.python_version()},", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), end="; ")
    print(f"{jobs} processors, load {getloadavg()[0]:.1f} before\n")
    engines = [engine for engine in ENGINES if engine != LOOP or size <= MOST_FOR_A_LOOP]
    rows = [measure(engine, folder, jobs=jobs, runs=runs) for engine in engines]
    print("\n".join(table(rows)), end="\n\n")
    print("\n".join(ratios(rows)))
    faults = differences({row.engine: (*row.outcomes, row.checked) for row in rows})
    print("\n".join(faults) or "All engines found the same pairs and the same components.")
    return not faults


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of the table in Markdown."""
    yield "| engine | pairs, s | components, s | together, s (slowest) | CPU, s | also, s | memory, MB | pairs |"
    yield "|---|--:|--:|--:|--:|---|--:|--:|"
    for row in rows:
        stages = row.best.stages
        also = ", ".join(f"{name} {stages[name]:.2f}" for name in stages if name not in ("pairs", "components"))
        yield (
            f"| {row.engine} | {stages['pairs']:.2f} | {stages['components']:.2f} | {row.best.compared:.2f}"
            f" ({row.worst:.2f}) | {row.least:.2f} | {also} | {row.held / 1e6:.0f} | {row.best.n_pairs} |"
        )


def ratios(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what claimx needs in proportion to Splink's best."""
    ours, *_ = rows
    peers = [row for row in rows if row.engine.startswith(PEER)]
    fastest = min(peers, key=lambda row: row.best.compared)
    time, memory = ours.best.compared / fastest.best.compared, ours.held / min(row.held for row in peers)
    everything = sum(ours.best.stages.values()) / fastest.best.compared
    yield f"claimx / {fastest.engine}, pairs and components: {time:.2f} of the time (goal 0.33)"
    leanest = min(row.least for row in peers)
    yield f"claimx / {PEER}'s least, pairs and components: {ours.least / leanest:.2f} of the CPU time"
    yield f"claimx with names and constraints / {fastest.engine}: {everything:.2f} of the time"
    yield f"claimx / {PEER}'s leanest: {memory:.2f} of the memory (goal 0.50)"
