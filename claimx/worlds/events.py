"""Events: what truly happened, where, to whom, and with how many dead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from claimx.worlds.dials import Dials
from claimx.worlds.gazetteer import SITE_KINDS
from claimx.worlds.kinds import BOMBING, EVENT_KINDS, MEANS, PROTEST
from claimx.worlds.retelling import Happened
from claimx.worlds.seeding import Codes, Flags, drawn, picked, stream, zipf
from claimx.worlds.siblings import Siblings, towns_apart
from claimx.worlds.sights import SIGHTS

_TOWNS_TAIL, _ACTORS_TAIL = 0.9, 0.8
"""Exponents of Zipf's law."""
_LEAST_IN_PARTS: Final = 4
"""Dead of an event whose toll rises or is told in parts."""
_MOST_DEAD: Final = 400


@dataclass(frozen=True, eq=False)
class Events:
    """What is true of each event; the ones that are only retold come last."""

    day: Codes
    town: Codes
    type: NDArray[np.int8]
    """Place in `EVENT_KINDS`."""
    means: NDArray[np.int8]
    """Place in `MEANS`."""
    site: Codes
    second_site: Codes
    """Where the second bomb of twin blasts went off; the site for all others."""
    site_kind: NDArray[np.int8]
    has_site: Flags
    has_victim: Flags
    actor: Codes
    recipient: Codes
    sight: NDArray[np.int16]
    """What it can be called after, below `SIGHTS`."""
    killed: Codes
    """The final number; 0 for kinds of events without a toll."""
    injured: Codes
    is_twin: Flags
    is_rising: Flags
    is_conflicting: Flags
    siblings: Siblings

    def __len__(self) -> int:
        return len(self.day)


def happen(
    happened: Happened, *, n_reported: int, seed: int, dials: Dials, towns: int, sites: int, actors: int
) -> Events:
    """Return the truth about all events, drawn below these numbers of towns, sites and actors."""
    size = len(happened.day)
    siblings = Siblings.among(happened.day, n_reported=n_reported, seed=seed, share=dials.same_city_same_day)
    is_twin = drawn(seed, "twin_blasts", share=dials.twin_blasts, size=size) & ~siblings.by("type")
    kind = _kinds(size, siblings, is_twin, seed=seed)
    deadly = np.array([each.deadly for each in EVENT_KINDS])[kind]
    is_rising = drawn(seed, "rising_tolls", share=dials.rising_tolls, size=size) & deadly
    killed, injured = _tolls(deadly, is_rising | is_twin, seed=seed)
    site, second_site = _sites(siblings, is_twin, seed=seed, sites=sites)
    site_kind = picked(stream(seed, "site kinds"), [1] * len(SITE_KINDS), size=size)
    actor, recipient = _sides(happened.answered, siblings, seed=seed, actors=actors)
    return Events(
        day=happened.day,
        town=towns_apart(
            zipf(stream(seed, "towns"), size=size, count=towns, exponent=_TOWNS_TAIL),
            happened.day,
            siblings,
            seed=seed,
            towns=towns,
        ),
        type=kind,
        means=_means(kind, seed=seed),
        site=site,
        second_site=second_site,
        site_kind=np.where(siblings.by("site"), site_kind[siblings.anchor], site_kind),
        has_site=drawn(seed, "sites", share=dials.sites, size=size) | is_twin | siblings.both_by("site"),
        has_victim=drawn(seed, "victims", share=dials.victims, size=size) | siblings.both_by("victim"),
        actor=actor,
        recipient=recipient,
        sight=stream(seed, "sights").integers(0, SIGHTS, size, dtype=np.int16),
        killed=killed,
        injured=injured,
        is_twin=is_twin,
        is_rising=is_rising,
        is_conflicting=drawn(seed, "conflicting_speakers", share=dials.conflicting_speakers, size=size) & deadly,
        siblings=siblings,
    )


def _kinds(size: int, siblings: Siblings, is_twin: Flags, *, seed: int) -> NDArray[np.int8]:
    kind = picked(stream(seed, "types"), [each.weight for each in EVENT_KINDS], size=size)
    kind[is_twin] = BOMBING
    other = np.where(np.array([each.deadly for each in EVENT_KINDS])[kind[siblings.anchor]], PROTEST, BOMBING)
    return np.where(siblings.by("type"), other, kind).astype(np.int8)


def _means(kind: NDArray[np.int8], *, seed: int) -> NDArray[np.int8]:
    """Return one of the means of each kind of event."""
    most = max(len(each.means) for each in EVENT_KINDS)
    table = np.array([[MEANS.index(each.means[at % len(each.means)]) for at in range(most)] for each in EVENT_KINDS])
    return table[kind, stream(seed, "means").integers(0, most, len(kind))].astype(np.int8)


def _sites(siblings: Siblings, is_twin: Flags, *, seed: int, sites: int) -> tuple[Codes, Codes]:
    """Return the site of each event and that of its second bomb."""
    chance = stream(seed, "which sites")
    site = chance.integers(0, sites, len(is_twin), dtype=np.int32)
    further = chance.integers(1, sites, len(is_twin), dtype=np.int32)
    site = np.where(siblings.by("site"), (site[siblings.anchor] + further) % sites, site).astype(np.int32)
    return site, np.where(is_twin, (site + further) % sites, site).astype(np.int32)


def _tolls(deadly: Flags, in_parts: Flags, *, seed: int) -> tuple[Codes, Codes]:
    chance = stream(seed, "tolls")
    killed = np.exp(chance.normal(1.0, 0.9, len(deadly))).astype(np.int32) + 1
    injured = (killed * np.exp(chance.normal(0.3, 0.8, len(deadly)))).astype(np.int32)
    killed = np.where(in_parts, killed + _LEAST_IN_PARTS - 1, killed)
    of_deadly = [np.where(deadly, np.minimum(count, _MOST_DEAD), 0).astype(np.int32) for count in (killed, injured)]
    return of_deadly[0], of_deadly[1]


def _sides(answered: Codes, siblings: Siblings, *, seed: int, actors: int) -> tuple[Codes, Codes]:
    """Return actor and recipient of each event; a retaliation swaps those of what it answers."""
    size = len(answered)
    one = zipf(stream(seed, "actors"), size=size, count=actors, exponent=_ACTORS_TAIL)
    one = np.where(siblings.by("actor"), (one[siblings.anchor] + 1) % actors, one)
    other = zipf(stream(seed, "recipients"), size=size, count=actors, exponent=_ACTORS_TAIL)
    other = np.where(other == one, (one + 1) % actors, other)
    root, is_odd = _roots(answered)
    sides = np.where(is_odd, other[root], one[root]), np.where(is_odd, one[root], other[root])
    return sides[0].astype(np.int32), sides[1].astype(np.int32)


def _roots(answered: Codes) -> tuple[Codes, Flags]:
    """Follow each event to the one that began it all, and tell whether an odd number of answers lies between."""
    parent, is_odd = answered.copy(), answered != np.arange(len(answered))
    while (parent[parent] != parent).any():
        is_odd ^= is_odd[parent]
        parent = parent[parent]
    return parent, is_odd
