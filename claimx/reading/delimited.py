"""Tables of comma- or tab-separated values with a header line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from claimx.errors import InputError
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft
from claimx.reading.places import fault, place

_LONGEST_CELL = 2**31 - 1  # the module's own limit of 128 KiB cuts long articles; a C long holds no more everywhere


def drafts(path: Path, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the article of each row, placed at the line on which the row begins; a broken row yields its error."""
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    # Bytes that are not UTF-8 are smuggled through, so that they cost their own row only.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        header = _header(rows, where=place(path, 1))
        columns.check(header, where=place(path, 1))
        while True:
            where = place(path, rows.line_num + 1)
            try:
                row = next(rows)
                if row:
                    yield Draft(where, _fields(row, header, columns, where=where))
            except StopIteration:
                return
            except csv.Error as error:
                yield _broken(error, where=where)
            except InputError as error:
                yield error


def _header(rows: Iterator[list[str]], *, where: str) -> list[str]:
    try:
        return next(rows, [])
    except csv.Error as error:
        raise _broken(error, where=where) from error


def _broken(error: csv.Error, *, where: str) -> InputError:
    return fault(where, f"broken row ({error})", "put cells with quotes or line breaks in quotes, inner ones doubled")


def _fields(row: list[str], header: list[str], columns: Columns, *, where: str) -> dict[str, object]:
    if len(row) != len(header):
        found = f"{len(row)} cells under {len(header)} columns"
        raise fault(where, found, "put cells that hold the separator in quotes")
    picked = columns.pick(dict(zip(header, row, strict=True)))
    for field, cell in picked.items():
        _check_utf8(str(cell), field, where=where)
    return picked


def _check_utf8(cell: str, field: str, *, where: str) -> None:
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError as error:
        offset = len(cell[: error.start].encode("utf-8"))
        raise fault(where, f"{field}: not UTF-8 at byte {offset} of the cell", "save the table as UTF-8") from error
