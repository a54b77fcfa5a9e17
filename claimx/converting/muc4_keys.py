"""A file of MUC-4 keys as gold of ours, with the documents as articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimx.article import Article, article_id
from claimx.converting.muc4 import Unmapped, gold_of
from claimx.gold import GoldArticle
from claimx.lines import read_lines
from claimx.template import Key


@dataclass(frozen=True)
class Converted:
    """What a file of keys holds."""

    articles: tuple[Article, ...]
    """The documents; `source_id` is the task's docid."""
    gold: tuple[GoldArticle, ...]
    unmapped: tuple[Unmapped, ...]
    """Fills that gold has no place for, each with its reason."""


def read_keys(path: str | Path) -> Converted:
    """Read keys with their documents; a document that repeats another's text is one article, with the first's key.

    Raises:
        InputError: the file cannot be read, or a line of it is no key.
    """
    articles: dict[str, Article] = {}
    gold: list[GoldArticle] = []
    unmapped: list[Unmapped] = []
    for read in read_lines(path, Key):
        article = Article(id=article_id(read.text), text=read.text, source_id=read.docid)
        if article.id in articles:
            continue
        articles[article.id] = article
        labelled, left = gold_of(read.docid, read.templates, article_id=article.id, text=read.text)
        gold.append(labelled)
        unmapped += left
    return Converted(tuple(articles.values()), tuple(gold), tuple(unmapped))
