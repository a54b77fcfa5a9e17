"""The set fills of the MUC-4 task in claimx's terms, and back.

A fill that is not in a table has no counterpart here; who converts says so, fill by fill.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from claimx.claim import StanceKind, TollKind
from claimx.mention import ParticipantKind
from claimx.taxonomy import EventType, Means

Realis = Literal["actual", "future", "hypothetical", "negated"]
Level = Literal["site", "city", "admin1"]

TYPES: Final[dict[str, EventType]] = {
    "ATTACK": "attack",
    "BOMBING": "bombing",
    "KIDNAPPING": "abduction",
    "ARSON": "arson",
    "ROBBERY": "other",
    "HIJACKING": "other",
    "FORCED WORK STOPPAGE": "other",
}
INCIDENTS: Final[Mapping[str, str]] = {
    "attack": "ATTACK",
    "armed_clash": "ATTACK",
    "shelling": "ATTACK",
    "shooting": "ATTACK",
    "stabbing": "ATTACK",
    "assault": "ATTACK",
    "raid": "ATTACK",
    "sexual_violence": "ATTACK",
    "sabotage": "ATTACK",
    "bombing": "BOMBING",
    "suicide_bombing": "BOMBING",
    "air_strike": "BOMBING",
    "abduction": "KIDNAPPING",
    "arson": "ARSON",
}
"""Types that are incidents of the task; a protest or an arrest is none, and of "other" nobody knows which."""

STAGES: Final[dict[str, Realis]] = {"ACCOMPLISHED": "actual", "ATTEMPTED": "actual", "THREATENED": "hypothetical"}
"""An attempt was made; a threat was not carried out."""

MEANS: Final[dict[str, Means]] = {
    "AERIAL BOMB": "aircraft",
    "BOMB": "planted_bomb",
    "CUTTING DEVICE": "blade",
    "DYNAMITE": "planted_bomb",
    "EXPLOSIVE": "planted_bomb",
    "FIRE": "fire",
    "GRENADE": "grenade",
    "GUN": "firearm",
    "HANDGUN": "firearm",
    "MACHINE GUN": "firearm",
    "MINE": "mine",
    "MISSILE": "missile",
    "MOLOTOV COCKTAIL": "fire",
    "MORTAR": "artillery",
    "OTHER": "other",
    "RIFLE": "firearm",
    "ROCKET": "rocket",
    "STONE": "other",
    "TORTURE": "other",
    "VEHICLE BOMB": "vehicle_bomb",
}
INSTRUMENTS: Final[Mapping[str, str]] = {
    "aircraft": "AERIAL BOMB",
    "artillery": "MORTAR",
    "blade": "CUTTING DEVICE",
    "fire": "FIRE",
    "firearm": "GUN",
    "grenade": "GRENADE",
    "mine": "MINE",
    "missile": "MISSILE",
    "planted_bomb": "BOMB",
    "rocket": "ROCKET",
    "suicide_vest": "BOMB",
    "vehicle_bomb": "VEHICLE BOMB",
}

_CITIES: Final = "CAPITAL CITY COMMUNITY HAMLET MUNICIPALITY TOWN TOWNSHIP VILLAGE"
_PROVINCES: Final = "COUNTY DEPARTMENT INTENDANCY PROVINCE REGION STATE"
LEVELS: Final[dict[str, Level]] = {
    **dict.fromkeys(_CITIES.split(), "city"),
    **dict.fromkeys(_PROVINCES.split(), "admin1"),
}
"""Levels of the kinds of places; every other kind (NEIGHBORHOOD, FARM, AIRPORT …) is a site."""

FACT: Final = "REPORTED AS FACT"
STANCES: Final[dict[str, StanceKind]] = {
    "CLAIMED OR ADMITTED": "claims",
    "DENIED": "denies",
    "POSSIBLE": "accuses",
    "SUSPECTED OR ACCUSED": "accuses",
    "SUSPECTED OR ACCUSED BY AUTHORITIES": "accuses",
}
CONFIDENCES: Final[dict[StanceKind, str]] = {
    "accuses": "SUSPECTED OR ACCUSED",
    "claims": "CLAIMED OR ADMITTED",
    "confirms": FACT,
}


class Effect(NamedTuple):
    """What became of a human target."""

    kinds: tuple[TollKind, ...]
    none: bool
    """Whether it says that nobody suffered this."""


EFFECTS: Final[dict[str, Effect]] = {
    "DEATH": Effect(("killed",), none=False),
    "INJURY": Effect(("injured",), none=False),
    "NO DEATH": Effect(("killed",), none=True),
    "NO INJURY": Effect(("injured",), none=True),
    "NO INJURY OR DEATH": Effect(("killed", "injured"), none=True),
}
HARM: Final[Mapping[str, str]] = {"killed": "DEATH", "injured": "INJURY"}

GROUPS: Final[dict[str, ParticipantKind]] = {
    "ACTIVE MILITARY": "state_force",
    "CIVILIAN": "civilians",
    "LAW ENFORCEMENT": "state_force",
}
"""Kinds of several human targets; one human target is a person."""


def level_of(kinds: tuple[str, ...]) -> Level:
    """Return the level of a place of these kinds: the first kind that has one decides."""
    return next((LEVELS[kind] for kind in kinds if kind in LEVELS), "site")
