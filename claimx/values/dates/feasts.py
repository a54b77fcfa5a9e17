"""Feasts that fall on one day of the calendar every year, as the days they name."""

from __future__ import annotations

import re
from typing import Final

_FEASTS: Final = {
    "new year's day": "1 January",
    "new years day": "1 January",
    "valentine's day": "14 February",
    "may day": "1 May",
    "fourth of july": "4 July",
    "halloween": "31 October",
    "christmas eve": "24 December",
    "christmas day": "25 December",
    "boxing day": "26 December",
    "new year's eve": "31 December",
    "new years eve": "31 December",
}
_NAMED: Final = re.compile(rf"\b(?:{'|'.join(_FEASTS)})\b(?! (?:week|weekend|season|holidays?)\b)", re.IGNORECASE)


def with_days(text: str) -> str:
    """Return the text with the names of such feasts written as days; apostrophes are plain."""
    return _NAMED.sub(lambda named: _FEASTS[named[0].lower()], text)
