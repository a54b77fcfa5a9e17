"""Actors called by other words than a proper name: a state, one of its organs, or a group that is only described."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from claimx.record import Record
from claimx.values.countries import country_code, government_of, people_of
from claimx.values.names.folding import fold_name
from claimx.values.vocabulary import vocabulary

_GOVERNMENT_NOUNS: Final = vocabulary(
    "administration authorities cabinet chancellor department government intelligence junta leader leaders leadership "
    "minister ministers ministry official officials president presidency regime spokesman spokesperson "
    "spokeswoman"
)
_FORCES_NOUNS: Final = vocabulary(
    "aircraft army artillery command commander commanders force forces gendarmerie general generals guard guards "
    "helicopter helicopters infantry jet jets marines military navy officer officers paratroopers police policemen "
    "servicemen soldier soldiers troops warplane warplanes warship warships"
)
_GOVERNMENT_MODIFIERS: Final = vocabulary("defence defense deputy federal foreign interior justice prime state")
_FORCES_MODIFIERS: Final = vocabulary("air armed border coast fighter ground naval security special")
_NEUTRAL_WORDS: Final = vocabulary("a an anonymous central of senior some the top two unidentified unnamed")
_ORGAN_NOUNS: Final = _FORCES_NOUNS | _GOVERNMENT_NOUNS
_OF_FORCES: Final = _FORCES_NOUNS | _FORCES_MODIFIERS
_OF_ORGANS: Final = _ORGAN_NOUNS | _FORCES_MODIFIERS | _GOVERNMENT_MODIFIERS | _NEUTRAL_WORDS


class StateActor(Record):
    """A state, or one of its organs."""

    country_code: str
    """ISO 3166-1 alpha-2."""
    organ: Literal["state", "government", "forces"]


@lru_cache(maxsize=16_384)
def read_state_actor(words: str) -> StateActor | None:
    """Read "US forces", "the Chilean government", "American", "Moscow"; None if any other word qualifies them.

    "French-backed militia" and "Syrian Democratic Forces" are no state's. Forces go before government: a US military
    official speaks for the forces.
    """
    if code := country_code(words) or people_of(words):
        return StateActor(country_code=code, organ="state")
    if code := government_of(words):
        return StateActor(country_code=code, organ="government")
    tokens = words.split()
    if _ORGAN_NOUNS.isdisjoint(fold_name(" ".join(tokens)).split()):
        return None
    for code, rest in _countries_in(tokens):
        organ = _organ(fold_name(rest).split())
        if organ:
            return StateActor(country_code=code, organ=organ)
    return None


_LONGEST_COUNTRY: Final = 9
"""Words of the longest country name in the table."""


def _countries_in(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each country named among the words, the longest name first, with the words that are left."""
    for length in range(min(len(tokens) - 1, _LONGEST_COUNTRY), 0, -1):
        for start in range(len(tokens) - length + 1):
            code = country_code(" ".join(tokens[start : start + length]))
            if code:
                yield code, " ".join([*tokens[:start], *tokens[start + length :]])


def _organ(words: Sequence[str]) -> Literal["government", "forces"] | None:
    said = frozenset(words)
    if not said & _ORGAN_NOUNS or said - _OF_ORGANS:
        return None
    return "forces" if said & _OF_FORCES else "government"


# Descriptions

_COLLECTIVE_NOUNS: Final = vocabulary(
    "alliance assailants attackers bloc coalition coalitions crowd demonstrators extremists fighters gang gunmen "
    "insurgents jihadists mercenaries militants militia militiamen militias mission mob peacekeepers protesters "
    "rebels rioters settlers smugglers terrorists"
)
_DESCRIBING_WORDS: Final = _FORCES_MODIFIERS | vocabulary(
    "allied anti global international joint multinational regional unidentified unknown unnamed"
)
"""Modifiers that are no part of a proper name even when capitalised."""


class Description(Record):
    """A group described instead of named; inside one event, equal heads without conflicting leaders may be one."""

    head: str
    """The collective noun, folded."""
    led_by: tuple[str, ...]
    """Leaders, sorted: country codes, or folded names where no country leads; () where none is given."""


def read_description(words: str) -> Description | None:
    """Read "the US-led international coalition forces" as a coalition led by US; None where a proper name is left.

    Organs that follow the collective noun ("coalition forces") are dropped; alone they are the head themselves.
    """
    leaders, rest = _parted_leaders(words)
    tokens = rest.split()
    named = [token for token in tokens[1:] if token != token.lower() and not _describes(token)]
    folded = fold_name(rest).split()
    while len(folded) > 1 and folded[-1] in _FORCES_NOUNS and set(folded[:-1]) & _COLLECTIVE_NOUNS:
        folded = folded[:-1]
    if named or not folded or folded[-1] not in _COLLECTIVE_NOUNS | _FORCES_NOUNS or _names_country(tokens):
        return None
    if tokens[0] != tokens[0].lower() and not _describes(tokens[0]) and fold_name(tokens[0]) not in _ARTICLES:
        return None
    return Description(head=folded[-1], led_by=leaders)


_ARTICLES: Final = vocabulary("a an some the")
_LED_BY: Final = re.compile(r"\bled by\s(?P<after>.+)|(?<!\S)(?P<before>\S+)-led\b", re.IGNORECASE)


def _parted_leaders(words: str) -> tuple[tuple[str, ...], str]:
    """Part "United States-led coalition" or "coalition led by X and Y" into its sorted leaders and the rest."""
    found = _LED_BY.search(words)
    if found is None:
        return (), words
    if found["after"]:
        names = re.split(r",\s*(?:and\s+)?|\s+and\s+", found["after"])
        return tuple(sorted({_leader(name) for name in names} - {""})), words[: found.start()]
    before = words[: found.end("before")].split()
    length = next((n for n in range(min(len(before), _LONGEST_COUNTRY), 0, -1) if _country_at_end(before, n)), 1)
    rest = " ".join([*before[: len(before) - length], words[found.end() :]])
    return tuple(filter(None, [_leader(" ".join(before[-length:]))])), rest


def _country_at_end(tokens: Sequence[str], length: int) -> bool:
    words = " ".join(tokens[-length:])
    return tokens[-length].lower() not in _ARTICLES and country_code(words) is not None


def _leader(name: str) -> str:
    return country_code(name) or fold_name(name)


def _describes(token: str) -> bool:
    parts = fold_name(token).split()
    return bool(parts) and all(part in _DESCRIBING_WORDS | _COLLECTIVE_NOUNS | _FORCES_NOUNS for part in parts)


def _names_country(tokens: Sequence[str]) -> bool:
    return any(country_code(token) for token in tokens)
