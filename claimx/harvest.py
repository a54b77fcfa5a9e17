"""Harvest: many articles extracted, those that failed beside those that did not."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import FrameType

from claimx.article import Article
from claimx.errors import ExtractionError, Stopped
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.extractor import Extractor
from claimx.extracting.ports import Ledger
from claimx.extraction import Attempt, Extraction
from claimx.gate import Gate, Limits

Progress = Callable[[Article, Extraction | ExtractionError], None]


@dataclass
class Harvest:
    """What extracting many articles yields."""

    extractions: list[Extraction] = field(default_factory=list)
    failed: list[tuple[Article, ExtractionError]] = field(default_factory=list)

    def add(self, article: Article, outcome: Extraction | ExtractionError) -> None:
        """Add what came of an article."""
        if isinstance(outcome, ExtractionError):
            self.failed.append((article, outcome))
        else:
            self.extractions.append(outcome)

    def attempts(self) -> Iterator[Attempt]:
        """Yield every request that was sent, for extracted and failed articles."""
        for extraction in self.extractions:
            yield from extraction.attempts
        for _, error in self.failed:
            yield from error.attempts


async def extract_all(
    articles: Iterable[Article],
    *,
    endpoint: Endpoint,
    finished: Progress,
    gate: Gate | None = None,
    ledger: Ledger | None = None,
    concurrency: int = 4,
) -> None:
    """Extract articles, `concurrency` at a time, and tell `finished` what came of each as it ends.

    One that fails does not stop the others, and none is held longer than it takes. What `ledger` holds an answer to is
    not asked again. Whatever ends it early, an interrupt (Ctrl-C), a limit or a fault that is no article's own, such as
    a full disk: the requests that are under way end and are kept, and nothing waits. A second interrupt ends at once.

    Raises:
        Stopped: a limit of the gate was reached.
        KeyboardInterrupt: somebody interrupted; what was under way has ended.
    """
    waiting = iter(articles)
    gate = gate or Gate(Limits(concurrency=concurrency), model=endpoint.model)
    faults = _Faults(gate)

    async def work(extractor: Extractor) -> None:
        with faults:
            while gate.stopped is None and (article := next(waiting, None)) is not None:
                try:
                    outcome: Extraction | ExtractionError = await extractor.aextract(article)
                except ExtractionError as error:
                    outcome = error
                except Stopped:
                    return
                finished(article, outcome)

    with _interrupts(gate) as interrupted:
        asking = Extractor(_hasty(endpoint, gate), ledger=ledger, gate=gate)
        async with asking as extractor, asyncio.TaskGroup() as tasks:
            for _ in range(concurrency):
                tasks.create_task(work(extractor))
    if faults.first is not None:
        raise faults.first
    if interrupted():
        raise KeyboardInterrupt
    if gate.stopped is not None:
        raise Stopped(gate.stopped)


def _hasty(endpoint: Endpoint, gate: Gate) -> Endpoint:
    """Return the endpoint with waits between two requests that end when nothing more may be sent."""

    async def sleep(seconds: float) -> None:
        async with gate.waiting():
            await endpoint.async_sleep(seconds)

    return replace(endpoint, async_sleep=sleep)


class _Faults:
    """Keeps the first error that is no article's own fault, and makes it a request to stop."""

    def __init__(self, gate: Gate) -> None:
        self.first: Exception | None = None
        self._gate = gate

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if not isinstance(error, Exception):
            return False
        self.first = self.first or error
        self._gate.stop("something went wrong")
        return True


@contextmanager
def _interrupts(gate: Gate) -> Iterator[Callable[[], bool]]:
    """Make the first interrupt a request to stop, where signals come to this thread; yields whether there was one."""
    seen = False
    if threading.current_thread() is not threading.main_thread():
        yield lambda: seen
        return
    before = signal.getsignal(signal.SIGINT)

    def interrupt(_: int, __: FrameType | None) -> None:
        nonlocal seen
        seen = True
        gate.stop("interrupted")
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield lambda: seen
    finally:
        signal.signal(signal.SIGINT, before)
