"""docs/scoring.md says what the code does: every field with its rule, every measure, every default."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimx.cli.comparing import DEFAULT_FIELDS
from claimx.mistakes import AROUND
from claimx.scoring import event_fields
from claimx.scoring.bootstrap import CONFIDENCE, RESAMPLES, SEED
from claimx.scoring.clusters import MEASURES
from claimx.scoring.likeness import Choice, Days, Kind
from claimx.scoring.muc4 import SLOT_OF
from claimx.scoring.rules import RULES, Rule
from claimx.scoring.wordings import Place, Site

LISTS = {"event", "relations", "disagreement and its parts"}
"""Rows of event fields that have no rule of one value."""
SHARED: dict[str, tuple[str, str]] = {
    "type": (Choice.STRICT, Kind.NORMALISED),
    "means": (Choice.STRICT, Choice.NORMALISED),
    "where.country_code": (Choice.STRICT, Choice.NORMALISED),
    "where.site": (Site.STRICT, Site.NORMALISED),
    "where.city": (Place.STRICT, Place.NORMALISED),
}
"""Event fields whose rules are worded as those of mentions."""


@pytest.fixture
def text(root: Path) -> str:
    """The page."""
    return (root / "docs" / "scoring.md").read_text("utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands below a heading, up to the next."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of the table's rows, without its two lines of header."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [line.strip("| ").split(" | ") for line in lines[2:]]


def event_rows(text: str) -> dict[str, list[str]]:
    """Return the rules of events by field; a row may be about several."""
    return {field: rule for names, *rule in rows(section(text, "Fields of events")) for field in names.split(", ")}


def row(rule: Rule) -> list[str]:
    """Return a rule as the page prints it."""
    return [rule.level, rule.field, rule.strict, rule.normalised, rule.grounded or "–"]


def test_each_rule_stands_in_the_page_literally(text: str) -> None:
    """The table has every rule, in their order, and no other."""
    assert [row(rule) for rule in RULES] == rows(section(text, "Fields of mentions and claims"))


def test_each_field_of_an_event_has_its_row(text: str) -> None:
    """The table of events names every field that is scored, and no other."""
    scored = {field for rule in event_fields.RULES for field in rule.fields}
    assert scored | LISTS == event_rows(text).keys()


@pytest.mark.parametrize("field", SHARED)
def test_an_event_rule_that_mentions_share_is_worded_as_theirs(text: str, field: str) -> None:
    """Rules of events that are those of mentions say the same."""
    assert list(SHARED[field]) == event_rows(text)[field]


def test_the_days_of_events_are_alike_as_those_of_mentions(text: str) -> None:
    """Only the strict rule of days is one of their own."""
    assert event_rows(text)["when"][1] == Days.NORMALISED


def test_each_measure_of_merging_is_explained(text: str) -> None:
    """The table of merging has the measures that are computed."""
    assert [f"`{name}`" for name in MEASURES] == [cells[0] for cells in rows(section(text, "Merging"))]


def test_each_slot_of_muc4_is_explained(text: str) -> None:
    """The table of MUC-4 has the slots that are scored."""
    assert list(SLOT_OF) == [cells[0] for cells in rows(section(text, "MUC-4"))]


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Intervals", f"{RESAMPLES} times (`--resamples`), with seed {SEED} (`--seed`)"),
        ("Intervals", f"the middle {CONFIDENCE:.0%}".replace("%", " %")),
        ("Exit codes", ", ".join(f"`{name}`" for name in DEFAULT_FIELDS[:-1]) + f" and `{DEFAULT_FIELDS[-1]}`"),
        ("Reading the JSON", f"{AROUND} characters on either side"),
    ],
    ids=["resamples", "confidence", "on", "around"],
)
def test_defaults_are_those_of_the_code(text: str, heading: str, says: str) -> None:
    """Numbers and names of defaults that the page states."""
    assert says in section(text, heading)


def test_the_page_ends_with_figures_beyond_the_seeds(text: str) -> None:
    """The README links to this heading."""
    assert [line for line in text.splitlines() if line.startswith("## ")][-1] == "## Beyond the seeds"
