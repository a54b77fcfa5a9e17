"""What goes to standard error: each input that is skipped, each article that ends, and how far everything is.

On a terminal a bar moves; elsewhere lines are printed, so that a log can be read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

import click

from claimx.article import Article
from claimx.errors import ExtractionError, InputError
from claimx.extraction import Extraction
from claimx.inputs import printable

if TYPE_CHECKING:
    from claimx.gate import Gate

FAILED: Final = 1
"""Exit code of a run in which some articles failed."""
EVERY: Final = 30.0
"""Seconds between two lines on how far everything is."""


class Reports:
    """Reports to standard error, and keeps count for the exit code."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.skipped = 0
        self.failed = 0
        self._ended = 0
        self._clock = clock
        self._begun = self._told_at = clock()
        self._total: int | None = None
        self._gate: Gate | None = None
        self._move: Callable[[], None] | None = None

    def skip(self, error: InputError) -> None:
        """Report an input that could not be read."""
        self.skipped += 1
        self.note(f"skipped: {printable(str(error))}")

    def note(self, message: str) -> None:
        """Print a line."""
        click.echo(message, err=True)

    def end(self, _: Article, outcome: Extraction | ExtractionError) -> None:
        """Report an article that was extracted or has failed."""
        self._ended += 1
        if isinstance(outcome, ExtractionError):
            self.failed += 1
            self.note(f"{self._ended}: failed: {type(outcome).__name__}: {printable(str(outcome))}")
        elif self._move is None:
            for line in _extraction_lines(outcome):
                self.note(f"{self._ended}: {line}")
        if self._move is not None:
            self._move()
        elif self._clock() - self._told_at >= EVERY:
            self._told_at = self._clock()
            self.note(f"progress: {self.progress()}")

    def progress(self) -> str:
        """Return how many articles ended, how fast, what they cost so far, and the time left where it can be told."""
        rate = self._ended / max(self._clock() - self._begun, 1e-9)
        parts = [f"{self._ended:,} of {self._total:,} articles" if self._total else f"{self._ended:,} articles"]
        parts.append(f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.1f}/min")
        if self._gate is not None and self._gate.price is not None:
            parts.append(f"${self._gate.spent:.4f} so far")
        if self._total and rate:
            parts.append(f"{_duration((self._total - self._ended) / rate)} left")
        return ", ".join(parts)

    @contextmanager
    def watching(self, gate: Gate | None, *, total: int | None) -> Iterator[None]:
        """Show how far everything is while articles end; `total` is None where nobody knows how many there are."""
        self._gate, self._total = gate, total
        self._begun = self._told_at = self._clock()
        with self._bar() if sys.stderr.isatty() else nullcontext():
            yield

    @contextmanager
    def _bar(self) -> Iterator[None]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (BarColumn(bar_width=30), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.progress(), total=self._total)
            self._move = lambda: bar.update(task, completed=self._ended, description=self.progress())
            try:
                yield
            finally:
                self._move = None

    def exit_code(self) -> int:
        """Return 1 if anything was skipped or has failed."""
        return FAILED if self.skipped or self.failed else 0


def _duration(seconds: float) -> str:
    """Return a length of time as a person says it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _extraction_lines(extraction: Extraction) -> Iterator[str]:
    claims = sum(len(mention.claims) for mention in extraction.mentions)
    tokens = sum((one.prompt_tokens or 0) + (one.completion_tokens or 0) for one in extraction.attempts)
    yield (
        f"article {extraction.article.id}: {len(extraction.mentions)} mentions, {claims} claims, "
        f"{len(extraction.dropped)} dropped, {len(extraction.attempts)} requests, {tokens:,} tokens"
    )
    for dropped in extraction.dropped:
        yield f"article {extraction.article.id}: {dropped.reason} {dropped.path} {dropped.value!r}: {dropped.detail}"
