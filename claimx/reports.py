"""What goes to standard error: a line for each input that is skipped and each article that ends."""

from __future__ import annotations

from collections.abc import Iterator

import click

from claimx.errors import ExtractionError, InputError
from claimx.extraction import Extraction
from claimx.inputs import printable

FAILED = 1
"""Exit code of a run in which some articles failed."""


class Reports:
    """Reports to standard error, and keeps count for the exit code."""

    def __init__(self) -> None:
        self.skipped = 0
        self.failed = 0
        self._ended = 0

    def skip(self, error: InputError) -> None:
        """Report an input that could not be read."""
        self.skipped += 1
        click.echo(f"skipped: {printable(str(error))}", err=True)

    def end(self, outcome: Extraction | ExtractionError) -> None:
        """Report an article that was extracted or has failed."""
        self._ended += 1
        if isinstance(outcome, ExtractionError):
            self.failed += 1
            click.echo(f"{self._ended}: failed: {type(outcome).__name__}: {outcome}", err=True)
            return
        for line in _extraction_lines(outcome):
            click.echo(f"{self._ended}: {line}", err=True)

    def exit_code(self) -> int:
        """Return 1 if anything was skipped or has failed."""
        return FAILED if self.skipped or self.failed else 0


def _extraction_lines(extraction: Extraction) -> Iterator[str]:
    claims = sum(len(mention.claims) for mention in extraction.mentions)
    tokens = sum((one.prompt_tokens or 0) + (one.completion_tokens or 0) for one in extraction.attempts)
    yield (
        f"article {extraction.article.id}: {len(extraction.mentions)} mentions, {claims} claims, "
        f"{len(extraction.dropped)} dropped, {len(extraction.attempts)} requests, {tokens:,} tokens"
    )
    for dropped in extraction.dropped:
        yield f"article {extraction.article.id}: {dropped.reason} {dropped.path} {dropped.value!r}: {dropped.detail}"
