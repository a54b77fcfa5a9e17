"""Resolving responsibility: who says what of whom, each stance towards each accused by itself.

Accusation, confirmation, denial and silence are different things: none is turned into another, and no accused is
chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from claimx.claim import Polarity, Responsibility, StanceKind
from claimx.event import EventStance
from claimx.merging.grouping import group, most_used, unrivalled
from claimx.merging.identity import is_short_for, same_accused
from claimx.merging.sayings import Sayings
from claimx.merging.told import Told

_Key = tuple[str, StanceKind, Polarity]
_WITHOUT_POLARITY: Final[frozenset[StanceKind]] = frozenset({"no_comment", "unclaimed"})
"""Silence affirms and denies nothing, whatever the annotation says."""


def resolve_stances(sayings: Sayings) -> tuple[EventStance, ...]:
    """Return the stances of an event, sorted by accused, stance and polarity; those without an accused come last."""
    accused = canonical_accused(sayings)
    grouped: defaultdict[_Key, list[tuple[Told, Responsibility]]] = defaultdict(list)
    for one, claim in _responsibilities(sayings):
        polarity = "u" if claim.stance in _WITHOUT_POLARITY else claim.polarity
        grouped[(accused.get(claim.id, ""), claim.stance, polarity)].append((one, claim))
    keys = sorted(grouped, key=lambda key: (not key[0], key))
    return tuple(_stance(key, grouped[key], sayings) for key in keys)


def _responsibilities(sayings: Sayings) -> list[tuple[Told, Responsibility]]:
    return [(one, one.claim) for one in sayings.told if isinstance(one.claim, Responsibility)]


def canonical_accused(sayings: Sayings) -> dict[str, str]:
    """Return the canonical accused of each responsibility claim that has one, by claim id."""
    words = {claim.id: claim.accused.exact for _, claim in _responsibilities(sayings) if claim.accused is not None}
    forms = sorted(set(words.values()))
    canonical: dict[str, str] = {}
    for members in group(forms, unrivalled(forms, same_accused, short_for=is_short_for)):
        name = most_used(accused for accused in words.values() if accused in members)
        canonical.update(dict.fromkeys(members, name))
    return {claim_id: canonical[accused] for claim_id, accused in words.items()}


def _words(claim: Responsibility) -> str:
    return claim.accused.exact if claim.accused is not None else ""


def _stance(key: _Key, members: Sequence[tuple[Told, Responsibility]], sayings: Sayings) -> EventStance:
    accused, stance, polarity = key
    told = [one for one, _ in members]
    return EventStance(
        accused=accused or None,
        accused_forms=tuple(sorted({_words(claim) for _, claim in members} - {""})),
        stance=stance,
        polarity=polarity,
        **sayings.tally(told)._asdict(),
        sayings=tuple(sayings.saying(one) for one in told),
    )
