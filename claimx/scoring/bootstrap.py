"""Scores with intervals: percentile bootstrap over units (Efron & Tibshirani 1993, ch. 13), seeded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from claimx.scores import Difference, Score
from claimx.scoring.tallies import NOTHING, Measure, Tallies

CONFIDENCE: Final = 0.95
RESAMPLES: Final = 1000
SEED: Final = 0
_AT_ONCE: Final = 100
"""Resamples drawn together: memory stays flat in their number."""

Floats: TypeAlias = npt.NDArray[np.float64]


def score_units(units: Sequence[Tallies], *, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[Score, ...]:
    """Return the score of every measure that any unit has, in the order of their names.

    Sums run over all units; the interval of F1 comes from drawing as many units again with replacement. The order of
    the units decides which are drawn, so callers sort them by content.
    """
    measures = sorted({measure for unit in units for measure in unit})
    if not measures:
        return ()
    counts = _counts(units, measures)
    precision, recall, f1 = _rates(counts.sum(axis=0))
    low, high = _interval(np.concatenate(list(_draws(counts, resamples=resamples, seed=seed))), n_units=len(units))
    total = counts.sum(axis=0)
    return tuple(
        Score(
            level=level,
            field=field,
            variety=variety,
            n_gold=round(total[at, 1]),
            n_predicted=round(total[at, 3]),
            n_units=len(units),
            precision=_number(precision[at]),
            recall=_number(recall[at]),
            f1=_number(f1[at]),
            low=_number(low[at]),
            high=_number(high[at]),
        )
        for at, (level, field, variety) in enumerate(measures)
    )


def compare_units(
    left: Sequence[Tallies], right: Sequence[Tallies], *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[Difference, ...]:
    """Return how F1 differs, unit i of `left` being unit i of `right`: both are drawn together (paired bootstrap)."""
    measures = sorted({measure for unit in (*left, *right) for measure in unit})
    if not measures:
        return ()
    mine, yours = _counts(left, measures), _counts(right, measures)
    before, after = _rates(mine.sum(axis=0))[2], _rates(yours.sum(axis=0))[2]
    drawn = zip(
        _draws(mine, resamples=resamples, seed=seed), _draws(yours, resamples=resamples, seed=seed), strict=True
    )
    low, high = _interval(np.concatenate([other - one for one, other in drawn]), n_units=len(left))
    return tuple(
        Difference(
            level=level,
            field=field,
            variety=variety,
            n_gold=round(mine.sum(axis=0)[at, 1]),
            left=_number(before[at]),
            right=_number(after[at]),
            delta=_number(after[at] - before[at]),
            low=_number(low[at]),
            high=_number(high[at]),
        )
        for at, (level, field, variety) in enumerate(measures)
    )


def _counts(units: Sequence[Tallies], measures: Sequence[Measure]) -> Floats:
    return np.array([[unit.get(measure, NOTHING) for measure in measures] for unit in units], dtype=np.float64)


def _rates(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 over the last axis; NaN where a denominator is 0."""
    found, gold, right, predicted = np.moveaxis(counts, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = right / predicted, found / gold
        both = precision + recall
        f1 = np.where(both > 0, 2 * precision * recall / both, 0.0)
    # Where one side has nothing at all and the other has, nothing is right; where both have nothing, nothing is said.
    f1 = np.where((gold == 0) & (predicted == 0), np.nan, f1)
    return precision, recall, f1


def _draws(counts: Floats, *, resamples: int, seed: int) -> Iterator[Floats]:
    """Yield blocks of F1 of resampled units, shaped (resamples, measures)."""
    generator = np.random.Generator(np.random.PCG64(seed))
    units = counts.shape[0]
    flat = counts.reshape(units, -1)
    for start in range(0, resamples, _AT_ONCE):
        size = min(_AT_ONCE, resamples - start)
        weights = generator.multinomial(units, np.full(units, 1 / units), size=size)
        yield _rates((weights @ flat).reshape(size, *counts.shape[1:]))[2]


def _interval(drawn: Floats, *, n_units: int) -> tuple[Floats, Floats]:
    nothing = np.full(drawn.shape[1], np.nan)
    if n_units < 2 or not len(drawn):
        return nothing, nothing
    tail = (1 - CONFIDENCE) / 2 * 100
    known = ~np.isnan(drawn).all(axis=0)
    low, high = nothing.copy(), nothing.copy()
    if known.any():
        low[known], high[known] = np.nanpercentile(drawn[:, known], [tail, 100 - tail], axis=0)
    return low, high


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)
