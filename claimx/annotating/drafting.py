"""Drafting: what claimx found, in gold's form, for a person to correct and for scoring to compare with gold.

Every field that the record has is filled in, be it with null, so that nothing of a draft counts as unannotated. What
only an annotator can say (`optional`, `also`, `note`) is left out. A total that was added up names
its parts and has no words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, overload

from claimx.annotating.naming import unique_ids
from claimx.claim import Claim, Responsibility, Speaker, Toll
from claimx.event import Event, EventToll
from claimx.gold import (
    GoldArticle,
    GoldClaim,
    GoldDisagreement,
    GoldEvent,
    GoldMention,
    GoldParticipant,
    GoldPeriod,
    GoldPlace,
    GoldRange,
    GoldRelation,
    GoldResponsibility,
    GoldSpeaker,
    GoldStatement,
    GoldToll,
    GoldWhen,
    GoldWhere,
    GoldWords,
)
from claimx.mention import Mention, Participant, When
from claimx.quote import Quote


def draft_article(article_id: str, mentions: Iterable[Mention]) -> GoldArticle:
    """Return what was found in one article; its mentions keep their order.

    Of several mentions with one local id, the later ones get another.
    """
    told = tuple(mentions)
    local_ids = unique_ids(mention.local_id for mention in told)
    local = {mention.id: local_id for mention, local_id in zip(told, local_ids, strict=True)}
    return GoldArticle(article_id=article_id, mentions=tuple(draft_mention(mention, local=local) for mention in told))


def draft_mention(mention: Mention, *, local: Mapping[str, str] | None = None) -> GoldMention:
    """Return one mention in gold's form.

    `local` gives the local id of each mention of the article by its id; relations to others are left out.
    """
    local = {} if local is None else local
    return GoldMention(
        local_id=local.get(mention.id, mention.local_id),
        label=_words(mention.label),
        type=mention.type,
        means=mention.means,
        prominence=mention.prominence,
        realis=mention.realis,
        when=_when(mention.when),
        where=GoldWhere(
            site=_words(mention.where.site),
            city=_words(mention.where.city),
            admin1=_words(mention.where.admin1),
            country=_words(mention.where.country),
            country_code=mention.where.country_code,
        ),
        participants=tuple(_participant(participant) for participant in mention.participants),
        claims=_claims(mention.claims),
        relations=tuple(
            GoldRelation(kind=relation.kind, to=local[relation.to])
            for relation in mention.relations
            if relation.to in local
        ),
        quotes=_all_words(mention.quotes),
    )


def _when(when: When) -> GoldWhen:
    """Return the words of a time and the days they name; a window that no words give is not the article's to say."""
    named = when.basis != "publication_fallback"
    return GoldWhen(text=_words(when.text), start=when.start if named else None, end=when.end if named else None)


def draft_event(event: Event, *, local: Mapping[str, str]) -> GoldEvent:
    """Return one event in gold's form; `local` gives each of its mentions, by id, as `ARTICLE_ID/LOCAL_ID`."""
    where = event.where
    return GoldEvent(
        id=event.id,
        mentions=tuple(sorted(local[mention_id] for mention_id in event.mention_ids)),
        articles=event.article_ids,
        type=event.type,
        means=event.means,
        prominence=event.prominence,
        when=GoldPeriod(start=event.when.start, end=event.when.end),
        where=GoldPlace(
            site=where.site,
            city=where.city,
            admin1=where.admin1,
            country=where.country,
            country_code=where.country_code,
        ),
        tolls=tuple(
            GoldRange(kind=toll.kind, low=toll.low, best=toll.best, high=toll.high)
            for toll in event.tolls
            if _has_number(toll)
        ),
        n_origins=event.n_origins,
        disagreements=tuple(
            GoldDisagreement(field=one.field, values=tuple(side.value for side in one.values))
            for one in event.disagreements
        ),
        relations=tuple(GoldRelation(kind=relation.kind, to=relation.to) for relation in event.relations),
    )


def _has_number(toll: EventToll) -> bool:
    return (toll.low, toll.best, toll.high) != (None, None, None)


@overload
def _words(quote: Quote) -> GoldWords: ...
@overload
def _words(quote: Quote | None) -> GoldWords | None: ...
def _words(quote: Quote | None) -> GoldWords | None:
    return GoldWords(exact=quote.exact, start=quote.start) if quote is not None else None


def _all_words(quotes: Iterable[Quote]) -> tuple[GoldWords, ...]:
    return tuple(_words(quote) for quote in quotes)


def _participant(participant: Participant) -> GoldParticipant:
    return GoldParticipant(
        name=_words(participant.name),
        named=participant.named,
        kind=participant.kind,
        role=participant.role,
        title=_words(participant.title),
        affiliation=_words(participant.affiliation),
        also_known_as=_all_words(participant.also_known_as),
    )


def _claims(claims: Sequence[Claim]) -> tuple[GoldClaim, ...]:
    local_ids = unique_ids(claim.local_id for claim in claims)
    local = {claim.id: local_id for claim, local_id in zip(claims, local_ids, strict=True)}
    return tuple(_claim(claim, local_id, local) for claim, local_id in zip(claims, local_ids, strict=True))


def _claim(claim: Claim, local_id: str, local: Mapping[str, str]) -> GoldClaim:
    """Return a claim; `local` gives the local id of each claim of its mention by its id."""
    said = _said(claim, local_id)
    if isinstance(claim, Toll):
        return GoldToll(
            **said,
            type="toll",
            kind=claim.kind,
            count=_words(claim.count),
            min=claim.min,
            best=claim.best,
            max=claim.max,
            approximate=claim.approximate,
            who=_words(claim.who),
            scope=claim.scope,
            confirms=local.get(claim.confirms) if claim.confirms is not None else None,
            parts=tuple(local[part] for part in claim.parts if part in local),
        )
    if isinstance(claim, Responsibility):
        return GoldResponsibility(**said, type="responsibility", stance=claim.stance, accused=_words(claim.accused))
    return GoldStatement(**said, type="statement")


def _said(claim: Claim, local_id: str) -> dict[str, Any]:
    """Return the fields that every claim has."""
    return {
        "local_id": local_id,
        "speaker": _speaker(claim.speaker) if claim.speaker is not None else None,
        "cue": _words(claim.cue),
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "quotes": _all_words(claim.quotes),
    }


def _speaker(speaker: Speaker) -> GoldSpeaker:
    return GoldSpeaker(
        text=_words(speaker.text),
        name=_words(speaker.name),
        kinds=speaker.kinds,
        anonymous=speaker.anonymous,
        chain=_all_words(speaker.chain),
    )
