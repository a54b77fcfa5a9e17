"""Phrases of a table among the tokens of a text."""

from __future__ import annotations

from collections.abc import Container, Sequence

from claimx.values.counts.tokens import Token

_LONGEST = 4
"""Words in the longest phrase of any table."""


def phrases(table: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of a table, which a bar parts, each as the words of its tokens."""
    return frozenset(tuple(phrase.split()) for phrase in table.split("|"))


def match_phrase(tokens: Sequence[Token], at: int, table: Container[tuple[str, ...]]) -> int:
    """Return where the longest phrase of the table that begins with token `at` ends; 0 where none does."""
    words = words_of(tokens, at, at + _LONGEST)
    return next((at + length for length in range(len(words), 0, -1) if words[:length] in table), 0)


def phrase_before(tokens: Sequence[Token], end: int, table: Container[tuple[str, ...]]) -> int:
    """Return how many tokens the longest phrase of the table that ends before token `end` takes; 0 for none."""
    words = words_of(tokens, max(0, end - _LONGEST), end)
    return next((length for length in range(len(words), 0, -1) if words[-length:] in table), 0)


def words_of(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    """Return the words of the tokens `first` to `last` (exclusive), in the form that the tables hold."""
    return tuple(token.word for token in tokens[first:last])
