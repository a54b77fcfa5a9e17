"""The plan of a world: which article reports which event, copies which other one, and mentions what besides.

Articles are numbered event by event, those of one event in order of publication; rows article by article, in the order
of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from claimx.worlds.dials import Dials
from claimx.worlds.seeding import Codes, Flags, drawn, stream

MENTIONS_PER_EVENT: Final = 5
TELLING_BOTH: Final = 0.5
"""Share of the reports on a retaliation that tell what it answers as well."""

Kind = Literal["main", "duplicates", "retaliations", "anniversaries", "background"]
KINDS: Final[tuple[Kind, ...]] = ("main", "duplicates", "retaliations", "anniversaries", "background")
"""What the mentions of an article are: its news; the news again; what the news answers; what happened a year before; an
older event."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Articles and rows of a world, before anything is said in them."""

    event: Codes
    """Event of each article."""
    place: Codes
    """Place of each article among the reports of its event, from 0."""
    original: Codes
    """The article whose text each article carries: itself, or the first report of its event."""
    first_row: Codes
    """Row of each article's main mention."""
    retaliates: Flags
    """Whether each event answers an earlier one."""
    article: Codes
    """Article of each row."""
    kind: NDArray[np.int8]
    """Place in `KINDS` of each row."""

    @property
    def n_events(self) -> int:
        """How many events the articles report."""
        return len(self.retaliates)

    def rows_of(self, kind: Kind) -> NDArray[np.int64]:
        """Return the rows of a kind."""
        return np.flatnonzero(self.kind == KINDS.index(kind))


def plan(n_mentions: int, *, seed: int, dials: Dials) -> Plan:
    """Return articles with exactly `n_mentions` rows, about `MENTIONS_PER_EVENT` for each event."""
    sizes = _sizes(n_mentions, seed=seed, mean=max(1.0, MENTIONS_PER_EVENT / (1 + _expected_besides(dials))))
    event = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[:n_mentions]
    retaliates = drawn(seed, "retaliations", share=dials.retaliations, size=len(sizes))
    present = _cut(_present(event, retaliates, seed=seed, dials=dials), rows=n_mentions)
    event = event[: len(present)]
    article, kind = (axis.astype(dtype) for axis, dtype in zip(np.nonzero(present), (np.int32, np.int8), strict=True))
    first_of = np.searchsorted(event, event).astype(np.int32)
    place = np.arange(len(event), dtype=np.int32) - first_of
    copies = (place > 0) & drawn(seed, "wire_copies", share=dials.wire_copies, size=len(event))
    return Plan(
        event=event,
        place=place,
        original=np.where(copies, first_of, np.arange(len(event), dtype=np.int32)),
        first_row=np.flatnonzero(kind == 0).astype(np.int32),
        retaliates=retaliates[: event[-1] + 1],
        article=article,
        kind=kind,
    )


def _expected_besides(dials: Dials) -> float:
    """Return how many mentions an article has beside its news."""
    return dials.duplicates + dials.retaliations * TELLING_BOTH + dials.anniversaries + dials.background


def _sizes(n_mentions: int, *, seed: int, mean: float) -> Codes:
    """Return numbers of reports, single ones the most frequent, that add up to `n_mentions` or more."""
    return np.concatenate(list(_drawn_until(n_mentions, stream(seed, "sizes"), mean=mean)))


def _drawn_until(n_mentions: int, chance: np.random.Generator, *, mean: float) -> Iterator[Codes]:
    missing = n_mentions
    while missing > 0:
        sizes = chance.geometric(1 / mean, size=int(missing / mean) + 64).astype(np.int32)
        missing -= int(sizes.sum(dtype=np.int64))
        yield sizes


def _present(event: Codes, retaliates: Flags, *, seed: int, dials: Dials) -> Flags:
    """Return shape (articles, kinds): which kinds of mentions each article has."""
    present = np.ones((len(event), len(KINDS)), dtype=np.bool_)
    for place, kind in enumerate(KINDS[1:], start=1):
        share = TELLING_BOTH if kind == "retaliations" else dials.shares()[kind]
        present[:, place] = drawn(seed, f"rows of {kind}", share=share, size=len(event))
    present[:, KINDS.index("retaliations")] &= retaliates[event]
    return present


def _cut(present: Flags, *, rows: int) -> Flags:
    """Return the first articles, with exactly so many rows: the last one may lose what it mentions besides."""
    ends = np.cumsum(present.sum(axis=1, dtype=np.int64))
    last = int(np.searchsorted(ends, rows))
    kept = present[: last + 1].copy()
    surplus = int(ends[last]) - rows
    besides = np.flatnonzero(kept[last])
    kept[last, besides[len(besides) - surplus :]] = False
    return kept
