"""An endpoint inside each worker that answers, counts what it is asked, and can take its worker with it."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import httpx2

from claimx.article import Article, article_id
from claimx.extracting import Endpoint
from claimx.ledger import Ledger

TEXT = "QASR DELAN - A car bomb killed two people on Monday, police said. The market was closed."
NUMBER = 8
"""Articles, extracted two by two where there is one worker."""
DEADLY = "Report 7."
REFUSED = "Report 2."


def articles() -> list[Article]:
    """Articles published on a Tuesday."""
    return [_article(f"Report {place}. {TEXT}") for place in range(NUMBER)]


def _article(text: str) -> Article:
    fields = {"id": article_id(text), "text": text, "published_at": "2024-03-05", "published_basis": "metadata"}
    return Article.model_validate(fields)


class Counting(httpx2.AsyncBaseTransport, httpx2.BaseTransport):
    """Answers every question and writes down which article it was about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer; one article with a refusal."""
        asked = json.loads(await request.aread())["messages"][1]["content"]
        number = asked.partition("Report ")[2].partition(".")[0]
        with (self.folder / "asked").open("a", encoding="utf-8") as lines:
            lines.write(f"{number}\n")
        return _completion(refusal="no") if REFUSED in asked else _completion(content=json.dumps(ANSWER))


class Deadly(Counting):
    """Answers, but ends its worker without a word before it answers the last article.

    By then all others were answered, one of them by the same worker. `always` does so however often it is tried.
    """

    def __init__(self, folder: Path, *, always: bool) -> None:
        super().__init__(folder)
        self.always = always

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer, or die."""
        asked = json.loads(await request.aread())["messages"][1]["content"]
        if DEADLY in asked and (self.always or self._is_first()):
            while self._kept() < NUMBER - 1:
                await asyncio.sleep(0)
            os._exit(9)
        return await super().handle_async_request(request)

    def _is_first(self) -> bool:
        try:
            (self.folder / "died").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _kept(self) -> int:
        """Count the articles of which an answer is on disk."""
        kept: set[str] = set()
        for path in self.folder.rglob("*.db"):
            with Ledger(path) as ledger:
                kept.update(key for (key,) in ledger.rows("SELECT key FROM answers"))
        return len(kept)


def endpoint(folder: Path, transport: type[Counting] = Counting, **settings: bool) -> Endpoint:
    """Return an endpoint that counts."""
    return Endpoint(model="m", base_url="http://127.0.0.1:9/v1", transport=transport(folder, **settings))


def asked(folder: Path) -> list[int]:
    """Return the numbers of the articles that were asked about, sorted, each as often as it was."""
    return sorted(int(line) for line in (folder / "asked").read_text("utf-8").split())


def _completion(content: str | None = None, refusal: str | None = None) -> httpx2.Response:
    reply = {"role": "assistant", "content": content, "refusal": refusal}
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "message": reply, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }
    return httpx2.Response(200, json=body)


ANSWER: dict[str, Any] = {
    "published": None,
    "mentions": [
        {
            "id": "m1",
            "quotes": ["A car bomb killed two people on Monday, police said."],
            "label": "A car bomb",
            "type": "bombing",
            "means": "vehicle_bomb",
            "prominence": "main",
            "realis": "actual",
            "when": {"words": "Monday", "counts_from": None, "side": None},
            "where": {"site": None, "city": None, "admin1": None, "country": None},
            "participants": [],
            "tolls": [],
            "all_told": [],
            "responsibilities": [],
            "statements": [],
            "relations": [],
        }
    ],
}
