"""What comes of comparing two aligned events, or one with nothing: tallies by field, and the values that differ."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from claimx.gold import GoldEvent
from claimx.scores import Variety
from claimx.scoring.conflicts import conflict_in_words, has_conflict
from claimx.scoring.event_fields import RULES
from claimx.scoring.event_rules import FieldRule
from claimx.scoring.tallies import NOTHING, Tally, count


class Outcome(NamedTuple):
    """One value compared."""

    fields: tuple[str, ...]
    """Where it is counted; the first names the mistake."""
    tallies: Mapping[Variety, Tally]
    gold: str | None
    predicted: str | None
    kind: Literal["missed", "spurious", "wrong"] | None
    """The mistake; null where it is right after normalising, or reported elsewhere."""
    part_of: str | None = None
    """`event` where the whole event is missed or spurious."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What gold says anything about: a field that no gold event annotates is not scored."""

    rules: tuple[FieldRule, ...]
    relations: bool
    disagreements: bool
    partners: Mapping[str, str]
    """Id of the gold event that each predicted one is aligned with."""
    left_out: Container[str]
    """Ids of predicted events that are not scored."""

    @classmethod
    def of(cls, gold: Collection[GoldEvent], *, partners: Mapping[str, str], left_out: Container[str]) -> Scope:
        """Return the scope of these gold events."""
        return cls(
            rules=tuple(rule for rule in RULES if any(map(rule.annotated, gold))),
            relations=any(event.annotates("relations") for event in gold),
            disagreements=any(event.annotates("disagreements") for event in gold),
            partners=partners,
            left_out=left_out,
        )


def compare_events(gold: GoldEvent, predicted: GoldEvent, *, scope: Scope) -> Iterator[Outcome]:
    """Yield the outcome of every field that gold annotates."""
    yield Outcome(("event",), _either_way(count(1, gold=1, predicted=1)), gold.id, predicted.id, None)
    for rule in scope.rules:
        if rule.annotated(gold):
            yield _compared(rule, gold, predicted)
    if gold.annotates("relations"):
        yield from _relations(_told_relations(gold), _aligned_relations(predicted, scope))
    if gold.annotates("disagreements"):
        yield from _disagreements(gold, predicted)


def missed_event(gold: GoldEvent, *, scope: Scope) -> Iterator[Outcome]:
    """Yield the outcomes of a gold event that nothing is aligned with: all its values are missed."""
    yield Outcome(("event",), _either_way(count(0, gold=1, predicted=0)), _title(gold), None, "missed")
    nothing = GoldEvent(id="")
    for outcome in compare_events(gold, nothing, scope=scope):
        if outcome.fields != ("event",):
            yield outcome._replace(part_of="event")


def spurious_event(predicted: GoldEvent, *, scope: Scope) -> Iterator[Outcome]:
    """Yield the outcomes of a predicted event that gold does not have: all its values are spurious."""
    yield Outcome(("event",), _either_way(count(0, gold=0, predicted=1)), None, _title(predicted), "spurious")
    nothing = GoldEvent(id="")
    outcomes = [_compared(rule, nothing, predicted) for rule in scope.rules]
    if scope.relations:
        outcomes += _relations([], _aligned_relations(predicted, scope))
    if scope.disagreements:
        outcomes += _disagreements(nothing, predicted)
    for outcome in outcomes:
        yield outcome._replace(part_of="event")


def _title(event: GoldEvent) -> str:
    """Return what tells an event from others: type, days, city or country."""
    names = ("type", "when", "where.city", "where.country")
    told = {rule.fields[0]: rule.words(event) for rule in RULES if rule.fields[0] in names}
    return ", ".join(words for name in names if (words := told[name]) is not None) or event.id


def _compared(rule: FieldRule, gold: GoldEvent, predicted: GoldEvent) -> Outcome:
    mine, other = rule.words(gold), rule.words(predicted)
    both = mine is not None and other is not None
    same = both and rule.same(gold, predicted)
    alike = same or (both and rule.alike(gold, predicted))
    n_gold, n_predicted = int(mine is not None), int(other is not None)
    silent = mine is not None and other is None and predicted.id != "" and rule.met_by_silence(gold)
    alike = alike or silent
    tallies: dict[Variety, Tally] = {
        "strict": count(int(same), gold=n_gold, predicted=n_predicted),
        "normalised": count(int(alike), gold=n_gold, predicted=n_predicted or int(silent)),
    }
    return Outcome(rule.fields, tallies, mine, other, None if alike or not rule.reported else _kind(mine, other))


def _either_way(tally: Tally) -> dict[Variety, Tally]:
    """Return the tally of what has no more lenient rule."""
    return {"strict": tally, "normalised": tally}


def _kind(gold: str | None, predicted: str | None) -> Literal["missed", "spurious", "wrong"] | None:
    if gold is None:
        return None if predicted is None else "spurious"
    return "missed" if predicted is None else "wrong"


# Relations: (kind, id of the gold event, or of the predicted one where gold has none)


class _Told(NamedTuple):
    kind: str
    to: str
    in_gold: bool


def _told_relations(event: GoldEvent) -> list[_Told]:
    return sorted({_Told(one.kind, one.to, True) for one in event.relations})


def _aligned_relations(predicted: GoldEvent, scope: Scope) -> list[_Told]:
    told = [one for one in predicted.relations if one.to not in scope.left_out]
    return sorted({_Told(one.kind, scope.partners.get(one.to, one.to), one.to in scope.partners) for one in told})


def _relations(gold: Sequence[_Told], predicted: Sequence[_Told]) -> Iterator[Outcome]:
    yield Outcome(("relations",), _either_way(NOTHING), None, None, None)  # scored, even where there are none
    for told in sorted({*gold, *predicted}):
        words = f"{told.kind} {told.to}"
        mine, other = words if told in gold else None, words if told in predicted else None
        right = mine is not None and other is not None
        tally = count(int(right), gold=int(mine is not None), predicted=int(other is not None))
        yield Outcome(("relations",), _either_way(tally), mine, other, None if right else _kind(mine, other))


# Disagreements: each side's are looked for in the other, so recall and precision have counts of their own


def _disagreements(gold: GoldEvent, predicted: GoldEvent) -> Iterator[Outcome]:
    yield Outcome(("disagreement",), {"normalised": NOTHING}, None, None, None)
    for conflict in gold.disagreements:
        survived = has_conflict(predicted, conflict)
        tally = Tally(int(survived), 1, 0, 0)
        words = conflict_in_words(conflict)
        yield Outcome(_names(conflict.field), {"normalised": tally}, words, None, None if survived else "missed")
    for conflict in predicted.disagreements:
        known = has_conflict(gold, conflict)
        tally = Tally(0, 0, int(known), 1)
        words = conflict_in_words(conflict)
        yield Outcome(_names(conflict.field), {"normalised": tally}, None, words, None if known else "spurious")


def _names(disputed: str) -> tuple[str, ...]:
    return f"disagreement.{disputed.partition('.')[0]}", "disagreement"
