"""What two sets of quotes share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.gold import GoldWords
from claimx.scoring.passages import Shared, overlap, share

SPANS = st.lists(
    st.builds(lambda start, length: GoldWords(exact="x" * length, start=start), st.integers(0, 60), st.integers(0, 30)),
    max_size=4,
)


def unlocated(*texts: str) -> list[GoldWords]:
    """Write quotes without places."""
    return [GoldWords(exact=text) for text in texts]


@given(SPANS, SPANS)
def test_located_quotes_share_characters(left: list[GoldWords], right: list[GoldWords]) -> None:
    """As sets of offsets do, however the quotes of one side overlap each other."""
    mine, yours = (
        {at for words in side for at in range(words.start or 0, (words.start or 0) + len(words.exact))}
        for side in (left, right)
    )
    assert Shared(len(mine & yours), len(mine), len(yours), located=True) == share(left, right)
    assert 0 <= share(left, right).permille == share(right, left).permille <= 1000


@pytest.mark.parametrize(
    ("left", "right", "overlapping"),
    [
        pytest.param(["Two men died in Kadin"], ["men died in Kadin on Monday"], True, id="most-of-the-shorter"),
        pytest.param(["The police said that two died"], ["The police said nothing of it"], False, id="three-words"),
        pytest.param(["“Two men died”"], ['"two men died"'], True, id="typography"),
        pytest.param(["Kadin"], ["Two men died in Kadin"], True, id="one-word"),
        pytest.param([], ["Two men died"], False, id="nothing"),
        pytest.param(["!"], ["?"], False, id="no-words"),
    ],
)
def test_unlocated_quotes_share_runs_of_words(left: list[str], right: list[str], overlapping: bool) -> None:
    """Half of the shorter's runs of three words."""
    assert overlapping == overlap(unlocated(*left), unlocated(*right)) == overlap(unlocated(*right), unlocated(*left))


def test_other_words_stand_for_a_quote() -> None:
    """A passage that gold allows instead is that passage."""
    gold = [GoldWords(exact="Two men died", start=5, also=("Both were killed",))]
    predicted = [GoldWords(exact="Both were killed", start=90)]
    assert Shared(16, 16, 16, located=True) == share(predicted, gold) == share(gold, predicted)
