"""Worlds: invented events and the reports on them, with known truth, to test and measure with.

`generate` draws a world from a seed; `Dials` say how much it has of each phenomenon that makes merging hard.
"""

from __future__ import annotations

from claimx.worlds.dials import Dials
from claimx.worlds.world import World, generate

__all__ = ["Dials", "World", "generate"]
