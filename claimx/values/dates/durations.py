"""How long: the units of time in phrases, and the number before one."""

from __future__ import annotations

import re

from claimx.values.counts.count import read_count
from claimx.values.dates.units import Unit

UNIT = r"(?P<unit>second|moment|minute|hour|day|night|morning|afternoon|evening|week|fortnight|month|year)"
_WITHIN = re.compile(r"\b(?:in|within|over|during|for) (?:the )?\S+$", re.IGNORECASE)


def is_clock(unit: str) -> bool:
    """Whether the unit is shorter than a day."""
    return unit.lower() in ("second", "moment", "minute", "hour")


def unit_of(word: str) -> Unit:
    """Return the unit of the calendar that the word counts in; parts of a day count in days."""
    named: dict[str, Unit] = {"week": "week", "fortnight": "week", "month": "month", "year": "year"}
    return named.get(word.lower(), "day")


def hours_in(match: re.Match[str]) -> int | None:
    """Read the hours before a clock unit; "hours after" and "several hours after" are some, less than a day."""
    if match["unit"].lower() != "hour":
        return 0
    before = match.string[max(0, match.start() - 60) : match.start()].rstrip()
    count = read_count(before, start=before.rfind(" ") + 1)
    if count is None or count.best is None:
        return None if count is not None and count.min is None else 0
    return count.best


def how_many(match: re.Match[str]) -> int | None:
    """Read the exact number before a unit; null for bounds, vague numbers and spans ("within two days after")."""
    before = match.string[max(0, match.start() - 60) : match.start()].rstrip()
    if not match["plural"]:
        before = re.sub(r"(?:^|(?<= ))(?:an?|the)$", "one", before, flags=re.IGNORECASE) or "one"
    elif _WITHIN.search(before):
        return None
    count = read_count(before, start=before.rfind(" ") + 1)
    if count is None or count.min is None or count.min != count.max:
        return None
    return count.min * (2 if match["unit"].lower() == "fortnight" else 1)
