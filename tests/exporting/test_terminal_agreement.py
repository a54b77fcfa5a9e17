"""Measures of agreement in the full view: a line for each field on which several reports speak."""

from __future__ import annotations

import pytest

from claimx.event import Agreement, Event, Spread
from claimx.exporting.terminal_sayings import Detail
from tests.exporting.events import strike
from tests.exporting.pages import page, section


def tally(
    n: int,
    modal: str | None,
    share: float,
    *,
    n_values: int = 1,
    pairs: float | None = 0.0,
    width: int | None = None,
    deviation: float | None = None,
) -> Spread:
    """Return measures of so many votes."""
    return Spread(
        n=n,
        n_values=n_values,
        modal_value=modal,
        modal_confidence=share,
        share_disagreement=1 if n_values > 1 else 0,
        pair_disagreement=pairs,
        range=width,
        standard_deviation=deviation,
    )


def alone(modal: str) -> Spread:
    """Return the measures of a single vote."""
    return tally(1, modal, 1.0, pairs=None)


def shown(*agreement: Agreement, detail: Detail = "full") -> str:
    """Return the section of an event with the agreement."""
    return section(page(told(*agreement), detail=detail), "Agreement")


def told(*agreement: Agreement) -> Event:
    """Return an event with the agreement."""
    return strike().model_copy(update={"agreement": agreement})


BOTH = Agreement(field="type", reports=tally(2, "raid", 1.0), origins=alone("raid"))


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        pytest.param(
            Agreement(
                field="tolls.killed",
                reports=tally(4, "2", 0.75, n_values=2, pairs=0.5, width=2, deviation=1.0),
                origins=tally(2, None, 0.5, n_values=2, pairs=1.0, width=2, deviation=1.4142),
            ),
            "killed: 4 reports, 2 values, range 2, sd 1.00, modal 2 (75 %), disagreement 50 %"
            " · 2 origins, sd 1.41, no modal value (50 %), disagreement 100 %",
            id="numbers",
        ),
        pytest.param(
            Agreement(
                field="type",
                reports=tally(3, "air_strike", 0.6667, n_values=2, pairs=0.6667),
                origins=alone("air_strike"),
            ),
            "type of event: 3 reports, 2 values, modal air strike (67 %), disagreement 67 % · 1 origin",
            id="one-origin",
        ),
        pytest.param(
            Agreement(field="where.admin1", reports=tally(2, "Kadin", 1.0), origins=tally(2, "Kadin", 1.0)),
            "province: 2 reports, 1 value, modal Kadin (100 %), disagreement 0 % · 2 origins",
            id="unanimous",
        ),
        pytest.param(
            Agreement(
                field="where.city",
                reports=tally(2, None, 0.5, n_values=2, pairs=1.0),
                origins=tally(1, None, 0.5, n_values=2, pairs=None),
            ),
            "city: 2 reports, 2 values, no modal value (50 %), disagreement 100 % · 1 origin",
            id="tie",
        ),
        pytest.param(
            Agreement(field="responsibility", reports=tally(2, "a_b", 1.0), origins=alone("a_b")),
            "who did it: 2 reports, 1 value, modal a_b (100 %), disagreement 0 % · 1 origin",
            id="names-stay-as-they-are",
        ),
    ],
)
def test_a_line_for_each_field(agreement: Agreement, expected: str) -> None:
    """The figures over reports, then what differs over origins."""
    assert shown(agreement) == expected


def test_ranges_of_dates_are_days() -> None:
    """A range has its unit where it is not of people."""
    days = tally(2, None, 0.5, n_values=2, pairs=1.0, width=1, deviation=0.7071)
    line = shown(Agreement(field="when", reports=days, origins=days))
    assert line.startswith("date: 2 reports, 2 values, range 1 day, sd 0.71, no modal value (50 %), ")


def test_a_single_report_agrees_with_nobody() -> None:
    """A field on which one report speaks has no line; where all are so, there is no section."""
    single = Agreement(field="means", reports=alone("drone"), origins=alone("drone"))
    assert "means" not in shown(single, BOTH)
    assert "Agreement ─" not in page(told(single))


@pytest.mark.parametrize(("detail", "there"), [("brief", False), ("full", True), ("log", True)])
def test_agreement_is_for_the_full_page(detail: Detail, *, there: bool) -> None:
    """The brief page stays one screen."""
    assert there == ("Agreement ─" in page(told(BOTH), detail=detail))
