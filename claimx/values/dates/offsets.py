"""Periods counted from another event: "two days after", "the same week", "the anniversary"."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from claimx.values.dates.calendar_dates import latest_days
from claimx.values.dates.durations import UNIT, hours_in, how_many, is_clock, unit_of
from claimx.values.dates.period import UNKNOWN, Period, period_of
from claimx.values.dates.stated import StatedDate
from claimx.values.dates.units import moved, moved_by_hours

Side = Literal["before", "after"]
_AWAY = re.compile(
    rf"\b{UNIT}(?P<plural>s?) "
    r"(?P<way>after|afterwards?|later|following|before|beforehand|earlier|prior to|previously)\b"
    r"(?! (?:yesterday|tomorrow|last)\b)",
    re.IGNORECASE,
)
_STEP = re.compile(rf"\b(?P<the>the )?(?P<way>next|following|previous|preceding) {UNIT}\b", re.IGNORECASE)
_SAME = re.compile(rf"\b(?P<way>same|that) {UNIT}\b", re.IGNORECASE)
_ANNIVERSARY = re.compile(r"\banniversary\b", re.IGNORECASE)
_EARLIER = frozenset(("before", "beforehand", "earlier", "prior to", "previously", "previous", "preceding"))


def find_offset(text: str) -> re.Match[str] | None:
    """Return the words that count from another event; null for "next week", which counts from publication."""
    match = _AWAY.search(text) or _STEP.search(text) or _SAME.search(text) or _ANNIVERSARY.search(text)
    return None if match is None or _from_publication(match) else match


def takes_date(match: re.Match[str]) -> bool:
    """Whether the date of the other event may follow the words: "two days after 3 March"."""
    return match.re is _AWAY and match["way"].lower() in ("after", "before", "following", "prior to")


def is_coarse(match: re.Match[str]) -> bool:
    """Whether the words count in weeks, months or years."""
    return match.re is not _ANNIVERSARY and unit_of(match["unit"]) != "day"


def _from_publication(match: re.Match[str]) -> bool:
    """Whether it is "next week" without an article."""
    return match.re is _STEP and not match["the"] and match["way"].lower() == "next" and unit_of(match["unit"]) != "day"


def from_base(match: re.Match[str], base: Period, *, published: date | None, side: Side | None) -> Period:
    """Return the period that the words found count to from `base`; `side` overrules their own direction."""
    if match.re is _ANNIVERSARY:
        return _anniversary(base, published=published, side=side)
    unit = match["unit"]
    if match.re is _SAME:
        return base if is_clock(unit) else moved(base, unit=unit_of(unit), steps=0)
    back = side == "before" if side else match["way"].lower() in _EARLIER
    if is_clock(unit):
        return moved_by_hours(base, hours=hours_in(match), back=back)
    steps = 1 if match.re is _STEP else how_many(match)
    return UNKNOWN if steps is None else moved(base, unit=unit_of(unit), steps=-steps if back else steps)


def _anniversary(base: Period, *, published: date | None, side: Side | None) -> Period:
    """Return the anchor's day and month in the latest year not after publication, if that is a later year."""
    if published is None or base.start is None or base.start != base.end or side == "before":
        return UNKNOWN
    bounds = latest_days(StatedDate(0, 0, None, base.start.month, base.start.day, None), latest=published)
    return period_of(bounds, precision="day", basis="relative") if bounds and bounds[0] > base.start else UNKNOWN
