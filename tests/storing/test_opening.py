"""Opening: what is no store is left alone, and whatever happens, a store is what it was or what it should become."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimx.databases import is_database, statements
from claimx.errors import InputError
from claimx.storing import Batch, open_store, read_store, update
from claimx.storing.schema import APPLICATION, MIGRATIONS
from tests.storing.histories import History, batch_of


@pytest.fixture
def history() -> History:
    """A pool of reports."""
    return History(3)


@pytest.fixture
def path(tmp_path: Path, history: History) -> Path:
    """A store with some of the reports."""
    path = tmp_path / "events.db"
    with open_store(path) as store:
        update(store, batch_of(history.pool[:2]))
    return path


def held(path: Path) -> list[str]:
    """Return the events of a store."""
    with read_store(path) as store:
        return [event.to_line() for event in store.events()]


def test_a_store_is_recognised(path: Path) -> None:
    """By its header, its application and its version."""
    assert is_database(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_a_store_is_described_where_it_is_made(path: Path) -> None:
    """Whoever opens it in a shell reads what the columns are."""
    connection = sqlite3.connect(path)
    tables = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    connection.close()
    assert "-- lowest id of the mentions that joins connect" in tables["mentions"]


@pytest.mark.parametrize("view", ["members", "redirects", "days", "tolls"])
def test_views_can_be_queried(path: Path, view: str) -> None:
    """From any SQLite, without claimx."""
    connection = sqlite3.connect(path)
    assert connection.execute(f"SELECT * FROM {view}").description is not None  # noqa: S608 - our own names
    connection.close()


@pytest.mark.parametrize("content", [b"words", b"SQLite format 3\0 but cut", b"\0" * 4096], ids=["text", "cut", "nul"])
def test_other_files_are_left_alone(tmp_path: Path, content: bytes) -> None:
    """Neither reading nor writing touches them."""
    path = tmp_path / "notes"
    path.write_bytes(content)
    with pytest.raises(InputError, match="it is no store"), open_store(path) as store:
        update(store, Batch.of())
    with pytest.raises(InputError, match="it is no store"), read_store(path) as store:
        list(store.events())
    assert path.read_bytes() == content


def test_a_database_of_others_is_left_alone(tmp_path: Path) -> None:
    """Not even its journal mode changes."""
    path = tmp_path / "others.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE events (id TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match="it is no store"), open_store(path):
        pass
    with pytest.raises(InputError, match="it is no store"), read_store(path):
        pass
    assert path.read_bytes() == before


def test_a_newer_store_is_not_touched(path: Path) -> None:
    """Its tables may mean something else."""
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.commit()
    connection.close()
    with pytest.raises(InputError, match="upgrade claimx"), open_store(path):
        pass
    with pytest.raises(InputError, match="upgrade claimx"), read_store(path):
        pass


@pytest.mark.parametrize("make", ["folder", "missing"])
def test_a_path_that_cannot_be_opened_is_named(tmp_path: Path, make: str) -> None:
    """One line with the path."""
    path = tmp_path if make == "folder" else tmp_path / "no such folder" / "events.db"
    with pytest.raises(InputError, match=r"it cannot be opened|it is no store") as raised, open_store(path):
        pass
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)


def test_a_store_that_somebody_writes_to_is_not_waited_for_forever(path: Path, history: History) -> None:
    """The second one is told; a reader sees the former state meanwhile."""
    before = held(path)
    with open_store(path) as first, open_store(path, patience=0) as second:
        first.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="another process is writing to it"):
            update(second, batch_of(history.pool))
        assert held(path) == before
        first.connection.execute("ROLLBACK")
        update(second, batch_of(history.pool))
    assert held(path) != before


def test_a_full_disk_leaves_the_former_state(path: Path, history: History) -> None:
    """And what did not fit goes in once there is room."""
    before = held(path)
    with open_store(path) as store:
        (pages,) = store.column("PRAGMA page_count")
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(InputError, match="no room left"):
            update(store, batch_of(history.pool))
        assert [event.to_line() for event in store.events()] == before
        store.connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
        update(store, batch_of(history.pool))
    assert held(path) != before


def test_a_damaged_store_is_named(path: Path) -> None:
    """Instead of a traceback."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(InputError, match="it is damaged"), read_store(path) as store:
        list(store.events())


def _killed_at(point: int, path: Path, history: History) -> bool:
    """Update in another process that is killed at its nth statement; return whether it lived that long."""
    child = os.fork()
    if child == 0:
        left = iter(range(point))
        with open_store(path) as store:
            store.connection.set_trace_callback(
                lambda _: None if next(left, None) is not None else os.kill(os.getpid(), signal.SIGKILL)
            )
            update(store, batch_of(history.pool))
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _points() -> Iterator[int]:
    """Yield statements at which to kill, every one at first, then ever fewer."""
    point = 0
    while True:
        yield point
        point += 1 + point // 12


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_kill_at_any_moment_leaves_the_former_state(path: Path, history: History) -> None:
    """Then the update is made once more, and is complete."""
    before = held(path)
    killed = 0
    for point in _points():
        if not _killed_at(point, path, history):
            break
        killed += 1
        assert held(path) == before
    assert killed > 20
    with open_store(path) as store:
        update(store, batch_of(history.pool))
        assert store.column("PRAGMA integrity_check") == ["ok"]
    history.ledger.take(batch_of(history.pool))
    assert held(path) == [
        event.to_line()
        for event in history.ledger.everything(
            history.settings._replace(policy="representative", linkage="constrained")
        )
    ]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_kill_while_a_store_is_begun_leaves_a_beginning(tmp_path: Path, history: History) -> None:
    """A file in which nothing stands yet can be begun again."""
    path = tmp_path / "new.db"
    for point in (0, 1, 5, 20):
        assert _killed_at(point, path, history)
    with open_store(path) as store:
        assert update(store, batch_of(history.pool)) != ()


def test_statements_are_taken_one_by_one() -> None:
    """A semicolon in a comment ends nothing."""
    script = "CREATE TABLE a ( -- one; two\n  b TEXT\n);\n\nDROP TABLE a;\n"
    assert list(statements(script)) == ["CREATE TABLE a ( -- one; two\n  b TEXT\n);", "DROP TABLE a;"]
