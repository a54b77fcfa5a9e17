"""Pacing, by a clock that jumps to the next thing to happen: no test waits."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.pacing import BURST, LONGEST_PAUSE, WINDOW, Pace

ROUNDING = 1e-6


class Clock(selectors.SelectSelector):
    """Where an event loop would wait, the time jumps; where nothing would ever happen, the test fails."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everybody waits, and nothing is going to happen"
        self.now += max(timeout, 0)
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """An event loop by that clock."""

    def __init__(self, clock: Clock) -> None:
        self._virtual = clock
        super().__init__(clock)

    def time(self) -> float:
        return self._virtual.now


def play(story: Callable[[Clock], Coroutine[Any, Any, None]]) -> float:
    """Play a story to its end, and return when that was."""
    clock = Clock()
    with asyncio.Runner(loop_factory=lambda: Loop(clock)) as runner:
        runner.run(story(clock))
        assert {t for t in asyncio.all_tasks(runner.get_loop()) if not t.done()} == set()
    return clock.now


@dataclass(frozen=True)
class Ask:
    """One request: when it is asked for, what is estimated, what it used, and how long it takes."""

    at: float = 0.0
    tokens: int = 1
    used: int | None = None
    seconds: float = 0.0
    fails: bool = False

    async def answered(self) -> None:
        await asyncio.sleep(self.seconds)
        if self.fails:
            raise ConnectionError


@dataclass
class Sent:
    """What went through: which request, when, and how many were under way of how many allowed."""

    number: int
    at: float
    in_flight: int
    width: int


@dataclass
class Record:
    """What a play sent."""

    asks: list[Ask]
    asked: list[int] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    pauses: list[tuple[float, float]] = field(default_factory=list)
    """From the push to the end of the pause, as it was then."""
    widths: list[int] = field(default_factory=list)
    """After each push and each request."""

    @property
    def times(self) -> list[float]:
        return [round(s.at, 3) for s in self.sent]

    def most_in_a_minute(self, amount: Callable[[Ask], int]) -> int:
        """The most that was spent in any 60 seconds; each window begins with a request."""
        spent = [(s.at, amount(self.asks[s.number])) for s in self.sent]
        return max(
            (sum(n for at, n in spent if start <= at < start + WINDOW - ROUNDING) for start, _ in spent), default=0
        )


def run(
    asks: list[Ask],
    *,
    pushes: list[tuple[float, float | None]] | None = None,
    concurrency: int = 100,
    requests_per_minute: int | None = None,
    tokens_per_minute: int | None = None,
) -> Record:
    """Play requests and pushes; each request that was let through is recorded, in order."""
    record = Record(asks)

    async def story(clock: Clock) -> None:
        pace = Pace(
            concurrency=concurrency,
            requests_per_minute=requests_per_minute,
            tokens_per_minute=tokens_per_minute,
            clock=lambda: clock.now,
        )

        async def request(number: int, ask: Ask) -> None:
            await asyncio.sleep(ask.at)
            record.asked.append(number)
            with suppress(ConnectionError):
                async with pace.turn(tokens=ask.tokens) as turn:
                    record.sent.append(Sent(number, clock.now, pace.in_flight, pace.width))
                    await ask.answered()
                    if ask.used is not None:
                        turn.used(ask.used)
            record.widths.append(pace.width)

        async def push(at: float, seconds: float | None) -> None:
            await asyncio.sleep(at)
            pace.pushed_back(seconds)
            record.widths.append(pace.width)
            record.pauses.append((clock.now, pace.paused_until or clock.now))

        async with asyncio.TaskGroup() as tasks:
            for number, ask in enumerate(asks):
                tasks.create_task(request(number, ask))
            for at, seconds in pushes or []:
                tasks.create_task(push(at, seconds))

    play(story)
    return record


AT = st.floats(0, 200, allow_nan=False)
ASKS = st.lists(
    st.builds(
        Ask,
        at=AT,
        tokens=st.integers(0, 50),
        used=st.none(),
        seconds=st.floats(0, 100, allow_nan=False),
        fails=st.booleans(),
    ),
    max_size=40,
)
PUSHES = st.lists(st.tuples(AT, st.none() | st.floats(-1, 50)), max_size=8)


@st.composite
def settled(draw: st.DrawFn) -> list[Ask]:
    """Requests that use at most what was estimated."""
    return [Ask(a.at, a.tokens, draw(st.none() | st.integers(0, a.tokens)), a.seconds, a.fails) for a in draw(ASKS)]


@given(asks=ASKS, limit=st.integers(1, 20))
@settings(max_examples=60)
def test_no_minute_has_more_requests_than_the_limit(asks: list[Ask], limit: int) -> None:
    """From whatever moment the 60 seconds are counted."""
    record = run(asks, requests_per_minute=limit)
    assert record.most_in_a_minute(lambda _: 1) <= limit


@given(asks=settled(), limit=st.integers(50, 120))
@settings(max_examples=60)
def test_no_minute_has_more_tokens_than_the_limit(asks: list[Ask], limit: int) -> None:
    """Counted as they were settled, or as estimated where they never were."""
    record = run(asks, tokens_per_minute=limit)
    assert record.most_in_a_minute(lambda ask: ask.tokens if ask.fails or ask.used is None else ask.used) <= limit


@given(asks=settled(), pushes=PUSHES, width=st.integers(1, 5), requests=st.none() | st.integers(1, 30))
@settings(max_examples=60)
def test_everybody_is_served_once_and_never_more_than_the_width_at_once(
    asks: list[Ask], pushes: list[tuple[float, float | None]], width: int, requests: int | None
) -> None:
    """Whatever limits and pushes come in between, and also where a request is larger than the limit."""
    record = run(asks, pushes=pushes, concurrency=width, requests_per_minute=requests, tokens_per_minute=30)
    assert sorted(s.number for s in record.sent) == list(range(len(asks)))
    assert [s for s in record.sent if s.in_flight > s.width] == []


@given(asks=settled(), pushes=PUSHES)
@settings(max_examples=40)
def test_who_asks_first_goes_first(asks: list[Ask], pushes: list[tuple[float, float | None]]) -> None:
    """A small request does not overtake a large one."""
    record = run(asks, pushes=pushes, concurrency=3, requests_per_minute=20, tokens_per_minute=60)
    assert record.asked == [s.number for s in record.sent]


@given(asks=ASKS, pushes=PUSHES, concurrency=st.integers(1, 9))
@settings(max_examples=60)
def test_the_width_stays_between_one_and_the_concurrency(
    asks: list[Ask], pushes: list[tuple[float, float | None]], concurrency: int
) -> None:
    """Whatever is pushed back, and whatever succeeds."""
    record = run(asks, pushes=pushes, concurrency=concurrency)
    assert [w for w in record.widths if not 1 <= w <= concurrency] == []


@given(asks=ASKS, pushes=PUSHES)
@settings(max_examples=60)
def test_nothing_is_sent_in_a_pause(asks: list[Ask], pushes: list[tuple[float, float | None]]) -> None:
    """From the moment of the push until its end."""
    record = run(asks, pushes=pushes, concurrency=4)
    assert [s for s in record.sent for start, end in record.pauses if start < s.at < end] == []


@pytest.mark.parametrize(
    ("limit", "asked", "times"),
    [
        pytest.param(None, 4, [0, 0, 0, 0], id="no limit"),
        pytest.param(1, 3, [0, 60, 120], id="one a minute"),
        pytest.param(3, 5, [0, 19, 39, 60, 79], id="three: evenly, a second's worth early, never a fourth within 60 s"),
        pytest.param(120, 6, [0, 0, 0, 0.5, 1, 1.5], id="two a second: a second's worth and one more at once"),
    ],
)
def test_requests_are_spread_evenly(limit: int | None, asked: int, times: list[float]) -> None:
    """After a small burst."""
    assert times == run([Ask()] * asked, requests_per_minute=limit).times


@pytest.mark.parametrize(
    ("asks", "times"),
    [
        pytest.param([Ask(tokens=600)] * 3, [0, 60, 120], id="the whole minute each"),
        pytest.param([Ask(tokens=300)] * 3, [0, 29, 60], id="half of it"),
        pytest.param([Ask(tokens=0)] * 3, [0, 0, 0], id="none"),
        pytest.param([Ask(tokens=9), Ask(tokens=6000), Ask()], [0, 60, 659], id="ten minutes' worth goes alone"),
        pytest.param([Ask(tokens=6000), Ask()], [0, 599], id="and at once if nothing was spent"),
        pytest.param([Ask(tokens=600, used=60), Ask()], [0, 5], id="less was used: given back"),
        pytest.param([Ask(tokens=60, used=600), Ask()], [0, 60], id="more was used: charged"),
        pytest.param([Ask(tokens=600, fails=True), Ask()], [0, 60], id="never settled: as estimated"),
        pytest.param([Ask(tokens=600, used=0, seconds=30), Ask()], [0, 30], id="given back while others wait"),
        pytest.param([Ask(tokens=600, used=0, seconds=90), Ask(at=70)], [0, 70], id="settled after it left the minute"),
    ],
)
def test_tokens_are_charged_as_they_are_used(asks: list[Ask], times: list[float]) -> None:
    """At 600 tokens a minute, ten a second."""
    assert times == run(asks, tokens_per_minute=600).times


def test_what_is_settled_after_it_left_the_minute_makes_no_room_in_a_later_one() -> None:
    """The later minute never had it."""
    asks = [Ask(tokens=600, used=0, seconds=90), Ask(at=100, tokens=600), Ask(at=101, tokens=600)]
    assert [0, 100, 160] == run(asks, tokens_per_minute=600).times


def test_what_is_given_back_is_there_at_once() -> None:
    """Before the turn that gives it back has ended."""
    times: list[float] = []

    async def story(clock: Clock) -> None:
        pace = Pace(concurrency=2, tokens_per_minute=600, clock=lambda: clock.now)

        async def other() -> None:
            async with pace.turn(tokens=600):
                times.append(clock.now)

        async with asyncio.TaskGroup() as tasks, pace.turn(tokens=600) as turn:
            tasks.create_task(other())
            await asyncio.sleep(20)
            turn.used(0)
            await asyncio.sleep(20)

    play(story)
    assert [20] == times


def test_more_than_estimated_is_charged_before_the_next_request() -> None:
    """A settled minute that is over its limit lets nobody through until enough has left it."""
    asks = [Ask(tokens=10, used=900), Ask(at=1, tokens=10)]
    (_, second) = run(asks, tokens_per_minute=600).times
    assert second == 900 / 10 - BURST


@pytest.mark.parametrize(
    ("pushes", "width", "paused_until"),
    [
        pytest.param([(1, 5)], 4, 6, id="halved, and paused"),
        pytest.param([(1, 5), (1, 5), (2, 1)], 4, 6, id="a burst is one push"),
        pytest.param([(1, 5), (2, 30)], 4, 32, id="a longer one in the pause makes it longer"),
        pytest.param([(1, 5), (7, 5)], 2, 12, id="after the pause, halved again"),
        pytest.param([(1, 5), (7, 5), (13, 5), (19, 5), (25, 5)], 1, 30, id="never below one"),
        pytest.param([(1, None)], 4, 2, id="one second where none is given"),
        pytest.param([(1, None), (1.5, None)], 4, 2, id="which another one without does not make longer"),
        pytest.param([(1, None), (3, None), (6, None)], 1, 10, id="doubled from pause to pause"),
        pytest.param([(1, 0)], 4, 2, id="at least a second"),
        pytest.param([(1, -9)], 4, 2, id="of a time that has passed, too"),
        pytest.param([(1, float("nan"))], 4, 2, id="no number"),
        pytest.param([(1, float("inf"))], 4, 2, id="no end"),
    ],
)
def test_a_push_back_halves_the_width_and_pauses(
    pushes: list[tuple[float, float | None]], width: int, paused_until: float
) -> None:
    """Once for each pause."""
    record = run([], pushes=pushes, concurrency=8)
    assert (width, paused_until) == (record.widths[-1], record.pauses[-1][1])


def test_pauses_without_a_length_stop_doubling() -> None:
    """At a minute, however often the endpoint pushes back."""
    record = run([], pushes=[(100.0 * n, None) for n in range(40)])
    assert [1, 2, 4, 8, 16, 32] + [LONGEST_PAUSE] * 34 == [round(end - start) for start, end in record.pauses]


def test_a_success_after_a_pause_ends_the_doubling() -> None:
    """One of a request that was sent before the pause does not."""
    asks = [Ask(at=0, seconds=1.5), Ask(at=20)]
    record = run(asks, pushes=[(1, None), (10, None), (30, None)])
    assert [1, 2, 1] == [end - start for start, end in record.pauses]


@pytest.mark.parametrize(
    ("outcomes", "widths"),
    [
        pytest.param("ssssssssssss", [3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6], id="as many as it is wide add one"),
        pytest.param("ss", [3, 3], id="fewer do not"),
        pytest.param("ssfsss", [3, 3, 3, 3, 3, 4], id="a failure breaks the row"),
    ],
)
def test_successes_in_a_row_widen(outcomes: str, widths: list[int]) -> None:
    """From 6 halved to 3."""
    asks = [Ask(at=10 + n, fails=outcome == "f") for n, outcome in enumerate(outcomes)]
    record = run(asks, pushes=[(1, 1)], concurrency=6)
    assert [3, *widths] == record.widths


def test_the_width_grows_no_further_than_the_concurrency() -> None:
    """However many succeed."""
    record = run([Ask(at=n) for n in range(20)], concurrency=2)
    assert [2] * 20 == record.widths


def test_successes_of_requests_sent_before_a_pause_do_not_widen() -> None:
    """They say nothing of the width after it."""
    record = run([Ask(seconds=10)] * 4, pushes=[(1, 1)], concurrency=4)
    assert [2] * 5 == record.widths


async def _cancelled(pace: Pace, *, tokens: int, after: float) -> bool:
    """Ask for a turn, give up after so many seconds, and return whether it was let through."""
    try:
        async with asyncio.timeout(after), pace.turn(tokens=tokens):
            return True
    except TimeoutError:
        return False


def test_who_gives_up_waiting_leaves_no_trace() -> None:
    """The next one goes when it would have gone without."""
    outcomes: list[object] = []

    async def story(clock: Clock) -> None:
        pace = Pace(concurrency=9, tokens_per_minute=600, clock=lambda: clock.now)
        async with pace.turn(tokens=300):
            pass
        outcomes.append(await _cancelled(pace, tokens=600, after=5))
        outcomes.append(await _cancelled(pace, tokens=1, after=5))
        outcomes.append(pace.in_flight)
        async with pace.turn(tokens=300):
            outcomes.append(clock.now)

    play(story)
    assert [False, False, 0, 29] == outcomes


def test_who_gives_up_at_the_head_lets_the_next_one_through() -> None:
    """At once, where the next one asks for less."""
    times: list[float] = []

    async def story(clock: Clock) -> None:
        pace = Pace(concurrency=9, tokens_per_minute=600, clock=lambda: clock.now)

        async def small() -> None:
            async with pace.turn(tokens=10):
                times.append(clock.now)

        async with pace.turn(tokens=300):
            pass
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_cancelled(pace, tokens=600, after=40))
            tasks.create_task(small())

    play(story)
    assert [40] == times


def test_who_is_cancelled_in_the_moment_of_being_let_through_gives_everything_back() -> None:
    """The request was never sent: neither the width nor the minute has less room."""
    seen: list[object] = []

    async def story(clock: Clock) -> None:
        pace = Pace(concurrency=1, requests_per_minute=1, tokens_per_minute=10, clock=lambda: clock.now)

        async def late() -> None:
            async with pace.turn(tokens=10):
                seen.append("sent")

        async with pace.turn(tokens=0) as first:
            waiting = asyncio.create_task(late())
            await asyncio.sleep(90)
            first.used(0)
        seen.append(pace.in_flight)
        waiting.cancel()
        await asyncio.wait([waiting])
        seen.append(pace.in_flight)
        async with pace.turn(tokens=11):  # more than a minute has: it would wait for the last trace of others
            seen.append(clock.now)

    play(story)
    assert [1, 0, 90] == seen


def test_a_failure_in_a_turn_ends_it() -> None:
    """And the failure goes on to the caller."""

    async def story(clock: Clock) -> None:
        pace = Pace(concurrency=1, clock=lambda: clock.now)
        with pytest.raises(ConnectionError):
            async with pace.turn(tokens=1):
                raise ConnectionError
        assert pace.in_flight == 0

    play(story)


def test_a_pause_can_be_seen_until_it_ends() -> None:
    """As the clock's reading at its end."""
    seen: list[float | None] = []

    async def story(clock: Clock) -> None:
        pace = Pace(concurrency=1, clock=lambda: clock.now)
        seen.append(pace.paused_until)
        pace.pushed_back(7)
        seen.append(pace.paused_until)
        await asyncio.sleep(7)
        seen.append(pace.paused_until)

    play(story)
    assert [None, 7, None] == seen


@pytest.mark.parametrize(
    ("concurrency", "requests", "tokens"),
    [
        pytest.param(0, None, None, id="concurrency"),
        pytest.param(1, 0, None, id="requests"),
        pytest.param(1, None, -1, id="tokens"),
    ],
)
def test_limits_that_let_nothing_through_are_refused(
    concurrency: int, requests: int | None, tokens: int | None
) -> None:
    """At once, not by waiting for ever."""
    with pytest.raises(ValueError, match="lets nothing through"):
        Pace(concurrency=concurrency, requests_per_minute=requests, tokens_per_minute=tokens)


def test_tokens_are_never_negative() -> None:
    """Neither as an estimate nor as settled."""

    async def story(clock: Clock) -> None:
        pace = Pace(concurrency=1, clock=lambda: clock.now)
        with pytest.raises(ValueError, match="never negative"):
            async with pace.turn(tokens=-1):
                pass
        with pytest.raises(ValueError, match="never negative"):
            async with pace.turn(tokens=1) as turn:
                turn.used(-1)

    play(story)


def test_thousands_wait_in_a_time_that_grows_with_their_number() -> None:
    """Each is let through after a bounded number of steps of the queue."""
    record = run([Ask(tokens=10, used=5, seconds=2)] * 3000, concurrency=64, tokens_per_minute=1_000_000)
    assert list(range(3000)) == [s.number for s in record.sent]
