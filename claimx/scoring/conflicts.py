"""Which of gold's disagreements survived the merge, and which predicted ones gold has."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Final

from claimx.gold import GoldDisagreement, GoldEvent
from claimx.values.counts.count import read_count
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import match_names
from claimx.values.places import match_places

_NOT: Final = "not "
"""Before an accused: somebody denies it."""
_LONGEST_NAME: Final = 200
"""Characters; longer values are passages, whose spellings would take forever to compare."""


def has_conflict(event: GoldEvent, conflict: GoldDisagreement) -> bool:
    """Return whether an event has the disagreement: on that field, two of its sides stand on two different sides."""
    return any(_keeps_apart(other, conflict) for other in event.disagreements if other.field == conflict.field)


def _keeps_apart(left: GoldDisagreement, right: GoldDisagreement) -> bool:
    places = [_sides_of(value, right) for value in left.values]
    return any(mine and other and len(mine | other) > 1 for mine, other in combinations(places, 2))


def _sides_of(value: str | tuple[str, ...], conflict: GoldDisagreement) -> set[int]:
    """Return the numbers of the sides on which a value stands."""
    return {
        at
        for at, side in enumerate(conflict.values)
        if any(same_side(conflict.field, left, right) for left in _names(value) for right in _names(side))
    }


def same_side(field: str, left: str, right: str) -> bool:
    """Return whether two values of a disputed field are one side of it, in other words or another spelling.

    Numbers are compared as numbers ("two", "at least 2" and "2" are one side), places and the accused as names; who
    is said to have done it and "not" to have done it are two sides.
    """
    if fold_name(left) == fold_name(right):
        return left == right or bool(fold_name(left))
    if max(len(left), len(right)) > _LONGEST_NAME:
        return False
    match field.partition(".")[0]:
        case "tolls":
            bounds = _bounds(left)
            return bounds is not None and bounds == _bounds(right)
        case "responsibility":
            return _same_accused(left, right)
        case "where":
            return match_places(left, right)
        case _:
            return False


def _bounds(words: str) -> tuple[int | None, int | None] | None:
    """Return the lowest and the highest number that the words give."""
    if words.strip().isdecimal():
        return int(words), int(words)
    count = read_count(words)
    if count is None:
        return None
    stated = [number for number in (count.max, count.best, count.min) if number is not None]
    return (count.best if count.min is None else count.min), stated[0]


def _same_accused(left: str, right: str) -> bool:
    if left.startswith(_NOT) != right.startswith(_NOT):
        return False
    names = left.removeprefix(_NOT), right.removeprefix(_NOT)
    return match_names(*names, kind="organisation") is not None or match_names(*names, kind="person") is not None


def conflict_in_words(conflict: GoldDisagreement) -> str:
    """Return the sides for a person to read: "2 / 4"."""
    return " / ".join(" | ".join(_names(value)) for value in conflict.values)


def _names(value: str | tuple[str, ...]) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value
