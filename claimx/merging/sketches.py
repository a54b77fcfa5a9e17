"""Sketches: the part of an article's own words that its lineage is traced by.

A sketch keeps the shingles of the article's own words whose number lies below 2^64 / scale. Which runs that are
depends on the runs alone, so every article keeps the same ones, and the containment of two sketches estimates that
of their texts, for a copy in a longer text too, where a MinHash estimate of resemblance fails. The method is
FracMinHash: Irber and others, "Lightweight compositional analysis of metagenomes with FracMinHash and minimum
metagenome covers" (2022).

The scale is a power of two and grows with the square root of the text: up to `UNSAMPLED` runs are all kept, of four
times as many every second. Two articles are compared on the runs below the smaller bound of both.
Stock phrases of the trade (stop_runs.txt) are no evidence and in no sketch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from claimx.article import Article
from claimx.merging.shingles import Runs, own_shingles, shingles, words_of

UNSAMPLED: Final = 1024
"""Runs up to which all are kept: a report of a thousand words."""

_STOP_RUNS: Final = Path(__file__).with_name("stop_runs.txt").read_text(encoding="utf-8").splitlines()
_VERSION: Final = "# version: "

STOP_LIST_VERSION: Final = next(line.removeprefix(_VERSION) for line in _STOP_RUNS if line.startswith(_VERSION))
"""The version of the list of stock phrases; with another one, lineage may come out otherwise."""


@dataclass(frozen=True)
class Sketch:
    """The sampled runs of one article; a value that can be compared and stored."""

    scale: int
    """One run in so many is kept, a power of two; 1: all are."""
    packed: bytes
    """The numbers of the runs that were kept, ascending, eight bytes each, the lowest byte first."""

    @property
    def runs(self) -> Runs:
        """The numbers of the runs that were kept."""
        return np.frombuffer(self.packed, "<u8")


def sketch(article: Article) -> Sketch:
    """Return the sketch of an article; it depends on the text alone."""
    runs = np.setdiff1d(own_shingles(article.text), _stop_runs(), assume_unique=True)
    scale = _scale(len(runs))
    return Sketch(scale, below(runs, scale).astype("<u8").tobytes())


def below(runs: Runs, scale: int) -> Runs:
    """Return the runs that a sketch of this scale keeps."""
    return runs[: np.searchsorted(runs, np.uint64((1 << 64) // scale - 1), side="right")]


def stop_phrases() -> tuple[str, ...]:
    """Return the stock phrases, in the order of the list."""
    return tuple(line for line in _STOP_RUNS if line and not line.startswith("#"))


def _scale(count: int) -> int:
    scale = 1
    while count > UNSAMPLED * scale * scale:
        scale *= 2
    return scale


@cache
def _stop_runs() -> Runs:
    return np.unique(np.concatenate([shingles(words_of(phrase)) for phrase in stop_phrases()]))
