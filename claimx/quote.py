"""A quote: exact words of an article and where they stand."""

from __future__ import annotations

from typing import Literal

from claimx.record import Record


class Quote(Record):
    """Exact words of one article.

    Names follow the W3C Web Annotation TextQuoteSelector and TextPositionSelector. Offsets count code
    points of the stored text, end exclusive: `article.text[start:end] == exact`.
    """

    exact: str
    """The words, as the article prints them."""
    prefix: str
    """Up to 32 characters before the words."""
    suffix: str
    """Up to 32 characters after the words."""
    start: int
    end: int
    article_id: str
    match: Literal["exact", "normalised"]
    """`normalised`: the model's copy differed in typography only (quotes, dashes, spaces, case, ligatures)."""
    occurrences: int
    """How often these words occur in the article; above 1, the place was chosen by the quotes beside it."""
