"""Dating: when articles are published, and when their mentions say that things happened."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.facts import UNDATED
from claimx.worlds.days import month_of, week_of
from claimx.worlds.draws import Draws
from claimx.worlds.planning import Plan
from claimx.worlds.retelling import Happened
from claimx.worlds.seeding import Codes, Flags, stream

MINUTES: Final = 24 * 60
NEWS_DAYS: Final = 6
"""Days before publication in which an undated piece of news may have happened."""
DAY, WEEK, MONTH, WINDOW, NOTHING = range(5)
"""How a mention is dated: to the day, the week, the month, by its publication, or not at all."""

_FIRST_DELAY: Final = 10.0
_MEAN_DELAY: Final = 150.0
_LONGEST_DELAY: Final = 5.0 * MINUTES


class Published(NamedTuple):
    """When each article was published."""

    minute: NDArray[np.int64]
    """Minutes since the beginning of day 0, an ordinal."""
    delay: NDArray[np.float32]
    """Minutes since the event."""

    @property
    def day(self) -> Codes:
        """Return the ordinal of the day of publication."""
        return (self.minute // MINUTES).astype(np.int32)


def publish(plan: Plan, happened: Happened, *, seed: int) -> Published:
    """Return publications in the hours and days after the event, in the order of its reports."""
    chance = stream(seed, "delays")
    steps = chance.exponential(_MEAN_DELAY, len(plan.event)) + _FIRST_DELAY
    passed = np.cumsum(steps)
    first = np.arange(len(plan.event)) - plan.place
    since = passed - passed[first] + steps[first]
    delay = _LONGEST_DELAY * -np.expm1(-since / _LONGEST_DELAY)
    minute = (
        chance.integers(0, MINUTES, plan.n_events)[plan.event] + happened.day[plan.event].astype(np.int64) * MINUTES
    )
    return Published(minute + delay.astype(np.int64), delay.astype(np.float32))


class Days(NamedTuple):
    """When each row says it happened."""

    dating: NDArray[np.int8]
    start: Codes
    end: Codes
    is_wrong: Flags


def date_rows(draws: Draws, plan: Plan, happened: Happened, published: Codes) -> Days:
    """Return what rows say of the day, given the day on which the article of each was published."""
    day = happened.day[happened.told]
    dating = _dating(draws, is_news=plan.kind <= 1)
    is_wrong = draws.dialled("wrong_dates") & (dating == DAY)
    told = day + np.where(is_wrong, np.where(draws.flags("day before", share=0.5), -1, 1), 0).astype(np.int32)
    (monday, sunday), (first, last) = week_of(day), month_of(day)
    nothing = np.full_like(day, UNDATED)
    start = np.choose(dating, (told, monday, first, published - NEWS_DAYS, nothing))
    end = np.choose(dating, (told, sunday, last, published, nothing))
    return Days(dating, start.astype(np.int32), end.astype(np.int32), is_wrong)


def _dating(draws: Draws, *, is_news: Flags) -> NDArray[np.int8]:
    vague = np.where(draws.flags("month", share=0.5), MONTH, WEEK)
    without = np.where(is_news & draws.flags("window", share=0.5), WINDOW, NOTHING)
    dated = np.where(draws.dialled("vague_dates"), vague, DAY)
    return np.where(draws.dialled("undated"), without, dated).astype(np.int8)
