"""Opening a store: the file is recognised, made where there is none, and brought to the present schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from claimx.errors import InputError
from claimx.inputs import fault
from claimx.storing.schema import APPLICATION, MIGRATIONS, SCRATCH

IN_MEMORY: Final = ":memory:"
PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes."""

_HEADER: Final = b"SQLite format 3\0"
_FAULTS: Final = {
    "SQLITE_BUSY": ("another process is writing to it", "try again when that has finished; nothing was changed"),
    "SQLITE_LOCKED": ("it is in use", "try again later; nothing was changed"),
    "SQLITE_FULL": ("there is no room left on the disk", "make room and try again; nothing was changed"),
    "SQLITE_IOERR": ("the disk fails to read or write it", "check the disk; nothing was changed"),
    "SQLITE_READONLY": ("it may not be written", "check its permissions and those of its folder"),
    "SQLITE_CANTOPEN": ("it cannot be opened", "check the path and its permissions"),
    "SQLITE_PERM": ("it may not be opened", "check its permissions"),
    "SQLITE_NOTADB": ("it is no store", "name a file that `claimx merge --into` made, or a new one"),
    "SQLITE_CORRUPT": ("it is damaged", "restore a copy, or make it anew from the articles and mentions"),
    "SQLITE_TOOBIG": ("a record is too large for it", "leave that record out"),
    "SQLITE_ERROR": ("its tables are not those of a store", "restore a copy, or make it anew"),
}


def is_store(path: str | Path) -> bool:
    """Tell whether a path is a database file; opening it tells whether it is a store."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


@contextmanager
def faults(path: str | Path) -> Iterator[None]:
    """Turn what a database says of its file into one line; faults of ours stay what they are."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        name = getattr(error, "sqlite_errorname", "")
        known = next((told for begin, told in _FAULTS.items() if name.startswith(begin)), None)
        if known is None or isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise fault(str(path), *known) from error
    except UnicodeEncodeError as error:
        raise fault(str(path), f"a record holds half a character, {error.object[:40]!r}", "leave it out") from error


def open_to_write(path: str | Path, *, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a store that is there, or begin one; nothing is written to what is no store.

    Raises:
        InputError: it is no store, was made by a newer version, or cannot be opened.
    """
    with faults(path):
        if Path(path).exists() and Path(path).stat().st_size and not is_store(path):
            raise _no_store(path)
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            if not _is_empty(connection):
                _check(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection)
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def open_to_read(path: str | Path) -> sqlite3.Connection:
    """Open a store without the power to change it.

    Raises:
        InputError: it is no store, was made by another version, or cannot be opened.
    """
    with faults(path):
        if not is_store(path):
            raise _no_store(path)
        connection = sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=ro", timeout=PATIENCE, isolation_level=None, uri=True
        )
        try:
            _check(connection, path, oldest=len(MIGRATIONS))
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing; nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the present schema."""
    if _version(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        for script in MIGRATIONS[_version(connection) :]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def _is_empty(connection: sqlite3.Connection) -> bool:
    (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not _version(connection) and not n_tables


def _check(connection: sqlite3.Connection, path: str | Path, *, oldest: int = 1) -> None:
    (application,), version = connection.execute("PRAGMA application_id").fetchone(), _version(connection)
    if application != APPLICATION:
        raise _no_store(path)
    if version > len(MIGRATIONS):
        raise fault(
            str(path), f"its tables are of version {version}, this claimx knows {len(MIGRATIONS)}", "upgrade claimx"
        )
    if version < oldest:
        raise fault(str(path), "it was made by an older claimx", "bring it up to date with `claimx merge --into`")


def _no_store(path: str | Path) -> InputError:
    return fault(str(path), *_FAULTS["SQLITE_NOTADB"])


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA temp_store = MEMORY")
    for statement in statements(SCRATCH):
        connection.execute(statement)
