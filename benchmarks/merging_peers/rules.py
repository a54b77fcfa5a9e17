"""The rules over comparable records, in SQL: what `claimx.merging.rules.RULES` come to where nothing else is told.

One condition says it all, as one would write it first. The split ones say the same in parts that exclude each other,
each with as much as can be said by equality, which is what databases join fast by.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks.merging_peers.cases import Naming
from benchmarks.merging_peers.records import GROUPS
from benchmarks.merging_peers.spelling import ENDS
from claimx.merging.weights import ACTOR, DAY, DUPLICATE, OTHER_GROUP, PLACES, SAME_TYPE, THRESHOLD
from claimx.taxonomy import TYPES

_OTHER: Final = tuple(TYPES).index("other")
_OPEN: Final = GROUPS.index("unspecified")

_KIN: Final = f"(l.kin = r.kin OR l.kin = {_OPEN} OR r.kin = {_OPEN})"
_COMPATIBLE: Final = f"({_KIN} OR NOT (l.calm OR r.calm))"
_TYPE: Final = (
    f"(CASE WHEN l.type = r.type THEN CASE WHEN l.type = {_OTHER} THEN 0 ELSE {SAME_TYPE} END"
    f" WHEN {_KIN} THEN 0 ELSE {OTHER_GROUP} END)"
)
_ENOUGH: Final = f"(CASE WHEN l.article = r.article THEN {DUPLICATE} ELSE {THRESHOLD} END)"

# Codes

_ACTOR: Final = f"(CASE WHEN l.actor = r.actor THEN {ACTOR} ELSE 0 END)"
_COUNTRY: Final = f"(CASE WHEN l.country = r.country THEN {PLACES['country']} ELSE 0 END)"
_PLACE: Final = f"(CASE WHEN l.city = r.city THEN {PLACES['city']} ELSE {_COUNTRY} END)"
_ONE_COUNTRY: Final = "(l.country IS NULL OR r.country IS NULL OR l.country = r.country)"
_NO_CITY: Final = "(l.city IS NULL OR r.city IS NULL)"

_CODES_WHOLE: Final = (
    f"l.day = r.day AND l.realis = r.realis AND ({_NO_CITY} OR l.city = r.city) AND {_ONE_COUNTRY} AND {_COMPATIBLE}"
    f" AND {DAY} + {_PLACE} + {_TYPE} + {_ACTOR} >= {_ENOUGH}",
)
_CODES_SPLIT: Final = (
    f"l.day = r.day AND l.city = r.city AND l.realis = r.realis AND {_ONE_COUNTRY} AND {_COMPATIBLE}"
    f" AND {DAY + PLACES['city']} + {_TYPE} + {_ACTOR} >= {_ENOUGH}",
    f"l.day = r.day AND l.actor = r.actor AND l.realis = r.realis AND {_NO_CITY} AND {_ONE_COUNTRY} AND {_COMPATIBLE}"
    f" AND {DAY + ACTOR} + {_COUNTRY} + {_TYPE} >= {_ENOUGH}",
)

# Names: every record tells its country and none a city, so that only a shared actor is enough

_SAME_ENDS: Final = (
    f"substr(l.name, 1, {ENDS}) = substr(r.name, 1, {ENDS}) AND substr(l.name, -{ENDS}) = substr(r.name, -{ENDS})"
)
_SLIP: Final = "abs(length(l.name) - length(r.name)) <= 1 AND damerau_levenshtein(l.name, r.name) = 1"
ALIKE: Final = f"(l.sound = r.sound OR ({_SAME_ENDS} AND {_SLIP}))"
"""What `spelling.alike` says."""
_ONE_BLOCK: Final = "l.day = r.day AND l.country = r.country AND l.realis = r.realis"
_SHARED_ACTOR: Final = f"{_COMPATIBLE} AND {DAY + PLACES['country'] + ACTOR} + {_TYPE} >= {_ENOUGH}"

_NAMES_WHOLE: Final = (f"{_ONE_BLOCK} AND {ALIKE} AND {_SHARED_ACTOR}",)
_NAMES_SPLIT: Final = (
    f"{_ONE_BLOCK} AND l.sound = r.sound AND {_SHARED_ACTOR}",
    f"{_ONE_BLOCK} AND {_SAME_ENDS} AND l.sound <> r.sound AND {_SLIP} AND {_SHARED_ACTOR}",
)

WHOLE: Final[Mapping[Naming, tuple[str, ...]]] = {"codes": _CODES_WHOLE, "names": _NAMES_WHOLE}
SPLIT: Final[Mapping[Naming, tuple[str, ...]]] = {"codes": _CODES_SPLIT, "names": _NAMES_SPLIT}
