"""The days that weekdays name."""

from __future__ import annotations

import re
from datetime import date, timedelta

from claimx.values.dates.joints import are_linked, is_bound
from claimx.values.dates.period import UNKNOWN, Period, period_of

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"\b(?:(?P<the>the )?(?P<step>last|past|next|coming|following|previous|preceding|every|each) )?"
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|(?<!the )(?-i:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN))\b",
    re.IGNORECASE,
)


def read_weekday(text: str, *, published: date, anchor: Period | None, week: date | None) -> Period | None:
    """Read a weekday: the latest one, or that of the week which "last week" beside it begins on `week`."""
    found = list(_WEEKDAY.finditer(text))
    if not found:
        return None
    first = found[0]
    if is_bound(text, at=first.start()):
        return UNKNOWN
    if len(found) > 1 and are_linked(text[first.end() : found[1].start()]):
        end = _which_weekday(found[1], published=published, anchor=anchor, week=week)
        start = end and _weekday_before(_number(first), end)
        return period_of((start, end), precision="day", basis="weekday") if start and end else UNKNOWN
    day = _which_weekday(first, published=published, anchor=anchor, week=week)
    return period_of((day, day), precision="day", basis="weekday") if day else UNKNOWN


def _which_weekday(match: re.Match[str], *, published: date, anchor: Period | None, week: date | None) -> date | None:
    step = (match["step"] or "").lower()
    number = _number(match)
    if step in ("every", "each"):
        return None
    if step in ("following", "previous", "preceding"):
        if anchor is None or anchor.start is None or anchor.end is None:
            return None
        day = _weekday_after(number, anchor.end) if step == "following" else _weekday_before(number, anchor.start)
        return day if day <= published else None
    if step in ("next", "coming"):
        return _weekday_after(number, published)
    if week is not None:
        return week + timedelta(days=number)
    return _weekday_before(number, published if step in ("last", "past") else published + timedelta(days=1))


def _number(match: re.Match[str]) -> int:
    """Return the number of the weekday, Monday 0."""
    return _WEEKDAYS.index(match["weekday"][:3].lower())


def _weekday_before(number: int, day: date) -> date:
    return day - timedelta(days=(day.weekday() - number - 1) % 7 + 1)


def _weekday_after(number: int, day: date) -> date:
    return day + timedelta(days=(number - day.weekday() - 1) % 7 + 1)
