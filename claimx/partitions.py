"""Partitions: articles extracted in parts that know nothing of each other, wherever there are workers.

A worker is sent lines, one for each article of its part with the answers that are already known, and sends back a line
for each article. What it is answered it keeps at once in a ledger of its own beside the run's, so that who does the
part again after a loss asks nothing twice; in the end, or when the next run begins, those ledgers join the run's.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from claimx.article import Article
from claimx.entry import Entry, Known
from claimx.errors import ExtractionError, Stopped
from claimx.extracting.cassette import Cassette, Recording
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.transports import ReplayTransport
from claimx.extraction import Attempt, Extraction
from claimx.gate import Gate, Limits
from claimx.harvest import Harvest, Progress, extract_all
from claimx.ledger import Ledger
from claimx.record import Record

TRIES: Final = "answers"
"""The folder, beside a run's ledger, in which workers keep what they are answered."""
LARGEST: Final = 64
"""Articles in a part: a loss costs no more than the requests under way, but results come in part by part."""

FAILURES: Final[tuple[type[ExtractionError], ...]] = (ExtractionError, *ExtractionError.__subclasses__())


class Task(Record):
    """An article to be extracted, and what was answered about it before."""

    article: Article
    known: dict[str, Known]
    """By the key of the request."""


class Outcome(Record):
    """What came of an article."""

    article_id: str
    extraction: Extraction | None
    error: str | None
    """The class of the error, such as `AnswerRefused`."""
    message: str | None
    attempts: tuple[Attempt, ...]
    """Of an article that failed."""


class Asking(NamedTuple):
    """How the workers ask."""

    endpoint: Endpoint
    tape: tuple[str, tuple[Recording, ...]] | None
    """Path and content of the cassette to be replayed, which need not be there where the worker is."""
    ledger: Path | None
    """The run's ledger; None where answers need not be kept."""
    limits: Limits
    """Of one worker."""

    @classmethod
    def of(cls, endpoint: Endpoint, *, ledger: Path | None, limits: Limits) -> Asking:
        """Return what can be sent to workers."""
        # Workers elsewhere have another environment, and stand in another folder.
        there = replace(endpoint, base_url=endpoint.base_url or os.environ.get("OPENAI_BASE_URL"))
        kept = ledger.absolute() if ledger is not None else None
        if isinstance(endpoint.transport, ReplayTransport):
            tape = endpoint.transport.cassette
            return cls(replace(there, transport=None), (str(tape.path), tuple(tape)), kept, limits)
        return cls(there, None, kept, limits)

    def here(self) -> Endpoint:
        """Return the endpoint in the worker."""
        if self.tape is None:
            return self.endpoint
        return replace(self.endpoint, transport=ReplayTransport(Cassette(*self.tape)))


Spread = Callable[[Callable[[Asking, Sequence[str]], list[str]], Asking, Iterable[Sequence[str]]], Iterable[list[str]]]
"""Applies a function to parts, as a mapper does; the results may come in any order."""


def extract_in_parts(
    articles: Iterable[Article], *, asking: Asking, spread: Spread, jobs: int, finished: Progress
) -> None:
    """Extract articles in parts, enough for `jobs` workers; the outcome is that of `extract_all`.

    Raises:
        CassetteMiss: an answer was to be replayed and is not recorded.
        Stopped: a worker reached a limit.
        WorkerLost: a part lost its workers again and again.
    """
    wanted = {article.id: article for article in articles}
    known = _known(asking.ledger, wanted) if asking.ledger is not None else {}
    tasks = [Task(article=article, known=known.get(key, {})).to_line() for key, article in wanted.items()]
    stopped = None
    for lines in spread(extract_part, asking, list(parts(tasks, jobs=jobs))):
        for outcome in map(Outcome.from_line, lines):
            if outcome.error == Stopped.__name__:
                stopped = outcome.message
            else:
                finished(wanted[outcome.article_id], _told(outcome))
    if asking.ledger is not None:
        join_tries(asking.ledger)
    if stopped is not None:
        raise Stopped(stopped)


def parts(tasks: Sequence[str], *, jobs: int) -> Iterator[Sequence[str]]:
    """Yield the tasks in parts of equal size, four for each worker or more, so that none waits long for the last."""
    size = max(1, min(LARGEST, -(-len(tasks) // (4 * jobs))))
    for begin in range(0, len(tasks), size):
        yield tasks[begin : begin + size]


def extract_part(asking: Asking, tasks: Sequence[str]) -> list[str]:
    """Extract the articles of some tasks; return a line for each outcome."""
    told = [Task.from_line(task) for task in tasks]
    harvest, endpoint = Harvest(), asking.here()
    gate = Gate(asking.limits, model=endpoint.model)
    stopped = None
    with _ledger(asking.ledger, told) as ledger:
        try:
            asyncio.run(
                extract_all(
                    (task.article for task in told),
                    endpoint=endpoint,
                    finished=harvest.add,
                    gate=gate,
                    ledger=ledger,
                    concurrency=asking.limits.concurrency,
                )
            )
        except Stopped as error:
            stopped = str(error)
    done = (_outcome(extraction.article.id, extraction) for extraction in harvest.extractions)
    failed = (_failure(article.id, error) for article, error in harvest.failed)
    left = () if stopped is None else (_left(told[0].article.id, stopped),)
    return [outcome.to_line() for outcome in (*done, *failed, *left)]


def _left(article_id: str, reason: str) -> Outcome:
    return Outcome(article_id=article_id, extraction=None, error=Stopped.__name__, message=reason, attempts=())


def _outcome(article_id: str, extraction: Extraction) -> Outcome:
    return Outcome(article_id=article_id, extraction=extraction, error=None, message=None, attempts=())


def _failure(article_id: str, error: ExtractionError) -> Outcome:
    return Outcome(
        article_id=article_id,
        extraction=None,
        error=type(error).__name__,
        message=str(error),
        attempts=error.attempts,
    )


def _told(outcome: Outcome) -> Extraction | ExtractionError:
    if outcome.extraction is not None:
        return outcome.extraction
    kind = next(kind for kind in FAILURES if kind.__name__ == outcome.error)
    return kind(outcome.message or "", attempts=outcome.attempts)


class _Tries:
    """The ledger of one try at a part, which finds what is known from before."""

    def __init__(self, known: Mapping[str, Known], former: Sequence[Ledger], own: Ledger) -> None:
        self._known, self._former, self._own = known, former, own

    def find(self, key: str) -> Known | None:
        """Return what is known of a request."""
        told = (self._known.get(key), *(ledger.find(key) for ledger in (*self._former, self._own)))
        return _united([known for known in told if known is not None])

    def keep(self, entry: Entry, *, anew: bool = False) -> None:
        """Keep what came of a request."""
        self._own.keep(entry, anew=anew)

    async def akeep(self, entry: Entry, *, anew: bool = False) -> None:
        """Keep what came of a request, without blocking the event loop."""
        await self._own.akeep(entry, anew=anew)


def _united(told: Sequence[Known]) -> Known | None:
    failures = tuple(failure for known in told for failure in known.failures)
    response = next((known.response for known in told if known.response is not None), None)
    return Known(failures=failures, response=response) if told else None


@contextmanager
def _ledger(ledger: Path | None, tasks: Sequence[Task]) -> Iterator[_Tries | None]:
    if ledger is None:
        yield None
        return
    tries = ledger.parent / TRIES
    tries.mkdir(parents=True, exist_ok=True)
    # Parts share no article, so that the first one names them.
    name = tasks[0].article.id
    before = sorted(tries.glob(f"{name}-*.db"))
    with ExitStack() as opened:
        former = [opened.enter_context(Ledger(path)) for path in before]
        own = opened.enter_context(Ledger(_new_file(tries, name)))
        yield _Tries({key: known for task in tasks for key, known in task.known.items()}, former, own)


def _new_file(folder: Path, name: str) -> Path:
    """Make a file that no other try writes to, not even one that is taken for lost and is not."""
    numbers = count(1)
    while True:
        path = folder / f"{name}-{next(numbers)}.db"
        with suppress(FileExistsError):
            path.touch(exist_ok=False)
            return path


def join_tries(ledger: Path) -> None:
    """Add what workers were answered to the ledger of a run; what a killed run left behind is not lost."""
    tries = ledger.parent / TRIES
    files = sorted(tries.glob("*.db"))
    if files:
        with Ledger(ledger) as joined:
            for path in files:
                joined.join(path)
        for path in files:
            path.unlink()
    # Not empty, or not there.
    with suppress(OSError):
        tries.rmdir()


def _known(ledger: Path, wanted: Mapping[str, Article]) -> dict[str, dict[str, Known]]:
    found: defaultdict[str, dict[str, Known]] = defaultdict(dict)
    with Ledger(ledger) as book:
        for article_id, key in book.rows("SELECT article_id, key FROM requests"):
            if article_id in wanted and (known := book.find(key)) is not None:
                found[article_id][key] = known
    return found
