"""Speakers: who is one speaker across the claims of one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from claimx.merging.grouping import group, most_used, unrivalled
from claimx.merging.identity import is_short_for, same_speaker
from claimx.merging.origins import OriginOf
from claimx.merging.told import Told, like_names
from claimx.values.names.actors import read_state_actor

ARTICLE_VOICE: Final = "(article)"
UNATTRIBUTED: Final = "(unattributed)"


def find_speakers(told: Sequence[Told], origins: Mapping[str, OriginOf]) -> dict[str, str]:
    """Return the canonical speaker of each claim of one event, by claim id.

    Speakers with a name are one where a rule of `identity` makes their names one. Unnamed speakers of the same kinds
    behind one origin cannot be told apart and are counted once, unless they speak for different states or for
    organisations of different names; they never meet across origins, so theirs stands behind their words in brackets.
    """
    spoken = [one for one in told if one.claim.speaker is not None and one.claim.speaker.text is not None]

    def same(one: Told, other: Told) -> bool:
        return _same_speaker(one, other, origins)

    groups = group(spoken, unrivalled(spoken, same, short_for=_is_short_for))
    canonical = {one.claim.id: name for name, members in _named(groups, origins) for one in members}
    for one in told:
        hidden = ARTICLE_VOICE if one.claim.speaker is None else UNATTRIBUTED
        canonical.setdefault(one.claim.id, hidden)
    return canonical


def _named(groups: Sequence[Sequence[Told]], origins: Mapping[str, OriginOf]) -> list[tuple[str, Sequence[Told]]]:
    """Name each group; of those that are called alike, each by its kinds as well, so that no two are taken for one."""
    names = [_name(members, origins) for members in groups]
    shared = Counter(names)
    return [
        (f"{name}, {' and '.join(_kinds(members[0]))}" if shared[name] > 1 else name, members)
        for name, members in zip(names, groups, strict=True)
    ]


def _name(members: Sequence[Told], origins: Mapping[str, OriginOf]) -> str:
    name = most_used(_text(one) for one in members)
    return f"{name} ({origins[members[0].claim.id].name})" if _is_anonymous(members[0]) else name


def _same_speaker(one: Told, other: Told, origins: Mapping[str, OriginOf]) -> bool:
    left, right = one.claim.speaker, other.claim.speaker
    if left is None or right is None or left.anonymous != right.anonymous:
        return False
    if not left.anonymous:
        return any(same_speaker(mine, theirs) for mine in _names(one) for theirs in _names(other))
    if left.kinds != right.kinds or origins[one.claim.id].name != origins[other.claim.id].name:
        return False
    states = {actor.country_code for actor in map(read_state_actor, (_text(one), _text(other))) if actor is not None}
    if len(states) > 1:
        return False
    if left.name is None or right.name is None:
        return left.name is right.name
    return like_names(left.name.exact, right.name.exact)


def _is_short_for(one: Told, other: Told) -> bool:
    return any(is_short_for(short, long) for short in _names(one) for long in _names(other))


def _names(one: Told) -> list[str]:
    speaker = one.claim.speaker
    quotes = (speaker.name, speaker.text) if speaker is not None else ()
    return [quote.exact for quote in quotes if quote is not None]


def _kinds(one: Told) -> tuple[str, ...]:
    return one.claim.speaker.kinds if one.claim.speaker is not None else ()


def _text(one: Told) -> str:
    speaker = one.claim.speaker
    if speaker is None or speaker.text is None:
        return UNATTRIBUTED
    return speaker.text.exact if speaker.anonymous or speaker.name is None else speaker.name.exact


def _is_anonymous(one: Told) -> bool:
    return one.claim.speaker is not None and one.claim.speaker.anonymous
