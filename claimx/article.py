"""An article: what was published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator

from claimx.record import Record, content_id

PublishedBasis = Literal["stated", "metadata", "supported", "none"]


def _parse_date_or_datetime(value: object) -> object:
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    return value


PublishedAt = Annotated[date | datetime, BeforeValidator(_parse_date_or_datetime)]


class Credit(Record):
    """A news agency that an article credits, found in code."""

    agency: str
    """The agency's canonical short name."""
    kind: Literal["byline", "dateline", "footer", "inline"]
    start: int
    end: int


class Derivation(Record):
    """Another article that this one carries text of."""

    article_id: str
    containment: float
    """Share of this article's own five-word runs that occur in the other, 0 to 1, rounded to 3 places."""
    basis: Literal["credit", "reuse"]
    """`credit`: both credit the same agency as well; `reuse`: the shared text alone."""


class Article(Record):
    """One published text with what is known about it."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    source_id: str | None = None
    """The id the article has where it came from, such as a row's `id`."""
    byline: str | None = None
    published_at: PublishedAt | None = None
    """ISO date, or ISO date and time, in the place of publication."""
    published_basis: PublishedBasis = "none"
    """`stated`: the text says so; `metadata`: came beside the text; `supported`: the text agrees but does not say."""
    language: str | None = None
    """BCP 47 tag where known."""
    credits: tuple[Credit, ...] = ()
    origin_group: str | None = None
    """Id shared by articles that carry one another's text."""
    derived_from: tuple[Derivation, ...] = ()

    @property
    def published_on(self) -> date | None:
        """The day of publication."""
        if isinstance(self.published_at, datetime):
            return self.published_at.date()
        return self.published_at


def article_id(text: str) -> str:
    """Return the id of the article with this text: the same text is the same article."""
    return content_id("a", text)
