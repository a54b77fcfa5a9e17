"""The tables of a ledger: what they mean, and how an older ledger becomes one of today's."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from claimx.databases import Kind, open_to_read, open_to_write
from claimx.errors import InputError
from claimx.ledger import Ledger, read_ledger
from claimx.ledger.schema import LEDGER, meanings

from .asking import Scripted, articles, entry, failure, request

FIRST: Kind = replace(LEDGER, migrations=LEDGER.migrations[:1])
INVENTED = """
ALTER TABLE answers ADD COLUMN reviewed INTEGER;
CREATE TABLE reviews ( -- what a person says of answers
    key TEXT PRIMARY KEY REFERENCES answers (key) -- the answer
);
INSERT INTO reviews SELECT key FROM answers;
"""
SECOND: Kind = replace(FIRST, migrations=(*FIRST.migrations, INVENTED))
NEWER: Kind = replace(LEDGER, migrations=(*LEDGER.migrations, INVENTED))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with an answer and a failure."""
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.keep(entry(request(1)))
        ledger.keep(failure(request(2)))
    return tmp_path / "ledger.db"


def objects(path: Path) -> set[tuple[str, str]]:
    """Return each table and view with an empty name, and with each of its columns."""
    with read_ledger(path) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        columns = {
            (name, column)
            for (name,) in names
            for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
        }
    return {(name, "") for (name,) in names} | columns


def test_every_table_view_and_column_has_a_meaning(path: Path) -> None:
    """In the code and in the file, and nothing else has one."""
    told = list(meanings())
    assert objects(path) == {(name, column) for name, column, _ in told}
    assert len(told) == len({(name, column) for name, column, _ in told})
    assert [] == [one for one in told if not one[2].strip()]
    with read_ledger(path) as connection:
        assert sorted(told) == connection.execute("SELECT object, name, meaning FROM about ORDER BY 1, 2").fetchall()


def test_the_schema_shows_its_comments(path: Path) -> None:
    """`.schema` prints what stands in the code."""
    with sqlite3.connect(path) as connection:
        script = "\n".join(sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    connection.close()
    assert [] == [meaning for _, _, meaning in meanings() if f"-- {meaning}" not in script]


def test_a_newer_ledger_is_refused_in_one_line(tmp_path: Path) -> None:
    """It says what to do, and the file is not touched."""
    path = tmp_path / "ledger.db"
    open_to_write(path, NEWER).close()
    before = path.read_bytes()
    for opening in (lambda: Ledger(path), lambda: read_ledger(path).__enter__()):
        with pytest.raises(InputError, match=r"ledger\.db: its tables are of version .*; upgrade claimx") as error:
            opening()
        assert 1 == len(str(error.value).splitlines())
    assert before == path.read_bytes()


def test_an_older_ledger_opens_and_keeps_its_rows(tmp_path: Path) -> None:
    """A migration brings it up to date, and what it does is done once."""
    path = tmp_path / "ledger.db"
    first = open_to_write(path, FIRST)
    first.execute("INSERT INTO prompts VALUES ('f', 'extract', 'Say.', '{}')")
    first.execute("INSERT INTO requests VALUES ('k', 'a1', 'f', 'm', '{}', '[]', 0)")
    first.execute(
        "INSERT INTO answers (key, response, outcome, via, at) VALUES ('k', '{}', 'answered', 'live', '2031-01-01')"
    )
    before = first.execute("SELECT * FROM answers").fetchall()
    first.close()
    for _ in range(2):
        second = open_to_write(path, SECOND)
        assert [(*row, None) for row in before] == second.execute("SELECT * FROM answers").fetchall()
        assert [("k",)] == second.execute("SELECT * FROM reviews").fetchall()
        assert [(2,)] == second.execute("PRAGMA user_version").fetchall()
        second.close()


def test_an_older_ledger_is_not_read_without_being_brought_up_to_date(tmp_path: Path) -> None:
    """Who may not write cannot migrate, and says so."""
    open_to_write(tmp_path / "ledger.db", FIRST).close()
    with pytest.raises(InputError, match="older claimx; bring it up to date"):
        open_to_read(tmp_path / "ledger.db", SECOND)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(path: Path) -> None:
    """All of it or nothing, so that the older claimx can still be used."""
    broken = replace(NEWER, migrations=(*LEDGER.migrations, "CREATE TABLE reviews (key TEXT);\nSELECT * FROM nowhere;"))
    with pytest.raises(InputError, match="its tables are not those"):
        open_to_write(path, broken)
    with Ledger(path) as ledger:
        assert [(1, 1)] == ledger.rows("SELECT (SELECT count(*) FROM answers), (SELECT count(*) FROM failures)")
        assert [] == ledger.rows("SELECT name FROM sqlite_master WHERE name = 'reviews'")


@pytest.fixture
def plain(tmp_path: Path) -> sqlite3.Connection:
    """The ledger of a run with re-asks, repairs, a refusal and a failure, opened with nothing of claimx's."""
    Scripted().run(articles(), tmp_path)
    return sqlite3.connect(tmp_path / "ledger.db")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(
            "SELECT prompt, reask, outcome, count(*) FROM attempts GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            [
                ("extract", 0, "answered", 4),
                ("extract", 0, "refused", 1),
                ("extract", 0, "transport", 1),
                ("extract", 1, "answered", 1),
                ("repair", 0, "answered", 1),
            ],
            id="attempts",
        ),
        pytest.param(
            "SELECT prompt, reask, via, requests, failed, prompt_tokens, cached_tokens, completion_tokens FROM costs",
            [
                ("extract", 0, "live", 6, 1, 5000, 3000, 500),
                ("extract", 1, "live", 1, 0, 1000, 600, 100),
                ("repair", 0, "live", 1, 0, 1000, 600, 100),
            ],
            id="costs",
        ),
        pytest.param(
            "SELECT json_extract(content, '$.repairs[0].words') FROM contents WHERE prompt = 'repair'",
            [("two",)],
            id="contents",
        ),
        pytest.param("SELECT * FROM open_requests", [], id="open_requests"),
        pytest.param(
            "SELECT meaning FROM about WHERE object = 'answers' AND name = 'key'", [("the request",)], id="about"
        ),
    ],
)
def test_views_answer_to_any_sqlite(plain: sqlite3.Connection, query: str, expected: list[tuple[object, ...]]) -> None:
    """No function and no collation of claimx's is needed."""
    assert expected == plain.execute(query).fetchall()
    plain.close()


def test_the_view_of_costs_adds_up_to_the_attempts(plain: sqlite3.Connection) -> None:
    """Nothing is counted twice or left out."""
    totals = "count(*), sum(prompt_tokens), sum(cached_tokens), sum(completion_tokens)"
    whole = plain.execute(f"SELECT {totals} FROM attempts").fetchone()  # noqa: S608 -- of the line above
    parts = plain.execute(f"SELECT {totals} FROM costs".replace("count(*)", "sum(requests)")).fetchone()  # noqa: S608
    plain.close()
    assert whole == parts


def test_nothing_in_a_ledger_dangles(plain: sqlite3.Connection) -> None:
    """Answers and failures are of requests, and requests of prompts, that are there."""
    assert [] == plain.execute("PRAGMA foreign_key_check").fetchall()
    plain.close()
