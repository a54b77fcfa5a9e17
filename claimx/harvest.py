"""Harvest: many articles extracted, those that failed beside those that did not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from claimx.article import Article
from claimx.errors import ExtractionError
from claimx.extracting.client import Endpoint
from claimx.extracting.extractor import Extractor, Journal
from claimx.extraction import Attempt, Extraction


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
