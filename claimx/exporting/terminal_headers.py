"""The heads of an event's page: what, when, where, and how many tell it independently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from claimx.event import Event, EventRelation
from claimx.exporting import terminal_words as words

REALIS: Final = {
    "future": "has not happened yet",
    "hypothetical": "hypothetical",
    "negated": "reported NOT to have happened",
}


def full_header(event: Event) -> Panel:
    """Return a frame with everything that is said of the event as a whole."""
    means = words.UNKNOWN if event.means is None else words.plain(event.means)
    kind = Text(f"{words.plain(event.type)}{words.SEPARATOR}means: {means}")
    return Panel(
        _grid(
            ("event", Text(words.visible(event.title), style="bold")),
            ("id", Text(words.visible(event.id), style="dim")),
            ("date", Text(words.day_span(event.when))),
            ("place", Text(words.place(event.where))),
            ("type", kind.append_text(_caveats(event))),
            ("told by", Text(sources(event), style="bold")),
        )
    )


def brief_header(event: Event, *, titles: Mapping[str, str]) -> Table:
    """Return what, when, where, by how many and how it stands to other events, a line each."""
    return _grid(
        ("what", Text(words.visible(event.title), style="bold").append_text(_caveats(event))),
        ("when", Text(words.day_span(event.when))),
        ("where", Text(words.place(event.where))),
        ("told by", Text(sources(event))),
        *((words.plain(relation.kind), related(relation, titles=titles)) for relation in event.relations),
    )


def related(relation: EventRelation, *, titles: Mapping[str, str]) -> Text:
    """Return the other event: its title where it is known, and its id."""
    title = f"{words.visible(titles[relation.to])} " if relation.to in titles else ""
    return Text(f"{title}[{words.visible(relation.to)}]")


def sources(event: Event) -> str:
    """Return how many articles tell an event, and how many independent origins."""
    articles = words.counted(event.n_articles, noun="article")
    return f"{articles}{words.SEPARATOR}{words.counted(event.n_origins, noun='origin')}"


def _caveats(event: Event) -> Text:
    text = Text()
    if event.prominence == "background":
        text.append(f"{words.SEPARATOR}told as background only", style="not bold")
    if event.realis in REALIS:
        text.append(f"{words.SEPARATOR}{REALIS[event.realis]}", style="bold red")
    return text


def _grid(*rows: tuple[str, Text]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for name, text in rows:
        grid.add_row(name, text)
    return grid
