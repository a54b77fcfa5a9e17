"""Spellings: other ways to write an invented word, most of which spelling rules can join."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

VARIANTS: Final = 7
"""Spellings of a word beside its own."""
SOFT: Final = 6
"""The first of them keep consonants and sounds, so that rules of transliteration can join them; the others do not."""

_VOWELS: Final = str.maketrans("aeiou", "eieuo")
"""The letter that writers put in place of a vowel."""
_SOUNDS: Final = (
    ("kh", "kh"),
    ("sh", "ch"),
    ("gh", "g"),
    ("dh", "d"),
    ("ck", "k"),
    ("q", "k"),
    ("k", "q"),
    ("f", "ph"),
)
"""Letters for one consonant; the first pair that fits is taken."""
_HARD: Final = str.maketrans("bdgkpqtvzmnrls", "ptkgbgdfsnmlrz")


def respelled(word: str, variant: int) -> str:
    """Return spelling `variant`, 1 to `VARIANTS`, of a capitalised word; 0 is the word itself.

    1 to 3 change the first, the second or the last inner vowel, 4 doubles an inner consonant, 5 sets an article before
    the word, 6 writes a consonant in other letters or, where none can be, a vowel by two; 7 changes two consonants.
    """
    if variant == 0:
        return word
    return _WAYS[variant - 1](word)


def _vowel_changed(word: str, *, place: int) -> str:
    inner = [found.start() for found in re.finditer("(?<=[^aeiouy])[aeiou](?=[^aeiouy])", word[:-1])]
    if not inner:
        return _with_article(word)
    at = inner[min(place, len(inner) - 1)] if place >= 0 else inner[place]
    return word[:at] + word[at].translate(_VOWELS) + word[at + 1 :]


def _doubled(word: str) -> str:
    found = re.search("(?<=[aeiou])[bdfglmnprstz](?=[aeiou])", word[1:])
    if found is None:
        return _with_article(word)
    at = found.start() + 1
    return word[: at + 1] + word[at:]


def _with_article(word: str) -> str:
    return f"al-{word}"


def _in_other_letters(word: str) -> str:
    first, inner = word[0], word[1:]
    for letters, others in _SOUNDS[1:]:
        changed = inner.replace(letters, others, 1)
        if changed != inner:
            return first + changed
    found = re.search("(?<=[^aeiou])[iu](?=[^aeiouy])", inner)
    if found is None:
        return _doubled(word)
    return first + inner[: found.start()] + {"i": "ee", "u": "oo"}[found[0]] + inner[found.end() :]


def _misheard(word: str) -> str:
    """Change the last two consonants that have a neighbour in sound."""
    changed, left = list(word), 2
    for at in range(len(word) - 1, 0, -1):
        if left and word[at].translate(_HARD) != word[at]:
            changed[at] = word[at].translate(_HARD)
            left -= 1
    return "".join(changed)


_WAYS: Final[tuple[Callable[[str], str], ...]] = (
    lambda word: _vowel_changed(word, place=0),
    lambda word: _vowel_changed(word, place=1),
    lambda word: _vowel_changed(word, place=-1),
    _doubled,
    _with_article,
    _in_other_letters,
    _misheard,
)
