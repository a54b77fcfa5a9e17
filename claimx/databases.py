"""Databases that claimx makes: recognised by their header, made where there is none, brought to the present schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from claimx.errors import InputError
from claimx.inputs import fault

PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes."""

_HEADER: Final = b"SQLite format 3\0"
_PAGE_SIZE: Final = slice(16, 18)
"""Where a database's header has it."""
_WHOLE_HEADER: Final = 100
"""Bytes; what is shorter is no database."""
_FAULTS: Final = {
    "SQLITE_BUSY": ("another process is writing to it", "try again when that has finished; nothing was changed"),
    "SQLITE_LOCKED": ("it is in use", "try again later; nothing was changed"),
    "SQLITE_FULL": ("there is no room left on the disk", "make room and try again; nothing was changed"),
    "SQLITE_IOERR": ("the disk fails to read or write it", "check the disk; nothing was changed"),
    "SQLITE_READONLY": ("it may not be written", "check its permissions and those of its folder"),
    "SQLITE_CANTOPEN": ("it cannot be opened", "check the path and its permissions"),
    "SQLITE_PERM": ("it may not be opened", "check its permissions"),
    "SQLITE_TOOBIG": ("a record is too large for it", "leave that record out"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of database: how it is told from others, and what its tables are."""

    name: str
    """What a person calls it."""
    application: int
    """`PRAGMA application_id`."""
    migrations: tuple[str, ...]
    """Each brings it from one schema version (`PRAGMA user_version`) to the next; a released one never changes."""
    made_by: str
    """The command that makes one."""
    scratch: str = ""
    """Tables of one connection."""

    def faults(self) -> Mapping[str, tuple[str, str]]:
        """Return what SQLite's errors mean, and what to do, by the beginning of their names."""
        return _FAULTS | {
            "SQLITE_NOTADB": (f"it is no {self.name}", f"name a file that `{self.made_by}` made, or a new one"),
            "SQLITE_CORRUPT": ("it is damaged", "restore a copy, or make it anew"),
            "SQLITE_ERROR": (f"its tables are not those of a {self.name}", "restore a copy, or make it anew"),
        }


def is_database(path: str | Path) -> bool:
    """Tell whether a path is a database file; opening it tells of which kind."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def _is_cut(path: Path) -> bool:
    """Tell whether a file ends inside a page, which SQLite overlooks, or is empty beside a journal, which it drops."""
    journal = Path(f"{path}-wal")
    has_journal = journal.exists() and journal.stat().st_size > 0
    if not path.exists() or not path.stat().st_size:
        return has_journal
    with path.open("rb") as file:
        header = file.read(_WHOLE_HEADER)
    page = int.from_bytes(header[_PAGE_SIZE], "big")
    if len(header) < _WHOLE_HEADER or has_journal:
        return False
    # 65,536 does not fit into two bytes and is written as 1.
    return path.stat().st_size % (page if page > 1 else 65_536) != 0


@contextmanager
def faults(path: str | Path, kind: Kind) -> Iterator[None]:
    """Turn what a database says of its file into one line; faults of ours stay what they are."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        name = getattr(error, "sqlite_errorname", "")
        known = next((told for begin, told in kind.faults().items() if name.startswith(begin)), None)
        if known is None or isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise fault(str(path), *known) from error
    except UnicodeEncodeError as error:
        raise fault(str(path), f"a record holds half a character, {error.object[:40]!r}", "leave it out") from error


def open_to_write(path: str | Path, kind: Kind, *, patience: float = PATIENCE) -> sqlite3.Connection:
    """Open a database that is there, or begin one; nothing is written to what is none of its kind.

    Raises:
        InputError: it is another kind of file, was made by a newer version, or cannot be opened.
    """
    with faults(path, kind):
        if Path(path).exists() and Path(path).stat().st_size and not is_database(path):
            raise _another(path, kind)
        if _is_cut(Path(path)):
            raise fault(str(path), *kind.faults()["SQLITE_CORRUPT"])
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            if not _is_empty(connection):
                _check(connection, path, kind)
            connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection, kind)
            _prepare(connection, kind)
        except BaseException:
            connection.close()
            raise
    return connection


def open_to_read(path: str | Path, kind: Kind) -> sqlite3.Connection:
    """Open a database without the power to change it.

    Raises:
        InputError: it is another kind of file, was made by another version, or cannot be opened.
    """
    with faults(path, kind):
        if not is_database(path):
            raise _another(path, kind)
        connection = sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=ro", timeout=PATIENCE, isolation_level=None, uri=True
        )
        try:
            _check(connection, path, kind, oldest=len(kind.migrations))
            _prepare(connection, kind)
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


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def _migrate(connection: sqlite3.Connection, kind: Kind) -> None:
    """Bring the tables to the present schema."""
    if _version(connection) == len(kind.migrations):
        return
    with transaction(connection):
        # Read again: another process may have done it meanwhile.
        for script in kind.migrations[_version(connection) :]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {kind.application}")
        connection.execute(f"PRAGMA user_version = {len(kind.migrations)}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _is_empty(connection: sqlite3.Connection) -> bool:
    (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not _version(connection) and not n_tables


def _check(connection: sqlite3.Connection, path: str | Path, kind: Kind, *, oldest: int = 1) -> None:
    (application,), version = connection.execute("PRAGMA application_id").fetchone(), _version(connection)
    newest = len(kind.migrations)
    if application != kind.application:
        raise _another(path, kind)
    if version > newest:
        raise fault(str(path), f"its tables are of version {version}, this claimx knows {newest}", "upgrade claimx")
    if version < oldest:
        raise fault(str(path), "it was made by an older claimx", f"bring it up to date with `{kind.made_by}`")


def _another(path: str | Path, kind: Kind) -> InputError:
    return fault(str(path), *kind.faults()["SQLITE_NOTADB"])


def _prepare(connection: sqlite3.Connection, kind: Kind) -> None:
    connection.execute("PRAGMA temp_store = MEMORY")
    for statement in statements(kind.scratch):
        connection.execute(statement)
