"""Intervals: rows of one anchor, the same days and the same marks are one stay."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
import pytest

from claimx.merging.intervals import LENGTHS, Spans, Stays, tiles

LAST = date.max.toordinal()
BEGINS = (1, 2, 1000, 1001, 1006, 1031, LAST)
LONG = (0, 0, 0, 1, 6, 7, 30, 31, 365, 366, LAST)


def drawn_spans(rng: Random, n_rows: int) -> Spans:
    """Draw first and last days, among them the first and the last of the calendar."""
    starts = [rng.choice(BEGINS) for _ in range(n_rows)]
    ends = [min(start + rng.choice(LONG), LAST) for start in starts]
    return Spans(np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32))


def test_spans_are_numbered_in_order() -> None:
    """Every row has the number of its days; numbers ascend with the first day, then the last, each there once."""
    start, end = np.array([5, 2, 5, 2, 2]), np.array([5, 9, 6, 9, 2])
    spans = Spans(start.astype(np.int32), end.astype(np.int32))
    assert [*zip(spans.first.tolist(), spans.last.tolist(), strict=True)] == [(2, 2), (2, 9), (5, 5), (5, 6)]
    assert spans.of.tolist() == [2, 1, 3, 1, 0]
    assert [LENGTHS[place] for place in spans.classes.tolist()] == [0, 30, 0, 6]


@pytest.mark.parametrize("slack", [0, 1])
@pytest.mark.parametrize("longest", LENGTHS)
def test_spans_near_a_span(longest: int, slack: int) -> None:
    """Of those that are no longer, all that touch a span lie in its stretch; of those of one day no others do."""
    spans = drawn_spans(Random(longest), 60)  # noqa: S311  # the same rows each time, not a secret
    days = [*zip(spans.first.tolist(), spans.last.tolist(), strict=True)]
    for (first, last), low, high in zip(days, *spans.near(longest=longest, slack=slack), strict=True):
        short = [n for n, day in enumerate(days) if day[1] - day[0] <= longest]
        touching = [n for n in short if days[n][0] <= last + slack and days[n][1] >= first - slack]
        inside = [n for n in short if low <= n < high]
        assert touching == inside if longest == 0 else set(touching) <= set(inside)


def test_rows_are_gathered() -> None:
    """Each row is in the stay of its anchor, days and marks; stays have keys in order, and indexes share them out."""
    for seed in range(500):
        rng = Random(seed)  # noqa: S311  # the same rows each time, not a secret
        n_rows = rng.randint(1, 8)
        spans = drawn_spans(rng, n_rows)
        marks = np.array([rng.choice((0, 0, 1, 2, 255)) for _ in range(n_rows)], dtype=np.uint8)
        told = [(rng.randrange(3), rng.randrange(n_rows)) for _ in range(rng.randint(0, 12))]
        anchors, rows = np.array(told, dtype=np.int64).reshape(-1, 2).T
        stays = Stays(anchors.astype(np.int32), rows, spans=spans, marks=marks)
        groups: dict[tuple[int, int, int], list[int]] = {}
        for anchor, row in told:
            groups.setdefault((anchor, int(spans.of[row]), int(marks[row])), []).append(row)
        places = zip(stays.begins.tolist(), (stays.begins + stays.sizes).tolist(), strict=True)
        gathered = [sorted(stays.rows[begin:end].tolist()) for begin, end in places]
        keys = zip(stays.anchors.tolist(), stays.span.tolist(), stays.marks.tolist(), strict=True)
        assert [*zip(keys, gathered, strict=True)] == [(key, sorted(groups[key])) for key in sorted(groups)]
        assert sorted(stay for index in stays.indexes for stay in index.stays.tolist()) == [*range(len(stays))]
        asked = np.arange(5, dtype=np.int32)
        assert stays.n_rows(asked).tolist() == [sum(anchor == one for one, _ in told) for anchor in range(5)]
        some = stays.any(stays.marks > 1, asked).tolist()
        assert some == [any(one == anchor and marks[row] > 1 for one, row in told) for anchor in range(5)]


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
