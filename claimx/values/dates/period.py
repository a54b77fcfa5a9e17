"""The days between which something happened."""

from __future__ import annotations

from datetime import date
from typing import Literal

from claimx.record import Record

DatePrecision = Literal["day", "week", "month", "year", "unknown"]
DateBasis = Literal["explicit", "weekday", "relative", "publication_fallback", "none"]
Bounds = tuple[date, date]
"""The first and the last day, both included."""


class Period(Record):
    """The days between which something happened."""

    start: date | None
    """The first day; null where the words date nothing."""
    end: date | None
    """The last day, inclusive; null exactly where `start` is."""
    precision: DatePrecision
    """What the bounds count in. `day`: one day, or the few that the words span ("3-5 March", "overnight"); `week`:
    whole weeks, Monday to Sunday; `month` and `year`: whole ones, even where publication lies inside."""
    basis: DateBasis
    """`explicit` for a calendar date, though its year may be inferred; `publication_fallback` for a window that no
    words give (see `news`)."""


UNKNOWN = Period(start=None, end=None, precision="unknown", basis="none")


def period_of(bounds: Bounds, *, precision: DatePrecision, basis: DateBasis) -> Period:
    """Return the period from the first to the last of two days."""
    return Period(start=bounds[0], end=bounds[1], precision=precision, basis=basis)
