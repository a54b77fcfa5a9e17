"""Scoring events: which mentions were merged, which events were found, and what is said of them.

What is clustered are mentions; or, where gold events name `articles` and no mentions, articles, each belonging to the
event that it leads with. Events outside the articles that gold covers are the caller's to leave out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimx.gold import GoldEvent
from claimx.scoring.clusters import MEASURES, components
from claimx.scoring.differences import FieldDifference, order
from claimx.scoring.event_groups import EventGroup, group_events, hold_articles, hold_mentions, names_articles
from claimx.scoring.event_outcomes import Outcome, Scope, compare_events, missed_event, spurious_event
from claimx.scoring.tallies import Measure, Tallies, Tally


@dataclass(frozen=True, kw_only=True)
class EventComparison:
    """Predicted events beside gold ones."""

    units: tuple[Tallies, ...]
    """One for each group of events that share mentions, sorted by content."""
    members: tuple[frozenset[str], ...]
    """For each unit, what it is about: mentions or articles, and ids of gold events as `event:ID`."""
    pairs: tuple[tuple[str, str], ...]
    """Ids of the aligned events, predicted and gold, sorted."""
    differences: tuple[FieldDifference, ...]
    """After normalising, in the order of `differences.order`; `mention` is gold's id of the event, or the predicted one
    where gold has none."""


def score_events(
    predicted: Sequence[GoldEvent], gold: Sequence[GoldEvent], *, aligned: Mapping[str, str]
) -> EventComparison:
    """Compare predicted events with gold ones; the order of either does not matter.

    Merging compares the clusterings. Events are aligned one to one by the most shared mentions, ties going to the same
    tolls, days and type. Fields count by gold: what a gold event does not annotate is scored on neither side; an
    optional event, and those of its mentions that nobody predicted, do not count as missed. A predicted event that is
    aligned with none is spurious with all it says; but where gold names articles, an event that leads none
    (background) is left out, for gold does not say which of those there are.

    Args:
        predicted: Events drafted into gold's form; where gold names articles, with those that each one leads.
        gold: Gold events, all with mentions or all with articles.
        aligned: Predicted mention to gold mention, as `ARTICLE_ID/LOCAL_ID`; those not in it stay twinless.

    Raises:
        InputError: A mention or an article is in two events of one side, two events of one side have one id, or some
            gold events name articles and others mentions.
    """
    groups, left_out = _grouped(predicted, gold, aligned)
    partners = {
        group.predicted[right].event.id: group.gold[left].event.id for group in groups for left, right in group.pairs
    }
    scope = Scope.of(gold, partners=partners, left_out=left_out)
    compared = [(group, list(_outcomes(group, scope))) for group in groups]
    # An optional event that was missed leaves nothing to count.
    compared = [(group, outcomes) for group, outcomes in compared if outcomes]
    return EventComparison(
        units=tuple({**_merging(group), **_counted(outcome for _, outcome in found)} for group, found in compared),
        members=tuple(_members(group) for group, _ in compared),
        pairs=tuple(sorted(partners.items())),
        differences=tuple(sorted(_differences(outcome for _, found in compared for outcome in found), key=order)),
    )


def _grouped(
    predicted: Sequence[GoldEvent], gold: Sequence[GoldEvent], aligned: Mapping[str, str]
) -> tuple[list[EventGroup], frozenset[str]]:
    """Return the groups, and the ids of the predicted events that are not scored."""
    if not names_articles(gold):
        mine, other = hold_mentions(gold, side="gold"), hold_mentions(predicted, side="predicted", aligned=aligned)
        return group_events(mine, other), frozenset()
    held = hold_articles(predicted, side="predicted")
    leading = [one for one in held if one.things]
    left_out = frozenset(one.event.id for one in held if not one.things)
    return group_events(hold_articles(gold, side="gold"), leading), left_out


def _merging(group: EventGroup) -> dict[Measure, Tally]:
    told = frozenset[str]().union(*(things for _, things in group.predicted))
    gold = [things & told if event.optional else things for event, things in group.gold]
    predicted = [things for _, things in group.predicted]
    return {("merging", name, "strict"): measure(gold, predicted) for name, measure in MEASURES.items()}


def _outcomes(group: EventGroup, scope: Scope) -> Iterator[tuple[str, Outcome]]:
    """Yield each outcome with the id of the event it is about: gold's, or the predicted one where gold has none."""
    partner = dict(group.pairs)
    for left, (event, _) in enumerate(group.gold):
        if left in partner:
            outcomes = compare_events(event, group.predicted[partner[left]].event, scope=scope)
        else:
            outcomes = missed_event(event, scope=scope) if not event.optional else iter(())
        yield from ((event.id, outcome) for outcome in outcomes)
    found = set(partner.values())
    for right, (event, _) in enumerate(group.predicted):
        if right not in found:
            yield from ((event.id, outcome) for outcome in spurious_event(event, scope=scope))


def _counted(outcomes: Iterable[Outcome]) -> Tallies:
    return _sums(
        (("events", field, variety), tally)
        for outcome in outcomes
        for field in outcome.fields
        for variety, tally in outcome.tallies.items()
    )


def _sums(tallies: Iterable[tuple[Measure, Tally]]) -> Tallies:
    found: defaultdict[Measure, list[Tally]] = defaultdict(list)
    for measure, tally in tallies:
        found[measure].append(tally)
    return {measure: Tally(*map(sum, zip(*each, strict=True))) for measure, each in found.items()}


def _members(group: EventGroup) -> frozenset[str]:
    held = (*group.gold, *group.predicted)
    return frozenset(f"event:{event.id}" for event, _ in group.gold).union(*(things for _, things in held))


def _differences(outcomes: Iterable[tuple[str, Outcome]]) -> Iterator[FieldDifference]:
    for event_id, outcome in outcomes:
        if outcome.kind is not None:
            yield FieldDifference(
                kind=outcome.kind,
                level="events",
                field=outcome.fields[0],
                gold=outcome.gold,
                predicted=outcome.predicted,
                mention=event_id,
                gold_span=None,
                predicted_span=None,
                part_of=outcome.part_of,
            )


def pair_units(left: EventComparison, right: EventComparison) -> tuple[tuple[Tallies, ...], tuple[Tallies, ...]]:
    """Return the units of two comparisons with the same gold, so that unit i of both is about the same.

    What either side holds together becomes one unit on both. Tallies add up, so no score changes; only the intervals
    are drawn from fewer units.
    """
    joined = components(left.members, right.members)
    return (
        tuple(_joined(left.units[at] for at in group.gold) for group in joined),
        tuple(_joined(right.units[at] for at in group.predicted) for group in joined),
    )


def _joined(units: Iterable[Tallies]) -> Tallies:
    return _sums(measured for unit in units for measured in unit.items())
