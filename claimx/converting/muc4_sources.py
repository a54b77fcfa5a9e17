"""Many systems' templates of one document, as claimx's articles and mentions: each system is a source.

A system's answer on a document becomes a pseudo-article, one string on each line, and each of its templates a mention
whose quotes are those lines. So `claimx.merging` can merge what the systems say, by its own rules. The slots:

    perp_ind    actor, person              hum_name    victim, person, with a name
    perp_org    actor, armed_group         hum_desc    recipient, civilians
    phys_id     recipient, unknown         instr_id    associated, unknown

All are participants. A mention has no field for what a thing or a weapon is called; here, and nowhere else, phys_id and
instr_id stand among them. What is aimed at counts as named, since in one document a phrase picks out one target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final, NamedTuple

from claimx.article import Article, article_id
from claimx.converting.muc4_words import MEANS, STAGES, TYPES, level_of
from claimx.mention import Mention, Participant, ParticipantKind, ParticipantRole, When, Where
from claimx.quote import Quote
from claimx.template import Fill, Response, Slot, Template, parse_days, parse_location

WINDOW: Final = timedelta(days=6)
"""Days before "on or before" a day: what is told without a date is news, as in claimx's own dating of news."""

LEVELS: Final = ("site", "city", "admin1", "country")
_CONTEXT: Final = 32


class _Part(NamedTuple):
    """How a slot's strings stand in a mention."""

    role: ParticipantRole
    kind: ParticipantKind
    named: bool


_PARTS: Final[dict[Slot, _Part]] = {
    "perp_ind": _Part("actor", "person", named=False),
    "perp_org": _Part("actor", "armed_group", named=True),
    "phys_id": _Part("recipient", "unknown", named=True),
    "hum_name": _Part("victim", "person", named=True),
    "hum_desc": _Part("recipient", "civilians", named=True),
    "instr_id": _Part("associated", "unknown", named=False),
}
_TARGETS: Final[tuple[Slot, ...]] = ("hum_name", "hum_desc", "phys_id")
SLOTS: Final[dict[tuple[ParticipantRole, ParticipantKind], Slot]] = {
    (part.role, part.kind): slot for slot, part in _PARTS.items()
}


class Sources(NamedTuple):
    """What the systems say of one document."""

    articles: tuple[Article, ...]
    """One for each system that answered, with or without an incident."""
    mentions: tuple[Mention, ...]


def draft_sources(responses: Iterable[Response]) -> Sources:
    """Return the pseudo-articles and mentions of the responses to one document; their order does not matter."""
    by_system = groupby(sorted(responses, key=lambda one: (one.system, one.to_line())), key=lambda one: one.system)
    drafted = [_draft(system, list(answers)) for system, answers in by_system]
    return Sources(
        articles=tuple(article for article, _ in drafted),
        mentions=tuple(mention for _, mentions in drafted for mention in mentions),
    )


# Drafting


class _Page:
    """The text of a pseudo-article while it is written; quotes are cut when it is whole."""

    def __init__(self, heading: str) -> None:
        self._text = f"{heading}\n"
        self._spans: list[tuple[int, int]] = []

    def write(self, words: str) -> int:
        """Write a line and return its number."""
        start = len(self._text)
        self._text += f"{words}\n"
        self._spans.append((start, start + len(words)))
        return len(self._spans) - 1

    def article(self, *, outlet: str) -> Article:
        return Article(id=article_id(self._text), text=self._text, outlet=outlet)

    def quote(self, line: int) -> Quote:
        start, end = self._spans[line]
        words = self._text[start:end]
        return Quote(
            exact=words,
            prefix=self._text[max(0, start - _CONTEXT) : start],
            suffix=self._text[end : end + _CONTEXT],
            start=start,
            end=end,
            article_id=article_id(self._text),
            match="exact",
            occurrences=self._text.count(words),
        )


class _Lines(NamedTuple):
    """The lines on which a template is written."""

    template: Template
    type: int
    label: int
    parts: tuple[tuple[Slot, int], ...]
    place: Mapping[str, int]


def _draft(system: str, answers: Sequence[Response]) -> tuple[Article, list[Mention]]:
    page = _Page(f"{system} on {answers[0].docid}")
    lines = [_write(answer, page) for answer in answers if answer.tells_incident]
    article = page.article(outlet=system)
    return article, [_mention(one, page, article, number) for number, one in enumerate(lines, start=1)]


def _write(template: Template, page: _Page) -> _Lines:
    return _Lines(
        template=template,
        type=page.write(_first(template.type)),
        label=page.write(_label(template)),
        parts=tuple((slot, page.write(words)) for slot in _PARTS for words in _strings(template, slot)),
        place={level: page.write(words) for level, words in _levels(template).items()},
    )


def _label(template: Template) -> str:
    """Name the incident as a headline would: its type and its first target, people before things."""
    targets = (words for slot in _TARGETS for words in _strings(template, slot))
    return " against ".join([_first(template.type), *list(targets)[:1]])


def _first(fills: Sequence[Fill]) -> str:
    """Return the first alternative of the first fill; "" for none."""
    return next((words for fill in fills for words in fill.alternatives[:1]), "")


def _strings(template: Template, slot: Slot) -> Iterator[str]:
    """Yield one string for each fill; what describes somebody with a name is no target of its own."""
    for fill in template.fills(slot):
        if slot != "hum_desc" or not fill.refers_to:
            yield from fill.alternatives[:1]


def _levels(template: Template) -> dict[str, str]:
    places = parse_location(_first(template.location))
    levels: dict[str, str] = {level_of(place.kinds): place.name for place in places[1:]}
    return {"country": places[0].name, **levels} if places else {}


def _mention(lines: _Lines, page: _Page, article: Article, number: int) -> Mention:
    template, type_ = lines.template, page.quote(lines.type)
    return Mention(
        id=f"{article.id}/m{number}",
        article_id=article.id,
        local_id=f"m{number}",
        fingerprint="",
        model=article.outlet or "",
        label=page.quote(lines.label),
        type=TYPES.get(type_.exact, "other"),
        means=next((MEANS[kind] for fill in template.instr_type for kind in fill.alternatives if kind in MEANS), None),
        prominence="main",
        realis=STAGES.get(_first(template.stage), "actual"),
        when=when_of(_first(template.date)),
        where=where_of({level: page.quote(line) for level, line in lines.place.items()}),
        participants=tuple(_participant(slot, page.quote(line)) for slot, line in lines.parts),
        claims=(),
        relations=(),
        quotes=(type_,),
    )


def when_of(words: str) -> When:
    """Return the time that a date of the task names; "on or before" is the window of news, and "" is no time."""
    days = parse_days(words)
    if days is None or days.last is None:
        return When(text=None, start=None, end=None, precision="unknown", basis="none")
    if days.first is None:
        start = days.last - WINDOW
        return When(text=None, start=start, end=days.last, precision="week", basis="publication_fallback")
    return When(text=None, start=days.first, end=days.last, precision="day", basis="explicit")


def where_of(levels: Mapping[str, Quote]) -> Where:
    """Return the place with these levels."""
    return Where.stated(**{level: levels.get(level) for level in LEVELS})


def _participant(slot: Slot, name: Quote) -> Participant:
    role, kind, named = _PARTS[slot]
    return Participant(
        name=name,
        named=named,
        kind=kind,
        role=role,
        title=None,
        affiliation=None,
        also_known_as=(),
        quotes=(name,),
    )
