"""Block keys of places: two place names that `claimx.values.places` takes for one share a key.

As for other names (see `claimx.values.names.keys`), a key is made from the whole of one name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name
from claimx.values.names.keys import unabbreviated_keys
from claimx.values.places import place_core, proper_words

_LONGEST_RUN: Final = 5
"""Words of the longest run of a site that is keyed word by word; hardly a city's name has more."""


def place_keys(name: str) -> frozenset[str]:
    """Return keys that meet wherever `match_places` holds, and the `runs_of` a site that mentions the place.

    A site is searched for the core of a name, which is read once more and without capitals: "North Kadin" has the
    keys of "Kadin" as well, and "northern Chile" those of the country.
    """
    core = place_core(name)
    length = len(core.split())
    return _read_keys(name) | _read_keys(core) | frozenset({_long_key(length)} if length > _LONGEST_RUN else ())


def runs_of(site: str) -> frozenset[str]:
    """Return keys that meet the `place_keys` of every city that stands among the words of a site.

    Longer runs than a city's name has words are told apart by their length alone.
    """
    words = fold_name(site).split()
    # Many runs differ in small words alone, and have one core.
    read = {(country_code(run), place_core(run)) for run in _runs(words)}
    keys = {key for code, core in read for key in (*_core_keys(core), *_country_keys(code))}
    return frozenset(keys | {_long_key(length) for length in range(_LONGEST_RUN + 1, len(words) + 1)})


def site_keys(site: str) -> frozenset[str]:
    """Return keys that meet wherever two sites can be found to agree: by name, as one address or as one crossing."""
    words = proper_words(site)
    numbers = [word for word in words if len(word) > 1 and word.isdigit()]
    addresses = {f"address {number} {word}" for number in numbers for word in words if word.isalpha()}
    crossing = {f"crossing {' '.join(sorted(words))}"} if len(words) > 1 else set()
    return _read_keys(site) | addresses | crossing


def _runs(words: Sequence[str]) -> Iterator[str]:
    for length in range(1, min(_LONGEST_RUN, len(words)) + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _read_keys(words: str) -> frozenset[str]:
    """Return the keys of a place as `match_places` reads it: a country, and a core."""
    return _core_keys(place_core(words)) | _country_keys(country_code(words))


@lru_cache(maxsize=16_384)
def _core_keys(core: str) -> frozenset[str]:
    # A core has no capitals, so that none is taken for an acronym.
    return unabbreviated_keys(core)


def _country_keys(code: str | None) -> frozenset[str]:
    return frozenset() if code is None else frozenset({f"country {code}"})


def _long_key(length: int) -> str:
    return f"long {length}"
