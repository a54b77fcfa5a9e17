"""Kinship: which articles share enough of their own words that one may carry text of the other.

Two articles are kin if they share at least `LEAST_SHARED` sampled runs, and at least `REUSE` of the runs of the
smaller. That depends on the two alone, never on how common a run is elsewhere.

How common a run is decides where it is looked up. Two articles that share so much share some of the smaller's runs
even if as many of its commonest are left aside as do not suffice for kinship (prefix filtering: Chaudhuri, Ganti and
Kaushik, "A primitive operator for similarity joins in data cleaning", 2006). So a run that half the articles carry,
as the page furniture of a large site, costs nothing where it is a small part of each.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from claimx.merging.shingles import Runs
from claimx.merging.sketches import Sketch, below

REUSE: Final = 0.2
"""Share of an article's own runs from which it carries the other's text."""
LEAST_SHARED: Final = 12
"""Sampled runs, as in one sentence of 16 words kept to the letter; fewer prove nothing, however short the article."""
SUSPICION: Final = 4
"""Runs outside the common ones of one of the two from which all are counted."""

Places: TypeAlias = NDArray[np.intp]
"""Places in the sequence of sketches, ascending."""
_Rows: TypeAlias = NDArray[np.int64]
"""Places in the table of runs that several sketches hold."""


class _Held(NamedTuple):
    """The runs of a sketch that others hold as well."""

    rare: _Rows
    common: _Rows

    @property
    def all(self) -> _Rows:
        return np.concatenate(self)


class Kinship:
    """The kin of each of a sequence of sketches, among those that were added."""

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._sketches = sketches
        self._runs, frequency = _several_times(sketches)
        self._frequency = frequency
        self._rare, self._common, self._explained = (_Carriers(frequency) for _ in range(3))
        self._has_explained = np.zeros(len(sketches), np.bool_)
        self._level = np.array([one.scale.bit_length() - 1 for one in sketches], np.intp)
        self._sizes = _sizes(sketches, levels=int(self._level.max(initial=0)) + 1)
        self._last = (-1, _Held(frequency[:0], frequency[:0]))

    def add(self, place: int, *, own: Runs | None = None) -> None:
        """Let the article at this place be found, once.

        With `own`, some of its runs, it is sure to be found only by those kin that share `LEAST_SHARED` of these; so
        copies of one text, each with a few runs of its own, are not weighed against each other.
        """
        held = self._held(place)
        if own is None or len(own) == len(self._sketches[place].runs):
            self._rare.add(place, held.rare)
            self._common.add(place, held.common)
            return
        rows = self._rows(own)
        self._rare.add(place, rows)
        self._explained.add(place, np.setdiff1d(held.all, rows, assume_unique=True))
        self._has_explained[place] = True

    def kin(self, place: int) -> Places:
        """Return the kin of the article at this place, itself left out."""
        held = self._held(place)
        outside = np.concatenate([self._rare.of(held.all), self._common.of(held.rare)])
        suspects, shared = np.unique(outside, return_counts=True)
        suspects = suspects[shared >= SUSPICION]
        if not len(suspects):
            return np.empty(0, np.intp)
        explained = self._explained.of(held.all) if self._has_explained[suspects].any() else outside[:0]
        inside = self._common.of(held.common)
        suspects, shared = _counted(np.concatenate([outside, inside, explained]), among=suspects)
        level = np.maximum(self._level[place], self._level[suspects])
        smaller = np.minimum(self._sizes[place, level], self._sizes[suspects, level])
        enough = (shared >= LEAST_SHARED) & (shared >= REUSE * smaller)
        kin: Places = suspects[enough & (suspects != place)]
        return kin

    def sharing(self, runs: Runs, *, among: Places) -> Places:
        """Return those that share at least `LEAST_SHARED` of the runs."""
        if not len(among):
            return among
        rows = self._rows(runs)
        carriers = np.concatenate([each.of(rows) for each in (self._rare, self._common, self._explained)])
        places, shared = _counted(carriers, among=among)
        return places[shared >= LEAST_SHARED]

    def _held(self, place: int) -> _Held:
        if self._last[0] != place:
            self._last = (place, self._looked_up(place))
        return self._last[1]

    def _looked_up(self, place: int) -> _Held:
        """Set apart the commonest runs, as many as do not suffice for kinship; none of a sample."""
        one = self._sketches[place]
        rows = self._rows(one.runs)
        aside = max(LEAST_SHARED, ceil(REUSE * len(one.runs))) - SUSPICION if one.scale == 1 else 0
        by_rarity = rows[np.argsort(self._frequency[rows], kind="stable")]
        rare = max(0, len(rows) - aside)
        return _Held(by_rarity[:rare], by_rarity[rare:])

    def _rows(self, runs: Runs) -> _Rows:
        rows = np.searchsorted(self._runs, runs)
        inside = rows < len(self._runs)
        rows, runs = rows[inside], runs[inside]
        found: _Rows = rows[self._runs[rows] == runs]
        return found


class _Carriers:
    """Who carries each run: one array for all, in which every run has room for all that hold it."""

    def __init__(self, frequency: _Rows) -> None:
        self._start = np.cumsum(frequency) - frequency
        self._count = np.zeros_like(frequency)
        self._places = np.empty(int(frequency.sum()), np.int32)

    def add(self, place: int, rows: _Rows) -> None:
        self._places[self._start[rows] + self._count[rows]] = place
        self._count[rows] += 1

    def of(self, rows: _Rows) -> NDArray[np.int32]:
        """Return the places of those who carry the runs, as often as they carry one."""
        starts, counts = self._start[rows], self._count[rows]
        before = np.cumsum(counts) - counts
        return self._places[np.repeat(starts - before, counts) + np.arange(int(counts.sum()))]


def related(changed: Iterable[str], sketches: Mapping[str, Sketch]) -> frozenset[str]:
    """Return the ids of all articles whose lineage may come out otherwise, those that changed included.

    These are the articles that kinship joins to a changed one, directly or through others. They are closed: tracing
    them by themselves gives each the derivations and the group that tracing all articles gives.

    Args:
        changed: ids of the articles that were added, removed, or altered in what stands beside the text.
        sketches: of all articles by id, those removed included. Where a text was altered, unite the answers for
            its old sketch and for its new one.

    Raises:
        KeyError: an article changed of which there is no sketch.
    """
    ids = sorted(sketches)
    places = {article_id: place for place, article_id in enumerate(ids)}
    kinship = Kinship([sketches[article_id] for article_id in ids])
    for place in places.values():
        kinship.add(place)
    reached = {places[article_id] for article_id in changed}
    waiting = deque(sorted(reached))
    while waiting:
        new = set(kinship.kin(waiting.popleft()).tolist()) - reached
        reached |= new
        waiting.extend(sorted(new))
    return frozenset(ids[place] for place in reached)


def _several_times(sketches: Sequence[Sketch]) -> tuple[Runs, NDArray[np.int64]]:
    """Return the runs that at least two sketches hold, ascending, and how many do."""
    runs = np.concatenate([np.empty(0, np.uint64), *(one.runs for one in sketches)])
    runs.sort()
    first = np.flatnonzero(np.append(True, runs[1:] != runs[:-1])[: len(runs)])
    frequency = np.diff(first, append=len(runs))
    return runs[first[frequency > 1]], frequency[frequency > 1]


def _sizes(sketches: Sequence[Sketch], *, levels: int) -> NDArray[np.int64]:
    """Return, for each sketch, the number of its runs at each scale 2^level."""
    sizes = [[len(below(one.runs, 1 << level)) for level in range(levels)] for one in sketches]
    return np.array(sizes, np.int64).reshape(len(sketches), levels)


def _counted(carriers: NDArray[np.int32], *, among: NDArray[np.integer]) -> tuple[Places, NDArray[np.intp]]:
    """Return those among the places that occur, and how often each does."""
    places, shared = np.unique(carriers, return_counts=True)
    sought = np.isin(places, among, assume_unique=True)
    return places[sought].astype(np.intp), shared[sought]
