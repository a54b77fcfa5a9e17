"""Which files a source stands for, standard input, and what happens to copies."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

import pytest

from claimx.article import Article
from claimx.errors import InputError
from claimx.reading import Columns, read
from tests.reading.outcomes import outcomes


def texts_of(
    *sources: str | Path, stdin: TextIO | BinaryIO | None = None, columns: Columns | None = None
) -> tuple[list[str], list[str]]:
    """Return the texts of the articles and the messages of what was skipped."""
    articles, errors = outcomes(*sources, stdin=stdin, columns=columns)
    return [article.text for article in articles], errors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder in which each article file holds its own path as text."""
    names = [
        "b.txt",
        "a.md",
        "a.yaml",
        "in/c.TXT",
        "in/deep/d.txt",
        "in[1].txt",
        "README.md",
        "in/readme.txt",
        ".hidden.txt",
        ".git/e.txt",
        "notes.doc",
        "z.csv.bak",
    ]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("title: x\n" if path.suffix == ".yaml" else name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        pytest.param("", ["a.md", "b.txt", "in/c.TXT", "in/deep/d.txt", "in[1].txt"], id="folder"),
        pytest.param("in", ["in/c.TXT", "in/deep/d.txt"], id="inner folder"),
        pytest.param("*", ["a.md", "b.txt", "in[1].txt"], id="star"),
        pytest.param("*.txt", ["b.txt", "in[1].txt"], id="extension"),
        pytest.param("**/*.txt", ["b.txt", "in/deep/d.txt", "in[1].txt"], id="two stars"),
        pytest.param("in[1].txt", ["in[1].txt"], id="a name that looks like a pattern"),
        pytest.param("README.md", ["README.md"], id="named, so read"),
        pytest.param(".hidden.txt", [".hidden.txt"], id="hidden but named"),
        pytest.param("a.yaml", [], id="a sidecar is read with its text"),
    ],
)
def test_a_source_stands_for_sorted_files(source: str, texts: list[str], folder: Path) -> None:
    """Folders are searched to the bottom; what is found is filtered, what is named is not."""
    assert texts_of(folder / source) == (texts, [])
    assert texts_of(str(folder / source)) == (texts, [])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("nothing.txt", ": no such file or folder; check the path", id="no file"),
        pytest.param("*.xyz", ": no file to read there; readable are .txt", id="no match"),
        pytest.param("*.doc", ": no file to read there; readable are .txt", id="nothing readable matches"),
        pytest.param("empty", ": no file to read there; readable are .txt", id="empty folder"),
        pytest.param("notes.doc", ": unknown extension '.doc'; known are .txt", id="unknown extension"),
        pytest.param("x" * 5000, ": cannot be looked up (File name too long)", id="endless name"),
        pytest.param("n\0.txt", "", id="NUL in the name"),
    ],
)
def test_a_source_without_files_is_named(source: str, message: str, folder: Path) -> None:
    """It costs one error and the next source is read."""
    (folder / "empty").mkdir()
    texts, (error,) = texts_of(folder / source, folder / "b.txt")
    assert texts == ["b.txt"]
    assert error.startswith(str(folder / source).replace("\0", "\\x00") + message)


def test_an_empty_path_is_not_the_current_folder() -> None:
    """An unset shell variable must not read everything around."""
    assert texts_of("") == ([], ["'': an empty path; name a file, a folder or a pattern"])


def test_a_single_path_is_one_source(folder: Path) -> None:
    """A string is not a list of one-letter paths."""
    assert [article.text for article in read(str(folder / "b.txt"))] == ["b.txt"]


def test_a_link_to_the_folder_above_is_not_followed(folder: Path) -> None:
    """A cycle of links ends."""
    (folder / "in" / "up").symlink_to(folder, target_is_directory=True)
    assert texts_of(folder / "in") == (["in/c.TXT", "in/deep/d.txt"], [])


def test_a_name_cannot_break_the_line(tmp_path: Path) -> None:
    """Line breaks and terminal sequences in a file name are escaped."""
    path = tmp_path / "a\n\x1b[31m.txt"
    path.write_bytes(b"")
    assert texts_of(path) == ([], [f"{tmp_path}/a\\n\\x1b[31m.txt: text: empty; every article needs one"])


def test_a_copy_is_read_once_and_reported(folder: Path) -> None:
    """The first stands, the copy is told of with both places, and reading goes on."""
    (folder / "copy.txt").write_text("b.txt", encoding="utf-8")
    texts, errors = texts_of(folder / "b.txt", folder / "copy.txt", folder / "a.md")
    assert texts == ["b.txt", "a.md"]
    assert errors == [f"{folder}/copy.txt: same text as {folder}/b.txt; read once"]


def test_without_skipped_the_first_error_is_raised(folder: Path) -> None:
    """What was read before is yielded before."""
    articles = read([folder / "b.txt", folder / "nothing.txt", folder / "a.md"])
    assert next(articles).text == "b.txt"
    with pytest.raises(InputError, match="no such file"):
        next(articles)


def test_no_path_reaches_an_article(folder: Path) -> None:
    """Where a text lay on somebody's disk is nobody's business."""
    (folder / "b.txt").write_text("Words.", encoding="utf-8")
    (article,) = read([folder / "b.txt"])
    assert article == Article(id=article.id, text="Words.")


@pytest.mark.parametrize(
    ("content", "texts", "errors"),
    [
        pytest.param(b"Words.\r\n", ["Words.\r\n"], [], id="text"),
        pytest.param(b"---\ntitle: x\n---\nWords.", ["Words."], [], id="front matter"),
        pytest.param(b'\n \n{"text": "One."}\n{"text": "Two."}', ["One.", "Two."], [], id="JSON lines"),
        pytest.param(b'\xef\xbb\xbf{"text": "One."}', ["One."], [], id="JSON lines with BOM"),
        pytest.param(b"[1]", ["[1]"], [], id="other JSON is text"),
        pytest.param(b"", [], ["<stdin>: text: empty; every article needs one"], id="empty"),
        pytest.param(b"\xff", [], ["<stdin>: not UTF-8 at byte 0 (0xff); save it as UTF-8"], id="not UTF-8"),
        pytest.param(
            b'\n{"text": "One."}\n{}', ["One."], ["<stdin>:3: text: missing; every article needs one"], id="broken line"
        ),
    ],
)
def test_standard_input_is_sniffed(content: bytes, texts: list[str], errors: list[str]) -> None:
    """A first line that starts with a brace means JSON lines, anything else one text."""
    assert texts_of("-", stdin=io.BytesIO(content)) == (texts, errors)
    assert texts_of("-", stdin=io.TextIOWrapper(io.BytesIO(content), encoding="ascii")) == (texts, errors)


def test_standard_input_may_be_a_stream_of_characters() -> None:
    """A text stream without bytes behind it serves as well, and columns apply."""
    assert texts_of("-", stdin=io.StringIO('{"body": "Né."}'), columns=Columns(text="body")) == (["Né."], [])


def test_json_lines_of_standard_input_are_read_lazily() -> None:
    """An article is yielded before the stream ends."""
    stream = io.BytesIO(b'{"text": "One."}\n{"text": "Two."}\n')
    assert next(read(["-"], stdin=stream)).text == "One."
    assert stream.read() == b'{"text": "Two."}\n'


def test_optional_libraries_are_imported_only_when_needed() -> None:
    """Reading texts pays for neither pyarrow nor trafilatura."""
    code = "import sys, claimx.reading; print({'pyarrow', 'trafilatura'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  own code
    assert done.stdout == "set()\n"
