"""The numbers, words and marks of a text, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

HYPHENS = frozenset("-‐‑–−")
_TOKEN = re.compile(
    r"""
    \d{1,3}(?P<gap>[ \u00a0\u2009\u202f'’])\d{3}(?:(?P=gap)\d{3})*(?!\d)   # 1 200 000
    | \d+(?:[.,]\d+)*
    | (?i:approx|ca|nos?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=\s*\d)
    | [^\W\d_]+(?:['’][^\W\d_]+)*
    | \n\s*\n                                                             # a paragraph ends
    | [^\w\s]|_
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A number, a word or a mark; offsets count code points of the text."""

    text: str
    word: str
    """The text in lower case, an abbreviation without its full stop."""
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[0].isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it is written in letters."""
        return self.text[0].isalpha()


def tokenize(text: str, *, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut text[start:end] into tokens whose offsets count from the beginning of `text`."""
    matches = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return [Token(match[0], _word(match[0]), match.start(), match.end()) for match in matches]


def _word(text: str) -> str:
    return text.lower().rstrip(".") or text


def touch(left: Token, right: Token) -> bool:
    """Whether nothing stands between two neighbours."""
    return left.end == right.start


def word_at(tokens: Sequence[Token], at: int) -> str:
    """Return the word of token `at`, or "" where the tokens end."""
    return tokens[at].word if 0 <= at < len(tokens) else ""
