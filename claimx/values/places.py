"""Whether two accounts tell of one place: names peeled to their core, then the levels site < city < admin1 < country.

No gazetteer: a level speaks only where both state it, or where one's city stands among the other's levels.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import match_names
from claimx.values.vocabulary import vocabulary

PlaceLevel = Literal["site", "city", "admin1", "country"]


_DIRECTIONS: Final = vocabulary(
    "central inner outer northern southern eastern western northeastern northwestern southeastern southwestern"
)
_BARE_DIRECTIONS: Final = vocabulary("north south east west northeast northwest southeast southwest")
"""Read only in lower case: capitalised, they belong to the name ("North Kadin")."""
_DIVISIONS: Final = vocabulary(
    "area borough canton capital city commune county department district division downtown governorate greater "
    "metropolitan municipality neighborhood neighbourhood oblast parish prefecture province quarter region state "
    "suburb suburbs territory town township village voivodeship"
)
_PEELED: Final = _DIRECTIONS | _DIVISIONS
_SMALL_WORDS: Final = vocabulary("a an at in inside near of on outside s the")
_WAYS: Final = vocabulary(
    "avenue avenues boulevard bridge corner crossing district highway intersection junction lane neighborhood "
    "neighbourhood quarter road roads roundabout square street streets suburb village"
)
_FACILITIES: Final = vocabulary(
    "airbase airfield airport camp checkpoint church clinic college dam embassy factory hospital hotel mall market "
    "mosque museum port prison refinery restaurant school shrine stadium station synagogue temple theater theatre "
    "university"
)
_OWNED: Final = vocabulary(
    "apartment barracks base building bus car center centre complex compound convoy facility farm headquarters home "
    "house hq office outpost post residence shop site vehicle warehouse"
)
"""Sites called by whose they are: one may bear several names."""


class PlaceNames(NamedTuple):
    """A place as one account has it; None where it says nothing."""

    site: str | None
    """A free description: "a building on Kadin Street"."""
    city: str | None
    admin1: str | None
    country: str | None
    country_code: str | None
    """ISO 3166-1 alpha-2."""


class PlaceVerdict(NamedTuple):
    """How two places stand to each other."""

    relation: Literal["same", "contains", "unknown", "conflict"]
    """`contains`: they agree where both speak, and one is told more finely."""
    level: PlaceLevel | None
    """The finest level at which both agree."""
    sentence: str
    opposed: PlaceLevel | None = None
    """The finest level at which they conflict."""


def place_core(words: str) -> str:
    """Return the folded name without words for direction and kind: "the northern city of Qasr Delan" → "qasr delan".

    Countries ("South Sudan", "Central African Republic") and names made of such words alone are left whole.
    """
    if country_code(words):
        return fold_name(words)
    core = [word for word in _name_words(words) if word not in _PEELED]
    return " ".join(core) or fold_name(words)


def match_places(left: str, right: str) -> bool:
    """Tell whether two place names have one core, in any transliteration.

    "northern Kadin", "Kadin city" and "Kadin" match; "Northern Kadin" and "Eastern Kadin", which are names, do not.
    """
    codes = country_code(left), country_code(right)
    if all(codes):
        return codes[0] == codes[1]
    mine, other = _directions(left), _directions(right)
    if mine and other and mine != other:
        return False
    cores = place_core(left), place_core(right)
    return bool(cores[0]) and (cores[0] == cores[1] or match_names(*cores, kind="organisation") is not None)


def compare_where(left: PlaceNames, right: PlaceNames) -> PlaceVerdict:
    """Compare two places level by level; one conflict decides, otherwise the finest agreement does.

    Different countries, provinces or cities conflict (so homonymous towns do), unless one account's city is the
    other's province or stands in its site, or both give one address and one city bears the other's name (a quarter of
    it, "South Kadin" in "Kadin"). Sites are free descriptions and conflict only when two that exclude each other bear
    different names or numbers; they agree where both have one address, a number and a name of a street, or
    are one crossing. `relation` and `level` are symmetric.
    """
    verdicts = {level: _compare_level(level, left, right) for level in _LEVELS}
    crossed = None if verdicts["city"] else _crossed_level(left, right)
    if crossed:
        verdicts |= {"city": None, crossed: True}
    if verdicts["city"] is False and verdicts["site"] and nested(left.city, right.city):
        verdicts["city"] = None
    agreed = next((level for level in _LEVELS if verdicts[level]), None)
    opposed = next((level for level in _LEVELS if verdicts[level] is False), None)
    if opposed:
        sentence = f"The {_TERMS[opposed]} differs: {_said(left, opposed)} and {_said(right, opposed)}."
        return PlaceVerdict("conflict", agreed, sentence, opposed)
    if agreed is None:
        return PlaceVerdict("unknown", None, "No level of the place is stated by both.")
    if agreed == crossed:
        within = "site" if agreed == "city" else "province"
        return PlaceVerdict("contains", agreed, f"The city of one account stands in the {within} of the other.")
    return _agreement(agreed, left, right)


_LEVELS: Final[tuple[PlaceLevel, ...]] = ("site", "city", "admin1", "country")
_TERMS: Final[dict[PlaceLevel, str]] = {"site": "site", "city": "city", "admin1": "province", "country": "country"}


# Words


_HYPHENED: Final = re.compile(r"\b([Nn]orth|[Ss]outh)-(?=east|west)")


@lru_cache(maxsize=65_536)
def _name_words(words: str) -> tuple[str, ...]:
    """Return the folded words without small words and lower-case directions."""
    kept = [word for word in words.split() if word not in _BARE_DIRECTIONS]
    folded = fold_name(_HYPHENED.sub(r"\1", " ".join(kept)))
    return tuple(word for word in folded.split() if word not in _SMALL_WORDS)


def _directions(words: str) -> frozenset[str]:
    """Return the directions written with a capital, which are part of a name."""
    return frozenset(word for word in _name_words(words) if word in _DIRECTIONS and word not in words)


def stated_level(place: PlaceNames, level: PlaceLevel) -> str | None:
    """Return what is said at a level, as `stated_name` has it."""
    said: str | None = getattr(place, level)
    return stated_name(said, level)


def stated_name(said: str | None, level: PlaceLevel) -> str | None:
    """Return a name at a level; a province that only parts a country ("eastern Chile") says nothing."""
    if said is None or not fold_name(said):
        return None
    return None if level == "admin1" and not country_code(said) and country_code(place_core(said)) else said


def _code(place: PlaceNames) -> str | None:
    return place.country_code or (country_code(place.country) if place.country else None)


# Levels


def _compare_level(level: PlaceLevel, left: PlaceNames, right: PlaceNames) -> bool | None:
    """Return whether a level agrees, None where it does not tell."""
    mine, other = stated_level(left, level), stated_level(right, level)
    if level == "country" and _code(left) and _code(right):
        return _code(left) == _code(right)
    if mine is None or other is None:
        return None
    return compare_sites(left, right) if level == "site" else match_places(mine, other)


def compare_sites(left: PlaceNames, right: PlaceNames) -> bool | None:
    """Return whether the sites of two places agree, None where they do not tell; see `compare_where`."""
    mine, other = stated_level(left, "site"), stated_level(right, "site")
    return None if mine is None or other is None else _compare_sites(mine, other, left=left, right=right)


def _compare_sites(mine: str, other: str, *, left: PlaceNames, right: PlaceNames) -> bool | None:
    around = surroundings(left) | surroundings(right)
    hidden = around & (proper_words(mine) | proper_words(other))
    one_city = bool(left.city and right.city) and match_places(str(left.city), str(right.city))
    return compare_site_names(mine, other, hidden=hidden, one_city=one_city)


def compare_site_names(mine: str, other: str, *, hidden: frozenset[str], one_city: bool) -> bool | None:
    """Compare two sites by their own words, as `compare_sites` does.

    The names of the places around them, `hidden`, tell nothing; `one_city` says whether both are in one.
    """
    names, other_names = proper_words(mine) - hidden, proper_words(other) - hidden
    if not names or not other_names:
        return True if one_city and match_places(mine, other) else None
    if _one_address(names & other_names) or _one_crossing(mine, other):
        return True
    if any(_is_one_word(a, b) for a in sorted(names) for b in sorted(other_names)):
        return True if match_places(mine, other) else None
    numbered = all(word.isdigit() for word in names | other_names) and _kinds(mine) == _kinds(other)
    return False if numbered or _exclude(_kinds(mine), _kinds(other)) else None


@lru_cache(maxsize=65_536)
def _is_one_word(left: str, right: str) -> bool:
    return match_names(left, right, kind="organisation") is not None


def _one_address(shared: frozenset[str]) -> bool:
    """Tell whether the words that two sites share make an address: the number of a house or block, and a name."""
    return any(len(word) > 1 and word.isdigit() for word in shared) and any(word.isalpha() for word in shared)


def _one_crossing(left: str, right: str) -> bool:
    """Tell whether two sites are ways with the same several names, in any order."""
    names = proper_words(left)
    return len(names) > 1 and names == proper_words(right) and bool(_kinds(left) & _kinds(right) & _WAYS)


def nested(left: str | None, right: str | None) -> bool:
    """Tell whether all words of one city's name stand in the other's."""
    words, other = (set(fold_name(city or "").split()) for city in (left, right))
    return bool(words & other) and (words <= other or other <= words)


_IMPROPER: Final = _WAYS | _FACILITIES | _OWNED | _DIVISIONS | _DIRECTIONS | _SMALL_WORDS
_WORD_ENDS: Final = re.compile(r"[\s\-–—/]+")
_DIGIT: Final = re.compile(r"\d")


@lru_cache(maxsize=65_536)
def proper_words(site: str) -> frozenset[str]:
    """Return the folded capitalised words and numbers that tell this site from others of its kind."""
    marked = [word for word in _WORD_ENDS.split(site) if word != word.lower() or _DIGIT.search(word)]
    words = {part for word in marked for part in fold_name(word).split()}
    return frozenset(words - _IMPROPER)


def surroundings(place: PlaceNames) -> frozenset[str]:
    """Return the folded words of the places around a site."""
    names = (place.city, place.admin1, place.country)
    return frozenset(word for said in names if said for word in fold_name(said).split())


@lru_cache(maxsize=65_536)
def _kinds(site: str) -> frozenset[str]:
    return frozenset(fold_name(site).split()) & (_WAYS | _FACILITIES | _OWNED)


def _exclude(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether differently named sites of these kinds are two: two streets, two facilities, two bare names.

    A building is on a street, a street in a district, and a headquarters is called by its owner or its building.
    """
    if (left | right) & _OWNED:
        return False
    if left & _WAYS and right & _WAYS:
        return bool(left & right & _WAYS)
    return not (left | right) & _WAYS and bool(left & _FACILITIES) == bool(right & _FACILITIES)


# Across levels


def _crossed_level(left: PlaceNames, right: PlaceNames) -> PlaceLevel | None:
    """Return the finest level at which what one account calls a city stands in the other's site or province."""
    found: set[PlaceLevel] = set()
    for mine, other in ((left, right), (right, left)):
        city, site, admin1 = stated_level(mine, "city"), stated_level(other, "site"), stated_level(other, "admin1")
        if city and site and mentions_city(site, city):
            found.add("city")
        if city and admin1 and match_places(city, admin1):
            found.add("admin1")
    return next((level for level in _LEVELS if level in found), None)


def mentions_city(site: str, city: str) -> bool:
    """Tell whether the city's core stands among the words of the site."""
    core, words = place_core(city).split(), fold_name(site).split()
    runs = (" ".join(words[start : start + len(core)]) for start in range(len(words) - len(core) + 1))
    return any(match_places(run, " ".join(core)) for run in runs)


# Agreement


def _agreement(level: PlaceLevel, left: PlaceNames, right: PlaceNames) -> PlaceVerdict:
    """Weigh what is told below the finest level that agrees: by neither or (as sites) by both, by one, by both."""
    finer = _LEVELS[: _LEVELS.index(level)]
    told = [any(stated_level(place, each) for each in finer) for place in (left, right)]
    shared = f"Both have the {_TERMS[level]} {_said(left, level)}"
    if told[0] != told[1]:
        return PlaceVerdict("contains", level, f"{shared}; one account is told more finely.")
    if told[0] and level in ("admin1", "country"):
        return PlaceVerdict("unknown", level, f"{shared}; below it they cannot be compared.")
    return PlaceVerdict("same", level, f"{shared}.")


def _said(place: PlaceNames, level: PlaceLevel) -> str:
    said = stated_level(place, level) or (place.country_code if level == "country" else None)
    return f'"{said}"'
