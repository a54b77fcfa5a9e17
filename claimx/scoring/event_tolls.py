"""How the tolls of events are scored: by kind, number by number, and all together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

from claimx.claim import TollKind
from claimx.gold import GoldEvent, GoldRange
from claimx.scoring.event_rules import FieldRule, Judge, choices, joined

Part = Literal["low", "best", "high"]


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


def toll_rule(kind: TollKind) -> FieldRule:
    """Return the rule for the range of one kind."""
    return FieldRule(
        fields=(f"toll.{kind}", "toll"),
        annotated=lambda event: _says_how_many(event, kind),
        words=lambda event: _toll_in_words(event, kind),
        same=lambda gold, predicted: same_toll(gold, predicted, kind),
        alike=lambda gold, predicted: _covers_toll(gold, predicted, kind),
        met_by_silence=lambda gold: _is_none(toll_of(gold, kind)),
    )


def toll_part_rule(kind: TollKind, part: Part) -> FieldRule:
    """Return the rule for one number of one kind."""

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
        words=lambda event: joined(choices(read(event))),
        same=same,
        alike=same,
        reported=False,
        met_by_silence=lambda gold: part == "best" and _is_none(toll_of(gold, kind)),
    )


def _stated_kinds(event: GoldEvent) -> list[TollKind]:
    return [toll.kind for toll in event.tolls if _stated_parts(toll)]


def _all_tolls(right: Callable[[GoldEvent, GoldEvent, TollKind], bool]) -> Judge:
    return lambda gold, predicted: all(right(gold, predicted, kind) for kind in _stated_kinds(gold))


TOLLS_ALL: Final = FieldRule(
    fields=("tolls_all",),
    annotated=lambda event: event.annotates("tolls") and (not event.tolls or bool(_stated_kinds(event))),
    words=lambda event: joined(_stated_kinds(event)),
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


TOLLS_BEST: Final = FieldRule(
    fields=("tolls_best",),
    annotated=lambda event: bool(_kinds_with_best(event)),
    words=lambda event: joined(_stated_kinds(event)),
    same=lambda gold, predicted: all(_same_best(gold, predicted, kind) for kind in _kinds_with_best(gold)),
    alike=lambda gold, predicted: all(_same_best_or_silent(gold, predicted, kind) for kind in _kinds_with_best(gold)),
    reported=False,
    met_by_silence=lambda gold: all(_is_none(toll_of(gold, kind)) for kind in _kinds_with_best(gold)),
)
"""Right where the best number of every kind of which gold has one is exact."""
