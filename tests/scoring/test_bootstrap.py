"""Scores with intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.scoring.bootstrap import compare_units, score_units
from claimx.scoring.tallies import NOTHING, Measure, Tallies, Tally, count

TYPE: Measure = ("mentions", "type", "strict")
TALLIES = st.builds(
    lambda right, missed, spurious: count(right, gold=right + missed, predicted=right + spurious),
    *[st.integers(0, 5)] * 3,
)


def units(*tallies: Tally) -> list[Tallies]:
    """Write units that have one measure."""
    return [{TYPE: tally} for tally in tallies]


def test_tallies_add_up() -> None:
    """Sums are by part; nothing adds nothing."""
    assert Tally(3, 5, 3, 4) == count(1, gold=2, predicted=1).plus(count(2, gold=3, predicted=3)).plus(NOTHING)


def test_sums_run_over_all_units() -> None:
    """3 of 4 right and 3 of 6 found: precision 0.75, recall 0.5, F1 0.6."""
    (score,) = score_units(units(count(1, gold=4, predicted=1), count(2, gold=2, predicted=3)))
    assert (6, 4, 2) == (score.n_gold, score.n_predicted, score.n_units)
    assert (0.75, 0.5, 0.6) == (score.precision, score.recall, score.f1)


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        pytest.param(count(0, gold=3, predicted=0), (None, 0.0, 0.0), id="nothing-predicted"),
        pytest.param(count(0, gold=0, predicted=3), (0.0, None, 0.0), id="nothing-in-gold"),
        pytest.param(count(0, gold=3, predicted=3), (0.0, 0.0, 0.0), id="nothing-right"),
        pytest.param(NOTHING, (None, None, None), id="nothing-at-all"),
    ],
)
def test_what_has_no_denominator_has_no_score(tally: Tally, expected: tuple[float | None, ...]) -> None:
    """Unscored is null, not 0."""
    (score,) = score_units(units(tally))
    assert expected == (score.precision, score.recall, score.f1)
    assert (None, None) == (score.low, score.high)


def test_units_that_are_alike_have_no_interval_to_speak_of() -> None:
    """Whichever are drawn again, F1 is 0.5."""
    (score,) = score_units(units(*[count(1, gold=2, predicted=2)] * 5))
    assert (0.5, 0.5) == (score.low, score.high)


@given(st.lists(TALLIES, min_size=2, max_size=6))
def test_the_same_units_give_the_same_score(tallies: list[Tally]) -> None:
    """Seeded: twice the same numbers, and the ends are the right way round."""
    (score,) = score_units(units(*tallies), resamples=150)
    assert (score,) == score_units(units(*tallies), resamples=150)
    assert (score.low is None) or (score.high is not None and 0 <= score.low <= score.high <= 1)


def test_a_difference_is_drawn_in_pairs() -> None:
    """A run that is better on every article by as much is better by as much in every draw."""
    before, after = units(*[count(1, gold=2, predicted=2)] * 4), units(*[count(2, gold=2, predicted=2)] * 4)
    (difference,) = compare_units(before, after)
    assert (0.5, 1.0, 0.5) == (difference.left, difference.right, difference.delta)
    assert (0.5, 0.5) == (difference.low, difference.high)


@given(st.lists(TALLIES, min_size=2, max_size=6))
def test_nothing_differs_from_itself(tallies: list[Tally]) -> None:
    """The paired difference of a run with itself is 0 throughout."""
    (difference,) = compare_units(units(*tallies), units(*tallies), resamples=50)
    assert {difference.delta, difference.low, difference.high} <= {0.0, None}


def test_no_units() -> None:
    """Nothing scored has no scores."""
    assert ((), ()) == (score_units([]), compare_units([], []))
