"""Which module reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from claimx.errors import InputError
from claimx.inputs import fault, place
from claimx.reading import delimited, jsonl, parquet, plain, webpage
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft

Format = Callable[[Path, Columns], Iterator[Draft | InputError]]
"""Yields an error for a broken row and raises one for a broken file."""

FORMATS: dict[str, Format] = {
    ".txt": plain.drafts,
    ".md": plain.drafts,
    ".jsonl": jsonl.drafts,
    ".ndjson": jsonl.drafts,
    ".csv": delimited.drafts,
    ".tsv": delimited.drafts,
    ".parquet": parquet.drafts,
    ".html": webpage.drafts,
    ".htm": webpage.drafts,
}
"""By file name extension, in lower case."""


def drafts(path: Path, *, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield what a file holds; a file that cannot be read yields one error."""
    read_format = FORMATS.get(path.suffix.lower())
    if read_format is None:
        yield fault(place(path), f"unknown extension {path.suffix!r}", f"known are {', '.join(FORMATS)}")
        return
    try:
        yield from read_format(path, columns)
    except InputError as error:
        yield error
    except OSError as error:
        yield fault(place(path), f"cannot be read ({error.strerror or error})", "check the file and its permissions")
