"""Whether two words are one name in two transliterations: its consonants, and the vowels that writers interchange."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name

_CONSONANTS: Final = tuple(
    (needed, re.compile(pattern), sound)
    for needed, pattern, sound in (
        ("", r"^ou(?=[aei])|^w", "v"),
        ("h", "tch|sch|ch|sh", "S"),
        ("h", "kh", "X"),
        ("h", "ph", "f"),
        ("h", "th", "t"),
        ("h", "dh", "d"),
        ("h", "gh", "g"),
        ("", "dj|zh", "j"),
        ("", "ck|q", "k"),
        ("x", "x", "ks"),
        ("c", "c(?=[eiy])", "s"),
        ("c", "c", "k"),
        ("j", "(?<=[aeiou])j(?![aeiou])", "i"),
        ("", "^[yj](?=[aeiou])", "J"),
        ("h", "(?<=[aeiouy])h$", ""),
        ("", r"([a-zA-Z])\1+", r"\1"),
    )
)
"""In their order; the first of each is a letter without which the pattern finds nothing."""
_CONSONANT: Final = re.compile("[^aeiouwy]")
_REPEATED: Final = re.compile(r"(.)\1+")
_SOUND: Final = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u"}
"""The Arabic vowels a letter may write; e writes two of them."""

_VOWELS_READ: Final = 6
"""Of each run of vowels; more are no name's."""


def consonant_key(text: str) -> str:
    """Return the consonants of the folded name; transliterations of one name share it, other names may too."""
    return " ".join(filter(None, ("".join(_skeleton(token)[0]) for token in fold_name(text).split())))


def same_token(left: str, right: str) -> bool:
    """Tell whether two folded tokens are one name: same consonants, vowels that transliterations interchange.

    Nigerian and Nigerien are not.
    """
    if left == right:
        return True
    if min(len(left), len(right)) < 4 or not (left + right).isalpha():
        return False
    (consonants, vowels), (other_consonants, other_vowels) = _skeleton(left), _skeleton(right)
    if len(consonants) < 2 or consonants != other_consonants or not _vowels_agree(vowels, other_vowels):
        return False
    return country_code(left) == country_code(right)


def same_tokens(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether two sequences of folded tokens are the same names in the same order."""
    return len(left) == len(right) and all(map(same_token, left, right))


@lru_cache(maxsize=65_536)
def token_key(token: str) -> str:
    """Return what all folded tokens that are `same_token` share; other tokens may share it too.

    The consonants, between the vowels at both ends as far as nobody interchanges them (a, e, i, y or o, u, w); the
    token itself where only equal letters are the same.
    """
    consonants, vowels = _skeleton(token)
    if len(token) < 4 or not token.isalpha() or len(consonants) < 2:
        return f"={token}"
    return _broad(vowels[0]) + "".join(consonants) + _broad(vowels[-1])


@lru_cache(maxsize=4_096)
def _broad(vowels: str) -> str:
    """Return the vowels in two classes, which all their readings in `_sounds` keep to."""
    classes = ("u" if letter in "ouw" else "a" for letter in vowels[:_VOWELS_READ])
    return _REPEATED.sub(r"\1", "".join(classes))


@lru_cache(maxsize=65_536)
def _skeleton(token: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a token's consonants and the vowels before, between and after them (one more than consonants)."""
    sounds = token.replace("ee", "i").replace("oo", "u")
    for needed, pattern, sound in _CONSONANTS:
        if needed in sounds:
            sounds = pattern.sub(sound, sounds)
    return tuple(_CONSONANT.findall(sounds)), tuple(_CONSONANT.split(sounds))


def _vowels_agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Compare slot by slot; one inner vowel may be unwritten in a name of three consonants or more."""
    apart = [(a, b) for a, b in zip(left, right, strict=True) if not _sounds(a) & _sounds(b)]
    if not apart:
        return True
    unwritten = len(apart) == 1 and "" in apart[0] and len(left) > 3
    return unwritten and left[0] == right[0] and left[-1] == right[-1]


@lru_cache(maxsize=4_096)
def _sounds(vowels: str) -> frozenset[str]:
    readings = ("".join(reading) for reading in product(*(_SOUND[letter] for letter in vowels[:_VOWELS_READ])))
    return frozenset(_REPEATED.sub(r"\1", reading) for reading in readings)
