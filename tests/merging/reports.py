"""Builders: small reports and what they tell, all of whose quotes stand in their text.

`story` says what one mention holds, `report` writes an article that has all its words and reads the mentions back from
it, `merged` merges reports. An article is written so that no two share a run of five words unless `text` is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from claimx.article import Article, PublishedAt, article_id
from claimx.claim import (
    Attributed,
    Certainty,
    Claim,
    Polarity,
    Responsibility,
    Speaker,
    SpeakerKind,
    StanceKind,
    Statement,
    Toll,
    TollKind,
    TollScope,
)
from claimx.event import Event, EventToll, Policy
from claimx.mention import (
    Mention,
    Participant,
    ParticipantKind,
    ParticipantRole,
    PlacePrecision,
    Relation,
    RelationKind,
    When,
    Where,
)
from claimx.merging import merge
from claimx.quote import Quote
from claimx.record import content_id
from claimx.taxonomy import EventType, Means
from claimx.values.countries import country_code
from claimx.values.counts.count import read_count
from claimx.values.sentences import sentence_at

TOWN = "Qasr Delan"
DAY = "2024-03-05"
NEXT_DAY = "2024-03-06"


@dataclass(frozen=True)
class Voice:
    """A speaker in the article's words."""

    text: str | None
    name: str | None = None
    kinds: tuple[SpeakerKind, ...] = ("police_security",)
    anonymous: bool = True
    via: tuple[str, ...] = ()


POLICE = Voice("a police officer")
DOCTOR = Voice("a doctor", kinds=("medical",))
MINISTER = Voice("Minister Lena Orvik", name="Lena Orvik", kinds=("government",), anonymous=False)
HIDDEN = Voice(None, kinds=())


@dataclass(frozen=True)
class Said:
    """One claim: `value` is the words of its number or of its accused."""

    type: Literal["toll", "responsibility", "statement"]
    by: Voice | None
    value: str | None
    kind: TollKind = "killed"
    scope: TollScope = "total"
    stance: StanceKind = "accuses"
    polarity: Polarity = "+"
    certainty: Certainty | None = "CT"
    confirms: int | None = None
    """The place of the confirmed claim in its story, from 1."""
    number: int | None = None
    """The number where the words are not to be read."""
    who: str | None = None
    passage: str | None = None

    def sentence(self) -> str:
        """Return one line that has all words of the claim."""
        voice = self.by or Voice(None)
        words = (voice.text, voice.name, *voice.via, self.value, self.who)
        return " - ".join(dict.fromkeys(filter(None, (*words, self.kind if self.type == "toll" else self.stance))))


def toll(
    value: str | None,
    kind: TollKind = "killed",
    *,
    by: Voice | None = None,
    scope: TollScope = "total",
    polarity: Polarity = "+",
    confirms: int | None = None,
    number: int | None = None,
    who: str | None = None,
    passage: str | None = None,
) -> Said:
    """A count of those affected."""
    return Said(
        "toll",
        by,
        value,
        kind=kind,
        scope=scope,
        polarity=polarity,
        confirms=confirms,
        number=number,
        who=who,
        passage=passage,
    )


def blame(
    accused: str | None, stance: StanceKind = "accuses", *, by: Voice | None = None, polarity: Polarity = "+"
) -> Said:
    """A stance on who did it."""
    return Said("responsibility", by, accused, stance=stance, polarity=polarity)


def remark(*, by: Voice | None = None) -> Said:
    """A statement of another kind."""
    return Said("statement", by, None)


@dataclass(frozen=True)
class Party:
    """A participant."""

    name: str
    role: ParticipantRole
    kind: ParticipantKind
    also: tuple[str, ...] = ()
    named: bool = True
    title: str | None = None


def victim(name: str, *also: str) -> Party:
    """A person by name."""
    return Party(name, "victim", "person", also)


def force(name: str, *also: str, role: ParticipantRole = "actor", kind: ParticipantKind = "armed_group") -> Party:
    """An organisation by name."""
    return Party(name, role, kind, also)


def bystanders(words: str, kind: ParticipantKind = "civilians") -> Party:
    """Victims without a name."""
    return Party(words, "victim", kind, named=False)


@dataclass(frozen=True)
class Story:
    """What one mention holds; `when` is a day, a month, a year, or first and last day of a window."""

    type: EventType = "bombing"
    means: Means | None = None
    when: str | tuple[str, str] | None = DAY
    site: str | None = None
    city: str | None = TOWN
    admin1: str | None = None
    country: str | None = None
    parties: tuple[Party, ...] = ()
    claims: tuple[Said, ...] = ()
    relations: tuple[tuple[RelationKind, int], ...] = ()
    """Each to the story at that place in its report, from 1."""
    label: str | None = None
    realis: Literal["actual", "future", "hypothetical", "negated"] = "actual"
    prominence: Literal["main", "background"] = "main"
    passage: str | None = field(default=None, compare=False)

    def but(self, **changes: object) -> Story:
        """Return the story with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses.replace is typed field by field

    def lines(self) -> Iterator[str]:
        """Yield lines that have all words of the story."""
        places = (self.site, self.city, self.admin1, self.country)
        yield " - ".join(filter(None, (self.label or f"The {self.type}", *places)))
        for party in self.parties:
            yield " - ".join(filter(None, (party.title, party.name, *party.also)))
        yield from (said.sentence() for said in self.claims)


class Report(NamedTuple):
    """An article with its mentions."""

    article: Article
    mentions: tuple[Mention, ...]


def report(
    outlet: str | None,
    *stories: Story,
    published: str | None = NEXT_DAY,
    byline: str | None = None,
    text: str | None = None,
) -> Report:
    """Write an article that tells the stories, or find them in `text`."""
    passages = [story.passage or text or _passage(story, f"{outlet} {n}") for n, story in enumerate(stories, start=1)]
    article = _article("\n\n".join(passages) if text is None else text, outlet, published, byline)
    told = zip(stories, passages, strict=True)
    mentions = [_Reader(article, passage).mention(story, n) for n, (story, passage) in enumerate(told, start=1)]
    return Report(
        article, tuple(_related(mention, story, mentions) for mention, story in zip(mentions, stories, strict=True))
    )


def bare(outlet: str | None, text: str, *, published: str | None = NEXT_DAY) -> Article:
    """Return an article of which no mention is told."""
    return _article(text, outlet, published, None)


def merged(*reports: Report, policy: Policy = "representative") -> tuple[Event, ...]:
    """Merge the reports."""
    mentions = [mention for one in reports for mention in one.mentions]
    return merge(mentions, articles=[one.article for one in reports], policy=policy)


def one_event(*reports: Report, policy: Policy = "representative") -> Event:
    """Merge the reports of what is one event."""
    (event,) = merged(*reports, policy=policy)
    return event


def grouped(*reports: Report) -> list[list[str]]:
    """Return the events as sorted lists of "outlet/number of the mention in its report"."""
    names = {mention.id: f"{one.article.outlet}/{mention.local_id}" for one in reports for mention in one.mentions}
    return sorted(sorted(names[mention_id] for mention_id in event.mention_ids) for event in merged(*reports))


def toll_of(event: Event, kind: TollKind = "killed") -> EventToll:
    """Return the toll of one kind."""
    (found,) = (one for one in event.tolls if one.kind == kind)
    return found


def _passage(story: Story, sign: str) -> str:
    return "\n".join(f"{sign}: {line}." for line in story.lines())


def _article(text: str, outlet: str | None, published: str | None, byline: str | None) -> Article:
    when: PublishedAt | None = None
    if published is not None:
        when = date.fromisoformat(published) if len(published) == 10 else datetime.fromisoformat(published)
    basis: Literal["metadata", "none"] = "metadata" if when is not None else "none"
    return Article(
        id=article_id(text), text=text, outlet=outlet, byline=byline, published_at=when, published_basis=basis
    )


def _related(mention: Mention, story: Story, mentions: Sequence[Mention]) -> Mention:
    relations = (
        Relation(kind=kind, to=mentions[place - 1].id, quotes=mention.quotes) for kind, place in story.relations
    )
    return mention.model_copy(update={"relations": tuple(relations)})


class _Reader:
    """Finds the words of one story inside one passage of an article."""

    def __init__(self, article: Article, passage: str) -> None:
        self.article = article
        self.start = article.text.index(passage)
        self.end = self.start + len(passage)

    def quote(self, words: str, *, within: str | None = None) -> Quote:
        """Return the first place of the words, standing by themselves, in the passage or in a part of it."""
        text = self.article.text
        first, last = self.start, self.end
        if within is not None:
            first = text.index(within, first, last)
            last = first + len(within)
        found = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(text, first, last)
        assert found is not None, f"{words!r} does not stand in {text[first:last]!r}"
        start, end = found.span()
        return Quote(
            exact=words,
            prefix=text[max(0, start - 32) : start],
            suffix=text[end : end + 32],
            start=start,
            end=end,
            article_id=self.article.id,
            match="exact",
            occurrences=text.count(words),
        )

    def maybe(self, words: str | None, *, within: str | None = None) -> Quote | None:
        """Return the quote of words, None for None."""
        return self.quote(words, within=within) if words is not None else None

    def mention(self, story: Story, number: int) -> Mention:
        """Return the mention of a story."""
        whole = self.quote(self.article.text[self.start : self.end].strip(" ."))
        claims = [self.claim(said, n) for n, said in enumerate(story.claims, start=1)]
        mention = Mention(
            id="",
            article_id=self.article.id,
            local_id=f"{number}",
            fingerprint="f",
            model="m",
            label=self.quote(story.label or re.findall(r"[\w’']+(?:\W+[\w’']+){0,2}", whole.exact)[0]),
            type=story.type,
            means=story.means,
            prominence=story.prominence,
            realis=story.realis,
            when=when(story.when),
            where=self.where(story),
            participants=tuple(self.participant(party) for party in story.parties),
            claims=tuple(_confirming(claim, said, claims) for claim, said in zip(claims, story.claims, strict=True)),
            relations=(),
            quotes=(whole,),
        )
        return mention.model_copy(update={"id": content_id("m", mention.model_dump(mode="json"))})

    def where(self, story: Story) -> Where:
        """Return the place."""
        site, city, admin1, country = map(self.maybe, (story.site, story.city, story.admin1, story.country))
        precision: PlacePrecision = (
            "site" if site else "city" if city else "admin1" if admin1 else "country" if country else "unknown"
        )
        code = country_code(story.country) if story.country is not None else None
        return Where(site=site, city=city, admin1=admin1, country=country, precision=precision, country_code=code)

    def participant(self, party: Party) -> Participant:
        """Return a participant."""
        name = self.quote(party.name)
        return Participant(
            name=name,
            named=party.named,
            kind=party.kind,
            role=party.role,
            title=self.maybe(party.title),
            affiliation=None,
            also_known_as=tuple(self.quote(alias) for alias in party.also),
            quotes=(self.sentence(name),),
        )

    def claim(self, said: Said, number: int) -> Claim:
        """Return a claim; in a written article it stands in its own sentence."""
        line = said.passage or said.sentence()
        within = line if line in self.article.text[self.start : self.end] else None
        value = self.maybe(said.value, within=within)
        place = value if value is not None else self.quote(self.article.text[self.start : self.end].strip(" ."))
        passage = self.quote(within) if within is not None else self.sentence(place)
        common = Attributed(
            id="",
            local_id=f"c{number}",
            speaker=self.speaker(said.by, within=within),
            cue=None,
            certainty=said.certainty,
            polarity=said.polarity,
            quotes=(passage,),
        )
        claim = self.typed(said, common, value)
        return claim.model_copy(update={"id": content_id("c", claim.model_dump(mode="json"))})

    def typed(self, said: Said, common: Attributed, value: Quote | None) -> Claim:
        """Return the claim as what it is."""
        if said.type == "statement":
            return Statement(**dict(common))
        if said.type == "responsibility":
            return Responsibility(**dict(common), stance=said.stance, accused=value)
        read = read_count(self.article.text, start=value.start, end=value.end) if value is not None else None
        exact = said.number
        return Toll(
            **dict(common),
            kind=said.kind,
            count=value,
            who=self.maybe(said.who),
            scope=said.scope,
            confirms=None,
            min=exact if exact is not None else read and read.min,
            best=exact if exact is not None else read and read.best,
            max=exact if exact is not None else read and read.max,
            approximate=read is not None and read.approximate,
            basis="text" if read is not None else "none",
        )

    def speaker(self, voice: Voice | None, *, within: str | None) -> Speaker | None:
        """Return the speaker."""
        if voice is None:
            return None
        return Speaker(
            text=self.maybe(voice.text, within=within),
            name=self.maybe(voice.name, within=within),
            kinds=voice.kinds,
            anonymous=voice.anonymous,
            chain=tuple(self.quote(link, within=within) for link in voice.via),
        )

    def sentence(self, words: Quote) -> Quote:
        """Return the sentence the words stand in."""
        start, end = sentence_at(self.article.text, words.start, words.end)
        return words.model_copy(update={"exact": self.article.text[start:end], "start": start, "end": end})


def _confirming(claim: Claim, said: Said, claims: Sequence[Claim]) -> Claim:
    if said.confirms is None:
        return claim
    return claim.model_copy(update={"confirms": claims[said.confirms - 1].id})


def when(told: str | tuple[str, str] | None) -> When:
    """Read "2024-03-05", "2024-03", "2024", or a window before a publication."""
    if told is None:
        return When(text=None, start=None, end=None, precision="unknown", basis="none")
    if isinstance(told, tuple):
        start, end = map(date.fromisoformat, told)
        return When(text=None, start=start, end=end, precision="week", basis="publication_fallback")
    if len(told) == 10:
        day = date.fromisoformat(told)
        return When(text=None, start=day, end=day, precision="day", basis="explicit")
    if len(told) == 7:
        start = date.fromisoformat(f"{told}-01")
        end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return When(text=None, start=start, end=end, precision="month", basis="explicit")
    return When(text=None, start=date(int(told), 1, 1), end=date(int(told), 12, 31), precision="year", basis="explicit")
