"""Parquet tables."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from claimx.article import Article, article_id
from claimx.reading import Columns
from tests.reading.outcomes import outcomes

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def table(folder: Path, columns: dict[str, object]) -> Path:
    """Write a Parquet file of these columns."""
    path = folder / "a.parquet"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("stored", "published_at"),
    [
        pytest.param("2031-03-05", date(2031, 3, 5), id="text"),
        pytest.param(date(2031, 3, 5), date(2031, 3, 5), id="date"),
        pytest.param(datetime(2031, 3, 5, 21, 40), datetime(2031, 3, 5, 21, 40), id="time"),
        pytest.param(
            datetime(2031, 3, 5, 21, 40, tzinfo=UTC), datetime(2031, 3, 5, 21, 40, tzinfo=UTC), id="time with zone"
        ),
    ],
)
def test_named_columns_become_fields(stored: object, published_at: date, tmp_path: Path) -> None:
    """Dates come as text or as dates; further columns are ignored, null is unknown."""
    path = table(tmp_path, {"body": ["One."], "published_at": [stored], "title": [None], "extra": [[1]]})
    expected = Article(id=article_id("One."), text="One.", published_at=published_at, published_basis="metadata")
    assert outcomes(path, columns=Columns(text="body")) == ([expected], [])


@pytest.mark.parametrize(
    ("stored", "source_id"),
    [
        pytest.param(17, "17", id="number"),
        pytest.param("w-17", "w-17", id="words"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_row_keeps_its_own_id(stored: object, source_id: str | None, tmp_path: Path) -> None:
    """Numbers become strings."""
    (article,), errors = outcomes(table(tmp_path, {"id": [stored], "text": ["One."]}))
    assert (article.source_id, errors) == (source_id, [])


def test_a_broken_row_costs_itself_only(tmp_path: Path) -> None:
    """Rows are counted from 1, across batches."""
    texts: list[str | None] = [f"Report {number}." for number in range(3000)]
    texts[1999] = None
    articles, errors = outcomes(table(tmp_path, {"text": texts}))
    assert len(articles) == 2999
    assert errors == [f"{tmp_path}/a.parquet:row 2000: text: missing; every article needs one"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        pytest.param({"body": ["x"]}, ": no column 'text' for text; name the right one of: 'body'", id="no text"),
        pytest.param({"text": [5]}, ":row 1: text: int where words are expected", id="number"),
        pytest.param({"text": [b"abc"]}, ":row 1: text: bytes where words", id="bytes"),
        pytest.param({"text": ["a"], "published_at": [1_930_000_000]}, ":row 1: published_at: ", id="timestamp"),
    ],
)
def test_a_wrong_column_is_named(columns: dict[str, object], message: str, tmp_path: Path) -> None:
    """The error names the row where there is one, and the column or field."""
    path = table(tmp_path, columns)
    articles, (error,) = outcomes(path)
    assert articles == []
    assert error.startswith(f"{path}{message}")


def test_bytes_that_are_no_utf8_cost_their_row(tmp_path: Path) -> None:
    """A column declared as text may hold anything."""
    raw = pa.array([b"One.", b"\xe9", b"Three."], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    articles, (error,) = outcomes(table(tmp_path, {"text": text}))
    assert [article.text for article in articles] == ["One.", "Three."]
    assert error.startswith(f"{tmp_path}/a.parquet:row 2: column 'text' cannot be read")


@pytest.mark.parametrize("kept", [0, 3, 100, -8], ids=["empty", "stub", "cut", "no footer"])
def test_a_damaged_file_costs_one_error(kept: int, tmp_path: Path) -> None:
    """What is no Parquet gives one line that names the file."""
    path = table(tmp_path, {"text": [f"Report {number}." for number in range(50)]})
    path.write_bytes(path.read_bytes()[:kept])
    articles, (error,) = outcomes(path)
    assert articles == []
    assert error.startswith(f"{path}: ")
    assert len(error.splitlines()) == 1


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is an input error that says what to install."""
    path = table(tmp_path, {"text": ["One."]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert outcomes(path) == ([], [f"{path}: Parquet needs pyarrow; pip install 'claimx[parquet]'"])
