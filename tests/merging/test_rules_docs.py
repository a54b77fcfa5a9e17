"""docs/merging.md lists the rules as they are."""

from __future__ import annotations

from pathlib import Path

from claimx.merging.rules import RULES
from claimx.merging.weights import DUPLICATE, THRESHOLD

DOCS = (Path(__file__).parents[2] / "docs/merging.md").read_text(encoding="utf-8")


def test_every_rule_is_listed_with_its_sentence_and_its_points() -> None:
    """A rule that changes has to change its row."""
    for rule in RULES:
        points = ", ".join(f"{weight:+}" if weight else "separates" for weight in rule.weights)
        assert f"| `{rule.name}` | {rule.says} | {points} |" in DOCS


def test_thresholds() -> None:
    """The points that one event takes, and those that one article's two mentions take."""
    assert f"the points reach {THRESHOLD}." in DOCS
    assert f"have {DUPLICATE} points from the other rules" in DOCS
