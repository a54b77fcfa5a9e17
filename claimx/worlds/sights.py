"""Sights: what events are called after where neither a town nor a site does it."""

from __future__ import annotations

from typing import Final

from claimx.worlds.listing import listed

_LIKE: Final = listed(
    "abandoned ancient brick bustling busy central coastal crowded dusty empty fenced flooded former half-built high "
    "hillside lower main modern narrow northern old open outer painted quiet riverside roadside rural rusting sandy "
    "sloping southern steep tiled timber upper walled whitewashed wooden"
)
_WHAT: Final = listed(
    "bakery barn brewery cannery cinema courthouse creamery customs-house dairy depot ferry forge fountain foundry "
    "garage granary greenhouse harbour kiln laundry library lighthouse mill nursery observatory orchard pharmacy "
    "playground post-office quarry reservoir sawmill shipyard silo tannery theatre tollgate vineyard warehouse "
    "workshop"
)

SIGHTS: Final = len(_LIKE) * len(_WHAT)


def sight(number: int) -> str:
    """Return a sight by its number, below `SIGHTS`: "northern depot"."""
    return f"{_LIKE[number % len(_LIKE)]} {_WHAT[number // len(_LIKE)]}"
