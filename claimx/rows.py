"""Rows of tables: comma- or tab-separated under a header line, or JSON lines; a fault costs its own row only."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import NamedTuple, TextIO

from claimx.decoding import decoded
from claimx.errors import InputError
from claimx.inputs import fault, place

_LONGEST_CELL = 2**31 - 1  # the module's own limit of 128 KiB cuts long articles; a C long holds no more everywhere


class Row(NamedTuple):
    """One row: the place where it begins, and its cells by column."""

    where: str
    cells: Mapping[str, object]


class Table(NamedTuple):
    """A table that is being read."""

    where: str
    """The place that errors about the header name."""
    header: Sequence[str]
    rows: Iterator[Row | InputError]


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a table of any kind, by its extension; the header of JSON lines is every key that a line of it has.

    Raises:
        InputError: The extension is unknown, the file unreadable, or its header broken.
    """
    kinds = {".csv": open_delimited, ".tsv": open_delimited, ".jsonl": _open_json, ".ndjson": _open_json}
    open_kind = kinds.get(path.suffix.lower())
    if open_kind is None:
        raise fault(place(path), f"unknown extension {path.suffix!r} of a table", f"known are {', '.join(kinds)}")
    try:
        with open_kind(path) as table:
            yield table
    except OSError as error:
        raise fault(place(path), f"cannot be read ({error.strerror or error})", "check the path") from error


@contextmanager
def open_delimited(path: Path) -> Iterator[Table]:
    """Open a table of comma-separated values, or of tab-separated ones if it is called `.tsv`.

    Bytes that are not UTF-8 stay in their cells as lone surrogates, for `check_cell` to find in those that are used.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        yield _delimited(lines, path)


def _delimited(lines: TextIO, path: Path) -> Table:
    rows = csv.reader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",", strict=True)

    def numbered() -> Iterator[Row | InputError]:
        while True:
            where = place(path, rows.line_num + 1)
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield _broken(error, where=where)
            else:
                if row:
                    yield _row(row, header, where=where)

    where = place(path, 1)
    try:
        header = next(rows, [])
    except csv.Error as error:
        raise _broken(error, where=where) from error
    return Table(where, header, numbered())


def _broken(error: csv.Error, *, where: str) -> InputError:
    return fault(where, f"broken row ({error})", "put cells with quotes or line breaks in quotes, inner ones doubled")


def _row(row: list[str], header: list[str], *, where: str) -> Row | InputError:
    if len(row) != len(header):
        found = f"{len(row)} cells under {len(header)} columns"
        return fault(where, found, "put cells that hold the separator in quotes")
    return Row(where, dict(zip(header, row, strict=True)))


def check_cell(cell: object, *, name: str, where: str) -> None:
    """Raise InputError if the cell, called `name`, holds bytes that are not UTF-8."""
    try:
        str(cell).encode("utf-8")
    except UnicodeEncodeError as error:
        offset = len(str(cell)[: error.start].encode("utf-8"))
        raise fault(where, f"{name}: not UTF-8 at byte {offset} of the cell", "save the table as UTF-8") from error


@contextmanager
def _open_json(path: Path) -> Iterator[Table]:
    with path.open("rb") as lines:
        rows = (row for row in json_rows(lines, name=str(path)) if isinstance(row, Row))
        header = list(dict.fromkeys(key for row in rows for key in row.cells))
        lines.seek(0)
        yield Table(place(path), header, json_rows(lines, name=str(path)))


def json_rows(lines: Iterable[bytes], *, name: str) -> Iterator[Row | InputError]:
    """Yield the object of each line that is not blank; a broken line yields its error."""
    offset = 0
    for number, line in enumerate(lines, start=1):
        where = place(name, number)
        try:
            if line.strip():
                yield Row(where, _object(line, where=where, offset=offset))
        except InputError as error:
            yield error
        offset += len(line)


def _object(line: bytes, *, where: str, offset: int) -> dict[str, object]:
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


def identifier(cell: object) -> str | None:
    """Return the id that a cell holds, a number as its digits; None where it is blank, a truth value or no scalar.

    >>> identifier(17.0), identifier(" w-17 "), identifier(None)
    ('17', 'w-17', None)
    """
    match cell:
        case bool():
            return None
        case float() if cell.is_integer():
            return str(int(cell))  # a column of whole numbers with gaps is often stored as floats
        case float() if not isfinite(cell):
            return None
        case str() | int() | float():
            return str(cell).strip() or None
        case _:
            return None
