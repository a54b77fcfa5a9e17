"""What differs from gold, value by value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimx.scores import Level
from claimx.scoring.passages import Span


@dataclass(frozen=True)
class FieldDifference:
    """One value of one article that differs from gold after normalising."""

    kind: Literal["missed", "spurious", "wrong"]
    """`wrong`: gold has another value; it counts as one missed and one spurious."""
    level: Level
    field: str
    """As in the tallies; a whole claim that is missed or spurious as `toll`, `responsibility` or `statement`."""
    gold: str | None
    predicted: str | None
    mention: str
    """Gold's `local_id` of the mention, or the predicted one where the mention itself is spurious."""
    gold_span: tuple[int, int] | None
    """Where the value's words stand, or the first quote of what has the value; None where nobody located them."""
    predicted_span: tuple[int, int] | None
    part_of: str | None = None
    """Where a whole event, participant or claim is missed or spurious, its field (`event`, `participants`, `toll`...)
    on the differences of everything inside; None on that of the whole, and on those of what was aligned."""


def order(difference: FieldDifference) -> tuple[str | Span, ...]:
    """Return what differences are sorted by: the mention, wholes before their parts, the field, the values."""
    nowhere = (-1, -1)
    return (
        difference.mention,
        difference.part_of or "",
        difference.level,
        difference.field,
        difference.kind,
        difference.gold_span or nowhere,
        difference.predicted_span or nowhere,
        difference.gold or "",
        difference.predicted or "",
    )
