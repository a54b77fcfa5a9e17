"""Tolls in words."""

from __future__ import annotations

import pytest

from claimx.event import TollAccount
from claimx.exporting import terminal_counts as counts
from tests.exporting.records import account, toll


def bounds(low: int | None, best: int | None, high: int | None, *, approximate: bool = False) -> TollAccount:
    """Return an account with the given numbers."""
    return account(None).model_copy(update={"min": low, "best": best, "max": high, "approximate": approximate})


@pytest.mark.parametrize(
    ("given_account", "expected"),
    [
        (bounds(2, 2, 2), "2"),
        (bounds(0, 0, 0), "0"),
        (bounds(2, 2, None), "at least 2"),
        (bounds(101, None, None), "at least 101"),
        (bounds(None, None, 5), "at most 5"),
        (bounds(10, None, 20), "10–20"),
        (bounds(10, 15, 20), "15 (10–20)"),
        (bounds(2, 3, None), "3 (at least 2)"),
        (bounds(12, None, None, approximate=True), "at least 12, approximately"),
        (bounds(None, 20, None, approximate=True), "about 20"),
        (bounds(20, 20, 20, approximate=True), "about 20"),
        (bounds(None, None, None), "–"),
    ],
)
def test_account_value(given_account: TollAccount, expected: str) -> None:
    """Bounds read as words, and no number is a dash, never zero."""
    assert counts.account_value(given_account) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(2, 4, "2–4"), (2, 2, "2"), (0, 0, "0"), (6, None, "≥6"), (None, 5, "≤5"), (None, None, "–")],
)
def test_toll_range(low: int | None, high: int | None, expected: str) -> None:
    """An open end of a range is visible."""
    killed = toll("killed", best=None, reason="").model_copy(update={"low": low, "high": high})
    assert counts.toll_range(killed) == expected


@pytest.mark.parametrize(
    ("given_account", "written", "expected"),
    [
        (bounds(2, None, None, approximate=True), ("several",), "several (at least 2)"),
        (bounds(2, None, None, approximate=True), ("a few", "several"), "a few, several (at least 2)"),
        (bounds(12, None, None, approximate=True), ("at least 12",), "at least 12"),
        (bounds(None, None, None), ("countless",), "countless"),
        (bounds(2, 2, 2), ("2", "two"), "2"),
        (bounds(2, 2, 2), ("two more",), "2 (“two more”)"),
        (bounds(6, 6, None), ("at least six",), "at least 6"),
    ],
)
def test_account_value_in_the_articles_words(
    given_account: TollAccount, written: tuple[str, ...], expected: str
) -> None:
    """The articles' words lead where they name no number, and stand beside a number of which they say more."""
    assert counts.account_value(given_account.model_copy(update={"words": written})) == expected


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        (2, 2, 4, "low 2 – best 2 – high 4"),
        (2, None, 4, "low 2 – no best – high 4"),
        (6, 6, None, "low 6 – best 6 – high –"),
        (0, 0, 0, "low 0 – best 0 – high 0"),
        (None, None, None, "no number"),
    ],
)
def test_low_best_high(low: int | None, best: int | None, high: int | None, expected: str) -> None:
    """Each of the three numbers is named, and none is made up."""
    killed = toll("killed", best=best, reason="").model_copy(update={"low": low, "high": high})
    assert counts.low_best_high(killed) == expected
