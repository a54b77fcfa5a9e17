"""When the news itself happened, if nothing dates it: within days before it was published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from claimx.values.dates.period import Period

NEWS_WINDOW: Final = timedelta(days=6)
"""How long before its publication the news of an undated report may have happened."""


def news_window(published: date) -> Period:
    """Return the window before publication; never a day, which would be a guess, and marked as what it is."""
    return Period(start=published - NEWS_WINDOW, end=published, precision="week", basis="publication_fallback")
