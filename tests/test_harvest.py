"""Many articles at once: how far ahead they are drawn, what one that fails does to others, and what ends them early."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest

from claimx.article import Article
from claimx.errors import ExtractionError, InputError, Stopped
from claimx.extracting import Endpoint
from claimx.extraction import Extraction
from claimx.gate import Gate, Limits
from claimx.harvest import Harvest, extract_all
from claimx.ledger import Ledger
from claimx.prices import load_prices
from claimx.tokens import counter
from tests.batching.asking import answered, number_of, report
from tests.test_pacing import Clock, Loop

Row = dict[str, Any]
Reply = Callable[[int, Row], httpx2.Response]


class Threadless(Loop):
    """An event loop by the clock that jumps, in which nothing is left to threads: they know no such clock."""

    def run_in_executor(self, _: object, function: Callable[..., Any], *arguments: object) -> asyncio.Future[Any]:
        told = self.create_future()
        told.set_result(function(*arguments))
        return told


def play(story: Callable[[Clock], Coroutine[Any, Any, None]]) -> float:
    """Play a story to its end, and return when that was."""
    clock = Clock()
    with asyncio.Runner(loop_factory=lambda: Threadless(clock)) as runner:
        runner.run(story(clock))
    return clock.now


def good(_: int, body: Row) -> httpx2.Response:
    """An answer."""
    return httpx2.Response(200, json=answered(body))


def refusal(status: int, **headers: str) -> httpx2.Response:
    """An error of the endpoint."""
    return httpx2.Response(status, json={"error": {"message": "no"}}, headers=headers)


@dataclass
class Played:
    """A harvest by a clock that jumps."""

    clock: Clock
    reply: Reply = good
    """The response to a request, of its number, counted from 0, and its body."""
    seconds: float = 1.0
    """How long a response takes."""
    limits: Limits = field(default_factory=Limits)
    ledger: Ledger | None = None
    finished: Callable[[Article, Extraction | ExtractionError], None] = lambda _, __: None
    harvest: Harvest = field(default_factory=Harvest)
    sent: list[tuple[float, int]] = field(default_factory=list)
    """When which article was asked about."""
    widths: list[int] = field(default_factory=list)
    """How many requests might be under way when one was sent."""

    def __post_init__(self) -> None:
        self.gate = Gate(self.limits, model="m", clock=lambda: self.clock.now)

    async def run(self, articles: Iterable[Article]) -> None:
        """Extract articles."""
        await extract_all(
            articles,
            endpoint=self._endpoint(),
            finished=self._finish,
            gate=self.gate,
            ledger=self.ledger,
            concurrency=self.limits.concurrency,
        )

    def _endpoint(self) -> Endpoint:
        return Endpoint(
            model="m",
            base_url="http://127.0.0.1:9/v1",
            transport=httpx2.MockTransport(self._answer),
            wait=lambda _: 30.0,
        )

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        number, body = len(self.sent), json.loads(request.content)
        self.sent.append((self.clock.now, number_of(body)))
        self.widths.append(self.gate.pace.width)
        await asyncio.sleep(self.seconds)
        return self.reply(number, body)

    def _finish(self, article: Article, outcome: Extraction | ExtractionError) -> None:
        self.harvest.add(article, outcome)
        self.finished(article, outcome)

    @property
    def extracted(self) -> set[str]:
        """The articles that were extracted."""
        return {one.article.id for one in self.harvest.extractions}


ARTICLES = [report(number) for number in range(12)]
IDS = {article.id for article in ARTICLES}


@pytest.mark.parametrize("concurrency", [1, 4, 32])
def test_articles_stream(concurrency: int) -> None:
    """Of ten thousand, no more are drawn than have ended and are asked about."""
    drawn = ended = 0

    def ten_thousand() -> Iterator[Article]:
        nonlocal drawn
        for number in range(10_000):
            drawn += 1
            assert drawn - ended <= concurrency
            yield report(number, "refused")

    async def story(clock: Clock) -> None:
        def finished(_: Article, __: object) -> None:
            nonlocal ended
            ended += 1
            if ended == 500:
                one.gate.stop("enough")

        one = Played(clock, limits=Limits(concurrency=concurrency), finished=finished)
        with pytest.raises(Stopped, match="enough"):
            await one.run(ten_thousand())

    play(story)
    assert 500 <= ended <= drawn <= 500 + concurrency


FAULTS: dict[str, httpx2.Response] = {
    "500": refusal(500),
    "401": refusal(401),
    "429": refusal(429, **{"retry-after": "5"}),
    "garbage": httpx2.Response(200, content=b"\0garbage"),
    "no-schema": httpx2.Response(200, json={"choices": [{"message": {"content": '{"mentions": 7}'}}]}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_one_article_that_fails_harms_no_other(fault: httpx2.Response) -> None:
    """The others are extracted, each with one request."""

    async def story(clock: Clock) -> None:
        one = Played(clock)
        one.reply = lambda _, body: fault if number_of(body) == 5 else good(0, body)
        await one.run(ARTICLES)
        assert one.extracted == IDS - {ARTICLES[5].id}
        assert [article.id for article, _ in one.harvest.failed] == [ARTICLES[5].id]
        asked = Counter(number for _, number in one.sent)
        assert {number: asked[number] for number in asked if number != 5} == {n: 1 for n in range(12) if n != 5}
        assert asked[5] <= 6

    play(story)


def test_pushes_back_narrow_and_answers_widen() -> None:
    """After an answer of 429 half as many requests are under way, and then more and more; nothing is sent meanwhile."""

    async def story(clock: Clock) -> None:
        one = Played(clock, limits=Limits(concurrency=8))
        one.reply = lambda n, body: refusal(429, **{"retry-after": "20"}) if n in {20, 21, 22} else good(n, body)
        await one.run(report(number) for number in range(100))
        assert len(one.extracted) == 100
        assert len(one.sent) == 103
        at = next(place for place, (when, _) in enumerate(one.sent) if when > one.sent[22][0] + 1)
        assert one.sent[at][0] - one.sent[22][0] == 21
        assert one.widths[:23] == [8] * 23
        assert one.widths[at] == 4
        assert one.widths[-1] == 8
        assert one.widths[at:] == sorted(one.widths[at:])

    play(story)


@pytest.mark.parametrize("seconds", [None, "120", "999999"], ids=["own-wait", "retry-after", "too-long"])
@pytest.mark.parametrize("how", ["stopped", "time-is-over"])
def test_a_wait_before_a_retry_ends_with_a_stop(seconds: str | None, how: str) -> None:
    """At once; the failure stands in the ledger, and is asked again by the next run alone."""

    async def story(clock: Clock) -> None:
        over = Limits(max_seconds=10 if how == "time-is-over" else None)
        one = Played(clock, limits=over, ledger=ledger)
        one.reply = lambda _, __: refusal(503, **({"retry-after": seconds} if seconds else {}))
        if how == "stopped":
            asyncio.get_running_loop().call_later(10, one.gate.stop, "enough")
        with pytest.raises(Stopped):
            await one.run(ARTICLES)
        assert [when for when, _ in one.sent] == [0.0] * 4
        assert (one.harvest.failed, one.harvest.extractions) == ([], [])

    with Ledger() as ledger:
        assert play(story) == 10
        assert ledger.rows("SELECT outcome, count(*) FROM failures GROUP BY outcome") == [("transport", 4)]


def test_what_is_under_way_ends_and_is_kept() -> None:
    """A stop sends nothing more, and loses nothing; the next run asks for the rest."""

    async def stopped(clock: Clock) -> None:
        one = Played(clock, ledger=ledger, seconds=10)
        asyncio.get_running_loop().call_later(15, one.gate.stop, "enough")
        with pytest.raises(Stopped):
            await one.run(ARTICLES)
        assert len(one.sent) == len(one.extracted) == 8

    async def resumed(clock: Clock) -> None:
        one = Played(clock, ledger=ledger, seconds=10)
        await one.run(ARTICLES)
        assert len(one.sent) == 4
        assert one.extracted == IDS

    with Ledger() as ledger:
        assert play(stopped) == 20
        play(resumed)


@pytest.mark.parametrize("where", ["articles", "finished"])
def test_a_fault_that_is_no_articles_own_loses_nothing(where: str) -> None:
    """What is under way ends and is kept, nothing more is sent, and the fault is raised as it is."""

    def broken() -> Iterator[Article]:
        yield from ARTICLES[:6]
        raise InputError("line 7")

    def finished(article: Article, _: object) -> None:
        if article.id == ARTICLES[2].id:
            raise InputError("line 7")

    async def story(clock: Clock) -> None:
        one = Played(clock, ledger=ledger, finished=finished if where == "finished" else lambda _, __: None)
        with pytest.raises(InputError, match="line 7"):
            await one.run(broken() if where == "articles" else ARTICLES)
        (answers,) = ledger.rows("SELECT count(*) FROM answers")[0]
        assert len(one.sent) == answers == len(one.extracted)

    with Ledger() as ledger:
        play(story)


def test_a_full_disk_is_one_line_and_keeps_what_was_answered(tmp_path: Path) -> None:
    """Nothing more is sent; once there is room the rest is asked, and nothing else."""
    path = tmp_path / "ledger.db"
    articles = [report(number) for number in range(40)]

    async def full(clock: Clock) -> None:
        with Ledger(path) as ledger:
            limit = 20 + ledger.rows("PRAGMA page_count")[0][0]
            for connection in {ledger.connection, ledger._writer}:
                connection.execute(f"PRAGMA max_page_count = {limit}")
            one = Played(clock, ledger=ledger, seconds=0)
            with pytest.raises(InputError, match=r"ledger.db: there is no room left on the disk; make room[^\n]*$"):
                await one.run(articles)
            (answers,) = ledger.rows("SELECT count(*) FROM answers")[0]
            asked.update(number for _, number in one.sent)
            kept.append(answers)

    async def resumed(clock: Clock) -> None:
        with Ledger(path) as ledger:
            one = Played(clock, ledger=ledger, seconds=0)
            await one.run(articles)
            assert len(one.sent) == 40 - kept[0]
            assert len(one.extracted) == 40

    asked: Counter[int] = Counter()
    kept: list[int] = []
    asyncio.run(full(Clock()))
    assert 0 < kept[0] < sum(asked.values()) <= kept[0] + 2 * Limits().concurrency
    asyncio.run(resumed(Clock()))


def test_money_holds_for_a_run(tmp_path: Path) -> None:
    """What was sent costs no more than the limit, and what is over it is not asked."""
    prices = tmp_path / "prices.csv"
    prices.write_text("model,input,output\nm,1,100\n", encoding="utf-8")
    cost = load_prices(prices).by_model["m"].cost(prompt=100, completion=20)

    async def story(clock: Clock) -> None:
        one = Played(clock, limits=Limits(max_usd=Decimal("0.25"), prices=prices))
        with pytest.raises(Stopped, match=r"of 0\.25 US dollars"):
            await one.run(report(number) for number in range(1000))
        # The first answers are expected to be long and are not: no more than one is asked for at first.
        assert [when for when, _ in one.sent[:2]] == [0.0, 1.0]
        assert one.gate.spent == cost * len(one.sent) <= Decimal("0.25")
        assert one.extracted == {report(number).id for _, number in one.sent}

    assert counter("m").count("word") > 0
    play(story)


class Interrupting(httpx2.AsyncBaseTransport, httpx2.BaseTransport):
    """Answers, or hangs once everybody was told to stop."""

    def __init__(self, *, interrupt_at: int, times: int, hangs: bool) -> None:
        self.at, self.times, self.hangs = interrupt_at, times, hangs
        self.sent = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(await request.aread())
        self.sent += 1
        if self.sent == self.at:
            for number in range(self.times):
                threading.Timer(0.05 + 0.3 * number, os.kill, (os.getpid(), signal.SIGINT)).start()
        if self.hangs and self.sent >= self.at:
            await asyncio.sleep(60)
        return refusal(503, **{"retry-after": "100"}) if self.sent >= self.at else good(0, body)


@pytest.mark.parametrize(
    ("transport", "kept"),
    [
        pytest.param(Interrupting(interrupt_at=6, times=1, hangs=False), 5, id="while-all-wait-to-try-again"),
        pytest.param(Interrupting(interrupt_at=6, times=2, hangs=True), 5, id="twice-while-requests-are-under-way"),
    ],
)
def test_an_interrupt_is_heard_at_once(transport: Interrupting, kept: int) -> None:
    """The first ends all waiting, the second what is under way as well; what was answered is kept."""
    before = signal.getsignal(signal.SIGINT)
    with Ledger() as ledger:
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(
                extract_all(
                    ARTICLES,
                    endpoint=Endpoint(model="m", base_url="http://127.0.0.1:9/v1", transport=transport),
                    finished=lambda _, __: None,
                    ledger=ledger,
                )
            )
        assert ledger.rows("SELECT count(*) FROM answers") == [(kept,)]
    assert transport.sent <= kept + Limits().concurrency
    assert signal.getsignal(signal.SIGINT) is before


def test_a_stop_is_heard_where_nothing_is_asked() -> None:
    """Articles whose answers are known are not gone through to the end."""

    async def story(clock: Clock) -> None:
        await Played(clock, ledger=ledger).run(ARTICLES)
        one = Played(clock, ledger=ledger, finished=lambda _, __: one.gate.stop("enough"))
        with pytest.raises(Stopped):
            await one.run(ARTICLES)
        assert (len(one.extracted), one.sent) == (1, [])

    with Ledger() as ledger:
        play(story)


def test_what_was_never_sent_has_no_answer() -> None:
    """An answer that was to be sent back when everything stopped is not taken for the answer to that."""
    articles = [report(number, "reasked") for number in range(4)]

    async def stopped(clock: Clock) -> None:
        one = Played(clock, ledger=ledger)
        one.reply = lambda n, body: one.gate.stop("enough") or good(n, body)  # type: ignore[func-returns-value]
        with pytest.raises(Stopped):
            await one.run(articles)
        assert ledger.rows("SELECT count(*) FROM answers") == [(len(one.sent),)] == [(4,)]

    async def resumed(clock: Clock) -> None:
        one = Played(clock, ledger=ledger)
        await one.run(articles)
        assert (len(one.sent), one.extracted) == (4, {article.id for article in articles})

    with Ledger() as ledger:
        play(stopped)
        play(resumed)


def test_a_failure_is_written_down_once() -> None:
    """Also where everything stopped before it could be tried again."""

    async def story(clock: Clock) -> None:
        one = Played(clock, ledger=ledger, reply=lambda _, __: refusal(429, **{"retry-after": "1"}))
        asyncio.get_running_loop().call_later(1.5, one.gate.pace.pushed_back, 100)
        asyncio.get_running_loop().call_later(10, one.gate.stop, "enough")
        with pytest.raises(Stopped):
            await one.run(ARTICLES)
        assert ledger.rows("SELECT count(*) FROM failures") == [(len(one.sent),)]

    with Ledger() as ledger:
        assert play(story) == 10


HOSTILE: list[Any] = [
    pytest.param({"error": {"message": "\ud800"}}, id="half-a-character"),
    pytest.param({"usage": {"prompt_tokens": 2**70, "completion_tokens": 2**70}}, id="tokens-without-end"),
    pytest.param({"usage": {"prompt_tokens": -5, "completion_tokens": -5}}, id="tokens-below-nothing"),
]


@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_that_an_endpoint_says_ends_a_run(said: Row) -> None:
    """It is one article's fault, or none."""

    def reply(_: int, body: Row) -> httpx2.Response:
        if number_of(body) != 5:
            return good(0, body)
        if "error" in said:
            return httpx2.Response(400, content=json.dumps(said).encode())
        return httpx2.Response(200, json=answered(body) | said)

    async def story(clock: Clock) -> None:
        one = Played(clock, ledger=ledger, reply=reply, limits=Limits(tokens_per_minute=10**9))
        await one.run(ARTICLES)
        assert one.extracted >= IDS - {ARTICLES[5].id}

    with Ledger() as ledger:
        play(story)
