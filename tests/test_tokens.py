"""Counting tokens: exactly where a vocabulary is at hand, else estimated, and never by the network."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.tokens import VOCABULARIES, Counter, Vocabulary, counter, counter_with, estimated, installed

WORDS = b"a vocabulary"
VOCABULARY = Vocabulary("https://words.example/words.bpe", hashlib.sha256(WORDS).hexdigest())
CACHED = VOCABULARY.cached_as
SPECIAL = "<|endoftext|>"


class Words:
    """An encoding that takes each word for a token, and some words for special."""

    def encode(self, text: str, *, disallowed_special: Collection[str] = (SPECIAL,)) -> list[int]:
        if any(special in text for special in disallowed_special):
            raise ValueError("a special token in the text")
        return [len(word) for word in text.split()]


@dataclass
class Standin:
    """A module that behaves as tiktoken does: what is not whole in its cache, it downloads."""

    cache: Path
    downloads: list[str] = field(default_factory=list)
    known: tuple[str, ...] = ("words",)

    def encoding_name_for_model(self, model_name: str) -> str:
        return {"tern-2": "words", "tern-1": "letters"}[model_name]

    def get_encoding(self, encoding_name: str) -> Words:
        if encoding_name not in self.known:
            raise ValueError(f"Unknown encoding {encoding_name}")
        path = self.cache / CACHED
        if not path.is_file() or path.read_bytes() != WORDS:
            self.downloads.append(VOCABULARY.address)
        return Words()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache that the environment names."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    return tmp_path


def counted(standin: Standin | None, model: str = "tern-2") -> Counter:
    """The counter of a model, where only the stand-in's vocabulary is known."""
    return counter_with(standin, model=model, vocabularies={"words": VOCABULARY})


def test_a_vocabulary_at_hand_counts_exactly(folder: Path) -> None:
    """And says which it is."""
    (folder / CACHED).write_bytes(WORDS)
    standin = Standin(folder)
    counter = counted(standin)
    assert (True, 3) == (counter.exact, counter.count("one two three"))
    assert counter.how == "Tokens are counted with the vocabulary words of tiktoken."
    assert standin.downloads == []


def test_special_tokens_in_an_article_are_ordinary_text(folder: Path) -> None:
    """An article that spells one costs an error in nobody's run."""
    (folder / CACHED).write_bytes(WORDS)
    assert counted(Standin(folder)).count(f"before {SPECIAL} after") == 3


@pytest.mark.parametrize(
    ("content", "model", "why"),
    [
        pytest.param(None, "tern-2", "the vocabulary words is not in the cache of tiktoken", id="nothing cached"),
        pytest.param(WORDS[:-1], "tern-2", "the vocabulary words is not in the cache of tiktoken", id="not whole"),
        pytest.param(b"", "tern-2", "the vocabulary words is not in the cache of tiktoken", id="empty"),
        pytest.param(WORDS, "tern-1", "the vocabulary letters is not in the cache of tiktoken", id="another one"),
        pytest.param(WORDS, "heron-7b", "tiktoken does not know 'heron-7b'", id="model not known"),
    ],
)
def test_nothing_is_downloaded(folder: Path, content: bytes | None, model: str, why: str) -> None:
    """What cannot be counted is estimated, and the reason stands there."""
    if content is not None:
        (folder / CACHED).write_bytes(content)
    standin = Standin(folder)
    counter = counted(standin, model)
    assert (False, estimated("one two three")) == (counter.exact, counter.count("one two three"))
    assert counter.how.endswith(f": {why}.")
    assert standin.downloads == []


def test_a_folder_in_place_of_the_vocabulary_is_none(folder: Path) -> None:
    """As is any file that cannot be read."""
    (folder / CACHED).mkdir()
    assert not counted(Standin(folder)).exact


def test_an_empty_name_of_the_cache_is_no_cache(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tiktoken would download at each start, wherever a file may lie."""
    (folder / CACHED).write_bytes(WORDS)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    monkeypatch.setenv("DATA_GYM_CACHE_DIR", str(folder))
    standin = Standin(tmp_path_factory.mktemp("nowhere"))
    assert not counted(standin).exact
    assert standin.downloads == []


@pytest.mark.parametrize("named", [True, False], ids=["an older name", "none"])
def test_other_caches_are_named_to_tiktoken_while_it_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    """The environment is as it was afterwards."""
    default = tmp_path / "data-gym-cache"
    default.mkdir()
    (default / CACHED).write_bytes(WORDS)
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.delenv("DATA_GYM_CACHE_DIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if named:
        monkeypatch.setenv("DATA_GYM_CACHE_DIR", str(default))
    seen: list[str | None] = []

    class Looking(Standin):
        def get_encoding(self, encoding_name: str) -> Words:
            seen.append(os.environ.get("TIKTOKEN_CACHE_DIR"))
            return super().get_encoding(encoding_name)

    assert counted(Looking(default)).exact
    assert [str(default)] == seen
    assert "TIKTOKEN_CACHE_DIR" not in os.environ


def test_an_encoding_that_tiktoken_cannot_load_is_estimated(folder: Path) -> None:
    """As one of a newer version."""
    (folder / CACHED).write_bytes(WORDS)
    counter = counted(Standin(folder, known=()))
    assert not counter.exact
    assert counter.how.endswith(": tiktoken cannot load the vocabulary words.")
    assert os.environ["TIKTOKEN_CACHE_DIR"] == str(folder)


def test_without_tiktoken_tokens_are_estimated() -> None:
    """And the counter says so in one sentence."""
    counter = counted(None)
    assert not counter.exact
    assert counter.how.endswith(": tiktoken is not installed.")


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that is imported as tiktoken, for one test."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tiktoken", raising=False)
    yield tmp_path / "tiktoken.py"
    sys.modules.pop("tiktoken", None)


def test_tiktoken_is_taken_where_it_can_be_imported(importable: Path) -> None:
    """Not before it is asked for."""
    importable.write_text("def encoding_name_for_model(model_name): raise KeyError(model_name)\n")
    assert counter("tern-2").how.endswith(": tiktoken does not know 'tern-2'.")


def test_a_tiktoken_that_cannot_be_imported_is_none(importable: Path) -> None:
    """As one whose compiled half is missing."""
    importable.write_text("from tiktoken_that_is_not_there import core\n")
    assert installed() is None


@pytest.mark.parametrize(
    ("encoding", "cached"),
    [
        ("cl100k_base", "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"),
        ("o200k_base", "fb374d419588a4632f3f557e76b4b70aebbca790"),
        ("o200k_harmony", "fb374d419588a4632f3f557e76b4b70aebbca790"),
    ],
)
def test_vocabularies_are_looked_for_under_the_names_tiktoken_gives_them(encoding: str, cached: str) -> None:
    """The SHA-1 of their addresses; people copy these files to machines without a network."""
    assert cached == VOCABULARIES[encoding].cached_as


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("a", 1, id="a letter"),
        pytest.param("x" * 400, 100, id="English"),
        pytest.param("é" * 400, 200, id="letters with marks"),
        pytest.param("ж" * 300, 100, id="Cyrillic"),
        pytest.param("ω" * 300, 100, id="Greek"),
        pytest.param("ع" * 250, 100, id="Arabic"),
        pytest.param("ש" * 250, 100, id="Hebrew"),
        pytest.param("ह" * 250, 100, id="Devanagari"),
        pytest.param("ก" * 250, 100, id="Thai"),
        pytest.param("人" * 150, 100, id="Chinese"),
        pytest.param("カ" * 150, 100, id="Japanese"),
        pytest.param("한" * 150, 100, id="Korean"),
        pytest.param("ሀ" * 100, 100, id="Ethiopic, as any other script"),
        pytest.param("🕊" * 100, 100, id="pictures"),
        pytest.param("\ud800" * 100, 100, id="lone surrogates"),
        pytest.param("x" * 400 + "ж" * 300 + "人" * 150, 300, id="mixed"),
    ],
)
def test_tokens_are_estimated_by_script(text: str, tokens: int) -> None:
    """Round figures."""
    assert tokens == estimated(text)


@given(left=st.text(), right=st.text())
def test_an_estimate_grows_with_the_text_and_never_beyond_its_characters(left: str, right: str) -> None:
    """And a text is no more than its parts."""
    whole = estimated(left + right)
    assert max(estimated(left), estimated(right)) <= whole <= estimated(left) + estimated(right)
    assert len(left + right) / 4 <= whole <= len(left + right)
