"""Numbers that count nobody: names, dates, times, ages, money, shares and measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from claimx.values.counts.tokens import HYPHENS, Token, touch, word_at
from claimx.values.vocabulary import vocabulary

_MONTHS = vocabulary(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
UNITS = vocabulary(
    "second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks weekend weekends month "
    "months year years decade decades century centuries am pm o'clock gmt utc % percent percentage pct per ° degrees "
    "km kilometre kilometres kilometer kilometers metre metres meter meters m cm mm mile miles feet foot ft inch "
    "inches kg kilo kilos kilogram kilograms ton tons tonne tonnes mph kph acres hectares litres liters points "
    "$ € £ dollar dollars euro euros pound pounds cent cents usd eur gbp rupees dinars riyals shekels lira yuan yen "
    "rubles roubles times fold half halves third thirds quarter quarters fifth fifths tenth tenths"
)
"""A number before one of these measures something; it counts nobody."""
_LABELS = vocabulary(
    "number no nos brigade battalion division regiment squadron flight room page chapter article resolution highway "
    "route phase paragraph aged age ages half quarter third usd eur gbp $ € £ ¥ ₹ #"
)
"""A number after one of these is a name, an age or money."""
_CAPITAL_LABELS = _MONTHS | vocabulary(
    "camp gate area zone district sector block building street road group operation point unit level day grade class "
    "line type model version section act"
)
"""Labels where they are capitalised ("Gate 4", "May 5"), else words like any other."""
_FOREIGN = vocabulary("de als dan menos más moins mindestens unos unas casi hasta environ fast etwa über bis")
"""Words of other languages that qualify a number in ways not read here ("más de 40")."""
PEOPLE = vocabulary(
    "casualties deaths fatalities injuries victims victim dead killed wounded injured losses people persons person "
    "civilians civilian soldiers troops personnel police officers men women children boys girls adults hostages "
    "prisoners survivors arrests detainees suspects fighters members militants"
)
_AGED = vocabulary("children people persons men women boys girls adults those anyone everyone")
_SKIPPED = vocabulary("of us square cubic more full consecutive")
_YEARS = range(1900, 2100)


def is_other_number(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the number in the tokens `first` to `last` is a name, date, time, age, money, share or measure."""
    return (
        _labelled(tokens, first)
        or _glued(tokens, first, last)
        or _measures(tokens, last)
        or _is_year(tokens, first, last)
        or _is_age(tokens, first, last)
        or _is_foreign(tokens, first, last)
    )


def _labelled(tokens: Sequence[Token], first: int) -> bool:
    """Read "Brigade 55", "Gate 4", "aged 34", "the age of 34", "$40", "May 5", and what "and" adds to such a label."""
    if first == 0:
        return False
    before, second = tokens[first - 1], word_at(tokens, first - 2)
    if before.word in ("and", "or", "to", "&") and first >= 3 and tokens[first - 2].is_number:
        return _labelled(tokens[first - 3 : first - 1], 1)
    if before.text[0].isupper() and before.word in _CAPITAL_LABELS:
        return tokens[first].is_number or before.word not in _MONTHS
    return before.word in _LABELS or (before.word == "of" and second in _LABELS)


def _glued(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Read "M-16", "MH17", "4th", "two-day", "34-year-old", "14:30", "9/11"."""
    before = _touching(tokens, first - 1, step=-1)
    after = _touching(tokens, last, step=1)
    if any(neighbours and neighbours[0].is_word for neighbours in (before, after)):
        return True
    if before and before[0].text in "/_@.":
        return True
    return any(_is_joint(neighbours) for neighbours in (before, after))


def _is_joint(neighbours: Sequence[Token]) -> bool:
    """Whether a hyphen, slash or colon ties a number to the word or number beyond it."""
    if len(neighbours) < 2 or neighbours[1].word in ("plus", "odd"):
        return False
    mark, beyond = neighbours
    return beyond.is_number if mark.text in ":/" else mark.text in HYPHENS and (beyond.is_number or beyond.is_word)


def _touching(tokens: Sequence[Token], at: int, *, step: Literal[-1, 1]) -> list[Token]:
    """Return up to two tokens from `at` on, as far as no space parts them."""
    run: list[Token] = []
    while len(run) < 2 and 0 <= at < len(tokens) and touch(*sorted((tokens[at], tokens[at - step]), key=_start)):
        run.append(tokens[at])
        at += step
    return run


def _start(token: Token) -> int:
    return token.start


def _measures(tokens: Sequence[Token], last: int) -> bool:
    """Read "40 km", "40 per cent", "40 square miles", "3 a.m.", "5 May", "40 a day", "two and a half"."""
    at = last + (word_at(tokens, last) in _SKIPPED)
    if word_at(tokens, at) in UNITS:
        return True
    if word_at(tokens, at) in _MONTHS and tokens[at].text[0].isupper():
        return True
    following = tuple(word_at(tokens, last + step) for step in range(3))
    clock = following[0] in ("a", "p") and following[1:] in ((".", "m"), (" ", "m"))
    return clock or following == ("and", "a", "half") or (following[0] == "a" and following[1] in UNITS)


def _is_year(tokens: Sequence[Token], first: int, last: int) -> bool:
    figures = tokens[first].text
    if last - first > 1 or len(figures) != 4 or not figures.isdecimal() or int(figures) not in _YEARS:
        return False
    return word_at(tokens, last) not in PEOPLE or word_at(tokens, first - 1) in ("in", "since", "by", "until", "during")


def _is_age(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Read "Tomas Irel, 34, …", "Tomas Irel (34)", "children under five"."""
    before, second = word_at(tokens, first - 1), word_at(tokens, first - 2)
    if before in ("over", "under", "above", "below"):
        return second in _AGED
    named = first >= 2 and tokens[first - 2].text[0].isupper()
    return named and before in (",", "(") and word_at(tokens, last) in (",", ")", ".", "")


def _is_foreign(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Digits of another script, words of one beside it, or a foreign qualifier before it."""
    written = "".join(token.text for token in tokens[first:last])
    beside = [word_at(tokens, first - 1)[:1], word_at(tokens, last)[:1]]
    return (
        word_at(tokens, first - 1) in _FOREIGN
        or any(character.isdecimal() and not character.isascii() for character in written)
        or any(letter.isalpha() and not _is_latin(letter) for letter in beside)
    )


def _is_latin(letter: str) -> bool:
    return letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff"
