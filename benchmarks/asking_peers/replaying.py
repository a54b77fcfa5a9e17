"""Replays: a ledger filled with answers, and a run that finds every one of them."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.asking_peers.clients import KEY, article
from benchmarks.asking_peers.wording import MODEL, USAGE, completion, texts
from claimx.article import Article
from claimx.entry import Entry, Request
from claimx.extracting import Endpoint
from claimx.extracting.answers import Answer
from claimx.extracting.fence import fence
from claimx.extracting.forms import form
from claimx.extracting.prompts import load_prompt
from claimx.extraction import Attempt, Extraction
from claimx.ledger import Ledger
from claimx.runner import harvest

NOWHERE = "http://127.0.0.1:9/v1"
"""Nobody listens there: a question that the ledger does not answer fails."""


def fill(ledger: Path, articles: int) -> None:
    """Write the answers for articles, as a run would, but in one transaction."""
    response = completion("schema").decode()
    with Ledger(ledger) as book, book.writing():
        for text in texts(articles):
            book.write(_entry(article(text), response))


def replay(ledger: Path, articles: int) -> None:
    """Extract articles whose answers are known; what comes of them is thrown away.

    Raises:
        ValueError: an answer was not known, or not taken.
    """

    def finished(_: Article, outcome: object) -> None:
        if not isinstance(outcome, Extraction) or not outcome.mentions:
            raise ValueError(f"an answer was not found: {outcome!r}")

    os.environ["OPENAI_API_KEY"] = KEY
    endpoint = Endpoint(model=MODEL, base_url=NOWHERE, max_requests=1)
    harvest(map(article, texts(articles)), endpoint=endpoint, ledger=ledger, finished=finished)


def _entry(about: Article, response: str) -> Entry:
    asked = form("extract", load_prompt("extract").text, Answer)
    attempt = Attempt(
        article_id=about.id,
        prompt="extract",
        number=1,
        outcome="accepted",
        detail=None,
        prompt_tokens=USAGE["prompt_tokens"],
        cached_tokens=None,
        completion_tokens=USAGE["completion_tokens"],
    )
    request = Request(about.id, asked, MODEL, {}, ({"role": "user", "content": fence(about)},))
    return Entry(request, response, attempt, via="live", seconds=0.05)
