"""Kinds of events: how often they happen, in which words, by which means, and what they are taken for."""

from __future__ import annotations

from typing import Final, NamedTuple

from claimx.taxonomy import EventType, Means


class EventKind(NamedTuple):
    """One row of `EVENT_KINDS`."""

    type: EventType
    weight: float
    """How often it happens, beside the others."""
    words: str
    """What reports call it."""
    means: tuple[Means, ...]
    taken_for: tuple[EventType, ...]
    """What other reports make of it."""
    deadly: bool
    """Whether it has a toll."""


EVENT_KINDS: Final = (
    EventKind(
        "bombing", 25, "bombing", ("planted_bomb", "vehicle_bomb"), ("attack", "suicide_bombing", "shelling"), True
    ),
    EventKind("shooting", 18, "shooting", ("firearm",), ("attack", "armed_clash", "assault"), True),
    EventKind(
        "air_strike", 15, "air strike", ("drone", "aircraft", "missile"), ("shelling", "attack", "bombing"), True
    ),
    EventKind("shelling", 10, "shelling", ("artillery", "rocket"), ("air_strike", "attack", "armed_clash"), True),
    EventKind("armed_clash", 10, "clash", ("firearm", "grenade"), ("shooting", "raid", "attack"), True),
    EventKind("suicide_bombing", 5, "suicide bombing", ("suicide_vest", "vehicle_bomb"), ("bombing", "attack"), True),
    EventKind("abduction", 5, "abduction", ("firearm", "unarmed"), ("raid", "attack", "assault"), False),
    EventKind("raid", 4, "raid", ("firearm", "grenade"), ("armed_clash", "attack", "shooting"), True),
    EventKind("protest", 4, "protest", ("unarmed",), ("riot",), False),
    EventKind("arrest", 2, "wave of arrests", ("unarmed", "firearm"), ("other",), False),
    EventKind("arson", 2, "arson", ("fire",), ("sabotage", "attack"), False),
)
TYPES: Final[tuple[EventType, ...]] = (
    *(kind.type for kind in EVENT_KINDS),
    *("attack", "assault", "riot", "sabotage", "other"),
)
"""Every type that a report can tell; the first are those of `EVENT_KINDS`."""
WORDS: Final = (
    *(kind.words for kind in EVENT_KINDS),
    *("attack", "assault", "riot", "act of sabotage", "incident"),
)
"""The words for each type."""
MEANS: Final[tuple[Means, ...]] = tuple(sorted({means for kind in EVENT_KINDS for means in kind.means}))

BOMBING: Final = 0
PROTEST: Final = next(place for place, kind in enumerate(EVENT_KINDS) if kind.type == "protest")
