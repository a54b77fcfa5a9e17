"""Facts reduced to what every engine can compare by rules that are exactly the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from claimx.facts import Column, Facts, Flags, Named, Relations

T = TypeVar("T")


def reduced(facts: Facts) -> Facts:
    """Keep the article, one exact day, type and realis, the city, the country's code and one named actor."""
    size = len(facts)
    nothing: Column[str | None] = constant(size, None)
    nobody: Column[tuple[Named, ...]] = constant(size, ())
    no_rows = np.zeros(0, dtype=np.int64)
    return replace(
        facts,
        end=facts.start,
        site=nothing,
        admin1=nothing,
        country=nothing,
        means=nothing,
        label=nothing,
        victims=nobody,
        recipients=nobody,
        actors=replace(facts.actors, values=tuple(named[:1] for named in facts.actors.values)),
        relations=Relations(no_rows, Column(no_rows.astype(np.int32), ()), no_rows),
        overlapping=no_rows.reshape(0, 2),
    )


def constant(size: int, value: T) -> Column[T]:
    """Return a column of one value."""
    return Column(np.zeros(size, dtype=np.int32), (value,))


def without(column: Column[T], lost: Flags, nothing: T) -> Column[T]:
    """Return a column with `nothing` in the rows that are lost; values that no row has any more are left out."""
    codes = np.where(lost, np.int32(len(column.values)), column.codes)
    used, places = np.unique(codes, return_inverse=True)
    values = (*column.values, nothing)
    return Column(places.astype(np.int32), tuple(values[code] for code in used.tolist()))
