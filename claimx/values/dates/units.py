"""Days, weeks, months and years: which days one holds, and which lies so many away."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from claimx.values.dates.period import UNKNOWN, Bounds, Period, period_of

Unit = Literal["day", "week", "month", "year"]
_UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")


def whole(unit: Unit, *, day: date) -> Bounds:
    """Return the first and the last day of the unit that holds the day."""
    match unit:
        case "day":
            return day, day
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        case "year":
            return date(day.year, 1, 1), date(day.year, 12, 31)


def moved(base: Period, *, unit: Unit, steps: int) -> Period:
    """Return the whole units that lie so many steps from those of `base`, which must not be known more coarsely."""
    if base.start is None or base.end is None or base.precision == "unknown":
        return UNKNOWN
    if _UNITS.index(base.precision) > _UNITS.index(unit):
        return UNKNOWN if steps else base
    first, _ = whole(unit, day=_stepped(base.start, unit, steps))
    _, last = whole(unit, day=_stepped(base.end, unit, steps))
    return period_of((first, last), precision=unit, basis="relative")


def _stepped(day: date, unit: Unit, steps: int) -> date:
    """Return a day in the unit so many steps away."""
    if unit in ("day", "week"):
        return day + timedelta(days=steps * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + steps * (12 if unit == "year" else 1)
    return date(months // 12, months % 12 + 1, 1)


def moved_by_hours(base: Period, *, hours: int | None, back: bool) -> Period:
    """Return the two days that so many hours away (null: unknown) may fall on, as the time of day is not known."""
    if hours is None or base.start is None or base.end is None or base.precision != "day":
        return UNKNOWN
    near, far = timedelta(days=hours // 24), timedelta(days=hours // 24 + 1)
    bounds = (base.start - far, base.end - near) if back else (base.start + near, base.end + far)
    return period_of(bounds, precision="day", basis="relative")
