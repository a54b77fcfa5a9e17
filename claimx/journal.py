"""The journal of a run: every answer as it came, one line each, on disk before anything is made of it."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from claimx.extraction import Reply
from claimx.lines import parse_lines


class FileJournal:
    """A file of replies, appended to as they come; a line cut short by a kill is a question to be asked again."""

    def __init__(self, path: str | Path) -> None:
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Opened for reading and appending, so that what another process has added is seen and nothing is overwritten.
        self._file = path.open("a+b")
        self._file.seek(0)
        known = self._file.readlines()
        replies = parse_lines(known, Reply, name=str(path), skipped=lambda _: None)
        self._replies = {reply.key: reply for reply in replies}
        if known and not known[-1].endswith(b"\n"):
            self._file.write(b"\n")

    def find(self, key: str) -> Reply | None:
        """Return the reply to a question that was answered before."""
        return self._replies.get(key)

    def keep(self, reply: Reply) -> None:
        """Append a reply and wait until it is on disk."""
        self._replies[reply.key] = reply
        self._file.write(f"{reply.to_line()}\n".encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._file.close()
