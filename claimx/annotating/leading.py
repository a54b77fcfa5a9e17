"""Which event an article is about, for gold that says of articles, not of mentions, what they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from claimx.mention import Mention
from claimx.taxonomy import TYPES


def leading_mentions(mentions: Iterable[Mention]) -> dict[str, str]:
    """Return, by article, the id of the mention that the article is about.

    Registries file an article on an arrest, a hearing or a vigil under the violence it comes after. So violence goes
    before what states and crowds do, what the article was written to report before background, what happened before
    what is announced or denied; then the mention whose first passage stands first, then the lower id.
    """
    by_article: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.article_id].append(mention)
    return {article_id: min(told, key=_rank).id for article_id, told in sorted(by_article.items())}


def _rank(mention: Mention) -> tuple[bool, bool, bool, int, str]:
    return (
        TYPES[mention.type].group in ("state_action", "unrest") or mention.type == "other",
        mention.prominence != "main",
        mention.realis != "actual",
        min((quote.start for quote in mention.quotes), default=0),
        mention.id,
    )
