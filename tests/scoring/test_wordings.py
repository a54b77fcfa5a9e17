"""When words of the article are the same, and when they are alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.gold import GoldWords
from claimx.scoring.likeness import Value
from claimx.scoring.wordings import Phrase, Place, Site, Voice
from tests.values.strategies import NAMES

KINDS: tuple[type[Phrase], ...] = (Phrase, Place, Site)


def phrase(text: str, *, start: int | None = None, compared_as: type[Phrase] = Phrase) -> Phrase:
    """Write a value."""
    return compared_as(GoldWords(exact=text, start=start))


@pytest.mark.parametrize(
    ("left", "right", "same", "alike"),
    [
        pytest.param(phrase("Irel"), phrase("Irel"), True, True, id="same"),
        pytest.param(phrase("the mayor"), phrase("Mayor"), False, True, id="small-words"),
        pytest.param(phrase("Irel"), phrase("Tomas Irel"), False, True, id="contained"),
        pytest.param(phrase("Daniel Irel"), phrase("Tomas Irel"), False, False, id="two-brothers"),
        pytest.param(phrase("FVF"), phrase("Free Valley Front"), False, True, id="acronym"),
        pytest.param(phrase("the"), phrase("the mayor"), False, False, id="no-content"),
        pytest.param(phrase("gunmen", start=4), phrase("n in masks", start=9), False, False, id="a-letter-in-common"),
        pytest.param(phrase("men in", start=4), phrase("in masks", start=8), False, False, id="less-than-half"),
        pytest.param(phrase("men in", start=4), phrase("n in masks", start=6), False, True, id="half-of-the-shorter"),
        pytest.param(
            phrase("Kadin", compared_as=Place), phrase("northern Kadin", compared_as=Place), False, True, id="direction"
        ),
        pytest.param(
            phrase("Kadin", compared_as=Place), phrase("Qasr Kadin", compared_as=Place), False, False, id="other-town"
        ),
        pytest.param(Voice(None, None), Voice(None, None), True, True, id="nobody"),
        pytest.param(Voice(GoldWords(exact="police"), None), Voice(None, None), False, False, id="somebody"),
        pytest.param(
            Voice(GoldWords(exact="the mayor, Tomas Irel"), GoldWords(exact="Tomas Irel")),
            Voice(None, GoldWords(exact="Tomas Irel")),
            True,
            True,
            id="the-name-where-there-is-no-more",
        ),
        pytest.param(
            Voice(GoldWords(exact="the mayor"), GoldWords(exact="Tomas Irel")),
            Voice(GoldWords(exact="Mr Irel"), GoldWords(exact="Tomas Irel")),
            False,
            True,
            id="described-otherwise",
        ),
    ],
)
def test_words(left: Value, right: Value, same: bool, alike: bool) -> None:
    """From either side."""
    assert (same, alike) == (left.same(right), left.alike(right)) == (right.same(left), right.alike(left))


@given(NAMES, NAMES, st.sampled_from(KINDS))
def test_likeness_is_symmetric_and_what_is_the_same_is_alike(left: str, right: str, kind: type[Phrase]) -> None:
    """Whatever the words are."""
    mine, yours = phrase(left, compared_as=kind), phrase(right, compared_as=kind)
    assert mine.alike(yours) == yours.alike(mine)
    assert mine.same(mine)
    assert mine.alike(mine)
