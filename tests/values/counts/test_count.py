"""Counts: what number words bound, and what they never count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.counts.count import Count, read_count

Bounds = tuple[int | None, int | None, int | None]

SURE: dict[str, Bounds] = {
    "two": (2, 2, 2),
    "Two people": (2, 2, 2),
    "zero": (0, 0, 0),
    "one": (1, 1, 1),
    "one of the soldiers": (1, 1, 1),
    "twenty-two": (22, 22, 22),
    "twenty two": (22, 22, 22),
    "two hundred": (200, 200, 200),
    "one hundred and four": (104, 104, 104),
    "a hundred and one": (101, 101, 101),
    "three thousand two hundred and fifty": (3250, 3250, 3250),
    "two hundred and fifty thousand": (250_000, 250_000, 250_000),
    "one million two hundred thousand and five": (1_200_005, 1_200_005, 1_200_005),
    "2.5 million": (2_500_000, 2_500_000, 2_500_000),
    "1.200 million": (1_200_000, 1_200_000, 1_200_000),
    "half a million": (500_000, 500_000, 500_000),
    "12 thousand": (12_000, 12_000, 12_000),
    "1,200": (1200, 1200, 1200),
    "1 200": (1200, 1200, 1200),
    "1\u00a0200": (1200, 1200, 1200),
    "1\u2009200\u2009300": (1_200_300, 1_200_300, 1_200_300),
    "1.200": (1200, 1200, 1200),
    "1.200.000": (1_200_000, 1_200_000, 1_200_000),
    "2000 people": (2000, 2000, 2000),
    "a dozen": (12, 12, 12),
    "half a dozen": (6, 6, 6),
    "two dozen": (24, 24, 24),
    "a soldier": (1, 1, 1),
    "an officer": (1, 1, 1),
    "a senior Free Valley Front commander": (1, 1, 1),
    "another soldier": (1, 1, 1),
    "another.": (1, 1, 1),
    "another in the leg": (1, 1, 1),
    "a 34-year-old man": (1, 1, 1),
    "another two": (2, 2, 2),
    "three others": (3, 3, 3),
    "two more members": (2, 2, 2),
    "only two": (2, 2, 2),
    "a total of 14": (14, 14, 14),
    "all 12": (12, 12, 12),
    "both": (2, 2, 2),
    "both men": (2, 2, 2),
    "a pair of brothers": (2, 2, 2),
    "none": (0, 0, 0),
    "nobody": (0, 0, 0),
    "no one": (0, 0, 0),
    "no-one": (0, 0, 0),
    "no casualties": (0, 0, 0),
    "no further deaths": (0, 0, 0),
    "12 people, including three children": (12, 12, 12),
    "at least two": (2, 2, None),
    "At least two people": (2, 2, None),
    "no fewer than six": (6, 6, None),
    "not less than six": (6, 6, None),
    "40 or more": (40, 40, None),
    "two people at least": (2, 2, None),
    "40-plus": (40, 40, None),
    "40+": (40, 40, None),
    "more than 300": (301, None, None),
    "over 40": (41, None, None),
    "well over 40": (41, None, None),
    "more than a dozen": (13, None, None),
    "fewer than 10": (None, None, 9),
    "less than ten": (None, None, 9),
    "just under 40": (None, None, 39),
    "up to 5": (None, None, 5),
    "as many as forty": (None, None, 40),
    "no more than six": (None, None, 6),
    "at most 5": (None, None, 5),
    "12 to 15": (12, None, 15),
    "12-15": (12, None, 15),
    "12–15 people": (12, None, 15),
    "between 12 and 15": (12, None, 15),
    "from 12 to 15": (12, None, 15),
    "two or three": (2, None, 3),
    "three or two": (2, None, 3),
    "two to three hundred": (200, None, 300),
    "fifty to a hundred": (50, None, 100),
    "at least 12 to 15": (12, None, None),
    "up to 12-15": (None, None, 15),
}
VAGUE: dict[str, Bounds] = {
    "dozens": (12, None, None),
    "dozens of people": (12, None, None),
    "at least dozens": (12, None, None),
    "scores": (20, None, None),
    "hundreds": (100, None, None),
    "thousands": (1000, None, None),
    "tens of thousands": (10_000, None, None),
    "hundreds of thousands": (100_000, None, None),
    "several": (2, None, None),
    "a few": (2, None, None),
    "some": (2, None, None),
    "several hundred": (200, None, None),
    "a few thousand": (2000, None, None),
    "a couple": (2, 2, None),
    "a couple of hundred": (200, 200, None),
    "around 40": (None, 40, None),
    "about forty": (None, 40, None),
    "some 40": (None, 40, None),
    "approximately 40": (None, 40, None),
    "approx. 40": (None, 40, None),
    "an estimated 40": (None, 40, None),
    "~40": (None, 40, None),
    "40 or so": (None, 40, None),
    "nearly 40": (None, 40, 40),
    "almost forty": (None, 40, 40),
    "at least about 40": (40, 40, None),
    "about 12 to 15": (12, None, 15),
}
UNREAD = (
    "", " ", "people", "the soldiers", "a", "an", "a group of men", "a number of people", "a third", "a third of them",
    "the third", "4th", "second", "two thirds", "one third", "twice", "aged 34", "34-year-old",
    "aged between 12 and 15", "children aged 12 and 15", "children under five", "Tomas Irel, 34,", "Tomas Irel (34)",
    "2023", "in 2010 people",
    "$40", "$ 40", "€40", "40 dollars", "40 %", "40%", "40 percent", "40 per cent", "3pm", "3 p.m.", "14:30", "5 May",
    "May 5", "9/11", "two days", "several weeks", "40 km", "40 square miles", "thousands of dollars", "40 a day",
    "two-day", "four-man team", "Brigade 55", "Gate 4", "M-16", "MH17", "flight 302", "No. 4", "1.2m", "1.25", "0.200",
    "1,20", "two and a half", "a quarter of a million", "not two", "weren't two", "not many",
    "no reports of casualties", "no death toll", "one in five", "one of the two", "none of the 12", "two and seven",
    "two soldiers and an officer",
    "two soldiers and two officers", "15-12", "fewer than 0", "up to several hundred", "at least two or fewer",
    "dos muertos", "más de 40 muertos", "mindestens 40 Tote", "quatre morts", "٤٠ قتيلا", "قتل 40 شخصا", "40 человек",
    "²", "½", "9" * 400,
)  # fmt: skip


def bounds(count: Count | None) -> Bounds | None:
    return None if count is None else (count.min, count.best, count.max)


@pytest.mark.parametrize(("words", "expected"), SURE.items(), ids=SURE)
def test_sure_words_bound_a_number(words: str, expected: Bounds) -> None:
    """Numbers, bounds and ranges are read as stated and are not approximate."""
    assert read_count(words) == Count(min=expected[0], best=expected[1], max=expected[2], approximate=False)


@pytest.mark.parametrize(("words", "expected"), VAGUE.items(), ids=VAGUE)
def test_vague_words_are_approximate(words: str, expected: Bounds) -> None:
    """Vague words bound what they can and say that they are vague."""
    assert read_count(words) == Count(min=expected[0], best=expected[1], max=expected[2], approximate=True)


@pytest.mark.parametrize("words", UNREAD, ids=lambda words: words[:40])
def test_what_counts_nobody_is_not_read(words: str) -> None:
    """Dates, ages, money, measures, names, ordinals, denials, several counts and other languages are null."""
    assert read_count(words) is None


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        pytest.param("killing at least two soldiers", "two", (2, 2, None), id="floor before"),
        pytest.param("killing more than 40 people", "40 people", (41, None, None), id="above before"),
        pytest.param("killing 40 people or more", "40 people", (40, 40, None), id="floor after"),
        pytest.param("up to\n5 people", "5", (None, None, 5), id="across a line"),
        pytest.param("between two and five died", "two", (2, None, 5), id="range from its first end"),
        pytest.param("between two and five died", "five", (2, None, 5), id="range from its second end"),
        pytest.param("two hundred people", "two", (200, 200, 200), id="a cut number"),
        pytest.param("some 1,200 people", "200", (None, 1200, None), id="cut digits"),
        pytest.param("no one was hurt", "one", (0, 0, 0), id="cut zero"),
        pytest.param("not two but three died", "two", None, id="denied"),
        pytest.param("rose from 12 to 15", "12", (12, 12, 12), id="a change, before"),
        pytest.param("rose from 12 to 15", "15", (15, 15, 15), id="a change, after"),
        pytest.param("killing two and wounding at least seven", "two", (2, 2, 2), id="another count's qualifier after"),
        pytest.param(
            "killing at least seven and wounding two", "two", (2, 2, 2), id="another count's qualifier before"
        ),
        pytest.param("He spoke at least. Two died", "Two", (2, 2, 2), id="another sentence"),
        pytest.param("Killed: at least\n\nTwo died", "Two", (2, 2, 2), id="another paragraph"),
        pytest.param("aged 34 he fled", "34", None, id="age outside the span"),
        pytest.param("worth $40 to them", "40", None, id="money outside the span"),
    ],
)
def test_what_stands_beside_the_span_is_read(text: str, span: str, expected: Bounds | None) -> None:
    """A copied fragment keeps the qualifiers, the rest of its number and its unit."""
    start = text.index(span)
    assert bounds(read_count(text, start=start, end=start + len(span))) == expected


def test_only_the_span_is_read() -> None:
    """Counts outside the span are not its count."""
    assert read_count("two died and seven were hurt", start=9, end=12) is None


VOCABULARY = """at least more than up to no fewer between and or two three hundred thousand million dozen dozens
several a an some about nearly not 40 1,200 12-15 - , . people soldiers killed including $ % aged half couple none"""
WORDS = st.sampled_from((*VOCABULARY.split(), "\n\n"))
PHRASES = st.lists(WORDS, max_size=12).map(" ".join)


@given(st.one_of(st.text(), PHRASES), st.integers(-9, 60), st.none() | st.integers(-9, 60))
def test_any_text_and_any_span_give_ordered_bounds(text: str, start: int, end: int | None) -> None:
    """Nothing raises; bounds are not negative and not crossed, and a count says something."""
    count = read_count(text, start=start, end=end)
    if count is not None:
        known = [value for value in (count.min, count.best, count.max) if value is not None]
        assert known
        assert known == sorted(known)
        assert known[0] >= 0


@given(st.integers(2, 1899))
def test_qualifiers_bound_every_number(number: int) -> None:
    """The same words bound every number alike, from inside the span or outside it."""
    for words, expected in {
        "{} people": (number, number, number),
        "at least {} people": (number, number, None),
        "more than {} people": (number + 1, None, None),
        "fewer than {} people": (None, None, number - 1),
        "up to {} people": (None, None, number),
    }.items():
        text = words.format(number)
        assert bounds(read_count(text)) == expected
        assert bounds(read_count(text, start=text.index(str(number)))) == expected


@pytest.mark.parametrize(
    "unit",
    ["9", "two ", "twenty-", "a ", "not ", "some ", "at least ", "\n", "1,", "1 000 ", "-", "2-", "and 2 ", "(\n "],
)
def test_long_hostile_texts_are_read(unit: str) -> None:
    """A hundred thousand characters of one kind neither raise nor overflow, whole or from a span inside."""
    text = (unit * 100_000)[:100_000]
    whole = read_count(text[:10_000])
    inside = read_count(text, start=50_000, end=50_010)
    assert all(count is None or count.best in (1, None) for count in (whole, inside))
