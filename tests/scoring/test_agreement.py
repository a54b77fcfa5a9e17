"""Agreement of two annotators beyond chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.gold import GoldArticle
from claimx.scoring.agreement import Agreement, agree, kappa
from tests.scoring.annotations import ARTICLES, Fields, article, at, responsibility, told

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=20)


def table(*rows: tuple[int, ...]) -> list[tuple[str, str]]:
    """Write the pairs that a table of counts stands for; rows are the left annotator's choices."""
    return [("abc"[at], "abc"[other]) for at, row in enumerate(rows) for other, n in enumerate(row) for _ in range(n)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # Observed 0.70, expected 0.5 * 0.6 + 0.5 * 0.4 = 0.50.
        pytest.param(table((20, 5), (10, 15)), 0.4, id="fifty-grants"),
        # Two tables with 60 of 100 on the diagonal, but other margins: expected 0.54 and 0.46.
        pytest.param(table((45, 15), (25, 15)), 0.06 / 0.46, id="sixty-of-a-hundred-one-sided"),
        pytest.param(table((25, 35), (5, 35)), 0.14 / 0.54, id="sixty-of-a-hundred-the-other-way"),
        # Observed 140 of 200 = 0.70; expected 0.6 * 0.5 + 0.3 * 0.3 + 0.1 * 0.2 = 0.41.
        pytest.param(table((88, 14, 18), (10, 40, 10), (2, 6, 12)), (0.70 - 0.41) / 0.59, id="three-choices"),
        pytest.param(table((5, 0), (0, 5)), 1.0, id="perfect"),
        pytest.param(table((0, 5), (5, 0)), -1.0, id="opposed"),
        pytest.param(table((1, 1), (1, 1)), 0.0, id="chance"),
        pytest.param(table((7,)), None, id="one-choice-only"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], expected: float | None) -> None:
    """Worked examples: observed less expected, over one less expected."""
    assert (expected if expected is None else pytest.approx(expected)) == kappa(pairs)


@given(PAIRS)
def test_kappa_is_symmetric_and_bounded(pairs: list[tuple[str, str]]) -> None:
    """Neither annotator is the better one, and 1 is perfect."""
    found = kappa(pairs)
    assert found == kappa([(other, one) for one, other in pairs])
    assert found is None or -1 <= found <= 1


def annotated(*mentions: Fields, name: str = "a") -> GoldArticle:
    """Write an article under a name."""
    return article(*mentions).model_copy(update={"article_id": name})


def test_agreement_is_over_what_both_annotate() -> None:
    """Aligned mentions and claims only, articles of both only; null is a choice, silence is none."""
    left = [
        annotated(told(0, type="raid", means=None, claims=[responsibility(quotes=[at(0)])]), told(500, type="arrest")),
        annotated(told(0, type="raid", means="mine"), name="b"),
        annotated(told(0, type="raid"), name="only-here"),
    ]
    right = [
        annotated(told(0, type="raid", means="mine", claims=[responsibility("denies", quotes=[at(0)])])),
        annotated(told(0, type=["arrest", "raid"]), told(900, type="riot"), name="b"),
    ]
    assert (
        Agreement("claims", "polarity", n=1, observed=1.0, kappa=None),
        Agreement("claims", "responsibility.stance", n=1, observed=0.0, kappa=0.0),
        Agreement("mentions", "means", n=1, observed=0.0, kappa=0.0),
        Agreement("mentions", "type", n=2, observed=1.0, kappa=None),
    ) == agree(left, right)
    assert agree(left, right) == agree(right, left)
    assert () == agree(left, [])


@given(ARTICLES)
def test_an_annotator_agrees_with_himself(gold: GoldArticle) -> None:
    """Observed agreement is full, and kappa 1 where more than one choice occurs."""
    assert {(1.0, 1.0), (1.0, None)} >= {(each.observed, each.kappa) for each in agree([gold], [gold])}
