"""Grouping by a pairwise rule, and choosing the form that stands for a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def group(members: Sequence[T], same: Callable[[T, T], object]) -> list[list[T]]:
    """Return the connected components under a symmetric rule, in order of their first members.

    Quadratic in the members: meant for the names inside one event.
    """
    groups: list[list[T]] = []
    for member in members:
        joining = [one for one in groups if any(same(member, other) for other in one)]
        merged = [other for one in joining for other in one] + [member]
        if joining:
            groups[groups.index(joining[0])] = merged
        else:
            groups.append(merged)
        groups = [one for one in groups if one is merged or not any(one is other for other in joining)]
    return groups


def unrivalled(
    members: Sequence[T], same: Callable[[T, T], object], *, short_for: Callable[[T, T], bool]
) -> Callable[[T, T], bool]:
    """Return the rule `same` without the short forms that fit two members which are not one themselves.

    "FVF" cannot say whether it is the Free Valley Front or the Free Voice Forum, and must not make them one.
    """

    def joins(left: T, right: T) -> bool:
        return bool(same(left, right)) and not rivalled(left, right) and not rivalled(right, left)

    def rivalled(short: T, long: T) -> bool:
        return short_for(short, long) and any(
            short_for(short, other) and same(short, other) and not same(long, other) for other in members
        )

    return joins


def most_used(forms: Iterable[str]) -> str:
    """Return the most frequent form; of equally frequent ones the longest, then the first in alphabetical order."""
    counts = Counter(forms)
    return min(counts, key=lambda form: (-counts[form], -len(form), form))
