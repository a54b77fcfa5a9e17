from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimx.extracting.finding import CONTEXT, Finder, Span
from claimx.extracting.folding import fold
from claimx.values.countries import countries

LETTERS = st.text(st.characters(categories=["Ll", "Lu", "Lo"]), max_size=6).map("q{}".format)
NUMBERS = st.sampled_from(["12", "1,200", "2.5", "two hundred", "twenty-two", "seven", "3 000 000", "12:30"])
PAIRS = st.lists(st.tuples(LETTERS, st.one_of(LETTERS, NUMBERS)), min_size=1, max_size=8)
"""Words and numbers; no number, and no number word, beside another: side by side they could be one."""

SENTENCE = "The “Free Valley Front” didn’t deny – or confirm – that José Irél’s five officers had fallen."
VARIANTS: dict[str, Callable[[str], str]] = {
    "straight quotation marks": lambda text: text.translate(str.maketrans("“”’", '""\'')),
    "guillemets": lambda text: text.translate(str.maketrans("“”", "«»")),
    "hyphens for dashes": lambda text: text.replace("–", "-"),
    "long dashes": lambda text: text.replace("–", "—"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "line breaks": lambda text: text.replace(" ", "\n"),
    "soft hyphens": lambda text: text.replace("ff", "f\u00adf"),
    "zero-width spaces": lambda text: text.replace("all", "a\u200bll"),
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "ligatures": lambda text: text.replace("fi", "ﬁ").replace("ff", "ﬀ"),
    "capitals": str.upper,
    "small letters": str.lower,
    "as it is": str,
}


def finder(text: str) -> Finder:
    return Finder(text, "a0")


def found(text: str, words: str) -> list[str]:
    return [text[span.start : span.end] for span in finder(text).find(words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("killed 1,200 people", "1,200"),
        ("killed at least two hundred people", "at least two hundred"),
        ("on 4 May 2031 200 people", "200"),
        ("killed twenty and two hundred were hurt", "twenty"),
        ("killed one and two others fled", "two"),
        ("killed 5, 12 others fled", "12"),
        ("a 12-year-old", "12"),
        ("the US-led force", "US"),
        ("the People's Republic of China", "China"),
        ("the United States of America", "United States"),
        ("South Sudanese troops", "South Sudanese"),
        ("New Guinea", "Guinea"),
        ("Orin (Old Fox)", "Old Fox"),
        ("killed “two”.", "“two”"),
        ("U.S. forces", "U.S."),
        ("wait… he said", "wait…"),
        ("قتل ١٢ شخصا", "١٢"),
    ],
)
def test_whole_words_and_numbers_are_found(text: str, words: str) -> None:
    assert [words] == found(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("killed 1,200 people", "12"),
        ("killed 1,200 people", "200"),
        ("killed 1'200 people", "200"),
        ("killed 12 300 people", "12"),
        ("killed 2.5 million people", "2.5"),
        ("killed two hundred people", "hundred"),
        ("killed twenty-two people", "twenty"),
        ("killed one hundred and four people", "one hundred"),
        ("displaced two and a half million people", "two"),
        ("displaced two-thirds of them", "two"),
        ("murieron 12 mil personas", "12"),
        ("murieron 2 millones", "2"),
        ("погибли 12 тысяч человек", "12"),
        ("killed 10² people", "10"),
        ("killed 2½ people", "2"),
        ("Alicante", "Ali"),
        ("Kasim", "Sim"),
        ("Jose\u0301", "Jose"),
        ("ﬁve", "ve"),
        ("wait…", "wait."),
        ("anti-government fighters", "government"),
        ("non-military boats", "military boats"),
        ("the vice-governor", "governor"),
        ("South Sudan", "Sudan"),
        ("Equatorial Guinea", "Guinea"),
        ("North Korean troops", "Korean troops"),
        ("He told us of it", "US"),
        ("the one who did it", "WHO"),
        ("a — b", "—"),
        ("a. b.", "."),
        ("a b", ""),
        ("a b", " \n"),
    ],
)
def test_what_is_cut_is_not_found(text: str, words: str) -> None:
    """A run that begins or ends inside a word, a number or a name does not stand in the text."""
    assert [] == found(text, words)


@given(PAIRS, st.data())
def test_any_run_of_whole_words_is_found(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whatever is cut out of a text between words is found where it stood, and reads as it was copied."""
    words = list(chain.from_iterable(pairs))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = sum(len(word) + 1 for word in words[:first])
    text, copied = " ".join(words), " ".join(words[first : last + 1])
    assume(fold(copied).text.strip() == fold(copied).text)
    spans = finder(text).find(copied)
    assert Span(start, start + len(copied)) in spans
    assert all(fold(text[span.start : span.end]).text == fold(copied).text for span in spans)


@given(st.text(max_size=80), st.data())
def test_only_what_the_text_has_is_found(text: str, data: st.DataObject) -> None:
    """For any text and any words, each place found reads as the words do, but for typography."""
    start = data.draw(st.integers(0, len(text)))
    words = data.draw(st.one_of(st.just(text[start : start + data.draw(st.integers(0, 20))]), st.text(max_size=8)))
    for span in finder(text).find(words):
        assert fold(text[span.start : span.end]).text.strip() == fold(words).text.strip()


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("side", ["copy", "text"])
def test_typographic_variants_are_found_at_the_same_place(variant: str, side: str) -> None:
    """Neither the article's typography nor the model's moves a quote by one character."""
    printed = VARIANTS[variant](SENTENCE)
    in_text, copied = (SENTENCE, printed) if side == "copy" else (printed, SENTENCE)
    text = f"Before it. {in_text} After it."
    assert (Span(11, 11 + len(in_text)),) == finder(text).find(copied)


def test_every_occurrence_is_found_in_order() -> None:
    text = "two men, two women, twenty-two dogs, TWO cats"
    assert (Span(0, 3), Span(9, 12), Span(37, 40)) == finder(text).find("two")


def test_every_country_is_found_under_each_of_its_names() -> None:
    """Names that must stay whole are never in the way of one another."""
    names = {name for country in countries() for name in (country.name, *country.other_names, *country.adjectives)}
    assert [] == sorted(name for name in names if found(f"It is {name} now", name) != [name])


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("killed twelve soldiers at the depot", "killed eleven soldiers at the depot"),
        ("12", None),
        ("A quite other sentence about fish.", None),
        ("", None),
        ("…", None),
    ],
)
def test_the_nearest_passage_is_named(words: str, nearest: str | None) -> None:
    """A near miss is told what the article has, in whole words."""
    assert nearest == finder("On Monday rebels killed eleven soldiers at the depot of Delan.").nearest(words)


def test_a_huge_fabrication_costs_no_time() -> None:
    """Seeking the nearest passage takes the square of what is sought, so only its beginning is."""
    text = "The army said that two men died near the bridge of Delan. " * 2000
    started = time.perf_counter()
    finder(text).nearest("A fabricated sentence that is nowhere in this text. " * 2000)
    assert time.perf_counter() - started < 10


def test_a_quote_carries_its_place() -> None:
    text = "x" * 50 + " two\u00a0men died " + "y" * 50
    quote = finder(text).quote(Span(51, 58), copied="two men", occurrences=3)
    assert ("two\u00a0men", 51, 58, "a0", "normalised", 3) == (
        quote.exact,
        quote.start,
        quote.end,
        quote.article_id,
        quote.match,
        quote.occurrences,
    )
    assert (text[51 - CONTEXT : 51], text[58 : 58 + CONTEXT]) == (quote.prefix, quote.suffix)


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        (Span(0, 5), Span(8, 9), 3),
        (Span(8, 9), Span(0, 5), 3),
        (Span(0, 5), Span(5, 9), 0),
        (Span(0, 9), Span(3, 4), 0),
    ],
)
def test_distance_between_spans(left: Span, right: Span, distance: int) -> None:
    assert distance == left.distance(right)
