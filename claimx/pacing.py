"""How fast a model is asked: requests and tokens per minute, and as many at once as the endpoint bears.

Three rules decide when the next request may go; whoever asked first goes first.

- *Limits.* In no 60 seconds, from any moment on, are more requests or tokens spent than the limit. Below it they are
  spent evenly, one every 60 / limit seconds, and at most a second's worth and one more at once (GCRA, ITU-T I.371).
- *Width.* As many requests are under way as the endpoint bears: a push back halves the width, as many successes in a
  row as it is wide add one (additive increase, multiplicative decrease: Chiu & Jain 1989).
- *Pause.* After a push back nothing is sent before its pause has ended.

A pace belongs to one event loop. It reads the clock it is given and sleeps as it is told, so tests need not wait.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import KW_ONLY, dataclass
from math import inf, isfinite
from typing import NamedTuple

WINDOW = 60.0
"""Seconds in which a limit holds."""
BURST = 1.0
"""Seconds' worth of a limit that may be spent at once."""
FIRST_PAUSE = 1.0
"""Seconds of the first pause that the endpoint gives no length for, and of the shortest of all."""
LONGEST_PAUSE = 60.0
"""Seconds at which a pause that the endpoint gives no length for stops doubling."""
_LEAST_SLEEP = (
    0.001  # where the clock is a rounding error short of the time, a shorter sleep would end before it, again
)


class Pace:
    """Lets requests through, in the order in which they asked, as fast as limits, width and pauses allow."""

    def __init__(
        self,
        *,
        concurrency: int,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Start with an empty minute, at full width.

        Args:
            concurrency: The most requests ever under way, at least 1; the width starts there.
            requests_per_minute: At least 1; None is no limit.
            tokens_per_minute: At least 1; None is no limit.
            clock: Returns seconds that never go back.
            sleep: Waits that many seconds.
        """
        if concurrency < 1:
            raise ValueError("a concurrency below 1 lets nothing through")
        self._concurrency = concurrency
        self._requests = _Allowance(requests_per_minute, clock=clock)
        self._tokens = _Allowance(tokens_per_minute, clock=clock)
        self._clock, self._sleep = clock, sleep
        self._queue: deque[_Waiter] = deque()
        self._alarm: asyncio.Task[None] | None = None
        self._width, self._in_flight = concurrency, 0
        self._pause_end = -inf
        self._pushes, self._successes, self._unanswered = 0, 0, 0

    @property
    def width(self) -> int:
        """How many requests may be under way, from 1 to the concurrency."""
        return self._width

    @property
    def in_flight(self) -> int:
        """How many requests are under way; more than the width for a while after it was halved."""
        return self._in_flight

    @property
    def paused_until(self) -> float | None:
        """The clock's reading at which the pause ends; None if there is none."""
        return self._pause_end if self._clock() < self._pause_end else None

    @asynccontextmanager
    async def turn(self, *, tokens: int) -> AsyncIterator[Turn]:
        """Wait until a request of about so many tokens may be sent; the request is under way until the context ends.

        More tokens than a minute has are let through alone, once nothing has been spent for a minute. A turn left
        without an exception is a success. One that is cancelled while it waits costs nothing.
        """
        turn = await self._admitted(tokens)
        try:
            yield turn
        except BaseException:
            self._successes = 0
            raise
        else:
            self._succeeded(turn)
        finally:
            self._in_flight -= 1
            self._dispatch()

    def pushed_back(self, seconds: float | None) -> None:
        """Pause everybody for so long, at least a second: the endpoint answered 429, or 503 with Retry-After.

        The width is halved once for each pause: what else is pushed back while it lasts was sent before it, and can
        only make it longer. Where the endpoint gives no seconds they are 1, 2, 4 and so on up to 60: they double until
        a request that was sent after a pause succeeds.
        """
        given = seconds if seconds is not None and isfinite(seconds) else None
        if self.paused_until is None:
            self._narrow()
            given = self._own_pause() if given is None else given
        if given is not None:
            self._pause_end = max(self._pause_end, self._clock() + max(given, FIRST_PAUSE))
        self._dispatch()

    def _narrow(self) -> None:
        self._pushes += 1
        self._unanswered += 1
        self._successes = 0
        self._width = max(1, self._width // 2)

    def _own_pause(self) -> float:
        doublings = min(self._unanswered - 1, 16)  # far beyond the longest pause, far below an overflow
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**doublings)

    def _succeeded(self, turn: Turn) -> None:
        if turn.pushes != self._pushes:
            return  # it was sent before the pause, and says nothing of the width after it
        self._unanswered = 0
        self._successes += 1
        if self._successes >= self._width:
            self._successes = 0
            self._width = min(self._concurrency, self._width + 1)

    async def _admitted(self, tokens: int) -> Turn:
        waiter = _Waiter(_counted(tokens), asyncio.get_running_loop().create_future())
        self._queue.append(waiter)
        if self._queue[0] is waiter:
            self._dispatch()
        try:
            return await waiter.admitted
        except asyncio.CancelledError:
            if not waiter.admitted.cancelled():  # it was let through in the moment in which it was cancelled
                waiter.admitted.result().give_back()
                self._in_flight -= 1
            self._dispatch()
            raise

    def _dispatch(self) -> None:
        """Let through whoever may go; where only time is missing, set the alarm."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        while self._queue:
            waiter = self._queue[0]
            if not waiter.admitted.done():  # done before its turn: cancelled
                if self._in_flight >= self._width:
                    return
                seconds = self._missing(waiter.tokens)
                if seconds > 0:
                    self._alarm = asyncio.get_running_loop().create_task(self._ring(seconds))
                    return
                self._admit(waiter)
            self._queue.popleft()

    def _missing(self, tokens: int) -> float:
        ready = max(self._pause_end, self._requests.ready(1), self._tokens.ready(tokens))
        return ready - self._clock()

    def _admit(self, waiter: _Waiter) -> None:
        self._in_flight += 1
        spent = (self._requests.spend(1), self._tokens.spend(waiter.tokens))
        waiter.admitted.set_result(Turn(*spent, pushes=self._pushes, settled=self._dispatch))

    async def _ring(self, seconds: float) -> None:
        await self._sleep(max(seconds, _LEAST_SLEEP))
        self._alarm = None
        self._dispatch()


class Turn:
    """One request that may be sent."""

    def __init__(self, request: _Spent, tokens: _Spent, *, pushes: int, settled: Callable[[], None]) -> None:
        self._request, self._tokens, self._settled = request, tokens, settled
        self.pushes = pushes
        """How many times the endpoint had pushed back when the request was let through."""

    def used(self, tokens: int) -> None:
        """Settle what the request used in truth: the difference to what was charged is charged or given back.

        What is never settled stays charged as estimated: endpoints count requests that failed, too.
        """
        self._tokens.settle(_counted(tokens))
        self._settled()

    def give_back(self) -> None:
        """Take everything back: the request was never sent."""
        self._request.settle(0)
        self._tokens.settle(0)


class _Waiter(NamedTuple):
    tokens: int
    admitted: asyncio.Future[Turn]


class _Allowance:
    """What may be spent of one limit, and what was."""

    def __init__(self, limit: int | None, *, clock: Callable[[], float]) -> None:
        if limit is not None and limit < 1:
            raise ValueError("a limit below 1 lets nothing through")
        self._limit = inf if limit is None else limit
        self._clock = clock
        self._log: deque[_Spent] = deque()
        self._total = 0
        self._even = -inf  # when all that was spent would have been earned at the even rate

    def ready(self, amount: int) -> float:
        """Return the clock's reading from which on so much may be spent."""
        self._forget()
        return max(self._even - BURST, self._room(amount))

    def _room(self, amount: int) -> float:
        """Return when enough of the last minute will have left it; more than a minute has needs all of it gone."""
        excess = self._total + amount - self._limit
        room = -inf
        for spent in self._log:
            if excess <= 0:
                break
            if spent.amount > 0:
                excess -= spent.amount
                room = spent.end
        return room

    def spend(self, amount: int) -> _Spent:
        """Spend so much now."""
        now = self._clock()
        self._even = max(self._even, now) + self._seconds(amount)
        self._total += amount
        self._log.append(_Spent(self, amount, end=now + WINDOW))
        return self._log[-1]

    def correct(self, spent: _Spent, difference: int) -> None:
        """Spend so much more, or less, of what was spent before."""
        self._even += self._seconds(difference)
        if spent.end > self._forget():
            self._total += difference

    def _seconds(self, amount: int) -> float:
        return amount * WINDOW / self._limit

    def _forget(self) -> float:
        """Let go of what left the minute, and return the clock's reading at which it had."""
        now = self._clock()
        while self._log and self._log[0].end <= now:
            self._total -= self._log.popleft().amount
        return now


@dataclass(eq=False, slots=True)
class _Spent:
    """An amount that was spent at one time."""

    allowance: _Allowance
    amount: int
    _: KW_ONLY
    end: float
    """When it leaves the minute."""

    def settle(self, amount: int) -> None:
        self.allowance.correct(self, amount - self.amount)
        self.amount = amount


def _counted(tokens: int) -> int:
    if tokens < 0:
        raise ValueError("a number of tokens is never negative")
    return tokens
