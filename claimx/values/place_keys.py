"""Block keys of places: two place names that `claimx.values.places` takes for one share a key.

As for other names (see `claimx.values.names.keys`), a key is made from the whole of one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name
from claimx.values.names.keys import Keys, unabbreviated_keys
from claimx.values.places import place_core, proper_words

_LONGEST_RUN: Final = 5
"""Words of the longest run of a site that is keyed word by word; hardly a city's name has more."""


def place_keys(name: str) -> Keys:
    """Return keys that meet wherever `match_places` holds, and the `runs_of` a site that mentions the place.

    A site is searched for the core of a name, which is read once more and without capitals: "North Kadin" has the
    keys of "Kadin" as well, and "northern Chile" those of the country.
    """
    core = place_core(name)
    length = len(core.split())
    return _read_keys(name) | _read_keys(core) | _long_keys([length] if length > _LONGEST_RUN else ())


def runs_of(site: str) -> Keys:
    """Return keys that meet the `place_keys` of every city that stands among the words of a site.

    Longer runs than a city's name has words are told apart by their length alone.
    """
    words = fold_name(site).split()
    # Many runs differ in small words alone, and have one core.
    read = {(country_code(run), place_core(run)) for run in _runs(words)}
    long = _long_keys(range(_LONGEST_RUN + 1, len(words) + 1))
    return long.union(*(_core_keys(core) | _country_keys(code) for code, core in read))


def site_keys(site: str) -> Keys:
    """Return keys that meet wherever two sites can be found to agree: by name, as one address or as one crossing."""
    words = proper_words(site)
    numbers = [word for word in words if len(word) > 1 and word.isdigit()]
    addresses = {hash(("address", number, word)) for number in numbers for word in words if word.isalpha()}
    crossing = {hash(("crossing", *sorted(words)))} if len(words) > 1 else set()
    return _read_keys(site) | addresses | crossing


def _runs(words: Sequence[str]) -> Iterator[str]:
    for length in range(1, min(_LONGEST_RUN, len(words)) + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _read_keys(words: str) -> Keys:
    """Return the keys of a place as `match_places` reads it: a country, and a core."""
    return _core_keys(place_core(words)) | _country_keys(country_code(words))


@lru_cache(maxsize=16_384)
def _core_keys(core: str) -> Keys:
    # A core has no capitals, so that none is taken for an acronym.
    return unabbreviated_keys(core)


def _country_keys(code: str | None) -> Keys:
    return frozenset() if code is None else frozenset({hash(("country", code))})


def _long_keys(lengths: Iterable[int]) -> Keys:
    return frozenset(hash(("long", length)) for length in lengths)
