"""What engines need, as a table and in proportion to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.merging_peers.trials import Outcome

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
    counted: tuple[str, ...]
    """Stages whose times are compared."""

    @property
    def best(self) -> Outcome:
        """The fastest."""
        return min(self.outcomes, key=lambda outcome: outcome.took(self.counted))

    @property
    def fastest(self) -> float:
        """Seconds of the fastest."""
        return self.best.took(self.counted)

    @property
    def least(self) -> float:
        """Seconds of processors, where it took least."""
        return min(outcome.worked(self.counted) for outcome in self.outcomes)

    @property
    def slowest(self) -> float:
        """Seconds of the slowest."""
        return max(outcome.took(self.counted) for outcome in self.outcomes)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of the table in Markdown."""
    counted = rows[0].counted
    stages = " | ".join(f"{stage}, s" for stage in counted)
    yield f"| engine | {stages} | together, s (slowest) | CPU, s | also, s | memory, MB | pairs |"
    yield f"|---|{'--:|' * len(counted)}--:|--:|---|--:|--:|"
    for row in rows:
        took = row.best.stages
        seconds = " | ".join(f"{took[stage]:.2f}" if stage in took else "" for stage in counted)
        also = ", ".join(f"{stage} {took[stage]:.2f}" for stage in took if stage not in counted)
        yield (
            f"| {row.engine} | {seconds} | {row.fastest:.2f} ({row.slowest:.2f}) | {row.least:.2f} | {also}"
            f" | {row.held / 1e6:.0f} | {row.best.n_pairs} |"
        )


def ratios(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what claimx needs in proportion to Splink's best."""
    ours, *_ = rows
    peers = [row for row in rows if row.engine.startswith(PEER)]
    fastest = min(peers, key=lambda row: row.fastest)
    what = ", ".join(ours.counted[:-1]) + f" and {ours.counted[-1]}"
    leanest, least = min(row.held for row in peers), min(row.least for row in peers)
    everything = sum(ours.best.stages.values())
    yield f"claimx / {fastest.engine}, {what}: {ours.fastest / fastest.fastest:.2f} of the time (goal 0.33)"
    yield f"claimx / {PEER}'s least, {what}: {ours.least / least:.2f} of the CPU time"
    yield f"claimx with all its stages / {fastest.engine}: {everything / fastest.fastest:.2f} of the time"
    yield f"claimx / {PEER}'s leanest: {ours.held / leanest:.2f} of the memory (goal 0.50)"
