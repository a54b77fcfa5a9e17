"""Where a sentence begins and ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.sentences import sentence_at


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("One fell. Two rose. Three left.", "Two", "Two rose.", id="middle"),
        pytest.param("One fell. Two rose.", "One", "One fell.", id="first"),
        pytest.param("One fell. Two rose", "rose", "Two rose", id="no-end"),
        pytest.param("One fell. Two rose. Three left.", "fell. Two", "One fell. Two rose.", id="two-sentences"),
        pytest.param("Headline\nTwo rose.\nThree left.", "Two", "Two rose.", id="newline"),
        pytest.param(
            "It ended. Lt. Col. J. Irel of Delan Inc. spoke. Done.",
            "spoke",
            "Lt. Col. J. Irel of Delan Inc. spoke.",
            id="abbreviations",
        ),
        pytest.param("It rose at 4 p.m. on Monday. Done.", "Monday", "It rose at 4 p.m. on Monday.", id="hour"),
        pytest.param("It cost 4.5 million. Done.", "cost", "It cost 4.5 million.", id="decimal"),
        pytest.param("They counted 5. Police left.", "left", "Police left.", id="digit"),
        pytest.param("He asked: “Why?” he left. Done.", "asked", "He asked: “Why?” he left.", id="goes-on"),
        pytest.param("“We go.” He left. Done.", "left", "He left.", id="closing-mark"),
        pytest.param("橋が落ちた。三人が死亡した。", "三人", "三人が死亡した。", id="no-spaces"),
    ],
)
def test_sentence_at(text: str, words: str, expected: str) -> None:
    """The sentence around a span, told by more than its full stops."""
    start = text.index(words)
    left, right = sentence_at(text, start, start + len(words))
    assert text[left:right] == expected


@given(st.text(alphabet='aB .!?\n"”。', max_size=60), st.data())
def test_a_sentence_covers_its_span(text: str, data: st.DataObject) -> None:
    """The bounds enclose whatever of the span is not white space."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = sentence_at(text, start, end)
    assert text[start:end].strip() in text[left:right]
