"""Grounding references: ids inside an answer become ids of records, or are kept aside as dangling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from claimx.claim import Claim, Toll
from claimx.extracting.answers import AnsweredMention, AnsweredRelation, AnsweredToll
from claimx.extracting.finding import Span
from claimx.extracting.grounding import Grounder, Place
from claimx.mention import Mention, Relation


def confirm(
    claims: Sequence[Claim], answered: Sequence[AnsweredToll], grounder: Grounder, place: Place
) -> tuple[Claim, ...]:
    """Return the claims of a mention with `confirms` filled: the id of another toll of the same kind."""
    # Of two tolls with one id the first was kept.
    tolls = {toll.id: (index, toll) for index, toll in reversed(tuple(enumerate(answered)))}
    confirming = {toll.id for _, toll in tolls.values() if toll.confirms is not None}
    targets = {claim.local_id: claim for claim in claims if isinstance(claim, Toll)}

    def confirmed(claim: Claim) -> Claim:
        index, toll = tolls.get(claim.local_id, (0, None))
        if not isinstance(claim, Toll) or toll is None or toll.confirms is None:
            return claim
        complaint = _confirms_nothing(claim, targets.get(toll.confirms), confirming)
        if complaint is None:
            return claim.model_copy(update={"confirms": targets[toll.confirms].id})
        at = place.at("tolls", index, local_id=toll.id).at("confirms")
        grounder.fail(at, toll.confirms, "dangling", complaint)
        return claim

    return tuple(confirmed(claim) for claim in claims)


def _confirms_nothing(toll: Toll, target: Toll | None, confirming: Set[str]) -> str | None:
    if target is None or target.kind != toll.kind or target.id == toll.id:
        return "no other toll of this kind in this event has this id"
    if target.local_id in confirming:
        return "that toll is itself a confirmation"
    return "this toll has a number of its own" if toll.count is not None else None


def relate(
    answered: AnsweredMention,
    mentions: Mapping[str, Mention],
    grounder: Grounder,
    place: Place,
    *,
    anchors: Sequence[Span],
) -> tuple[Relation, ...]:
    """Return the relations of a mention to the others of its article, which are given by their local ids."""
    others = {local_id: mention for local_id, mention in mentions.items() if local_id != answered.id}
    relations = (
        _relation(relation, others, grounder, place.at("relations", index), anchors=anchors)
        for index, relation in enumerate(answered.relations)
    )
    return tuple(relation for relation in relations if relation is not None)


def _relation(
    answered: AnsweredRelation,
    mentions: Mapping[str, Mention],
    grounder: Grounder,
    place: Place,
    *,
    anchors: Sequence[Span],
) -> Relation | None:
    target = mentions.get(answered.to)
    if target is None:
        grounder.fail(place.at("to"), answered.to, "dangling", "no other event of this answer has this id")
        return None
    quotes = grounder.passages(answered.quotes, place, anchors=anchors)
    return Relation(kind=answered.kind, to=target.id, quotes=quotes) if quotes else None
