"""Entries of a ledger, and an endpoint whose articles say what comes of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2

from claimx.article import Article
from claimx.entry import Entry, Form, Request, Way
from claimx.event import Event
from claimx.extracting import Endpoint
from claimx.extracting.cassette import Cassette
from claimx.extracting.transports import ReplayTransport
from claimx.extraction import Attempt, Outcome
from claimx.runner import run
from tests.extracting.answering import answer, article, mention, toll

FORM = Form("f" * 64, "extract", "Say what the article says.", {"json_schema": {"name": "extract", "schema": {}}})
SAID = "A bridge fell near Qasr Delan and two people were killed."
SENT_BACK, MENDED, REFUSED, FAILING = "Sent back.", "Mended.", "Refused.", "Failing."
"""How articles begin that are answered so: against the schema at first, with a wrong number, not, after an error."""
KINDS = ("Plain.", SENT_BACK, MENDED, REFUSED, FAILING)
PRICES = "model,input,cached_input,output,batch\nm,2,0.5,8,0.5\n"
"""Of the model that the endpoint has."""


def request(number: int = 0, *, model: str = "m", form: Form = FORM, article_id: str | None = None) -> Request:
    """Return a request about an article of its own."""
    asked = article_id or f"a{number:016x}"
    return Request(asked, form, model, {}, ({"role": "user", "content": f"Article {number}"},))


def entry(
    asked: Request,
    *,
    response: str | None = '{"model": "m-1", "system_fingerprint": "s"}',
    outcome: Outcome = "accepted",
    detail: str | None = None,
    tokens: Sequence[int | None] = (100, 20, 10),
    via: Way = "live",
    seconds: float | None = 1.5,
) -> Entry:
    """Return what came of a request: an answer, or a failure where there is no response."""
    prompt, cached, completion = tokens
    attempt = Attempt(
        article_id=asked.article_id,
        prompt=asked.form.prompt,
        number=1,
        outcome=outcome,
        detail=detail,
        prompt_tokens=prompt,
        cached_tokens=cached,
        completion_tokens=completion,
    )
    return Entry(asked, response, attempt, via, seconds)


def failure(asked: Request, *, outcome: Outcome = "transport", detail: str = "no response") -> Entry:
    """Return one time that a request brought no answer."""
    return entry(asked, response=None, outcome=outcome, detail=detail, tokens=(None, None, None))


def articles(*kinds: str, each: int = 1) -> list[Article]:
    """Return articles of some kinds, or of all."""
    return [article(f"{kind} Report {number}. {SAID}") for kind in kinds or KINDS for number in range(each)]


class Scripted:
    """An endpoint that does what articles say, and keeps the bodies that it was sent."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def endpoint(self, **settings: Any) -> Endpoint:
        """Return the endpoint; nothing waits between retries."""

        async def no_sleep(_: float) -> None:
            return None

        transport = httpx2.MockTransport(self._reply)
        return Endpoint(
            model="m", base_url="http://127.0.0.1:9/v1", transport=transport, async_sleep=no_sleep, **settings
        )

    def run(self, told: Sequence[Article], out: Path, **settings: Any) -> tuple[Event, ...]:
        """Run articles into a folder; return the events."""
        _, events = run(told, endpoint=self.endpoint(**settings), out=out)
        return events

    def _reply(self, sent: httpx2.Request) -> httpx2.Response:
        body = json.loads(sent.content)
        self.bodies.append(body)
        asked = body["messages"][1]["content"]
        if FAILING in asked and sum(body == before for before in self.bodies) == 1:
            return httpx2.Response(503, json={"error": {"message": "busy"}})
        if REFUSED in asked:
            return _completion(None, refusal="I cannot help with that.")
        if body["response_format"]["json_schema"]["name"] == "repair":
            return _completion({"repairs": [{"path": "mentions[m1].tolls[c1].count", "words": "two"}]})
        if SENT_BACK in asked and len(body["messages"]) == 2:
            return _completion({"mentions": "none"})
        count = "three" if MENDED in asked else "two"
        claim = toll(SAID, count=count, number=2, who="people")
        return _completion(answer(mention(SAID, label="A bridge fell", tolls=[claim])).model_dump(mode="json"))


def replay(told: Sequence[Article], out: Path, *, cassette: Path, model: str = "m") -> None:
    """Run articles into a folder with the answers of a cassette."""
    run(told, endpoint=Endpoint(model=model, transport=ReplayTransport(Cassette.load(cassette))), out=out)


def _completion(content: object, *, refusal: str | None = None) -> httpx2.Response:
    message = {"role": "assistant", "content": None if refusal else json.dumps(content), "refusal": refusal}
    usage = {"prompt_tokens": 1_000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": 600}}
    return httpx2.Response(
        200,
        json={
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": "m-1",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": usage,
        },
    )
