"""Retelling: which older event an article mentions besides, and when everything happened.

An event that is retold may be one that no article of the world reports: it happened before the world begins, or on a
day without news.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from claimx.errors import InputError
from claimx.worlds.days import LAST_DAY, a_year_before
from claimx.worlds.planning import Plan
from claimx.worlds.seeding import Codes, stream

ANSWER: Final = (1, 7)
"""Days within which a retaliation follows."""
LOOK_BACK: Final = (8, 90)
"""Days that a background mention looks back; answers and anniversaries lie outside."""
_SLOTS: Final = 2
"""Events on a day of which no article of the world reports anything."""
_EARLIEST: Final = 2 * 366
"""The first day on which news can happen, so that the year before exists."""


@dataclass(frozen=True, eq=False)
class Happened:
    """Every event that is told: first those that articles report, sorted by day, then those that are only retold."""

    day: Codes
    """Ordinal of each event."""
    answered: Codes
    """The event that each event answers; itself for all but retaliations."""
    told: Codes
    """Event of each row of the plan."""


def retell(plan: Plan, *, seed: int, events_per_day: float) -> Happened:
    """Return when each event happened and which event each row tells.

    Raises:
        InputError: at so few events a day, the events would begin before the calendar does.
    """
    day = _days(plan.n_events, seed=seed, events_per_day=events_per_day)
    told = plan.event[plan.article]
    avengers = np.flatnonzero(plan.retaliates)
    looking = [_back(day[avengers], seed=seed, name="answers", within=ANSWER)]
    looking += [a_year_before(day[told[plan.rows_of("anniversaries")]])]
    looking += [_back(day[told[plan.rows_of("background")]], seed=seed, name="background", within=LOOK_BACK)]
    found, older = _found(np.concatenate(looking), day, chance=stream(seed, "which of that day"))
    answers, anniversaries, background = np.split(found, np.cumsum([len(days) for days in looking])[:-1])
    answered = np.arange(plan.n_events + len(older), dtype=np.int32)
    answered[avengers] = answers
    told[plan.rows_of("anniversaries")] = anniversaries
    told[plan.rows_of("background")] = background
    both = plan.rows_of("retaliations")
    told[both] = answered[told[both]]
    return Happened(day=np.concatenate([day, older]), answered=answered, told=told)


def _days(events: int, *, seed: int, events_per_day: float) -> Codes:
    """Return sorted days of constant density, ending with `LAST_DAY`."""
    span = np.ceil(events / events_per_day)
    if span > LAST_DAY - _EARLIEST:
        raise InputError(
            f"{events} events at events_per_day={events_per_day!r} reach back before the calendar: raise events_per_day"
        )
    within = np.sort(stream(seed, "days").random(events)) * span
    return np.asarray(LAST_DAY - int(span) + 1 + within.astype(np.int32), dtype=np.int32)


def _back(days: Codes, *, seed: int, name: str, within: tuple[int, int]) -> Codes:
    """Return earlier days, near ones more often than far ones."""
    nearest, farthest = within
    lag = stream(seed, name).random(len(days)) ** 2 * (farthest - nearest + 1)
    return np.asarray(days - nearest - lag.astype(np.int32), dtype=np.int32)


def _found(looked: Codes, day: Codes, *, chance: np.random.Generator) -> tuple[Codes, Codes]:
    """Return an event of each day looked for, and the days of the events that had to be added for it."""
    start, end = (np.searchsorted(day, looked, side=side) for side in ("left", "right"))
    rank: NDArray[np.float64] = chance.random(len(looked)) ** 2
    slots = looked.astype(np.int64) * _SLOTS + (rank * _SLOTS).astype(np.int64)
    missing = start == end
    added, place = np.unique(slots[missing], return_inverse=True)
    found = start + (rank * (end - start)).astype(np.int64)
    found[missing] = len(day) + place
    return found.astype(np.int32), (added // _SLOTS).astype(np.int32)
