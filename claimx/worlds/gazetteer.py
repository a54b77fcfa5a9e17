"""The gazetteer of a world: real countries, invented provinces, towns and sites."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from claimx.values.countries import Country, countries, country_code
from claimx.worlds.pools import Pool
from claimx.worlds.seeding import Codes, drawn, picked, stream
from claimx.worlds.spellings import respelled

MOST_TOWNS: Final = 60_000
SITE_KINDS: Final = ("Street", "Square", "Bridge", "Hospital", "Market", "School", "Mosque", "Station")
_DIVISIONS: Final = ("province", "region", "governorate", "district")


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Places by number; a town of a low number has many events."""

    countries: tuple[Country, ...]
    provinces: tuple[str, ...]
    province_in: Codes
    """Country of each province."""
    towns: tuple[str, ...]
    """Names; a town's name is `towns[name_of[town]]`."""
    name_of: Codes
    """Name of each town: homonymous towns share one."""
    town_in: Codes
    """Province of each town."""
    sites: tuple[str, ...]

    def town(self, name: int, *, variant: int) -> str:
        """Return a town's name in a spelling."""
        *before, word = self.towns[name].split()
        return " ".join((*before, respelled(word, variant)))

    def site(self, site: int, *, kind: int, variant: int) -> str:
        """Return the name of a site in a spelling: "Kadin Street"."""
        return f"{respelled(self.sites[site], variant)} {SITE_KINDS[kind]}"

    def country_of(self, towns: Codes) -> Codes:
        """Return the country of each town."""
        return self.province_in[self.town_in[towns]]


def gazetteer(seed: int, pool: Pool, *, towns: int, sites: int, homonyms: float) -> Gazetteer:
    """Return so many towns, a share of them homonymous, and so many sites; provinces and countries grow with them."""
    chance = stream(seed, "gazetteer")
    nations = _nations(chance, size=min(150, 3 + towns // 12))
    provinces = [word for word, _ in pool.words(len(nations) + towns // 10)]
    # Every country has a province before any has two, and every province a town.
    province_in = _spread(chance, size=len(provinces), over=len(nations))
    town_in = _spread(chance, size=towns, over=len(provinces))
    chance.shuffle(town_in)
    divisions = picked(chance, [1] * len(_DIVISIONS), size=len(provinces))
    return Gazetteer(
        countries=nations,
        provinces=tuple(f"{word} {_DIVISIONS[kind]}" for word, kind in zip(provinces, divisions, strict=True)),
        province_in=province_in,
        towns=tuple(name for name, _ in pool.towns(towns)),
        name_of=_namesakes(seed, province_in[town_in], share=homonyms),
        town_in=town_in,
        sites=tuple(word for word, _ in pool.words(sites)),
    )


def _spread(chance: np.random.Generator, *, size: int, over: int) -> Codes:
    first = np.arange(min(size, over), dtype=np.int32)
    return np.concatenate([first, chance.integers(0, over, max(0, size - over), dtype=np.int32)])


def _namesakes(seed: int, country: NDArray[np.int32], *, share: float) -> Codes:
    """Return the name of each town: its own, or that of another one in another country, which bears its own."""
    towns = np.arange(len(country), dtype=np.int32)
    renamed = drawn(seed, "homonyms", share=share, size=len(country))
    bearers = towns[~renamed] if not renamed.all() else towns[:1]
    other = bearers[stream(seed, "namesakes").integers(0, len(bearers), len(country))]
    return np.where(renamed & (country[other] != country), other, towns).astype(np.int32)


def _nations(chance: np.random.Generator, *, size: int) -> tuple[Country, ...]:
    usable = _usable()
    return tuple(usable[place] for place in chance.permutation(len(usable))[:size])


@cache
def _usable() -> tuple[Country, ...]:
    """Return the states whose name and adjective are theirs alone."""
    return tuple(
        country
        for country in countries()
        if country.seat
        and country.adjectives
        and _is_its_own(country.name, country)
        and _is_its_own(country.adjectives[0], country)
    )


def _is_its_own(word: str, country: Country) -> bool:
    return country_code(word) == country.code
