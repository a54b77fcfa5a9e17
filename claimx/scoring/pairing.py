"""Mentions, participants and claims of both sides, aligned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimx.gold import GoldClaim, GoldMention, GoldParticipant, GoldRelation, GoldToll
from claimx.scoring.aligning import Couple, content_of, couples
from claimx.scoring.similarity import claim_similarity, mention_similarity, participant_similarity


def pair_mentions(predicted: Sequence[GoldMention], gold: Sequence[GoldMention]) -> list[Couple[GoldMention]]:
    """Align mentions; the predicted relations then point at gold's names of the mentions."""
    pairs = couples(predicted, gold, content=content_of, similarity=mention_similarity)
    names = _names((_name(mine), _name(yours)) for mine, yours in pairs)
    return [(mine and _related(mine, names=names), yours) for mine, yours in pairs]


def pair_participants(
    predicted: Sequence[GoldParticipant], gold: Sequence[GoldParticipant]
) -> list[Couple[GoldParticipant]]:
    """Align participants by their names."""
    return couples(predicted, gold, content=content_of, similarity=participant_similarity)


def pair_claims(predicted: Sequence[GoldClaim], gold: Sequence[GoldClaim]) -> list[Couple[GoldClaim]]:
    """Align the claims of two aligned mentions; the predicted confirmations then point at gold's names."""
    pairs = couples(predicted, gold, content=content_of, similarity=claim_similarity)
    names = _names((_name(mine), _name(yours)) for mine, yours in pairs)
    return [(mine and _confirming(mine, names=names), yours) for mine, yours in pairs]


def _name(record: GoldMention | GoldClaim | None) -> str | None:
    return None if record is None else record.local_id


def _names(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, str]:
    """Return gold's name of everything that has a name; for what gold has not, one that it gives to nothing."""
    each = list(pairs)
    strangers = {name: f"{name} (not in gold)" for both in each for name in both if name}
    return strangers | {mine: yours for mine, yours in each if mine and yours}


def _related(mention: GoldMention, *, names: Mapping[str, str]) -> GoldMention:
    if not mention.relations:
        return mention
    relations = tuple(
        GoldRelation(kind=relation.kind, to=names.get(relation.to, relation.to)) for relation in mention.relations
    )
    return mention.model_copy(update={"relations": relations})


def _confirming(claim: GoldClaim, *, names: Mapping[str, str]) -> GoldClaim:
    if not isinstance(claim, GoldToll) or claim.confirms is None:
        return claim
    return claim.model_copy(update={"confirms": names.get(claim.confirms, claim.confirms)})
