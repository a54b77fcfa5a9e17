"""The fields of an event, each with its rule: when gold annotates it, what it says, and what counts as right.

Nothing in either side's field is null here, be it left out or written as null; whether it counts is `annotated`, which
asks gold alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from claimx.claim import TollKind
from claimx.gold import GoldEvent, GoldRange, GoldWhen, GoldWords
from claimx.scoring.likeness import Days, Value, days_of
from claimx.scoring.wordings import Place, Site
from claimx.taxonomy import TYPES

Judge: TypeAlias = Callable[[GoldEvent, GoldEvent], bool]
"""Whether a predicted event (second) is right by gold (first), both having a value."""
Part = Literal["low", "best", "high"]


class FieldRule(NamedTuple):
    """How one field is scored."""

    fields: tuple[str, ...]
    """The names under which it is counted; the first is that of its mistakes."""
    annotated: Callable[[GoldEvent], bool]
    words: Callable[[GoldEvent], str | None]
    """The value for a person to read; null where there is none."""
    same: Judge
    """The strict rule."""
    alike: Judge
    """The normalised rule; whatever is the same is alike."""
    reported: bool = True
    """Whether a wrong value is a mistake of its own, or one that another rule reports."""
    met_by_silence: Callable[[GoldEvent], bool] = lambda _: False
    """Whether, normalised, an event that says nothing is right."""


# Names, of which any is right


def _choices(value: object) -> tuple[str, ...]:
    return () if value is None else tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _joined(choices: Iterable[str]) -> str | None:
    return " | ".join(choices) or None


def _attribute(name: str, *, alike: Judge | None = None) -> FieldRule:
    def read(event: GoldEvent) -> tuple[str, ...]:
        return _choices(getattr(event, name))

    def same(gold: GoldEvent, predicted: GoldEvent) -> bool:
        return not set(read(gold)).isdisjoint(read(predicted))

    return FieldRule(
        fields=(name,),
        annotated=lambda event: event.annotates(name),
        words=lambda event: _joined(read(event)),
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
        return () if event.where is None else _choices(getattr(event.where, name))

    def value(event: GoldEvent) -> Value:
        first, *others = read(event)
        return compared_as(GoldWords(exact=first, also=tuple(others)))

    return FieldRule(
        fields=(f"where.{name}",),
        annotated=lambda event: event.annotates("where") and (event.where is None or event.where.annotates(name)),
        words=lambda event: _joined(read(event)),
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


# Tolls


def toll_of(event: GoldEvent, kind: TollKind) -> GoldRange | None:
    """Return the range of one kind of toll, if any of its numbers is known."""
    return next((toll for toll in event.tolls if toll.kind == kind and _numbers(toll) != (None, None, None)), None)


def _numbers(toll: GoldRange) -> tuple[int | None, int | None, int | None]:
    return toll.low, toll.best, toll.high


def _toll_in_words(event: GoldEvent, kind: TollKind) -> str | None:
    """Return "3", "best 3" or "2 to 4, best 3"; "?" stands for an open end."""
    toll = toll_of(event, kind)
    if toll is None:
        return None
    low, best, high = ("?" if number is None else str(number) for number in _numbers(toll))
    if low == high != "?":
        return low if best in (low, "?") else f"{low}, best {best}"
    bounds = [] if low == high else [f"{low} to {high}"]
    return ", ".join(bounds + ([] if best == "?" else [f"best {best}"]))


def _says_how_many(event: GoldEvent, kind: TollKind) -> bool:
    """Whether the tolls were annotated, and not only that there is one of this kind."""
    listed = [toll for toll in event.tolls if toll.kind == kind]
    return event.annotates("tolls") and all(_stated_parts(toll) for toll in listed)


def _stated_parts(toll: GoldRange) -> list[Part]:
    """Return what gold says of a toll; a null `best` says nothing, since reports alone give no one number."""
    return [part for part in get_args(Part) if toll.annotates(part) and (part != "best" or toll.best is not None)]


def same_toll(gold: GoldEvent, predicted: GoldEvent, kind: TollKind) -> bool:
    """Return whether each of low, best and high that gold annotates is the predicted one; also where none is there."""
    mine, other = toll_of(gold, kind), toll_of(predicted, kind)
    if mine is None or other is None:
        return mine is other
    return all(getattr(mine, part) == getattr(other, part) for part in _stated_parts(mine))


def _covers_toll(gold: GoldEvent, predicted: GoldEvent, kind: TollKind) -> bool:
    """Return whether the predicted range is gold's or contains gold's best number."""
    mine, other = toll_of(gold, kind), toll_of(predicted, kind)
    if other is None and _is_none(mine):
        return True
    if mine is None or other is None or same_toll(gold, predicted, kind):
        return same_toll(gold, predicted, kind)
    if mine.best is None:
        return mine.annotates("low") and mine.annotates("high") and (mine.low, mine.high) == (other.low, other.high)
    low, high = (other.best, other.best) if other.low is None and other.high is None else (other.low, other.high)
    return (low is None or low <= mine.best) and (high is None or mine.best <= high)


def _is_none(toll: GoldRange | None) -> bool:
    """Tell whether a registry counts nobody, which reports leave unsaid."""
    return toll is not None and toll.best == 0 and {toll.low, toll.high} <= {None, 0}


def _toll(kind: TollKind) -> FieldRule:
    return FieldRule(
        fields=(f"toll.{kind}", "toll"),
        annotated=lambda event: _says_how_many(event, kind),
        words=lambda event: _toll_in_words(event, kind),
        same=lambda gold, predicted: same_toll(gold, predicted, kind),
        alike=lambda gold, predicted: _covers_toll(gold, predicted, kind),
        met_by_silence=lambda gold: _is_none(toll_of(gold, kind)),
    )


def _toll_part(kind: TollKind, part: Part) -> FieldRule:
    def read(event: GoldEvent) -> int | None:
        toll = toll_of(event, kind)
        number: int | None = getattr(toll, part) if toll is not None else None
        return number

    def annotated(event: GoldEvent) -> bool:
        """A kind that is not listed is judged by the numbers that the listed kinds have."""
        listed = [toll for toll in event.tolls if toll.kind == kind] or event.tolls
        return event.annotates("tolls") and any(part in _stated_parts(toll) for toll in listed)

    def same(gold: GoldEvent, predicted: GoldEvent) -> bool:
        return read(gold) == read(predicted)

    return FieldRule(
        fields=(f"toll.{part}",),
        annotated=annotated,
        words=lambda event: _joined(_choices(read(event))),
        same=same,
        alike=same,
        reported=False,
        met_by_silence=lambda gold: part == "best" and _is_none(toll_of(gold, kind)),
    )


def _stated_kinds(event: GoldEvent) -> list[TollKind]:
    return [toll.kind for toll in event.tolls if _stated_parts(toll)]


def _all_tolls(right: Callable[[GoldEvent, GoldEvent, TollKind], bool]) -> Judge:
    return lambda gold, predicted: all(right(gold, predicted, kind) for kind in _stated_kinds(gold))


_TOLLS_ALL: Final = FieldRule(
    fields=("tolls_all",),
    annotated=lambda event: event.annotates("tolls") and (not event.tolls or bool(_stated_kinds(event))),
    words=lambda event: _joined(_stated_kinds(event)),
    same=_all_tolls(same_toll),
    alike=_all_tolls(_covers_toll),
    reported=False,
    met_by_silence=lambda gold: all(_is_none(toll_of(gold, kind)) for kind in _stated_kinds(gold)),
)
"""Right where every kind that gold counts is right; kinds that gold does not list are judged each by itself."""


def _same_best(gold: GoldEvent, predicted: GoldEvent, kind: TollKind) -> bool:
    mine, other = toll_of(gold, kind), toll_of(predicted, kind)
    return mine is not None and other is not None and mine.best == other.best


def _same_best_or_silent(gold: GoldEvent, predicted: GoldEvent, kind: TollKind) -> bool:
    silent = toll_of(predicted, kind) is None and _is_none(toll_of(gold, kind))
    return silent or _same_best(gold, predicted, kind)


def _kinds_with_best(event: GoldEvent) -> list[TollKind]:
    return [toll.kind for toll in event.tolls if toll.best is not None]


_TOLLS_BEST: Final = FieldRule(
    fields=("tolls_best",),
    annotated=lambda event: bool(_kinds_with_best(event)),
    words=lambda event: _joined(_stated_kinds(event)),
    same=lambda gold, predicted: all(_same_best(gold, predicted, kind) for kind in _kinds_with_best(gold)),
    alike=lambda gold, predicted: all(_same_best_or_silent(gold, predicted, kind) for kind in _kinds_with_best(gold)),
    reported=False,
    met_by_silence=lambda gold: all(_is_none(toll_of(gold, kind)) for kind in _kinds_with_best(gold)),
)
"""Right where the best number of every kind of which gold has one is exact."""


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
    *(_toll(kind) for kind in get_args(TollKind)),
    *(_toll_part(kind, part) for kind in get_args(TollKind) for part in get_args(Part)),
    _TOLLS_ALL,
    _TOLLS_BEST,
    _attribute("n_origins", alike=_nearly_as_many),
)
"""Every field that has one value; relations and disagreements, which are lists, have modules of their own."""


def same_attributes(gold: GoldEvent, predicted: GoldEvent) -> int:
    """Return how far two events agree, 0 to 7: same tolls before same days before same type."""
    tolls = all(same_toll(gold, predicted, kind) for kind in get_args(TollKind))
    kind = not set(_choices(gold.type)).isdisjoint(_choices(predicted.type))
    return 4 * tolls + 2 * (_days(gold) == _days(predicted)) + kind
