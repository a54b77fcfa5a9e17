from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.names.spelling import match_spelling

TOKENS = st.lists(st.one_of(st.text("aehijkmnrs", min_size=1), st.sampled_from(["irel", "kardinov", "12"])), max_size=4)


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        pytest.param("tomas irel", "tomas irel", "identical", id="same letters"),
        pytest.param("kardinov derenkov", "kadrinov derekov", None, id="two slips"),
        pytest.param("tomas derenian", "tomas dereniann", "transliteration", id="doubled letter"),
        pytest.param("kardinov", "kadrinov", "spelling", id="letters swapped"),
        pytest.param("kardinov", "karinov", "spelling", id="letter missing"),
        pytest.param("tomasirel", "tomas irel", "spelling", id="space missing"),
        pytest.param("kardinov", "kardinova", None, id="another ending"),
        pytest.param("nasir", "nasri", None, id="too short"),
        pytest.param("chile", "chine", None, id="a country"),
        pytest.param("12", "1 2", None, id="numbers"),
        pytest.param("", "", "identical", id="nothing"),
    ],
)
def test_spellings_of_one_name(left: str, right: str, rule: str | None) -> None:
    assert match_spelling(left.split(), right.split()) == rule


@given(TOKENS, TOKENS)
def test_a_spelling_has_no_left_or_right(left: list[str], right: list[str]) -> None:
    assert match_spelling(left, right) == match_spelling(right, left)
