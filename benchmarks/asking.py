"""What asking costs beside the model's own time: python -m benchmarks.asking (docs/benchmarks.md says how)."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.asking_peers.clients import CLIENTS, batch
from benchmarks.asking_peers.replaying import fill
from benchmarks.asking_peers.server import serving
from benchmarks.asking_peers.trials import Outcome, apart

SECONDS: Final = 0.05
"""How long an answer takes."""
CONCURRENCY: Final = (1, 8, 32, 128)
MOST_CALLS: Final = 2000
PEER: Final = "openai"
GOAL: Final = 1.5
SMALLEST: Final = 100
PACKAGES: Final = ("httpx2", "openai", "instructor", "langextract", "pydantic")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", nargs="+", choices=CLIENTS, default=list(CLIENTS), help="default all")
    parser.add_argument("--concurrency", nargs="+", type=int, default=CONCURRENCY, help="default %(default)s")
    parser.add_argument("--runs", type=int, default=3, help="timed runs of each client (default %(default)s)")
    parser.add_argument("--replay", type=int, metavar="N", help="replay ledgers of 100 to N articles instead")
    asked = parser.parse_args()
    print(f"{platform.python_implementation()} {platform.python_version()},", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), end="; ")
    print(f"load {getloadavg()[0]:.1f} before\n", flush=True)
    if asked.replay:
        print("\n".join(replay_table(_replays(asked.replay, runs=asked.runs))))
    else:
        for at_once in asked.concurrency:
            outcomes = _measured(asked.clients, concurrency=at_once, runs=asked.runs)
            print(f"{at_once} at once, {calls(at_once)} articles:\n")
            print("\n".join(table(outcomes)), flush=True)
            print()


def calls(concurrency: int) -> int:
    """Return how many articles are measured."""
    batches = MOST_CALLS // batch(concurrency) + 1
    return min(100 * concurrency, batches * batch(concurrency))


def _measured(clients: Sequence[str], *, concurrency: int, runs: int) -> dict[str, list[Outcome]]:
    """Return the outcomes of each client; they take turns, so that what else the machine does meets them all."""
    outcomes: dict[str, list[Outcome]] = {client: [] for client in clients}
    with serving(SECONDS) as address:
        for _ in range(runs):
            for client in clients:
                outcomes[client].append(apart("ask", client, address, str(concurrency), str(calls(concurrency))))
    return outcomes


def table(outcomes: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    """Yield a line for each client: the run that took least CPU, the most that any took, the ratio to the SDK."""
    least = {client: min(told, key=lambda outcome: outcome.cpu) for client, told in outcomes.items()}
    yield f"| client | articles / s | CPU of one, ms (most) | / {PEER} (goal {GOAL}) |"
    yield "|---|--:|--:|--:|"
    for client, best in least.items():
        most = max(outcome.milliseconds for outcome in outcomes[client])
        ratio = f"{best.milliseconds / least[PEER].milliseconds:.2f}" if PEER in least else ""
        fastest = max(outcome.per_second for outcome in outcomes[client])
        yield f"| {client} | {fastest:.0f} | {best.milliseconds:.2f} ({most:.2f}) | {ratio} |"


def _replays(largest: int, *, runs: int) -> Iterator[Outcome]:
    size = SMALLEST
    while size <= largest:
        with TemporaryDirectory() as folder:
            ledger = Path(folder) / "ledger.db"
            fill(ledger, size)
            yield min((apart("replay", str(ledger), str(size)) for _ in range(runs)), key=lambda outcome: outcome.cpu)
        size *= 10


def replay_table(outcomes: Iterator[Outcome]) -> Iterator[str]:
    """Yield a line for each size."""
    yield "| articles | articles / s | CPU of one, ms | memory, MB |"
    yield "|--:|--:|--:|--:|"
    for outcome in outcomes:
        yield (f"| {outcome.n} | {outcome.per_second:.0f} | {outcome.milliseconds:.2f} | {outcome.peak / 1e6:.0f} |")


if __name__ == "__main__":
    main()
