"""A stage for runs that are killed: articles, a provider, a folder, and an account of what was asked how often."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from claimx.article import Article
from claimx.folder import LEDGER
from claimx.lines import write_lines
from tests.batching.asking import RECORDS
from tests.batching.playing import live
from tests.batching.service import Service

from .processes import KILLED, Call, Process
from .server import Server, Step, Witness, serving


@dataclass(frozen=True)
class Moment:
    """When a process is killed; where nothing is said, it is not."""

    call: Call | None = None
    step: tuple[int, Step] | None = None
    """At a step of a request, by the request's number."""
    seconds: float | None = None
    """After so long."""


NEVER: Final = Moment()


@dataclass
class Stage:
    """Where runs go on from what killed ones left."""

    server: Server
    place: Path
    articles: Path
    lost: Counter[str] = field(default_factory=Counter)
    """How often each question was under way when a run was killed."""
    kills: int = 0

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        return self.place / "out"

    def begin(
        self,
        *arguments: str,
        moment: Moment = NEVER,
        witness: Witness | None = None,
        largest: int | None = None,
        name: str = "said",
    ) -> Process:
        """Begin a command; `{articles}`, `{out}`, `{url}` and `{base}` stand for what they are."""
        begun: Future[Process] = Future()

        def killer(number: int, step: Step) -> bool:
            if (number, step) != moment.step:
                return False
            begun.result().kill()
            return True

        known = {"url": self.server.url(), "base": self.server.base, "articles": self.articles, "out": self.folder}
        self.server.witnesses[self.server.run] = witness or killer
        begun.set_result(Process([one.format(**known) for one in arguments], self.place, moment.call, largest, name))
        if moment.seconds is not None and not begun.result().ends_within(moment.seconds):
            begun.result().kill()
        return begun.result()

    def play(self, *arguments: str, moment: Moment = NEVER, largest: int | None = None) -> tuple[int, str]:
        """Play a command to its end, and take account of what it lost."""
        code, said = self.begin(*arguments, moment=moment, largest=largest).end()
        self.server.settle()
        if code == KILLED:
            self.kills += 1
            self.lost.update(self.server.hits[self.server.run].keys() - self.answered())
        return code, said

    def live(self, *, moment: Moment = NEVER, concurrency: int = 3, largest: int | None = None) -> tuple[int, str]:
        """Play `claimx run`."""
        return self.play(*RUN, "--concurrency", str(concurrency), moment=moment, largest=largest)

    def answered(self) -> set[str]:
        """The questions that the ledger holds an answer to."""
        # Of a copy: whoever opens a ledger that was left behind mends it, and that is for the next run to do.
        with TemporaryDirectory(dir=self.place) as copy:
            for path in self.folder.glob(f"{LEDGER}*"):
                shutil.copy(path, copy)
            with closing(sqlite3.connect(Path(copy) / LEDGER)) as ledger:
                if not ledger.execute("SELECT 1 FROM sqlite_master WHERE name = 'answers'").fetchone():
                    return set()
                return {key for (key,) in ledger.execute("SELECT key FROM answers")}

    def records(self) -> dict[str, bytes]:
        """What was written."""
        return {name: (self.folder / name).read_bytes() for name in RECORDS if (self.folder / name).exists()}


RUN: Final = ("run", "{articles}", "--model", "m", "--base-url", "{url}", "--out", "{out}")
SUBMIT: Final = ("batch", "submit", "{articles}", "--model", "m", "--base-url", "{base}", "--out", "{out}")
COLLECT: Final = ("batch", "collect", "{out}")


@contextmanager
def stage(place: Path, articles: Iterable[Article], *, service: Service | None = None) -> Iterator[Stage]:
    """Set a stage."""
    place.mkdir(parents=True, exist_ok=True)
    write_lines(place / "articles.jsonl", articles)
    with serving(service) as server:
        yield Stage(server, place, place / "articles.jsonl")


def undisturbed(place: Path, articles: Sequence[Article]) -> dict[str, bytes]:
    """The records of a run that nobody kills; what such runs import is at hand for all that are forked later."""
    return live(articles, place)
