"""Editing: what outlets do to a text that they carry; marked words are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from claimx.worlds.drafting import Paragraph, Sentence, Words
from claimx.worlds.wording import Wording

_REPLACED, _LEFT_OUT = 0.7, 0.85
"""Up to which draws a word is replaced or left out; above, another one is added after it."""
KEPT_OF_TRUNCATED = 1 / 3


def edited(paragraphs: tuple[Paragraph, ...], chance: np.random.Generator, *, share: float) -> tuple[Paragraph, ...]:
    """Return the paragraphs with so many of all their words replaced, left out or followed by another."""
    wording = Wording(chance)
    words = sum(paragraph.n_words for paragraph in paragraphs)
    free = [len(each.text.split()) for each in _unmarked(paragraphs)]
    changed = chance.permutation(sum(free))[: round(words * share)]
    draws = dict(zip(changed.tolist(), chance.random(len(changed)).tolist(), strict=True))
    return tuple(_rewritten(paragraphs, draws, wording))


def truncated(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Return the first third, in whole sentences; what the opening paragraph tells is always kept."""
    left = sum(paragraph.n_words for paragraph in paragraphs) * KEPT_OF_TRUNCATED - paragraphs[0].n_words
    kept = [paragraphs[0]]
    for paragraph in paragraphs[1:]:
        sentences = []
        for sentence in paragraph.sentences:
            if left <= 0:
                break
            sentences.append(sentence)
            left -= len(sentence.text.split())
        if sentences:
            kept.append(paragraph.with_sentences(tuple(sentences)))
    return tuple(kept)


def _unmarked(paragraphs: tuple[Paragraph, ...]) -> Iterator[Words]:
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            yield from (piece for piece in sentence.pieces if piece.mark is None)


def _rewritten(paragraphs: tuple[Paragraph, ...], draws: dict[int, float], wording: Wording) -> Iterator[Paragraph]:
    at = 0
    for paragraph in paragraphs:
        sentences = []
        for sentence in paragraph.sentences:
            pieces = []
            for piece in sentence.pieces:
                free = [] if piece.mark is not None else piece.text.split()
                mine = {place: draws[at + place] for place in range(len(free)) if at + place in draws}
                pieces.append(_piece_rewritten(piece, mine, wording) if mine else piece)
                at += len(free)
            sentences.append(Sentence(tuple(pieces)))
        yield paragraph.with_sentences(tuple(sentences))


def _piece_rewritten(piece: Words, draws: dict[int, float], wording: Wording) -> Words:
    words = piece.text.split(" ")
    full = [place for place, word in enumerate(words) if word.strip()]
    for place, draw in draws.items():
        words[full[place]] = _word_rewritten(words[full[place]], draw, wording)
    return Words(re.sub(r" +([.,;:])", r"\1", re.sub(" {2,}", " ", " ".join(words))))


def _word_rewritten(word: str, draw: float, wording: Wording) -> str:
    """Return other words with the punctuation of the old one."""
    core = word.strip(".,;:“”()")
    before, _, after = word.partition(core) if core else ("", "", word)
    if draw < _REPLACED:
        new = wording.word()
    elif draw < _LEFT_OUT:
        new = ""
    else:
        new = f"{core} {wording.word()}"
    return f"{before}{new.capitalize() if core[:1].isupper() else new}{after}"
