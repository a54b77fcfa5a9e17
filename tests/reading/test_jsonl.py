"""JSON lines: foreign ones and those that claimx wrote."""

from __future__ import annotations

import json
from datetime import date, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.article import Article, Credit, Derivation, article_id
from claimx.reading import Columns
from tests.reading.outcomes import outcomes

TEXT = "Two people were hurt in Qasr Delan."
OWN = Article(
    id=article_id(TEXT),
    text=TEXT,
    title="",
    source_id="w-17",
    published_at=date(2031, 3, 5),
    published_basis="stated",
    credits=(Credit(agency="Delan Wire", kind="byline", start=0, end=3),),
    origin_group="g1",
    derived_from=(Derivation(article_id="a" + "0" * 16, containment=0.125, basis="credit"),),
)


def lines(folder: Path, *content: str | bytes) -> Path:
    """Write a file of lines."""
    path = folder / "a.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in content))
    return path


def test_a_foreign_line_needs_only_a_text(tmp_path: Path) -> None:
    """Unknown keys are ignored, a foreign id is kept beside claimx's own; null and blank are unknown."""
    row = {"id": 7, "text": TEXT, "title": None, "outlet": " ", "byline": " Tomas Irel ", "score": [1, {"a": 2}]}
    expected = Article(id=article_id(TEXT), text=TEXT, source_id="7", byline="Tomas Irel")
    assert outcomes(lines(tmp_path, json.dumps(row))) == ([expected], [])


@pytest.mark.parametrize(
    ("stored", "source_id"),
    [
        pytest.param('"w-17"', "w-17", id="words"),
        pytest.param('" w-17 "', "w-17", id="spaces around"),
        pytest.param('"017"', "017", id="digits in quotes"),
        pytest.param("17", "17", id="whole number"),
        pytest.param("17.0", "17", id="whole number stored as a float"),
        pytest.param("1.5", "1.5", id="number"),
        pytest.param("0", "0", id="zero is an id"),
        pytest.param("null", None, id="null"),
        pytest.param('" "', None, id="blank"),
        pytest.param("NaN", None, id="gap"),
        pytest.param("true", None, id="truth value"),
        pytest.param('{"oid": "17"}', None, id="object"),
    ],
)
def test_an_id_of_the_source_is_words(stored: str, source_id: str | None, tmp_path: Path) -> None:
    """Numbers become strings; what is no scalar is no id, and costs the line nothing."""
    (article,), errors = outcomes(lines(tmp_path, f'{{"id": {stored}, "text": "One."}}'))
    assert (article.id, article.source_id, errors) == (article_id("One."), source_id, [])


def test_an_own_line_without_a_source_id_reads_back(tmp_path: Path) -> None:
    """A line that claimx wrote keeps its own id to itself."""
    bare = OWN.model_copy(update={"source_id": None})
    line = bare.to_line().replace('"source_id":null,', "")
    assert outcomes(lines(tmp_path, line)) == ([bare], [])


def test_columns_name_the_keys(tmp_path: Path) -> None:
    """A key is read under the name the caller gives, and a line may lack all but the text."""
    path = lines(tmp_path, '{"body": "One.", "text": "no", "head": "H"}', '{"body": "Two."}')
    articles, errors = outcomes(path, columns=Columns(text="body", title="head"))
    assert [(article.text, article.title) for article in articles] == [("One.", "H"), ("Two.", None)]
    assert errors == []


def test_the_text_is_untouched(tmp_path: Path) -> None:
    """Line separators of every kind inside the text survive."""
    text = " a\r\nb\u2028c\u0085d\n "
    articles, errors = outcomes(lines(tmp_path, "\ufeff" + json.dumps({"text": text}, ensure_ascii=False) + "\r"))
    assert ([article.text for article in articles], errors) == ([text], [])


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        pytest.param('{"text": "x"', "broken JSON", id="cut off"),
        pytest.param("[1]", "a JSON list", id="no object"),
        pytest.param("{}", "text: missing", id="no text"),
        pytest.param('{"text": 5}', "text: int", id="text is a number"),
        pytest.param('{"text": "\\n"}', "text: empty", id="blank text"),
        pytest.param('{"text": "a\\u0000"}', "text: a NUL at character 1", id="NUL"),
        pytest.param('{"text": "a", "url": "\\u0000"}', "url: a NUL", id="NUL in metadata"),
        pytest.param('{"text": "a\\ud83d"}', "text: half a surrogate pair at character 1", id="lone surrogate"),
        pytest.param('{"text": "a", "title": "\\udc00"}', "title: half a surrogate", id="surrogate in metadata"),
        pytest.param(b'{"text": "\xe9"}', "not UTF-8 at byte 44 (0xe9)", id="latin-1, offset in the file"),
        pytest.param('{"text": "a", "title": 5}', "title: Input should be a valid string", id="title is a number"),
        pytest.param('{"text": "a", "byline": ["b"]}', "byline: ", id="byline is a list"),
        pytest.param('{"text": "a", "published_at": 1930000000}', "published_at: ", id="timestamp"),
        pytest.param('{"text": "a", "published_at": "05/03/2031"}', "published_at: ", id="wrong date"),
        pytest.param('{"text": ' + "[" * 100_000, "JSON nested too deeply", id="deep nesting"),
        pytest.param('{"text": "a", "n": ' + "9" * 5000 + "}", "broken JSON", id="endless number"),
        pytest.param(OWN.to_line().replace(OWN.id, "a" + "1" * 16), "id: ", id="id of another text"),
        pytest.param(OWN.to_line().replace(OWN.id, "x"), "id: ", id="own line, foreign id"),
        pytest.param(OWN.to_line().replace('"credit"', '"rumour"'), "derived_from: 0 basis ", id="wrong word"),
        pytest.param(OWN.to_line().replace("0.125", "NaN"), "credits: cannot be written back", id="NaN"),
        pytest.param(OWN.to_line().replace("Delan Wire", "\\ud800"), "credits: cannot be", id="surrogate inside"),
    ],
)
def test_a_broken_line_costs_itself_only(broken: str | bytes, message: str, tmp_path: Path) -> None:
    """Line 3 of 5 gives one error of one line; the others are read."""
    path = lines(tmp_path, '{"text": "One."}', '{"text": "Two."}', broken, '{"text": "Four."}', '{"text": "Five."}')
    articles, (error,) = outcomes(path)
    assert [article.text for article in articles] == ["One.", "Two.", "Four.", "Five."]
    assert error.startswith(f"{path}:3: {message}")
    assert len(error.splitlines()) == 1


def test_blank_lines_count_but_cost_nothing(tmp_path: Path) -> None:
    """The line number is that of the file."""
    path = lines(tmp_path, "", " ", "x", "")
    assert outcomes(path)[1][0].startswith(f"{path}:3: ")


def test_an_own_line_reads_back_equal(tmp_path: Path) -> None:
    """Credits, lineage, basis and even an empty title come back, whatever the columns are called."""
    assert outcomes(lines(tmp_path, OWN.to_line()), columns=Columns(title="head")) == ([OWN], [])


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
_OPTIONAL = st.none() | _WORDS
_OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_SPANS = st.integers(0, 10_000)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw any article that claimx may write."""
    text = draw(_WORDS.filter(str.strip))
    published_at = draw(st.none() | st.dates() | st.datetimes(timezones=st.none() | _OFFSETS))
    bases = ["none"] if published_at is None else ["stated", "metadata", "supported"]
    return Article.model_validate(
        {
            "id": article_id(text),
            "text": text,
            **{name: draw(_OPTIONAL) for name in ("title", "outlet", "url", "source_id", "byline", "language")},
            "origin_group": draw(_OPTIONAL),
            "published_at": published_at,
            "published_basis": draw(st.sampled_from(bases)),
            "credits": draw(st.lists(st.builds(Credit, agency=_WORDS, start=_SPANS, end=_SPANS), max_size=2)),
            "derived_from": draw(
                st.lists(st.builds(Derivation, article_id=_WORDS, containment=st.floats(0, 1)), max_size=2)
            ),
        }
    )


@settings(max_examples=200, deadline=None)
@given(written=st.lists(articles(), max_size=4, unique_by=lambda article: article.id))
def test_what_claimx_writes_reads_back_equal(written: list[Article], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Article to line to article is the identity."""
    path = lines(tmp_path_factory.mktemp("own"), *(article.to_line() for article in written))
    assert outcomes(path) == (written, [])


@settings(max_examples=300, deadline=None)
@given(
    content=st.lists(st.binary(max_size=40) | st.sampled_from([b'{"text": "ok"}', OWN.to_line().encode()]), max_size=5)
)
def test_any_bytes_give_articles_and_input_errors_only(
    content: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No line of bytes costs more than its one error."""
    found, errors = outcomes(lines(tmp_path_factory.mktemp("any"), *content))
    assert len(found) + len(errors) <= sum(line.count(b"\n") + 1 for line in content)
