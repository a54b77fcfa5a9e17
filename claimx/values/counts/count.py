"""What a phrase of number says about how many: bounds, a best value, or nothing.

English only. Where the words cannot be read for certain the answer is null rather than a guess: several counts in
one span, other languages, negations, and numbers that are dates, ages, times, money, measures or names.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimx.record import Record
from claimx.values.counts.amounts import Amount, is_one
from claimx.values.counts.other_numbers import is_other_number
from claimx.values.counts.qualifiers import Qualifier, find_qualifiers
from claimx.values.counts.ranges import find_amounts
from claimx.values.counts.tokens import Token, tokenize, word_at
from claimx.values.phrases import match_phrase, phrases

_INCLUDING = phrases("including|among them|of whom|of them|among whom")
_REACH = 120
"""Characters read on either side of the span: more than any qualifier takes."""


class Count(Record):
    """How many, as the words bound it; `min` ≤ `best` ≤ `max` wherever two of them are present."""

    min: int | None
    """The least the words allow; null where they set no lower bound."""
    best: int | None
    """The number stated; null where only bounds are."""
    max: int | None
    """The most the words allow; null where they set no upper bound."""
    approximate: bool
    """Whether the words themselves are vague: "about 40", "dozens", "a couple"."""


def read_count(text: str, *, start: int = 0, end: int | None = None) -> Count | None:
    """Read the count in text[start:end] with the qualifiers that stand beside it, inside the span or out.

    A number that the span cuts is read whole. Rules: "at least two" is (2, 2, –), "more than 40" (41, –, –), "up to 5"
    (–, –, 5), "12 to 15" (12, –, 15), "about 40" (–, 40, –) approximate, "nearly 40" (–, 40, 40) approximate, "a
    couple" (2, 2, –) approximate, "several" (2, –, –) and "dozens" (12, –, –) approximate, "no casualties" 0, "a
    soldier" and "another soldier" 1 where the span has no other count. "1.200" is 1200 except before a scale word
    ("1.200 million"). A bare 1900 to 2099 is a year unless a word for people follows or commas group it. What follows
    "including" or "among them" is a part, not the count.

    Args:
        text: Any text; offsets count its code points.
        start: Where the span begins; like slices, negative and too large values are allowed.
        end: Where it ends, exclusive; null is the end of the text.

    Returns:
        None where nothing can be read, where the words deny a number ("not two"), and where the span holds more
        than one count.
    """
    start, end, _ = slice(start, end).indices(len(text))
    tokens = tokenize(text, start=max(0, start - _REACH), end=min(len(text), end + _REACH))
    inside = [at for at, token in enumerate(tokens) if token.start < end and token.end > start]
    if not inside:
        return None
    span = range(inside[0], inside[-1] + 1)
    amounts = [amount for amount in find_amounts(tokens, span=span) if _counts_somebody(tokens, amount)]
    amount = _only(tokens, amounts, span=span)
    return None if amount is None else _qualified(amount, find_qualifiers(tokens, amount)[0])


def _only(tokens: Sequence[Token], amounts: list[Amount], *, span: range) -> Amount | None:
    """Return the one count of the span; an article or "both" counts only where nothing else does."""
    amounts = _without_parts(tokens, amounts)
    ones = [Amount(1, 1, 1, at, at + 1) for at in span if is_one(tokens, at)]
    added = any(word_at(tokens, one.first - 1) in ("and", ",", "&") for one in ones if one.first > span.start)
    if added or len(amounts) > 1:
        return None
    both = [Amount(2, 2, 2, at, at + 1) for at in span if tokens[at].word == "both"]
    return next(iter(amounts + both + ones), None)


def _without_parts(tokens: Sequence[Token], amounts: list[Amount]) -> list[Amount]:
    """Drop what "including" introduces: parts of the count before it."""
    if len(amounts) < 2:
        return amounts
    between = range(amounts[0].last, amounts[1].first)
    return amounts[:1] if any(match_phrase(tokens, at, _INCLUDING) for at in between) else amounts


def _counts_somebody(tokens: Sequence[Token], amount: Amount) -> bool:
    start = find_qualifiers(tokens, amount)[1]
    return not (is_other_number(tokens, amount.first, amount.last) or is_other_number(tokens, start, amount.last))


def _qualified(amount: Amount, qualifiers: frozenset[Qualifier]) -> Count | None:
    low, best, high = amount.low, amount.best, amount.high
    approximate = high is None or not qualifiers.isdisjoint(("about", "nearly"))
    bounds = qualifiers & {"floor", "above", "below", "ceiling"}
    if "not" in qualifiers or len(bounds) > 1:
        return None
    match next(iter(bounds), None):
        case "floor":
            return Count(min=low, best=best, max=None, approximate=approximate)
        case "above":
            stated = best is not None or high is not None
            return Count(min=low + stated, best=None, max=None, approximate=approximate)
        case "below" | "ceiling" as bound:
            most = None if high is None else high - (bound == "below")
            return None if most is None or most < 0 else Count(min=None, best=None, max=most, approximate=approximate)
    if amount.exact and approximate:
        return Count(min=None, best=best, max=best if "nearly" in qualifiers else None, approximate=True)
    return Count(min=low, best=best, max=high, approximate=approximate)
