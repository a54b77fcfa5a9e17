"""Grounding the number of a toll: where it stands, what it says, and whether the model's reading agrees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from claimx.claim import CountBasis
from claimx.extracting.answers import AnsweredToll
from claimx.extracting.finding import Span
from claimx.extracting.folding import fold
from claimx.extracting.grounding import Grounder, Place
from claimx.extracting.guards import is_english, negated_count
from claimx.extracting.wholes import FOREIGN_SCALES
from claimx.quote import Quote
from claimx.values.counts.count import Count, read_count
from claimx.values.counts.numerals import numerals

NO_NUMBERS: Final = Count(min=None, best=None, max=None, approximate=False)
_FRACTION: Final = re.compile(
    r"[ -](?:halves|thirds?|quarters?|fifths?|tenths?)\b|\band (?:a|one)[ -](?:half|third|quarter)"
)
_SCALED: Final = re.compile(rf"(\d+(?:[.,]\d+)?)[ -]({'|'.join(FOREIGN_SCALES)})(?!\w)")


def ground_count(answered: AnsweredToll, grounder: Grounder, place: Place, *, within: Sequence[Quote]) -> Quote | None:
    """Return the quote of a number; of several places, one where it is a count rather than a date or an age."""
    text = grounder.finder.text

    def counts(span: Span) -> bool:
        return read_count(text, start=span.start, end=span.end) is not None

    return grounder.value(answered.count, place.at("count"), within=within, rather=counts)


def read_numbers(
    answered: AnsweredToll, count: Quote | None, grounder: Grounder, place: Place, *, within: Sequence[Quote]
) -> tuple[Count, CountBasis] | None:
    """Return the numbers of a toll and where they come from; None, and a failure, if the words do not carry them."""
    if count is None:
        return NO_NUMBERS, "none"
    text, number = grounder.finder.text, answered.number
    reading = None if _misread(count.exact) else read_count(text, start=count.start, end=count.end)
    complaint = negated_count(text, count.start) if answered.polarity == "+" else None
    if complaint is None and number is not None:
        complaint = (
            _unread(number, count.exact, english=is_english(text))
            if reading is None
            else _mismatch(number, reading, count.exact)
        )
    if complaint is not None:
        exact = tuple(quote.exact for quote in within)
        grounder.fail(place.at("count"), f"{count.exact} = {number}", "unlicensed", complaint, quotes=exact)
        return None
    if reading is not None:
        return reading, "text"
    if number is None:
        return NO_NUMBERS, "none"
    return Count(min=number, best=number, max=number, approximate=False), "model"


def _misread(words: str) -> bool:
    """Whether the words hold a fraction, a raised digit or a foreign scale, of which only the digits would be read."""
    return _is_fraction(words) or _SCALED.search(fold(words).text) is not None


def _is_fraction(words: str) -> bool:
    raised = any(unicodedata.category(character) == "No" for character in words)
    return raised or _FRACTION.search(fold(words).text) is not None


def _unread(number: int, words: str, *, english: bool) -> str | None:
    """Complain about the model's own reading, which stands in for words of other languages, and for those alone."""
    if english or _is_fraction(words):
        return f"the words {words!r} state no count, so {number} is not theirs"
    stated = set(_numerals(words))
    if number < 0 or len(stated) > 1:
        return f"the words {words!r} do not state one count"
    return None if stated <= {number} else f"the words say {stated.pop()}, not {number}"


def _numerals(words: str) -> tuple[int, ...]:
    scaled = _SCALED.search(fold(words).text)
    if scaled is None:
        return numerals(words)
    return (int(Decimal(scaled[1].replace(",", ".")) * FOREIGN_SCALES[scaled[2]]),)


def _mismatch(number: int, reading: Count, words: str) -> str | None:
    low = reading.best if reading.min is None else reading.min
    high = reading.best if reading.max is None else reading.max
    # With open bounds one off is the same reading: "more than 100" is 101 here and 100 to many an annotator.
    slack = 0 if low == high else 1
    if (low is not None and number < low - slack) or (high is not None and number > high + slack):
        return f"the words {words!r} do not carry the number {number}"
    return None
