"""A batch: what comes into a store at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from claimx.article import Article
from claimx.errors import InputError
from claimx.mention import Mention
from claimx.ruling import Ruling


@dataclass(frozen=True)
class Batch:
    """Articles with all that is told of their mentions, articles to remove, and rulings."""

    articles: dict[str, Article] = field(default_factory=dict)
    """By id, without lineage."""
    mentions: dict[str, Mention] = field(default_factory=dict)
    """By id; what the store holds of these articles otherwise is replaced."""
    removed: frozenset[str] = frozenset()
    """Ids of articles."""
    rulings: dict[str, Ruling] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        articles: Iterable[Article] = (),
        mentions: Iterable[Mention] = (),
        removed: Iterable[str] = (),
        rulings: Iterable[Ruling] = (),
    ) -> Self:
        """Return the batch of these; of two records with one id the one that sorts first is kept, as in merging.

        Raises:
            InputError: a mention's article is not among the articles, or an article is to be added and removed.
        """
        batch = cls(
            {one.id: one for one in sorted(map(plain, articles), key=Article.to_line, reverse=True)},
            {one.id: one for one in sorted(mentions, key=Mention.to_line, reverse=True)},
            frozenset(removed),
            {one.id: one for one in rulings},
        )
        for mention in batch.mentions.values():
            if mention.article_id not in batch.articles:
                raise InputError(
                    f"mention {mention.id}: its article {mention.article_id} is missing; pass articles.jsonl too"
                )
        for article_id in sorted(batch.removed & batch.articles.keys()):
            raise InputError(f"article {article_id} is to be added and to be removed; decide for one")
        return batch


def plain(article: Article) -> Article:
    """Return the article as it was read, without what lineage fills in."""
    return article.model_copy(update={"credits": (), "derived_from": (), "origin_group": None})
