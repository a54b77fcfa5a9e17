"""Grounding a whole answer: mentions with their places, times, participants, claims and relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from claimx.article import Article
from claimx.extracting.answers import Answer, AnsweredMention, AnsweredWhere
from claimx.extracting.deriving import resolve_times, with_published
from claimx.extracting.finding import Finder, Span
from claimx.extracting.grounded_claims import ground_claims
from claimx.extracting.grounded_participants import ground_participant
from claimx.extracting.grounded_references import confirm, relate
from claimx.extracting.grounding import Failure, Grounder, Place
from claimx.extracting.totals import derived_totals
from claimx.mention import Mention, When, Where
from claimx.quote import Quote
from claimx.record import content_id
from claimx.values.dates.news import news_window

LABEL_WORDS: Final = 12
UNDATED: Final = When(text=None, start=None, end=None, precision="unknown", basis="none")


@dataclass(frozen=True)
class Origin:
    """What produced an answer; it stands on every mention."""

    fingerprint: str
    model: str


@dataclass(frozen=True)
class Grounded:
    """The outcome of grounding one answer."""

    article: Article
    mentions: tuple[Mention, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class _Draft:
    """A mention whose passages are placed; what refers to other mentions is still open."""

    answered: AnsweredMention
    place: Place
    quotes: tuple[Quote, ...]
    anchors: Sequence[Span]


def ground(answer: Answer, article: Article, origin: Origin) -> Grounded:
    """Ground an answer; a mention that keeps no passage is kept aside with all its claims."""
    grounder = Grounder(Finder(article.text, article.id))
    article = with_published(article, answer.published, grounder)
    drafts = _drafts(answer, grounder)
    times = _times(drafts, grounder, article)
    grounded = {
        draft.answered.id: _mention(draft, grounder, origin, when=_when(draft, times, article.published_on))
        for draft in drafts
    }
    mentions = tuple(_referring(draft, grounded, grounder) for draft in drafts)
    return Grounded(article, mentions, tuple(grounder.failures))


def _drafts(answer: Answer, grounder: Grounder) -> list[_Draft]:
    drafts: list[_Draft] = []
    seen: set[str] = set()
    for index, answered in enumerate(answer.mentions):
        place = Place().at("mentions", index, local_id=answered.id)
        if answered.id in seen:
            grounder.fail(place, answered.id, "ambiguous", "two mentions have this id; the first was kept")
            continue
        seen.add(answered.id)
        anchors = grounder.unique_spans(_all_passages(answered))
        quotes = grounder.passages(answered.quotes, place, anchors=anchors)
        if quotes:
            drafts.append(_Draft(answered, place, quotes, anchors))
        else:
            grounder.fail(place, answered.label, "missing", _lost(answered))
    return drafts


def _lost(answered: AnsweredMention) -> str:
    claims = len(answered.tolls) + len(answered.responsibilities) + len(answered.statements)
    return f"none of its passages stands in the article; its {claims} claims are kept aside with it"


def _all_passages(answered: AnsweredMention) -> list[str]:
    items: Iterable[Sequence[str]] = (
        answered.quotes,
        *(participant.quotes for participant in answered.participants),
        *(claim.quotes for claim in (*answered.tolls, *answered.responsibilities, *answered.statements)),
    )
    return [words for quotes in items for words in quotes]


def _times(drafts: Sequence[_Draft], grounder: Grounder, article: Article) -> dict[str, When]:
    answered = {draft.answered.id: draft.answered.when for draft in drafts if draft.answered.when is not None}
    grounded: dict[str, Quote] = {}
    for draft in drafts:
        when = draft.answered.when
        place = draft.place.at("when")
        quote = grounder.value(when.words, place.at("words"), within=draft.quotes) if when else None
        if quote is not None:
            grounded[draft.answered.id] = quote
        if when and when.counts_from is not None and when.counts_from not in answered.keys() - {draft.answered.id}:
            grounder.fail(place.at("counts_from"), when.counts_from, "dangling", "no other dated event has this id")
    return resolve_times(answered, grounded, published=article.published_on)


def _when(draft: _Draft, times: Mapping[str, When], published: date | None) -> When:
    """Return the time of an event; one that is the news itself is dated by its publication if by nothing else.

    News is told within days, so that gives a window, never a day, and `basis` says where it comes from.
    """
    when = times.get(draft.answered.id, UNDATED)
    is_news = draft.answered.prominence == "main" and draft.answered.realis == "actual"
    if when.start is not None or published is None or not is_news:
        return when
    return when.model_copy(update=news_window(published).model_dump())


def _mention(draft: _Draft, grounder: Grounder, origin: Origin, *, when: When) -> Mention:
    answered, place = draft.answered, draft.place
    claims = ground_claims(answered, grounder, place, anchors=draft.anchors)
    participants = (
        ground_participant(
            participant, grounder, place.at("participants", index), told=draft.quotes, anchors=draft.anchors
        )
        for index, participant in enumerate(answered.participants)
    )
    mention = Mention(
        id="",
        article_id=grounder.finder.article_id,
        local_id=answered.id,
        fingerprint=origin.fingerprint,
        model=origin.model,
        label=_label(draft, grounder),
        type=answered.type,
        means=answered.means,
        prominence=answered.prominence,
        realis=answered.realis,
        when=when,
        where=_where(answered.where, draft, grounder),
        participants=tuple(participant for participant in participants if participant is not None),
        claims=(*claims, *derived_totals(claims, answered, grounder, place)),
        relations=(),
        quotes=draft.quotes,
    )
    content = mention.model_dump(mode="json", exclude={"id", "fingerprint", "model", "relations"})
    return mention.model_copy(update={"id": content_id("m", content)})


def _label(draft: _Draft, grounder: Grounder) -> Quote:
    words = " ".join(draft.answered.label.split()[:LABEL_WORDS])
    label = grounder.value(words, draft.place.at("label"), within=draft.quotes)
    if label is not None:
        return label
    # An event needs a name to be shown under: the first words of its first passage are the article's own.
    first, text = draft.quotes[0], grounder.finder.text
    ends = [first.start + found.end() for found in re.finditer(r"\S+", first.exact)][:LABEL_WORDS]
    for end in reversed(ends):
        spans = grounder.finder.find(text[first.start : end])
        if any(span.start == first.start for span in spans):
            return grounder.finder.quote(Span(first.start, end), copied=text[first.start : end], occurrences=len(spans))
    return first


def _where(answered: AnsweredWhere, draft: _Draft, grounder: Grounder) -> Where:
    place = draft.place.at("where")
    site, city, admin1, country = (
        grounder.value(words, place.at(level), within=draft.quotes)
        for level, words in (
            ("site", answered.site),
            ("city", answered.city),
            ("admin1", answered.admin1),
            ("country", answered.country),
        )
    )
    return Where.stated(site=site, city=city, admin1=admin1, country=country)


def _referring(draft: _Draft, mentions: Mapping[str, Mention], grounder: Grounder) -> Mention:
    """Return the mention with the ids of the answer turned into ids of records."""
    answered, mention = draft.answered, mentions[draft.answered.id]
    claims = confirm(mention.claims, answered.tolls, grounder, draft.place)
    relations = relate(answered, mentions, grounder, draft.place, anchors=draft.anchors)
    return mention.model_copy(update={"claims": claims, "relations": relations})
