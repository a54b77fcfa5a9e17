"""The clients: each asks about texts, so many at a time, and tells of every answer.

What a client is asked with is what claimx sends: the same instruction, the same fenced article, the same schema, where
it takes one. Each is imported where it is used, so that a process has one of them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.asking_peers.wording import MODEL, PASSAGE
from claimx.article import Article, article_id
from claimx.extracting.answers import Answer
from claimx.extracting.fence import fence
from claimx.extracting.prompts import load_prompt
from claimx.extracting.wire import response_format

Told = Callable[[], None]
"""Is called at each answer."""
Client = Callable[[Iterator[str], str, int, Told], None]
"""Asks about texts at an address (up to the form), so many at a time, and tells of every answer."""
KEY: Final = "sk-benchmark"


def batch(concurrency: int) -> int:
    """Return how many articles are handed over together, where they are not taken one by one."""
    return max(100, 10 * concurrency)


def article(text: str) -> Article:
    """Return the article of a text."""
    return Article.model_validate(
        {"id": article_id(text), "text": text, "published_at": "2024-03-05", "published_basis": "metadata"}
    )


def messages(text: str) -> list[Any]:
    """Return the messages that claimx sends about a text."""
    return [
        {"role": "system", "content": load_prompt("extract").text},
        {"role": "user", "content": fence(article(text))},
    ]


def raw(texts: Iterator[str], address: str, concurrency: int, told: Told) -> None:
    """The HTTP client alone: a body goes out, JSON comes in."""
    import httpx2

    async def run() -> None:
        limits = httpx2.Limits(max_connections=concurrency)
        form = response_format(Answer, "extract")
        async with httpx2.AsyncClient(limits=limits, timeout=600, headers={"authorization": f"Bearer {KEY}"}) as http:

            async def ask(text: str) -> None:
                body = {"model": MODEL, "messages": messages(text), "response_format": form}
                response = await http.post(f"{address}/schema/v1/chat/completions", json=body)
                response.json()

            await _together(ask, texts, concurrency=concurrency, told=told)

    asyncio.run(run())


def sdk(texts: Iterator[str], address: str, concurrency: int, told: Told) -> None:
    """The SDK as it comes, without its retries."""
    _by_sdk(texts, address, concurrency, told, headers={})


def sdk_apart(texts: Iterator[str], address: str, concurrency: int, told: Told) -> None:
    """The SDK with a connection for each request, as claimx has it."""
    _by_sdk(texts, address, concurrency, told, headers={"connection": "close"})


def _by_sdk(texts: Iterator[str], address: str, concurrency: int, told: Told, *, headers: dict[str, str]) -> None:
    import openai

    async def run() -> None:
        form: Any = response_format(Answer, "extract")
        async with openai.AsyncOpenAI(api_key=KEY, base_url=f"{address}/schema/v1", max_retries=0) as client:

            async def ask(text: str) -> None:
                await client.chat.completions.create(
                    model=MODEL, messages=messages(text), response_format=form, extra_headers=headers
                )

            await _together(ask, texts, concurrency=concurrency, told=told)

    asyncio.run(run())


def with_instructor(texts: Iterator[str], address: str, concurrency: int, told: Told) -> None:
    """The package instructor as it comes: tools, and up to two re-asks."""
    import instructor
    import openai

    async def run() -> None:
        async with openai.AsyncOpenAI(api_key=KEY, base_url=f"{address}/tools/v1", max_retries=0) as client:
            patched = instructor.from_openai(client)

            async def ask(text: str) -> None:
                await patched.chat.completions.create(
                    model=MODEL, messages=messages(text), response_model=Answer, max_retries=2
                )

            await _together(ask, texts, concurrency=concurrency, told=told)

    asyncio.run(run())


def with_langextract(texts: Iterator[str], address: str, concurrency: int, told: Told) -> None:
    """The package langextract, as its documentation says for endpoints that speak OpenAI's protocol."""
    import langextract as lx  # type: ignore[import-not-found]  # installed in .bench alone

    example = lx.data.ExampleData(
        text=PASSAGE,
        extractions=[
            lx.data.Extraction(
                extraction_class="toll",
                extraction_text=PASSAGE,
                attributes={"kind": "killed", "count": "two", "who": "people"},
            )
        ],
    )
    config = lx.factory.ModelConfig(
        model_id=MODEL, provider="openai", provider_kwargs={"api_key": KEY, "base_url": f"{address}/extractions/v1"}
    )
    while documents := [lx.data.Document(text=text) for text in islice(texts, batch(concurrency))]:
        found = lx.extract(
            documents,
            prompt_description=load_prompt("extract").text,
            examples=[example],
            config=config,
            batch_length=concurrency,
            max_workers=concurrency,
            show_progress=False,
        )
        for document in found:
            if not document.extractions:
                raise ValueError("langextract found nothing in an answer")
            told()


def with_claimx(texts: Iterator[str], address: str, concurrency: int, told: Told) -> None:
    """The whole of it: asking, grounding, records, and a ledger on disk."""
    with TemporaryDirectory() as folder:
        _by_claimx(texts, address, concurrency, told, ledger=Path(folder) / "ledger.db")


def with_claimx_alone(texts: Iterator[str], address: str, concurrency: int, told: Told) -> None:
    """The same without a ledger."""
    _by_claimx(texts, address, concurrency, told, ledger=None)


def _by_claimx(texts: Iterator[str], address: str, concurrency: int, told: Told, *, ledger: Path | None) -> None:
    from claimx.extracting import Endpoint
    from claimx.extraction import Extraction
    from claimx.gate import Limits
    from claimx.runner import harvest

    def finished(_: Article, outcome: object) -> None:
        if not isinstance(outcome, Extraction) or not outcome.mentions or outcome.dropped:
            raise ValueError(f"an answer was not taken: {outcome!r}")
        told()

    os.environ["OPENAI_API_KEY"] = KEY
    harvest(
        map(article, texts),
        endpoint=Endpoint(model=MODEL, base_url=f"{address}/schema/v1"),
        ledger=ledger,
        finished=finished,
        limits=Limits(concurrency=concurrency),
    )


async def _together(
    ask: Callable[[str], Awaitable[None]], texts: Iterator[str], *, concurrency: int, told: Told
) -> None:
    async def work() -> None:
        for text in texts:
            await ask(text)
            told()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(concurrency):
            tasks.create_task(work())


CLIENTS: Final[dict[str, Client]] = {
    "httpx2": raw,
    "openai": sdk,
    "openai, a connection each": sdk_apart,
    "instructor": with_instructor,
    "langextract": with_langextract,
    "claimx": with_claimx,
    "claimx, no ledger": with_claimx_alone,
}
"""Clients by the names under which they are printed."""
