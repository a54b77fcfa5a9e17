"""A batch: articles in, jobs out, answers back, until nothing is open."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Self, TypeGuard

from claimx.article import Article
from claimx.batching.asking import Asked, ask_ledger
from claimx.batching.planning import MOST_BYTES, MOST_REQUESTS, make_jobs, note, plan, scratch
from claimx.batching.provider import Provider
from claimx.batching.reading import OK, Line, entry_of, missing, read_answers
from claimx.batching.state import VANISHED, State
from claimx.event import Policy
from claimx.extracting import Endpoint
from claimx.harvest import Harvest
from claimx.inputs import fault
from claimx.ledger import Ledger, alone
from claimx.record import Record

ENDED: Final = frozenset({"completed", "failed", "expired", "cancelled", VANISHED})
"""The status of a job that is not worked on any more."""


class Settings(Record):
    """What a batch asks with, which its ledger remembers."""

    model: str
    base_url: str | None
    temperature: float | None = None
    max_requests: int = 6
    max_reasks: int = 2
    timeout: float = 600
    policy: Policy = "representative"

    def endpoint(self, sending: Endpoint | None = None) -> Endpoint:
        """Return the endpoint; `sending` says by which transport, and how to wait."""
        told = self.model_dump(exclude={"policy"})
        if sending is None:
            return Endpoint(**told)
        return Endpoint(
            **told, transport=sending.transport, wait=sending.wait, sleep=sending.sleep, async_sleep=sending.async_sleep
        )


class Job(NamedTuple):
    """A job as the ledger knows it."""

    number: int
    round: int
    requests: int
    bytes: int
    batch: str | None
    status: str
    detail: str | None
    is_collected: bool


class Progress(NamedTuple):
    """How far a batch is."""

    harvest: Harvest
    """Articles to which nothing is open."""
    open: int
    """Questions that wait for an answer."""
    jobs: tuple[Job, ...]


class Batch:
    """The batch whose ledger is at a path; one process at a time works on it."""

    def __init__(self, ledger: Ledger, settings: Settings, *, sending: Endpoint | None = None) -> None:
        self.ledger, self.settings = ledger, settings
        self.endpoint = settings.endpoint(sending)

    @classmethod
    @contextmanager
    def open(
        cls,
        path: str | Path,
        *,
        settings: Settings | None = None,
        sending: Endpoint | None = None,
        waiting: Callable[[str], None] = lambda _: None,
    ) -> Iterator[Self]:
        """Open a batch that is there, or begin one with `settings`, which later ones replace.

        Raises:
            InputError: there is no batch, or its ledger cannot be opened.
        """
        if settings is None and not Path(path).exists():
            raise fault(str(path), "there is no batch", "begin one with `claimx batch submit`")
        with alone(path, waiting=waiting), Ledger(path) as ledger:
            if settings is None:
                settings = _read_settings(ledger)
            else:
                # Jobs are where they were made, whatever the environment says when they are asked after.
                settings = settings.model_copy(
                    update={"base_url": settings.base_url or os.environ.get("OPENAI_BASE_URL")}
                )
                with ledger.writing() as write:
                    for name, value in settings.model_dump().items():
                        write("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))
            yield cls(ledger, settings, sending=sending)

    def submit(
        self, articles: Iterable[Article], *, most_requests: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES
    ) -> Progress:
        """Ask about articles, and about those from before; return how far everything is.

        Nothing is asked that has an answer or stands in a job that is worked on.
        """
        with self.ledger.writing() as write:
            for article in articles:
                write("INSERT OR REPLACE INTO articles VALUES (?, ?)", (article.id, article.to_line()))
        return self._go_on(most_requests, most_bytes)

    def collect(self, *, most_requests: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES) -> Progress:
        """Fetch what jobs brought, and ask what it leads to: re-asks, repairs, and what failed or expired.

        Returns how far everything is; where nothing is open, the harvest is whole.
        """
        provider = Provider(self.endpoint)
        try:
            for job in self._waiting_for():
                state = provider.look(str(job.batch))
                note(self.ledger, job.number, state)
                if state.status in ENDED:
                    self._take(job, state, provider)
        finally:
            provider.close()
        return self._go_on(most_requests, most_bytes)

    def status(self) -> tuple[Job, ...]:
        """Ask the provider how its jobs are, and return them all."""
        provider = Provider(self.endpoint)
        try:
            for job in self._waiting_for():
                note(self.ledger, job.number, provider.look(str(job.batch)))
        finally:
            provider.close()
        return self.jobs()

    def jobs(self) -> tuple[Job, ...]:
        """Return all jobs, in the order in which they were planned."""
        columns = "number, round, requests, bytes, batch, status, detail, collected_at IS NOT NULL"
        return tuple(Job(*row) for row in self.ledger.rows(f"SELECT {columns} FROM jobs ORDER BY number"))  # noqa: S608 -- of the line above

    def articles(self) -> Iterator[Article]:
        """Yield the articles of the batch, by id."""
        for (record,) in self.ledger.rows("SELECT record FROM articles ORDER BY id"):
            yield Article.from_line(record)

    def asked(self) -> Asked:
        """Return what the articles come to with the answers that are there."""
        return ask_ledger(self.articles(), endpoint=self.endpoint, ledger=self.ledger)

    def _waiting_for(self) -> list[Job]:
        return [job for job in self.jobs() if not job.is_collected and job.batch is not None]

    def _go_on(self, most_requests: int, most_bytes: int) -> Progress:
        """Put what is open and in no job into jobs, and make them."""
        asked = self.asked()
        waiting = {
            key
            for (key,) in self.ledger.rows(
                "SELECT key FROM job_requests JOIN jobs ON jobs.number = job WHERE collected_at IS NULL"
            )
        }
        self.ledger.expect(asked.open.values())
        new = [request for key, request in asked.open.items() if key not in waiting]
        plan(self.ledger, new, most_requests=most_requests, most_bytes=most_bytes)
        if any(job.batch is None and not job.is_collected for job in self.jobs()):
            provider = Provider(self.endpoint)
            try:
                make_jobs(self.ledger, provider)
            finally:
                provider.close()
        return Progress(asked.harvest, len(asked.open), self.jobs())

    def _take(self, job: Job, state: State, provider: Provider) -> None:
        """Write what a job brought into the ledger, all of it or nothing."""
        names = [name for name in (state.output_file, state.error_file) if name is not None]
        with ExitStack() as held:
            files = [held.enter_context(scratch(self.ledger)) for _ in names]
            gone = [name for name, file in zip(names, files, strict=True) if not provider.fetch(name, file)]
            self._write(job, state, files, gone)

    def _write(self, job: Job, state: State, files: Iterable[BinaryIO], gone: Iterable[str]) -> None:
        asked = [key for (key,) in self.ledger.rows("SELECT key FROM job_requests WHERE job = ?", (job.number,))]
        told = _Told(asked)
        with self.ledger.writing() as write:
            for file in files:
                file.seek(0)
                for line in filter(told.is_new, read_answers(file)):
                    for request in self.ledger.requests([line.key]):
                        self.ledger.write(entry_of(request, line))
            for request in self.ledger.requests(told.left()):
                self.ledger.write(missing(request, _without(state)))
            remarks = [*told.remarks(state), *(f"file {name} is not there any more" for name in gone)]
            write(
                "UPDATE jobs SET collected_at = ?, detail = ? WHERE number = ?",
                (self.ledger.stamp(), "; ".join(remarks) or None, job.number),
            )


class _Told:
    """Which requests of a job the lines of its files have told about."""

    def __init__(self, asked: Iterable[str]) -> None:
        self._asked = sorted(asked)
        self._told: dict[str, int | None] = {}
        self._odd: Counter[str] = Counter()

    def is_new(self, line: Line | None) -> TypeGuard[Line]:
        """Tell whether a line is about a request of the job, and the first about it, or the first with an answer."""
        if line is None:
            self._odd["cannot be read"] += 1
        elif line.key not in self._asked_for:
            self._odd["were not asked for"] += 1
        elif line.key in self._told and (line.status != OK or self._told[line.key] == OK):
            self._odd["come a second time"] += 1
        else:
            self._told[line.key] = line.status
            return True
        return False

    @cached_property
    def _asked_for(self) -> frozenset[str]:
        return frozenset(self._asked)

    def left(self) -> list[str]:
        """Return the requests that no line told about."""
        return [key for key in self._asked if key not in self._told]

    def remarks(self, state: State) -> Iterator[str]:
        """Yield what is to be said of the job."""
        if state.detail is not None:
            yield state.detail
        if left := self.left():
            yield f"no line for {len(left)} of {len(self._asked)} requests"
        for what in sorted(self._odd):
            yield f"{self._odd[what]} lines {what}"


def _without(state: State) -> str:
    said = f": {state.detail}" if state.detail else ""
    return f"the batch ended as {state.status} and brought no line for it{said}"


def _read_settings(ledger: Ledger) -> Settings:
    told = {name: json.loads(value) for name, value in ledger.rows("SELECT name, value FROM settings")}
    if not told:
        raise fault(ledger.path, "no batch was begun in it", "begin one with `claimx batch submit`")
    return Settings(**told)
