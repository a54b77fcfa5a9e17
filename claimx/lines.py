"""Records as JSON lines: read with the file and line of every fault, written whole or not at all."""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from pydantic import ValidationError

from claimx.errors import InputError
from claimx.inputs import fault
from claimx.record import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)


def read_lines(
    path: str | Path, record: type[AnyRecord], *, skipped: Callable[[InputError], None] | None = None
) -> Iterator[AnyRecord]:
    """Yield the records of a JSON Lines file; each bad line costs one InputError, raised if `skipped` is None."""
    try:
        with Path(path).open("rb") as lines:
            yield from parse_lines(lines, record, name=str(path), skipped=skipped)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def parse_lines(
    lines: Iterable[bytes] | BinaryIO,
    record: type[AnyRecord],
    *,
    name: str,
    skipped: Callable[[InputError], None] | None = None,
) -> Iterator[AnyRecord]:
    """Yield the records of a stream of JSON lines; `name` stands in the errors."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield record.from_line(line)
        except ValidationError as error:
            fault = InputError(f"{name}:{number}: no {record.__name__.lower()}: {_first(error)}")
            if skipped is None:
                raise fault from None
            skipped(fault)


def _first(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in fault["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{place + ': ' if place else ''}{fault['msg']}{more}"


def write_whole(path: str | Path, text: str) -> None:
    """Write a text file so that a reader, and a kill at any moment, sees the old file or the new one.

    Raises:
        InputError: it cannot be written; the old file stays.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for remains in path.parent.glob(f".{glob.escape(path.name)}-*"):
            # Of one who was killed while writing this.
            remains.unlink(missing_ok=True)
        _write_beside(path, text)
    except OSError as error:
        raise fault(str(path), f"it cannot be written: {error.strerror}", "check the disk and permissions") from error


def _write_beside(path: Path, text: str) -> None:
    """Write a file under another name, and give it its own when it is whole."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_lines(path: str | Path, records: Iterable[Record]) -> None:
    """Write records as JSON lines, whole or not at all."""
    write_whole(path, "".join(f"{record.to_line()}\n" for record in records))
