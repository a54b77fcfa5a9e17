"""One question, asked of a scripted endpoint or of a cassette."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any

import httpx2
from pydantic import BaseModel, ConfigDict

from claimx.extracting.client import Asked, Client
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.transports import RecordTransport

from .server import Reply, completion, serving

KEY = "sk-proj-abcdefghijklmnop0123456789"
WAYS = ("ask", "aask")


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    label: str


ANSWER = Answer(label="raid near Qasr Delan")
REPLY = completion(ANSWER.model_dump_json())


def ask(
    way: str,
    transport: httpx2.BaseTransport | None,
    *,
    base_url: str | None = None,
    model: str = "model-1",
    system: str = "Find the events.",
    article: str = "A raid near Qasr Delan.",
    answer: type[BaseModel] = Answer,
) -> Asked[BaseModel]:
    endpoint = Endpoint(model=model, base_url=base_url, transport=transport, max_requests=2, wait=lambda _: 0)
    question: dict[str, Any] = {
        "system": system,
        "user": article,
        "answer": answer,
        "article_id": "a1",
        "prompt": "events",
    }

    async def aask() -> Asked[BaseModel]:
        async with aclosing(Client(endpoint)) as client:
            return await client.aask(**question)

    if way == "aask":
        return asyncio.run(aask())
    with closing(Client(endpoint)) as client:
        return client.ask(**question)


def record(path: Path, *replies: Reply, way: str = "ask", **asked: Any) -> int:
    """Record one question and return how many requests reached the server."""
    with serving(*(replies or (REPLY,))) as server:
        ask(way, RecordTransport(path), base_url=server.url, **asked)
    return len(server.bodies)
