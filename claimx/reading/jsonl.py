"""JSON lines: one article per line, foreign ones and those that claimx wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimx.article import Article
from claimx.errors import InputError
from claimx.reading.columns import Columns
from claimx.reading.decoding import decoded
from claimx.reading.draft import Draft
from claimx.reading.places import fault, place

_OWN_ID = re.compile(r"a[0-9a-f]{16}")


def drafts(path: Path, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the article of each line; a broken line yields its error."""
    with path.open("rb") as lines:
        yield from drafts_of(lines, name=str(path), columns=columns)


def drafts_of(lines: Iterable[bytes], *, name: str, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the article of each line that is not blank; a broken line yields its error."""
    offset = 0
    for number, line in enumerate(lines, start=1):
        where = place(name, number)
        try:
            if line.strip():
                yield Draft(where, _fields(_parsed(line, where=where, offset=offset), columns))
        except InputError as error:
            yield error
        offset += len(line)


def _parsed(line: bytes, *, where: str, offset: int) -> dict[str, object]:
    text = decoded(line, where=where, offset=offset)
    try:
        row = json.loads(text)
    except RecursionError as error:
        raise fault(where, "JSON nested too deeply", "write one flat object per line") from error
    except ValueError as error:
        raise fault(where, f"broken JSON ({error})", "write one object per line") from error
    if not isinstance(row, dict):
        raise fault(where, f"a JSON {type(row).__name__} where an object is expected", "write one object per line")
    return row


def _fields(row: dict[str, object], columns: Columns) -> dict[str, object]:
    if not _is_own(row):
        return columns.pick(row)
    return {name: row[name] for name in Article.model_fields if name in row}


def _is_own(row: dict[str, object]) -> bool:
    # Foreign lines often have an `id` of their own, which is ignored like any other key.
    looks_own = _OWN_ID.fullmatch(str(row.get("id"))) is not None
    return {"id", "text"} <= row.keys() and (looks_own or {"credits", "derived_from"} <= row.keys())
