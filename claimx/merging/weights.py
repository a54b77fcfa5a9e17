"""The weights of the rules: how much each sign speaks for one event, in whole points."""

from __future__ import annotations

from typing import Final

from claimx.taxonomy import EventGroup
from claimx.values.places import PlaceLevel

THRESHOLD: Final = 8
"""Points from which two mentions are one event."""
DUPLICATE: Final = 12
"""Points from which two mentions of one article are one event: its writer or reader must have told it twice."""

DAY, MONTH, YEAR = 4, 2, 1
PLACES: Final[dict[PlaceLevel, int]] = {"site": 6, "city": 4, "admin1": 3, "country": 1}
SAME_TYPE, OTHER_GROUP = 1, -2
VICTIM, ACTOR, RECIPIENT, MEANS = 4, 3, 2, 1
LABEL, TIED, RETOLD = 2, 2, 12

CALM: Final[frozenset[EventGroup]] = frozenset({"unrest", "state_action"})
"""Groups of events that reports do not confuse with violence."""
