"""A trial: one client with so many requests at once, or one replay of a ledger, in a process of its own.

    python -m benchmarks.asking_peers.trials ask CLIENT ADDRESS CONCURRENCY CALLS
    python -m benchmarks.asking_peers.trials replay LEDGER ARTICLES

Each prints an outcome as a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from benchmarks.asking_peers.clients import CLIENTS, batch
from benchmarks.asking_peers.replaying import replay
from benchmarks.asking_peers.wording import texts
from benchmarks.merging_peers.trials import Moment, peak


@dataclass(frozen=True)
class Outcome:
    """What a trial reports."""

    n: int
    """Articles that were measured."""
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of the process, its user's and the system's."""
    peak: int
    """Most bytes that the process held."""

    @classmethod
    def read(cls, line: str) -> Self:
        """Return the outcome that a trial printed."""
        return cls(**json.loads(line))

    @property
    def per_second(self) -> float:
        """Articles per second."""
        return self.n / self.wall

    @property
    def milliseconds(self) -> float:
        """CPU of one article."""
        return self.cpu / self.n * 1e3


class Meter:
    """Measures between two answers, so that imports, caches and the first connections count nowhere."""

    def __init__(self, *, warm: int, calls: int) -> None:
        self._seen, self._first, self._last = 0, warm, warm + calls
        self._moments: dict[int, Moment] = {}

    def told(self) -> None:
        """Hear of an answer."""
        self._seen += 1
        if self._seen in (self._first, self._last):
            self._moments[self._seen] = Moment.now()

    def outcome(self) -> Outcome:
        """Return what lies between; raises ValueError if answers are missing."""
        if self._seen != self._last:
            raise ValueError(f"{self._seen} answers instead of {self._last}")
        since, until = self._moments[self._first], self._moments[self._last]
        return Outcome(self._last - self._first, until.wall - since.wall, until.cpu - since.cpu, peak())


def ask(client: str, address: str, *, concurrency: int, calls: int) -> Outcome:
    """Measure a client by `calls` articles, a multiple of a batch, after one batch."""
    warm = batch(concurrency)
    meter = Meter(warm=warm, calls=calls)
    CLIENTS[client](texts(warm + calls), address, concurrency, meter.told)
    return meter.outcome()


def replayed(ledger: Path, articles: int) -> Outcome:
    """Measure a replay of a filled ledger, the opening of it included, after a first look at some of it."""
    replay(ledger, min(articles, 100))
    since = Moment.now()
    replay(ledger, articles)
    until = Moment.now()
    return Outcome(articles, until.wall - since.wall, until.cpu - since.cpu, peak())


def apart(*arguments: str) -> Outcome:
    """Run a trial in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.asking_peers.trials", *arguments]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- this module
    return Outcome.read(ended.stdout.splitlines()[-1])


def main(arguments: list[str]) -> None:
    """Run one trial."""
    what, first, *others = arguments
    if what == "ask":
        address, concurrency, calls = others
        outcome = ask(first, address, concurrency=int(concurrency), calls=int(calls))
    else:
        outcome = replayed(Path(first), int(others[0]))
    print(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main(sys.argv[1:])
