"""Explanations for the terminal: a table of every rule's verdict on two mentions, and the story of one event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimx.explanation import EventExplanation, PairExplanation, RuleAnswer
from claimx.exporting.terminal_words import visible

SILENT: Final = "·"
STYLES: Final = {"same": "green", "different": "red", "unsure": "yellow", None: "dim"}


def show_pair(pair: PairExplanation, *, console: Console, every: bool = True) -> None:
    """Print what came of two mentions and what each rule says of them; without `every`, no silent ones."""
    console.print(Text.assemble((pair.left, "bold"), " and ", (pair.right, "bold")))
    console.print(Padding(Text(visible(pair.outcome)), (0, 0, 0, 2)))
    answers = [answer for answer in pair.answers if every or answer.verdict is not None]
    console.print(Padding(_table(answers, pair), (0, 0, 0, 2)))


def show_event(event: EventExplanation, *, console: Console) -> None:
    """Print the joins that made an event, those that were refused, and what came closest to joining it."""
    console.print(Text.assemble((event.event, "bold"), f" · {len(event.mention_ids)} mentions"))
    for title, pairs in (
        ("Joined", event.joined),
        ("Refused", event.refused),
        ("Closest of those that stayed apart", event.closest),
    ):
        if pairs:
            console.print()
            console.rule(Text(title), align="left")
        for pair in pairs:
            show_pair(pair, console=console, every=False)


def _table(answers: Iterable[RuleAnswer], pair: PairExplanation) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for answer in answers:
        weight = f"{answer.weight:+}" if answer.weight else ""
        sentence = Text(visible(answer.sentence)) if answer.sentence is not None else Text(answer.says, style="dim")
        table.add_row(answer.rule, Text(answer.verdict or SILENT, style=STYLES[answer.verdict]), weight, sentence)
    total = f"of {pair.threshold} points that one event takes"
    table.add_row(
        "together", Text(pair.verdict, style=STYLES[pair.verdict]), str(pair.weight), Text(total, style="dim")
    )
    return table
