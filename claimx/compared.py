"""Predictions beside gold, article by article and event by event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from claimx.gold import GoldArticle, GoldClaim, GoldEvent
from claimx.labels import Labels, key, locate_one
from claimx.scoring.comparison import ArticleComparison, annotated_fields, score_article
from claimx.scoring.events import EventComparison, score_events
from claimx.scoring.tallies import Tallies


@dataclass(frozen=True)
class Compared:
    """Predictions beside gold: what scores, intervals and mistakes are made of."""

    gold: Labels
    predicted: Labels
    articles: Mapping[str, ArticleComparison]
    """By article id, for the articles of gold."""
    aligned: Mapping[str, str]
    """Predicted mention to gold mention, as gold events name them."""
    events: EventComparison | None
    """None where gold has no events."""

    @property
    def article_units(self) -> list[Tallies]:
        """The tallies of each article, in the order of their ids."""
        return [self.articles[article_id].tallies for article_id in sorted(self.articles)]


def compare_labels(predicted: Labels, gold: Labels) -> Compared:
    """Compare predictions with gold, article by article and event by event.

    Only what gold covers is compared: articles that it does not list are left out, with what events say of them alone.
    Words are compared where they stand if the articles are at hand on either side, else as strings.
    """
    gold = _partitioned(gold)
    texts = {**predicted.texts, **gold.texts}
    labelled = {one.article_id: _without_sums(locate_one(one, texts)) for one in gold.articles}
    found = {one.article_id: _without_sums(locate_one(one, texts)) for one in predicted.articles}
    annotated = annotated_fields(labelled.values())
    articles = {
        article_id: score_article(
            found.get(article_id, GoldArticle(article_id=article_id, mentions=())), one, annotated=annotated
        )
        for article_id, one in sorted(labelled.items())
    }
    aligned = _aligned(articles)
    expected = _expected(gold, found=set(aligned.values()))
    events = score_events(_covered(predicted, gold), expected, aligned=aligned) if expected else None
    return Compared(gold=gold, predicted=predicted, articles=articles, aligned=aligned, events=events)


def _without_sums(article: GoldArticle) -> GoldArticle:
    """Leave out sums that no words state: they are judged by the ranges of events."""
    mentions = tuple(
        mention.model_copy(update={"claims": tuple(claim for claim in mention.claims if not _is_sum(claim))})
        if mention.annotates("claims")
        else mention
        for mention in article.mentions
    )
    return article.model_copy(update={"mentions": mentions})


def _is_sum(claim: GoldClaim) -> bool:
    return claim.type == "toll" and bool(claim.parts)


def _aligned(articles: Mapping[str, ArticleComparison]) -> dict[str, str]:
    return {
        key(article_id, mine): key(article_id, yours)
        for article_id, compared in articles.items()
        for mine, yours in compared.pairs
    }


def _expected(gold: Labels, *, found: Set[str]) -> list[GoldEvent]:
    """The gold events without optional mentions that were missed: nothing is wrong about those."""
    missed = {
        key(one.article_id, mention.local_id) for one in gold.articles for mention in one.mentions if mention.optional
    } - found
    held = [
        _holding(event, mentions=tuple(one for one in event.mentions if one not in missed))
        if missed & set(event.mentions)
        else event
        for event in gold.events
    ]
    return [event for event in held if event.mentions or event.articles]


def shared_articles(gold: Labels) -> dict[str, list[str]]:
    """Return the articles that several gold events name, with the ids of these events.

    Which of them such an article should be merged into cannot be said, so it is left out on both sides.
    """
    events: defaultdict[str, list[str]] = defaultdict(list)
    for event in gold.events:
        if not event.mentions:
            for article_id in event.articles:
                events[article_id].append(event.id)
    return {article_id: sorted(ids) for article_id, ids in sorted(events.items()) if len(ids) > 1}


def _partitioned(gold: Labels) -> Labels:
    shared = shared_articles(gold)
    held = [
        _holding(event, articles=tuple(one for one in event.articles if one not in shared))
        if shared.keys() & set(event.articles)
        else event
        for event in gold.events
    ]
    return replace(gold, events=tuple(event for event in held if event.mentions or event.articles))


def _covered(predicted: Labels, gold: Labels) -> list[GoldEvent]:
    """The predicted events as far as they are about articles that gold covers."""
    if any(event.mentions for event in gold.events):
        known = {one.article_id for one in gold.articles}
        held = [
            _holding(event, mentions=tuple(one for one in event.mentions if one.split("/")[0] in known))
            for event in predicted.events
        ]
        return [event for event in held if event.mentions]
    listed = {article_id for event in gold.events for article_id in event.articles}
    led = defaultdict(list)
    for article_id, event_id in predicted.leading.items():
        if article_id in listed:
            led[event_id].append(article_id)
    return [_holding(event, articles=tuple(sorted(led[event.id]))) for event in predicted.events]


def _holding(event: GoldEvent, **held: tuple[str, ...]) -> GoldEvent:
    return event.model_copy(update=held)
