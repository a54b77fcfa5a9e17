"""What qualifies an amount: "at least" before it, "or more" after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from claimx.values.counts.amounts import Amount, amount_at
from claimx.values.counts.tokens import Token, word_at
from claimx.values.phrases import match_phrase, phrase_before, phrases, words_of

Qualifier = Literal["floor", "above", "below", "ceiling", "nearly", "about", "exactly", "not"]


def _by_phrase(table: dict[Qualifier, str]) -> dict[tuple[str, ...], Qualifier]:
    return {phrase: qualifier for qualifier, row in table.items() for phrase in phrases(row)}


_BEFORE = _by_phrase(
    {
        "floor": "at least|at the least|a minimum of|minimum|no fewer than|no less than|not fewer than|not less than"
        "|upwards of|upward of|≥",
        "above": "more than|greater than|over|above|in excess of|exceeding|>",
        "below": "fewer than|less than|under|below|<",
        "ceiling": "up to|as many as|at most|at the most|no more than|not more than|a maximum of|maximum|≤",
        "nearly": "nearly|almost|close to|approaching",
        "about": "about|around|some|approximately|approx|roughly|circa|ca|an estimated|estimated|in the region of|~|≈",
        "exactly": "exactly|precisely|only|just|a total of|total of|all|all of|both|the|these|those|a further|further"
        "|an additional|additional|another|other|between|from|well",
        "not": "not|never|n't|cannot",
    }
)
_AFTER = _by_phrase(
    {
        "floor": "or more|at least|at the least|plus|- plus|+",
        "ceiling": "or fewer|or less|at most|at the most",
        "about": "or so|odd|- odd|or thereabouts",
    }
)
_CHAIN = 4
"""Qualifiers read before one number ("at least some other two")."""


def find_qualifiers(tokens: Sequence[Token], amount: Amount) -> tuple[frozenset[Qualifier], int]:
    """Return what qualifies the amount, and the token where the qualifiers before it begin."""
    found: set[Qualifier] = set()
    start = amount.first
    for _ in range(_CHAIN):
        length = phrase_before(tokens, start, _BEFORE)
        if not length:
            break
        start -= length
        found.add(_BEFORE[words_of(tokens, start, start + length)])
    if word_at(tokens, start - 1).endswith(("n't", "n’t")):
        found.add("not")
    return frozenset(found | _after(tokens, amount.last)), start


def _after(tokens: Sequence[Token], last: int) -> set[Qualifier]:
    """Read "or more", "at least" up to three words after the number, and "40-plus", "40 or so" right after it."""
    for at in range(last, min(last + 4, len(tokens))):
        end = match_phrase(tokens, at, _AFTER)
        if (
            end
            and (at == last or tokens[at].word in ("or", "at"))
            and (end == len(tokens) or not amount_at(tokens, end))
        ):
            return {_AFTER[words_of(tokens, at, end)]}
        if not tokens[at].is_word:
            break
    return set()
