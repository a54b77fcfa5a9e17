"""Who corresponds to whom: couples of what one side says and what the other says, whatever the order of either."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from pydantic import JsonValue

from claimx.gold import Annotation
from claimx.record import canonical_json
from claimx.scoring.assignment import assign

Thing = TypeVar("Thing")
Couple: TypeAlias = tuple[Thing | None, Thing | None]
"""Predicted and gold; None on one side where it has no counterpart."""


class Content(NamedTuple):
    """What a thing says, and the name it goes by: its place in any order."""

    says: str
    name: str = ""


def content_of(record: Annotation) -> Content:
    """Return a record's content; the order of lists does not matter."""
    says = record.model_dump(mode="json", exclude={"local_id"})
    return Content(canonical_json(_sorted(says)), getattr(record, "local_id", None) or "")


def _sorted(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _sorted(below) for key, below in value.items()}
    return sorted(map(_sorted, value), key=canonical_json) if isinstance(value, list) else value


def couples(
    predicted: Sequence[Thing],
    gold: Sequence[Thing],
    *,
    content: Callable[[Thing], Content],
    similarity: Callable[[Thing, Thing], int],
) -> list[Couple[Thing]]:
    """Align one to one: first what says exactly the same, then the rest by the greatest total similarity.

    A similarity of 0 aligns nothing; among equal totals more couples are better. `similarity` must be symmetric; the
    sides exchanged then give the same couples, exchanged. Those without a counterpart come last, gold's first.
    """
    mine, yours = _ordered(predicted, content=content), _ordered(gold, content=content)
    same = _identical(mine, yours)
    rest = [at for at in range(len(mine)) if at not in same]
    others = [at for at in range(len(yours)) if at not in set(same.values())]
    nearest = _nearest([mine[at] for at in rest], [yours[at] for at in others], similarity=similarity)
    paired = same | {rest[at]: others[other] for at, other in nearest}
    found = set(paired.values())
    return [
        *((mine[at][1], yours[other][1]) for at, other in sorted(paired.items())),
        *((None, thing) for other, (_, thing) in enumerate(yours) if other not in found),
        *((thing, None) for at, (_, thing) in enumerate(mine) if at not in paired),
    ]


def _ordered(things: Sequence[Thing], *, content: Callable[[Thing], Content]) -> list[tuple[Content, Thing]]:
    return sorted(((content(thing), thing) for thing in things), key=lambda each: each[0])


def _identical(mine: Sequence[tuple[Content, Thing]], yours: Sequence[tuple[Content, Thing]]) -> dict[int, int]:
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for other, (content, _) in enumerate(yours):
        waiting[content.says].append(other)
    return {at: waiting[content.says].popleft() for at, (content, _) in enumerate(mine) if waiting[content.says]}


def _nearest(
    mine: Sequence[tuple[Content, Thing]],
    yours: Sequence[tuple[Content, Thing]],
    *,
    similarity: Callable[[Thing, Thing], int],
) -> list[tuple[int, int]]:
    """Assign with the sides in the order of their content: ties fall the same way from either side."""
    if [content for content, _ in yours] < [content for content, _ in mine]:
        return [(at, other) for other, at in _nearest(yours, mine, similarity=similarity)]
    known: dict[tuple[str, str], int] = {}
    scale = 1 + min(len(mine), len(yours))

    def weight(left: tuple[Content, Thing], right: tuple[Content, Thing]) -> int:
        pair = left[0].says, right[0].says
        if pair not in known:
            known[pair] = similarity(left[1], right[1])
        return known[pair] * scale + 1 if known[pair] > 0 else 0

    return assign(mine, yours, similarity=weight)
