"""Drafting: text whose marked words are found again when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from claimx.quote import Quote

CONTEXT = 32
"""Characters of prefix and suffix that a quote keeps."""


class Words(NamedTuple):
    """A piece of a sentence; marked words are a value and are never edited."""

    text: str
    mark: str | None = None


@dataclass(frozen=True)
class Sentence:
    """Pieces that follow one another without anything between."""

    pieces: tuple[Words, ...]

    @property
    def text(self) -> str:
        """Return the sentence as it is printed."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Paragraph:
    """Sentences; those of an account belong to a mention."""

    sentences: tuple[Sentence, ...]
    mention: str | None = None
    """Id of the mention whose account this is."""

    @property
    def n_words(self) -> int:
        """Return how many words it has."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)

    def with_sentences(self, sentences: tuple[Sentence, ...]) -> Paragraph:
        """Return the paragraph with other sentences."""
        return replace(self, sentences=sentences)


def plain(*sentences: str) -> Paragraph:
    """Return a paragraph of no mention."""
    return Paragraph(tuple(Sentence((Words(sentence),)) for sentence in sentences))


class Span(NamedTuple):
    """Start and end, exclusive, in code points."""

    start: int
    end: int


class Printed:
    """The text of paragraphs, and where the marked words of each mention stand in it."""

    def __init__(self, paragraphs: tuple[Paragraph, ...]) -> None:
        self._marks: dict[tuple[str, str], tuple[Span, Span]] = {}
        self._accounts: dict[str, Span] = {}
        self.text = "".join(self._printed(paragraphs))

    def _printed(self, paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
        at = 0
        for paragraph in paragraphs:
            if at:
                yield "\n\n"
                at += 2
            start = at
            for sentence in paragraph.sentences:
                if at > start:
                    yield " "
                    at += 1
                yield sentence.text
                self._mark(sentence, at, paragraph.mention)
                at += len(sentence.text)
            if paragraph.mention is not None:
                self._accounts[paragraph.mention] = Span(start, at)

    def _mark(self, sentence: Sentence, at: int, mention: str | None) -> None:
        whole = Span(at, at + len(sentence.text))
        for piece in sentence.pieces:
            if mention is not None and piece.mark is not None:
                self._marks[mention, piece.mark] = (Span(at, at + len(piece.text)), whole)
            at += len(piece.text)

    def words(self, mention: str, mark: str, *, article_id: str) -> Quote:
        """Return the quote of marked words."""
        return self._quote(self._marks[mention, mark][0], article_id)

    def sentence(self, mention: str, mark: str, *, article_id: str) -> Quote:
        """Return the quote of the sentence that marked words stand in."""
        return self._quote(self._marks[mention, mark][1], article_id)

    def account(self, mention: str, *, article_id: str) -> Quote:
        """Return the quote of all that is told of a mention."""
        return self._quote(self._accounts[mention], article_id)

    def _quote(self, span: Span, article_id: str) -> Quote:
        exact = self.text[span.start : span.end]
        return Quote(
            exact=exact,
            prefix=self.text[max(0, span.start - CONTEXT) : span.start],
            suffix=self.text[span.end : span.end + CONTEXT],
            start=span.start,
            end=span.end,
            article_id=article_id,
            match="exact",
            occurrences=self.text.count(exact),
        )
