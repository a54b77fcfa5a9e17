"""Builders: an invented article and gold that a person could have written for it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from claimx.article import Article
from claimx.errors import InputError
from claimx.gold import GoldArticle, GoldClaim, GoldMention

TEXT = (
    "Two farmers were killed in Qasr Delan on Monday, police said. "
    "The police blamed the Free Valley Front.\n\n"
    "A doctor said two were killed and twelve others hurt. "
    "The village was quiet, he said.\n"
    "In March, 1,200 people had fled the valley."
)
ARTICLE = Article(id="a1", text=TEXT)


def gold(*mentions: dict[str, object], article_id: str = "a1") -> GoldArticle:
    """Return the gold of an article from mentions as a person writes them."""
    return GoldArticle.model_validate({"article_id": article_id, "mentions": mentions})


def mention(*claims: dict[str, object], local_id: str = "m1", **fields: object) -> dict[str, object]:
    """Return a mention as a person writes it."""
    return {"local_id": local_id, **({"claims": claims} if claims else {}), **fields}


def toll(**fields: object) -> dict[str, object]:
    """Return a toll as a person writes it."""
    return {"type": "toll", "kind": "killed", **fields}


def only(article: GoldArticle) -> GoldMention:
    """Return the one mention."""
    (one,) = article.mentions
    return one


def only_claim(article: GoldArticle) -> GoldClaim:
    """Return the one claim of the one mention."""
    (one,) = only(article).claims
    return one


def lines(*records: object) -> list[bytes]:
    """Return records as the lines of a file; bytes stand as they are."""
    return [one if isinstance(one, bytes) else json.dumps(one).encode() for one in records]


def messages(errors: Iterable[InputError]) -> list[str]:
    """Return what the errors say."""
    return [str(error) for error in errors]
