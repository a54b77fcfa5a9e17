from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.extracting.folding import fold

MARKED = st.text(alphabet="aeoAα ̣́̀̈ᾳ\u0345\u0316가각\u200d\u00ad½²ﬁ…'’ \n-—", max_size=30)
TEXTS = st.one_of(st.text(max_size=60), MARKED)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("“Old Fox”", '"Old Fox"', id="curly quotation marks"),
        pytest.param("«Old Fox»", "'Old Fox'", id="guillemets"),
        pytest.param("the army’s", "the army's", id="apostrophe"),
        pytest.param("didn´t", "didn't", id="acute for an apostrophe"),
        pytest.param("Delan — Orin", "Delan - Orin", id="dash"),
        pytest.param("twenty‑two", "twenty-two", id="no-break hyphen"),
        pytest.param("two\u00a0men", "two men", id="no-break space"),
        pytest.param("two \u2009 men", "two men", id="several spaces"),
        pytest.param("two\r\nmen", "two men", id="line break"),
        pytest.param("sol\u00addiers", "soldiers", id="soft hyphen"),
        pytest.param("\ufeffsol\u200bdiers\u200f", "soldiers", id="zero-width characters"),
        pytest.param("\u2067two\u2069 men", "two men", id="isolates of direction"),
        pytest.param("José", "Jose\u0301", id="composed accent"),
        pytest.param("ơ\u0323", "o\u0323\u031b", id="order of accents"),
        pytest.param("ﬁve", "five", id="ligature"),
        pytest.param("１２", "12", id="full-width digits"),
        pytest.param("THE ARMY", "the army", id="case"),
        pytest.param("Straße", "STRASSE", id="case of one letter in two"),
        pytest.param("wait…", "wait...", id="ellipsis"),
    ],
)
def test_typography_is_folded_away(left: str, right: str) -> None:
    """Two prints of the same words have one form."""
    assert fold(left).text == fold(right).text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("José", "Jose", id="accent"),
        pytest.param("10²", "102", id="raised digit"),
        pytest.param("H₂", "H2", id="lowered digit"),
        pytest.param("½", "1/2", id="fraction"),
        pytest.param("①", "1", id="circled digit"),
        pytest.param("١٢", "12", id="digits of another script"),
        pytest.param("Dеlan", "Delan", id="letter of another script"),
        pytest.param("two men", "twomen", id="space"),
        pytest.param("re-form", "reform", id="hyphen"),
        pytest.param("two, men", "two men", id="comma"),
        pytest.param("\u202e21", "21", id="override of direction"),
        pytest.param("a\u00a8", "ä", id="accent printed by itself"),
    ],
)
def test_what_changes_a_word_stays(left: str, right: str) -> None:
    """Whatever a typist chose tells two texts apart."""
    assert fold(left).text != fold(right).text


@given(TEXTS)
def test_canonically_equal_texts_fold_equal(text: str) -> None:
    """Composed or decomposed makes no difference, in whatever order the marks stand."""
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed).text == fold(decomposed).text == fold(text).text


@given(TEXTS)
def test_every_folded_character_points_at_its_original(text: str) -> None:
    """The map never goes back, stays in the text, and what it points at folds to the character."""
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert sorted(folded.starts) == list(folded.starts)
    assert sorted(folded.ends) == list(folded.ends)
    for character, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert character in fold(text[start:end]).text


@given(TEXTS)
def test_no_run_of_spaces_is_left(text: str) -> None:
    assert "  " not in fold(text).text


def test_a_cut_inside_a_character_is_told() -> None:
    """A ligature folds to two characters between which the original has no place."""
    folded = fold("aﬁb")
    assert [False, False, True, False, False] == [folded.splits(at) for at in range(5)]
