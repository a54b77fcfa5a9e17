"""Grounding: every value of an answer is found in the article or kept aside with its reason.

Passages are placed first (those that occur once; then repeated ones, beside them), then each value is looked up inside
its item's passages. Nothing is accepted that is not found: `finding` says what counts as found, `guards` what is
refused although it stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from claimx.extracting.finding import Finder, Span
from claimx.extracting.guards import cut_from_negation, shows_nothing
from claimx.extraction import Dropped, DropReason
from claimx.quote import Quote

Keys = tuple[str | int, ...]
"""The way to a value inside an answer: field names and list indices."""


@dataclass(frozen=True)
class Place:
    """Where a value stands in the answer: keys to reach it, and a path to show."""

    keys: Keys = ()
    path: str = ""

    def at(self, name: str, index: int | None = None, *, local_id: str | None = None) -> Place:
        """Return the place of a field, or of one element of a list field, shown by its id or its index."""
        path = f"{self.path}.{name}" if self.path else name
        if index is None:
            return Place((*self.keys, name), path)
        return Place((*self.keys, name, index), f"{path}[{index if local_id is None else local_id}]")


@dataclass(frozen=True)
class Failure:
    """A value that did not ground."""

    place: Place
    dropped: Dropped
    quotes: tuple[str, ...]
    """The passages of its item that did ground, shown when it is asked again."""


@dataclass
class Grounder:
    """Looks up the values of one answer and collects those that fail."""

    finder: Finder
    failures: list[Failure] = field(default_factory=list)

    def passages(self, copied: Sequence[str], place: Place, *, anchors: Sequence[Span]) -> tuple[Quote, ...]:
        """Return the quotes for an item's passages, in order of the text; `anchors` place those that occur often."""
        spans = self.unique_spans(copied) or list(anchors)
        quotes: dict[Span, Quote] = {}
        for index, words in enumerate(copied):
            quote = self._passage(words, place.at("quotes", index), anchors=spans)
            if quote is not None and (quote.match == "exact" or Span(quote.start, quote.end) not in quotes):
                quotes[Span(quote.start, quote.end)] = quote
        if not copied:
            self.fail(place, "", "missing", "no passage was quoted")
        return tuple(quotes[span] for span in sorted(quotes))

    def unique_spans(self, copied: Sequence[str]) -> list[Span]:
        """Return the spans of the passages that occur exactly once."""
        found = (self.finder.find(words) for words in copied)
        return [spans[0] for spans in found if len(spans) == 1]

    def _passage(self, words: str, place: Place, *, anchors: Sequence[Span]) -> Quote | None:
        spans = self.finder.find(words)
        if not spans:
            self.fail_missing(words, place)
            return None
        complaint = shows_nothing(words)
        if complaint is not None:
            self.fail(place, words, "unlicensed", complaint)
            return None
        whole = [span for span in spans if cut_from_negation(self.finder.text, span.start) is None]
        if not whole:
            self.fail(place, words, "altered", cut_from_negation(self.finder.text, spans[0].start) or "")
            return None
        span = min(
            self._best_copies(words, whole),
            key=lambda span: (min((span.distance(anchor) for anchor in anchors), default=0), span),
        )
        return self.finder.quote(span, copied=words, occurrences=len(spans))

    def _best_copies(self, words: str, spans: Sequence[Span]) -> Sequence[Span]:
        """Return the spans that the words copy exactly; where there is none, all of them."""
        return [span for span in spans if self.finder.copied_exactly(words, span)] or spans

    def value(
        self,
        words: str | None,
        place: Place,
        *,
        within: Sequence[Quote],
        rather: Callable[[Span], bool] = lambda _: True,
    ) -> Quote | None:
        """Return the quote for a value that stands inside one of the passages; None, and a failure, otherwise.

        Of several places the first is taken, `rather` one of which that holds.
        """
        if words is None:
            return None
        spans = self.finder.find(words)
        passages = [Span(passage.start, passage.end) for passage in within]
        inside = [span for passage in passages for span in spans if passage.contains(span)]
        if inside:
            best = self._best_copies(words, inside)
            span = best[0] if len(best) == 1 else next(filter(rather, best), best[0])
            return self.finder.quote(span, copied=words, occurrences=len(spans))
        quotes = tuple(passage.exact for passage in within)
        if spans:
            detail = "the words stand in the article, but not in the passages quoted for this item"
            self.fail(place, words, "unlicensed", detail, quotes=quotes)
        else:
            self.fail_missing(words, place, quotes=quotes)
        return None

    def fail_missing(self, words: str, place: Place, *, quotes: tuple[str, ...] = ()) -> None:
        """Record words that the article does not have, with the nearest that it has."""
        nearest = self.finder.nearest(words)
        if nearest is None:
            self.fail(place, words, "missing", "the article does not have these words", quotes=quotes)
        else:
            detail = "the article has other words than these"
            self.fail(place, words, "altered", detail, quotes=quotes, nearest=nearest)

    def fail(
        self,
        place: Place,
        value: str,
        reason: DropReason,
        detail: str,
        *,
        quotes: tuple[str, ...] = (),
        nearest: str | None = None,
    ) -> None:
        """Record a value that did not ground."""
        dropped = Dropped(
            article_id=self.finder.article_id,
            path=place.path,
            value=value,
            reason=reason,
            detail=detail,
            nearest=nearest,
        )
        self.failures.append(Failure(place, dropped, quotes))
