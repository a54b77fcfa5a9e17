"""The gate: what it lets through, what it makes wait, and how it ends all waiting; by a clock that jumps."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.entry import Form, Request
from claimx.errors import ExtractionError, InputError, Stopped
from claimx.extracting.exchange import Exchange
from claimx.extraction import Outcome
from claimx.gate import EXPECTED_ANSWER, Gate, Limits
from tests.faulty.responses import completion
from tests.test_pacing import Clock, play

REQUEST: Final = Request("a1", Form("f", "extract", "", {}), "m", {}, ())
DOLLAR: Final = 1000
"""Tokens of an answer that cost one, by the table of the tests; what is sent costs nothing."""
EXPECTED: Final = Decimal(EXPECTED_ANSWER) / DOLLAR


@pytest.fixture(scope="module")
def prices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of prices."""
    path = tmp_path_factory.mktemp("prices") / "prices.csv"
    path.write_text("model,input,output\nm,0,1000\n", encoding="utf-8")
    return path


def exchange(tokens: int | None = None, *, status: int | None = None) -> Exchange:
    """A request that was answered with so many tokens, or not counted, or that met an error."""
    heard = Exchange(REQUEST, max_requests=9, max_reasks=0, spent=0, recalled=0)
    heard.begin()
    if status is not None:
        heard.rejected(status, code=None, reason="no", headers={})
        return heard
    usage = None if tokens is None else {"prompt_tokens": 1, "completion_tokens": tokens}
    heard.read(json.dumps(completion("words") | {"usage": usage}))
    return heard


@dataclass
class Talk:
    """Requests through one gate, and what became of them."""

    gate: Gate
    clock: Clock
    sent: list[float] = field(default_factory=list)
    """When requests were let through."""
    stopped: list[float] = field(default_factory=list)
    """When others heard that nothing more is."""

    async def ask(self, told: Callable[[], Exchange], *, seconds: float = 0.0) -> None:
        """Send a request as the client does."""
        try:
            async with self.gate.turn(REQUEST) as turn:
                self.sent.append(self.clock.now)
                await asyncio.sleep(seconds)
                turn.end(told())
        except Stopped:
            self.stopped.append(self.clock.now)


def talk(clock: Clock, **limits: Any) -> Talk:
    """Open a gate by the clock."""
    return Talk(Gate(Limits(**limits), model="m", clock=lambda: clock.now), clock)


def test_money_needs_a_price(tmp_path: Path) -> None:
    """A model that nobody knows the price of is one line; without a limit it is no fault."""
    with pytest.raises(InputError, match=r"^no price is known of tern-9: --max-usd needs one.*--prices$"):
        Gate(Limits(max_usd=Decimal(1)), model="tern-9")
    with pytest.raises(InputError, match="cannot be read"):
        Gate(Limits(prices=tmp_path / "missing.csv"), model="m")
    assert Gate(Limits(), model="tern-9").price is None


@settings(max_examples=150)
@given(
    costs=st.lists(st.integers(0, 6000), min_size=1, max_size=25),
    limit=st.integers(0, 30_000),
    concurrency=st.integers(1, 6),
    seconds=st.integers(0, 5),
)
def test_no_more_is_spent_than_the_limit(
    costs: list[int], limit: int, concurrency: int, seconds: int, prices: Path
) -> None:
    """Save for what requests cost more than was expected of them: as much as those before them, on average."""
    known: list[int] = []
    over = 0

    async def story(clock: Clock) -> None:
        nonlocal over
        one = talk(clock, max_usd=Decimal(limit) / DOLLAR, prices=prices, concurrency=concurrency)

        async def worker(waiting: list[int]) -> None:
            nonlocal over
            while waiting:
                cost = waiting.pop()
                expected = round(sum(known) / len(known)) if known else EXPECTED_ANSWER

                def told(cost: int = cost, expected: int = expected) -> Exchange:
                    nonlocal over
                    over += max(0, cost - expected)
                    known.append(cost)
                    return exchange(cost)

                await one.ask(told, seconds=seconds)

        waiting = list(costs)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(concurrency):
                tasks.create_task(worker(waiting))
        assert one.gate.spent == Decimal(sum(known)) / DOLLAR
        assert one.gate.spent <= Decimal(limit + over) / DOLLAR
        assert (one.gate.stopped is None) == (len(one.sent) == len(costs))

    play(story)


def test_money_that_is_only_set_aside_is_waited_for(prices: Path) -> None:
    """What a request costs less than was expected is there for the next one."""

    async def story(clock: Clock) -> None:
        one = talk(clock, max_usd=EXPECTED + 1, prices=prices)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(3):
                tasks.create_task(one.ask(lambda: exchange(500), seconds=10))
        assert (one.sent, one.stopped) == ([0.0, 10.0, 20.0], [])
        assert one.gate.spent == Decimal("1.5")

    assert play(story) == 30


def test_spent_money_stops_those_who_wait(prices: Path) -> None:
    """At the moment at which it is spent, with a reason that names the limit."""

    async def story(clock: Clock) -> None:
        one = talk(clock, max_usd=EXPECTED, prices=prices)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(4):
                tasks.create_task(one.ask(lambda: exchange(1999), seconds=10))
        assert (one.sent, one.stopped) == ([0.0], [10.0] * 3)
        assert one.gate.stopped == "of 2 US dollars 1.9990 are spent, and the rest is too little"

    play(story)


@pytest.mark.parametrize(
    ("told", "cost"),
    [
        pytest.param(lambda: exchange(500), Decimal("0.5"), id="counted"),
        pytest.param(lambda: exchange(None), EXPECTED, id="answered-and-not-counted"),
        pytest.param(lambda: exchange(status=500), Decimal(0), id="not-answered"),
        pytest.param(lambda: exchange(status=401), Decimal(0), id="rejected"),
    ],
)
def test_what_a_request_costs(told: Callable[[], Exchange], cost: Decimal, prices: Path) -> None:
    """What an endpoint answers without counting costs what was expected: it is not free."""

    async def story(clock: Clock) -> None:
        one = talk(clock, max_usd=Decimal(100), prices=prices)
        await one.ask(told)
        assert one.gate.spent == cost

    play(story)


def test_a_request_that_is_cancelled_holds_no_money(prices: Path) -> None:
    """Neither while it waits nor while it is under way."""

    async def story(clock: Clock) -> None:
        one = talk(clock, max_usd=EXPECTED, prices=prices)
        begun = [asyncio.create_task(one.ask(lambda: exchange(0), seconds=100)) for _ in range(3)]
        await asyncio.sleep(1)
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        await one.ask(lambda: exchange(7))
        assert (one.sent, one.gate.spent) == ([0.0, 1.0], Decimal("0.007"))

    play(story)


WAITS: dict[str, dict[str, Any]] = {
    "pause": {},
    "width": {"concurrency": 1},
    "requests-per-minute": {"requests_per_minute": 1},
    "tokens-per-minute": {"tokens_per_minute": 2000},
    "money": {"max_usd": EXPECTED},
}


@pytest.mark.parametrize("limits", WAITS.values(), ids=WAITS)
@pytest.mark.parametrize("how", ["stopped", "time-is-over"])
def test_who_waits_hears_of_a_stop_at_once(limits: dict[str, Any], how: str, prices: Path) -> None:
    """Whatever it waits for; what is under way goes on to its end."""

    async def story(clock: Clock) -> None:
        over = {"max_seconds": 5.0} if how == "time-is-over" else {}
        one = talk(clock, prices=prices, **limits, **over)
        under_way = asyncio.create_task(one.ask(lambda: exchange(1), seconds=100))
        await asyncio.sleep(0)
        if not limits:
            one.gate.pace.pushed_back(120)
        if how == "stopped":
            asyncio.get_running_loop().call_later(5, one.gate.stop, "enough")
        await asyncio.gather(*(one.ask(lambda: exchange(1)) for _ in range(3)))
        assert (one.sent, one.stopped) == ([0.0], [5.0] * 3)
        assert one.gate.stopped == ("enough" if how == "stopped" else "the time of 5 seconds is over")
        await under_way
        assert one.gate.spent == Decimal("0.001")

    assert play(story) == 100


def test_a_wait_between_two_requests_ends_with_a_stop() -> None:
    """So does one that begins after it, before it begins."""

    async def story(clock: Clock) -> None:
        one = talk(clock)
        asyncio.get_running_loop().call_later(3, one.gate.stop, "enough")
        for _ in range(2):
            with pytest.raises(Stopped, match="enough"):
                async with one.gate.waiting():
                    await asyncio.sleep(1000)

    assert play(story) == 3


def test_a_wait_that_ends_by_itself_is_none_of_the_gates() -> None:
    """Without a stop nothing is raised, and an error stays what it is."""

    async def story(clock: Clock) -> None:
        one = talk(clock, max_seconds=100.0)
        async with one.gate.waiting():
            await asyncio.sleep(10)
        with pytest.raises(KeyError):
            async with one.gate.waiting():
                raise KeyError
        assert one.gate.stopped is None

    assert play(story) == 10


def test_after_its_time_nothing_is_sent() -> None:
    """Not even where nobody would have to wait."""

    async def story(clock: Clock) -> None:
        one = talk(clock, max_seconds=2.5)
        for _ in range(4):
            await one.ask(lambda: exchange(1), seconds=1)
        assert (one.sent, one.stopped) == ([0.0, 1.0, 2.0], [3.0])

    play(story)


def test_the_first_reason_stays() -> None:
    """Whoever says stop later changes nothing, also before anything was asked and after all is over."""
    gate = Gate(Limits(), model="m")
    gate.stop("first")
    gate.stop("second")

    async def refused() -> None:
        with pytest.raises(Stopped, match="first"):
            async with gate.turn(REQUEST):
                pass

    asyncio.run(refused())
    gate.stop("third")
    assert gate.stopped == "first"


@pytest.mark.parametrize("outcome", ["refused", "filtered", "truncated"])
def test_an_answer_that_is_none_is_paid_for(outcome: Outcome, prices: Path) -> None:
    """The endpoint counts its tokens as well."""
    ending = {"refused": "stop", "filtered": "content_filter", "truncated": "length"}[outcome]

    def told() -> Exchange:
        heard = Exchange(REQUEST, max_requests=9, max_reasks=0, spent=0, recalled=0)
        heard.begin()
        body = completion("", finish_reason=ending, refusal="no" if outcome == "refused" else None)
        with pytest.raises(ExtractionError, match=r"refused|withheld|cut off"):
            heard.read(json.dumps(body | {"usage": {"prompt_tokens": 1, "completion_tokens": 300}}))
        return heard

    async def story(clock: Clock) -> None:
        one = talk(clock, max_usd=Decimal(100), prices=prices)
        await one.ask(told)
        assert one.gate.spent == Decimal("0.3")

    play(story)
