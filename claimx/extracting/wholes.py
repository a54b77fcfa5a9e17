"""What must not be cut: the numbers and the names of countries in a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Final

from claimx.extracting.folding import fold
from claimx.values.countries import countries, country_code

FOREIGN_SCALES: Final = {
    fold(word).text: value
    for value, words in (
        (100, "cien ciento cientos cento cent hundert honderd hundra hundre hundrede yüz сто сотни сотен مئة مائة صد"),
        (1000, "mil miles mille mila tausend duizend tusen tusind bin ribu tysiąc tysięcy tysiące ألف آلاف هزار"),
        (1000, "тысяча тысячи тысяч тисяч тисячі"),
        (10**6, "millón millones millions millionen milhão milhões milione milioni miljoen miljoner milyon milion"),
        (10**6, "milionów миллион миллиона миллионов мільйон мільйонів مليون میلیون juta"),
    )
    for word in words.split()
}
"""Words of other languages, folded, that multiply the digits before them."""

_BRANCHING: Final = 2
"""Letters by which the names of countries branch; none is shorter."""
_SCALES = "dozen dozens hundred hundreds thousand thousands million millions billion billions"
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety tens scores"
)
_SCALE = "|".join((*_SCALES.split(), *FOREIGN_SCALES))
_WORD = "|".join((_UNITS + " " + _SCALES).split())
_AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))[ -]and[ -]"
_NUMBER: Final = re.compile(
    rf"""(?<!\w)
    (?: (?:\d{{1,3}}(?:[ .,']\d{{3}})+(?!\d)|\d+)(?:[.,:/]\d+)*(?:[ -](?:{_SCALE}))*    # 1,200   2.5 million   12:30
      | (?:{_WORD})(?:(?:[ -]|{_AND})(?:{_WORD}))* )                                    # two hundred and twenty-two
    (?: [ -](?:half|halves|thirds?|quarters?|fifths?|tenths?)                           # two-thirds
      | [ -]and[ -]a[ -](?:half|third|quarter)(?:[ -](?:{_WORD}))* )?                   # two and a half million
    (?!\w)""".replace("[ ", r"[\ "),
    re.VERBOSE,
)


def find_wholes(text: str) -> list[tuple[int, int]]:
    """Return the bounds of every number and of every country's name that holds another, in order."""
    numbers = (found.span() for found in _NUMBER.finditer(text))
    names = (found.span() for found in _country_names().finditer(text) if _is_one_name(found[0]))
    return sorted((*numbers, *names))


@cache
def _country_codes() -> dict[str, str]:
    """Return the code of each folded name or adjective of a country."""
    return {
        fold(name).text: country.code
        for country in countries()
        for name in (country.name, *country.other_names, *country.adjectives)
    }


@cache
def _country_names() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_one_of(_country_codes())}(?!\w)")


def _one_of(names: Iterable[str], *, shared: int = 0) -> str:
    """Return a pattern for the longest of names; branches by two letters, since a branch is tried at every word."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    if shared == _BRANCHING:
        return f"(?:{'|'.join(re.escape(name[shared:]) for name in longest_first)})"
    initials = sorted({name[shared] for name in longest_first})
    branches = (
        re.escape(initial) + _one_of((name for name in longest_first if name[shared] == initial), shared=shared + 1)
        for initial in initials
    )
    return f"(?:{'|'.join(branches)})"


@cache
def _is_one_name(name: str) -> bool:
    """Whether no part names the same country by itself, as in "South Sudan" but not "Republic of Chile"."""
    bounds = [0, *(found.end() for found in re.finditer("[ -]", name)), len(name) + 1]
    parts = {name[start : end - 1] for start, end in combinations(bounds, 2)} - {name}
    return not any(country_code(part) == _country_codes()[name] for part in parts)
