"""Checked events: what is wrong with one gold event although all its fields can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final, get_args

from claimx.annotating.checked_articles import country_faults, number_faults, period_faults
from claimx.claim import TollKind
from claimx.gold import GoldEvent

_PLACES: Final = ("site", "city", "admin1", "country")
FIELDS: Final = (
    *(f"tolls.{kind}" for kind in get_args(TollKind)),
    "responsibility",
    *(f"where.{level}" for level in _PLACES),
    *("when", "type", "means"),
)
"""What reports can disagree on."""


def event_faults(event: GoldEvent, *, ids: Collection[str] | None, mentions: Collection[str] | None) -> Iterator[str]:
    """Yield a sentence for each fault, with its path.

    `ids` are those of all events of the file, `mentions` all that there are, as `ARTICLE_ID/LOCAL_ID`; None: unknown.
    """
    yield from _reference_faults(event, mentions)
    if event.when is not None:
        yield from period_faults(event.when, "when")
    if event.where is not None:
        yield from country_faults(event.where.country_code, "where")
    yield from _toll_faults(event)
    yield from _disagreement_faults(event)
    for index, relation in enumerate(event.relations):
        if relation.to == event.id:
            yield f"relations[{index}].to: {relation.to!r} is this event itself; name another one"
        elif ids is not None and relation.to not in ids:
            yield f"relations[{index}].to: no event of this file has the id {relation.to!r}; name one that is there"


def _reference_faults(event: GoldEvent, mentions: Collection[str] | None) -> Iterator[str]:
    for index, reference in enumerate(event.mentions):
        if not all(reference.rpartition("/")):
            yield f"mentions[{index}]: {reference!r} is no mention; write ARTICLE_ID/LOCAL_ID"
        elif mentions is not None and reference not in mentions:
            yield f"mentions[{index}]: there is no mention {reference!r}; name one of the gold mentions"


def _toll_faults(event: GoldEvent) -> Iterator[str]:
    for kind, times in Counter(toll.kind for toll in event.tolls).items():
        if times > 1:
            yield f"tolls: {times} ranges for {kind}; write one"
    for index, toll in enumerate(event.tolls):
        yield from number_faults(f"tolls[{index}]", low=toll.low, best=toll.best, high=toll.high)


def _disagreement_faults(event: GoldEvent) -> Iterator[str]:
    for index, disagreement in enumerate(event.disagreements):
        path = f"disagreements[{index}]"
        if disagreement.field not in FIELDS:
            yield f"{path}.field: {disagreement.field!r} is no such field; write one of {', '.join(FIELDS)}"
        if len(disagreement.values) < 2 or () in disagreement.values:
            yield f"{path}.values: a disagreement has two sides or more; write a value for each"
