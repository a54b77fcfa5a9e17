"""The stage: all that a world draws before its facts are put into words."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite, sqrt
from typing import Final

from claimx.errors import InputError
from claimx.worlds.dating import Days, Published, date_rows, publish
from claimx.worlds.dials import Dials
from claimx.worlds.draws import Draws
from claimx.worlds.events import Events, happen
from claimx.worlds.gazetteer import MOST_TOWNS, Gazetteer, gazetteer
from claimx.worlds.people import Organisation, Persons, organisations, persons
from claimx.worlds.planning import Plan, plan
from claimx.worlds.pools import Pool
from claimx.worlds.retelling import Happened, retell
from claimx.worlds.seeding import stream
from claimx.worlds.telling import Told, tell

MOST_MENTIONS: Final = 100_000_000
MOST_EVENTS_PER_DAY: Final = 20_000
"""A third of the most towns there are, so that each event of a day can have one of its own."""


@dataclass(frozen=True, eq=False)
class Stage:
    """Plan, truth and tellings of a world, in the order of the plan."""

    seed: int
    dials: Dials
    plan: Plan
    happened: Happened
    events: Events
    told: Told
    days: Days
    published: Published
    draws: Draws
    gazetteer: Gazetteer
    organisations: tuple[Organisation, ...]
    persons: Persons


def set_stage(n_mentions: int, *, seed: int, dials: Dials, events_per_day: float) -> Stage:
    """Draw everything about a world.

    Raises:
        InputError: a number is out of its bounds, or the events would begin before the calendar does.
    """
    _check(n_mentions, seed=seed, events_per_day=events_per_day)
    planned = plan(n_mentions, seed=seed, dials=dials)
    happened = retell(planned, seed=seed, events_per_day=events_per_day)
    size = len(happened.day)
    pool = Pool(stream(seed, "names"))
    places = gazetteer(
        seed, pool, towns=_towns(size, events_per_day), sites=_within(sqrt(size) * 4, 20, 3000), homonyms=dials.homonyms
    )
    actors = organisations(seed, pool, places.countries, size=_within(sqrt(size) * 4, 12, 2000))
    events = happen(
        happened,
        n_reported=planned.n_events,
        seed=seed,
        dials=dials,
        towns=len(places.towns),
        sites=len(places.sites),
        actors=len(actors),
    )
    draws = Draws(planned, seed=seed, dials=dials)
    published = publish(planned, happened, seed=seed)
    return Stage(
        seed=seed,
        dials=dials,
        plan=planned,
        happened=happened,
        events=events,
        told=tell(draws, happened.told, events, gazetteer=places, actors=actors),
        days=date_rows(draws, planned, happened, published.day[planned.article]),
        published=published,
        draws=draws,
        gazetteer=places,
        organisations=actors,
        persons=persons(seed, given=_within(sqrt(size) * 2, 20, 300), family=_within(size / 4, 40, 4000)),
    )


def _towns(events: int, events_per_day: float) -> int:
    a_day = min(float(events), events_per_day)
    return min(MOST_TOWNS, max(30, ceil(30 * sqrt(events)), ceil(5 * a_day)))


def _within(size: float, least: int, most: int) -> int:
    return min(most, max(least, ceil(size)))


def _check(n_mentions: int, *, seed: int, events_per_day: float) -> None:
    if isinstance(n_mentions, bool) or not isinstance(n_mentions, int) or not 1 <= n_mentions <= MOST_MENTIONS:
        raise InputError(f"n_mentions is {n_mentions!r}: give a whole number from 1 to {MOST_MENTIONS}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**64:
        raise InputError(f"seed is {seed!r}: give a whole number from 0 to 2 ** 64 - 1")
    if isinstance(events_per_day, bool) or not isinstance(events_per_day, int | float):
        raise InputError(f"events_per_day is {events_per_day!r}: give a number")
    if not isfinite(events_per_day) or not 0 < events_per_day <= MOST_EVENTS_PER_DAY:
        raise InputError(f"events_per_day is {events_per_day!r}: give a number above 0, at most {MOST_EVENTS_PER_DAY}")
