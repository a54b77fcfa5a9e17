"""Many systems' templates of one document, as claimx's articles and mentions: each system is a source.

A system's answer on a document becomes a pseudo-article, one string on each line, and each of its templates a mention
whose quotes are those lines. So `claimx.merging` can merge what the systems say, by its own rules, and
`templates_of_events` writes the events back as templates:

    perp_ind    actor, person              hum_name    victim, person, with a name
    perp_org    actor, armed_group         hum_desc    recipient, civilians
    phys_id     recipient, unknown         instr_id    associated, unknown

All are participants. A mention has no field for what a thing or a weapon is called; here, and nowhere else, phys_id and
instr_id stand among them. What is aimed at counts as named, since in one document a phrase picks out one target.

Sources that err need one rule more than articles do, since a program's slip is no testimony: `corroborate` leaves out
every value (a participant in its slot, a time, a level of the place) that fewer sources than the quorum tell of the
document, and every mention of which no participant is left, before anything is merged. After merging, an event needs
as many sources. The quorum is two, the least that is more than one word against none; where more than twelve sources
answered it is a sixth of them, since the more sources answer, the more often two err alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from math import ceil
from typing import Final, Generic, NamedTuple, TypeVar

from claimx.article import Article, article_id
from claimx.converting.muc4_words import MEANS, STAGES, TYPES, level_of
from claimx.event import Event, EventParticipant
from claimx.mention import Mention, Participant, ParticipantKind, ParticipantRole, When, Where, finest_level
from claimx.quote import Quote
from claimx.template import Fill, Response, Slot, Template, parse_days, parse_location, write_days, write_strings
from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import match_names
from claimx.values.places import match_places

LEAST: Final = 2
"""Sources that corroborate anything at all."""
SHARE: Final = 6
"""Of how many sources one has to tell a thing."""
WINDOW: Final = timedelta(days=6)
"""Days before "on or before" a day: what is told without a date is news, as in claimx's own dating of news."""

_LEVELS: Final = ("site", "city", "admin1", "country")
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
_SLOTS: Final[dict[tuple[ParticipantRole, ParticipantKind], Slot]] = {
    (part.role, part.kind): slot for slot, part in _PARTS.items()
}


class Sources(NamedTuple):
    """What the systems say of one document."""

    articles: tuple[Article, ...]
    """One for each system that answered, with or without an incident."""
    mentions: tuple[Mention, ...]


def quorum_of(n_sources: int) -> int:
    """Return how many of the sources that answered on a document must tell a thing."""
    return max(LEAST, ceil(n_sources / SHARE))


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
        when=_when(_first(template.date)),
        where=_where({level: page.quote(line) for level, line in lines.place.items()}),
        participants=tuple(_participant(slot, page.quote(line)) for slot, line in lines.parts),
        claims=(),
        relations=(),
        quotes=(type_,),
    )


def _when(words: str) -> When:
    days = parse_days(words)
    if days is None or days.last is None:
        return When(text=None, start=None, end=None, precision="unknown", basis="none")
    if days.first is None:
        start = days.last - WINDOW
        return When(text=None, start=start, end=days.last, precision="week", basis="publication_fallback")
    return When(text=None, start=days.first, end=days.last, precision="day", basis="explicit")


def _where(levels: Mapping[str, Quote]) -> Where:
    site, city, admin1, country = (levels.get(level) for level in _LEVELS)
    return Where(
        site=site,
        city=city,
        admin1=admin1,
        country=country,
        precision=finest_level(site=site, city=city, admin1=admin1, country=country),
        country_code=country_code(country.exact) if country is not None else None,
    )


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


# Corroborating

Value = TypeVar("Value")


def corroborate(mentions: Sequence[Mention], *, quorum: int) -> tuple[Mention, ...]:
    """Return the mentions of one document with what at least `quorum` of its sources tell.

    Names are one as `match_names` has it, descriptions if they use the same words, places if `match_places` says so,
    times if they are the same days.
    """
    participants = _Told([(one.article_id, part) for one in mentions for part in one.participants], _alike, quorum)
    times = _Told([(one.article_id, one.when) for one in mentions], _same_days, quorum)
    places = {
        level: _Told(
            [(one.article_id, quote.exact) for one in mentions if (quote := getattr(one.where, level)) is not None],
            match_places,
            quorum,
        )
        for level in _LEVELS
    }
    kept = (
        mention.model_copy(
            update={
                "participants": tuple(part for part in mention.participants if participants.by_enough(part)),
                "when": mention.when if times.by_enough(mention.when) else _when(""),
                "where": _where(
                    {
                        level: quote
                        for level in _LEVELS
                        if (quote := getattr(mention.where, level)) is not None and places[level].by_enough(quote.exact)
                    }
                ),
            }
        )
        for mention in mentions
    )
    return tuple(mention for mention in kept if mention.participants)


class _Told(Generic[Value]):
    """Values with the sources that tell them."""

    def __init__(self, told: Sequence[tuple[str, Value]], same: Callable[[Value, Value], bool], quorum: int) -> None:
        self._told, self._same, self._quorum = told, same, quorum

    def by_enough(self, value: Value) -> bool:
        return len({source for source, other in self._told if self._same(value, other)}) >= self._quorum


def _alike(left: Participant, right: Participant) -> bool:
    if (left.role, left.kind) != (right.role, right.kind):
        return False
    one, other = left.name.exact, right.name.exact
    if not left.named:
        return fold_name(one) == fold_name(other)
    return match_names(one, other, kind="person" if left.kind == "person" else "organisation") is not None


def _same_days(left: When, right: When) -> bool:
    return (left.start, left.end) == (right.start, right.end)


# Back to templates


def templates_of_events(
    docid: str, events: Iterable[Event], *, mentions: Iterable[Mention], quorum: int
) -> list[Template]:
    """Return a template for each event that at least `quorum` sources tell, in the order of the events."""
    by_id = {mention.id: mention for mention in mentions}
    told = [(event, [by_id[one] for one in event.mention_ids]) for event in events]
    enough = [(event, members) for event, members in told if len({one.article_id for one in members}) >= quorum]
    return [_template(docid, event, members, number) for number, (event, members) in enumerate(enough, start=1)]


def _template(docid: str, event: Event, members: Sequence[Mention], number: int) -> Template:
    slot_at = {_at(part.name): _SLOTS[part.role, part.kind] for one in members for part in one.participants}
    fills: dict[str, list[str]] = {}
    for participant in event.participants:
        for slot, words in _told_as(participant, slot_at).items():
            fills.setdefault(slot, []).append(write_strings([words]))
    days = write_days(event.when.start, event.when.end)
    return Template.model_validate(
        {
            "docid": docid,
            "template": (str(number),),
            "type": (_most(_type(one) for one in members if one.type == event.type) or _type(members[0]),),
            "stage": ("THREATENED" if event.realis == "hypothetical" else "ACCOMPLISHED",),
            "date": () if days is None else (days,),
            "location": () if event.where.country is None else (event.where.country,),
            **{slot: tuple(words) for slot, words in fills.items()},
        }
    )


def _type(mention: Mention) -> str:
    """Return the incident type in the task's words: a mention's only quote."""
    return mention.quotes[0].exact


def _told_as(participant: EventParticipant, slot_at: Mapping[tuple[str, int], Slot]) -> dict[Slot, str]:
    """Return the form that most sources use, for each slot in which the participant stands."""
    forms: dict[Slot, list[str]] = {}
    for quote in participant.quotes:
        forms.setdefault(slot_at[_at(quote)], []).append(quote.exact)
    return {slot: words for slot in forms if (words := _most(forms[slot])) is not None}


def _at(quote: Quote) -> tuple[str, int]:
    return quote.article_id, quote.start


def _most(told: Iterable[str]) -> str | None:
    """Return the most frequent words; of equally frequent ones the longest, then the first in the alphabet."""
    words = list(told)
    return min(set(words), key=lambda one: (-words.count(one), -len(one), one), default=None)
