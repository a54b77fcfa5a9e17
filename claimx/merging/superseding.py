"""Superseding in columns: which counts their speaker has replaced by a later one.

The array form of `claimx.merging.statuses`, without what needs the text of two articles: a count that a copy has
garbled is seen only there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from claimx.facts import Codes, Flags, Rows
from claimx.merging.relation import expand
from claimx.merging.resolvable import NO_ZONE, OPEN, Numbers, Published, Tolls
from claimx.merging.speakers import UNATTRIBUTED
from claimx.merging.tallying import by_value, classes, distinct, highest


class Voiced(NamedTuple):
    """Counts that can be replaced, each with what identifies the voice that gives it and when."""

    voice: Rows
    numbers: Rows
    """One code for each different (min, best, max)."""
    clock: Codes
    """0 for a day only, 1 for a time, 2 for a time in a zone: only two alike are compared by the instant."""
    day: Codes
    instant: Numbers


def superseded(tolls: Tolls, groups: Rows, published: Published) -> Flags:
    """Tell which counts their speaker has replaced; `groups` has the event of each, `published` its publication.

    All are of one kind of harm. Of two total counts of one speaker, the later one replaces the other unless it says the
    same or only less exactly. What an article says itself, or holds a hidden speaker to, is one voice only behind one
    origin.
    """
    found = np.zeros(len(groups), dtype=np.bool_)
    rows = np.flatnonzero(_is_total(tolls))
    voice = classes(groups[rows], *(codes[rows] for codes in _speakers(tolls))).of
    # Most voices give one number, and have nothing to replace.
    rows, voice = _of_many_numbers(rows, voice, tolls)
    one = _voiced(rows, voice, tolls, published.take(rows))
    found[rows] = _replaced(one, tolls.min[rows], tolls.best[rows], tolls.max[rows])
    return found


def _is_total(tolls: Tolls) -> Flags:
    whole = by_value(tolls.scope, lambda scope: scope == "total")
    denied = by_value(tolls.polarity, lambda polarity: polarity == "-")
    total: Flags = whole & ~denied & tolls.is_numbered() & ~tolls.confirms
    return total


def _speakers(tolls: Tolls) -> tuple[Codes, Codes]:
    """Return the speaker of each count, and its origin where only that tells one voice from another."""
    nobody = by_value(tolls.speaker, lambda speaker: speaker in {None, UNATTRIBUTED})
    return tolls.speaker.codes, np.where(nobody, tolls.origin.codes + 1, 0)


def _of_many_numbers(rows: Rows, voice: Rows, tolls: Tolls) -> tuple[Rows, Rows]:
    numbers = classes(tolls.min[rows], tolls.best[rows], tolls.max[rows]).of
    several = np.bincount(distinct(voice, numbers)[0], minlength=len(voice)) > 1
    kept = several[voice]
    return rows[kept], voice[kept]


def _voiced(rows: Rows, voice: Rows, tolls: Tolls, published: Published) -> Voiced:
    numbers = classes(tolls.min[rows], tolls.best[rows], tolls.max[rows]).of
    zoned = published.offset != NO_ZONE
    clock = np.where(published.is_timed(), np.where(zoned, 2, 1), 0).astype(np.int32)
    return Voiced(voice, numbers, clock, published.day, published.instants())


def _replaced(one: Voiced, low: Numbers, best: Numbers, high: Numbers) -> Flags:
    """Compare each count with the last of each number that its voice gives by each kind of clock: no other is later."""
    place, first = classes(one.voice, one.numbers, one.clock)
    latest_day = highest(place, one.day, size=len(first))
    latest = highest(place, one.instant, size=len(first))
    order = np.argsort(one.voice[first], kind="stable").astype(np.int32)
    starts = np.searchsorted(one.voice[first][order], one.voice)
    ends = np.searchsorted(one.voice[first][order], one.voice, side="right")
    mine, theirs = expand(starts, ends - starts, order)
    other = first[theirs]
    alike = (one.clock[mine] == one.clock[other]) & (one.clock[mine] > 0)
    later = np.where(
        alike, latest[theirs] > one.instant[mine], (latest_day[theirs] > one.day[mine]) & (one.day[mine] > 0)
    )
    vaguer = (
        (best[other] == OPEN)
        & (best[mine] != OPEN)
        & (low[other] <= best[mine])
        & ((high[other] == OPEN) | (best[mine] <= high[other]))
    )
    found = np.zeros(len(one.voice), dtype=np.bool_)
    found[mine[later & (one.numbers[mine] != one.numbers[other]) & ~vaguer]] = True
    return found
