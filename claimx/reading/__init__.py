"""Reading: files become articles."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from claimx.article import Article
from claimx.errors import InputError
from claimx.inputs import fault
from claimx.reading import formats
from claimx.reading import stdin as standard_input
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft, article_of
from claimx.reading.sources import files

__all__ = ["Columns", "read"]


def read(
    sources: Iterable[str | Path],
    *,
    columns: Columns | None = None,
    stdin: TextIO | BinaryIO | None = None,
    skipped: Callable[[InputError], None] | None = None,
) -> Iterator[Article]:
    """Yield the articles of the sources, in their order, each text once.

    Args:
        sources: Paths, folders, patterns (`news/**/*.txt`), and `-` for standard input.
        columns: Where tables and JSON lines keep the fields of an article.
        stdin: What `-` stands for; standard input by default.
        skipped: Called with one error for each input, line or row that cannot be read, and for each further
            copy of a text; reading goes on. Without it the first such error is raised.

    Raises:
        InputError: `FILE:LINE: what is wrong; what to do`, where `skipped` is not given.
    """
    report = _raised if skipped is None else skipped
    listed = [sources] if isinstance(sources, str | Path) else sources
    named = Columns() if columns is None else columns
    first: dict[str, str] = {}
    for draft in _drafts(listed, columns=named, stdin=stdin):
        if isinstance(draft, InputError):
            report(draft)
            continue
        article = _article(draft)
        if isinstance(article, InputError):
            report(article)
        elif article.id in first:
            report(fault(draft.place, f"same text as {first[article.id]}", "read once"))
        else:
            first[article.id] = draft.place
            yield article


def _raised(error: InputError) -> None:
    raise error


def _drafts(
    sources: Iterable[str | Path], *, columns: Columns, stdin: TextIO | BinaryIO | None
) -> Iterator[Draft | InputError]:
    for source in sources:
        if str(source) == "-":
            yield from standard_input.drafts(sys.stdin if stdin is None else stdin, columns=columns)
            continue
        for path in files(source):
            if isinstance(path, InputError):
                yield path
            else:
                yield from formats.drafts(path, columns=columns)


def _article(draft: Draft) -> Article | InputError:
    try:
        return article_of(draft)
    except InputError as error:
        return error
