"""The two cases: peers get codes of names that claimx has compared, or names that they have to compare themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from claimx.worlds import Dials

Naming = Literal["codes", "names"]


class Case(NamedTuple):
    """What stands for names in the records of peers, and what follows from it."""

    dials: Dials
    events_per_day: float
    """How crowded the days are, where nobody asks for anything else."""
    counted: tuple[str, ...]
    """Stages that are timed: what all engines do."""


CASES: Final[Mapping[Naming, Case]] = {
    "codes": Case(Dials(), 40, ("pairs", "components")),
    "names": Case(
        # Every mention tells a country and an actor, by a name of its own; every second name is respelled.
        replace(Dials(), missing_country=0.0, unnamed_actors=0.0, acronyms=0.0, transliterated=0.5),
        800,
        ("names", "pairs", "components"),
    ),
}
