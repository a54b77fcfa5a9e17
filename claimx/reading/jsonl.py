"""JSON lines: one article per line, foreign ones and those that claimx wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from claimx.article import Article
from claimx.errors import InputError
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft
from claimx.rows import json_rows

_OWN_ID = re.compile(r"a[0-9a-f]{16}")


def drafts(path: Path, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the article of each line; a broken line yields its error."""
    with path.open("rb") as lines:
        yield from drafts_of(lines, name=str(path), columns=columns)


def drafts_of(lines: Iterable[bytes], *, name: str, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the article of each line that is not blank; a broken line yields its error."""
    for row in json_rows(lines, name=name):
        yield row if isinstance(row, InputError) else Draft(row.where, _fields(row.cells, columns))


def _fields(row: Mapping[str, object], columns: Columns) -> dict[str, object]:
    if not _is_own(row):
        return columns.pick(row)
    return {name: row[name] for name in Article.model_fields if name in row}


def _is_own(row: Mapping[str, object]) -> bool:
    # A foreign line's `id` is its own business, and becomes the article's source_id.
    looks_own = _OWN_ID.fullmatch(str(row.get("id"))) is not None
    return {"id", "text"} <= row.keys() and (looks_own or {"credits", "derived_from"} <= row.keys())
