"""Whether two names can be one organisation's.

A false join costs more than a miss: the subsets of a name join nothing. Free of any gazetteer but the countries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name
from claimx.values.names.spelling import Spelling, match_spelling
from claimx.values.names.transliteration import same_tokens
from claimx.values.vocabulary import vocabulary

OrganisationRule = Literal[Spelling, "acronym", "contained"]

_STOP_WORDS: Final = vocabulary("a and de for in of on the to")
_COMMON_WORDS: Final = vocabulary(
    "al ansar arab armed army bank brigade brigades coalition command committee common communist council democratic "
    "defence defense eastern factory federal fighters first force forces free freedom front general global great "
    "green guard high holy independence independent international islam islami islamic islamist islamiya islamiyya "
    "jihad jihadi joint justice labor labour league liberal liberation local muslim mujahideen mujahidin national "
    "nationalist new northern officials patriotic peace people peoples police popular progressive rebel reform "
    "republican resistance revolution revolutionary royal salvation secret security shia shiite social socialist "
    "southern special state sunni supreme tribal union united unity western workers world youth"
)
"""Words that many organisations share; a name made of nothing else identifies nobody."""
_GENERIC_NOUNS: Final = vocabulary(
    "faction factions fighters gang gangs group groups gunmen haraka harakah harakat insurgents jamaa jamaah jamaat "
    "militants militia militiamen militias movement network organisation organization rebels"
)
"""Nouns that may be left off a distinctive name (harakat: movement, jamaat: group); never front, army, brigade."""
_NOBODYS: Final = _COMMON_WORDS | _GENERIC_NOUNS


def match_organisations(left: str, right: str) -> OrganisationRule | None:
    """Return the rule by which both names are one organisation's, or None; symmetric.

    "contained" is equal but for a generic noun ("Nurad movement"), never a subset.
    """
    mine, other = organisation_tokens(left), organisation_tokens(right)
    rule = match_spelling(mine, other)
    if rule:
        return rule
    if is_acronym(left, right) or is_acronym(right, left):
        return "acronym"
    bare, other_bare = without_generic(mine), without_generic(other)
    return "contained" if _distinctive(bare) and match_spelling(bare, other_bare) else None


def is_beginning(short: str, full: str) -> bool:
    """Tell whether `short` is the first words of `full`, one of them distinctive."""
    mine, other = without_generic(organisation_tokens(short)), organisation_tokens(full)
    return 0 < len(mine) < len(other) and _distinctive(mine) and same_tokens(mine, other[: len(mine)])


def is_acronym(short: str, long: str) -> bool:
    """Tell whether `short` is made of the initials of `long`, with or without its small words ("FVF").

    Needs two letters or more, in capitals.
    """
    letters = capital_letters(short)
    return letters is not None and letters in initials_of(long)


def capital_letters(name: str) -> str | None:
    """Return the letters of a name that may be an acronym, in lower case; None if it cannot be one."""
    letters = re.sub(r"[.\s]", "", name)
    if len(letters) < 2 or not letters.isalpha() or not letters.isupper():
        return None
    return letters.casefold()


def initials_of(name: str) -> frozenset[str]:
    """Return the initials of a name's words: with and without small words, hyphens parting words or not."""
    hyphens_kept = fold_name(re.sub(r"(?<=\w)-(?=\w)", "", name)).split()
    readings = (words for every in (fold_name(name).split(), hyphens_kept) for words in (every, _content(every)))
    return frozenset("".join(word[0] for word in words) for words in readings if len(words) > 1)


@lru_cache(maxsize=16_384)
def organisation_tokens(name: str) -> tuple[str, ...]:
    """Return the folded words without "the" and without the name's own acronym in brackets."""
    before, _, inside = name.rstrip().rpartition("(")
    if inside.endswith(")") and is_acronym(inside[:-1], before):
        name = before
    words = fold_name(name).split()
    return tuple([word for word in words if word != "the"] or words)


def without_generic(words: tuple[str, ...]) -> tuple[str, ...]:
    """Drop one generic noun at the end, else one at the start."""
    if len(words) > 1 and words[-1] in _GENERIC_NOUNS:
        return words[:-1]
    if len(words) > 1 and words[0] in _GENERIC_NOUNS:
        return words[1:]
    return words


def _distinctive(words: Sequence[str]) -> bool:
    """Tell whether a word is left that is no small word, number, country or common word of such names."""
    return any(
        len(word) > 2 and word.isalpha() and word not in _NOBODYS and country_code(word) is None
        for word in _content(words)
    )


def _content(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _STOP_WORDS]
