"""What comes of an article when the endpoint misbehaves on the wire: which error, after how many requests.

The table below is the contract. Every fault is met by an article that nothing saves, alone and as one of several of a
run, which are extracted without blocking; and by an article whose next request is answered, both ways.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import json
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx2
import pytest

from claimx.article import Article
from claimx.errors import (
    AnswerFiltered,
    AnswerRefused,
    AnswerTruncated,
    AnswerUnusable,
    BudgetExhausted,
    ExtractionError,
    RequestRejected,
    TransportFailed,
)
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.extractor import Extractor
from claimx.extracting.faults import LONGEST_WAIT
from claimx.extracting.limits import LimitedClient
from claimx.extraction import Attempt, Extraction, Outcome
from claimx.gate import Gate, Limits
from claimx.harvest import Harvest, extract_all
from claimx.pacing import Pace
from tests.faulty.responses import (
    HTML,
    JSON,
    answers,
    chunked,
    completion,
    drips,
    echoes,
    encoded,
    endless,
    errs,
    gzipped,
    head,
    inflates,
    length,
    response,
    sends,
)
from tests.faulty.server import Behaviour, Hit, Script, in_turn, misbehaving

from .answering import answer, article, mention

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1"])

KEY: Final = "sk-proj-abcdefghijklmnop0123456789"
BUDGET: Final = 2
CONCURRENCY: Final = 2
OWN_WAIT: Final = 0.5
PATIENCE: Final = 20.0
"""Seconds of timeout where the fault does not lie in the time."""
SHORT: Final = 0.2
PACE: Final = 0.02
"""Seconds between two bytes of what drips: less than any timeout."""

QUOTE: Final = "A raid killed two people near Qasr Delan."
CONTENT: Final = answer(mention(QUOTE)).model_dump_json()
GOOD: Final = completion(CONTENT)
GOOD_BODY: Final = encoded(GOOD)
GOOD_BEHAVIOUR: Final = answers(200, GOOD)

ERRORS: Final[Mapping[Outcome, type[ExtractionError]]] = {
    "transport": TransportFailed,
    "unusable": AnswerUnusable,
    "invalid": BudgetExhausted,
    "rejected": RequestRejected,
    "refused": AnswerRefused,
    "filtered": AnswerFiltered,
    "truncated": AnswerTruncated,
}
RETRIED: Final = ("transport", "unusable", "invalid")


@dataclass(frozen=True)
class Row:
    """A behaviour and what comes of a request that meets it."""

    behaviour: Behaviour
    outcome: Outcome
    wait: float = OWN_WAIT
    """Seconds before the next request, where there is one; what the endpoint asks for comes first."""
    timeout: float = PATIENCE
    said: str = ""
    """What stands in the detail of each attempt, where others come to the same outcome."""


def transport(behaviour: Behaviour, wait: float = OWN_WAIT) -> Row:
    return Row(behaviour, "transport", wait)


def late(behaviour: Behaviour) -> Row:
    return Row(behaviour, "transport", timeout=SHORT, said="ReadTimeout")


def unusable(behaviour: Behaviour, said: str = "") -> Row:
    return Row(behaviour, "unusable", said=said)


def too_large(behaviour: Behaviour) -> Row:
    return unusable(behaviour, "larger than 33554432 bytes")


def invalid(content: str) -> Row:
    return Row(answers(200, completion(content)), "invalid", wait=0)


def rejected(behaviour: Behaviour) -> Row:
    return Row(behaviour, "rejected")


def accepted(behaviour: Behaviour) -> Row:
    return Row(behaviour, "accepted")


DATE = ("Date", "Mon, 01 Jan 2024 00:00:00 GMT")
PAGE = b"<html><body><h1>Bad gateway</h1></body></html>"
OPEN_ENDED = head(200, JSON)
"""Without a length: the body ends where the connection does."""
IN_CHUNKS = head(200, JSON, ("Transfer-Encoding", "chunked"))
IN_FULL = head(200, JSON, length(GOOD_BODY))
MANY = b" " * 65536


def retry_after(value: str, *more: tuple[str, str], status: int = 429) -> Behaviour:
    return errs(status, ("Retry-After", value), *more)


def choices(*replied: object) -> Behaviour:
    return answers(200, {**GOOD, "choices": list(replied)})


def compressed(body: bytes, *codings: str) -> bytes:
    return response(200, body, JSON, *(("Content-Encoding", coding) for coding in codings))


TABLE: Final[dict[str, Row]] = {
    # The endpoint is asked too much.
    "429, seconds": transport(retry_after("7"), 7),
    "429, date": transport(retry_after("Mon, 01 Jan 2024 00:00:42 GMT", DATE), 42),
    "429, date in the past": transport(retry_after("Sun, 31 Dec 2023 00:00:00 GMT", DATE), 0),
    "429, date, no Date": transport(retry_after("Mon, 01 Jan 2024 00:00:42 GMT")),
    "429, date out of range": transport(retry_after("Mon, 01 Jan 2024 00:00:42 +99999999999999999999", DATE)),
    "429, a day": transport(retry_after("86400"), LONGEST_WAIT),
    "429, 400 digits": transport(retry_after("9" * 400), LONGEST_WAIT),
    "429, said twice": transport(retry_after("7", ("Retry-After", "9"))),
    "429, nothing said": transport(errs(429)),
    "429, no quota": rejected(errs(429, code="insufficient_quota")),
    "503, seconds": transport(retry_after("2", status=503), 2),
    # It fails, and shows what it was sent.
    "500, page": transport(echoes(500)),
    "502, page": transport(echoes(502)),
    "503, page": transport(echoes(503)),
    "999, page": transport(echoes(999)),
    "500, charset that is none": transport(answers(500, PAGE, ("Content-Type", "text/html; charset=base64"))),
    "500, cookie not ASCII": transport(errs(500, ("Set-Cookie", "caf\u00e9=\u00ff"))),
    "500, not UTF-8": transport(answers(500, b"\xff\xfe\x00", HTML)),
    "500, deeply nested": transport(answers(500, b"[" * 100_000)),
    # The connection breaks.
    "closed before any byte": transport(sends()),
    "reset before any byte": transport(sends(ending="reset")),
    "cut in the status line": transport(sends(b"HTTP/1.1 2")),
    "cut in the headers": transport(sends(IN_FULL[:-30])),
    "cut in the body": transport(sends(IN_FULL, GOOD_BODY[:-40])),
    "reset in the body": transport(sends(IN_FULL, GOOD_BODY[:-40], ending="reset")),
    "no last chunk": transport(sends(IN_CHUNKS, chunked(GOOD_BODY))),
    "cut in a chunk": transport(sends(IN_CHUNKS, chunked(GOOD_BODY)[:-40])),
    # What is sent is not HTTP.
    "another protocol": transport(sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")),
    "a header without a colon": transport(sends(b"HTTP/1.1 200 OK\r\nContent-Type\r\n\r\n")),
    "headers for ever": transport(endless(b"HTTP/1.1 200 OK\r\n", b"X-Padding: " + b"x" * 8000 + b"\r\n")),
    "a chunk of no size": transport(sends(IN_CHUNKS, b"many\r\n", GOOD_BODY)),
    "a length that is no number": transport(sends(head(200, JSON, ("Content-Length", "all")), GOOD_BODY)),
    "two lengths": transport(sends(head(200, JSON, ("Content-Length", "2"), length(GOOD_BODY)), GOOD_BODY)),
    # It takes too long, though something comes all the time.
    "no answer": late(sends(ending="hold")),
    "no answer after the headers": late(sends(IN_FULL, ending="hold")),
    "headers drip": late(drips(b"HTTP/1.1 200 OK\r\nX-Padding: ", b"x", pace=PACE)),
    "in progress for ever": late(drips(b"", b"HTTP/1.1 102 Processing\r\n\r\n", pace=PACE)),
    "body drips": late(drips(IN_FULL, b" ", pace=PACE)),
    "body drips without a length": late(drips(OPEN_ENDED, b" ", pace=PACE)),
    "chunks drip": late(drips(IN_CHUNKS, chunked(b" "), pace=PACE)),
    "whole, but too slowly": late(sends(IN_FULL, *(GOOD_BODY[n : n + 20] for n in range(0, 999, 20)), pace=PACE)),
    # It is too much.
    "10 GB announced": too_large(endless(head(200, JSON, ("Content-Length", str(10**10))), MANY)),
    "endless": too_large(endless(OPEN_ENDED, MANY)),
    "endless chunks": too_large(endless(IN_CHUNKS, chunked(MANY))),
    "endless failure": too_large(endless(head(500, HTML), MANY)),
    "gzip bomb of 1 GB": too_large(inflates(pieces=64)),
    "gzip of gzip": unusable(sends(compressed(gzipped(GOOD_BODY, times=2), "gzip, gzip"))),
    "gzip of gzip, said twice": unusable(sends(compressed(gzipped(GOOD_BODY, times=2), "gzip", "gzip"))),
    "gzip, then anything for ever": too_large(
        endless(head(200, JSON, ("Content-Encoding", "gzip")) + gzipped(GOOD_BODY), MANY)
    ),
    "gzip that is none": unusable(sends(compressed(GOOD_BODY, "gzip"))),
    "gzip cut off": unusable(sends(compressed(gzipped(GOOD_BODY)[:-40], "gzip"))),
    # It is HTTP, but not the API.
    "a page": unusable(answers(200, PAGE, HTML)),
    "a page that shows the key": unusable(echoes(200)),
    "a page that calls itself JSON": unusable(answers(200, PAGE)),
    "garbage": unusable(answers(200, bytes(range(256)))),
    "nothing": unusable(answers(200, b"")),
    "no content": unusable(sends(head(204), ending="keep")),
    "a stream of events": unusable(
        answers(200, b"data: {}\n\ndata: [DONE]\n\n", ("Content-Type", "text/event-stream"))
    ),
    "truncated JSON": unusable(answers(200, GOOD_BODY[:-40])),
    "a length too small": unusable(sends(head(200, JSON, ("Content-Length", "99")), GOOD_BODY, ending="keep")),
    "deeply nested JSON": unusable(answers(200, b"[" * 100_000)),
    "a number of 5000 digits": unusable(answers(200, b'{"created": ' + b"1" * 5000 + b"}")),
    "JSON that is no object": unusable(answers(200, ["choices"])),
    "another object": unusable(answers(200, {"object": "list", "data": []})),
    "choices empty": unusable(choices()),
    "choices null": unusable(answers(200, {**GOOD, "choices": None})),
    "choice null": unusable(choices(None)),
    "message null": unusable(choices({"index": 0, "message": None, "finish_reason": "stop"})),
    "content null": unusable(answers(200, completion(None))),
    "content blank": unusable(answers(200, completion(" \n"))),
    "content a list": unusable(answers(200, completion([{"type": "text", "text": CONTENT}]))),
    # Asking again would not help.
    "400": rejected(errs(400)),
    "401, shows the key": rejected(echoes(401)),
    "401, names the key": rejected(errs(401, message=f"Incorrect API key provided: {KEY}.")),
    "403, page": rejected(echoes(403)),
    "404": rejected(errs(404)),
    "422": rejected(answers(422, {"detail": [{"loc": ["body"], "msg": "no"}]})),
    "307 to itself": rejected(errs(307, ("Location", "/v1/chat/completions"))),
    "304": rejected(sends(head(304), ending="keep")),
    "refusal": Row(answers(200, completion(None, refusal="I cannot.")), "refused"),
    "content filter": Row(answers(200, completion(None, finish_reason="content_filter")), "filtered"),
    "length": Row(answers(200, completion(CONTENT[:40], finish_reason="length")), "truncated"),
    # The model's answer is not what was asked for.
    "no JSON": invalid("Sure! Here are the events:"),
    "cut JSON": invalid(CONTENT[:-1]),
    "another schema": invalid('{"events": []}'),
    "another type": invalid('{"published": 7, "mentions": "none"}'),
    "deeply nested answer": invalid("[" * 50_000),
    "5000 digits in the answer": invalid('{"published": null, "mentions": ' + "1" * 5000 + "}"),
    # It is strange, and an answer all the same.
    "as it should be": accepted(GOOD_BEHAVIOUR),
    "HTTP/1.0": accepted(sends(head(200, JSON, version="1.0"), GOOD_BODY)),
    "no length": accepted(sends(OPEN_ENDED, GOOD_BODY)),
    "chunks of one byte": accepted(sends(IN_CHUNKS, chunked(*(b"%c" % byte for byte in GOOD_BODY)), b"0\r\n\r\n")),
    "chunks, and a length": accepted(
        sends(head(200, JSON, ("Content-Length", "5"), ("Transfer-Encoding", "chunked")), chunked(GOOD_BODY, b""))
    ),
    "in progress, then good": accepted(sends(b"HTTP/1.1 102 Processing\r\n\r\n" * 9, response(200, GOOD_BODY, JSON))),
    "more than its length": accepted(sends(response(200, GOOD_BODY, JSON), PAGE, ending="keep")),
    "a second response": accepted(sends(response(200, GOOD_BODY, JSON), response(500, PAGE, HTML), ending="keep")),
    "closed after it": accepted(sends(response(200, GOOD_BODY, JSON))),
    "gzip": accepted(sends(compressed(gzipped(GOOD_BODY), "gzip"))),
    "content type that lies": accepted(answers(200, GOOD, HTML)),
    "no content type": accepted(sends(head(200, length(GOOD_BODY)), GOOD_BODY)),
    "charset that is none": accepted(answers(200, GOOD, ("Content-Type", "application/json; charset=base64"))),
    "charset that lies": accepted(answers(200, GOOD, ("Content-Type", "application/json; charset=utf-16"))),
    "byte order mark": accepted(answers(200, b"\xef\xbb\xbf" + GOOD_BODY)),
    "headers twice": accepted(answers(200, GOOD, JSON, JSON, ("Server", "a"), ("Server", "b"))),
    "header not ASCII": accepted(answers(200, GOOD, JSON, ("X-Served-By", "caf\u00e9 \u00ff"))),
    "cookie not ASCII": accepted(answers(200, GOOD, JSON, ("Set-Cookie", "caf\u00e9=\u00ff"))),
    "usage of other types": accepted(answers(200, {**GOOD, "usage": {"prompt_tokens": "many", "total_tokens": []}})),
}


@dataclass
class Waits:
    """Stands for the clock between requests: remembers the waits asked for, and never waits."""

    asked: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)

    async def async_sleep(self, seconds: float) -> None:
        self.asked.append(seconds)

    def endpoint(self, base_url: str, *, timeout: float) -> Endpoint:
        return Endpoint(
            model="model-1",
            base_url=base_url,
            timeout=timeout,
            max_requests=BUDGET,
            wait=lambda _: OWN_WAIT,
            sleep=self.sleep,
            async_sleep=self.async_sleep,
        )


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture(params=("extract", "aextract"))
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def extract(way: str, endpoint: Endpoint, extracted: Article) -> Extraction | ExtractionError:
    """Return what comes of an article, one way or the other."""

    async def aextract() -> Extraction:
        async with Extractor(endpoint) as extractor:
            return await extractor.aextract(extracted)

    try:
        if way == "aextract":
            return asyncio.run(aextract())
        with Extractor(endpoint) as extractor:
            return extractor.extract(extracted)
    except ExtractionError as error:
        return error


def outcomes(attempts: tuple[Attempt, ...]) -> list[str]:
    assert [attempt.number for attempt in attempts] == list(range(1, len(attempts) + 1))
    return [attempt.outcome for attempt in attempts]


def expected_outcomes(row: Row) -> list[str]:
    """Return the outcomes of the attempts where each of them meets the fault."""
    return [row.outcome] * (BUDGET if row.outcome in RETRIED else 1)


def shown(error: ExtractionError) -> str:
    """Return all that a user, a log or a folder of records can get to see of an error."""
    return "".join([str(error), repr(error), repr(error.attempts), *traceback.format_exception(error)])


rows = pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)


def check(row: Row, came: Extraction | ExtractionError) -> None:
    """Compare what came of an article, all of whose requests met a fault, with what the table says."""
    assert (None if isinstance(came, Extraction) else type(came)) == ERRORS.get(row.outcome)
    assert outcomes(came.attempts) == expected_outcomes(row)
    assert all(row.said in (attempt.detail or "") for attempt in came.attempts)
    if isinstance(came, ExtractionError):
        assert KEY not in shown(came)


@rows
def test_fault_that_lasts(row: Row) -> None:
    """It ends in its own error after as many requests as were granted, and shows no key."""
    with misbehaving(in_turn(then=row.behaviour)) as server:
        came = extract("extract", Waits().endpoint(server.url, timeout=row.timeout), ARTICLES[0])
    check(row, came)
    assert len(server.hits) == len(came.attempts) <= BUDGET
    assert server.hits[0].header("authorization") == f"Bearer {KEY}"


PASSING = {name: row for name, row in TABLE.items() if row.outcome in RETRIED}


@pytest.mark.parametrize("row", PASSING.values(), ids=PASSING)
def test_fault_that_passes(row: Row, way: str) -> None:
    """It costs one request and the wait that the endpoint asked for, and nothing of the answer."""
    waits = Waits()
    with misbehaving(in_turn(row.behaviour, then=GOOD_BEHAVIOUR)) as server:
        came = extract(way, waits.endpoint(server.url, timeout=row.timeout), ARTICLES[0])
    assert isinstance(came, Extraction)
    assert came.mentions == undisturbed()[ARTICLES[0].id].mentions
    assert outcomes(came.attempts) == [row.outcome, "accepted"]
    assert len(server.hits) == 2
    assert [seconds for seconds in waits.asked if seconds] == [row.wait] * bool(row.wait)


ARTICLES: Final = [article(text) for text in (QUOTE, *(f"{QUOTE} Report {number}." for number in range(3)))]
STRUCK: Final = ARTICLES[1]


def of_struck(struck: Behaviour) -> Script:
    """Return a script that gives one article's requests a behaviour, and answers all others."""
    return lambda hit: struck if asked_about(hit) == STRUCK.id else GOOD_BEHAVIOUR


def asked_about(hit: Hit) -> str:
    """Return the id of the article that a request is about."""
    asked = json.loads(hit.body)["messages"][1]["content"]
    return max((told for told in ARTICLES if told.text in asked), key=lambda told: len(told.text)).id


class OpenGate(Gate):
    """A gate whose pauses take no time."""

    def __init__(self) -> None:
        super().__init__(Limits(concurrency=CONCURRENCY), model="model-1")
        self._now = 0.0
        self._timeless = Pace(concurrency=CONCURRENCY, clock=lambda: self._now, sleep=self._pass)

    @property
    def pace(self) -> Pace:
        return self._timeless

    async def _pass(self, seconds: float) -> None:
        self._now += seconds


def harvested(script: Script, *, timeout: float) -> tuple[Harvest, list[Hit]]:
    """Return what comes of a run over the articles, and the requests it sent."""
    harvest = Harvest()
    with misbehaving(script) as server:
        endpoint = Waits().endpoint(server.url, timeout=timeout)
        asyncio.run(
            extract_all(ARTICLES, endpoint=endpoint, finished=harvest.add, gate=OpenGate(), concurrency=CONCURRENCY)
        )
    return harvest, server.hits


@functools.cache
def undisturbed() -> dict[str, Extraction]:
    """Return the extractions of a run at a decent server, by their articles' ids."""
    harvest, _ = harvested(in_turn(then=GOOD_BEHAVIOUR), timeout=PATIENCE)
    return {extraction.article.id: extraction for extraction in harvest.extractions}


@rows
def test_fault_of_one_article_is_no_fault_of_the_others(row: Row) -> None:
    """The others of a run come out as if nothing had been, each after one request."""
    harvest, hits = harvested(of_struck(row.behaviour), timeout=row.timeout)
    came = {extraction.article.id: extraction for extraction in harvest.extractions}
    failed = {told.id: error for told, error in harvest.failed}
    check(row, (came | failed)[STRUCK.id])
    assert {told: came[told] for told in came if told != STRUCK.id} == {
        told: extraction for told, extraction in undisturbed().items() if told != STRUCK.id
    }
    assert Counter(attempt.article_id for attempt in harvest.attempts()) == Counter(map(asked_about, hits))
    assert len(hits) == len(ARTICLES) - 1 + len(expected_outcomes(row))


class Dripping:
    """Sends headers byte by byte for ten seconds, and knows whether anybody took them all."""

    def __init__(self) -> None:
        self.taken = False
        self.behaviour = Behaviour(self._pieces, pace=PACE)

    def _pieces(self, _: Hit) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nX-Padding: "
        yield from itertools.repeat(b"x", round(10 / PACE))
        self.taken = True


def test_what_drips_is_hung_up_on(way: str) -> None:
    """The time is up when it is up, not when something else happens to end the response."""
    dripping = Dripping()
    with misbehaving(in_turn(then=dripping.behaviour)) as server:
        came = extract(way, Waits().endpoint(server.url, timeout=SHORT), ARTICLES[0])
    assert type(came) is TransportFailed
    assert not dripping.taken


def test_time_can_be_up_before_there_is_a_connection() -> None:
    """One that is made after all is hung up on at once."""
    dripping = Dripping()
    with (
        misbehaving(in_turn(then=dripping.behaviour)) as server,
        LimitedClient(seconds=0, timeout=None) as client,
        pytest.raises(httpx2.ReadTimeout),
    ):
        client.post(server.url)
    assert not dripping.taken


def test_proxy_of_the_environment_is_used(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits hold behind a proxy as well, and do not go round it."""
    slow = TABLE["headers drip"].behaviour
    with misbehaving(in_turn(slow, then=GOOD_BEHAVIOUR)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))
        came = extract(way, Waits().endpoint("http://models.invalid/v1", timeout=SHORT), ARTICLES[0])
    assert outcomes(came.attempts) == ["transport", "accepted"]
    assert {hit.head.split(b" ")[1] for hit in proxy.hits} == {b"http://models.invalid/v1/chat/completions"}
