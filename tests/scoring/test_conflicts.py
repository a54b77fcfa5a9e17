"""A disagreement survives where two of its sides still stand on two sides."""

from __future__ import annotations

import pytest

from claimx.gold import GoldDisagreement
from claimx.scoring.conflicts import has_conflict, same_side
from tests.scoring.gold_events import disputed, event


@pytest.mark.parametrize(
    ("field", "left", "right", "same"),
    [
        ("tolls.killed", "2", "two", True),
        ("tolls.killed", "at least 2", "2", True),
        ("tolls.killed", "about 40", "40", True),
        ("tolls.killed", "1,200", "1200", True),
        ("tolls.killed", "10 to 20", "between 10 and 20", True),
        ("tolls.killed", "up to 5", "5", False),
        ("tolls.killed", "more than 2", "2", False),
        ("tolls.killed", "2000", "2000", True),
        ("tolls.killed", "nobody knows", "2", False),
        ("responsibility", "the Free Valley Front", "Free Valley Front", True),
        ("responsibility", "Tomas Irel", "Tomás Irel", True),
        ("responsibility", "not Free Valley Front", "Free Valley Front", False),
        ("responsibility", "not Free Valley Front", "not the Free Valley Front", True),
        ("responsibility", "Free Valley Front", "Kadin Guard", False),
        ("where.site", "northern Kadin", "Kadin", True),
        ("where.city", "Kadin", "Qasr Delan", False),
        ("when", "2031-05-02", "2031-05-02", True),
        ("when", "2031-05-02", "2031-05-03", False),
        ("type", "air strike", "air_strike", True),
        ("type", "air_strike", "bombing", False),
        ("responsibility", "a b " * 5000, "b a " * 5000, False),
        ("type", "!", "?", False),
        ("type", "!", "!", True),
    ],
)
def test_what_is_one_side(field: str, left: str, right: str, same: bool) -> None:
    """Numbers are compared as numbers, names as names, in either order."""
    assert (same, same) == (same_side(field, left, right), same_side(field, right, left))


@pytest.mark.parametrize(
    ("predicted", "survived"),
    [
        ([disputed("tolls.killed", "2", "4")], True),
        ([disputed("tolls.killed", "4", "2", "9")], True),
        ([disputed("tolls.killed", "2", "9")], False),
        ([disputed("tolls.killed", ["2", "4"], "9")], False),
        ([disputed("tolls.injured", "2", "4")], False),
        ([disputed("tolls.injured", "2", "4"), disputed("tolls.killed", "4", "two")], True),
        ([], False),
    ],
    ids=["same", "a side more", "one side gone", "sides joined", "other field", "among others", "none"],
)
def test_what_survived(predicted: list[dict[str, object]], survived: bool) -> None:
    """Two of gold's sides, on two sides of one predicted disagreement about the same field."""
    conflict = GoldDisagreement.model_validate(disputed("tolls.killed", "2", ["4", "four"]))
    assert survived == has_conflict(event("p", disagreements=predicted), conflict)
