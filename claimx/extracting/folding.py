"""Folding: one form for all typographic variants of a text, with a map back to the original offsets.

Folded away are differences that no typist chose: kinds of quotation mark, dash and space, runs of white space,
case, composed and decomposed accents, ligatures, full-width forms, soft hyphens and zero-width characters. Kept is
whatever changes a word or a number: accents themselves, super- and subscript digits, since 10² is not 102, and the
overrides of direction, which change what a reader sees.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

QUOTE_MARKS: Final = frozenset("'\"`´‘’‚‛“”„‟′″‹›«»＂＇")
DASHES: Final = frozenset("-‐‑‒–—―−－")
INVISIBLE: Final = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f"
    "\ufeff"
)


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Return the folded form of one character: empty if it is invisible."""
    if character in INVISIBLE:
        return ""
    if character in QUOTE_MARKS:
        return "'"
    if character in DASHES:
        return "-"
    if character.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", character)
    # An accent printed by itself decomposes into a space and a mark, but it is no space.
    if unicodedata.category(character) == "No" or decomposed.startswith(" "):
        return character
    return decomposed.casefold()


@dataclass(frozen=True)
class Folded:
    """A folded text; `starts[i]` and `ends[i]` bound the original characters behind folded character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span, end exclusive, behind a non-empty folded span."""
        return self.starts[start], self.ends[end - 1]

    def splits(self, at: int) -> bool:
        """Whether a cut before folded character `at` goes through what is one character of the original."""
        return 0 < at < len(self.starts) and self.starts[at - 1] == self.starts[at]


def fold(text: str) -> Folded:
    """Fold a text; runs of white space become one space."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        # Decomposed as a whole, since marks that follow one another have a canonical order.
        for folded in "".join(map(fold_character, unicodedata.normalize("NFD", text[start:end]))):
            if folded == " " and characters and characters[-1] == " ":
                continue
            characters.append(folded)
            starts.append(start)
            ends.append(end)
    return Folded("".join(characters), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each character with the combining marks that follow it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at
