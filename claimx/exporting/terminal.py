"""Events as a page in the terminal: who says what, from how many independent origins, in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import IO, Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from claimx.event import Event
from claimx.exporting import terminal_counts as counts
from claimx.exporting import terminal_words as words
from claimx.exporting.terminal_brief import BRIEF_SECTIONS, more_line
from claimx.exporting.terminal_headers import brief_header, full_header, sources
from claimx.exporting.terminal_sayings import NARROW, Detail, View
from claimx.exporting.terminal_sections import SECTIONS

PLAIN_WIDTH: Final = 100
SHORT_NAME: Final = 16
"""Characters of an article's name in the brief view."""
NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


def open_console(file: IO[str]) -> Console:
    """Return a console on a text stream; 100 columns without colour where it is no terminal."""
    if file.isatty():
        return Console(file=file, highlight=False)
    return Console(file=file, highlight=False, width=PLAIN_WIDTH, color_system=None)


def show_events(
    events: Sequence[Event],
    *,
    console: Console,
    detail: Detail = "brief",
    articles: Mapping[str, str] = NO_NAMES,
    titles: Mapping[str, str] = NO_NAMES,
) -> None:
    """Print events for reading: a list where there are several, then each of them.

    Args:
        events: What to show, in this order.
        console: Where to print; its width is respected, and 60 columns are enough.
        detail: `brief` is a screen for each event: every value with its counts, its speakers and a few of its
            words. `full` has every claim with all its words and the reason for its origin; `log` adds the decisions
            of the rules.
        articles: Article id to the name printed in its place, such as the outlet; ids without one stay ids.
        titles: Titles of other events that these may be related to, by id.
    """
    if len(events) != 1:
        list_events(events, console=console)
    titles = {**titles, **{event.id: event.title for event in events}}
    for event in events:
        labels = words.article_labels(event, articles=articles, longest=SHORT_NAME if detail == "brief" else None)
        view = View(detail=detail, width=console.width, labels=labels, titles=titles)
        if len(events) > 1:
            console.print()
        if detail == "brief":
            _show_brief(event, console=console, view=view)
        else:
            _show_full(event, console=console, view=view)


def list_events(events: Sequence[Event], *, console: Console) -> None:
    """Print date, place, type, tolls from low to high, articles and origins of each event.

    A table with a row per event; below 80 columns, where it would lose columns, a paragraph per event.
    """
    if not events:
        console.print(Text("no events"))
        return
    console.print(Text(words.counted(len(events), noun="event"), style="bold"))
    console.print(_narrow_list(events) if console.width < NARROW else _wide_list(events))


def _wide_list(events: Sequence[Event]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("date", "place", "type", "tolls"):
        table.add_column(heading, overflow="fold", min_width=len("2000-01-01"))
    for heading in ("articles", "origins"):
        table.add_column(heading, justify="right", min_width=len(heading))
    for event in events:
        table.add_row(*map(Text, _gist(event)), str(event.n_articles), str(event.n_origins))
    return table


def _narrow_list(events: Sequence[Event]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for event in events:
        grid.add_row("-", Text(words.SEPARATOR.join((*_gist(event), sources(event))), overflow="fold"))
    return grid


def _gist(event: Event) -> tuple[str, str, str, str]:
    tolls = words.listed(f"{toll.kind} {counts.toll_range(toll)}" for toll in event.tolls)
    return words.day_span(event.when), words.place(event.where), words.plain(event.type), tolls


def _show_brief(event: Event, *, console: Console, view: View) -> None:
    console.print(brief_header(event, titles=view.titles))
    for title, section in BRIEF_SECTIONS:
        _show_section(title, list(section(event, view)), console=console)
    console.print(more_line(event))


def _show_full(event: Event, *, console: Console, view: View) -> None:
    console.print(full_header(event))
    for title, section in SECTIONS:
        parts = list(section(event, view))
        if parts:
            console.print()
        _show_section(title, parts, console=console)


def _show_section(title: str, parts: Sequence[RenderableType], *, console: Console) -> None:
    if parts:
        console.print(Rule(Text(title, style="bold"), align="left", style="dim"))
    for part in parts:
        console.print(Padding(part, (0, 0, 0, 2)))
