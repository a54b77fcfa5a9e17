"""Saved web pages: the main text and what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from claimx.decoding import decoded
from claimx.inputs import fault, place
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft

# Only dates that the page declares, and no upper bound: the default is today, which would make reading depend
# on the day it is done.
_DATES = {"original_date": True, "extensive_search": False, "min_date": "1000-01-01", "max_date": "9999-12-31"}


def drafts(path: Path, columns: Columns) -> Iterator[Draft]:  # noqa: ARG001  every format has this signature
    """Yield the one article of a page, without its furniture."""
    trafilatura = _trafilatura(path)
    where = place(path)
    page = decoded(path.read_bytes(), where=where)
    try:
        found = trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=_DATES
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise fault(where, f"not readable as a web page ({error})", "save its text as .txt") from error
    if found is None:
        raise fault(where, "no article found in the page", "save its text as .txt")
    yield Draft(
        where,
        {
            "text": found.text,
            "title": found.title,
            "outlet": found.sitename,
            "url": found.url,
            "byline": found.author,
            "published_at": found.date,
        },
    )


def _trafilatura(path: Path) -> ModuleType:
    try:
        import trafilatura
    except ImportError as error:
        raise fault(place(path), "web pages need trafilatura", "pip install 'claimx[html]'") from error
    return trafilatura
