"""Days as tables write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from claimx.values.dates.period import Bounds
from claimx.values.dates.stated import find_stated_dates
from claimx.values.dates.units import whole

_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?)?", re.ASCII)


def read_days(words: str, *, day_first: bool | None) -> Bounds:
    """Return the first and the last day that a cell names: one day, or those of a whole month or year.

    Read are ISO 8601 with or without a time, months by their English names in any order, and numbers parted by
    slashes, full stops or dashes.

    Args:
        words: The cell.
        day_first: Whether 3/4/2031 is 3 April; None where the table has not been said to have an order.

    Raises:
        ValueError: The cell holds no date with a year; the message says `what; what to do`.
    """
    for parse in (date.fromisoformat, _day_of_time):
        try:
            return whole("day", day=parse(words))
        except ValueError:
            continue
    numbers = _NUMBERS.fullmatch(words)
    try:
        return _numbered(numbers, day_first=day_first) if numbers else _written(words)
    except _NotADayError:
        raise ValueError(f"{words!r} is no date; write 2031-04-03, 3 April 2031 or April 3, 2031") from None


class _NotADayError(Exception):
    """The cell holds no date."""


def _day_of_time(words: str) -> date:
    return datetime.fromisoformat(words).date()


def _numbered(numbers: re.Match[str], *, day_first: bool | None) -> Bounds:
    left, right, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
    if day_first is None and left != right and left <= 12 and right <= 12:
        raise ValueError(f"{numbers[0]!r} is two dates; say with day_first whether its first number is the day")
    day, month = (left, right) if (left > 12 if day_first is None else day_first) else (right, left)
    return whole("day", day=_day(year, month, day))


def _written(words: str) -> Bounds:
    found = find_stated_dates(words, published=None)
    if len(found) != 1 or (found[0].begin, found[0].finish) != (0, len(words)):
        raise _NotADayError
    stated = found[0]
    if stated.year is None or stated.until is not None:
        raise _NotADayError
    day = _day(stated.year, 1 if stated.month is None else stated.month, 1 if stated.day is None else stated.day)
    return whole("day" if stated.day is not None else "month" if stated.month is not None else "year", day=day)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _NotADayError from None
