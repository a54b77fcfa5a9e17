"""Phenomena: which mentions each dial touched, so that scores can be told apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from claimx.worlds.dating import MONTH, WEEK, WINDOW
from claimx.worlds.people import ACRONYM
from claimx.worlds.seeding import Codes, Flags
from claimx.worlds.spellings import VARIANTS
from claimx.worlds.stage import Stage
from claimx.worlds.telling import GENERIC
from claimx.worlds.tolls import Tolls


def touched(stage: Stage, tolls: Tolls) -> dict[str, Flags]:
    """Return, for each dial, whether it touched each row of the plan."""
    found = {**_in_names(stage), **_in_telling(stage), **_in_truth(stage), **_in_tolls(tolls)}
    return {dial: found[dial] for dial in stage.dials.shares()}


def _in_names(stage: Stage) -> dict[str, Flags]:
    told, places, names = stage.told, stage.told.places, stage.told.names
    spelled = (names.actor_form, names.actor), (names.recipient_form, names.recipient)
    respelled = [(form > 0) & (form <= VARIANTS) & (who >= 0) for form, who in spelled]
    short = [(form >= ACRONYM) & (who >= 0) for form, who in spelled]
    proper = (places.town >= 0) | (places.site >= 0) | (names.victim >= 0)
    return {
        "transliterated": ((told.variant > 0) & proper) | respelled[0] | respelled[1],
        "acronyms": short[0] | short[1],
        "homonyms": (places.town >= 0) & _is_shared(stage.gazetteer.name_of)[stage.events.town[told.event]],
        "unnamed_actors": names.actor < 0,
        "unnamed_recipients": names.recipient < 0,
        "victims": names.victim >= 0,
        "short_names": (names.victim >= 0) & names.victim_is_short,
    }


def _in_telling(stage: Stage) -> dict[str, Flags]:
    told, places, days = stage.told, stage.told.places, stage.days
    return {
        "missing_city": (places.town < 0) & ~told.only_country,
        "missing_admin1": (places.province < 0) & ~told.only_country,
        "missing_country": places.country < 0,
        "only_country": told.only_country,
        "sites": places.site >= 0,
        "vague_dates": (days.dating == WEEK) | (days.dating == MONTH),
        "wrong_dates": days.is_wrong,
        "undated": days.dating >= WINDOW,
        "confused_types": told.is_confused,
        "missing_means": told.means < 0,
        "generic_labels": told.label == GENERIC,
    }


def _in_truth(stage: Stage) -> dict[str, Flags]:
    plan, events, event = stage.plan, stage.events, stage.told.event
    rows = {kind: _at(plan.rows_of(kind), len(event)) for kind in ("anniversaries", "background")}
    told_twice = plan.article[plan.rows_of("duplicates")]
    answers = np.concatenate([plan.retaliates, np.zeros(len(events) - plan.n_events, dtype=np.bool_)])
    return {
        "anniversaries": rows["anniversaries"],
        "background": rows["background"],
        "duplicates": _at(plan.rows_of("duplicates"), len(event)) | _at(plan.first_row[told_twice], len(event)),
        "same_city_same_day": events.siblings.both()[event],
        "retaliations": answers[event] | _at(plan.rows_of("retaliations"), len(event)),
        "twin_blasts": events.is_twin[event],
        "wire_copies": _at(stage.draws.copied, len(event)),
    }


def _in_tolls(tolls: Tolls) -> dict[str, Flags]:
    return {
        "divergent_copies": tolls.is_divergent,
        "rising_tolls": tolls.is_floor,
        "conflicting_speakers": tolls.killed_by_other >= 0,
    }


def _is_shared(names: Codes) -> Flags:
    return np.bincount(names, minlength=len(names))[names] > 1


def _at(rows: NDArray[np.signedinteger], size: int) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[rows] = True
    return flags
