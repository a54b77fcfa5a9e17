"""Codes for names: claimx compares the names before, and two have one code if and only if a rule takes them for one.

Where that is no equivalence (a is b, b is c, a is not c), no code could say so, and mentions go without those names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from benchmarks.merging_peers.reducing import without
from claimx.facts import Codes, Facts, Flags, Rows
from claimx.merging.relation import Relation
from claimx.merging.votes import Columns


class Told(NamedTuple):
    """Facts that peers can compare too."""

    facts: Facts
    columns: dict[str, pa.Array]
    """What peers get of names, a row for each mention."""
    left_out: int
    """Namings that mentions go without, since peers could not compare them by the same rule."""


def in_codes(facts: Facts) -> Told:
    """Return the facts with codes for their cities and actors."""
    columns = Columns(facts)
    places, names = columns.places, columns.names
    city = places.city[places.of]
    actor = np.full(len(facts), -1, dtype=np.int32)
    with_actor, named = names.of("actors", np.arange(len(facts)))
    actor[with_actor] = named
    towns, groups = equivalents(_uses(city), places.same), equivalents(_uses(actor), names.same)
    lost_city, lost_actor = _lost(city, towns), _lost(actor, groups)
    kept = replace(facts, city=without(facts.city, lost_city, None), actors=without(facts.actors, lost_actor, ()))
    coded = {"city": _nullable(_coded(city, towns)), "actor": _nullable(_coded(actor, groups))}
    return Told(kept, coded, int(lost_city.sum() + lost_actor.sum()))


def equivalents(uses: Rows, relation: Relation) -> Codes:
    """Return for each code the first with which it is one; -1 for those that would be one with only some of a group.

    The names used most come first, so that few namings are lost (`uses[code]` counts them).
    """
    places, partners = relation.partners(np.arange(len(uses), dtype=np.int32))
    known: list[set[int]] = [set() for _ in range(len(uses))]
    for one, other in zip(places.tolist(), partners.tolist(), strict=True):
        known[one].add(other)
    groups: dict[int, set[int]] = {}
    group_of: dict[int, int] = {}
    for code in np.argsort(-uses, kind="stable").tolist():
        met = {group_of[other] for other in known[code] if other in group_of}
        group = min(met, default=code)
        if code in known[code] and len(met) <= 1 and groups.setdefault(group, set()) <= known[code]:
            groups[group].add(code)
            group_of[code] = group
    return np.array([group_of.get(code, -1) for code in range(len(uses))], dtype=np.int32)


def _uses(codes: Codes) -> Rows:
    return np.bincount(codes[codes >= 0])


def _lost(codes: Codes, equivalent: Codes) -> Flags:
    lost: Flags = (codes >= 0) & (_coded(codes, equivalent) < 0)
    return lost


def _coded(codes: Codes, equivalent: Codes) -> Codes:
    return np.where(codes >= 0, np.append(equivalent, np.int32(-1))[codes], -1)


def _nullable(codes: Codes) -> pa.Array:
    return pa.array(codes, mask=codes < 0)
