"""Values that are words of the article: phrases and names, places, speakers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import ClassVar, Final

from claimx.gold import GoldSpeaker, GoldWords
from claimx.scoring.likeness import Value
from claimx.scoring.passages import share, span_of
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import match_names
from claimx.values.places import match_places
from claimx.values.vocabulary import vocabulary

_SMALL_WORDS: Final = vocabulary("a an and at by for from in of on or the to with")
_LONGEST_NAME: Final = 200
"""Characters; longer words are passages, and comparing their spellings token by token would take forever."""


@dataclass(frozen=True)
class Phrase(Value):
    """Words, with other words that are as right."""

    STRICT: ClassVar[str] = "the same words, character for character, or others that gold allows"
    NORMALISED: ClassVar[str] = (
        "one name in two spellings, transliterations or lengths; or all content words of the one stand in the other; "
        "or the passages share at least half of the shorter"
    )
    WORDED: ClassVar[bool] = True
    said: GoldWords
    other_names: tuple[GoldWords, ...] = ()
    """Further names for the same, right only after normalising."""

    @property
    def shown(self) -> str:
        """The words."""
        return self.said.exact

    @property
    def words(self) -> tuple[GoldWords, ...]:
        """The words."""
        return (self.said,)

    def same(self, other: Value) -> bool:
        """Tell whether a form is common to both."""
        return isinstance(other, Phrase) and not forms(self.said).isdisjoint(forms(other.said))

    def alike(self, other: Value) -> bool:
        """Compare every name of the one with every name of the other."""
        return isinstance(other, Phrase) and any_alike((self.said, *self.other_names), (other.said, *other.other_names))


class Place(Phrase):
    """The name of a town, a province or a country."""

    NORMALISED: ClassVar[str] = "one place name, but for words of direction and kind, in any transliteration"

    def alike(self, other: Value) -> bool:
        """Compare place names; a part of one ("Kadin" in "South Kadin") may be another place."""
        return isinstance(other, Place) and (self.same(other) or _one_place(self.said, other.said))


class Site(Phrase):
    """A free description of a spot."""

    NORMALISED: ClassVar[str] = f"one place name; or, {Phrase.NORMALISED}"

    def alike(self, other: Value) -> bool:
        """Compare as a place name and as a phrase."""
        return isinstance(other, Site) and (super().alike(other) or _one_place(self.said, other.said))


@dataclass(frozen=True)
class Voice(Value):
    """Whom the article holds to a claim; neither text nor name where a passive hides who speaks."""

    STRICT: ClassVar[str] = "the same describing words; where a side has none, the same name"
    NORMALISED: ClassVar[str] = f"name or describing words: {Phrase.NORMALISED}"
    text: GoldWords | None
    name: GoldWords | None

    @property
    def shown(self) -> str:
        """The describing words, or the name."""
        return self.words[0].exact if self.words else "(nobody named)"

    @property
    def words(self) -> tuple[GoldWords, ...]:
        """The describing words and the name."""
        return tuple(words for words in (self.text, self.name) if words)

    def same(self, other: Value) -> bool:
        """Compare the describing words, or else all there is."""
        if not isinstance(other, Voice):
            return False
        if self.text and other.text:
            return not forms(self.text).isdisjoint(forms(other.text))
        return self.words == other.words == () or not _all_forms(self.words).isdisjoint(_all_forms(other.words))

    def alike(self, other: Value) -> bool:
        """Compare whatever words there are."""
        return isinstance(other, Voice) and (
            self.words == other.words == () or self.same(other) or any_alike(self.words, other.words)
        )


def voice_of(speaker: GoldSpeaker) -> Voice:
    """Return the speaker as a value."""
    return Voice(speaker.text, speaker.name)


def forms(words: GoldWords) -> frozenset[str]:
    """Return all the words that are right."""
    return frozenset((words.exact, *words.also))


def any_alike(left: Iterable[GoldWords], right: Iterable[GoldWords]) -> bool:
    """Tell whether any of the one is alike any of the other."""
    return any(_overlapping(one, other) or _any_form_alike(one, other) for one, other in product(left, tuple(right)))


def _all_forms(words: Iterable[GoldWords]) -> frozenset[str]:
    return frozenset(form for each in words for form in forms(each))


def _overlapping(left: GoldWords, right: GoldWords) -> bool:
    if span_of(left) is None or span_of(right) is None:
        return False
    shared = share((left,), (right,))
    return shared.both > 0 and 2 * shared.both >= min(shared.left, shared.right)


def _any_form_alike(left: GoldWords, right: GoldWords) -> bool:
    return any(_alike(*sorted(pair)) for pair in product(forms(left), forms(right)))


@lru_cache(maxsize=65_536)
def _alike(left: str, right: str) -> bool:
    if left == right:
        return True
    words, others = _content_words(left), _content_words(right)
    if words and others and (words <= others or others <= words):
        return True
    return max(len(left), len(right)) <= _LONGEST_NAME and bool(
        match_names(left, right, kind="organisation") or match_names(left, right, kind="person")
    )


def _content_words(text: str) -> frozenset[str]:
    return frozenset(fold_name(text).split()) - _SMALL_WORDS


def _one_place(left: GoldWords, right: GoldWords) -> bool:
    return any(
        max(len(one), len(other)) <= _LONGEST_NAME and match_places(one, other)
        for one, other in product(sorted(forms(left)), sorted(forms(right)))
    )
