"""Own words, shingles and containment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.merging.shingles import (
    LONGEST_QUOTATION,
    containment,
    is_furniture,
    own_runs,
    own_shingles,
    shingles,
    without_furniture,
    without_quotations,
    words_of,
)

SPEECH = "we will rebuild every house in the valley"
PROSE = (
    "The river rose above the old bridge late on Tuesday evening.\n"
    "Engineers closed the lower road and moved four families to a school.\n"
)


def own_words(text: str) -> list[str]:
    """Return the words of all own runs."""
    return [word for run in own_runs(text) for word in run]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("The Mayor’s car", "the mayor's car", id="apostrophe-and-case"),
        pytest.param("mid-October", "mid October", id="hyphen"),
        pytest.param("Séverine", "Se\u0301verine", id="composed-and-decomposed"),
        pytest.param("Séverine", "Severine", id="accent"),
        pytest.param("re\u00adport", "report", id="soft-hyphen"),
        pytest.param("ﬁre", "fire", id="ligature"),
        pytest.param("Straße", "STRASSE", id="sharp-s"),
    ],
)
def test_typographic_variants_are_the_same_words(left: str, right: str) -> None:
    """Spelling by another keyboard is no other word."""
    assert words_of(left) == words_of(right)


@pytest.mark.parametrize(
    "quotation",
    [
        pytest.param(f'"{SPEECH}"', id="straight"),
        pytest.param(f"“{SPEECH}”", id="curly"),
        pytest.param(f"”{SPEECH}”", id="swedish"),
        pytest.param(f"„{SPEECH}“", id="german"),
        pytest.param(f"«{SPEECH}»", id="guillemets"),
        pytest.param(f"« {SPEECH} »", id="spaced-guillemets"),
        pytest.param(f"»{SPEECH}«", id="inward-guillemets"),
        pytest.param(f"‹{SPEECH}›", id="single-guillemets"),
        pytest.param(f"‘{SPEECH}’", id="curly-single"),
        pytest.param(f"'{SPEECH}'", id="straight-single"),
        pytest.param(f"``{SPEECH}''", id="typewriter"),
        pytest.param(f"「{SPEECH}」", id="corner-brackets"),
    ],
)
def test_a_direct_quotation_is_not_the_articles_own(quotation: str) -> None:
    """Every style of quotation marks hides what it encloses, and nothing else."""
    text = f"The minister said {quotation} and then left the hall."
    assert own_words(text) == ["the", "minister", "said", "and", "then", "left", "the", "hall"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('He called it a "rare accident" on Monday.', id="scare-quotes"),
        pytest.param("The miners' union met the owners' envoy in the miners' hall.", id="possessives"),
        pytest.param('A 12" pipe burst under the lower road near the old bridge.', id="inches"),
        pytest.param('He said "we will rebuild and then the microphone failed.', id="never-closed"),
        pytest.param("It wasn't a fire, it wasn't a flood and it wasn't a quake.", id="contractions"),
    ],
)
def test_what_is_no_quotation_stays(text: str) -> None:
    """Short quotations, possessives, inches and a forgotten closing mark hide no words."""
    assert without_quotations(text) == text


def test_a_stray_mark_cannot_swallow_an_article() -> None:
    """A quotation closes in its own line and within the limit, or is none."""
    across_lines = "He said “we will go.\nThe road was closed.\nIt reopened later”."
    far_away = f"He said “{'one more word ' * LONGEST_QUOTATION}” and left."
    assert [without_quotations(across_lines), without_quotations(far_away)] == [across_lines, far_away]


def test_speech_over_several_paragraphs_is_a_quotation() -> None:
    """A paragraph that opens with a mark and does not close it is speech that goes on."""
    text = f"The mayor spoke.\n“{SPEECH}.\n“{SPEECH}.”"
    assert own_words(text) == ["the", "mayor", "spoke"]


def test_no_shingle_spans_a_removed_quotation() -> None:
    """Words on both sides of a quotation never stood together."""
    assert own_shingles(f'The mayor said "{SPEECH}" in the hall.').tolist() == []


@pytest.mark.parametrize(
    "line",
    [
        "Also read: Four held after market theft",
        "Subscribe now",
        "Sign up (it's quick and free) or sign in now.",
        "3 hours ago",
        "Updated 5 mins ago",
        "4.",
        "Advertisement",
        "Share this article",
        "© 2031 Valley Post",
        "A digger clears the road in Qasr Delan, March 3, 2031 [Jo Doe/Reuters]",
        "A digger clears the road. Picture: REUTERS/Jo Doe",
        "A digger clears the road (AP Photo/Jo Doe)",
    ],
)
def test_furniture_is_known(line: str) -> None:
    """Invitations, counters, related links and photo captions are no text of the article."""
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Shares fell after the flood, traders said.",
        "Relatives of the miners waited at the gate.",
        "Four hours ago the road was still open, the mayor said.",
        "Readers of the Valley Post sent pictures of the bridge.",
        "Moreover, the bridge had been closed twice before.",
        "Subscribe " + "to the fund that rebuilds the valley " * 20,
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    """A sentence that begins like a menu is still a sentence, and a long line is always text."""
    assert not is_furniture(line)


def test_teasers_below_the_text_are_left_out() -> None:
    """Below the last prose, headlines and teasers go."""
    teasers = "Dam inspected after storm\nWorld\n\nMarket opens in Lower Town\nLocal\n\nFerry line to close\n"
    assert without_furniture(PROSE + teasers) == PROSE.rstrip()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PROSE + "A last word\n", id="short-tail"),
        pytest.param("One headline\nTwo headline\nThree headline\nFour headline\n", id="no-prose"),
        pytest.param(PROSE + "A headline that goes on without an end\n\n" * 9, id="tail-outweighs"),
    ],
)
def test_a_doubtful_tail_is_kept(text: str) -> None:
    """What may be the article itself is not thrown away."""
    assert without_furniture(text) == text.rstrip().replace("\n\n", "\n")


def test_hard_wrapped_text_keeps_its_words() -> None:
    """Lines broken at a fixed width are one paragraph, not a list of headlines."""
    line = "THE RIVER ROSE ABOVE THE OLD BRIDGE AND ENGINEERS CLOSED THE"
    text = f"{line}\n{line}\n{line}\nLOWER ROAD.\n"
    assert without_furniture(text) == f"{line} {line} {line} LOWER ROAD."


def test_shingle_numbers_are_stable() -> None:
    """The numbers are the same in every process and on every machine, ascending."""
    assert shingles(["the", "river", "rose", "above", "the", "bridge"]).tolist() == [
        9494297088033234773,
        11114637630259415504,
    ]


def test_the_order_of_words_counts() -> None:
    """The same words in another order are another run."""
    assert len(np.union1d(*(shingles(text.split()) for text in ("a b c d e", "e d c b a")))) == 2


def test_numbers_are_spread_evenly() -> None:
    """Of runs that differ in one word, one in eight has a number in each eighth."""
    numbers = shingles([word for number in range(4000) for word in ("the", "river", "rose", "to", str(number))])
    eighths = np.bincount((numbers >> np.uint64(61)).astype(np.intp), minlength=8)
    assert max(abs(eighths / len(numbers) - 1 / 8)) < 0.01


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [([1, 2, 3, 4], [3, 4, 5], 0.5), ([1], [1, 2], 1.0), ([1], [2], 0.0), ([], [1], 0.0)],
)
def test_containment(left: list[int], right: list[int], expected: float) -> None:
    """Containment is the share of the left set."""
    assert containment(np.array(left, np.uint64), np.array(right, np.uint64)) == expected


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=30))
def test_shingles_count_distinct_runs(words: list[str]) -> None:
    """There are as many shingles as distinct runs of five words."""
    assert len(shingles(words)) == len({tuple(words[at : at + 5]) for at in range(len(words) - 4)})


@given(st.text(alphabet=st.sampled_from("ab .\"'“”‘’«»„\n(/)\f\ud800é"), max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """Own words are a selection of the words, whatever the marks do."""
    assert set(own_words(text)) <= set(words_of(text)) | set(words_of(text.replace("\f", " ")))
