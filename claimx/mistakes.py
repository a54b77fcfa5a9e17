"""Mistakes: every value that differs from gold, with the article's words, and whether merging made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claimx.annotating.restoring import restore
from claimx.article import Article
from claimx.compared import Compared, compare_labels
from claimx.event import Policy
from claimx.labels import labels_of
from claimx.merging import merge
from claimx.scores import Mistake, Stage
from claimx.scoring.differences import FieldDifference

AROUND: Final = 40
"""Characters shown on either side of a mistake's words."""


def list_mistakes(compared: Compared, *, policy: Policy = "representative") -> Iterator[Mistake]:
    """Yield every value that differs from gold, with the article's words around it.

    What is inside a whole that is missed or spurious is not listed again beside it.
    """
    texts = {**compared.predicted.texts, **compared.gold.texts}
    for article_id, compared_article in compared.articles.items():
        for one in compared_article.differences:
            if one.part_of is None:
                yield _mistake(one, stage="extraction", article=texts.get(article_id), article_id=article_id)
    if compared.events is not None:
        remaining, signatures = _merge_mistakes(compared, policy=policy), _signatures(compared)
        for one in compared.events.differences:
            if one.part_of is None:
                yield _mistake(one, stage=_stage(signatures[one], remaining), article=None, article_id=None)


def _stage(signature: Signature, remaining: set[Signature] | None) -> Stage | None:
    if remaining is None:
        return None
    return "merge" if signature in remaining else "extraction"


def _mistake(one: FieldDifference, *, stage: Stage | None, article: Article | None, article_id: str | None) -> Mistake:
    span = one.gold_span or one.predicted_span
    text = "" if article is None else article.text
    start, end = span or (0, 0)
    return Mistake(
        kind=one.kind,
        stage=stage,
        level=one.level,
        field=one.field,
        gold=one.gold,
        predicted=one.predicted,
        article_id=article_id,
        mention=one.mention,
        before=text[max(0, start - AROUND) : start],
        words=text[start:end],
        after=text[end : end + AROUND] if span else "",
    )


Signature = tuple[tuple[str, ...], str, str | None, str]


def _merge_mistakes(compared: Compared, *, policy: Policy) -> set[Signature] | None:
    """The mistakes that remain when gold mentions are merged; None where there are none to merge."""
    gold = compared.gold
    texts = {**compared.predicted.texts, **gold.texts}
    if not gold.articles or any(one.article_id not in texts for one in gold.articles):
        return None
    restored = [(texts[one.article_id], restore(one, article=texts[one.article_id])) for one in gold.articles]
    mentions = [mention for _, told in restored for mention in told]
    articles = [article for article, _ in restored]
    events = merge(mentions, articles=articles, policy=policy)
    merged = labels_of("gold, merged", articles=articles, mentions=mentions, events=events)
    return set(_signatures(compare_labels(merged, gold)).values())


def _signatures(compared: Compared) -> dict[FieldDifference, Signature]:
    """What makes two mistakes of events the same one in two comparisons with the same gold.

    A predicted event that gold does not have is known by the gold mentions it holds, since its id depends on what was
    extracted; and a spurious value may be put in other words.
    """
    known = {event.id for event in compared.gold.events}
    held = {
        event.id: tuple(sorted(compared.aligned[one] for one in event.mentions if one in compared.aligned))
        for event in compared.predicted.events
    }
    return {
        one: (
            (one.mention,) if one.mention in known else held.get(one.mention, ()),
            one.field,
            one.gold,
            "spurious" if one.gold is None else "differs",
        )
        for one in (compared.events.differences if compared.events is not None else ())
    }
