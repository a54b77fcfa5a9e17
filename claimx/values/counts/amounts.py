"""How many the words name, before anything qualifies it: a numeral, "none", "a pair", "dozens", "several"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claimx.values.counts.numerals import NUMERAL_OPENERS, PLURALS, SCALES, numeral_at
from claimx.values.counts.other_numbers import PEOPLE, UNITS
from claimx.values.counts.tokens import HYPHENS, Token, word_at
from claimx.values.phrases import match_phrase, phrases, words_of
from claimx.values.vocabulary import vocabulary

_ZERO = phrases("none|nobody|no one|no - one")
_EXACT = dict.fromkeys(phrases("pair|a pair|duo|a duo"), 2) | dict.fromkeys(phrases("trio|a trio"), 3)
_COUPLE = phrases("couple|a couple")
_VAGUE = phrases("several|some|many|numerous|multiple|a few|a handful")
_PLENTY: dict[tuple[str, ...], int] = {(word,): value for word, value in PLURALS.items()} | {
    (left, "of", right): PLURALS[left] * PLURALS[right]
    for left in PLURALS
    for right in PLURALS
    if PLURALS[left] < PLURALS[right]
}
_OPENERS = NUMERAL_OPENERS.union(
    (phrase[0] for table in (_ZERO, _EXACT, _COUPLE, _VAGUE, _PLENTY) for phrase in table), ("no",)
)
"""The words that an amount in words can begin with: most words begin none, and need not be compared with each table."""
_COLLECTIVES = vocabulary(
    "number group lot handful few couple dozen score pair third half quarter series crowd family team unit majority "
    "minority total host bit little deal range rate percentage proportion share fifth tenth duo trio"
)
"""Nouns that make "a …" more or less than one."""
_ARTICLES = vocabulary("a an der die das den dem la las los le les el il lo um uma una un o os as")
"""Words that, right after it, show the "a" to be no English article."""
_FUNCTION_WORDS = vocabulary("of in at on who from with and was were is has had by for to near after when the")
_NO_BREAK = vocabulary("than of report reports word news longer comment sign signs evidence indication claim")
_NOT_A_TOLL = vocabulary("toll tolls figure figures count numbers reports claims")


class Amount(NamedTuple):
    """A count before its qualifiers, in the tokens `first` to `last` (exclusive)."""

    low: int
    best: int | None
    high: int | None
    first: int
    last: int
    scale: int = 1

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.best == self.high


def amount_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read the amount that begins with token `at`; null where none does."""
    if not (tokens[at].word in _OPENERS or tokens[at].is_number):
        return None
    last = match_phrase(tokens, at, _ZERO) or _no_casualties(tokens, at)
    if last:
        return Amount(0, 0, 0, at, last)
    if last := match_phrase(tokens, at, _EXACT):
        value = _EXACT[words_of(tokens, at, last)]
        return Amount(value, value, value, at, last)
    if last := match_phrase(tokens, at, _PLENTY):
        return Amount(_PLENTY[words_of(tokens, at, last)], None, None, at, last)
    numeral = numeral_at(tokens, at)
    if numeral is None:
        return _vague(tokens, at)
    return Amount(numeral.value, numeral.value, numeral.value, at, numeral.last, numeral.scale)


def _vague(tokens: Sequence[Token], first: int) -> Amount | None:
    """Read "several", "a few hundred", "a couple of dozen"; "some" only where it does not qualify a number."""
    last = match_phrase(tokens, first, _VAGUE) or match_phrase(tokens, first, _COUPLE)
    asked = tokens[first].word == "many" and word_at(tokens, first - 1) in ("as", "how", "so", "too")
    if not last or asked:
        return None
    at = last + (word_at(tokens, last) == "of")
    if (
        tokens[first].word == "some"
        and last < len(tokens)
        and (numeral_at(tokens, last) or word_at(tokens, last) in PLURALS)
    ):
        return None
    factor = SCALES.get(word_at(tokens, at)) or PLURALS.get(word_at(tokens, at))
    low = 2 * (factor or 1)
    best = low if match_phrase(tokens, first, _COUPLE) else None
    return Amount(low, best, None, first, at + 1 if factor else last)


def _no_casualties(tokens: Sequence[Token], first: int) -> int:
    """Return where "no casualties", "no further deaths" end; 0 for "no reports of casualties"."""
    if tokens[first].word != "no":
        return 0
    for at in range(first + 1, min(first + 4, len(tokens))):
        if tokens[at].word in PEOPLE and word_at(tokens, at + 1) not in _NOT_A_TOLL:
            return at + 1
        if not tokens[at].is_word or tokens[at].word in _NO_BREAK:
            break
    return 0


def is_one(tokens: Sequence[Token], at: int) -> bool:
    """Whether an article stands for one: "a soldier", "another officer", "another", "a 34-year-old", not "a group"."""
    if tokens[at].word not in ("a", "an", "another"):
        return False
    noun = at + 1
    if tokens[at].word == "another":
        if word_at(tokens, at - 1) == "one":
            return False
        if noun == len(tokens) or not tokens[noun].is_word or tokens[noun].word in _FUNCTION_WORDS:
            return True
    if word_at(tokens, noun + 2) == "year" and word_at(tokens, noun + 1) in HYPHENS:
        return True
    if (
        noun == len(tokens)
        or not tokens[noun].is_word
        or not (tokens[noun].text.isascii() or tokens[noun].text[0].isupper())
    ):
        return False
    for follower in tokens[noun : noun + 4]:
        if not follower.is_word or (follower.word in _FUNCTION_WORDS and follower is not tokens[noun]):
            break
        if follower.word in _COLLECTIVES or follower.word in UNITS or follower.word in SCALES:
            return False
    return tokens[noun].word not in _FUNCTION_WORDS | _ARTICLES
