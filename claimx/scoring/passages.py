"""How much of some quotes stands in others: in characters where both are located, else in runs of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from claimx.gold import GoldWords
from claimx.values.names.folding import fold_name

Span: TypeAlias = tuple[int, int]
"""First and last (exclusive) code point in the article's text."""
_RUN: Final = 3
"""Words in a run: two sentences about different things hardly share three in a row."""


class Shared(NamedTuple):
    """How large two sets of quotes are, and what they share: characters, or runs of words."""

    both: int
    left: int
    right: int
    located: bool

    @property
    def of_left(self) -> float:
        """The share of the left that stands in the right; 0 where the left is empty."""
        return self.both / self.left if self.left else 0.0

    @property
    def permille(self) -> int:
        """Likeness from 0 to 1000: seven tenths for the share of the shorter, three for that of the longer."""
        shorter, longer = sorted((self.left, self.right))
        return 700 * self.both // shorter + 300 * self.both // longer if shorter else 0

    @property
    def overlaps(self) -> bool:
        """Whether they share a character; where they are not located, half of the shorter."""
        return self.both > 0 and (self.located or 2 * self.both >= min(self.left, self.right))


def span_of(words: GoldWords) -> Span | None:
    """Return where words stand, None where nobody located them."""
    return None if words.start is None else (words.start, words.start + len(words.exact))


def share(left: Sequence[GoldWords], right: Sequence[GoldWords]) -> Shared:
    """Measure what two sets of quotes share; words that a quote has in `also` count as that quote."""
    mine = _standing_in(left, right)
    yours = _standing_in(right, mine)
    spans, others = _spans(mine), _spans(yours)
    if spans is None or others is None:
        return _shared_runs([words.exact for words in mine], [words.exact for words in yours])
    joined, joined_others = _joined(spans), _joined(others)
    return Shared(_crossing(joined, joined_others), _length(joined), _length(joined_others), located=True)


def overlap(left: Sequence[GoldWords], right: Sequence[GoldWords]) -> bool:
    """Tell whether two sets of quotes overlap."""
    return share(left, right).overlaps


def _standing_in(quotes: Sequence[GoldWords], others: Sequence[GoldWords]) -> list[GoldWords]:
    return [next((other for other in others if other.exact in quote.also), quote) for quote in quotes]


# Located


def _spans(quotes: Iterable[GoldWords]) -> list[Span] | None:
    spans = [span_of(words) for words in quotes]
    known = [span for span in spans if span is not None]
    return known if len(known) == len(spans) else None


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _crossing(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Return how many characters lie in both; each side sorted and without overlaps of its own."""
    total, at, other = 0, 0, 0
    while at < len(left) and other < len(right):
        total += max(0, min(left[at][1], right[other][1]) - max(left[at][0], right[other][0]))
        if left[at][1] <= right[other][1]:
            at += 1
        else:
            other += 1
    return total


# Not located


def _shared_runs(left: Sequence[str], right: Sequence[str]) -> Shared:
    mine, yours = [fold_name(text).split() for text in left], [fold_name(text).split() for text in right]
    size = min(_RUN, sum(map(len, mine)), sum(map(len, yours)))
    runs, others = _runs(mine, size=size), _runs(yours, size=size)
    return Shared(len(runs & others), len(runs), len(others), located=False)


def _runs(quotes: Iterable[Sequence[str]], *, size: int) -> set[tuple[str, ...]]:
    return {
        tuple(words[start : start + size])
        for words in quotes
        if words
        for start in range(max(1, len(words) - size + 1))
    }
