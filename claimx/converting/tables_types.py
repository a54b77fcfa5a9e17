"""Types of event as tables write them: claimx's own, and ACLED's sub-event types."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from claimx.gold import OneOf
from claimx.taxonomy import TYPES, EventType

_FURTHER: Final[dict[str, tuple[EventType, ...]]] = {
    "agreement": ("other",),
    "change to group/activity": ("other",),
    "chemical weapon": ("attack", "air_strike", "shelling", "bombing"),
    "disrupted weapons use": ("other",),
    "excessive force against protesters": ("protest", "shooting", "assault"),
    "government regains territory": ("armed_clash", "raid"),
    "grenade": ("bombing", "attack"),
    "headquarters or base established": ("other",),
    "mob violence": ("riot", "assault"),
    "non-state actor overtakes territory": ("armed_clash", "raid"),
    "non-violent transfer of territory": ("other",),
    "protest with intervention": ("protest",),
}
"""Sub-event types of ACLED's 2023 codebook that are no type's code in `TYPES`, with the types that come near them."""


def _by_code() -> dict[str, tuple[EventType, ...]]:
    found: defaultdict[str, list[EventType]] = defaultdict(list)
    for name, codes in TYPES.items():
        found[codes.acled.lower()].append(name)
    return {code: tuple(names) for code, names in found.items()} | _FURTHER


_BY_CODE: Final = _by_code()
_BY_NAME: Final[dict[str, EventType]] = {name: name for name in TYPES}


def read_type(words: str) -> OneOf[EventType] | None:
    """Return the type that a cell names, each type that has its code in ACLED, or None where nothing has.

    A code goes before a name: "Attack" is ACLED's, `attack` claimx's.

    >>> read_type("Air/drone strike"), read_type("armed clash")
    ('air_strike', ('armed_clash', 'raid'))
    """
    own = _BY_NAME.get(words)
    types = (own,) if own else _BY_CODE.get(" ".join(words.lower().split()))
    if types is None:
        return _BY_NAME.get("_".join(words.lower().replace("-", " ").replace("_", " ").split()))
    return types[0] if len(types) == 1 else types
