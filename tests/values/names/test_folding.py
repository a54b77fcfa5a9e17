from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.names.folding import fold_name
from tests.values.strategies import NAMES


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The Free-Valley  Front", "free valley front"),
        ("al-Nurad", "nurad"),
        ("el Nurad", "nurad"),
        ("an-Nasir", "nasir"),
        ("Saif ash-Sharq", "saif sharq"),
        ("Qa’sim’s", "qasim"),
        ("U.S. forces", "us forces"),
        ("J.-C. Irel", "j c irel"),
        ("Organisation", "organization"),
        ("Organisations'", "organizations"),
        ("Iräl & Söhne", "iral and sohne"),
        ("Нурад", "nurad"),
        ("the", "the"),
        ("…", ""),
    ],
)
def test_folding_keeps_what_tells_names_apart(text: str, folded: str) -> None:
    assert fold_name(text) == folded


@given(NAMES)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


@given(st.text("aAelLtThHoOrRsSiInN19  ", max_size=40))
def test_a_mark_at_the_end_changes_nothing(text: str) -> None:
    """Text of plain letters is read as any other."""
    assert fold_name(f"{text} !") == fold_name(text)
