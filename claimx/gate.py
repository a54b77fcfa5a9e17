"""The gate before a model: nothing is sent that limits of rate, money or time forbid, or after somebody said stop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from claimx.entry import Request, canonical
from claimx.errors import InputError, Stopped
from claimx.extracting.exchange import Exchange
from claimx.extraction import Attempt, Outcome
from claimx.pacing import Pace
from claimx.pacing import Turn as PaceTurn
from claimx.prices import Budget, Price, load_prices
from claimx.tokens import Counter, counter

EXPECTED_ANSWER: Final = 2_000
"""Tokens that an answer is expected to have before any was seen."""
UNANSWERED: Final = frozenset[Outcome]({"transport", "rejected"})
"""What a request that nobody answered comes to; it costs nothing."""


@dataclass(frozen=True)
class Limits:
    """What a run may use; None is no limit."""

    concurrency: int = 4
    """Requests at once."""
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    max_usd: Decimal | None = None
    """US dollars that this run may spend; what is in flight counts with what it is expected to cost."""
    max_seconds: float | None = None
    """Seconds after which nothing more is sent."""
    prices: Path | None = None
    """A table of prices that overrides the one that comes along."""

    def part(self, parts: int) -> Limits:
        """Return the share of one of so many workers, who do not hear of each other.

        Raises:
            InputError: the limit cannot be shared out.
        """
        if self.max_usd is not None:
            raise InputError("workers on several machines cannot share --max-usd: leave it out, or use --engine local")
        return Limits(
            concurrency=self.concurrency,
            requests_per_minute=_share(self.requests_per_minute, parts),
            tokens_per_minute=_share(self.tokens_per_minute, parts),
            max_seconds=self.max_seconds,
            prices=self.prices,
        )


def _share(limit: int | None, parts: int) -> int | None:
    return None if limit is None else max(1, limit // parts)


class Gate:
    """Lets requests through within limits; shared by all tasks of one event loop."""

    def __init__(self, limits: Limits, *, model: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Open the gate.

        Raises:
            InputError: money is limited and the model has no known price, or the table of prices cannot be read.
        """
        self.price: Price | None = load_prices(limits.prices).of(model)
        if limits.max_usd is not None and self.price is None:
            raise InputError(f"no price is known of {model}: --max-usd needs one; name it in a table with --prices")
        self._budget = Budget(limits.max_usd)
        self._limits, self._clock = limits, clock
        self._until = None if limits.max_seconds is None else clock() + limits.max_seconds
        self._estimate = _Estimate(counter(model))
        self._reason: str | None = None
        self._settled = asyncio.Event()
        self._pace: Pace | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waits: list[asyncio.Timeout] = []

    @property
    def spent(self) -> Decimal:
        """US dollars for what was answered, as far as prices are known."""
        return self._budget.spent

    def stop(self, reason: str) -> None:
        """Let nothing more through, and end all waiting; what is under way may end. A signal may call this."""
        self._reason = self._reason or reason
        if self._loop is not None and not self._loop.is_closed():
            # A loop that waits for the network does not look around by itself.
            self._loop.call_soon_threadsafe(self._end_waiting)

    @property
    def stopped(self) -> str | None:
        """Why nothing more is let through; None while something is."""
        return self._reason

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[Turn]:
        """Wait until a request may be sent, and hold the turn until it has ended.

        Raises:
            Stopped: nothing more may be sent.
        """
        async with AsyncExitStack() as held:
            async with self.waiting():
                prompt, completion = self._expected(request)
                bill = held.enter_context(self._paying(await self._reserve(prompt, completion)))
                paced = await held.enter_async_context(self.pace.turn(tokens=prompt + completion))
            yield Turn(self, paced, bill)

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Wait within this context no longer than until nothing more may be sent.

        Raises:
            Stopped: nothing more may be sent.
        """
        self._check()
        self._loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(None if self._until is None else self._until - self._clock()) as wait:
                self._waits.append(wait)
                try:
                    yield
                finally:
                    self._waits.remove(wait)
        except TimeoutError:
            self._stop_in_time()
        self._check()

    def _end_waiting(self) -> None:
        for wait in self._waits:
            if not wait.expired():
                wait.reschedule(0)

    @contextmanager
    def _paying(self, reserved: Decimal) -> Iterator[Bill]:
        """Pay what a request cost, in place of what was set aside for it."""
        bill = Bill(reserved)
        try:
            yield bill
        finally:
            self._budget.settle(reserved, actual=bill.cost)
            self._settled.set()

    @property
    def pace(self) -> Pace:
        """The pace, which belongs to the event loop in which it is asked for first."""
        if self._pace is None:
            self._pace = Pace(
                concurrency=self._limits.concurrency,
                requests_per_minute=self._limits.requests_per_minute,
                tokens_per_minute=self._limits.tokens_per_minute,
                clock=self._clock,
            )
        return self._pace

    def cost(self, attempt: Attempt) -> Decimal:
        """Return what a request cost; nothing where the price or the tokens are not known."""
        if self.price is None:
            return Decimal(0)
        return self.price.cost(
            prompt=attempt.prompt_tokens or 0,
            cached=attempt.cached_tokens or 0,
            completion=attempt.completion_tokens or 0,
        )

    def learn(self, attempt: Attempt) -> None:
        """Learn from an answer how long answers are."""
        self._estimate.learn(attempt)

    def _check(self) -> None:
        if self._until is not None and self._clock() >= self._until:
            self._stop_in_time()
        if self._reason is not None:
            raise Stopped(self._reason)

    def _stop_in_time(self) -> None:
        self.stop(f"the time of {self._limits.max_seconds or 0:g} seconds is over")

    def _expected(self, request: Request) -> tuple[int, int]:
        """Return the tokens that a request is expected to use; nobody asks where nothing is limited."""
        if self._limits.tokens_per_minute is None and self._limits.max_usd is None:
            return 0, 0
        return self._estimate.prompt(request), self._estimate.completion

    async def _reserve(self, prompt: int, completion: int) -> Decimal:
        """Set aside what a request is expected to cost; where too much is set aside already, wait for what it costs."""
        if self.price is None:
            return Decimal(0)
        expected = self.price.cost(prompt=prompt, completion=completion)
        while not self._budget.reserve(expected):
            if not self._budget.reserved:
                self.stop(
                    f"of {self._limits.max_usd} US dollars {self.spent:.4f} are spent, and the rest is too little"
                )
            self._check()
            self._settled.clear()
            await self._settled.wait()
        return expected


@dataclass
class Bill:
    """What a request costs."""

    expected: Decimal
    """US dollars that were set aside."""
    cost: Decimal = Decimal(0)
    """US dollars to be paid; nothing before it was answered."""


class Turn:
    """The right to send one request."""

    def __init__(self, gate: Gate, paced: PaceTurn, bill: Bill) -> None:
        self._gate, self._paced, self._bill = gate, paced, bill

    def end(self, exchange: Exchange) -> None:
        """Hear what came of the request."""
        if exchange.is_pushed_back:
            self._gate.pace.pushed_back(exchange.retry_after)
        attempt = exchange.last()
        if attempt is None or attempt.outcome in UNANSWERED:
            return
        if attempt.prompt_tokens is None:
            # An endpoint that counts nothing is not free: the limit holds by what was expected.
            self._bill.cost = self._bill.expected
            return
        self._bill.cost = self._gate.cost(attempt)
        self._paced.used(attempt.prompt_tokens + (attempt.completion_tokens or 0))
        self._gate.learn(attempt)


class _Estimate:
    """How many tokens requests are expected to use."""

    def __init__(self, count: Counter) -> None:
        self._count = count
        self._forms: dict[str, int] = {}
        self._answers, self._completion = 0, 0

    def prompt(self, request: Request) -> int:
        form = request.form
        if form.fingerprint not in self._forms:
            self._forms[form.fingerprint] = sum(
                map(self._count.count, (form.instruction, canonical(form.response_format)))
            )
        return self._forms[form.fingerprint] + sum(self._count.count(one["content"]) for one in request.messages)

    @property
    def completion(self) -> int:
        return round(self._completion / self._answers) if self._answers else EXPECTED_ANSWER

    def learn(self, attempt: Attempt) -> None:
        self._answers += 1
        self._completion += attempt.completion_tokens or 0
