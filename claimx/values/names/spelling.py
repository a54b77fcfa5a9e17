"""Whether two folded names are one name in two spellings: letter by letter, in transliteration, or by a slip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rapidfuzz.distance import OSA

from claimx.values.countries import country_code
from claimx.values.names.transliteration import same_token, same_tokens

Spelling = Literal["identical", "spelling", "transliteration"]


def match_spelling(left: Sequence[str], right: Sequence[str]) -> Spelling | None:
    """Compare two token sequences in order: equal, one transliteration, or one slip of the pen."""
    if left == right:
        return "identical"
    if same_tokens(left, right):
        return "transliteration"
    rejoined = "".join(left) == "".join(right) and len("".join(left)) >= 6 and "".join(left).isalpha()
    return "spelling" if rejoined or _one_typo(left, right) else None


def _one_typo(left: Sequence[str], right: Sequence[str]) -> bool:
    if len(left) != len(right):
        return False
    apart = [(a, b) for a, b in zip(left, right, strict=True) if not same_token(a, b)]
    return len(apart) == 1 and _is_typo(*apart[0])


def _is_typo(left: str, right: str) -> bool:
    """Tell whether two long tokens are one slip apart: two letters swapped, one missing, one wrong.

    The ends must agree: they tell genders (Samir, Samira) and names (Sabir, Sabri) apart. Different countries never.
    """
    shortest = min(len(left), len(right))
    if shortest < 5 or left[0] != right[0] or left[-1] != right[-1] or not (left + right).isalpha():
        return False
    if country_code(left) or country_code(right) or OSA.distance(left, right) != 1:
        return False
    swapped = sorted(left) == sorted(right)
    return swapped or shortest >= (6 if len(left) != len(right) else 7)
