"""Draws: chance for each row, the same for a copy as for its original."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.worlds.dials import Dials
from claimx.worlds.planning import Plan
from claimx.worlds.seeding import Codes, Flags, drawn, stream

Number = TypeVar("Number", bound=np.generic)


class Draws:
    """Draws what rows say; the news of a copy says what the news of its original says."""

    def __init__(self, plan: Plan, *, seed: int, dials: Dials) -> None:
        self._seed, self._shares = seed, dials.shares()
        self._size = len(plan.article)
        copies = np.flatnonzero(plan.original != np.arange(len(plan.original)))
        self.copied: Codes = plan.first_row[copies]
        """Rows that say what another row says."""
        self._voice = plan.first_row[plan.original[copies]]

    def flags(self, name: str, *, share: float) -> Flags:
        """Return a flag for each row, up for about `share` of them."""
        return self.as_copied(drawn(self._seed, f"says {name}", share=share, size=self._size))

    def dialled(self, name: str) -> Flags:
        """Return the flag of a dial for each row."""
        return self.flags(name, share=self._shares[name])

    def share(self, dial: str) -> float:
        """Return the share of a dial."""
        return self._shares[dial]

    def numbers(self, name: str, *, below: int) -> NDArray[np.int8]:
        """Return a number for each row."""
        return self.as_copied(stream(self._seed, f"says {name}").integers(0, below, self._size, dtype=np.int8))

    def as_copied(self, told: NDArray[Number]) -> NDArray[Number]:
        """Return the array in which copies say what their originals say."""
        told[self.copied] = told[self._voice]
        return told
