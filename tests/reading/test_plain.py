"""Plain text with front matter and sidecars."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from claimx.article import Article, article_id
from tests.reading.outcomes import outcomes

BODY = "Two people were hurt in Qasr Delan.\n"
FULL = """---
title: "Wall falls: two hurt"
outlet: Valley Post
url: https://valley.example/wall
source_id: 017
byline: Tomas Irel
published_at: 2031-03-05
language: no
---
"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file byte by byte as given."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(BODY.encode(), BODY, id="as it is"),
        pytest.param(b"\xef\xbb\xbf" + BODY.encode(), BODY, id="BOM dropped"),
        pytest.param(b"one\r\ntwo\rthree\n\n", "one\r\ntwo\rthree\n\n", id="newlines kept"),
        pytest.param(b"\n---\ntitle: x\n---\n", "\n---\ntitle: x\n---\n", id="fence below the first line"),
        pytest.param(b"--- a dash\n", "--- a dash\n", id="dashes that are no fence"),
        pytest.param("‘Café’\u00a0\u2028".encode(), "‘Café’\u00a0\u2028", id="typography kept"),
    ],
)
def test_text_without_front_matter_is_untouched(raw: bytes, text: str, tmp_path: Path) -> None:
    """A text file is its article's text, with nothing known beside it."""
    assert outcomes(written(tmp_path, "a.txt", raw)) == ([Article(id=article_id(text), text=text)], [])


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "BOM"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_front_matter_becomes_metadata(mark: str, newline: str, tmp_path: Path) -> None:
    """The text is what follows the closing fence; every accepted key reaches the article."""
    body = BODY.replace("\n", newline)
    path = written(tmp_path, "a.md", mark + FULL.replace("\n", newline) + body)
    expected = Article(
        id=article_id(body),
        text=body,
        title="Wall falls: two hurt",
        outlet="Valley Post",
        url="https://valley.example/wall",
        source_id="017",
        byline="Tomas Irel",
        published_at=date(2031, 3, 5),
        published_basis="metadata",
        language="no",
    )
    assert outcomes(path) == ([expected], [])


@pytest.mark.parametrize(
    ("front", "published_at", "basis"),
    [
        pytest.param("published_at: '2031-03-05'", date(2031, 3, 5), "metadata", id="quoted date"),
        pytest.param("published_at: 2031-03-05 21:40:00", datetime(2031, 3, 5, 21, 40), "metadata", id="YAML time"),
        pytest.param(
            "published_at: 2031-03-05T21:40+02:00",
            datetime(2031, 3, 5, 21, 40, tzinfo=timezone(timedelta(hours=2))),
            "metadata",
            id="time with offset",
        ),
        pytest.param("published_at: 2031-03-05\npublished_basis: stated", date(2031, 3, 5), "stated", id="basis"),
        pytest.param("published_at:\ntitle: ~", None, "none", id="empty values are unknown"),
        pytest.param("# nothing yet", None, "none", id="comment only"),
    ],
)
def test_dates_keep_their_precision(front: str, published_at: date | None, basis: str, tmp_path: Path) -> None:
    """A day stays a day, a time stays a time, and the basis is metadata unless given."""
    (article,), errors = outcomes(written(tmp_path, "a.txt", f"---\n{front}\n---\n{BODY}"))
    assert (article.published_at, article.published_basis, errors) == (published_at, basis, [])
    assert type(article.published_at) is type(published_at)


@pytest.mark.parametrize("suffix", [".yaml", ".yml"])
def test_a_sidecar_completes_and_front_matter_wins(suffix: str, tmp_path: Path) -> None:
    """What both say is taken from the front matter."""
    path = written(tmp_path, "a.txt", f"---\ntitle: In front\nbyline:\n---\n{BODY}")
    written(tmp_path, f"a{suffix}", "---\ntitle: Beside\nbyline: Tomas Irel\n---\n")
    (article,), errors = outcomes(path)
    assert (article.title, article.byline, article.text, errors) == ("In front", "Tomas Irel", BODY, [])


def test_a_basis_belongs_to_its_own_date(tmp_path: Path) -> None:
    """The sidecar's basis does not speak of the front matter's date."""
    path = written(tmp_path, "a.txt", f"---\npublished_at: 2031-03-05\n---\n{BODY}")
    written(tmp_path, "a.yaml", "published_at: 2031-03-01\npublished_basis: stated\n")
    (article,), errors = outcomes(path)
    assert (article.published_at, article.published_basis, errors) == (date(2031, 3, 5), "metadata", [])


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        pytest.param(b"", "a.txt: text: empty", id="empty"),
        pytest.param(b" \r\n\t", "a.txt: text: empty", id="blank"),
        pytest.param(b"---\ntitle: x\n---\n \n", "a.txt: text: empty", id="front matter only"),
        pytest.param("né à Délan".encode("latin-1"), "a.txt: not UTF-8 at byte 1 (0xe9)", id="latin-1"),
        pytest.param(b"\xef\xbb\xbfab\xff", "a.txt: not UTF-8 at byte 5 (0xff)", id="offset counts the BOM"),
        pytest.param("text".encode("utf-16"), "a.txt: not UTF-8 at byte 0 (0xff)", id="UTF-16"),
        pytest.param(b"GIF\x00\x01", "a.txt: a NUL at byte 3", id="NUL"),
        pytest.param(b"---\ntitle: x\nText\n", "a.txt:1: front matter without an end", id="unterminated"),
        pytest.param(b"---\ntitle: x\ntitel: y\n---\nT", "a.txt:3: unknown key 'titel'", id="unknown key"),
        pytest.param(b"---\ntitle: x\ntitle: y\n---\nT", "a.txt:3: title stands twice", id="key twice"),
        pytest.param(b"---\ntitle: a: b\n---\nT", "a.txt:2: broken metadata", id="broken YAML"),
        pytest.param(b"---\njust words\n---\nT", "a.txt:2: more than `key: value`", id="no mapping"),
        pytest.param(b"---\n- title\n---\nT", "a.txt:2: more than `key: value`", id="a list"),
        pytest.param(b"---\ntitle: [a, b]\n---\nT", "a.txt:2: more than `key: value`", id="list of values"),
        pytest.param(b"---\n<<: {title: x}\n---\nT", "a.txt:2: more than `key: value`", id="merge key"),
        pytest.param(
            b"---\ntitle: !!python/object/apply:os.getcwd []\n---\nT",
            "a.txt:2: more than `key: value`",
            id="python tag",
        ),
        pytest.param(b"---\ntitle: !!python/name:os.sep x\n---\nT", "a.txt:2: more than", id="tagged scalar"),
        pytest.param(b"---\ntitle: &x y\nbyline: *x\n---\nT", "a.txt:3: more than `key: value`", id="alias"),
        pytest.param(b"---\ntitle: \x1b[2J\n---\nT", "a.txt: broken metadata", id="control character"),
        pytest.param(b"---\npublished_at: 5 March\n---\nT", "a.txt:2: published_at: '5 March' is no ISO", id="date"),
        pytest.param(b"---\npublished_at: 2031-02-30\n---\nT", "a.txt:2: published_at: '2031-02-30'", id="no such day"),
        pytest.param(b"---\npublished_at: 2031\n---\nT", "a.txt:2: published_at: '2031'", id="year only"),
        pytest.param(
            b"---\npublished_at: 2031-03-05\npublished_basis: guess\n---\nT", "a.txt:3: published_basis: ", id="basis"
        ),
        pytest.param(b"---\npublished_basis: stated\n---\nT", "a.txt:2: published_basis: given without", id="no date"),
    ],
)
def test_what_cannot_be_read_costs_one_line(raw: bytes, message: str, tmp_path: Path) -> None:
    """One error, one line, naming the file, the line where there is one, and what to do."""
    articles, (error,) = outcomes(written(tmp_path, "a.txt", raw))
    assert articles == []
    assert error.startswith(f"{tmp_path}/{message}")
    assert len(error.splitlines()) == 1
    assert "; " in error


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("title: " + "[" * 60_000, id="deep flow"),
        pytest.param("[" * 60_000, id="deep list"),
        pytest.param("{" * 60_000, id="deep mapping"),
        pytest.param("- " * 30_000, id="deep block"),
        pytest.param("? " * 30_000, id="deep keys"),
        pytest.param("title: " + "x" * 70_000, id="more than 64 KiB"),
        pytest.param("a: &a [x]\n" + "\n".join(f"b{n}: &b{n} [*a,*a]" for n in range(1000)), id="alias bomb"),
    ],
)
def test_a_yaml_bomb_is_refused(front: str, tmp_path: Path) -> None:
    """Depth, length and aliases give one line each that names the file, in front matter and in a sidecar alike."""
    bombs = [written(tmp_path, "front.txt", f"---\n{front}\n---\n{BODY}"), written(tmp_path, "beside.txt", BODY)]
    written(tmp_path, "beside.yml", front)
    articles, errors = outcomes(*bombs)
    assert articles == []
    for name, error in zip(("front.txt", "beside.yml"), errors, strict=True):
        place, fault = error.removeprefix(f"{tmp_path}/").split(": ", 1)
        assert place.partition(":")[0] == name
        assert " of more than 65536 " in fault or fault.startswith("more than `key: value`; ")
        assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    ("sidecars", "message"),
    [
        pytest.param({"a.yaml": "titel: x"}, "a.yaml:1: unknown key 'titel'", id="unknown key"),
        pytest.param({"a.yml": "title: x\npublished_at: soon"}, "a.yml:2: published_at: 'soon'", id="date"),
        pytest.param({"a.yml": "title: x", "a.yaml": "title: x"}, "a.txt: two sidecars, a.yaml and a.yml", id="two"),
        pytest.param({"a.yaml": b"title: \xe9"}, "a.yaml: not UTF-8 at byte 7", id="latin-1"),
    ],
)
def test_a_faulty_sidecar_is_named(sidecars: dict[str, str | bytes], message: str, tmp_path: Path) -> None:
    """The error names the sidecar, and the article is left out rather than read without it."""
    for name, content in sidecars.items():
        written(tmp_path, name, content)
    articles, (error,) = outcomes(written(tmp_path, "a.txt", BODY))
    assert articles == []
    assert error.startswith(f"{tmp_path}/{message}")
