"""One article's prediction beside its gold: tallies of every field, who was aligned with whom, and what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claimx.gold import Annotation, GoldArticle, GoldClaim, GoldMention, GoldParticipant
from claimx.scores import Level
from claimx.scoring.aligning import Couple
from claimx.scoring.counting import Annotated, Around, Outcome, count_fields
from claimx.scoring.differences import FieldDifference, order
from claimx.scoring.fills import CLAIMS, MENTION, PARTICIPANT, Table
from claimx.scoring.pairing import pair_claims, pair_mentions, pair_participants
from claimx.scoring.tallies import NOTHING, Measure, Tallies, Tally
from claimx.scoring.wholes import count_claim


@dataclass(frozen=True)
class ArticleComparison:
    """How the prediction for one article compares with gold."""

    tallies: Tallies
    """Only fields that gold annotates, and only those of which either side has a value."""
    pairs: tuple[tuple[str, str], ...]
    """`local_id` of the predicted mentions and of the gold mentions they were aligned with, sorted."""
    differences: tuple[FieldDifference, ...]
    """Sorted by mention and field."""


def score_article(
    predicted: GoldArticle, gold: GoldArticle, *, annotated: Annotated | None = None
) -> ArticleComparison:
    """Compare one article's mentions and claims with gold.

    The order of mentions, claims, participants and quotes does not matter. `annotated` says in which fields things are
    counted that gold does not have at all: by default those that this gold article annotates somewhere. An article
    without events annotates nothing but that, so give `annotated_fields` of all gold articles together.
    """
    fields = annotated_fields([gold]) if annotated is None else annotated
    mentions = pair_mentions(predicted.mentions, gold.mentions)
    outcomes = [outcome for couple in mentions for outcome in _count_mention(couple, annotated=fields)]
    return ArticleComparison(
        tallies=_summed(outcomes),
        pairs=tuple(sorted((mine.local_id, yours.local_id) for mine, yours in mentions if mine and yours)),
        differences=tuple(sorted((each for outcome in outcomes for each in outcome.differences), key=order)),
    )


def annotated_fields(gold: Iterable[GoldArticle]) -> Annotated:
    """Return the fields that some article annotates somewhere, be it with nothing; always `event`."""
    mentions = [mention for article in gold for mention in article.mentions]
    found: set[tuple[Level, str]] = {("mentions", "event")}
    for mention in mentions:
        found |= _filled(MENTION, mention)
        found |= {("mentions", "participants")} if mention.annotates("participants") else set()
        found |= {("claims", name) for name in CLAIMS} if mention.annotates("claims") else set()
        found |= {each for participant in mention.participants for each in _filled(PARTICIPANT, participant)}
        found |= {each for claim in mention.claims for each in _filled(CLAIMS[claim.type], claim)}
    return frozenset(found)


def _filled(table: Table, record: Annotation) -> set[tuple[Level, str]]:
    return {(table.level, each.name) for each in table.fields if each.state(record) == "filled"}


# Counting


def _count_mention(couple: Couple[GoldMention], *, annotated: Annotated) -> Iterator[Outcome]:
    predicted, gold = couple
    told = gold or predicted
    if told is None or (predicted is None and told.optional):
        return
    alone = predicted is None or gold is None
    around = Around(told.local_id, annotated)
    yield from count_fields(MENTION, predicted=predicted, gold=gold, around=around)
    inside = replace(around, part_of=MENTION.head) if alone else around
    if _is_listed("participants", gold, annotated=("mentions", "participants") in annotated):
        for pair in pair_participants(_participants(predicted), _participants(gold)):
            yield from _count_participant(pair, around=inside)
    if _is_listed("claims", gold, annotated=("claims", "toll") in annotated):
        for claims in pair_claims(_claims(predicted), _claims(gold)):
            yield from _count_claim(claims, around=inside)


def _is_listed(name: str, gold: GoldMention | None, *, annotated: bool) -> bool:
    return annotated if gold is None else gold.annotates(name)


def _participants(mention: GoldMention | None) -> Sequence[GoldParticipant]:
    return mention.participants if mention else ()


def _claims(mention: GoldMention | None) -> Sequence[GoldClaim]:
    return mention.claims if mention else ()


def _count_participant(couple: Couple[GoldParticipant], *, around: Around) -> Iterator[Outcome]:
    predicted, gold = couple
    if predicted is not None or (gold is not None and not gold.optional):
        yield from count_fields(PARTICIPANT, predicted=predicted, gold=gold, around=around)


def _count_claim(couple: Couple[GoldClaim], *, around: Around) -> Iterator[Outcome]:
    predicted, gold = couple
    told = gold or predicted
    if told is None or (predicted is None and told.optional):
        return
    whole = count_claim(couple, around=around)
    if whole:
        yield whole
    yield from count_fields(CLAIMS[told.type], predicted=predicted, gold=gold, around=around)


# Sums


def _summed(outcomes: Iterable[Outcome]) -> Tallies:
    total: dict[Measure, Tally] = defaultdict(lambda: NOTHING)
    for outcome in outcomes:
        for field in (outcome.field, *sums_of(outcome.level, outcome.field)):
            for variety, tally in outcome.tallies.items():
                measure = outcome.level, field, variety
                total[measure] = total[measure].plus(tally)
    return dict(sorted(total.items()))


def sums_of(level: Level, field: str) -> tuple[str, ...]:
    """Return the sums a field goes into: `any` has the whole claims, `overall` every other field but `quotes`."""
    if level == "claims" and field in CLAIMS:
        return ("any",)
    return () if field == "quotes" else ("overall",)
