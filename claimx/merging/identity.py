"""Identity: who is who inside one event, by rules that can be read aloud.

Names are joined because they are spelled alike, because one abbreviates the other, or because an article says that
they are one. Nothing is joined by an alias table of our own, and a short form that fits two names joins neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from claimx.facts import Named
from claimx.values.names.actors import read_description, read_state_actor
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import NameKind, match_names, match_short_form

_GOVERNMENT: Final = frozenset({"government", "authorities", "administration"})
NAME_KINDS: Final[tuple[NameKind, ...]] = ("organisation", "person")


def same_participant(left: Named, right: Named, *, same_article: bool) -> str | None:
    """Return the sentence of the rule that makes two participants with a name one; None if no rule does."""
    if (left.kind == "person") != (right.kind == "person"):
        return None
    kind: NameKind = "person" if left.kind == "person" else "organisation"
    for one, other, stated in _name_pairs(left, right):
        if _is_short_for_own(one, other, left) or _is_short_for_own(other, one, right):
            continue
        sentence = same_name(one, other, kind=kind)
        if sentence is not None:
            return f"{stated}{sentence}"
    return short_form(left.name, right.name, kind=kind) if same_article else None


def _name_pairs(left: Named, right: Named) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs of names to compare, the principal names first, with what an article states of them."""
    for one, one_stated in _names(left):
        for other, other_stated in _names(right):
            yield one, other, one_stated + other_stated


def _names(participant: Named) -> Iterator[tuple[str, str]]:
    yield participant.name, ""
    for alias in participant.also_known_as:
        yield alias, f"an article says that {participant.name!r} is also {alias!r}; "


def _is_short_for_own(name: str, other: str, participant: Named) -> bool:
    """Whether what could be short for the other name is known to be short for one of the participant's own."""
    # Without a second name there is nothing to be short for; asking that first saves most of the comparing.
    own = {participant.name, *participant.also_known_as} - {name}
    return bool(own) and is_short_for(name, other) and any(is_short_for(name, one) for one in sorted(own))


def short_form(left: str, right: str, *, kind: NameKind) -> str | None:
    """Return the sentence that makes one name the short form of the other; holds inside one article and its copies."""
    match = match_short_form(left, right, kind=kind) or match_short_form(right, left, kind=kind)
    return match.sentence if match is not None else None


@lru_cache(maxsize=65536)
def same_name(left: str, right: str, *, kind: NameKind) -> str | None:
    """Return the sentence that makes two names one: the same state and organ, or one name in two forms."""
    if kind == "organisation":
        one, other = read_state_actor(left), read_state_actor(right)
        if one is not None and one == other:
            return f"{left!r} and {right!r} are the same state ({one.country_code}) and organ"
        if (one is None) != (other is None) or (one is not None and one != other):
            return None
    match = match_names(left, right, kind=kind)
    return match.sentence if match is not None else None


@lru_cache(maxsize=65536)
def same_description(left: str, right: str) -> str | None:
    """Return the sentence that makes two descriptions without a name one: the same words."""
    if fold_name(left) == fold_name(right):
        return f"{left!r} is described in the same words"
    return None


@lru_cache(maxsize=65536)
def same_accused(left: str, right: str) -> str | None:
    """Return the sentence that makes two accused of one event one.

    A state and its organs are one accused ("US forces", "the United States"); so are two descriptions with one head
    noun and no different leaders ("the US-led coalition", "the international coalition"), and two forms of a name.
    """
    one, other = read_state_actor(left), read_state_actor(right)
    if one is not None and other is not None:
        same = one.country_code == other.country_code
        return f"{left!r} and {right!r} are one state ({one.country_code}) or its organs" if same else None
    if one is not None or other is not None:
        return None
    described, also = read_description(left), read_description(right)
    if described is not None and also is not None:
        leaders = {leader for leader in (described.led_by, also.led_by) if leader}
        if described.head == also.head and len(leaders) < 2:
            return f"{left!r} and {right!r} describe one {described.head} without naming two different leaders"
        return None
    return _one_name(left, right)


@lru_cache(maxsize=65536)
def same_speaker(left: str, right: str) -> str | None:
    """Return the sentence that makes two speakers with a name one: one name in two forms, or one government.

    A ministry speaks for itself, and so do the forces: only general words for a government are one speaker.
    """
    one, other = read_state_actor(left), read_state_actor(right)
    if one is not None and other is not None:
        general = all(set(fold_name(words).split()) & _GOVERNMENT for words in (left, right))
        if one == other and (general or fold_name(left) == fold_name(right)):
            return f"{left!r} and {right!r} are the government of one state ({one.country_code})"
        return None
    return _one_name(left, right)


def _one_name(left: str, right: str) -> str | None:
    """Return the sentence that makes two names one, be it an organisation's or a person's."""
    match = match_names(left, right, kind="organisation") or match_names(left, right, kind="person")
    return match.sentence if match is not None else None


@lru_cache(maxsize=65536)
def is_short_for(short: str, long: str) -> bool:
    """Whether the first is the second with so much left out that it could be another's short form as well.

    Initials, a person by the family name or without the names between, a group described without its leader.
    """
    described, also = read_description(short), read_description(long)
    if described is not None and also is not None:
        return described.head == also.head and not described.led_by and bool(also.led_by)
    if len(fold_name(short)) >= len(fold_name(long)):
        return False
    person, organisation = (match_names(short, long, kind=kind) for kind in ("person", "organisation"))
    return (
        (person is not None and person.rule == "contained")
        or (organisation is not None and organisation.rule == "acronym")
        or match_short_form(short, long, kind="person") is not None
    )
