"""Event types on two levels, with their codes in ACLED's and PLOVER's codebooks.

The names stand for what happened; with what it was done is `Means`. ACLED: sub-event types of the 2023 codebook.
PLOVER: event and mode of the 2021 codebook.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

EventType = Literal[
    "armed_clash",
    "air_strike",
    "shelling",
    "bombing",
    "suicide_bombing",
    "shooting",
    "stabbing",
    "assault",
    "raid",
    "abduction",
    "sexual_violence",
    "protest",
    "riot",
    "arson",
    "sabotage",
    "arrest",
    "attack",
    "other",
]
Means = Literal[
    "drone",
    "aircraft",
    "missile",
    "rocket",
    "artillery",
    "planted_bomb",
    "vehicle_bomb",
    "suicide_vest",
    "grenade",
    "mine",
    "firearm",
    "blade",
    "vehicle",
    "fire",
    "chemical",
    "unarmed",
    "other",
]
EventGroup = Literal[
    "battle", "remote_violence", "violence_against_persons", "unrest", "destruction", "state_action", "unspecified"
]


class TypeCodes(NamedTuple):
    """The second level and the codes of one event type."""

    group: EventGroup
    acled: str
    plover: str


TYPES: Final[dict[EventType, TypeCodes]] = {
    "armed_clash": TypeCodes("battle", "Armed clash", "ASSAULT/firearms"),
    "air_strike": TypeCodes("remote_violence", "Air/drone strike", "ASSAULT/aerial"),
    "shelling": TypeCodes("remote_violence", "Shelling/artillery/missile attack", "ASSAULT/heavy-weapons"),
    "bombing": TypeCodes("remote_violence", "Remote explosive/landmine/IED", "ASSAULT/explosives"),
    "suicide_bombing": TypeCodes("remote_violence", "Suicide bomb", "ASSAULT/suicide-attack"),
    "shooting": TypeCodes("violence_against_persons", "Attack", "ASSAULT/firearms"),
    "stabbing": TypeCodes("violence_against_persons", "Attack", "ASSAULT/beat"),
    "assault": TypeCodes("violence_against_persons", "Attack", "ASSAULT/beat"),
    "raid": TypeCodes("battle", "Armed clash", "ASSAULT"),
    "abduction": TypeCodes("violence_against_persons", "Abduction/forced disappearance", "ASSAULT/abduct"),
    "sexual_violence": TypeCodes("violence_against_persons", "Sexual violence", "ASSAULT/sexual"),
    "protest": TypeCodes("unrest", "Peaceful protest", "PROTEST/demo"),
    "riot": TypeCodes("unrest", "Violent demonstration", "PROTEST/riot"),
    "arson": TypeCodes("destruction", "Looting/property destruction", "ASSAULT/destroy"),
    "sabotage": TypeCodes("destruction", "Looting/property destruction", "ASSAULT/destroy"),
    "arrest": TypeCodes("state_action", "Arrests", "COERCE/arrest"),
    "attack": TypeCodes("unspecified", "Attack", "ASSAULT"),
    "other": TypeCodes("unspecified", "Other", "-"),
}
