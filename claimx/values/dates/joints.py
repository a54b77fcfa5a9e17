"""Words between two dates that make them one span, and words before a date that only bound a time."""

from __future__ import annotations

import re

_LINKS = frozenset(("-", "/", "to", "into", "and", "or", "through", "until"))
_BETWEEN = _LINKS | frozenset(("the", "on", "early", "late", "night", "morning", "afternoon", "evening"))
_BOUND = re.compile(
    r"\b(?:since|until|till|before|after|by|prior to|ahead of)(?: the)?(?: early| late)?$", re.IGNORECASE
)


def are_linked(between: str) -> bool:
    """Whether only one "to", "-", "and", "into" and times of day part two dates."""
    words = re.sub(r"([-/,])", r" \1 ", between).split()
    return set(words) <= _BETWEEN and sum(word in _LINKS for word in words) == 1


def is_bound(text: str, *, at: int) -> bool:
    """Whether the date that begins at `at` is a bound: "since March", "before early Thursday"."""
    return _BOUND.search(text[max(0, at - 40) : at].rstrip()) is not None
