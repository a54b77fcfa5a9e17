"""A template beside its document: strings become words of the text, and what cannot be carried over is kept as such."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from claimx.gold import GoldWords
from claimx.record import Record
from claimx.template import Fill, Slot, Template

NO_FIELD = "gold has no field for it"
NOT_IN_TEXT = "none of its strings is in the text"
NOT_IN_TABLE = "this value has no counterpart"


class Unmapped(Record):
    """A fill that gold cannot carry."""

    docid: str
    template: str
    """The template's number, as it was written."""
    slot: str
    fill: str
    """As it was written."""
    reason: str


class Fills:
    """The fills of one template, and a note of those that were set aside."""

    def __init__(self, template: Template, text: str) -> None:
        self.template, self._text = template, text
        self.unmapped: list[Unmapped] = []

    @cached_property
    def number(self) -> str:
        """The template's number, without what else stands beside it."""
        return (" ".join(self.template.template).split() or ["0"])[0]

    def set_aside(self, slot: Slot, fills: Iterable[Fill], reason: str) -> None:
        """Note fills that are not carried over."""
        written = " ".join(self.template.template)
        self.unmapped += [
            Unmapped(docid=self.template.docid, template=written, slot=slot, fill=fill.raw, reason=reason)
            for fill in fills
        ]

    def words(self, slot: Slot, fill: Fill) -> GoldWords | None:
        """Return the alternatives of a fill that stand in the text; None, with a note, where none does."""
        words = self.find(fill.alternatives)
        if words is None:
            self.set_aside(slot, [fill], NOT_IN_TEXT)
        return words

    def find(self, alternatives: Sequence[str]) -> GoldWords | None:
        """Return the strings as the text prints them, the first found as the words and the others as just as right."""
        found = list(dict.fromkeys(words for one in alternatives if (words := self._printed(one)) is not None))
        if not found:
            return None
        return GoldWords(exact=found[0], also=tuple(found[1:])) if found[1:] else GoldWords(exact=found[0])

    def _printed(self, words: str) -> str | None:
        """Return the words with the line breaks and the case of the text, where they stand whole."""
        pattern = r"\s+".join(re.escape(part) for part in words.split())
        found = re.search(rf"(?<!\w){pattern}(?!\w)", self._text, re.IGNORECASE) if pattern else None
        return found[0] if found is not None else None


def same_referent(left: Fill, right: Fill) -> bool:
    """Whether two fills are said of the same thing, or of nothing that is named."""
    return set(left.refers_to) == set(right.refers_to)
