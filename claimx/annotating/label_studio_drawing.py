"""Gold as regions and links on the text of its article.

A region's id derives from the article, the place in the record and the words, so that the same gold is drawn the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from claimx.annotating.label_studio_controls import FLAG
from claimx.annotating.label_studio_fields import (
    HANDLE_ONLY,
    HANDLES,
    REST,
    GoldField,
    fields,
    rest_of,
    undescribed,
)
from claimx.annotating.label_studio_regions import Answer, Drawing, Link, Region
from claimx.errors import InputError
from claimx.gold import Annotation, GoldArticle, GoldMention, GoldToll, GoldWords
from claimx.record import content_id


def draw(gold: GoldArticle, *, article_id: str, text: str) -> Drawing:
    """Return what a gold article marks on its text.

    Raises:
        InputError: Words without their `start` or not in the text, a reference to nothing, two records of one name,
            an empty list of right values.
    """
    pen = _Pen(article_id, text)
    events = [pen.head("event", mention, f"mentions.{number}") for number, mention in enumerate(gold.mentions)]
    names = pen.names("mentions", gold.mentions, events)
    for mention, event in zip(gold.mentions, events, strict=True):
        for to in dict.fromkeys(relation.to for relation in mention.relations):
            # Label Studio keeps one arrow between two regions, with all its names.
            kinds = dict.fromkeys(relation.kind for relation in mention.relations if relation.to == to)
            pen.links.append(Link(event, pen.named(names, to, f"{mention.local_id}.relations"), tuple(kinds)))
    return Drawing(regions=tuple(pen.regions), links=tuple(pen.links), note=gold.note)


class _Pen:
    """Draws the records of one article."""

    def __init__(self, article_id: str, text: str) -> None:
        self.article_id = article_id
        self.text = text
        self.regions: list[Region] = []
        self.links: list[Link] = []

    def head(self, head: str, record: Annotation, place: str) -> str:
        """Draw a record and all that belongs to it; return the id of its region."""
        handle = next(_words(getattr(record, HANDLES[head])), None)
        answers = dict(self._answers(head, record, place))
        region = self._region(head, handle or self._anchor(record), place, answers, also=handle is not None)
        for field, value in _annotated(head, record):
            if field.form in ("words", "passages"):
                # The first words of the handle's field are the head itself.
                for number, words in list(enumerate(_words(value)))[field.path == HANDLES[head] :]:
                    self.links.append(Link(self._region(field.tag, words, f"{place}.{field.path}.{number}"), region))
        if isinstance(record, GoldMention):
            self._belonging(record, region, place)
        return region

    def _belonging(self, mention: GoldMention, event: str, place: str) -> None:
        for number, participant in enumerate(mention.participants):
            self.links.append(Link(self.head("participant", participant, f"{place}.participants.{number}"), event))
        claims = [
            self.head(claim.type, claim, f"{place}.claims.{number}") for number, claim in enumerate(mention.claims)
        ]
        self.links += (Link(claim, event) for claim in claims)
        names = self.names(f"{place}.claims", mention.claims, claims)
        for claim, region in zip(mention.claims, claims, strict=True):
            if isinstance(claim, GoldToll):
                pointed = [("confirms", claim.confirms)] if claim.confirms is not None else []
                for name, to in (*pointed, *(("parts", part) for part in claim.parts)):
                    self.links.append(Link(region, self.named(names, to, f"{place}.claims.{name}"), (name,)))

    def _region(
        self,
        label: str,
        words: GoldWords,
        place: str,
        answers: Mapping[str, Answer] | None = None,
        *,
        also: bool = True,
    ) -> str:
        start = words.start
        if start is None or start < 0 or not words.exact or not self.text.startswith(words.exact, start):
            raise self._fault(place, f"the words {words.exact[:60]!r} are not at {start}; locate them first")
        region = content_id("r", f"{self.article_id} {place} {label} {start} {words.exact}")
        answers = {**(answers or {}), **({"also": words.also} if also and words.also else {})}
        self.regions.append(Region(id=region, label=label, start=start, exact=words.exact, answers=answers))
        return region

    def _anchor(self, record: Annotation) -> GoldWords:
        """Return where to mark a record whose handle has no words: at its first words, or at the article's first."""
        if (first := next(_words(record), None)) is not None:
            return first
        if (word := re.search(r"\S+", self.text)) is None:
            raise self._fault("text", "there is no word to mark")
        return GoldWords(exact=word[0], start=word.start())

    def _answers(self, head: str, record: Annotation, place: str) -> Iterator[tuple[str, Answer]]:
        if ticked := _ticked(head, record):
            yield f"nothing_{head}", ticked
        for field, value in _annotated(head, record):
            if field.form == "one_of" and value == ():
                raise self._fault(f"{place}.{field.path}", "an empty list of right values; give one or null")
            if (answer := _answer(field, value)) is not None:
                yield field.tag, answer
        if getattr(record, "optional", False):
            yield "optional", ("optional",)
        if name := getattr(record, "local_id", None):
            yield "local_id", (name,)

    def names(self, place: str, records: Iterable[Annotation], regions: Iterable[str]) -> dict[str, str]:
        """Return the regions of records by their local ids."""
        named: dict[str, str] = {}
        for record, region in zip(records, regions, strict=True):
            name: str | None = getattr(record, "local_id", None)
            if name == "":
                raise self._fault(place, "an empty local_id; give a name")
            if name in named:
                raise self._fault(place, f"two are called {name!r}; give each a local_id of its own")
            if name is not None:
                named[name] = region
        return named

    def named(self, regions: Mapping[str, str], name: str, place: str) -> str:
        """Return the region of the record with this local id."""
        if name not in regions:
            raise self._fault(place, f"nothing here is called {name!r}; correct the reference")
        return regions[name]

    def _fault(self, place: str, what: str) -> InputError:
        return InputError(f"{self.article_id}: {place}: {what}")


def _annotated(head: str, record: Annotation) -> Iterator[tuple[GoldField, object]]:
    """Yield the fields that somebody filled in, be it with nothing, and their values."""
    for field in fields(head):
        outer, _, name = field.path.rpartition(".")
        holder = getattr(record, outer) if outer else record
        if holder is not None and holder.annotates(name):
            yield field, getattr(holder, name)


def _ticked(head: str, record: Annotation) -> tuple[str, ...]:
    """Return what to tick as looked for and not there."""
    handle = HANDLES[head]
    states = {field.path: value for field, value in _annotated(head, record)}
    records = {field.path for field in fields(head) if field.form == "record"}
    nothing = [path for path, value in states.items() if value is None or value == ()]
    bare = [path for path in states if path in records and _is_bare(states[path])]
    given = (set(states) - set(nothing) - records).union(bare)
    rest = [path for path in nothing if path != handle]
    if rest and rest == rest_of(head, given):
        nothing = [REST, *(path for path in nothing if path == handle)]
    only = [] if handle in states else [HANDLE_ONLY]
    return (*nothing, *map(undescribed, bare), *only)


def _is_bare(value: object) -> bool:
    """Return whether nobody filled in any field of a record."""
    return isinstance(value, Annotation) and not value.model_fields_set


def _answer(field: GoldField, value: object) -> Answer | None:
    """Return what a control shows for a value; None where no control holds it or there is none."""
    if field.form == "flag" and isinstance(value, bool):
        return (FLAG[0] if value else FLAG[1],)
    if field.form == "number" and isinstance(value, int):
        return value
    if field.form == "day" and isinstance(value, date):
        return value
    if field.form in ("choice", "one_of", "choices", "line") and value not in (None, ()):
        return tuple(value) if isinstance(value, tuple) else (str(value),)
    return None


def _words(value: object) -> Iterator[GoldWords]:
    """Yield all words in a value, in gold's order."""
    if isinstance(value, GoldWords):
        yield value
    elif isinstance(value, Annotation):
        for name in type(value).model_fields:
            yield from _words(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(each)
