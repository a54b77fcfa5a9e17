"""The amounts of a span, the two ends of a range read as one."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.values.counts.amounts import Amount, amount_at
from claimx.values.counts.qualifiers import find_qualifiers
from claimx.values.counts.tokens import HYPHENS, Token, touch, word_at
from claimx.values.phrases import words_of


def find_amounts(tokens: Sequence[Token], *, span: range) -> list[Amount]:
    """List the amounts that overlap the span; the two ends of a range are one amount."""
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        amount = amount_at(tokens, at)
        if amount is not None:
            joined = _joined(tokens, found[-1], amount, span=span) if found else None
            if joined:
                found.pop()
            found.append(joined or amount)
        at = at + 1 if amount is None else amount.last
    return [amount for amount in found if amount.first < span.stop and amount.last > span.start]


def _joined(tokens: Sequence[Token], left: Amount, right: Amount, *, span: range) -> Amount | None:
    """Join the ends of "12 to 15", "two or three", "between two and five", "two to three hundred".

    "From 12 to 15" and "12 - 15" may also tell a change or two counts: they join only inside one span.
    """
    if not (left.exact and right.exact and _links(tokens, left, right, span=span)):
        return None
    scale = right.scale if left.scale == 1 and left.low * right.scale < right.low else 1
    low, high = left.low * scale, right.low
    if word_at(tokens, left.last) == "or":
        low, high = min(low, high), max(low, high)
    return Amount(low, None, high, left.first, right.last) if low < high else None


def _links(tokens: Sequence[Token], left: Amount, right: Amount, *, span: range) -> bool:
    link = words_of(tokens, left.last, right.first)
    opener = word_at(tokens, find_qualifiers(tokens, left)[1])
    whole = left.first >= span.start and right.last <= span.stop
    if link in (("to",), ("-", "to", "-")):
        return opener != "from" or whole
    if len(link) == 1 and link[0] in HYPHENS:
        return whole or (touch(*tokens[left.last - 1 : left.last + 1]) and touch(*tokens[left.last : left.last + 2]))
    return link == ("or",) or (link == ("and",) and opener == "between")
