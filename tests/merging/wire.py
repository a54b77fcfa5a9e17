"""An invented agency report, its copies, and an independent report of the same bombing."""

from __future__ import annotations

from typing import Final

OPENING: Final = (
    "Two people were killed when a bomb went off beside the grain market of Qasr Delan, a police officer said."
)
SCENE: Final = (
    "Soldiers closed the lower road before midnight while families carried blankets and lamps to the village school.",
    "The bridge behind the market had carried most of the grain trade between both halves of the valley for a century.",
    "Rescue crews searched the collapsed stalls with dogs until the rain forced them to stop at about four.",
)
OWN: Final = "Our reporter found the school gym full of children who had drawn the river on every free wall."


def wire(*, head: str = "By AFP\n", opening: str = OPENING, more: tuple[str, ...] = ()) -> str:
    """Return the report as the agency sends it, or with another opening and with sentences added."""
    return head + "\n".join((opening, *SCENE, *more))


def copy(*, opening: str = OPENING, more: tuple[str, ...] = (OWN,)) -> str:
    """Return the report as an outlet carries it, without saying whose it is."""
    return wire(head="", opening=opening, more=more)
