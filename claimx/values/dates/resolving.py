"""When a phrase says it was, reckoned from the day of publication or from another event.

English only. Words that bound a time rather than name it ("since March", "before Thursday"), vague ones ("recently",
"a few days ago"), habitual ones ("every Friday") and seasons date nothing.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimx.values.dates.calendar_dates import read_calendar_date
from claimx.values.dates.feasts import with_days
from claimx.values.dates.offsets import Side, find_offset, from_base, is_coarse, takes_date
from claimx.values.dates.period import UNKNOWN, Period
from claimx.values.dates.relative import read_relative
from claimx.values.dates.times_of_day import without_times
from claimx.values.dates.weekdays import read_weekday


def resolve_date(
    words: str, *, published: date | None, anchor: Period | None = None, side: Side | None = None
) -> Period:
    """Return the period that the words name; unknown (all null) rather than a guess.

    Rules: a day or month without a year is the latest not after publication; "last March" is the latest month before
    publication's. A weekday is the latest such day not after publication, "last Thursday" strictly before, "next
    Thursday" strictly after; a stated calendar date overrules a weekday beside it. "Last night" is the day before
    publication; "overnight" spans two days: "overnight into Thursday" Wednesday and Thursday, "overnight Thursday"
    Thursday and Friday, or Wednesday and Thursday where Friday is not yet. "Two days ago" is a day, "two weeks ago"
    an ISO week, "two months ago" a calendar month, "two years ago" a calendar year; "hours ago" is the day and the
    one before. Bounded or vague numbers ("over a year ago", "a few days ago") date nothing. 04/03/2021 is read only
    where one number is above 12 or both are equal. Times of day are ignored. "New Year's Eve" is
    31 December.

    Args:
        words: The phrase, of any length.
        published: The day of publication. Without it only what states its year is resolved, or counts from `anchor`.
        anchor: The period of another event from which words such as "two days after", "the next day", "that week"
            and "the anniversary" count. "Hours after" is the anchor's day and the next. Words that count in a finer
            unit than the anchor is known in stay unknown.
        side: Whether this event lies before or after the anchor; overrules the words' own direction.
    """
    text = with_days(without_times(words))
    try:
        period = _counted(text, published=published, anchor=anchor, side=side)
        return period or _direct(text, published=published, anchor=anchor) or UNKNOWN
    except (OverflowError, ValueError):  # the calendar of `datetime` ends at the years 1 and 9999
        return UNKNOWN


def _direct(
    text: str, *, published: date | None, anchor: Period | None = None, beside: Period | None = None
) -> Period | None:
    """Read the calendar, then weekdays, then "yesterday" and its like.

    A year or week that stands `beside` ("that year", "last week") places a date or weekday inside it; a day of this
    year or week that is yet to come is unknown.
    """
    if beside is None and published is not None:
        beside = read_relative(text, published=published)
    coarse = beside and beside.precision
    year = beside.start.year if beside and beside.start and coarse == "year" else None
    found = read_calendar_date(text, published=published, year=year)
    if found is None and published is not None and coarse not in ("month", "year"):
        week = beside.start if beside and coarse == "week" else None
        found = read_weekday(text, published=published, anchor=anchor, week=week)
    if found and beside and _has_begun(beside, published) and not _has_begun(found, published):
        return UNKNOWN
    found = found or beside
    return found and _through_the_night(text, found, published=published)


def _has_begun(period: Period, published: date | None) -> bool:
    return published is None or period.start is None or period.start <= published


def _through_the_night(text: str, period: Period, *, published: date | None) -> Period:
    day = period.start
    if day is None or day != period.end or not re.search(r"\bovernight\b|\bnight (?:in)?to\b", text, re.IGNORECASE):
        return period
    into = re.search(r"\bnight (?:in)?to\b|\bovernight (?:in)?to\b", text, re.IGNORECASE)
    if into or (published is not None and day >= published):
        return period.model_copy(update={"start": day - timedelta(days=1)})
    return period.model_copy(update={"end": day + timedelta(days=1)})


def _counted(text: str, *, published: date | None, anchor: Period | None, side: Side | None) -> Period | None:
    """Read what counts from another event; null where the words do not, unknown where that event has no date.

    The other event's date may stand in the words ("two days after 3 March"); a day of its own beside the phrase
    ("the next day, 5 March") overrules it.
    """
    match = find_offset(text)
    if match is None:
        return None
    tail = text[match.end() :]
    rest = text[: match.start()] + ("" if takes_date(match) else tail)
    coarse = is_coarse(match)
    own = _direct(rest, published=None if coarse else published)
    if own is not None and own.precision == "day":
        return own
    stated = _direct(tail, published=published) if takes_date(match) else None
    base = anchor if anchor is not None and anchor.start is not None else stated
    if base is None or base.start is None or base.end is None:
        return own or UNKNOWN
    period = from_base(match, base, published=published, side=side)
    if coarse and period.start is not None:
        period = _direct(rest, published=published, beside=period) or UNKNOWN
    return _until_published(period, published)


def _until_published(period: Period, published: date | None) -> Period:
    """Cut a span of days at publication: what is told has happened; what would lie wholly after it is unknown."""
    if published is None or period.start is None or period.end is None:
        return period
    if period.start > published:
        return UNKNOWN
    return period.model_copy(update={"end": min(period.end, published)}) if period.precision == "day" else period
