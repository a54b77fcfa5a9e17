"""Standard input: JSON lines, or one plain text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, TextIO

from claimx.errors import InputError
from claimx.reading import jsonl, plain
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft

NAME = "<stdin>"
_MARK = b"\xef\xbb\xbf"


def drafts(stream: TextIO | BinaryIO, *, columns: Columns) -> Iterator[Draft | InputError]:
    """Yield the articles of a stream, as JSON lines if its first line that is not blank starts with `{`."""
    lines = _lines(stream)
    head: list[bytes] = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    if head and head[-1].removeprefix(_MARK).lstrip().startswith(b"{"):
        yield from jsonl.drafts_of(chain(head, lines), name=NAME, columns=columns)
        return
    try:
        yield plain.draft_of(b"".join(chain(head, lines)), name=NAME)
    except InputError as error:
        yield error


def _lines(stream: TextIO | BinaryIO) -> Iterator[bytes]:
    raw: TextIO | BinaryIO = getattr(stream, "buffer", stream)  # a text stream's own bytes, before it decodes them
    for line in raw:
        yield line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
