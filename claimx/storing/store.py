"""A store, and what can be read from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from claimx.article import Article
from claimx.change import Change
from claimx.databases import faults, open_to_read
from claimx.event import Event
from claimx.mention import Mention
from claimx.record import Record
from claimx.ruling import Ruling, waiting_for
from claimx.storing.schema import STORE

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True)
class Store:
    """An open store."""

    path: str
    connection: sqlite3.Connection

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.connection.execute(query, values).fetchall()

    def column(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the first column of a query."""
        return [row[0] for row in self.rows(query, values)]

    def write(self, statement: str, values: Iterable[Sequence[object]] = ((),)) -> None:
        """Execute a statement for each row of values."""
        self.connection.executemany(statement, values)

    def ask_ids(self, ids: Iterable[str]) -> None:
        """Put ids into `asked_ids`, in place of those before.

        Queries name the table first and join with CROSS JOIN, which keeps that order: SQLite cannot know how few ids
        there are, and might look through the whole store for them.
        """
        self.connection.execute("DELETE FROM asked_ids")
        self.write("INSERT OR IGNORE INTO asked_ids VALUES (?)", ((one,) for one in ids))

    def ask_keys(self, keys: Iterable[int]) -> None:
        """Put keys of mentions into `asked_keys`, in place of those before."""
        self.connection.execute("DELETE FROM asked_keys")
        self.write("INSERT OR IGNORE INTO asked_keys VALUES (?)", ((one,) for one in keys))

    def among(self, ids: Iterable[str], query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query that joins `asked_ids`, holding these ids."""
        self.ask_ids(ids)
        return self.rows(query)

    @property
    def settings(self) -> dict[str, str]:
        """The policy, the linkage and the rules of the store; nothing in one that was only just begun."""
        return dict(self.rows("SELECT name, value FROM settings"))

    def articles(self) -> Iterator[Article]:
        """Yield the articles with their lineage, sorted by id."""
        return self._records("SELECT record FROM articles ORDER BY id", Article)

    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions, sorted by id."""
        query = "SELECT record FROM mentions JOIN mention_records USING (key) ORDER BY id"
        return self._records(query, Mention)

    def rulings(self) -> Iterator[Ruling]:
        """Yield the rulings and their withdrawals, sorted by id."""
        return self._records("SELECT record FROM rulings ORDER BY id", Ruling)

    def waiting(self) -> tuple[Ruling, ...]:
        """Return the rulings that stand and name a mention which is not there, sorted by id."""
        rulings = list(self.rulings())
        named = (mention_id for one in rulings for mention_id in one.mention_ids)
        present = {one for (one,) in self.among(named, "SELECT id FROM asked_ids CROSS JOIN mentions USING (id)")}
        return waiting_for(present, rulings)

    def changes(self) -> Iterator[Change]:
        """Yield all changes of events since the store was made, in the order of the updates."""
        return self._records("SELECT record FROM changes ORDER BY sequence", Change)

    def events(self, beginnings: Iterable[str] = ()) -> Iterator[Event]:
        """Yield the events as `claimx.merging.merge` sorts them; all, or those whose ids begin so."""
        wanted = [f"{beginning}*" for beginning in map(_escaped, beginnings)]
        told = " OR ".join(["id GLOB ?"] * len(wanted)) or "1"
        query = f"SELECT record FROM events WHERE {told} ORDER BY coalesce(start, '~'), id"  # noqa: S608 - our words
        return self._records(query, Event, wanted)

    def titles(self) -> dict[str, str]:
        """Return the title of each event."""
        return dict(self.rows("SELECT id, title FROM events"))

    def names(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return what to call articles: outlet, byline or title, or else the id."""
        query = "SELECT record FROM asked_ids CROSS JOIN articles USING (id)"
        articles = [Article.from_line(record) for (record,) in self.among(article_ids, query)]
        return {one.id: one.outlet or one.byline or one.title or one.id for one in articles}

    def redirects(self, beginning: str) -> dict[str, tuple[str, ...]]:
        """Return the former ids that begin so, with the events that hold their mentions now: several, one or none."""
        former = self.column(
            "SELECT DISTINCT event_id FROM retired WHERE event_id GLOB ? ORDER BY 1", (f"{_escaped(beginning)}*",)
        )
        query = "SELECT new FROM redirects WHERE old = ? AND new IS NOT NULL ORDER BY new"
        return {one: tuple(self.column(query, (one,))) for one in former}

    def _records(self, query: str, record: type[AnyRecord], values: Sequence[object] = ()) -> Iterator[AnyRecord]:
        with faults(self.path, STORE):
            for (line,) in self.connection.execute(query, values):
                yield record.from_line(line)


def _escaped(beginning: str) -> str:
    """Return a beginning that GLOB takes to the letter."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in beginning)


@contextmanager
def read_store(path: str | Path) -> Iterator[Store]:
    """Open a store for reading.

    Raises:
        InputError: it is no store, or cannot be read.
    """
    connection = open_to_read(path, STORE)
    try:
        with faults(path, STORE):
            yield Store(str(path), connection)
    finally:
        connection.close()
