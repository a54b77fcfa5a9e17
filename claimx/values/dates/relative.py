"""Days, weeks, months and years counted from the day of publication: "yesterday", "two weeks ago"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimx.values.dates.durations import UNIT, hours_in, how_many, is_clock, unit_of
from claimx.values.dates.period import UNKNOWN, Period, period_of
from claimx.values.dates.units import moved, moved_by_hours

_AGO = re.compile(rf"\b{UNIT}(?P<plural>s?) ago\b(?P<exactly> today\b| to the day\b)?", re.IGNORECASE)
_DAYS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), steps)
    for words, steps in (
        ("day before yesterday", -2),
        ("day after tomorrow", 2),
        ("yesterday|last (?:night|evening)", -1),
        ("tomorrow", 1),
        ("today|tonight|this (?:morning|afternoon|evening)|overnight", 0),
    )
)
_CURRENT = re.compile(r"\b(?P<the>the )?(?P<step>last|this|next) (?P<unit>week|month|year)\b", re.IGNORECASE)
_BEFORE_LAST = re.compile(r"\b(?P<unit>week|month|year) before last\b", re.IGNORECASE)
_STEPS = {"last": -1, "this": 0, "next": 1}


def read_relative(text: str, *, published: date) -> Period | None:
    """Read "yesterday", "two weeks ago", "last month"."""
    today = period_of((published, published), precision="day", basis="relative")
    if match := _AGO.search(text):
        return _ago(match, today)
    if match := _BEFORE_LAST.search(text):
        return moved(today, unit=unit_of(match["unit"]), steps=-2)
    for pattern, steps in _DAYS:
        if pattern.search(text):
            return moved(today, unit="day", steps=steps)
    match = _CURRENT.search(text)
    # "The last week" rolls up to today, and "the next week" counts from another event.
    if match is None or match["the"]:
        return None
    return moved(today, unit=unit_of(match["unit"]), steps=_STEPS[match["step"].lower()])


def _ago(match: re.Match[str], today: Period) -> Period | None:
    if is_clock(match["unit"]):
        return moved_by_hours(today, hours=hours_in(match), back=True)
    steps = how_many(match)
    if steps is None:
        return None
    past = moved(today, unit=unit_of(match["unit"]), steps=-steps)
    return _same_day(past, today) if match["exactly"] else past


def _same_day(past: Period, today: Period) -> Period:
    """Narrow "a year ago today" to the day: the same weekday of a week, the same date of a month or year."""
    if past.start is None or today.start is None:
        return UNKNOWN
    if past.precision in ("month", "year"):
        month = past.start.month if past.precision == "month" else today.start.month
        day = past.start.replace(month=month, day=today.start.day)
    else:
        day = past.start + timedelta(days=today.start.weekday() if past.precision == "week" else 0)
    return period_of((day, day), precision="day", basis="relative")
