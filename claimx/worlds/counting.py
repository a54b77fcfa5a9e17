"""Counting: the tolls of a world in columns, a row for each claim."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.claim import TollKind, TollScope
from claimx.facts import Codes, Column, Counts, Flags, Rows
from claimx.worlds.columns import numbered
from claimx.worlds.stage import Stage
from claimx.worlds.tolls import VOICES, Tolls

KINDS: Final[tuple[TollKind, ...]] = ("killed", "injured")
SCOPES: Final[tuple[TollScope, ...]] = ("total", "subtotal")


class Slot(NamedTuple):
    """One claim that a mention can make, for all rows of the plan."""

    number: Codes
    """`UNSAID` where it is not made."""
    kind: TollKind
    scope: TollScope
    voice: NDArray[np.int8]
    is_floor: Flags


def slots(tolls: Tolls) -> tuple[Slot, ...]:
    """Return the claims of mentions, in the order in which their articles make them."""
    exactly = np.zeros_like(tolls.is_floor)
    return (
        Slot(tolls.killed, "killed", "total", tolls.voice, tolls.is_floor),
        Slot(tolls.killed_by_other, "killed", "total", tolls.other_voice, exactly),
        Slot(tolls.first_part, "killed", "subtotal", tolls.voice, exactly),
        Slot(tolls.second_part, "killed", "subtotal", tolls.voice, exactly),
        Slot(tolls.injured, "injured", "total", tolls.voice, exactly),
    )


def count(stage: Stage, tolls: Tolls, *, order: Rows, articles: tuple[str, ...]) -> Counts:
    """Return the claims of rows in `order`, those of one mention in the order of its article.

    The origin of a claim is its article or, of the news of a copy, the article it copies.
    """
    made = slots(tolls)
    number = np.stack([slot.number[order] for slot in made], axis=1)
    mention, place = np.nonzero(number >= 0)
    row = order[mention]
    least = number[mention, place].astype(np.int64)
    is_floor = np.stack([slot.is_floor for slot in made], axis=1)[row, place]
    voice = np.stack([slot.voice for slot in made], axis=1)[row, place]
    source = np.where(stage.plan.kind == 0, stage.plan.original[stage.plan.article], stage.plan.article)
    return Counts(
        mention=mention,
        kind=_by_slot(place, tuple(slot.kind for slot in made)),
        scope=_by_slot(place, tuple(slot.scope for slot in made)),
        polarity=Column(np.zeros(len(mention), dtype=np.int32), ("+",)),
        min=least,
        best=least.copy(),
        max=np.where(is_floor, -1, least),
        speaker=numbered(voice, [voice.words for voice in VOICES]),
        origin=Column(source[row], articles),
    )


def _by_slot(place: Rows, values: tuple[str, ...]) -> Column[str]:
    kept = Column.of(values)
    return Column(kept.codes[place], kept.values)
