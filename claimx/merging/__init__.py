"""Merging: mentions become events, by rules alone.

The outcome depends on the set of articles and mentions, never on their order: articles are traced, mentions are
clustered, and each cluster is resolved by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from claimx.article import Article
from claimx.errors import InputError
from claimx.event import Event, Policy
from claimx.mention import Mention
from claimx.merging.clustering import cluster
from claimx.merging.events import build_event, event_id
from claimx.merging.lineage import trace

__all__ = ["merge", "trace"]


def merge(
    mentions: Iterable[Mention], *, articles: Iterable[Article], policy: Policy = "representative"
) -> tuple[Event, ...]:
    """Merge mentions into events, sorted by start (undated last), then id; the same set gives the same bytes.

    Mentions and articles that occur twice count once, so merging the union of two batches equals merging all at once;
    of two with one id, the one whose record sorts first is kept.
    `policy` chooses the one number of a toll (see `claimx.merging.tolls`).

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
    clusters = cluster(by_id)
    event_ids = {
        mention_id: event_id((by_id[member] for member in one.mention_ids), traced)
        for one in clusters
        for mention_id in one.mention_ids
    }
    events = (build_event(one, by_id, traced, event_ids, policy) for one in clusters)
    return tuple(sorted(events, key=lambda event: (str(event.when.start or "~"), event.id)))
