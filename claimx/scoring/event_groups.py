"""Groups of events that share mentions or articles, and which of them are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from claimx.errors import InputError
from claimx.gold import GoldEvent
from claimx.scoring.clusters import components
from claimx.scoring.event_fields import same_attributes
from claimx.scoring.matching import match_sparse

_TWINLESS: Final = "predicted:"
"""Before a predicted mention that no gold mention is aligned with."""
_ATTRIBUTES: Final = 8
"""More than `same_attributes` returns."""


class HeldEvent(NamedTuple):
    """An event with what it holds: gold mentions, twinless predicted mentions, or articles."""

    event: GoldEvent
    things: frozenset[str]


class EventGroup(NamedTuple):
    """Events that share things, directly or through others, by id; and which are aligned."""

    gold: tuple[HeldEvent, ...]
    predicted: tuple[HeldEvent, ...]
    pairs: tuple[tuple[int, int], ...]
    """Numbers of the gold and the predicted event."""


def names_articles(gold: Iterable[GoldEvent]) -> bool:
    """Return whether gold events name articles instead of mentions; raises InputError where some do and some do not."""
    events = sorted(gold, key=lambda event: event.id)
    by_mention = next((event.id for event in events if event.mentions), None)
    by_article = next((event.id for event in events if event.articles and not event.mentions), None)
    if by_mention is not None and by_article is not None:
        raise InputError(
            f"gold events: mentions: {by_mention} names mentions and {by_article} only articles; score them apart"
        )
    return by_article is not None


def hold_articles(events: Iterable[GoldEvent], *, side: str) -> list[HeldEvent]:
    """Return the events with their articles; raises InputError as `hold_mentions` does."""
    return _held(events, side=side, things=lambda event: event.articles)


def hold_mentions(
    events: Iterable[GoldEvent], *, side: str, aligned: Mapping[str, str] | None = None
) -> list[HeldEvent]:
    """Return the events with their mentions under gold's names, by id.

    Args:
        events: Gold or predicted events.
        side: What error messages call them.
        aligned: Predicted mention to gold mention; None where the mentions are gold's.

    Raises:
        InputError: Two events have one id, or hold the same mention.
    """

    def things(event: GoldEvent) -> Iterator[str]:
        for mention in event.mentions:
            yield mention if aligned is None else aligned.get(mention, f"{_TWINLESS}{mention}")

    return _held(events, side=side, things=things)


def _held(events: Iterable[GoldEvent], *, side: str, things: Callable[[GoldEvent], Iterable[str]]) -> list[HeldEvent]:
    held = [HeldEvent(event, frozenset(things(event))) for event in sorted(events, key=lambda event: event.id)]
    for one, following in pairwise(held):
        if one.event.id == following.event.id:
            raise InputError(f"{side} events: id: {one.event.id} is there twice; an id names one event")
    owners: dict[str, str] = {}
    for event, members in held:
        for thing in sorted(members):
            if owners.setdefault(thing, event.id) != event.id:
                raise InputError(f"{side} events: {thing} is in {owners[thing]} and {event.id}; leave it in one")
    return held


def group_events(gold: list[HeldEvent], predicted: list[HeldEvent]) -> list[EventGroup]:
    """Return the groups, those with gold events first, by id."""
    found = components([one.things for one in gold], [one.things for one in predicted])
    return [
        _aligned(tuple(gold[at] for at in group.gold), tuple(predicted[at] for at in group.predicted))
        for group in found
    ]


def _aligned(gold: tuple[HeldEvent, ...], predicted: tuple[HeldEvent, ...]) -> EventGroup:
    """Align by the most shared things; equal totals by same tolls, days and type, then by id."""
    owners = {thing: right for right, (_, things) in enumerate(predicted) for thing in things}
    shared: dict[tuple[int, int], int] = {}
    for left, (_, things) in enumerate(gold):
        for thing in things & owners.keys():
            shared[left, owners[thing]] = shared.get((left, owners[thing]), 0) + 1
    if len(shared) > 1:
        # One shared thing outweighs all attributes of all pairs.
        one = _ATTRIBUTES * min(len(gold), len(predicted))
        shared = {
            (left, right): n * one + same_attributes(gold[left].event, predicted[right].event)
            for (left, right), n in shared.items()
        }
    return EventGroup(gold, predicted, tuple(match_sparse(shared)))
