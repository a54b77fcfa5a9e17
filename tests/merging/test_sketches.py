"""Sketches: what is kept of a text, and what is no evidence."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.article import Article
from claimx.merging.shingles import SHINGLE_SIZE, containment, own_shingles, words_of
from claimx.merging.sketches import STOP_LIST_VERSION, UNSAMPLED, Sketch, below, sketch, stop_phrases


def words(count: int, *, seed: int = 1) -> list[str]:
    return [f"w{seed}x{number}" for number in range(count)]


def text_of(drawn: list[str]) -> str:
    return "\n".join(" ".join(drawn[at : at + 12]).capitalize() + "." for at in range(0, len(drawn), 12))


def sketched(text: str) -> Sketch:
    return sketch(Article(id="a1", text=text))


@pytest.mark.parametrize(
    ("runs", "scale"),
    [(0, 1), (1, 1), (UNSAMPLED, 1), (UNSAMPLED + 1, 2), (4 * UNSAMPLED, 2), (4 * UNSAMPLED + 1, 4)],
)
def test_the_scale_grows_with_the_square_root_of_the_text(runs: int, scale: int) -> None:
    """All runs are kept up to a bound; of up to four times as many, every second."""
    found = sketched(text_of(words(runs + SHINGLE_SIZE - 1)))
    assert found.scale == scale
    assert len(found.runs) == pytest.approx(runs / scale, rel=0.1)


@given(st.integers(0, 120), st.integers(0, 120))
def test_an_unsampled_sketch_is_exact(start: int, end: int) -> None:
    """Containment of the sketches of ordinary reports is that of their texts."""
    drawn = words(120)
    left, right = text_of(drawn[:end]), text_of(drawn[start:])
    expected = containment(own_shingles(left), own_shingles(right))
    assert containment(sketched(left).runs, sketched(right).runs) == expected


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0.1, 0.3, 0.8])
def test_a_sampled_containment_is_near(seed: int, share: float) -> None:
    """Of two long texts, containment is estimated within a few points."""
    length = 6000
    drawn = words(2 * length, seed=seed)
    left, right = sketched(text_of(drawn[:length])), sketched(text_of(drawn[int((1 - share) * length) :]))
    assert {left.scale, right.scale} == {4}
    assert containment(left.runs, right.runs) == pytest.approx(share, abs=0.05)


def test_every_text_keeps_the_same_runs() -> None:
    """A run that a long text keeps is kept by a short one that has it, and the other way round below the bound."""
    drawn = words(5000)
    short, long = sketched(text_of(drawn[1200:1800])), sketched(text_of(drawn))
    assert (short.scale, long.scale) == (1, 4)
    assert containment(below(short.runs, long.scale), long.runs) == 1.0


def test_the_text_alone_decides() -> None:
    """Nothing that stands beside the text changes its sketch."""
    text = text_of(words(300))
    beside = Article(
        id="z", text=text, title="Other", outlet="Valley Post", byline="AFP", published_at=date(2031, 3, 3)
    )
    assert sketch(beside) == sketched(text)


def test_a_sketch_can_be_stored() -> None:
    """It is made up of a number and bytes, and equal ones are one key."""
    found = sketched(text_of(words(2000)))
    restored = Sketch(scale=found.scale, packed=bytes.fromhex(found.packed.hex()))
    assert {found: 1}[restored] == 1
    assert np.array_equal(restored.runs, found.runs)


def test_quotations_and_furniture_are_not_sketched() -> None:
    """Neither a shared speaker nor a shared page is evidence."""
    text = text_of(words(100))
    speech = f"“{' '.join(words(30, seed=2))},” Tomas Irel said."
    page = "Also read: " + " ".join(words(12, seed=3)) + "\nSubscribe to the Valley Post for unlimited stories"
    assert sketched(f"{text}\n{speech}\n{page}") == sketched(text)


@pytest.mark.parametrize("phrase", stop_phrases())
def test_a_stock_phrase_is_no_evidence(phrase: str) -> None:
    """Every phrase of the list has runs, and none of them is sketched, in whatever case."""
    assert len(words_of(phrase)) >= SHINGLE_SIZE
    assert [sketched(text).runs.tolist() for text in (phrase, phrase.upper())] == [[], []]


def test_runs_that_reach_beyond_a_stock_phrase_are_kept() -> None:
    """Only runs wholly inside a phrase are taken out."""
    phrase = "a person familiar with the matter said"
    text = f"The mayor heard what {phrase} of the bridge."
    assert phrase in stop_phrases()
    assert len(sketched(text).runs) == len(own_shingles(text)) - len(own_shingles(phrase))


def test_a_change_of_the_stop_list_changes_its_version() -> None:
    """Whoever edits a phrase states a new version and this digest."""
    digest = hashlib.sha256("\n".join(stop_phrases()).encode()).hexdigest()[:16]
    assert (STOP_LIST_VERSION, digest) == ("1", "ee076411267a1604")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param(" \n\t\f\n", 0, id="blank"),
        pytest.param("river " * 10**5, 1, id="one-word"),
        pytest.param("river" * 10**5, 0, id="no-spaces"),
        pytest.param("the\0river\0rose\0to\0its\0bank", 2, id="nul"),
        pytest.param("a\ud800b c\udfff d e f", 2, id="surrogates"),
        pytest.param("“" * 10**4, 0, id="marks"),
        pytest.param("河" * 10**4, 0, id="no-words"),
    ],
)
def test_hostile_text(text: str, runs: int) -> None:
    """Any text has a sketch."""
    assert (sketched(text).scale, len(sketched(text).runs)) == (1, runs)


@given(st.text(max_size=300))
def test_a_sketch_is_ascending_and_of_the_texts_runs(text: str) -> None:
    """A sketch is a selection of the text's own runs."""
    runs = sketched(text).runs
    assert sorted(set(runs.tolist()) & set(own_shingles(text).tolist())) == runs.tolist()
