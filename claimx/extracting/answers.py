"""What the model is asked to answer: the models whose JSON schema goes on the wire.

Field docstrings are the instruction: the schema carries them to the model, and the annotating guideline says the
same. Values are words copied from the article; only enumerations are the model's own.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind, TollKind, TollScope
from claimx.mention import ParticipantKind, ParticipantRole, RelationKind
from claimx.taxonomy import EventType, Means


class Answered(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class AnsweredSpeaker(Answered):
    """Whom the article holds to a claim."""

    words: str | None
    """The words that describe the speaker, as full as the passage has them ("a hospital official in the town").
    Null only where a passive hides who speaks ("was attributed to")."""
    name: str | None
    """The proper name, copied out of `words`: a person's, or else that of the body, force, group, agency or outlet that
    speaks ("the Delan council": "Delan council"; "Mayor Orlen's office": "Orlen"). Null where `words` only describe
    ("a hospital official", "Norlandic officials")."""
    kinds: list[SpeakerKind]
    """What the speaker is. A joint speaker ("police and medical sources") is one speaker with two kinds."""
    anonymous: bool
    """True where the individual who speaks goes unnamed ("an official", "sources"). False for a named person and for
    an institution that speaks as such ("the ministry said"). This is another question than the kind."""
    via: list[str]
    """Words naming those who passed the claim on to this article (an agency, another outlet, a social media
    account), the nearest to this article first; empty if the article has it from the speaker itself."""


class AnsweredClaim(Answered):
    """One statement about the event, with its speaker."""

    id: str
    """A short id, unique in this answer, such as "c1"."""
    quotes: list[str]
    """Passages copied verbatim that carry this claim and contain every other value given here, speaker included.
    Whole sentences are best. A claim that one speaker repeats with the same value is one claim with several quotes."""
    speaker: AnsweredSpeaker | None
    """Null where the article says it in its own voice and holds nobody else to it."""
    cue: str | None
    """The reporting word or words in the passage ("said", "accused", "according to")."""
    certainty: Certainty | None
    """How sure the speaker is, on FactBank's scale: CT certain, which is whatever is said or alleged without a hedge;
    PR probable ("believed to", "likely"); PS possible ("may", "could"); U takes no position ("could not confirm").
    Null for `no_comment` and `unclaimed`."""
    polarity: Polarity
    """"+" as stated; "-" where the words say it is not so or that the speaker stops short of it ("did not claim",
    "denied that ten had died", "without naming the army"); "u" where that cannot be told. A count such as "no
    casualties" is "+"."""


class AnsweredToll(AnsweredClaim):
    """How many people were killed, injured, missing, displaced or detained in this event, as one speaker has it.

    One claim for each kind, number and speaker. A number told without a source is the article's own. A deed with a
    single described victim ("killed a commander") is a claim too, with scope `subtotal`.
    """

    kind: TollKind
    count: str | None
    """The words of the number with their qualifiers ("at least two", "dozens of", "two and a half million"), copied
    whole from a quote; with the noun where the number word is "no" ("no casualties"). Null where no number or quantity
    word is printed: one person who is merely named or described ("a commander was killed", "another guard"), or a
    confirmation without its number."""
    number: int | None
    """Your own reading of `count` as one integer; null if it has none."""
    who: str | None
    """The words for those affected ("members of the group")."""
    scope: TollScope
    """`total`: all of this kind in this event, as far as the speaker knows; `subtotal`: some of them only ("among
    them a child", "one in critical condition", a named or described victim), including parts that together make up
    the whole ("one critically and two others": two claims); `additional`: "two more", "another three", on top of
    others; `cumulative`: over a longer campaign or several events."""
    confirms: str | None
    """Id of the toll claim with a number that this one confirms without repeating it ("confirmed the death toll");
    one claim for each kind that is confirmed, each with `count` null. Else null."""


class AnsweredAllTold(Answered):
    """Toll claims that together cover everybody so harmed in this event."""

    parts: list[str]
    """Ids of toll claims of one kind. Each person the article tells of is in exactly one of them: of several claims
    about the same people take one. A claim without `count` stands for one person."""


class AnsweredResponsibility(AnsweredClaim):
    """Who is said, by a speaker, to have done this event.

    Not for what the article says in its own voice: there the doer is a participant with the role `actor`. A passive
    ("attributed to the army") is a claim of a hidden speaker: `speaker` with `words` null.
    """

    stance: StanceKind
    """`claims`: says it did it itself; `accuses`: says another did it; `confirms`: confirms another's claim or
    accusation; `denies`: says it did not do it, or that the accused did not; `no_comment`: was asked or expected to
    speak and did not, which is neither denial nor confirmation; `unclaimed`: the article says that nobody has
    claimed it."""
    accused: str | None
    """The words for the one held responsible, as full as the passage has them ("the eastern alliance"). For
    `no_comment` null unless the passage names whom the comment would have been about. One claim for each accused."""


class AnsweredStatement(AnsweredClaim):
    """What else a speaker says of this event: condemnation or praise, threat or vow, account of how or why, demand.

    Nothing but these four. Not what a toll or an accusation already carries, not a description of footage, not
    background on the speaker.
    """


class AnsweredWhen(Answered):
    """When the event happened, in the article's words; never worked out."""

    words: str
    """The words for the time, copied: "Thursday", "last month", "3 May", "two days after"."""
    counts_from: str | None
    """Id of the other event of this answer from which the words count ("two days after the bombing"); null where
    they stand by themselves."""
    side: Literal["before", "after"] | None
    """Whether THIS event lies before or after the one it counts from. If the report says that event B came "two days
    after" event A, then for A: words "two days after", counts_from B, side before."""


class AnsweredWhere(Answered):
    """Where the event happened. Each level is copied from the quotes, only if they state it; infer nothing."""

    site: str | None
    """Building, street, district, base: the finest place below the city."""
    city: str | None
    """City, town or village: the bare name."""
    admin1: str | None
    """Province, state, governorate or region ("the northern province of Delan": "Delan")."""
    country: str | None
    """The country: the bare noun, only where the article states it for this event; not worked out from the city, nor
    taken from a dateline."""


class AnsweredParticipant(Answered):
    """Somebody involved in the event: who did it, whom it was aimed at, whom it hit."""

    quotes: list[str]
    """Passages copied verbatim that name this participant and show the other values given here."""
    name: str
    """The proper name without title, as full as the article has it; else the describing words ("a local
    commander")."""
    named: bool
    """Whether `name` is a proper name."""
    kind: ParticipantKind
    role: ParticipantRole
    """`actor`: did it, only where the article says so in its own voice; `recipient`: the person, force or
    organisation it was aimed at; `victim`: a person or people killed or hurt; `associated`: otherwise involved.
    Those whom only a speaker blames are responsibility claims, not actors."""
    title: str | None
    """Rank or office, copied."""
    affiliation: str | None
    """The organisation or state whose member or official the participant is told to be, copied as a noun; null for an
    adjective ("Norlandic soldiers")."""
    also_known_as: list[str]
    """Every other name, abbreviation or nom de guerre that the article itself states for this participant ("the
    Free Valley Front (FVF), also known as Ansad"; "Tomas Irel (Old Fox)"). A quote must hold it together with the
    name."""


class AnsweredRelation(Answered):
    """How this event stands to another event of this answer."""

    kind: RelationKind
    to: str
    """Id of the other event."""
    quotes: list[str]
    """Passages copied verbatim that say so."""


class AnsweredMention(Answered):
    """This article's account of one event."""

    id: str
    """A short id, unique in this answer, such as "m1"."""
    quotes: list[str]
    """Passages copied verbatim that tell this event and contain its label, time and place words."""
    label: str
    """At most 12 words copied from a quote that name the event ("a car bomb in the market town of Delan")."""
    type: EventType
    """What happened. `air_strike`: attack from the air, by drones too; `shelling`: rockets, missiles, artillery from
    the ground; `bombing`: planted or thrown explosives; `attack`: violence whose form is not told; `raid`: armed
    entry or storming on the ground."""
    means: Means | None
    """With what it was done; null if not told. Another question than the type."""
    prominence: Literal["main", "background"]
    """`main`: what the article was written to report; `background`: told to explain it."""
    realis: Literal["actual", "future", "hypothetical", "negated"]
    """Whether it happened, is announced, is merely imagined or threatened, or is said not to have happened."""
    when: AnsweredWhen | None
    where: AnsweredWhere
    participants: list[AnsweredParticipant]
    tolls: list[AnsweredToll]
    all_told: list[AnsweredAllTold]
    """For each kind of toll of which no claim with scope `total` gives the number, although the article lets the reader
    count everybody: one list of claims that cover them all, be it a single victim. You choose claims, code adds up."""
    responsibilities: list[AnsweredResponsibility]
    statements: list[AnsweredStatement]
    relations: list[AnsweredRelation]


class Answer(Answered):
    """What one article tells."""

    published: str | None
    """The words of the article that give its own date of publication (a date line), copied; null if there are
    none."""
    mentions: list[AnsweredMention]
    """Every event the article tells, the main one first."""


class Repair(Answered):
    """The mended words for one rejected value."""

    path: str
    """The path of the rejected value, as given."""
    words: str | None
    """Words copied verbatim from the article that mend it; null where the article has none."""


class Repairs(Answered):
    """Mended words for rejected values."""

    repairs: list[Repair]
    """One for each rejected value."""
