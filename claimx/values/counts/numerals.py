"""The numbers in a text: digits in the common groupings, and English number words.

A numeral is a number as written, whatever it counts; which of them are counts of people is `counts`' question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from claimx.values.counts.tokens import HYPHENS, Token, tokenize, touch, word_at

_CARDINALS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
NUMERAL_OPENERS = frozenset((*_CARDINALS, *SCALES, "a", "an", "half"))
"""The words that a numeral in words can begin with."""
PLURALS = {"tens": 10, "scores": 20} | {word + "s": value for word, value in SCALES.items()}
_LARGEST = 10**12
"""Numbers from here on are serial numbers, hashes or noise, not numerals."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([,\s'’])\d{3})(?:\1\d{3})*(?:\.\d+)?")
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")


class Numeral(NamedTuple):
    """A number as written in the tokens `first` to `last` (exclusive)."""

    value: int
    scale: int
    """The scale word it ends in (1000 in "three thousand"), else 1."""
    first: int
    last: int


def numerals(text: str) -> tuple[int, ...]:
    """Return every whole number of the text in order, whatever it counts: "two of the 1,200 on 5 May" is (2, 1200, 5).

    Decimals count only with the scale word that makes them whole ("2.5 million"); ordinal words and vague plurals
    ("dozens") are no numbers.
    """
    return tuple(numeral.value for numeral in find_numerals(tokenize(text)))


def find_numerals(tokens: Sequence[Token]) -> Iterator[Numeral]:
    """Yield the numerals in order, none overlapping."""
    at = 0
    while at < len(tokens):
        numeral = numeral_at(tokens, at)
        if numeral is not None:
            yield numeral
        at = at + 1 if numeral is None else numeral.last


def numeral_at(tokens: Sequence[Token], first: int) -> Numeral | None:
    """Read the numeral that begins with token `first`; null where none does."""
    if tokens[first].is_number:
        return _figures(tokens, first)
    word = tokens[first].word
    if word in ("a", "an") and word_at(tokens, first + 1) in SCALES:
        numeral = _spelled(tokens, first + 1)
        return numeral and numeral._replace(first=first)
    return _half(tokens, first) if word == "half" else _spelled(tokens, first)


def _figures(tokens: Sequence[Token], first: int) -> Numeral | None:
    last = first + 1
    scale = 1
    while word_at(tokens, last) in SCALES and scale < _LARGEST:
        scale *= SCALES[word_at(tokens, last)]
        last += 1
    value = _decimal(tokens[first].text, scaled=scale > 1)
    if value is None or value * scale >= _LARGEST or value * scale % 1:
        return None
    return Numeral(int(value * scale), scale, first, last)


def _decimal(figures: str, *, scaled: bool) -> Decimal | None:
    """Read digits: a lone dot before three of them groups ("1.200" is 1200), but not before a scale word."""
    if len(figures) > len(str(_LARGEST)) * 2:
        return None
    if _GROUPED.fullmatch(figures):
        return Decimal(re.sub(r"[,\s'’]", "", figures))
    if _DOTTED.fullmatch(figures) and not (scaled and figures.count(".") == 1):
        return Decimal(figures.replace(".", ""))
    return Decimal(figures) if _DECIMAL.fullmatch(figures) else None


def _half(tokens: Sequence[Token], first: int) -> Numeral | None:
    """Read "half a dozen", "half-dozen", "half a million"."""
    at = first + 1
    if word_at(tokens, at) in ("a", "-"):
        at += 1
    scale = SCALES.get(word_at(tokens, at), 0)
    return Numeral(scale // 2, 1, first, at + 1) if scale else None


def _spelled(tokens: Sequence[Token], first: int) -> Numeral | None:
    """Add words up while each fits below the one before it: tens, then units; hundreds, then tens."""
    total = group = scale = 0
    room, ceiling = 100, _LARGEST
    at = last = first
    while at < len(tokens):
        word = tokens[at].word
        if word in _CARDINALS and _CARDINALS[word] < room and (_CARDINALS[word] or at == first):
            group, scale = group + _CARDINALS[word], 1
            room = 10 if _CARDINALS[word] >= 20 else 0
        elif word in SCALES and (group or at == first) and _scales(group, word, below=ceiling):
            group, scale = max(group, 1) * SCALES[word], SCALES[word]
            room = {12: 0}.get(scale, 100)
            if scale >= 1000:
                total, group, ceiling = total + group, 0, scale
        else:
            break
        last = at + 1
        at = _past_connector(tokens, last, scaled=scale >= 100)
    return Numeral(total + group, max(scale, 1), first, last) if last > first else None


def _scales(group: int, word: str, *, below: int) -> bool:
    """Whether the scale word can multiply the group before it: "two hundred", not "hundred hundred"."""
    return (group < 100 or SCALES[word] >= 1000) and max(group, 1) * SCALES[word] < below


def _past_connector(tokens: Sequence[Token], at: int, *, scaled: bool) -> int:
    """Step over the hyphen of "twenty-two" and the "and" of "one hundred and four"."""
    if at + 1 >= len(tokens):
        return at
    hyphen = tokens[at].word in HYPHENS and touch(tokens[at - 1], tokens[at]) and touch(tokens[at], tokens[at + 1])
    joins = scaled and tokens[at].word == "and" and tokens[at + 1].word in _CARDINALS
    return at + 1 if hyphen or joins else at
