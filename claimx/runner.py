"""Running it all: articles through extraction, merging and into a folder.

The folder holds articles.jsonl, mentions.jsonl, events.jsonl, dropped.jsonl and run.json, which are written whole at
the end, and, unless a cassette does that, answers.jsonl, to which every answer is appended as it comes: an interrupted
run that is started again asks nothing twice.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Final

from claimx.article import Article
from claimx.errors import InputError
from claimx.event import Event, Policy
from claimx.extracting.client import Endpoint
from claimx.extracting.extractor import fingerprints
from claimx.extracting.transports import RecordTransport, ReplayTransport
from claimx.extraction import Attempt
from claimx.folder import ARTICLES, DROPPED, EVENTS, JOURNAL, MENTIONS, SUMMARY
from claimx.harvest import Harvest, Progress, extract_all
from claimx.journal import FileJournal
from claimx.lines import write_lines, write_whole
from claimx.merging import merge, trace
from claimx.merging.clustering import Mapper
from claimx.merging.events import RULESET
from claimx.partitions import Asking, extract_in_parts, join_journals
from claimx.record import Record
from claimx.run import Counts, Failed, Run, Tokens
from claimx.running import EngineName, mapper

LIBRARIES: Final = ("instructor", "openai", "pydantic", "rapidfuzz", "tenacity")


def harvest(
    articles: Iterable[Article],
    *,
    endpoint: Endpoint,
    folder: Path | None,
    engine: EngineName = "local",
    concurrency: int = 4,
    finished: Progress = lambda _: None,
) -> Harvest:
    """Extract articles in this process, or on a Ray cluster, whose workers each ask `concurrency` questions at once.

    What the journal in `folder` holds is not asked again. On a cluster the folder has to be where all workers reach it.

    Raises:
        InputError: Ray is not installed or not reached, or answers would be kept nowhere.
    """
    # A cassette is a journal itself; with a second one beside it, what that knows would never be recorded.
    on_tape = isinstance(endpoint.transport, ReplayTransport | RecordTransport)
    kept = None if on_tape else folder
    if kept is not None:
        join_journals(kept)
    if engine == "ray":
        return _harvest_on_ray(articles, endpoint, kept, concurrency, finished)
    with FileJournal(kept / JOURNAL) if kept is not None else nullcontext() as journal:
        return asyncio.run(
            extract_all(articles, endpoint=endpoint, concurrency=concurrency, journal=journal, finished=finished)
        )


def _harvest_on_ray(
    articles: Iterable[Article], endpoint: Endpoint, folder: Path | None, concurrency: int, finished: Progress
) -> Harvest:
    if isinstance(endpoint.transport, RecordTransport):
        raise InputError("a cassette is recorded by one process: record with --engine local")
    if folder is None and endpoint.transport is None:
        raise InputError("--engine ray keeps answers, so that a lost worker costs nothing twice: name a --journal")
    from claimx.running.on_ray import OnRay

    ray = OnRay()
    asking = Asking.of(endpoint, folder=folder, concurrency=concurrency)
    return extract_in_parts(articles, asking=asking, spread=ray.lines, jobs=ray.jobs, finished=finished)


def run(
    articles: Iterable[Article],
    *,
    endpoint: Endpoint,
    out: str | Path,
    policy: Policy = "representative",
    concurrency: int = 4,
    engine: EngineName = "local",
    jobs: int | None = 1,
    skipped_inputs: Callable[[], int] = lambda: 0,
    finished: Progress = lambda _: None,
) -> tuple[Run, tuple[Event, ...]]:
    """Extract and merge articles into the folder `out`; return what stands in run.json, and the events.

    Questions that the folder's journal or the cassette holds an answer to are not asked again; everything after the
    answers is done anew. `engine` says where, `jobs` how many processes merge on this machine (see
    `claimx.running.mapper`); neither changes the outcome.
    """
    folder = Path(out)
    wanted = {article.id: article for article in articles}
    harvested = harvest(
        wanted.values(), endpoint=endpoint, folder=folder, engine=engine, concurrency=concurrency, finished=finished
    )
    return _conclude(
        harvested,
        folder,
        model=endpoint.model,
        policy=policy,
        skipped_inputs=skipped_inputs(),
        mapper=mapper(engine, jobs=jobs if engine == "local" else None),
    )


def _conclude(
    harvest: Harvest, folder: Path, *, model: str, policy: Policy, skipped_inputs: int, mapper: Mapper
) -> tuple[Run, tuple[Event, ...]]:
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
