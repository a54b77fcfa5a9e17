"""Words for the terminal: phrases for records, and untrusted text made visible."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.claim import Polarity, StanceKind
from claimx.event import EventWhen
from claimx.exporting import terminal_words as words
from claimx.exporting.terminal import NO_NAMES
from claimx.values.dates.period import DatePrecision
from tests.exporting.events import strike
from tests.exporting.records import COURIER, GAZETTE, HERALD, LANTERN, TRIBUNE, quote, saying, stance


@pytest.mark.parametrize("text", ["می\u200cخواهم", "日本語", "Tomás\u00a0Irél", "٤ قتلى", "👩\u200d🚒"])
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    """Joiners, no-break spaces and right-to-left letters are no control characters."""
    assert words.visible(text) == text


@given(text=st.text(st.characters(categories=["C", "L", "Z"])))
def test_visible_text_has_nothing_invisible(text: str) -> None:
    """Made visible, a text has no control, format, surrogate or unassigned character but joiners."""
    kept = {sign for sign in words.visible(text) if unicodedata.category(sign)[0] == "C"}
    assert kept <= set(words.JOINERS)


@given(text=st.text())
def test_making_visible_twice_changes_nothing(text: str) -> None:
    """What is visible stays as it is."""
    assert words.visible(words.visible(text)) == words.visible(text)


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        (date(2031, 3, 4), date(2031, 3, 4), "day", "2031-03-04"),
        (date(2031, 3, 4), date(2031, 3, 5), "day", "2031-03-04 to 2031-03-05"),
        (date(2031, 3, 1), date(2031, 3, 31), "month", "2031-03"),
        (date(2032, 2, 1), date(2032, 2, 29), "month", "2032-02"),
        (date(2031, 1, 1), date(2031, 12, 31), "year", "2031"),
        (date(2031, 1, 1), date(2032, 12, 31), "year", "2031-01-01 to 2032-12-31 (precision: year)"),
        (date(2031, 3, 1), date(2031, 4, 30), "month", "2031-03-01 to 2031-04-30 (precision: month)"),
        (date(2031, 3, 3), date(2031, 3, 9), "week", "2031-03-03 to 2031-03-09 (precision: week)"),
        (date(9999, 12, 1), date.max, "month", "9999-12-01 to 9999-12-31 (precision: month)"),
        (None, date(2031, 3, 5), "unknown", "until 2031-03-05 (precision: unknown)"),
        (date(2031, 3, 5), None, "unknown", "from 2031-03-05 (precision: unknown)"),
        (None, None, "unknown", "–"),
    ],
)
def test_day_span(start: date | None, end: date | None, precision: DatePrecision, expected: str) -> None:
    """A month or a year is named as such; another span of days says how precise it is where it is not the day."""
    assert words.day_span(EventWhen(start=start, end=end, precision=precision)) == expected


@pytest.mark.parametrize(
    ("kind", "polarity", "expected"),
    [
        ("claims", "+", "claims it"),
        ("accuses", "+", "accuses"),
        ("accuses", "-", "expressly does not accuse"),
        ("accuses", "u", "leaves open whether to accuse"),
        ("claims", "-", "expressly does not claim it"),
        ("confirms", "-", "expressly does not confirm"),
        ("denies", "-", "denies"),
        ("no_comment", "u", "no comment (neither accuses nor denies)"),
        ("unclaimed", "+", "nobody has claimed it"),
    ],
)
def test_stance_in_words(kind: StanceKind, polarity: Polarity, expected: str) -> None:
    """Polarity is said only where the stance does not say it already."""
    assert words.stance(stance(kind, accused=None, polarity=polarity)) == expected


def test_uncertain_and_negated_claims_say_so() -> None:
    """Certainty and polarity stand beside the speaker, except for the plain assertion."""
    doubtful = saying("clm_d", exact="x", certainty="PS", polarity="-")
    assert words.traits(doubtful) == ["police/security", "unnamed", "as possible", "polarity: negated"]


def test_repeated_words_say_that_they_occur_more_often() -> None:
    """A quote whose place was chosen among several says so."""
    assert words.passage(quote("two", occurrences=3), labels=NO_NAMES) == f"[{GAZETTE} 100:103, one of 3 places]"


def test_long_names_of_articles_are_cut_and_stay_apart() -> None:
    """A name is cut with a mark, an opened quotation is closed, and names that are the same then give way to ids."""
    names = {
        GAZETTE: "Gazette",
        COURIER: "Courier of the Valley of Delan",
        HERALD: "“Two killed in the valley, …”",
        TRIBUNE: "Tribune of the Port, morning edition",
        LANTERN: "Tribune of the Port, evening edition",
    }
    assert words.article_labels(strike(), articles=names, longest=16) == {
        GAZETTE: "Gazette",
        COURIER: "Courier of the…",
        HERALD: "“Two killed in…”",
        TRIBUNE: TRIBUNE,
        LANTERN: LANTERN,
    }
