"""Gold: what a person says an article tells, and which mentions are one event.

The same nouns and field names as claimx's own records, without what code derives. A field that is left out was not
annotated and is not scored; null, or an empty list, says that the article has nothing there.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import BeforeValidator, Field, SerializerFunctionWrapHandler, model_serializer

from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind, TollKind, TollScope
from claimx.mention import ParticipantKind, ParticipantRole, RelationKind
from claimx.record import Record
from claimx.taxonomy import EventType, Means

Choice = TypeVar("Choice")
OneOf: TypeAlias = Choice | tuple[Choice, ...]
"""The right value; or a list of values, each of which is right."""


class Annotation(Record):
    """A record that knows which of its fields somebody filled in, and writes no others."""

    @model_serializer(mode="wrap")
    def _filled_in(self, serialise: SerializerFunctionWrapHandler) -> dict[str, object]:
        fields: dict[str, object] = serialise(self)
        return {name: value for name, value in fields.items() if name in self.model_fields_set}

    def annotates(self, field: str) -> bool:
        """Return whether somebody filled in a field, be it with nothing."""
        return field in self.model_fields_set


class GoldWords(Annotation):
    """Words of the article, copied verbatim. Written as a plain string where nothing else is to be said of them."""

    exact: str
    start: int | None = None
    """Offset in code points of the article's text; needed only where the words occur more than once."""
    also: tuple[str, ...] = ()
    """Other words of the article that are as right: a shorter or longer form, another name for the same."""


def _words(value: object) -> object:
    return {"exact": value} if isinstance(value, str) else value


Words = Annotated[GoldWords, BeforeValidator(_words, json_schema_input_type=str | GoldWords)]


class GoldSpeaker(Annotation):
    """Whom the article holds to a claim. A claim whose speaker is null is the article's own voice."""

    text: Words | None = None
    """The words that describe the speaker; null where a passive hides who speaks."""
    name: Words | None = None
    """The proper name inside those words."""
    kinds: tuple[SpeakerKind, ...] = ()
    anonymous: bool | None = None
    chain: tuple[Words, ...] = ()
    """Who passed the words on, the nearest to the article first."""


class GoldAttributed(Annotation):
    """What every claim has."""

    local_id: str | None = None
    """A name for it inside its mention, such as "c1", where another claim points at it."""
    optional: bool = False
    """Right if found, not wrong if missed."""
    speaker: GoldSpeaker | None = None
    cue: Words | None = None
    certainty: Certainty | None = None
    polarity: Polarity | None = None
    quotes: tuple[Words, ...] = ()
    """The passages that carry the claim."""


class GoldStatement(GoldAttributed):
    """Anything else a speaker says of the event."""

    type: Literal["statement"]


class GoldToll(GoldAttributed):
    """How many people were affected, as one speaker has it."""

    type: Literal["toll"]
    kind: OneOf[TollKind]
    count: Words | None = None
    """The words of the number."""
    min: int | None = None
    best: int | None = None
    max: int | None = None
    approximate: bool | None = None
    who: Words | None = None
    scope: TollScope | None = None
    confirms: str | None = None
    """`local_id` of the toll of the same mention that this one confirms without repeating its number."""
    parts: tuple[str, ...] = ()
    """For a sum that no words state: `local_id`s of the tolls that cover everybody, each person once. Such a sum is not
    scored as a claim, for the article does not say it; it counts in the ranges of events."""


class GoldResponsibility(GoldAttributed):
    """Who is said to have done it."""

    type: Literal["responsibility"]
    stance: StanceKind
    accused: Words | None = None


GoldClaim = Annotated[GoldToll | GoldResponsibility | GoldStatement, Field(discriminator="type")]


class GoldWhen(Annotation):
    """When it happened: the article's words, and the days a reader with a calendar gets from them."""

    text: Words | None = None
    start: date | None = None
    """First day it may have happened; null where nothing dates it, or, beside a last day, for any day up to that."""
    end: date | None = None
    """Last day, inclusive."""


class GoldWhere(Annotation):
    """Where it happened, each level in the article's words."""

    site: Words | None = None
    city: Words | None = None
    admin1: Words | None = None
    country: Words | None = None
    """Only where the article states it for this event."""
    country_code: str | None = None
    """ISO 3166-1 alpha-2 of that country."""


class GoldParticipant(Annotation):
    """Somebody involved, other than through a responsibility claim."""

    name: Words
    optional: bool = False
    named: bool | None = None
    kind: OneOf[ParticipantKind] | None = None
    role: OneOf[ParticipantRole] | None = None
    title: Words | None = None
    affiliation: Words | None = None
    also_known_as: tuple[Words, ...] = ()


class GoldRelation(Annotation):
    """How an event stands to another event of the same article, or of the corpus."""

    kind: RelationKind
    to: str
    """`local_id` of the other mention; in gold events the id of the other event."""


class GoldMention(Annotation):
    """One article's account of one event."""

    local_id: str
    """A name for it inside its article, such as "m1"."""
    optional: bool = False
    """Right if found, not wrong if missed."""
    label: Words | None = None
    type: OneOf[EventType] | None = None
    means: OneOf[Means] | None = None
    prominence: Literal["main", "background"] | None = None
    realis: Literal["actual", "future", "hypothetical", "negated"] | None = None
    when: GoldWhen | None = None
    where: GoldWhere | None = None
    participants: tuple[GoldParticipant, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    relations: tuple[GoldRelation, ...] = ()
    quotes: tuple[Words, ...] = ()
    """The passages that tell the event."""


class GoldArticle(Annotation):
    """What one article tells; one line of a file of gold mentions. An article without mentions tells no event."""

    article_id: str
    annotator: str | None = None
    note: str | None = None
    mentions: tuple[GoldMention, ...]


class GoldRange(Annotation):
    """The numbers the reports give for one kind of toll, all victims counted."""

    kind: TollKind
    low: int | None = None
    """Lowest number that a standing account allows."""
    best: int | None = None
    """The number of a record that gives one only, such as a registry's final count. Null where there are reports alone,
    which give no one number: it is not scored then."""
    high: int | None = None
    """Highest number that a standing account gives."""


class GoldDisagreement(Annotation):
    """A field on which the reports differ."""

    field: str
    """As in claimx's events: `tolls.killed`, `responsibility`, `when`, `type`."""
    values: tuple[OneOf[str], ...]
    """The sides; a list where one side goes by several names."""


class GoldPeriod(Annotation):
    """The days on which an event may have happened, both inclusive."""

    start: date | None = None
    end: date | None = None


class GoldPlace(Annotation):
    """Where an event happened; a list of names where any is right."""

    site: OneOf[str] | None = None
    city: OneOf[str] | None = None
    admin1: OneOf[str] | None = None
    country: OneOf[str] | None = None
    country_code: str | None = None


class GoldEvent(Annotation):
    """What happened, once; one line of a file of gold events."""

    id: str
    mentions: tuple[str, ...] = ()
    """The mentions that tell it, as `ARTICLE_ID/LOCAL_ID`."""
    articles: tuple[str, ...] = ()
    """The articles that are about it, where nobody annotated their mentions."""
    optional: bool = False
    type: OneOf[EventType] | None = None
    means: OneOf[Means] | None = None
    prominence: Literal["main", "background"] | None = None
    when: GoldPeriod | None = None
    where: GoldPlace | None = None
    tolls: tuple[GoldRange, ...] = ()
    """One for each kind with a number. Where this list was annotated, a kind that is not in it has no number."""
    n_origins: int | None = None
    """Independent sources behind its tolls and stances."""
    disagreements: tuple[GoldDisagreement, ...] = ()
    relations: tuple[GoldRelation, ...] = ()
    note: str | None = None
