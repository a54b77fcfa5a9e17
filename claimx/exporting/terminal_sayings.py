"""Claims in the terminal view: every saying below its origin, so that copies of one source stand together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from rich.console import Group
from rich.text import Text
from rich.tree import Tree

from claimx.event import Event, Saying
from claimx.exporting import terminal_words as words
from claimx.quote import Quote

Detail = Literal["brief", "full", "log"]
NARROW: Final = 80
WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class View:
    """How to show an event: how much, how wide, and the names for article and event ids."""

    detail: Detail
    width: int
    labels: Mapping[str, str]
    titles: Mapping[str, str]

    def label(self, article_id: str) -> str:
        """Return the printable name of an article, or its id."""
        return words.visible(self.labels.get(article_id, article_id))

    def named(self, sentence: str) -> str:
        """Return a rule's sentence made printable, with the names of articles in place of their ids."""
        return WORD.sub(lambda found: self.label(found.group()), words.visible(sentence))


def sayings_of(event: Event) -> Iterator[Saying]:
    """Yield every claim of an event."""
    for toll in event.tolls:
        for account in toll.accounts:
            yield from account.sayings
        yield from toll.partial
    for position in event.responsibility:
        yield from position.sayings
    yield from event.statements


def by_origin(sayings: Iterable[Saying]) -> dict[str, list[Saying]]:
    """Return the sayings of each origin, so that copies of one source stand together."""
    groups: dict[str, list[Saying]] = {}
    for saying in sayings:
        groups.setdefault(saying.origin, []).append(saying)
    return groups


def add_origins(tree: Tree, sayings: Iterable[Saying], *, view: View) -> None:
    """Hang the sayings below their origins."""
    for origin, group in by_origin(sayings).items():
        branch = tree.add(Text.assemble("origin ", (view.label(origin), "cyan")))
        for saying in group:
            branch.add(_saying(saying, view=view))


def _saying(saying: Saying, *, view: View) -> Group:
    head = Text.assemble((words.speaker(saying), "bold"), f" – in {view.label(saying.article_id)}")
    if qualities := words.traits(saying):
        head.append(f" ({words.listed(qualities)})", style="dim")
    lines = [head]
    if saying.status != "current":
        lines.append(Text(f"✗ {status_line(saying, view=view)}", style="red"))
    lines.extend(quote_line(quote, view=view) for quote in saying.quotes)
    lines.append(Text(f"why this origin: {view.named(saying.origin_reason)}", style="dim"))
    return Group(*lines)


def status_line(saying: Saying, *, view: View) -> str:
    """Return why a claim is shown but not counted."""
    reason = words.UNKNOWN if saying.status_reason is None else view.named(saying.status_reason)
    return f"shown, not counted ({saying.status}): {reason}"


def quote_line(quote: Quote, *, view: View) -> Text:
    """Return the exact words and where they stand."""
    where = words.passage(quote, labels=view.labels)
    return Text.assemble((f"“{words.visible(quote.exact)}”", "green"), " ", (where, "dim"))
