"""Copying: which articles carry the text of another one, and what was done to it."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Column
from claimx.worlds.seeding import picked, stream
from claimx.worlds.stage import Stage

CopyKind = Literal["edited 3 %", "edited 15 %", "truncated", "embedded"]
COPY_KINDS: Final[tuple[CopyKind, ...]] = ("edited 3 %", "edited 15 %", "truncated", "embedded")
"""Three or fifteen words in a hundred are changed; only the first third is kept; the text stands inside one three times
as long. All but the edited ones keep the words."""


class Copies(NamedTuple):
    """The true derivations, sorted by the id of the copy."""

    article: NDArray[np.bytes_]
    """Ids of the copies."""
    original: NDArray[np.bytes_]
    """Id of the article whose text each carries."""
    kind: Column[str]
    """Of `COPY_KINDS`."""

    def __len__(self) -> int:
        return len(self.article)


def copy_kinds(stage: Stage) -> NDArray[np.int8]:
    """Return the place in `COPY_KINDS` of each article, were it a copy."""
    return picked(stream(stage.seed, "copy kinds"), [1] * len(COPY_KINDS), size=len(stage.plan.event))


def copies_of(stage: Stage, *, articles: tuple[str, ...]) -> Copies:
    """Return the copies among the articles, given by their ids in the order of the plan."""
    ids = np.array(articles, dtype="S17")
    original = stage.plan.original
    copies = np.flatnonzero(original != np.arange(len(original)))
    copies = copies[np.argsort(ids[copies])]
    return Copies(
        article=ids[copies],
        original=ids[original[copies]],
        kind=Column(copy_kinds(stage)[copies].astype(np.int32), COPY_KINDS),
    )
