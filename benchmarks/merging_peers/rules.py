"""The rules over comparable records, in SQL: what `claimx.merging.rules.RULES` come to where nothing else is told.

One condition says it all, as one would write it first. The split ones say the same in parts that exclude each other,
each with as much as can be said by equality, which is what databases join fast by.
"""

from __future__ import annotations

from typing import Final

from benchmarks.merging_peers.records import GROUPS
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
_ACTOR: Final = f"(CASE WHEN l.actor = r.actor THEN {ACTOR} ELSE 0 END)"
_COUNTRY: Final = f"(CASE WHEN l.country = r.country THEN {PLACES['country']} ELSE 0 END)"
_PLACE: Final = f"(CASE WHEN l.city = r.city THEN {PLACES['city']} ELSE {_COUNTRY} END)"
_ENOUGH: Final = f"(CASE WHEN l.article = r.article THEN {DUPLICATE} ELSE {THRESHOLD} END)"
_ONE_COUNTRY: Final = "(l.country IS NULL OR r.country IS NULL OR l.country = r.country)"
_NO_CITY: Final = "(l.city IS NULL OR r.city IS NULL)"

WHOLE: Final = (
    f"l.day = r.day AND l.realis = r.realis AND ({_NO_CITY} OR l.city = r.city) AND {_ONE_COUNTRY} AND {_COMPATIBLE}"
    f" AND {DAY} + {_PLACE} + {_TYPE} + {_ACTOR} >= {_ENOUGH}",
)
SPLIT: Final = (
    f"l.day = r.day AND l.city = r.city AND l.realis = r.realis AND {_ONE_COUNTRY} AND {_COMPATIBLE}"
    f" AND {DAY + PLACES['city']} + {_TYPE} + {_ACTOR} >= {_ENOUGH}",
    f"l.day = r.day AND l.actor = r.actor AND l.realis = r.realis AND {_NO_CITY} AND {_ONE_COUNTRY} AND {_COMPATIBLE}"
    f" AND {DAY + ACTOR} + {_COUNTRY} + {_TYPE} >= {_ENOUGH}",
)
RULES: Final = {"whole": WHOLE, "split": SPLIT}
