"""How merging grows: over sizes, when some is added to much, and from file to file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from benchmarks.merging_increment import Increment, increments
from benchmarks.merging_measures import slope
from benchmarks.merging_peers.watching import run

SMALLEST: Final = 10_000
STEPS: Final = "benchmarks.merging_steps"


class Step(NamedTuple):
    """What one step needed."""

    stages: Mapping[str, float]
    """Seconds by the clock on the wall."""
    cpu: Mapping[str, float]
    """Seconds of all processors."""
    held: int
    """Bytes."""


def print_slope(largest: int, *, jobs: int) -> None:
    """Cluster worlds of 10,000 mentions, ten times as many, and so on; print times, memory and slope."""
    sizes = list(_sizes(largest))
    steps = [_clustered(size, jobs=jobs) for size in sizes]
    print("\n".join(_table(sizes, steps)))
    if len(sizes) > 1:
        print("\nslope of log time over log size, over all sizes and from each size to the next (goal 1.10):")
        print(f"by the clock {_slopes(sizes, [sum(step.stages.values()) for step in steps])}")
        print(f"of processors {_slopes(sizes, [sum(step.cpu.values()) for step in steps])}")


def _sizes(largest: int) -> Iterator[int]:
    size = SMALLEST
    while size <= largest:
        yield size
        size *= 10


def _clustered(size: int, *, jobs: int) -> Step:
    with TemporaryDirectory() as folder:
        run(STEPS, "facts", folder, str(size))
        return _measured("cluster", folder, jobs)


def _measured(step: str, folder: str, jobs: int) -> Step:
    watched = run(STEPS, step, folder, str(jobs))
    return Step(**json.loads(watched.printed), held=watched.held)


def _slopes(sizes: Sequence[int], seconds: Sequence[float]) -> str:
    steps = (slope(sizes[at : at + 2], seconds[at : at + 2]) for at in range(len(sizes) - 1))
    return f"{slope(sizes, seconds):.2f}: {', '.join(f'{step:.2f}' for step in steps)}"


def _table(sizes: Sequence[int], steps: Sequence[Step]) -> Iterator[str]:
    stages = list(steps[0].stages)
    yield f"| mentions | {' | '.join(f'{stage}, s' for stage in stages)} | all, s | CPU, s | memory, MB |"
    yield f"|--:|{'--:|' * len(stages)}--:|--:|--:|"
    for size, step in zip(sizes, steps, strict=True):
        seconds = " | ".join(f"{step.stages.get(stage, 0):.2f}" for stage in stages)
        total, worked = (sum(each.values()) for each in (step.stages, step.cpu))
        yield f"| {size} | {seconds} | {total:.2f} | {worked:.2f} | {step.held / 1e6:.0f} |"


def print_end_to_end(folder: Path, *, size: int, jobs: int) -> None:
    """Merge a table of mentions into a table of events, from file to file."""
    run(STEPS, "table", str(folder), str(size))
    print("\n".join(_table([size], [_measured("merge", str(folder), jobs)])))


def print_increment(size: int, *, jobs: int) -> bool:
    """Add one mention in a hundred to the others; print what it takes, and tell whether the outcome is the batch's."""
    told = list(increments(size, jobs=jobs))
    print("| added | mentions | looked at | reclustered | s | batch, s | times faster | same as batch |")
    print("|---|--:|--:|--:|--:|--:|--:|---|")
    print("\n".join(map(_line, told)))
    return all(one.same for one in told)


def _line(one: Increment) -> str:
    return (
        f"| {one.which} | {one.n_added} | {one.n_looked_at} | {one.n_clustered} | {one.seconds:.2f} | {one.batch:.2f}"
        f" | {one.batch / one.seconds:.1f} | {'yes' if one.same else 'NO'} |"
    )
