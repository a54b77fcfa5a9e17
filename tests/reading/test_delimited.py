"""Comma- and tab-separated tables."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.article import Article, article_id
from claimx.errors import InputError
from claimx.reading import Columns, read
from tests.reading.outcomes import outcomes


def table(folder: Path, content: str | bytes, *, name: str = "a.csv") -> Path:
    """Write a table byte by byte as given."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.csv", 'when,text,published_at,title\nx,"A, b.",2031-03-05,\n', id="comma"),
        pytest.param("a.tsv", "when\ttext\tpublished_at\ttitle\nx\tA, b.\t2031-03-05\t\n", id="tab"),
        pytest.param("A.CSV", '\ufefftext,published_at,title\r\n"A, b.",2031-03-05,\r\n\r\n', id="BOM and CRLF"),
    ],
)
def test_named_columns_become_fields(name: str, content: str, tmp_path: Path) -> None:
    """Further columns are ignored and an empty cell is unknown."""
    expected = Article(id=article_id("A, b."), text="A, b.", published_at=date(2031, 3, 5), published_basis="metadata")
    assert outcomes(table(tmp_path, content, name=name)) == ([expected], [])


def test_columns_rename(tmp_path: Path) -> None:
    """The caller's names are looked up instead of the fields' own."""
    path = table(tmp_path, "body,source,text\nOne.,Valley Post,no\n")
    (article,), errors = outcomes(path, columns=Columns(text="body", outlet="source"))
    assert (article.text, article.outlet, errors) == ("One.", "Valley Post", [])


@pytest.mark.parametrize(
    ("content", "columns", "source_id"),
    [
        pytest.param("id,text\n017,One.\n", Columns(), "017", id="as written"),
        pytest.param("id,text\n,One.\n", Columns(), None, id="empty cell"),
        pytest.param("text\nOne.\n", Columns(), None, id="no such column"),
        pytest.param("id,text,key\n17,One.,w-17\n", Columns(source_id="key"), "w-17", id="another column"),
    ],
)
def test_a_row_keeps_its_own_id(content: str, columns: Columns, source_id: str | None, tmp_path: Path) -> None:
    """It stands beside the article's id, which is that of the text alone."""
    (article,), errors = outcomes(table(tmp_path, content), columns=columns)
    assert (article.id, article.source_id, errors) == (article_id("One."), source_id, [])


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        pytest.param("", Columns(), "no column 'text' for text; name the right one of: none", id="empty file"),
        pytest.param("body\nx\n", Columns(), "no column 'text' for text; name the right one of: 'body'", id="no text"),
        pytest.param("text;title\nx;y\n", Columns(), "no column 'text'", id="semicolons"),
        pytest.param("text\nx\n", Columns(title="head"), "no column 'head' for title", id="named column missing"),
        pytest.param("text\nx\n", Columns(source_id="key"), "no column 'key' for source_id", id="named id missing"),
        pytest.param("text,text\nx,y\n", Columns(), "column 'text' stands twice", id="column twice"),
        pytest.param('"text\nx\n', Columns(), "broken row", id="unterminated header"),
        pytest.param("text".encode("utf-16"), Columns(), "no column 'text'", id="UTF-16"),
    ],
)
def test_a_table_without_its_columns_costs_one_error(
    content: str | bytes, columns: Columns, message: str, tmp_path: Path
) -> None:
    """A wrong header is one error on line 1, however many rows follow."""
    path = table(tmp_path, content)
    articles, (error,) = outcomes(path, columns=columns)
    assert articles == []
    assert error.startswith(f"{path}:1: {message}")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(b"T,x,y", "3 cells under 2 columns", id="too many cells"),
        pytest.param(b"T", "1 cells under 2 columns", id="too few cells"),
        pytest.param(b",x", "text: empty", id="no text"),
        pytest.param(b'"a"b,x', "broken row", id="stray quote"),
        pytest.param(b"ab\xe9,x", "text: not UTF-8 at byte 2 of the cell", id="latin-1"),
        pytest.param(b"a\0,x", "text: a NUL at character 1", id="NUL"),
        pytest.param(b"T,5 March", "published_at: '5 March' is no ISO date", id="wrong date"),
    ],
)
def test_a_broken_row_costs_itself_only(row: bytes, message: str, tmp_path: Path) -> None:
    """The error names the line of the file on which the row begins, and reading goes on."""
    path = table(tmp_path, b'text,published_at\n"one\nstill one",\n\n' + row + b"\nlast,\n")
    articles, (error,) = outcomes(path)
    assert [article.text for article in articles] == ["one\nstill one", "last"]
    assert error.startswith(f"{path}:5: {message}")


def test_an_unterminated_quote_is_reported_where_it_opens(tmp_path: Path) -> None:
    """What a forgotten quote swallows is an error, not a very long article."""
    path = table(tmp_path, 'text\none\n"two\nthree\nfour\n')
    articles, (error,) = outcomes(path)
    assert [article.text for article in articles] == ["one"]
    assert error.startswith(f"{path}:3: broken row")


def test_a_huge_cell_is_read(tmp_path: Path) -> None:
    """The csv module's own limit of 131,072 characters does not apply."""
    text = "long " * 100_000
    articles, errors = outcomes(table(tmp_path, f"text\n{text}\n"))
    assert ([article.text for article in articles], errors) == ([text], [])


def test_rows_are_read_lazily(tmp_path: Path) -> None:
    """The first article is there before the broken row behind it is looked at."""
    articles = read([table(tmp_path, "text,title\none,\ntwo\n")])
    assert next(articles).text == "one"
    with pytest.raises(InputError, match=":3: 1 cells under 2 columns"):
        next(articles)


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")).filter(str.strip), unique=True))
def test_any_text_survives_a_table(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Quotes, separators and line breaks inside a cell come back as they were."""
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["text"], *([text] for text in texts)])
    articles, errors = outcomes(table(tmp_path_factory.mktemp("csv"), stream.getvalue()))
    assert ([article.text for article in articles], errors) == (texts, [])
