"""Parquet tables, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any  # pyarrow is untyped

from claimx.errors import InputError
from claimx.inputs import fault, place
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft

_ROWS_AT_ONCE = 1024


def drafts(path: Path, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the article of each row, counted from 1; a broken row yields its error."""
    pyarrow = _pyarrow(path)
    try:
        with pyarrow.parquet.ParquetFile(path) as table:
            yield from _drafts_of(table, path, columns)
    except pyarrow.ArrowException as error:
        raise fault(place(path), f"not readable as Parquet ({error})", "write the file anew") from error


def _pyarrow(path: Path) -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise fault(place(path), "Parquet needs pyarrow", "pip install 'claimx[parquet]'") from error
    return pyarrow


def _drafts_of(table: Any, path: Path, columns: Columns) -> Iterator[Draft | InputError]:
    header: list[str] = table.schema_arrow.names
    columns.check(header, where=place(path))
    wanted = sorted(set(columns.names().values()) & set(header))
    before = 0
    for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=wanted):
        for index in range(batch.num_rows):
            yield _draft(batch, index, where=place(path, f"row {before + index + 1}"), columns=columns)
        before += batch.num_rows


def _draft(batch: Any, index: int, *, where: str, columns: Columns) -> Draft | InputError:
    row = {}
    for name in batch.schema.names:
        try:
            row[name] = batch.column(name)[index].as_py()
        except ValueError as error:  # bytes that are no UTF-8, times finer than a microsecond
            return fault(where, f"column {name!r} cannot be read ({error})", "correct it there")
    return Draft(where, columns.pick(row))
