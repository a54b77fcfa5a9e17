"""Measures of agreement in the full view: a line for each field on which several reports speak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from claimx.event import Agreement, Event, Spread
from claimx.exporting import terminal_words as words
from claimx.exporting.terminal_sayings import View

ENUMERATED: Final = frozenset({"type", "means"})


def agreement_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield one grid: each field on which two or more reports speak, with the measures over reports and origins."""
    del view
    several = [agreement for agreement in event.agreement if agreement.reports.n > 1]
    if not several:
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for agreement in several:
        grid.add_row(Text(f"{words.disputed_field(agreement.field)}:"), _measures(agreement))
    yield grid


def _measures(agreement: Agreement) -> Text:
    reports, origins = agreement.reports, agreement.origins
    counts = (words.counted(reports.n, noun="report"), words.counted(reports.n_values, noun="value"))
    line = words.listed((*counts, *_width(agreement), *_shares(reports, field=agreement.field)))
    told = origins.n > 1 and origins.n_values > 1
    shares = _shares(origins, field=agreement.field) if told else ()
    by_origin = words.listed((words.counted(origins.n, noun="origin"), *shares))
    return Text.assemble(line, words.SEPARATOR, (by_origin, "dim"))


def _width(agreement: Agreement) -> Iterator[str]:
    """Yield the range, which is the same over reports and origins: "range 2", "range 1 day"."""
    width = agreement.reports.range
    if width:
        yield f"range {words.counted(width, noun='day') if agreement.field == 'when' else width}"


def _shares(spread: Spread, *, field: str) -> Iterator[str]:
    """Yield what depends on who votes: deviation, mode and disagreement of pairs."""
    if spread.standard_deviation:
        yield f"sd {spread.standard_deviation:.2f}"
    yield f"{_mode(spread.modal_value, field=field)} ({_percent(spread.modal_confidence)})"
    if spread.pair_disagreement is not None:
        yield f"disagreement {_percent(spread.pair_disagreement)}"


def _mode(value: str | None, *, field: str) -> str:
    if value is None:
        return "no modal value"
    return f"modal {words.visible(words.plain(value) if field in ENUMERATED else value)}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
