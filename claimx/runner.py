"""Running it all: articles through extraction, merging and into a folder.

The folder holds articles.jsonl, mentions.jsonl, events.jsonl, dropped.jsonl and run.json, which are written whole at
the end, and, unless a cassette does that, answers.jsonl, to which every answer is appended as it comes: an interrupted
run that is started again asks nothing twice.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from claimx.article import Article
from claimx.errors import ExtractionError
from claimx.event import Event, Policy
from claimx.extracting.client import Endpoint
from claimx.extracting.extractor import Extractor, Journal, fingerprints
from claimx.extracting.transports import RecordTransport, ReplayTransport
from claimx.extraction import Attempt, Extraction
from claimx.folder import ARTICLES, DROPPED, EVENTS, JOURNAL, MENTIONS, SUMMARY
from claimx.journal import FileJournal
from claimx.lines import write_lines, write_whole
from claimx.merging import merge, trace
from claimx.merging.events import RULESET
from claimx.record import Record
from claimx.run import Counts, Failed, Run, Tokens

LIBRARIES: Final = ("instructor", "openai", "pydantic", "rapidfuzz", "tenacity")


@dataclass
class Harvest:
    """What extracting many articles yields."""

    extractions: list[Extraction] = field(default_factory=list)
    failed: list[tuple[Article, ExtractionError]] = field(default_factory=list)

    def attempts(self) -> Iterator[Attempt]:
        """Yield every request that was sent, for extracted and failed articles."""
        for extraction in self.extractions:
            yield from extraction.attempts
        for _, error in self.failed:
            yield from error.attempts


Progress = Callable[[Extraction | ExtractionError], None]


async def extract_all(
    articles: Iterable[Article],
    *,
    endpoint: Endpoint,
    concurrency: int = 4,
    journal: Journal | None = None,
    finished: Progress = lambda _: None,
) -> Harvest:
    """Extract articles, at most `concurrency` at a time; one that fails does not stop the others.

    What `journal` holds is not asked again. `finished` is called for each article as it ends.
    """
    harvest, waiting = Harvest(), iter(articles)

    async def work(extractor: Extractor) -> None:
        for article in waiting:
            try:
                extraction = await extractor.aextract(article)
            except ExtractionError as error:
                harvest.failed.append((article, error))
                finished(error)
            else:
                harvest.extractions.append(extraction)
                finished(extraction)

    async with Extractor(endpoint, journal=journal) as extractor:
        try:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(concurrency):
                    tasks.create_task(work(extractor))
        except ExceptionGroup as errors:
            # What is no article's own fault ends the run: a stale cassette, a full disk, a bug.
            raise errors.exceptions[0] from None
    return harvest


def run(
    articles: Iterable[Article],
    *,
    endpoint: Endpoint,
    out: str | Path,
    policy: Policy = "representative",
    concurrency: int = 4,
    skipped_inputs: Callable[[], int] = lambda: 0,
    finished: Progress = lambda _: None,
) -> tuple[Run, tuple[Event, ...]]:
    """Extract and merge articles into the folder `out`; return what stands in run.json, and the events.

    Questions that the folder's journal or the cassette holds an answer to are not asked again; everything after the
    answers is done anew.
    """
    folder = Path(out)
    wanted = {article.id: article for article in articles}
    # A cassette is a journal itself; with a second one beside it, what that knows would never be recorded.
    on_tape = isinstance(endpoint.transport, ReplayTransport | RecordTransport)
    with nullcontext() if on_tape else FileJournal(folder / JOURNAL) as journal:
        harvest = asyncio.run(
            extract_all(wanted.values(), endpoint=endpoint, concurrency=concurrency, journal=journal, finished=finished)
        )
    return _conclude(harvest, folder, model=endpoint.model, policy=policy, skipped_inputs=skipped_inputs())


def _conclude(
    harvest: Harvest, folder: Path, *, model: str, policy: Policy, skipped_inputs: int
) -> tuple[Run, tuple[Event, ...]]:
    extractions = sorted(harvest.extractions, key=lambda one: one.article.id)
    articles = trace([*(one.article for one in extractions), *(article for article, _ in harvest.failed)])
    mentions = sorted((mention for one in extractions for mention in one.mentions), key=lambda mention: mention.id)
    dropped = [one for extraction in extractions for one in extraction.dropped]
    events = merge(mentions, articles=articles, policy=policy)
    files: dict[str, Sequence[Record]] = {
        ARTICLES: articles,
        MENTIONS: mentions,
        EVENTS: events,
        DROPPED: dropped,
    }
    for name, records in files.items():
        write_lines(folder / name, records)
    summary = Run(
        claimx=version("claimx"),
        libraries={name: version(name) for name in LIBRARIES},
        model=model,
        fingerprints=fingerprints(),
        ruleset=RULESET,
        policy=policy,
        requests=sum(1 for _ in harvest.attempts()),
        tokens=_tokens(list(harvest.attempts())),
        counts=Counts(
            articles=len(articles),
            skipped_inputs=skipped_inputs,
            mentions=len(mentions),
            claims=sum(len(mention.claims) for mention in mentions),
            events=len(events),
            dropped=len(dropped),
        ),
        dropped_by_reason=_counted(one.reason for one in dropped),
        outcomes=_counted(attempt.outcome for attempt in harvest.attempts()),
        failed=tuple(
            Failed(article_id=article.id, error=type(error).__name__, message=str(error))
            for article, error in sorted(harvest.failed, key=lambda failure: failure[0].id)
        ),
        files={name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(files)},
    )
    write_whole(folder / SUMMARY, summary.model_dump_json(indent=2) + "\n")
    return summary, events


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _tokens(attempts: Sequence[Attempt]) -> Tokens:
    return Tokens(
        prompt=sum(attempt.prompt_tokens or 0 for attempt in attempts),
        cached=sum(attempt.cached_tokens or 0 for attempt in attempts),
        completion=sum(attempt.completion_tokens or 0 for attempt in attempts),
    )
