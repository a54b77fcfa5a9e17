"""The seeds are an example: nothing in the code, the tables or the prompts knows their story.

What may not occur is taken from the seeds themselves: every capitalised word that none of them also writes in lower
case. What may occur all the same is listed below with the reason.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from claimx.extracting.answers import Answer, Repairs
from claimx.extracting.wire import strict_schema
from claimx.values.countries import countries
from claimx.values.counts.numerals import numerals
from claimx.values.sentences import sentence_at
from claimx.values.vocabulary import vocabulary

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds" / "articles").glob("*.txt"))
COUNTRIES = ROOT / "claimx" / "values" / "countries.csv"
AGENCIES = ROOT / "claimx" / "merging" / "agencies.csv"
COMPLETE = {COUNTRIES, AGENCIES}
"""Tables that hold the seeds' names because they hold all there are; that they do is tested here."""
FILES = sorted(
    path
    for pattern in ("prompts/**/*.md", "claimx/**/*.py", "claimx/**/*.csv", "claimx/**/*.md")
    for path in ROOT.glob(pattern)
    if path not in COMPLETE
)

CALENDAR = frozenset(
    name.casefold()
    for names in (calendar.month_name, calendar.month_abbr, calendar.day_name, calendar.day_abbr)
    for name in names
)
"""Months and weekdays name no event."""
ORDINARY = vocabulary(
    "asked brought bubbles corps financial guards health holdings mail minister most picture please policy premium "
    "prime speech strip top video world would"
)
"""English words that the seeds happen to print at the start of a sentence, in a headline or in a title."""
GENERAL = vocabulary("abu americans hajj harakat islamist popular resistance revolutionary shia shiite")
"""Words of faith, rank and organisation that stand in general tables of such words beside dozens of others: they are
in the names of people and groups on every continent. `abu` is Arabic for "father of", `hajj` a pilgrim's title,
`harakat` a word for "movement"."""
STATES = frozenset({"united states"})
"""The only name of two words that the code may print: a state, as an example of how states are named."""

TOLLS = ((2, 7), (2, 6), (4, 6))
"""Killed and injured, as the five articles have it."""
FIGURES = frozenset({84, 100, 900, 2500, 22000})
"""The other numbers of the story."""

WORD = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"(?=\b([A-Z]\w+ (?:al-)?[A-Z]\w+)\b)")


def words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


@cache
def story() -> frozenset[str]:
    """Return the words, in small letters, that belong to the seeds' story."""
    printed = [word for path in SEEDS for word in WORD.findall(path.read_text("utf-8"))]
    small = {word for word in printed if word.islower()}
    capital = {word.casefold() for word in printed if word[0].isupper() and len(word) > 2} - small
    return frozenset(capital - CALENDAR - ORDINARY - GENERAL - state_words() - agency_words())


@cache
def state_words() -> frozenset[str]:
    """Return the words of the names and adjectives of states, capitals left out: a capital is a place of the story."""
    names = (name for country in countries() for name in (country.name, *country.other_names, *country.adjectives))
    return frozenset(word for name in names for word in words(name))


@cache
def agency_words() -> frozenset[str]:
    return frozenset(words(AGENCIES.read_text("utf-8")))


def names_of_two_words() -> set[str]:
    """Return the pairs of capitalised words in the seeds of which not both are a state's or an agency's."""
    pairs = {name for path in SEEDS for name in NAME.findall(path.read_text("utf-8"))}
    known = agency_words() | CALENDAR | {"by"}
    return {pair for pair in pairs if pair.casefold() not in STATES and not words(pair) <= known}


def test_the_story_is_told_by_its_names() -> None:
    """The list taken from the seeds has the names that matter, and is not empty by mistake."""
    assert {"hashd", "hashed", "nujaba", "saidi", "taqwa", "soleimani", "arouri", "kerman", "pmf"} <= story()
    assert {"baghdad", "beirut", "hamas", "gaza", "sudani"} <= story()
    assert "Palestine Street" in names_of_two_words()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_of_the_story(path: Path) -> None:
    """No name, place or alias of the seeds, alone or inside an identifier."""
    text = path.read_text("utf-8")
    assert [] == sorted(words(text.replace("_", " ")) & story())
    assert [] == sorted(name for name in names_of_two_words() if name in text)


def asked() -> Iterator[str]:
    """Yield every text that is sent to a model, but for the articles."""
    yield from (path.read_text("utf-8") for path in sorted((ROOT / "prompts").glob("*.md")))
    for model in (Answer, Repairs):
        yield from descriptions(strict_schema(model))


def descriptions(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, part in schema.items():
            if key == "description" and isinstance(part, str):
                yield part
            else:
                yield from descriptions(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from descriptions(part)


def sentences(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        _, end = sentence_at(text, start, start)
        yield text[start : max(end, start + 1)]
        start = max(end, start) + 1


def test_no_number_of_the_story_is_given_away() -> None:
    """No example holds the story's killed and injured side by side, nor another of its figures."""
    for text in asked():
        assert set() == FIGURES & set(numerals(text))
        for sentence in sentences(text):
            assert not set(pairwise(numerals(sentence))) & set(TOLLS)


def test_the_search_for_numbers_finds_them() -> None:
    """The test above would see a toll in words, in digits and across a phrase."""
    for told in ("Two killed and seven wounded.", "It killed 4 men, police said, and hurt 6."):
        assert set(pairwise(numerals(told))) & set(TOLLS)


def test_the_table_of_countries_is_complete() -> None:
    """All 249 codes of ISO 3166-1, each once, and no country with fewer names than it needs to be read."""
    codes = [country.code for country in countries()]
    assert 249 == len(codes) == len(set(codes))
    assert sorted(codes) == codes
    assert all(re.fullmatch("[A-Z]{2}", country.code) and country.name for country in countries())
    # A row for each sovereign state has a seat; the rest are territories.
    assert 193 <= sum(bool(country.seat) for country in countries()) <= 210


def test_the_table_of_agencies_is_broad() -> None:
    """Agencies of every continent: those of the seeds are a handful among them."""
    rows = csv.DictReader(line for line in AGENCIES.read_text("utf-8").splitlines() if not line.startswith("#"))
    agencies = {row["agency"] for row in rows}
    seen = " ".join(path.read_text("utf-8") for path in SEEDS)
    credited = {agency for agency in agencies if re.search(rf"\b{re.escape(agency)}\b", seen)}
    assert {"AAP", "AFP", "ANSA", "APS", "Anadolu", "EFE", "Kyodo", "NAN", "PTI", "Prensa Latina", "Xinhua"} <= agencies
    assert len(agencies) >= 70
    assert len(credited) < 0.1 * len(agencies)


@pytest.mark.parametrize("allowed", [ORDINARY, GENERAL], ids=["ordinary", "general"])
def test_nothing_is_allowed_that_the_seeds_do_not_print(allowed: frozenset[str]) -> None:
    """The lists of exceptions hold no more than they need."""
    assert set() == allowed - {word for path in SEEDS for word in words(path.read_text("utf-8"))}
