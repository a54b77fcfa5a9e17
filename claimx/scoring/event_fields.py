"""The fields of an event, each with its rule: when gold annotates it, what it says, and what counts as right.

Nothing in either side's field is null here, be it left out or written as null; whether it counts is `annotated`, which
asks gold alone.
"""

from __future__ import annotations

from typing import Final, get_args

from claimx.claim import TollKind
from claimx.gold import GoldEvent, GoldWhen, GoldWords
from claimx.scoring.event_rules import FieldRule, Judge, choices, joined
from claimx.scoring.event_tolls import TOLLS_ALL, TOLLS_BEST, Part, same_toll, toll_part_rule, toll_rule
from claimx.scoring.likeness import Days, Value, days_of
from claimx.scoring.wordings import Place, Site
from claimx.taxonomy import TYPES

# Names, of which any is right


def _attribute(name: str, *, alike: Judge | None = None) -> FieldRule:
    def read(event: GoldEvent) -> tuple[str, ...]:
        return choices(getattr(event, name))

    def same(gold: GoldEvent, predicted: GoldEvent) -> bool:
        return not set(read(gold)).isdisjoint(read(predicted))

    return FieldRule(
        fields=(name,),
        annotated=lambda event: event.annotates(name),
        words=lambda event: joined(read(event)),
        same=same,
        alike=alike or same,
    )


def _groups(event: GoldEvent) -> set[str]:
    kinds = event.type if isinstance(event.type, tuple) else (event.type,)
    return {TYPES[kind].group for kind in kinds if kind is not None}


def _same_group(gold: GoldEvent, predicted: GoldEvent) -> bool:
    return not _groups(gold).isdisjoint(_groups(predicted))


def _nearly_as_many(gold: GoldEvent, predicted: GoldEvent) -> bool:
    return (
        gold.n_origins is not None
        and predicted.n_origins is not None
        and abs(gold.n_origins - predicted.n_origins) <= 1
    )


# Place


def _level(name: str, *, compared_as: type[Place | Site] = Place) -> FieldRule:
    def read(event: GoldEvent) -> tuple[str, ...]:
        return () if event.where is None else choices(getattr(event.where, name))

    def value(event: GoldEvent) -> Value:
        first, *others = read(event)
        return compared_as(GoldWords(exact=first, also=tuple(others)))

    return FieldRule(
        fields=(f"where.{name}",),
        annotated=lambda event: event.annotates("where") and (event.where is None or event.where.annotates(name)),
        words=lambda event: joined(read(event)),
        same=lambda gold, predicted: value(gold).same(value(predicted)),
        alike=lambda gold, predicted: value(gold).alike(value(predicted)),
    )


_CODE: Final = _level("country_code")


# Days


def _days(event: GoldEvent) -> Days | None:
    """Return the days as those of a mention are read."""
    when = event.when
    return None if when is None else days_of(GoldWhen.model_validate(when.model_dump()))


def _days_in_words(event: GoldEvent) -> str | None:
    days = _days(event)
    return None if days is None else days.shown


def _same_days(gold: GoldEvent, predicted: GoldEvent) -> bool:
    left, right = _days(gold), _days(predicted)
    return left is not None and right is not None and left.same(right)


def _mostly_same_days(gold: GoldEvent, predicted: GoldEvent) -> bool:
    left, right = _days(gold), _days(predicted)
    return left is not None and right is not None and left.alike(right)


RULES: Final[tuple[FieldRule, ...]] = (
    _attribute("type", alike=_same_group),
    _attribute("means"),
    _attribute("prominence"),
    FieldRule(
        fields=("when",),
        annotated=lambda event: event.annotates("when"),
        words=_days_in_words,
        same=_same_days,
        alike=_mostly_same_days,
    ),
    _level("site", compared_as=Site),
    *(_level(name) for name in ("city", "admin1", "country")),
    _CODE._replace(alike=_CODE.same),
    *(toll_rule(kind) for kind in get_args(TollKind)),
    *(toll_part_rule(kind, part) for kind in get_args(TollKind) for part in get_args(Part)),
    TOLLS_ALL,
    TOLLS_BEST,
    _attribute("n_origins", alike=_nearly_as_many),
)
"""Every field that has one value; relations and disagreements, which are lists, have modules of their own."""


def same_attributes(gold: GoldEvent, predicted: GoldEvent) -> int:
    """Return how far two events agree, 0 to 7: same tolls before same days before same type."""
    tolls = all(same_toll(gold, predicted, kind) for kind in get_args(TollKind))
    kind = not set(choices(gold.type)).isdisjoint(choices(predicted.type))
    return 4 * tolls + 2 * (_days(gold) == _days(predicted)) + kind
