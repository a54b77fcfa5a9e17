"""Tables of comma- or tab-separated values with a header line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimx.errors import InputError
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft
from claimx.rows import Row, check_cell, open_delimited


def drafts(path: Path, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the article of each row, placed at the line on which the row begins; a broken row yields its error."""
    with open_delimited(path) as table:
        columns.check(table.header, where=table.where)
        for row in table.rows:
            try:
                yield row if isinstance(row, InputError) else _draft(row, columns)
            except InputError as error:
                yield error


def _draft(row: Row, columns: Columns) -> Draft:
    picked = columns.pick(row.cells)
    for field, cell in picked.items():
        check_cell(cell, name=field, where=row.where)
    return Draft(row.where, picked)
