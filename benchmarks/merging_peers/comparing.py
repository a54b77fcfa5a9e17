"""All engines on the same records, one after the other, and a table of what they need."""

from __future__ import annotations

import platform
from importlib.metadata import version
from os import getloadavg
from pathlib import Path
from typing import Final

from benchmarks.merging_peers.cases import CASES, Naming
from benchmarks.merging_peers.figures import Row, ratios, table
from benchmarks.merging_peers.trials import ENGINES, Outcome, differences
from benchmarks.merging_peers.watching import run

LOOP: Final = "Python loop"
MOST_FOR_A_LOOP: Final = 100_000
PACKAGES: Final = ("numpy", "splink", "duckdb", "pyarrow")


def measure(engine: str, folder: Path, *, naming: Naming, jobs: int, runs: int) -> Row:
    """Run an engine: once to warm caches and weigh it, as often as asked for by the clock, once for its pairs."""
    arguments = ("benchmarks.merging_peers.trials", engine, str(folder), "--jobs", str(jobs))
    weighed = run(*arguments)
    timed = tuple(Outcome.read(run(*arguments).printed) for _ in range(runs))
    checked = Outcome.read(run(*arguments, "--edges").printed)
    held = max(weighed.held, Outcome.read(weighed.printed).peak)
    return Row(engine, timed, checked, held, CASES[naming].counted)


def compare(folder: Path, *, size: int, naming: Naming, events_per_day: float | None, jobs: int, runs: int) -> bool:
    """Print the table and tell whether all engines found the same pairs and components."""
    crowd = CASES[naming].events_per_day if events_per_day is None else events_per_day
    asked = (str(folder), str(size), naming, "--events-per-day", str(crowd))
    print(run("benchmarks.merging_peers.records", *asked).printed.strip())
    print(f"{platform.python_implementation()} {platform.python_version()},", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), end="; ")
    print(f"{jobs} processors, load {getloadavg()[0]:.1f} before\n", flush=True)
    engines = [engine for engine in ENGINES if engine != LOOP or size <= MOST_FOR_A_LOOP]
    rows = [measure(engine, folder, naming=naming, jobs=jobs, runs=runs) for engine in engines]
    print("\n".join(table(rows)), end="\n\n")
    print("\n".join(ratios(rows)))
    faults = differences({row.engine: (*row.outcomes, row.checked) for row in rows})
    print("\n".join(faults) or "All engines found the same pairs and the same components.")
    return not faults
