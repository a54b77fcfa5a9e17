"""Countries by any of their English names: reads countries.csv beside this module.

Rules: a word that two countries share is nobody's; a capital names a government (`government_of`), never a place.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from anyascii import anyascii

_NOT_IN_LOWER_CASE: Final = frozenset({"car", "us"})
"""Abbreviations that are another English word unless written in capitals or with full stops."""

_PLAIN: Final = re.compile("[A-Za-z0-9 ]*")
_POSSESSIVE: Final = re.compile(r"(?<=\w)'s?\s*$")
_DROPPED: Final = re.compile(r"[.'`]")
_OTHER_MARKS: Final = re.compile("[^a-z0-9]+")


class Country(NamedTuple):
    """One row of countries.csv; lists keep the order of the file."""

    code: str
    """ISO 3166-1 alpha-2."""
    name: str
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]
    """Adjectives and singular demonyms."""
    seat: tuple[str, ...]
    """Capitals and buildings that stand for the government."""


@lru_cache(maxsize=65_536)
def country_code(words: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the country that the whole phrase names, by noun or by adjective.

    "the United States", "U.S.", "American" and "chilean" are read; "Congolese" is two countries' and gives None.
    """
    folded = _folded(words)
    if folded in _NOT_IN_LOWER_CASE and not _is_written_as_abbreviation(words):
        return None
    return _codes_by_word().get(folded)


@lru_cache(maxsize=65_536)
def government_of(words: str) -> str | None:
    """Return the code of the country whose government the phrase names by its seat ("Moscow", "the White House").

    For speakers and accused only: as a place, a capital is a city. Needs a capital letter.
    """
    if words == words.lower():
        return None
    return _codes_by_seat().get(_folded(words))


@cache
def countries() -> tuple[Country, ...]:
    """Return the 249 countries and territories, by code."""
    text = (resources.files(__package__) / "countries.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        Country(row["code"], row["name"], *(_listed(row[column]) for column in ("other_names", "adjectives", "seat")))
        for row in csv.DictReader(lines)
    )


def people_of(words: str) -> str | None:
    """Return the code of the country whose people the phrase names in the plural ("the Americans")."""
    folded = _folded(words)
    if not folded.endswith("s") or country_code(words) is not None:
        return None
    return _codes_by_adjective().get(folded.removesuffix("s"))


@cache
def _codes_by_adjective() -> Mapping[str, str]:
    return _unambiguous((word, country.code) for country in countries() for word in country.adjectives)


@cache
def _codes_by_word() -> Mapping[str, str]:
    return _unambiguous(
        (word, country.code)
        for country in countries()
        for word in (country.name, *country.other_names, *country.adjectives)
    )


@cache
def _codes_by_seat() -> Mapping[str, str]:
    return _unambiguous((word, country.code) for country in countries() for word in country.seat)


def _unambiguous(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    codes: dict[str, set[str]] = defaultdict(set)
    for word, code in pairs:
        codes[_folded(word)].add(code)
    return {word: found.pop() for word, found in codes.items() if len(found) == 1}


def _is_written_as_abbreviation(words: str) -> bool:
    written = re.sub(r"\W+s?$", "", words.split()[-1])
    return written.isupper() or "." in written


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def _folded(words: str) -> str:
    """Return the phrase without case, accents, punctuation, leading article and closing possessive."""
    if _PLAIN.fullmatch(words):
        # Most phrases have no mark that anything below asks for.
        return " ".join(words.lower().split()).removeprefix("the ")
    text = anyascii(words).casefold().replace("&", " and ")
    text = _DROPPED.sub("", _POSSESSIVE.sub("", text))
    return _OTHER_MARKS.sub(" ", text).strip().removeprefix("the ")
