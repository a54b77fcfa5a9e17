"""What a ledger holds, as text: figures, and the requests about an article with their answers."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from claimx.contents import Asking, Contents, Failing, Told, Try
from claimx.exporting.terminal_words import counted, listed, visible

FINGERPRINT = 12
"""Digits of fingerprints and keys that are shown."""
_MEBIBYTE = 2**20


def show_contents(held: Contents, *, console: Console) -> None:
    """Print what a ledger holds."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for name, told in _lines(held):
        grid.add_row(name, Text(visible(told)))
    console.print(grid)


def show_requests(told: tuple[Told, ...], *, console: Console) -> None:
    """Print requests, one below the other: messages, answer, and each time they were sent."""
    for one in told:
        console.print(Rule(Text(_asked(one), style="bold"), align="left", style="dim"))
        for message in one.messages:
            _block(message["role"], message["content"], console=console)
        if one.answer is not None:
            _block(f"answer ({one.finish_reason or 'without an ending'})", one.answer, console=console)
        for number, attempt in enumerate(one.tries, start=1):
            console.print(Text(f"{number}. {_sent(attempt)}", style="dim"))
        console.print()


def _lines(held: Contents) -> Iterator[tuple[str, str]]:
    unanswered = f", {held.unanswered:,} without an answer" if held.unanswered else ""
    yield "requests", f"{held.requests:,} about {counted(held.articles, noun='article')}{unanswered}"
    for outcome, ways in held.answers.items():
        yield "answers", f"{sum(ways.values()):,} {outcome}: " + listed(f"{n:,} {via}" for via, n in ways.items())
    for outcome, failing in held.failures.items():
        yield "failures", f"{failing.number:,} {outcome}: {_commonest(failing)}"
    yield "models", listed(f"{model} ({number:,})" for model, number in held.models.items())
    for asking in held.prompts:
        yield "prompts", _prompt(asking)
    if held.jobs:
        yield "batch jobs", listed(f"{number:,} {status}" for status, number in held.jobs.items())
    yield "written", f"{held.first} to {held.last}" if held.first is not None else "nothing yet"
    yield "size", f"{held.bytes / _MEBIBYTE:,.1f} MiB"


def _commonest(failing: Failing) -> str:
    named = [f"{detail} ({number:,})" for detail, number in failing.commonest]
    others = failing.number - sum(number for _, number in failing.commonest)
    return "; ".join([*named, *([f"others ({others:,})"] if others else [])])


def _prompt(asking: Asking) -> str:
    asked = "as it is asked today" if asking.is_current else "not asked so any more"
    return f"{asking.prompt} {asking.fingerprint[:FINGERPRINT]}: {counted(asking.requests, noun='request')}, {asked}"


def _asked(one: Told) -> str:
    reask = f", re-ask {one.reask}" if one.reask else ""
    return visible(f"{one.prompt}{reask} to {one.model}, prompt {one.fingerprint[:FINGERPRINT]}, key {one.key}")


def _block(title: str, text: str, *, console: Console) -> None:
    console.print(Text(visible(title), style="bold"))
    for line in text.split("\n"):
        console.print(Text(f"  {visible(line)}"))


def _sent(attempt: Try) -> str:
    seconds = f"{attempt.seconds:.1f} s" if attempt.seconds is not None else ""
    tokens = (
        f"{attempt.prompt_tokens:,} + {attempt.completion_tokens or 0:,} tokens"
        if attempt.prompt_tokens is not None
        else ""
    )
    told = listed((attempt.outcome, visible(attempt.detail or ""), attempt.via, tokens, seconds))
    return f"{told}, {attempt.at}"
