"""Whether two names can be one person's.

A false join costs more than a miss: bare family names and lone initials join nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import OSA

from claimx.values.names.folding import fold_name
from claimx.values.names.spelling import Spelling, match_spelling
from claimx.values.names.transliteration import same_token
from claimx.values.vocabulary import vocabulary

PersonRule = Literal[Spelling, "contained"]

_PARENTAGE: Final = vocabulary("b ben bin bint ibn ould walad")
"""Words for son or daughter of: the next name is a parent's."""
_KUNYA: Final = vocabulary("aba abi abou abu oum um umm")
"""Words for father or mother of: with the next word they make one name."""
_JOINED: Final = _PARENTAGE | _KUNYA
_HONORIFICS: Final = vocabulary(
    "admiral agha ambassador ayatollah brig brigadier capt captain chief col colonel commander comrade corporal dr "
    "emir eng engineer father gen general haj hajj haji hajji hadji imam judge justice king lady lieutenant lord lt "
    "madam maj major marshal maulana maulvi mawlawi miss monsieur mr mrs ms mufti mulla mullah officer pastor "
    "president prime minister prince princess private prof professor qari queen rev reverend secretary senator "
    "sergeant sgt shaikh shaykh sheik sheikh sheriff sir sayed sayyed sayyid syed ustad vice"
)
_MOST_LEFT_OUT: Final = 2
"""Longer chains of given names are shared by too many persons."""
_SERVANT_OF_GOD: Final = re.compile(r"\babd[aeou]{0,2}l? ?(?:al)?lah?\b")
_SERVANT: Final = re.compile(r"\babd(?!allah\b)[aeou]{1,2}(?:l ?|([a-z])(?=\1))(?=[a-z]{3})|\babd (?=[a-z]{3})")
_OF_RELIGION: Final = re.compile(r"(?<=[a-z]{2})(?: d[ie]{1,2}ne?|[aeu]dd[ie]{1,2}ne?|oudd?ine)\b")


def match_persons(left: str, right: str) -> PersonRule | None:
    """Return the rule by which both names are one person's, or None; symmetric.

    "contained" is one name's tokens inside the other's, in order, the first and the last agreeing.
    """
    (mine, titled), (other, other_titled) = read_person(left), read_person(right)
    if 1 in (len(mine), len(other)):
        # "General Kadin" and "President Kadin" are left with one family name: compare the titles as well.
        return match_spelling(titled, other_titled)
    shorter, longer = sorted((mine, other), key=len)
    return match_spelling(mine, other) or ("contained" if _contained(shorter, longer) else None)


def nearly_same_person(left: str, right: str) -> bool:
    """Tell whether two names are so near that a slip may part them: all tokens but one agree, and that by one letter.

    Too little to join two persons, and enough not to part them.
    """
    mine, other = read_person(left).tokens, read_person(right).tokens
    if len(mine) != len(other) or len(mine) < 2:
        return False
    apart = [pair for pair in zip(mine, other, strict=True) if not same_token(*pair)]
    return len(apart) <= 1 and all(min(map(len, pair)) >= 4 and OSA.distance(*pair) <= 1 for pair in apart)


def is_family_name(short: str, full: str) -> bool:
    """Tell whether `short` is the family name of `full`, with or without a title."""
    mine, other = read_person(short).tokens, read_person(full).tokens
    return len(mine) == 1 < len(other) and same_token(mine[0], other[-1])


def _contained(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Tell whether the first and last names agree and at most two names between are left out or are an initial."""
    if sum(len(token) > 1 for token in shorter) < 2 or len(longer) - len(shorter) > _MOST_LEFT_OUT:
        return False
    first = longer[1:] if longer[0].startswith("abu") and not same_token(shorter[0], longer[0]) else longer
    if len(first) < len(shorter) or not (same_token(shorter[0], first[0]) and same_token(shorter[-1], first[-1])):
        return False
    remaining = iter(first[1:-1])
    return all(any(_same_or_initial(token, candidate) for candidate in remaining) for token in shorter[1:-1])


def _same_or_initial(left: str, right: str) -> bool:
    return same_token(left, right) or (1 in (len(left), len(right)) and left[0] == right[0])


class PersonName(NamedTuple):
    """A person's name as it is compared."""

    tokens: tuple[str, ...]
    """Given names to family name, without honorifics."""
    titled: tuple[str, ...]
    """The same with the honorifics, each a token."""


@lru_cache(maxsize=16_384)
def read_person(name: str) -> PersonName:
    """Return the name in folded tokens; none for a text that has neither letter nor digit."""
    words = _person_words(name)
    titled, first = _joined(words), 0
    while first < len(words) - 1 and words[first] in _HONORIFICS:
        first += 1
    return PersonName(_joined(words[first:]) if first else titled, titled)


def _person_words(name: str) -> list[str]:
    """Return the folded words with compound names in one; "Surname, Given" is turned round."""
    before, comma, after = name.partition(",")
    return _compounded(fold_name(f"{after} {before}" if comma and fold_name(after) else name)).split()


def _compounded(name: str) -> str:
    """Write Abdulaziz, Abdel Aziz and Abd al-Aziz alike, and Nuruddin like Nur al-Din."""
    return _OF_RELIGION.sub("din", _SERVANT.sub("abd", _SERVANT_OF_GOD.sub("abdallah", name)))


def _joined(words: Sequence[str]) -> tuple[str, ...]:
    """Join kunyas and words of parentage to the name they need, so that a parent's name never stands for one's own."""
    tokens: list[str] = []
    prefix = ""
    for word in words:
        if word in _JOINED:
            prefix = "bin" if word in _PARENTAGE else "abu"
            continue
        tokens.append(prefix + word)
        prefix = ""
    return tuple(tokens or words)
