"""Quoting: located words of gold as the quotes of a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, overload

from claimx.article import Article
from claimx.gold import GoldWords
from claimx.quote import Quote

CONTEXT: Final = 32
"""Characters of prefix and suffix kept with a quote."""


@dataclass(frozen=True)
class Quoter:
    """Makes quotes of one article."""

    article: Article

    @overload
    def quote(self, words: GoldWords) -> Quote: ...
    @overload
    def quote(self, words: GoldWords | None) -> Quote | None: ...
    def quote(self, words: GoldWords | None) -> Quote | None:
        """Return the quote of located words, None for None."""
        if words is None:
            return None
        if words.start is None:
            raise ValueError("only located words can be quoted")
        return self.at(words.start, words.start + len(words.exact))

    def quotes(self, words: Iterable[GoldWords]) -> tuple[Quote, ...]:
        """Return the quotes of located words."""
        return tuple(self.quote(one) for one in words)

    def at(self, start: int, end: int) -> Quote:
        """Return the quote of a span; an empty one quotes nothing and occurs nowhere."""
        text = self.article.text
        exact = text[start:end]
        return Quote(
            exact=exact,
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
            start=start,
            end=end,
            article_id=self.article.id,
            match="exact",
            occurrences=text.count(exact) if exact else 0,
        )
