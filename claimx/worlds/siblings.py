"""Siblings: other events in the same town on the same day, and what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from claimx.worlds.seeding import Codes, Flags, drawn, picked, stream

Difference = Literal["site", "victim", "type", "actor"]
DIFFERENCES: Final[tuple[Difference, ...]] = ("site", "victim", "type", "actor")
_MOST_ROUNDS: Final = 200


@dataclass(frozen=True, eq=False)
class Siblings:
    """Which events share town and day with another one, their anchor, and by what they differ from it."""

    anchor: Codes
    """The event whose town and day each event shares; itself for all but siblings."""
    difference: NDArray[np.int8]
    """Place in `DIFFERENCES`."""

    @classmethod
    def among(cls, day: Codes, *, n_reported: int, seed: int, share: float) -> Self:
        """Return the siblings among the first `n_reported` events, whose days are sorted."""
        events = np.arange(len(day), dtype=np.int32)
        same_day = np.zeros(len(day), dtype=np.bool_)
        same_day[1:n_reported] = day[1:n_reported] == day[: max(0, n_reported - 1)]
        is_sibling = same_day & drawn(seed, "same_city_same_day", share=share, size=len(day))
        anchor = np.maximum.accumulate(np.where(is_sibling, 0, events))
        difference = picked(stream(seed, "differences"), [1] * len(DIFFERENCES), size=len(day))
        return cls(anchor.astype(np.int32), difference)

    @property
    def is_sibling(self) -> Flags:
        """Whether each event shares town and day with an earlier one."""
        return np.not_equal(self.anchor, np.arange(len(self.anchor)))

    def by(self, difference: Difference) -> Flags:
        """Return the siblings that differ by this from their anchor."""
        return np.logical_and(self.is_sibling, np.equal(self.difference, DIFFERENCES.index(difference)))

    def both_by(self, difference: Difference) -> Flags:
        """Return the siblings that differ by this from their anchor, and those anchors."""
        return self._with_anchors(self.by(difference))

    def both(self) -> Flags:
        """Return the siblings and their anchors."""
        return self._with_anchors(self.is_sibling)

    def _with_anchors(self, siblings: Flags) -> Flags:
        both = siblings.copy()
        both[self.anchor[siblings]] = True
        return both


def towns_apart(town: Codes, day: Codes, siblings: Siblings, *, seed: int, towns: int) -> Codes:
    """Return the towns, drawn again until only siblings share town and day."""
    chance = stream(seed, "towns drawn again")
    alone = np.flatnonzero(~siblings.is_sibling)
    place = day[alone].astype(np.int64) * towns + town[alone]
    for _ in range(_MOST_ROUNDS):
        order = np.argsort(place, kind="stable")
        again = order[1:][place[order[1:]] == place[order[:-1]]]
        if not len(again):
            break
        place[again] += chance.integers(0, towns, len(again)) - place[again] % towns
    chosen = town.copy()
    chosen[alone] = place % towns
    return chosen[siblings.anchor]
