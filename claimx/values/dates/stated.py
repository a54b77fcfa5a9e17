"""Calendar dates as they are written, whichever year they lie in."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = "january|february|april|june|july|august|september|october|november|december"
_MONTH = rf"(?P<month>{_LONG}|march|may|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_CAPITAL_MONTH = (
    rf"\b(?P<month>(?i:{_LONG})|March|MARCH|May|MAY|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?!-[a-z]))\b"
)
"""Alone, "may", "march" and "mar" are words of another kind without their capital."""
_TO = r"(?: ?[-/] ?| to | and | or | through | until )(?:the )?(?P<until>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?:(?:,? (?:of )?|-)(?P<year>\d{4})(?!\d)|,? '(?P<short>\d\d)\b|(?<=(?-i:[A-Z]){3}) (?P<wire>\d\d)\b)?"
_ANY_CASE = re.IGNORECASE | re.ASCII
_FORMS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)", re.ASCII),
        (r"(?<![\d./])(?P<left>\d\d?)[/.](?P<right>\d\d?)[/.](?P<year>\d{4})(?!\d)", re.ASCII),
        (rf"(?<![\d.:/])(?P<day>\d\d?)(?:st|nd|rd|th)?(?:{_TO})?(?: (?:of )?|-){_MONTH}{_YEAR}", _ANY_CASE),
        (rf"\b{_MONTH} (?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?![\w:])(?:{_TO})?{_YEAR}", _ANY_CASE),
        (rf"\b{_MONTH}(?:,? (?:of )?|-)(?P<year>\d{{4}})(?!\d)", _ANY_CASE),
        (_CAPITAL_MONTH, re.ASCII),
        (r"(?<![\d.,:$/])(?P<year>(?:19|20)\d\d)(?![\w:%]|[.,]\d)", re.ASCII),
    )
)


class StatedDate(NamedTuple):
    """A calendar date as written in text[begin:finish]; a day of 0 is one that cannot be read."""

    begin: int
    finish: int
    year: int | None
    month: int | None
    day: int | None
    until: int | None


def find_stated_dates(text: str, *, published: date | None) -> list[StatedDate]:
    """List the calendar dates in order; each kind is blanked out so that a coarser kind does not find its parts."""
    found: list[StatedDate] = []
    for pattern in _FORMS:
        found += [_as_stated(match, published=published) for match in pattern.finditer(text)]
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    return sorted(found)


def _as_stated(match: re.Match[str], *, published: date | None) -> StatedDate:
    parts = {name: value for name, value in match.groupdict().items() if value}
    year = int(parts["year"]) if "year" in parts else None
    if short := parts.get("short") or parts.get("wire"):
        year = _century(int(short), published=published)
    if "left" in parts:
        left, right = int(parts["left"]), int(parts["right"])
        smaller, larger = sorted((left, right))
        return StatedDate(*match.span(), year, smaller, larger if larger > 12 or larger == smaller else 0, None)
    name = parts.get("month", "")
    month = int(name) if name.isdecimal() else _MONTHS.index(name[:3].lower()) + 1 if name else None
    day = int(parts["day"]) if "day" in parts else None
    return StatedDate(*match.span(), year, month, day, int(parts["until"]) if "until" in parts else None)


def _century(short: int, *, published: date | None) -> int:
    """Read a year of two digits as POSIX does (69 to 99 are 1969 to 1999), but never after publication."""
    year = short + (1900 if short >= 69 else 2000)
    return year - 100 if published is not None and year > published.year else year
