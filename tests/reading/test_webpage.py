"""Saved web pages."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from tests.reading.outcomes import outcomes

pytest.importorskip("trafilatura")

PAGE = """<!doctype html><html lang="en"><head><title>Wall falls in Qasr Delan | Valley Post</title>
<meta property="og:site_name" content="Valley Post"><meta property="og:title" content="Wall falls in Qasr Delan">
<meta name="author" content="Tomas Irel"><meta property="article:published_time" content="2131-03-05T10:00:00Z">
<link rel="canonical" href="https://valley.example/wall"></head><body><nav><a href="/">Subscribe now</a></nav><article>
<p>Two people were hurt in Qasr Delan on Monday, the town council said, after a wall fell on the market square.</p>
<p>Nobody was killed, a spokesman for the council said on Tuesday, and the square would open again “soon”.</p>
</article><footer>All rights reserved</footer></body></html>"""


def page(folder: Path, content: bytes, *, name: str = "a.html") -> Path:
    """Write a page."""
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["a.html", "a.htm"])
def test_a_page_gives_text_and_metadata(name: str, tmp_path: Path) -> None:
    """The main text is kept without furniture; a date is taken even if it lies ahead of today."""
    (article,), errors = outcomes(page(tmp_path, PAGE.encode(), name=name))
    assert errors == []
    assert article.text.startswith("Two people were hurt")
    assert article.text.endswith("“soon”.")
    assert (article.title, article.outlet, article.url, article.byline) == (
        "Wall falls in Qasr Delan",
        "Valley Post",
        "https://valley.example/wall",
        "Tomas Irel",
    )
    assert (article.published_at, article.published_basis) == (date(2131, 3, 5), "metadata")


def test_a_date_in_the_text_is_not_the_date_of_publication(tmp_path: Path) -> None:
    """What the page does not declare is unknown."""
    undated = PAGE.replace("article:published_time", "x").replace("on Monday", "on 4 March 2019")
    (article,), errors = outcomes(page(tmp_path, undated.encode()))
    assert (article.published_at, article.published_basis, errors) == (None, "none", [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "no article found in the page", id="empty"),
        pytest.param(b"<html><body></body></html>", "no article found in the page", id="no words"),
        pytest.param(b"<div>" * 20_000, "no article found in the page", id="deep nesting"),
        pytest.param(PAGE.encode("cp1252"), "not UTF-8 at byte", id="windows-1252"),
        pytest.param(b"\x89PNG\0" + PAGE.encode(), "not UTF-8 at byte 0", id="image"),
        pytest.param(b"\0" + PAGE.encode(), "a NUL at byte 0", id="NUL"),
    ],
)
def test_what_is_no_article_costs_one_error(content: bytes, message: str, tmp_path: Path) -> None:
    """The error names the page and what to do."""
    path = page(tmp_path, content)
    articles, (error,) = outcomes(path)
    assert articles == []
    assert error.startswith(f"{path}: {message}")


def test_without_trafilatura_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is an input error that says what to install."""
    path = page(tmp_path, PAGE.encode())
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert outcomes(path) == ([], [f"{path}: web pages need trafilatura; pip install 'claimx[html]'"])
