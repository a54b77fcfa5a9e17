"""Asking: articles go through extraction with what the ledger holds; what it lacks is a question to be asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import NamedTuple

from claimx.article import Article
from claimx.entry import Request
from claimx.errors import BudgetExhausted, ExtractionError, RequestRejected, Stopped
from claimx.extracting import Endpoint, Extractor
from claimx.extracting.ports import Turn
from claimx.extraction import Extraction
from claimx.harvest import Harvest
from claimx.ledger import Ledger


class Asked(NamedTuple):
    """What articles come to with the answers that are there."""

    harvest: Harvest
    """The articles to which nothing is open."""
    open: dict[str, Request]
    """The questions that have no answer, by key."""


def ask_ledger(articles: Iterable[Article], *, endpoint: Endpoint, ledger: Ledger) -> Asked:
    """Extract articles with what the ledger holds; nothing is sent.

    A question that was rejected, or has failed as often as an article may be asked about, is not open: its article has
    failed.
    """
    return asyncio.run(_ask_ledger(articles, endpoint, ledger))


async def _ask_ledger(articles: Iterable[Article], endpoint: Endpoint, ledger: Ledger) -> Asked:
    asked, gate = Asked(Harvest(), {}), _Closed(ledger, most=endpoint.max_requests)
    async with Extractor(endpoint, ledger=ledger, gate=gate) as extractor:
        for article in articles:
            try:
                outcome: Extraction | ExtractionError = await extractor.aextract(article)
            except ExtractionError as error:
                outcome = error
            except Stopped:
                continue
            asked.harvest.add(article, outcome)
    asked.open.update(gate.open)
    return asked


class _Closed:
    """A gate that lets nothing through, and remembers who came."""

    def __init__(self, ledger: Ledger, *, most: int) -> None:
        self.open: dict[str, Request] = {}
        self._ledger, self._most = ledger, most

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[Turn]:
        # What a live run could not ask says nothing of the Batch API.
        failures = self._ledger.rows(
            "SELECT outcome, detail FROM failures WHERE key = ? AND via = 'batch' ORDER BY number", (request.key,)
        )
        outcome, detail = failures[-1] if failures else (None, None)
        where = f"article {request.article_id}, prompt {request.form.prompt}"
        if outcome == "rejected":
            raise RequestRejected(f"{where}: {detail}")
        if len(failures) >= self._most:
            raise BudgetExhausted(f"{where}: failed {len(failures)} times, at last: {detail}")
        self.open[request.key] = request
        raise Stopped("a batch has to answer first")
        yield  # makes this a generator, which is what a context manager is made of
