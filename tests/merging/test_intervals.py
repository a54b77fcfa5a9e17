"""Intervals: who shares an anchor and a day."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
import pytest

import claimx.merging.intervals
from claimx.errors import InputError
from claimx.facts import Codes, Rows
from claimx.merging.intervals import Timeline, tiles

LAST = date.max.toordinal()
SPANS = (0, 0, 0, 1, 6, 7, 30, 31, 365, 366, 5000)
BEGINS = (1, 2, 1000, 1001, 1006, 1007, 1030, 1031, 1400, 6000, LAST - 1, LAST)


def drawn_rows(rng: Random, n_rows: int) -> tuple[list[int], list[int]]:
    """Draw first and last days, among them the first and the last of the calendar, and all of it."""
    starts = [rng.choice(BEGINS) for _ in range(n_rows)]
    ends = [min(start + rng.choice(SPANS), LAST) for start in starts]
    for row in range(n_rows):
        if rng.random() < 0.05:
            starts[row], ends[row] = 1, LAST
    return starts, ends


@pytest.mark.parametrize("first", range(0, 3000, 1000))
def test_who_meets(first: int) -> None:
    """Each pair of an anchor in common whose days touch, with the slack, is found once; tiles change nothing."""
    for seed in range(first, first + 1000):
        rng = Random(seed)  # noqa: S311  # the same rows each time, not a secret
        n_rows = rng.randint(1, 10)
        starts, ends = drawn_rows(rng, n_rows)
        standing = [(rng.randrange(3), rng.randrange(n_rows)) for _ in range(rng.randint(0, 12))]
        looking = [(rng.randrange(3), rng.randrange(n_rows)) for _ in range(rng.randint(0, 12))]
        slack, tile = rng.choice((0, 1)), rng.choice((1, 3, 1000))
        start, end = np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32)
        timeline = Timeline(*_anchored(standing), start=start, end=end)
        parts = list(timeline.meet(*_anchored(looking), slack=slack, tile=tile))
        found = [pair for one, other in parts for pair in zip(one.tolist(), other.tolist(), strict=True)]
        expected = [
            (mine, other)
            for anchor, mine in looking
            for also, other in standing
            if anchor == also and starts[other] <= ends[mine] + slack and starts[mine] - slack <= ends[other]
        ]
        assert sorted(found) == sorted(expected), f"seed {seed}"


def _anchored(pairs: list[tuple[int, int]]) -> tuple[Codes, Rows]:
    anchors, rows = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return anchors.astype(np.int32), rows


def test_tiles_hold_everything_in_order() -> None:
    """No tile is empty, none holds more than it may, unless one thing alone does."""
    rng = Random(0)  # noqa: S311  # the same counts each time, not a secret
    for _ in range(2000):
        counts = [rng.choice((0, 1, 2, 5, 50)) for _ in range(rng.randint(0, 9))]
        tile = rng.choice((1, 4, 10))
        found = list(tiles(np.array(counts, dtype=np.int64), tile))
        assert [place for part in found for place in range(part.start, part.stop)] == [*range(len(counts))]
        assert all(part.stop > part.start for part in found)
        assert all(sum(counts[part]) <= tile or part.stop == part.start + 1 for part in found)


def test_too_many_under_one_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what they share, and about which day."""
    monkeypatch.setattr(claimx.merging.intervals, "LARGEST_BLOCK", 3)
    day = np.full(4, date(2024, 3, 5).toordinal(), dtype=np.int32)
    anchors, rows = np.zeros(4, dtype=np.int32), np.arange(4)
    timeline = Timeline(anchors, rows, start=day, end=day, called=lambda anchor: f"town {anchor}")
    with pytest.raises(InputError, match="4 mentions share 'town 0' about 2024-03-05, more than 3"):
        list(timeline.meet(anchors, rows, tile=10))
