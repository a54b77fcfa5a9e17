"""Pools: invented names of which no two can be taken for one."""

from __future__ import annotations

from itertools import count
from typing import Final

import numpy as np

from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name
from claimx.values.names.transliteration import consonant_key
from claimx.values.places import place_core
from claimx.worlds.flavours import FLAVOURS, Flavour, invented

SHORTEST: Final = 4
"""Letters; shorter words are read as titles, articles or abbreviations."""


class Pool:
    """Draws names that differ in two consonants or more from each name drawn before.

    Spelling rules join names whose consonants agree, or that are one slip apart. Each name therefore takes its
    consonants, whole and less any one, and a candidate that meets a taken one is dropped.
    """

    def __init__(self, chance: np.random.Generator) -> None:
        self._chance = chance
        self._taken: set[str] = set()

    def words(self, size: int) -> list[tuple[str, Flavour]]:
        """Return `size` words, each with its flavour."""
        return self._drawn(size, preceded=0.0)

    def towns(self, size: int) -> list[tuple[str, Flavour]]:
        """Return `size` names of towns, a third of them of two words."""
        return self._drawn(size, preceded=0.33)

    def _drawn(self, size: int, *, preceded: float) -> list[tuple[str, Flavour]]:
        return [self._next(preceded=preceded) for _ in range(size)]

    def _next(self, *, preceded: float) -> tuple[str, Flavour]:
        """Try ever longer words, so that a pool never runs dry."""
        flavour = FLAVOURS[int(self._chance.random() * len(FLAVOURS))]
        first = f"{flavour.before[int(self._chance.random() * len(flavour.before))]} "
        opening = first if self._chance.random() < preceded else ""
        for tries in count(2 * int(self._chance.random() * 1.8)):
            word = invented(self._chance, flavour, syllables=1 + tries // 2)
            keys = _keys(word)
            if keys and self._taken.isdisjoint(keys) and _is_plain(f"{opening}{word}"):
                break
        self._taken |= keys
        return f"{opening}{word}", flavour


def _keys(word: str) -> frozenset[str]:
    """Return the consonants, whole and less any one; none for a word of too few."""
    sounds = consonant_key(word)
    if len(word) < SHORTEST or len(sounds) < 2:
        return frozenset()
    return frozenset({sounds, *(sounds[:at] + sounds[at + 1 :] for at in range(len(sounds)))})


def _is_plain(name: str) -> bool:
    """Tell whether no word of the name is read as a country, a direction or a kind of place."""
    return place_core(name) == fold_name(name) and not any(country_code(word) for word in name.split())
