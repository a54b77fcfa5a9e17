"""Numerals: the numbers of a text, whatever they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.counts.numerals import numerals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two of the 1,200 on 5 May", (2, 1200, 5)),
        ("12-15", (12, 15)),
        ("2024-03-05", (2024, 3, 5)),
        ("M-16", (16,)),
        ("2.5 million", (2_500_000,)),
        ("a dozen, half a dozen, dozens", (12, 6)),
        ("nineteen ninety", (19, 90)),
        ("٤٠", (40,)),
        ("1.25 per head", ()),
        ("third", ()),
    ],
)
def test_numerals_are_listed_in_order(text: str, expected: tuple[int, ...]) -> None:
    """Every whole number is listed, whatever it counts."""
    assert numerals(text) == expected


@given(st.integers(0, 10**12 - 1))
def test_grouped_digits_are_read_back(number: int) -> None:
    """A number in groups of three is itself, in every grouping."""
    for separator in (",", "\u00a0", "\u202f", "’"):
        assert numerals(f"{number:,}".replace(",", separator)) == (number,)
