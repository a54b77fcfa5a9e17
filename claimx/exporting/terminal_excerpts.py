"""Excerpts: the part of a quote around a value, short enough for a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claimx.event import Saying
from claimx.quote import Quote

ROOMY: Final = 90
"""The most characters of an excerpt."""
TIGHT: Final = 50
"""Characters below which an excerpt takes another line."""
BEFORE: Final = 3
"""One third of what is around a value stands before it: what was counted and its verb mostly follow the number."""


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Words of a quote in three parts, and where they stand: `article.text[start:end] == before + value + after`."""

    before: str
    value: str
    """The words of the value; empty where the saying has none inside its quotes."""
    after: str
    article_id: str
    start: int
    end: int
    cut_before: bool
    cut_after: bool


def excerpt_of(saying: Saying, *, room: int) -> Excerpt | None:
    """Return at most `room` characters of a quote around its value, cut between words; None without a quote.

    A saying without a value in its quotes gives the beginning of its first one.
    """
    quote = _quote_with_value(saying)
    if quote is not None and saying.value is not None:
        return _excerpt(quote, low=saying.value.start - quote.start, high=saying.value.end - quote.start, room=room)
    return _excerpt(saying.quotes[0], low=0, high=0, room=room) if saying.quotes else None


def has_value(saying: Saying) -> bool:
    """Whether a saying has the words of its value inside one of its quotes."""
    return _quote_with_value(saying) is not None


def _quote_with_value(saying: Saying) -> Quote | None:
    value = saying.value
    if value is None:
        return None
    inside = (
        quote
        for quote in saying.quotes
        if quote.article_id == value.article_id and quote.start <= value.start and value.end <= quote.end
    )
    return next(inside, None)


def _excerpt(quote: Quote, *, low: int, high: int, room: int) -> Excerpt:
    text = quote.exact
    high = min(high, low + room)
    start, end = _window(text, low=low, high=high, room=room)
    return Excerpt(
        before=text[start:low],
        value=text[low:high],
        after=text[high:end],
        article_id=quote.article_id,
        start=quote.start + start,
        end=quote.start + end,
        cut_before=start > 0,
        cut_after=end < len(text),
    )


def _window(text: str, *, low: int, high: int, room: int) -> tuple[int, int]:
    if len(text) <= room:
        return 0, len(text)
    start = max(0, min(low - (room - (high - low)) // BEFORE, len(text) - room))
    end = start + room
    if start > 0:
        start = text.find(" ", start - 1, low) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", high, end + 1), high) if " " in text[high : end + 1] else end
    return start, end
