"""Finding: where words stand in an article, and whether standing there they are whole.

Words are found exactly or up to typography (see `folding`); nothing else is ever accepted. A run that begins or ends
inside a word, a number or a country's name is no occurrence: "12" does not stand in "1,200", nor "hundred" in "two
hundred", nor "Sudan" in "South Sudan".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from rapidfuzz import fuzz

from claimx.extracting.folding import Folded, fold
from claimx.extracting.wholes import find_wholes
from claimx.quote import Quote

CONTEXT: Final = 32
"""Characters of prefix and suffix kept with a quote."""
NEAR: Final = 75.0
"""rapidfuzz's partial ratio (0 to 100) from which a passage is worth naming in a re-ask."""
SOUGHT: Final = 500
"""Characters of a missing passage that its nearest neighbour is sought with: the search takes their square."""
_PREFIX: Final = re.compile(r"(?<!\w)(?:anti|counter|ex|non|pro|pseudo|quasi|un|vice)-$")
"""What makes another word of the one behind its hyphen."""
_ACRONYM: Final = 5
"""Letters up to which words all in capitals are taken for an acronym: "US" is another word than "us"."""


class Span(NamedTuple):
    """Offsets into an article, end exclusive."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def distance(self, other: Span) -> int:
        """Characters between the two spans; 0 where they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)


@dataclass(frozen=True)
class Finder:
    """Finds words in one article."""

    text: str
    article_id: str
    _found: dict[str, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was looked for before: a passage is asked for as such, as an anchor and for its values."""

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.text)

    def find(self, words: str) -> tuple[Span, ...]:
        """Return every place where the words stand whole, in order of the text; punctuation alone is no words."""
        if words not in self._found:
            self._found[words] = self._find(words)
        return self._found[words]

    def _find(self, words: str) -> tuple[Span, ...]:
        needle = _needle(words)
        if needle is None:
            return ()
        return tuple(span for span in self._occurrences(needle) if not self._is_other_word(words.strip(), span))

    def copied_exactly(self, words: str, span: Span) -> bool:
        """Whether the words stand at a span character for character."""
        return self.text[span.start : span.end] == words.strip()

    def _occurrences(self, needle: str) -> Iterator[Span]:
        haystack = self._folded.text
        at = haystack.find(needle)
        while at >= 0:
            end = at + len(needle)
            if not (self._cuts(at) or self._cuts(end) or _PREFIX.search(haystack, max(0, at - 10), at)):
                yield Span(*self._folded.original(at, end))
            at = haystack.find(needle, at + 1)

    def _is_other_word(self, words: str, span: Span) -> bool:
        return len(words) <= _ACRONYM and words.isupper() and self.text[span.start : span.end].islower()

    def _cuts(self, at: int) -> bool:
        if self._folded.splits(at) or _cuts_word(self._folded.text, at):
            return True
        index = bisect_right(self._wholes, at, key=itemgetter(0)) - 1
        return index >= 0 and self._wholes[index][0] < at < self._wholes[index][1]

    @cached_property
    def _wholes(self) -> list[tuple[int, int]]:
        return find_wholes(self._folded.text)

    def nearest(self, words: str) -> str | None:
        """Return the passage of the article that comes nearest to words it does not have, if one comes close."""
        needle = _needle(words[:SOUGHT])
        if needle is None:
            return None
        alignment = fuzz.partial_ratio_alignment(needle, self._folded.text, score_cutoff=NEAR)
        if alignment is None or alignment.dest_end <= alignment.dest_start:
            return None
        start, end = self._folded.original(alignment.dest_start, alignment.dest_end)
        return self.text[_word_start(self.text, start) : _word_end(self.text, end)]

    def quote(self, span: Span, *, copied: str, occurrences: int) -> Quote:
        """Return the quote at a span; `copied` is what the model wrote for it."""
        match: Literal["exact", "normalised"] = "exact" if self.copied_exactly(copied, span) else "normalised"
        return Quote(
            exact=self.text[span.start : span.end],
            prefix=self.text[max(0, span.start - CONTEXT) : span.start],
            suffix=self.text[span.end : span.end + CONTEXT],
            start=span.start,
            end=span.end,
            article_id=self.article_id,
            match=match,
            occurrences=occurrences,
        )


def _needle(words: str) -> str | None:
    needle = fold(words).text.strip()
    return needle if any(map(str.isalnum, needle)) else None


def _word_start(text: str, at: int) -> int:
    while _cuts_word(text, at):
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while _cuts_word(text, at):
        at += 1
    return at


def _cuts_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at])


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) != 0
