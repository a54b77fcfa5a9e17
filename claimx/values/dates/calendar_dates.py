"""The days that calendar dates name, a year that is not written inferred from publication."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from claimx.values.dates.joints import are_linked, is_bound
from claimx.values.dates.period import UNKNOWN, Bounds, Period, period_of
from claimx.values.dates.stated import StatedDate, find_stated_dates
from claimx.values.dates.units import Unit, whole

_SEASON = re.compile(r"\b(?:spring|summer|autumn|winter|fall\b(?! of))\b", re.IGNORECASE)


def read_calendar_date(text: str, *, published: date | None, year: int | None) -> Period | None:
    """Read the finest calendar date of the text; `year` is that of "last year" or "two years ago" beside it."""
    stated = find_stated_dates(text, published=published)
    dated = [one for one in stated if one.day is not None] or [one for one in stated if one.month] or stated
    if not dated:
        return None
    first, second = dated[0], dated[1] if len(dated) > 1 else None
    if is_bound(text, at=first.begin):
        return UNKNOWN
    if first.day is None and _SEASON.search(text):
        return UNKNOWN
    apart = [one.year for one in stated if one.month is None]
    year = year if len(apart) != 1 else apart[0]
    precision: Unit = "day" if first.day is not None else "month" if first.month else "year"
    if second is not None and are_linked(text[first.finish : second.begin]):
        bounds = _from_to(first, second, published=published, year=year)
    else:
        bounds = _placed(text, first, published=published, year=year)
    return period_of(bounds, precision=precision, basis="explicit") if bounds else UNKNOWN


def _placed(text: str, one: StatedDate, *, published: date | None, year: int | None) -> Bounds | None:
    """Return the bounds of one date; a year neither stated nor given is the latest not after publication."""
    if one.year is not None or year is not None:
        return _in_year(one, one.year or year or 0)
    if published is None:
        return None
    before = text[max(0, one.begin - 9) : one.begin].lower()
    if before.endswith("next "):
        years = range(published.year, published.year + 9)
        return next((bounds for year in years if (bounds := _in_year(one, year)) and bounds[0] > published), None)
    if before.endswith("last ") and not before.endswith("the last ") and one.day is None:
        published = published.replace(day=1) - timedelta(days=1)
    return latest_days(one, latest=published)


def latest_days(one: StatedDate, *, latest: date) -> Bounds | None:
    """Return the latest such days that are over, or the latest such month that has begun."""
    for year in range(latest.year, latest.year - 9, -1):
        bounds = _in_year(one, year)
        if bounds and bounds[0 if one.day is None else 1] <= latest:
            return bounds
    return None


def _from_to(first: StatedDate, second: StatedDate, *, published: date | None, year: int | None) -> Bounds | None:
    """Return the bounds from one date to another; a year stated at either end serves both."""
    end_year = second.year or first.year or year
    end = _in_year(second, end_year) if end_year else published and latest_days(second, latest=published)
    if not end:
        return None
    start = _in_year(first, first.year) if first.year else latest_days(first, latest=end[0])
    return (start[0], end[1]) if start and start[0] <= end[1] else None


def _in_year(one: StatedDate, year: int) -> Bounds | None:
    """Return the bounds in that year; null for a day that it does not have."""
    month, day = one.month or 1, one.day
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    if day is None:
        return whole("month" if one.month else "year", day=date(year, month, 1))
    until = day if one.until is None else one.until
    return (
        (date(year, month, day), date(year, month, until)) if 1 <= day <= until <= monthrange(year, month)[1] else None
    )
