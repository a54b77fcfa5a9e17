"""The fence: how an untrusted article enters a message.

The marker is derived from the article's own hash: a text cannot contain its own hash, so no article can close its
fence, and the request stays reproducible. The text goes in as it is; no template engine ever sees it.
"""

from __future__ import annotations

from claimx.article import Article


def fence(article: Article) -> str:
    """Return the article's text between two marker lines."""
    return f"ARTICLE {article.id} BEGINS\n{article.text}\nARTICLE {article.id} ENDS"
