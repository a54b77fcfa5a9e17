"""Merging: mentions become events, by rules alone.

The outcome depends on the set of articles and mentions, never on their order: articles are traced, mentions are
clustered, and each cluster is resolved by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from claimx.article import Article
from claimx.errors import InputError
from claimx.event import Event, Policy
from claimx.facts import Facts
from claimx.mention import Mention
from claimx.merging.clustering import Mapper, one_by_one
from claimx.merging.events import build_event, event_ids_of, in_order
from claimx.merging.grounds import explained
from claimx.merging.lineage import trace
from claimx.merging.linkage import Linkage
from claimx.merging.ruled import applying, by_mention, ruled_pairs
from claimx.ruling import Ruling

__all__ = ["merge", "trace"]


def merge(
    mentions: Iterable[Mention],
    *,
    articles: Iterable[Article],
    policy: Policy = "representative",
    linkage: Linkage = "constrained",
    rulings: Iterable[Ruling] = (),
    mapper: Mapper = one_by_one,
) -> tuple[Event, ...]:
    """Merge mentions into events, sorted by start (undated last), then id; the same set gives the same bytes.

    Mentions and articles that occur twice count once, so merging the union of two batches equals merging all at once;
    of two with one id, the one whose record sorts first is kept.
    `policy` chooses the one number of a toll (see `claimx.merging.tolls`). `rulings` are what people decided: they win
    over rules and policy; one on a mention that is not there waits, and one that was withdrawn says nothing.

    Raises:
        InputError: a mention's article is not among the articles.
    """
    by_id = {mention.id: mention for mention in sorted(mentions, key=Mention.to_line, reverse=True)}
    traced = {article.id: article for article in trace(articles)}
    for mention in by_id.values():
        if mention.article_id not in traced:
            raise InputError(
                f"mention {mention.id}: its article {mention.article_id} is missing; pass articles.jsonl too"
            )
    facts = Facts.of(by_id.values())
    decided = applying(rulings, present=by_id)
    clusters = explained(facts, linkage=linkage, ruled=ruled_pairs(facts, decided), mapper=mapper)
    event_ids = event_ids_of(clusters, by_id, traced)
    ruled = by_mention(decided)
    return in_order(build_event(one, by_id, traced, event_ids, policy, ruled=ruled) for one in clusters)
