"""What reading some sources comes to."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, TextIO

from claimx.article import Article
from claimx.errors import InputError
from claimx.reading import Columns, read


def outcomes(
    *sources: str | Path, columns: Columns | None = None, stdin: TextIO | BinaryIO | None = None
) -> tuple[list[Article], list[str]]:
    """Return the articles and the messages of what was skipped."""
    errors: list[InputError] = []
    articles = list(read(sources, columns=columns, stdin=stdin, skipped=errors.append))
    return articles, [str(error) for error in errors]
