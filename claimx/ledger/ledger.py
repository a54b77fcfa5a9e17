"""A ledger: every question that was put to a model, every answer, and every failure."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from claimx.databases import PATIENCE, faults, open_to_read, open_to_write, transaction
from claimx.entry import AnswerKind, Entry, Failure, Form, Known, Request
from claimx.extraction import Outcome
from claimx.ledger.schema import LEDGER, meanings
from claimx.record import canonical_json

IN_MEMORY: Final = ":memory:"
_KINDS: Final[dict[Outcome, AnswerKind]] = {
    "refused": "refused",
    "filtered": "filtered",
    "truncated": "truncated",
}


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """One SQLite file of requests, answers and failures; what was written is on disk once a call returns.

    Safe to share between the tasks of one event loop; each thread and each process opens the file for itself.
    """

    def __init__(self, path: str | Path = IN_MEMORY, *, clock: Callable[[], datetime] = _now) -> None:
        """Open a ledger that is there, or begin one; `IN_MEMORY` begins one that is lost when it is closed.

        Raises:
            InputError: it is no ledger, was made by a newer version, or cannot be opened.
        """
        self.path = str(path)
        if self.path != IN_MEMORY:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.connection = open_to_write(path, LEDGER, patience=PATIENCE)
        self._clock = clock
        self._forms: dict[str, Form] = {}
        self._written: set[str] = set()
        """Fingerprints of forms that are in the file: they are long, and most requests have one of them."""
        self._waiting: list[tuple[Entry, bool]] = []
        self._writing: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        with faults(self.path, LEDGER):
            self._explain()
            self._writer = self._second()
            # An answer is paid for: it has to outlive a power cut, not only a kill.
            for connection in (self.connection, self._writer):
                connection.execute("PRAGMA synchronous = FULL")

    def find(self, key: str) -> Known | None:
        """Return what is known of a request; None where it was never sent."""
        with faults(self.path, LEDGER):
            (response,) = self._row("SELECT response FROM answers WHERE key = ?", key) or (None,)
            failures = self.connection.execute(
                "SELECT outcome, detail, prompt_tokens, cached_tokens, completion_tokens FROM failures"
                " WHERE key = ? ORDER BY number",
                (key,),
            ).fetchall()
        if response is None and not failures:
            return None
        return Known(failures=tuple(map(_failure, failures)), response=response)

    def keep(self, entry: Entry, *, anew: bool = False) -> None:
        """Write an answer or a failure; the first answer to a request stays, unless one is written `anew`."""
        self._write_all([(entry, anew)])

    async def akeep(self, entry: Entry, *, anew: bool = False) -> None:
        """Do what `keep` does, without blocking the event loop; what comes at the same time is written together."""
        if self.path == IN_MEMORY:
            self.keep(entry, anew=anew)
            return
        self._waiting.append((entry, anew))
        if self._writing is None:
            # A lock belongs to the event loop in which it was first waited for, and a ledger may outlive several.
            self._turn = self._turn if self._turn.locked() else asyncio.Lock()
            self._writing = asyncio.create_task(self._write_waiting())
        # One task that is cancelled must not take with it what others wait for.
        await asyncio.shield(self._writing)

    async def _write_waiting(self) -> None:
        async with self._turn:
            entries, self._waiting, self._writing = self._waiting, [], None
            await asyncio.get_running_loop().run_in_executor(self._thread, self._write_all, entries)

    def _write_all(self, entries: Sequence[tuple[Entry, bool]]) -> None:
        with faults(self.path, LEDGER), transaction(self._writer):
            for entry, anew in entries:
                if anew and entry.response is not None:
                    self._writer.execute("DELETE FROM answers WHERE key = ?", (entry.request.key,))
                self._write(self._writer, entry)
        self._written.update(entry.request.form.fingerprint for entry, _ in entries)

    def write(self, entry: Entry) -> None:
        """Write an answer or a failure inside of `writing`."""
        self._write(self.connection, entry)

    def expect(self, requests: Iterable[Request]) -> None:
        """Write requests that are going to be asked."""
        with faults(self.path, LEDGER), transaction(self.connection):
            for request in requests:
                _write_form(self.connection, request.form)
                _write_request(self.connection, request)

    def join(self, path: str | Path) -> None:
        """Add what stands in another ledger; where both have an answer to a request, the present one stays."""
        with faults(path, LEDGER):
            # Opened for itself first: it may be of an older version, or what a killed process left behind.
            Ledger(path).close()
            self.connection.execute("ATTACH ? AS other", (str(path),))
        try:
            with faults(self.path, LEDGER), transaction(self.connection):
                for table in ("prompts", "articles", "requests", "answers"):
                    self.connection.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM other.{table}")  # noqa: S608 -- of the line above
                columns = "key, outcome, detail, prompt_tokens, cached_tokens, completion_tokens, via, seconds, at"
                self.connection.execute(
                    f"INSERT INTO failures ({columns}) SELECT {columns} FROM other.failures ORDER BY number"  # noqa: S608 -- of the line above
                )
        finally:
            self.connection.execute("DETACH other")

    def requests(self, keys: Iterable[str]) -> Iterator[Request]:
        """Yield the requests of keys, as they are sent."""
        for key in keys:
            found = self.rows(
                "SELECT article_id, fingerprint, model, settings, messages FROM requests WHERE key = ?", (key,)
            )
            for article_id, fingerprint, model, settings, messages in found:
                form = self._form(fingerprint)
                yield Request(article_id, form, model, json.loads(settings), tuple(json.loads(messages)))

    def _form(self, fingerprint: str) -> Form:
        if fingerprint not in self._forms:
            ((prompt, instruction, response_format),) = self.rows(
                "SELECT prompt, instruction, response_format FROM prompts WHERE fingerprint = ?", (fingerprint,)
            )
            self._forms[fingerprint] = Form(fingerprint, prompt, instruction, json.loads(response_format))
        return self._forms[fingerprint]

    @contextmanager
    def writing(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """Write with statements, all of them or none."""
        with faults(self.path, LEDGER), transaction(self.connection):
            yield self.connection.execute

    def stamp(self) -> str:
        """Return the present time as it is written."""
        return self._clock().isoformat(timespec="milliseconds")

    def _explain(self) -> None:
        """Write what the columns mean, where that is new."""
        told = sorted(meanings())
        if self.connection.execute("SELECT * FROM about ORDER BY object, name").fetchall() != told:
            with transaction(self.connection):
                self.connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?, ?)", told)

    def _second(self) -> sqlite3.Connection:
        """Return a connection that writes while the other one reads."""
        if self.path == IN_MEMORY:
            return self.connection
        return sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with faults(self.path, LEDGER):
            return self.connection.execute(query, values).fetchall()

    def _write(self, connection: sqlite3.Connection, entry: Entry) -> None:
        request, attempt = entry.request, entry.attempt
        if request.form.fingerprint not in self._written:
            _write_form(connection, request.form)
        _write_request(connection, request)
        tokens = (attempt.prompt_tokens, attempt.cached_tokens, attempt.completion_tokens)
        if entry.response is None:
            connection.execute(
                "INSERT INTO failures (key, outcome, detail, prompt_tokens, cached_tokens, completion_tokens, via,"
                " seconds, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (request.key, attempt.outcome, attempt.detail or "", *tokens, entry.via, entry.seconds, self.stamp()),
            )
            return
        told = json.loads(entry.response)
        model, system = (_text(told.get(name)) for name in ("model", "system_fingerprint"))
        kind = _KINDS.get(attempt.outcome, "answered")
        connection.execute(
            "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (request.key, entry.response, kind, model, system, *tokens, entry.via, entry.seconds, self.stamp()),
        )

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self.connection.execute(query, values).fetchone()
        return row

    def close(self) -> None:
        """Write what is waiting, and close the file."""
        try:
            self._thread.shutdown()
            if self._waiting:
                self._write_all(self._waiting)
        finally:
            if self._writer is not self.connection:
                self._writer.close()
            self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()


@contextmanager
def read_ledger(path: str | Path) -> Iterator[sqlite3.Connection]:
    """Open a ledger without the power to change it.

    Raises:
        InputError: it is no ledger, was made by another version, or cannot be opened or read.
    """
    connection = open_to_read(path, LEDGER)
    try:
        with faults(path, LEDGER):
            yield connection
    finally:
        connection.close()


def _failure(row: Sequence[Any]) -> Failure:
    return Failure(**dict(zip(Failure.model_fields, row, strict=True)))


def _write_form(connection: sqlite3.Connection, form: Form) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO prompts VALUES (?, ?, ?, ?)",
        (form.fingerprint, form.prompt, form.instruction, form.wire),
    )


def _write_request(connection: sqlite3.Connection, request: Request) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO requests VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            request.key,
            request.article_id,
            request.form.fingerprint,
            request.model,
            canonical_json(request.settings),
            canonical_json(request.messages),
            request.reask,
        ),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
