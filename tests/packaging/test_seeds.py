"""The seed articles stay as they came."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from claimx.reading import read

ARTICLES = Path(__file__).parents[2] / "seeds" / "articles"

SHA256 = {
    "000_ab990f29fdfaa09d": "0763add9b32fc62265013678acb5af7e795f8db9109de42999284ec460564dba",
    "001_724ee227d2c41844": "275c6e7036eeb6e97e112f120def297ed2e08f60a8edadae9f07fe903c8b84af",
    "002_722b12ae6f7ab902": "74c22c17145e1280854323caca289a265e23657b15c8272c94642f9a07849f70",
    "003_70637a39ccf22316": "bdb9f698b0c416f8620ac5d460338497e585bb3b7c40e35bd0862ccf9d03e4b7",
    "004_2c3cb22741a867fd": "2f8d44e4566f4a31f61f0bac18836af1a390aae7cc5c0d3953096230407c4862",
}
ALLOWED_KEYS = {"title", "outlet", "url", "byline", "published_at", "published_basis", "language"}


def test_every_seed_is_a_text_with_its_sidecar() -> None:
    """The folder holds the five texts and their sidecars, and nothing else."""
    expected = {f"{name}.{suffix}" for name in SHA256 for suffix in ("txt", "yaml")}
    assert expected == {path.name for path in ARTICLES.iterdir()}


@pytest.mark.parametrize("name", SHA256)
def test_text_is_untouched(name: str) -> None:
    """Offsets of quotes count from the first byte: no editor, hook or checkout may change one."""
    assert SHA256[name] == hashlib.sha256((ARTICLES / f"{name}.txt").read_bytes()).hexdigest()


def test_ids_are_those_of_the_bytes() -> None:
    """Reading a seed neither trims nor mends its text, so its id is the start of the file's own hash."""
    assert [f"a{SHA256[name][:16]}" for name in sorted(SHA256)] == [article.id for article in read([ARTICLES])]


@pytest.mark.parametrize("name", SHA256)
def test_sidecar_knows_nothing_of_the_event(name: str) -> None:
    """A sidecar describes the publication; what happened is for the text to tell."""
    assert set() == set(_sidecar(name)) - ALLOWED_KEYS


@pytest.mark.parametrize("name", SHA256)
@pytest.mark.parametrize("key", ["title", "outlet", "byline"])
def test_sidecar_quotes_its_text(name: str, key: str) -> None:
    """Title, outlet and byline are words that the text prints."""
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    assert str(_sidecar(name).get(key, "")) in text


def _sidecar(name: str) -> dict[str, object]:
    sidecar = yaml.safe_load((ARTICLES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(sidecar, dict)
    return sidecar
