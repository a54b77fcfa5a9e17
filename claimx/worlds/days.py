"""Days as ordinals (1 for 0001-01-01), in arrays: the week, the month and the year around them."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from claimx.worlds.seeding import Codes

LAST_DAY: Final = date(2024, 12, 31).toordinal()
"""The last day of every world."""
_EPOCH: Final = date(1970, 1, 1).toordinal()


def week_of(days: Codes) -> tuple[Codes, Codes]:
    """Return the Monday and the Sunday around each day."""
    monday = days - (days - 1) % 7
    return monday, monday + 6


def month_of(days: Codes) -> tuple[Codes, Codes]:
    """Return the first and the last day of the month of each day."""
    months = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    return _ordinals(months), _ordinals(months + 1) - 1


def a_year_before(days: Codes) -> Codes:
    """Return the same day of the year before; 28 February for the 29th."""
    moments = (days - _EPOCH).astype("datetime64[D]")
    months = moments.astype("datetime64[M]")
    earlier = months - 12
    same = _ordinals(earlier) + (days - _ordinals(months))
    return np.minimum(same, _ordinals(earlier + 1) - 1).astype(np.int32)


def _ordinals(months: np.ndarray[tuple[int, ...], np.dtype[np.datetime64]]) -> Codes:
    return (months.astype("datetime64[D]").astype(np.int64) + _EPOCH).astype(np.int32)
