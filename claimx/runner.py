"""Running it all: articles through extraction, merging and into a folder.

The folder holds articles.jsonl, mentions.jsonl, events.jsonl, dropped.jsonl and run.json, which are written whole at
the end, and ledger.db, into which every answer goes as it comes: an interrupted run that is started again asks nothing
twice.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Final

from claimx.article import Article
from claimx.errors import ExtractionError, InputError
from claimx.event import Event, Policy
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.extractor import fingerprints
from claimx.extracting.transports import RecordTransport
from claimx.extraction import Attempt, Extraction
from claimx.folder import ARTICLES, DROPPED, EVENTS, LEDGER, MENTIONS, SUMMARY
from claimx.gate import Gate, Limits
from claimx.harvest import Harvest, Progress, extract_all
from claimx.ledger import Ledger, alone
from claimx.lines import write_lines, write_whole
from claimx.merging import merge, trace
from claimx.merging.clustering import Mapper
from claimx.merging.events import RULESET
from claimx.partitions import Asking, extract_in_parts, join_tries
from claimx.record import Record
from claimx.run import Counts, Failed, Run, Tokens
from claimx.running import EngineName, mapper

LIBRARIES: Final = ("instructor", "openai", "pydantic", "rapidfuzz", "tenacity")


def harvest(
    articles: Iterable[Article],
    *,
    endpoint: Endpoint,
    ledger: Path | None,
    finished: Progress,
    engine: EngineName = "local",
    limits: Limits | None = None,
    gate: Gate | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> None:
    """Extract articles in this process, or on a Ray cluster, and tell `finished` what came of each as it ends.

    What the ledger holds an answer to is not asked again; while another process fills it, this one waits and tells
    `waiting` so. On a cluster its folder has to be where all workers reach it, and the limits are shared out.

    Args:
        articles: each is held no longer than it takes.
        endpoint: who is asked.
        ledger: the file; None keeps nothing.
        finished: is told each article with its extraction, or the error that ended it.
        engine: where to work.
        limits: what may be used.
        gate: the gate to use in this process; made from `limits` where it is None.
        waiting: is told why nothing happens.

    Raises:
        InputError: Ray is not installed or not reached, answers would be kept nowhere, or limits cannot be kept.
        Stopped: a limit was reached.
        KeyboardInterrupt: somebody interrupted; what was under way has ended.
    """
    with alone(ledger, waiting=waiting) if ledger is not None else nullcontext():
        _harvest(articles, endpoint, ledger, finished, engine, limits or Limits(), gate)


def _harvest(
    articles: Iterable[Article],
    endpoint: Endpoint,
    ledger: Path | None,
    finished: Progress,
    engine: EngineName,
    limits: Limits,
    gate: Gate | None,
) -> None:
    """Extract articles by one who holds the ledger alone."""
    if ledger is not None:
        join_tries(ledger)
    if engine == "ray":
        _harvest_on_ray(articles, endpoint, ledger, limits, finished)
        return
    gate = gate or Gate(limits, model=endpoint.model)
    with Ledger(ledger) if ledger is not None else nullcontext() as book:
        asyncio.run(
            extract_all(
                articles,
                endpoint=endpoint,
                finished=finished,
                gate=gate,
                ledger=book,
                concurrency=limits.concurrency,
            )
        )


def _harvest_on_ray(
    articles: Iterable[Article], endpoint: Endpoint, ledger: Path | None, limits: Limits, finished: Progress
) -> None:
    if isinstance(endpoint.transport, RecordTransport):
        raise InputError("a cassette is recorded by one process: record with --engine local")
    if ledger is None and endpoint.transport is None:
        raise InputError("--engine ray keeps answers, so that a lost worker costs nothing twice: name a --ledger")
    from claimx.running.on_ray import OnRay

    ray = OnRay()
    asking = Asking.of(endpoint, ledger=ledger, limits=limits.part(ray.jobs))
    extract_in_parts(articles, asking=asking, spread=ray.lines, jobs=ray.jobs, finished=finished)


def run(
    articles: Iterable[Article],
    *,
    endpoint: Endpoint,
    out: str | Path,
    policy: Policy = "representative",
    engine: EngineName = "local",
    jobs: int | None = 1,
    limits: Limits | None = None,
    gate: Gate | None = None,
    skipped_inputs: Callable[[], int] = lambda: 0,
    finished: Progress = lambda _, __: None,
    waiting: Callable[[str], None] = lambda _: None,
) -> tuple[Run, tuple[Event, ...]]:
    """Extract and merge articles into the folder `out`; return what stands in run.json, and the events.

    Questions that the folder's ledger or the cassette holds an answer to are not asked again; everything after the
    answers is done anew. `engine` says where, `jobs` how many processes merge on this machine (see
    `claimx.running.mapper`); neither changes the outcome. For `limits`, `gate`, `waiting` and what is raised see
    `harvest`: a run that was stopped writes nothing but the ledger.
    """
    folder = Path(out)
    harvested = Harvest()

    def end(article: Article, outcome: Extraction | ExtractionError) -> None:
        harvested.add(article, outcome)
        finished(article, outcome)

    # Held to the end, so that of two runs the records of one stand there, and not some of each.
    with alone(folder / LEDGER, waiting=waiting):
        _harvest(_each_once(articles), endpoint, folder / LEDGER, end, engine, limits or Limits(), gate)
        return conclude(
            harvested,
            folder,
            model=endpoint.model,
            policy=policy,
            skipped_inputs=skipped_inputs(),
            mapper=mapper(engine, jobs=jobs if engine == "local" else None),
        )


def _each_once(articles: Iterable[Article]) -> Iterator[Article]:
    seen = set()
    for article in articles:
        if article.id not in seen:
            seen.add(article.id)
            yield article


def conclude(
    harvest: Harvest, folder: Path, *, model: str, policy: Policy, skipped_inputs: int, mapper: Mapper
) -> tuple[Run, tuple[Event, ...]]:
    """Merge what was harvested, write the folder's files, and return what stands in run.json, and the events."""
    extractions = sorted(harvest.extractions, key=lambda one: one.article.id)
    articles = trace([*(one.article for one in extractions), *(article for article, _ in harvest.failed)])
    mentions = sorted((mention for one in extractions for mention in one.mentions), key=lambda mention: mention.id)
    dropped = [one for extraction in extractions for one in extraction.dropped]
    events = merge(mentions, articles=articles, policy=policy, mapper=mapper)
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
