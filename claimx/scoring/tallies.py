"""Tallies: what precision and recall are made of, unit by unit, so that units can be drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from claimx.scores import Level, Variety


class Tally(NamedTuple):
    """Numerators and denominators; for counts of values both numerators are equal."""

    found: float
    """How much of gold was found: numerator of recall."""
    gold: float
    right: float
    """How much of what was predicted is right: numerator of precision."""
    predicted: float

    def plus(self, other: Tally) -> Tally:
        """Return the sum."""
        return Tally(*(mine + yours for mine, yours in zip(self, other, strict=True)))


NOTHING = Tally(0, 0, 0, 0)
Measure: TypeAlias = tuple[Level, str, Variety]
Tallies: TypeAlias = Mapping[Measure, Tally]
"""The tallies of one unit: an article, or a group of events that share none of their mentions with others."""


def count(right: int, *, gold: int, predicted: int) -> Tally:
    """Return the tally of values that are either right or not."""
    return Tally(right, gold, right, predicted)
