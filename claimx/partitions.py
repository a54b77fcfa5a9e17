"""Partitions: articles extracted in parts that know nothing of each other, wherever there are workers.

A worker is sent lines, one for each article of its part with the answers that are already known, and sends back a line
for each article. What it is answered it keeps at once in a file of its own in the run's folder, so that who does the
part again after a loss asks nothing twice; in the end, or when the next run begins, those files join the run's journal.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from claimx.article import Article
from claimx.errors import ExtractionError
from claimx.extracting.cassette import Cassette, Recording
from claimx.extracting.client import Endpoint
from claimx.extracting.extractor import Journal
from claimx.extracting.transports import ReplayTransport
from claimx.extraction import Attempt, Extraction, Reply
from claimx.folder import JOURNAL
from claimx.harvest import Harvest, Progress, extract_all
from claimx.journal import FileJournal
from claimx.lines import read_lines
from claimx.record import Record

TRIES: Final = "answers"
"""The folder, inside a run's folder, in which workers keep what they are answered."""
LARGEST: Final = 64
"""Articles in a part: a loss costs no more than the requests under way, but results come in part by part."""

FAILURES: Final[tuple[type[ExtractionError], ...]] = (ExtractionError, *ExtractionError.__subclasses__())


class Task(Record):
    """An article to be extracted, and what was answered about it before."""

    article: Article
    known: tuple[Reply, ...]


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
    folder: Path | None
    """The run's folder; None where answers need not be kept."""
    concurrency: int

    @classmethod
    def of(cls, endpoint: Endpoint, *, folder: Path | None, concurrency: int) -> Asking:
        """Return what can be sent to workers."""
        # Workers elsewhere have another environment, and stand in another folder.
        there = replace(endpoint, base_url=endpoint.base_url or os.environ.get("OPENAI_BASE_URL"))
        kept = folder.absolute() if folder is not None else None
        if isinstance(endpoint.transport, ReplayTransport):
            tape = endpoint.transport.cassette
            return cls(replace(there, transport=None), (str(tape.path), tuple(tape)), kept, concurrency)
        return cls(there, None, kept, concurrency)

    def here(self) -> Endpoint:
        """Return the endpoint in the worker."""
        if self.tape is None:
            return self.endpoint
        return replace(self.endpoint, transport=ReplayTransport(Cassette(*self.tape)))


Spread = Callable[[Callable[[Asking, Sequence[str]], list[str]], Asking, Iterable[Sequence[str]]], Iterable[list[str]]]
"""Applies a function to parts, as a mapper does; the results may come in any order."""


def extract_in_parts(
    articles: Iterable[Article],
    *,
    asking: Asking,
    spread: Spread,
    jobs: int,
    finished: Progress = lambda _: None,
) -> Harvest:
    """Extract articles in parts, enough for `jobs` workers; the outcome is that of `extract_all`.

    Raises:
        CassetteMiss: an answer was to be replayed and is not recorded.
        WorkerLost: a part lost its workers again and again.
    """
    wanted = {article.id: article for article in articles}
    known = _known(asking.folder, wanted) if asking.folder is not None else {}
    tasks = [Task(article=article, known=tuple(known.get(key, ()))).to_line() for key, article in wanted.items()]
    harvest = Harvest()
    for lines in spread(extract_part, asking, list(parts(tasks, jobs=jobs))):
        for outcome in map(Outcome.from_line, lines):
            _add(harvest, outcome, wanted, finished)
    if asking.folder is not None:
        join_journals(asking.folder)
    return harvest


def parts(tasks: Sequence[str], *, jobs: int) -> Iterator[Sequence[str]]:
    """Yield the tasks in parts of equal size, four for each worker or more, so that none waits long for the last."""
    size = max(1, min(LARGEST, -(-len(tasks) // (4 * jobs))))
    for begin in range(0, len(tasks), size):
        yield tasks[begin : begin + size]


def extract_part(asking: Asking, tasks: Sequence[str]) -> list[str]:
    """Extract the articles of some tasks; return a line for each outcome."""
    told = [Task.from_line(task) for task in tasks]
    with _journal(asking.folder, told) as journal:
        harvest = asyncio.run(
            extract_all(
                (task.article for task in told),
                endpoint=asking.here(),
                concurrency=asking.concurrency,
                journal=journal,
            )
        )
    done = (_outcome(extraction.article.id, extraction) for extraction in harvest.extractions)
    failed = (_failure(article.id, error) for article, error in harvest.failed)
    return [outcome.to_line() for outcome in (*done, *failed)]


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


def _add(harvest: Harvest, outcome: Outcome, wanted: Mapping[str, Article], finished: Progress) -> None:
    if outcome.extraction is not None:
        harvest.extractions.append(outcome.extraction)
        finished(outcome.extraction)
    else:
        kind = next(kind for kind in FAILURES if kind.__name__ == outcome.error)
        error = kind(outcome.message or "", attempts=outcome.attempts)
        harvest.failed.append((wanted[outcome.article_id], error))
        finished(error)


class _Tries:
    """The journal of one try at a part, which finds what the tries before it were answered."""

    def __init__(self, former: Iterable[Reply], own: FileJournal) -> None:
        self._former = {reply.key: reply for reply in former}
        self._own = own

    def find(self, key: str) -> Reply | None:
        """Return the reply to a question that was answered before."""
        return self._former.get(key) or self._own.find(key)

    def keep(self, reply: Reply) -> None:
        """Keep a reply; it is on disk once this returns."""
        self._own.keep(reply)


@contextmanager
def _journal(folder: Path | None, tasks: Sequence[Task]) -> Iterator[Journal | None]:
    if folder is None:
        yield None
        return
    tries = folder / TRIES
    tries.mkdir(parents=True, exist_ok=True)
    # Parts share no article, so that the first one names them.
    name = tasks[0].article.id
    former = [reply for path in sorted(tries.glob(f"{name}-*.jsonl")) for reply in _replies(path)]
    with FileJournal(_new_file(tries, name)) as own:
        yield _Tries((*(reply for task in tasks for reply in task.known), *former), own)


def _new_file(folder: Path, name: str) -> Path:
    """Make a file that no other try writes to, not even one that is taken for lost and is not."""
    numbers = count(1)
    while True:
        path = folder / f"{name}-{next(numbers)}.jsonl"
        with suppress(FileExistsError):
            path.touch(exist_ok=False)
            return path


def join_journals(folder: Path) -> None:
    """Add what workers were answered to the journal of a run; what a killed run left behind is not lost."""
    tries = folder / TRIES
    files = sorted(tries.glob("*.jsonl"))
    if files:
        with FileJournal(folder / JOURNAL) as journal:
            told = {reply.key: reply for path in files for reply in _replies(path) if journal.find(reply.key) is None}
        with (folder / JOURNAL).open("ab") as joined:
            joined.write("".join(f"{reply.to_line()}\n" for reply in told.values()).encode())
            joined.flush()
            os.fsync(joined.fileno())
        for path in files:
            path.unlink()
    # Not empty, or not there.
    with suppress(OSError):
        tries.rmdir()


def _known(folder: Path, wanted: Mapping[str, Article]) -> dict[str, list[Reply]]:
    found: defaultdict[str, list[Reply]] = defaultdict(list)
    for reply in _replies(folder / JOURNAL) if (folder / JOURNAL).exists() else ():
        if reply.article_id in wanted:
            found[reply.article_id].append(reply)
    return found


def _replies(path: Path) -> Iterator[Reply]:
    # A line cut short by a loss is a question to be asked again.
    return read_lines(path, Reply, skipped=lambda _: None)
