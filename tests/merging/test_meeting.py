"""Meeting: who shares an anchor and a day."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product
from random import Random
from typing import NamedTuple

import numpy as np
import pytest

import claimx.merging.meeting
from claimx.errors import InputError
from claimx.merging.intervals import Spans, Stays
from claimx.merging.meeting import Meeting, meet
from claimx.merging.relation import Relation

LAST = date.max.toordinal()
SPANS = (0, 0, 0, 1, 6, 7, 30, 31, 365, 366, 5000)
BEGINS = (1, 2, 1000, 1001, 1006, 1007, 1030, 1031, 1400, 6000, LAST - 1, LAST)
N_ANCHORS = 4


class Drawn(NamedTuple):
    """Rows with days and marks, who stands and who looks, and which anchors are one."""

    starts: list[int]
    ends: list[int]
    marks: list[int]
    standing: list[tuple[int, int]]
    looking: list[tuple[int, int]]
    """Anchors and rows, each once."""
    same: set[tuple[int, int]]

    @classmethod
    def of(cls, rng: Random) -> Drawn:
        """Draw rows, some of which stand under several anchors."""
        n_rows, n_days, n_spans = rng.randint(1, 10), rng.choice((1, 3, len(BEGINS))), rng.choice((1, len(SPANS)))
        starts = [rng.choice(BEGINS[:n_days]) for _ in range(n_rows)]
        ends = [min(start + rng.choice(SPANS[:n_spans]), LAST) for start in starts]
        if rng.random() < 0.2:
            starts[0], ends[0] = 1, LAST
        everywhere = [*product(range(N_ANCHORS), range(n_rows))]
        standing, looking = (rng.sample(everywhere, rng.randint(0, min(16, len(everywhere)))) for _ in range(2))
        pairs = rng.sample([*product(range(N_ANCHORS), repeat=2)], rng.randint(0, 6))
        same = {each for one, other in pairs for each in ((one, other), (other, one))}
        return cls(starts, ends, [rng.randrange(4) for _ in starts], standing, looking, same)

    def renumbered(self) -> Drawn:
        """Return the same with the anchors counted from the other end."""
        standing, looking = ([(N_ANCHORS - 1 - anchor, row) for anchor, row in told] for told in self[3:5])
        same = {(N_ANCHORS - 1 - one, N_ANCHORS - 1 - other) for one, other in self.same}
        return self._replace(standing=standing, looking=looking, same=same)

    def stays(self, told: list[tuple[int, int]]) -> Stays:
        """Return rows under anchors."""
        anchors, rows = np.array(told, dtype=np.int64).reshape(-1, 2).T
        spans = Spans(np.array(self.starts, dtype=np.int32), np.array(self.ends, dtype=np.int32))
        return Stays(anchors.astype(np.int32), rows, spans=spans, marks=np.array(self.marks, dtype=np.uint8))

    def meeting(self, ways: tuple[int, int, int], *, mutual: bool) -> Meeting:
        """Return the meeting of all of them."""
        standing = self.stays(self.standing)
        looking = standing if mutual else self.stays(self.looking)
        slack, looks, either = ways
        return Meeting(
            standing, looking, Relation(N_ANCHORS, sorted(self.same)).partners, slack=slack, looks=looks, either=either
        )

    def finds(self, meeting: Meeting, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether who looks under an anchor finds who stands under one."""
        (mine, looker), (theirs, found) = one, other
        return (
            (mine, theirs) in self.same
            and self.starts[found] <= self.ends[looker] + meeting.slack
            and self.starts[looker] - meeting.slack <= self.ends[found]
            and self.marks[looker] & meeting.looks == meeting.looks
            and (not meeting.either or (self.marks[looker] | self.marks[found]) & meeting.either > 0)
        )


def drawn_ways(rng: Random) -> tuple[int, int, int]:
    """Draw slack, and marks."""
    return rng.choice((0, 1)), rng.choice((0, 1)), rng.choice((0, 2))


def met(meeting: Meeting, *, tile: int) -> list[tuple[int, int]]:
    """Return all pairs; no tile is larger than it may be."""
    parts = [(one.tolist(), other.tolist()) for one, other in meet(meeting, tile=tile)]
    assert all(len(one) <= tile or len(set(one)) == 1 for one, _ in parts)
    return [pair for part in parts for pair in zip(*part, strict=True)]


@pytest.fixture(params=[1, 1 << 17], ids="looked-up-at-once-{}".format, autouse=True)
def _lookups(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimx.merging.meeting, "LOOKUPS", request.param)


@pytest.mark.parametrize("first", range(0, 2000, 1000))
def test_who_finds_whom(first: int) -> None:
    """Each pair under anchors that are one, whose days touch, with the slack, is found once; tiles change nothing."""
    for seed in range(first, first + 1000):
        rng = Random(seed)  # noqa: S311  # the same rows each time, not a secret
        drawn = Drawn.of(rng)
        meeting = drawn.meeting(drawn_ways(rng), mutual=False)
        found = met(meeting, tile=rng.choice((1, 3, 1000)))
        pairs = product(drawn.looking, drawn.standing)
        expected = [(one[1], other[1]) for one, other in pairs if drawn.finds(meeting, one, other)]
        assert sorted(found) == sorted(expected), f"seed {seed}"


@pytest.mark.parametrize("first", range(0, 2000, 1000))
def test_who_meets_where_all_look_for_each_other(first: int) -> None:
    """Of two that stand somewhere one finds the other, once, whichever of them looks."""
    for seed in range(first, first + 1000):
        rng = Random(seed)  # noqa: S311  # the same rows each time, not a secret
        drawn = Drawn.of(rng)
        meeting = drawn.meeting(drawn_ways(rng), mutual=True)
        found = [(min(pair), max(pair)) for pair in met(meeting, tile=rng.choice((1, 3, 1000)))]
        expected = [
            (min(one[1], other[1]), max(one[1], other[1]))
            for one, other in combinations(drawn.standing, 2)
            if drawn.finds(meeting, one, other) or drawn.finds(meeting, other, one)
        ]
        assert sorted(found) == sorted(expected), f"seed {seed}"


@pytest.mark.parametrize("mutual", [True, False])
def test_the_codes_of_anchors_say_nothing(monkeypatch: pytest.MonkeyPatch, *, mutual: bool) -> None:
    """Whatever the numbers of anchors, the same meet, and the same blocks are too large."""
    monkeypatch.setattr(claimx.merging.meeting, "LARGEST_BLOCK", 2)
    n_errors = 0
    for seed in range(1000):
        rng = Random(seed)  # noqa: S311  # the same rows each time, not a secret
        drawn, ways = Drawn.of(rng), drawn_ways(rng)
        outcomes: list[list[list[int]] | None] = []
        for world in (drawn, drawn.renumbered()):
            try:
                outcomes.append(sorted(map(sorted, met(world.meeting(ways, mutual=mutual), tile=1000))))
            except InputError:
                outcomes.append(None)
        assert outcomes[0] == outcomes[1], f"seed {seed}"
        n_errors += outcomes[0] is None
    assert 50 < n_errors < 950


def test_too_many_under_one_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what they share, and about which day."""
    monkeypatch.setattr(claimx.merging.meeting, "LARGEST_BLOCK", 3)
    day, rows = np.full(4, date(2024, 3, 5).toordinal(), dtype=np.int32), np.arange(4)
    none = np.zeros(4, dtype=np.uint8)
    stays = Stays(np.full(4, 7, dtype=np.int32), rows, spans=Spans(day, day), marks=none)
    meeting = Meeting(stays, stays, lambda codes: (np.arange(len(codes)), codes), lambda anchor: f"town {anchor}")
    with pytest.raises(InputError, match="4 mentions share 'town 7' about 2024-03-05, more than 3"):
        list(meet(meeting, tile=10))


def test_nobody_stands_or_looks() -> None:
    """Nobody meets nobody."""
    nobody = Drawn([1], [1], [0], [], [], {(0, 0)})
    somebody = nobody._replace(standing=[(0, 0)])
    for one, other in product((nobody, somebody), repeat=2):
        meeting = one.meeting((0, 0, 0), mutual=False)._replace(looking=other.stays(other.standing))
        assert met(meeting, tile=10) == ([(0, 0)] if one is other is somebody else [])
