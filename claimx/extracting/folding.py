"""Folding: one form for all typographic variants of a text, with a map back to the original offsets.

Folded away are differences that no typist chose: kinds of quotation mark, dash and space, runs of white space,
case, composed and decomposed accents, ligatures, full-width forms, soft hyphens and zero-width characters. Kept is
whatever changes a word or a number: accents themselves, super- and subscript digits, since 10² is not 102, and the
overrides of direction, which change what a reader sees.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
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
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span, end exclusive, behind a non-empty folded span."""
        return self.starts[start], self.ends[end - 1]

    def splits(self, at: int) -> bool:
        """Whether a cut before folded character `at` goes through what is one character of the original."""
        return 0 < at < len(self.starts) and self.starts[at - 1] == self.starts[at]


_PLAIN: Final = {
    ord(character): fold_character(character)
    for character in (*map(chr, range(128)), *sorted(QUOTE_MARKS | DASHES))
    if len(fold_character(character)) == 1 and unicodedata.is_normalized("NFD", character)
}
"""What nearly all of an article is made of: characters that fold to one, whatever stands beside them."""
_OTHER: Final = re.compile(rf"(?s:.)?[^{re.escape(''.join(map(chr, _PLAIN)))}]+")
"""Other characters, with the one before them, which they may mark."""
_SPACES: Final = re.compile(" {2,}")


def fold(text: str) -> Folded:
    """Fold a text; runs of white space become one space."""
    if _OTHER.search(text) is None:
        return _single_spaced(text.translate(_PLAIN), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for begin, end in (*(other.span() for other in _OTHER.finditer(text)), (len(text), len(text))):
        pieces.append(text[at:begin].translate(_PLAIN))
        starts.extend(range(at, begin))
        ends.extend(range(at + 1, begin + 1))
        for cluster_start, cluster_end in _clusters(text, begin, end):
            folded = _fold_cluster(text[cluster_start:cluster_end])
            pieces.append(folded)
            starts.extend([cluster_start] * len(folded))
            ends.extend([cluster_end] * len(folded))
        at = end
    return _single_spaced("".join(pieces), starts, ends)


def _fold_cluster(cluster: str) -> str:
    # Decomposed as a whole, since marks that follow one another have a canonical order.
    return "".join(map(fold_character, unicodedata.normalize("NFD", cluster)))


def _clusters(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each character with the combining marks that follow it."""
    start = begin
    for at in range(begin + 1, end + 1):
        if at == end or not unicodedata.combining(text[at]):
            yield start, at
            start = at


def _single_spaced(text: str, starts: Sequence[int], ends: Sequence[int]) -> Folded:
    if "  " not in text:
        return Folded(text, starts, ends)
    pieces: list[str] = []
    kept_starts: list[int] = []
    kept_ends: list[int] = []
    at = 0
    for begin, end in (*((run.start() + 1, run.end()) for run in _SPACES.finditer(text)), (len(text), len(text))):
        pieces.append(text[at:begin])
        kept_starts.extend(starts[at:begin])
        kept_ends.extend(ends[at:begin])
        at = end
    return Folded("".join(pieces), kept_starts, kept_ends)
