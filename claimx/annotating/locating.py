"""Locating: where the words of gold stand in their article.

Gold is verbatim: words that differ from the article's in a single quotation mark are a fault. Words that occur more
than once stand where they stand whole, not inside a longer word or number; of these places one inside the passages
around them is taken, the nearest passages first (a name inside the words of its speaker, a value inside its claim's
quotes, then inside its mention's); of those the first. A `start` that somebody wrote overrules all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from claimx.annotating.naming import element_of, field_of
from claimx.errors import InputError
from claimx.gold import Annotation, GoldArticle, GoldAttributed, GoldMention, GoldSpeaker, GoldWords

AnyAnnotation = TypeVar("AnyAnnotation", bound=Annotation)
Passages = tuple[tuple[int, int], ...]
"""Spans of an article, end exclusive."""

_INSIDE_A_WORD: Final = re.compile(r"(?<=\w)(?=\w)|(?<=\d)(?=[.,]\d)|(?<=\d[.,])(?=\d)")
_TYPOGRAPHY: Final = (
    ("quotation marks", "'", frozenset("'\"`´‘’‚‛“”„‟′″‹›«»")),
    ("dashes", "-", frozenset("-‐‑‒–—―−")),
)


def locate(gold: GoldArticle, text: str) -> GoldArticle:
    """Return the gold with the `start` of all its words filled in, and no other field touched.

    Raises:
        InputError: some words, or a `start`, are not in the text; `faults` lists them all.
    """
    locator = _Locator(text)
    located = locator.located(gold, "", ())
    if locator.faults:
        more = f" (and {len(locator.faults) - 1} more)" if len(locator.faults) > 1 else ""
        raise InputError(f"gold of article {gold.article_id}: {locator.faults[0]}{more}")
    return located


def faults(gold: GoldArticle, text: str) -> list[str]:
    """Return a sentence for each of gold's words that do not stand in the text as written, each with its path."""
    locator = _Locator(text)
    locator.located(gold, "", ())
    return locator.faults


@dataclass
class _Locator:
    """Finds the words of one article's gold and collects those it does not find."""

    text: str
    faults: list[str] = field(default_factory=list)

    def located(self, node: AnyAnnotation, path: str, around: tuple[Passages, ...]) -> AnyAnnotation:
        around = (*self._passages(node, around), *around)
        fields = (name for name in type(node).model_fields if node.annotates(name))
        return node.model_copy(
            update={name: self._value(getattr(node, name), field_of(path, name), around) for name in fields}
        )

    def _value(self, value: object, path: str, around: tuple[Passages, ...]) -> object:
        if isinstance(value, GoldWords):
            return self._words(value, path, around)
        if isinstance(value, Annotation):
            return self.located(value, path, around)
        if isinstance(value, tuple):
            return tuple(
                self._value(one, element_of(path, index, getattr(one, "local_id", None)), around)
                for index, one in enumerate(value)
            )
        return value

    def _passages(self, node: Annotation, around: tuple[Passages, ...]) -> Iterator[Passages]:
        """Yield the passages that words inside a record are looked for in first, the nearest first."""
        if isinstance(node, GoldSpeaker) and node.text is not None:
            yield self._spans((node.text,), around)
        elif isinstance(node, GoldAttributed):
            yield self._spans(node.quotes, around)
        elif isinstance(node, GoldMention):
            told = self._spans(node.quotes, around)
            yield told
            yield self._spans((quote for claim in node.claims for quote in claim.quotes), (told, *around))

    def _spans(self, quotes: Iterable[GoldWords], around: tuple[Passages, ...]) -> Passages:
        starts = ((self._start(quote, around), len(quote.exact)) for quote in quotes)
        return tuple((start, start + length) for start, length in starts if start is not None)

    def _words(self, words: GoldWords, path: str, around: tuple[Passages, ...]) -> GoldWords:
        for index, other in enumerate(words.also):
            if not other or other not in self.text:
                self.faults.append(f"{element_of(field_of(path, 'also'), index)}: {self._missing(other)}")
        start = self._start(words, around)
        if start is None:
            self.faults.append(f"{path}: {self._complaint(words)}")
            return words
        return words.model_copy(update={"start": start})

    def _start(self, words: GoldWords, around: tuple[Passages, ...]) -> int | None:
        if words.start is not None:
            return words.start if words.start in self._starts(words.exact) else None

        def rank(start: int) -> tuple[bool, int, int]:
            end = start + len(words.exact)
            nearest = (at for at, passages in enumerate(around) if any(a <= start and end <= b for a, b in passages))
            return not self._is_whole(start, end), next(nearest, len(around)), start

        return min(self._starts(words.exact), key=rank, default=None)

    def _starts(self, exact: str) -> Iterator[int]:
        at = self.text.find(exact) if exact.strip() else -1
        while at >= 0:
            yield at
            at = self.text.find(exact, at + 1)

    def _is_whole(self, start: int, end: int) -> bool:
        return not any(_INSIDE_A_WORD.match(self.text, at) for at in (start, end))

    def _complaint(self, words: GoldWords) -> str:
        places = ", ".join(map(str, self._starts(words.exact)))
        if not places:
            return self._missing(words.exact)
        return f"{words.exact!r} does not start at {words.start} but at {places}; correct start, or leave it out"

    def _missing(self, exact: str) -> str:
        if not exact.strip():
            return "no words; copy the article's, or write null where it has none"
        printed = _printed(exact, self.text)
        there = f"; it prints {printed}" if printed is not None else ""
        return f"{exact!r} is not in the article{there}; copy its words letter by letter"


def _printed(exact: str, text: str) -> str | None:
    """Return the article's words where they differ in typography alone, and in what."""
    at = "".join(map(_plain, text)).find("".join(map(_plain, exact)))
    if at < 0:
        return None
    words = text[at : at + len(exact)]
    kinds = {_kind(mine) for mine, theirs in zip(exact, words, strict=True) if mine != theirs}
    return f"{words!r} (other {' and '.join(sorted(kinds))})"


def _plain(character: str) -> str:
    """Return one character for all that differ from it in typography alone: lengths stay as they are."""
    if character.isspace():
        return " "
    lower = character.lower()
    plain = (one for _, one, variants in _TYPOGRAPHY if character in variants)
    return next(plain, lower if len(lower) == 1 else character)


def _kind(character: str) -> str:
    if character.isspace():
        return "spaces"
    return next((kind for kind, _, variants in _TYPOGRAPHY if character in variants), "capitals")
