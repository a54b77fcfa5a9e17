"""An event: what happened, once, with everyone who says so or says otherwise."""

from __future__ import annotations

from datetime import date
from typing import Literal

from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind, TollKind
from claimx.mention import ParticipantKind, ParticipantRole, PlacePrecision, RelationKind
from claimx.quote import Quote
from claimx.record import Record
from claimx.taxonomy import EventType, Means
from claimx.values.dates.period import DatePrecision

Policy = Literal["conservative", "latest", "representative", "informative"]
ClaimStatus = Literal["current", "superseded", "divergent"]


class Saying(Record):
    """One claim inside an event: who says it, where, in which words, and where it came from."""

    claim_id: str
    mention_id: str
    article_id: str
    speaker: str
    """Canonical speaker; `(article)` for the article's own voice, `(unattributed)` for a hidden speaker."""
    speaker_text: str | None
    """The speaker in the article's words."""
    speaker_kinds: tuple[SpeakerKind, ...]
    anonymous: bool
    origin: str
    """The independent source behind the claim: an agency, an outlet or a single article."""
    origin_reason: str
    """The rule that found the origin, as a sentence."""
    status: ClaimStatus
    status_reason: str | None
    certainty: Certainty | None
    polarity: Polarity
    value: Quote | None = None
    """The words of the value itself, inside one of the quotes: the number of a toll, the accused of a stance."""
    confirms: str | None = None
    """Id of the claim whose number this one confirms without repeating it."""
    parts: tuple[str, ...] = ()
    """Ids of the claims that were added up to this number."""
    quotes: tuple[Quote, ...]


class TollAccount(Record):
    """One value of a toll with all who give it."""

    min: int | None
    best: int | None
    max: int | None
    approximate: bool
    words: tuple[str, ...] = ()
    """The number in the articles' words, such as "two", "several"."""
    who: tuple[str, ...] = ()
    """The articles' words for those affected."""
    status: ClaimStatus
    n_articles: int
    n_origins: int
    n_speakers: int
    sayings: tuple[Saying, ...]


class EventToll(Record):
    """A toll of the event: a range over all current accounts, and one value chosen by a named policy."""

    kind: TollKind
    low: int | None
    """Lowest number any current account allows; null where none gives a number."""
    best: int | None
    """The value the policy chose; null for a tie, with the reason in `reason`."""
    high: int | None
    """Highest number any current account gives."""
    policy: Policy
    reason: str
    n_articles: int
    n_origins: int
    n_speakers: int
    accounts: tuple[TollAccount, ...]
    """Current accounts first, then superseded and divergent ones."""
    partial: tuple[Saying, ...]
    """Claims about some victims only, others besides, or a longer campaign; they bound nothing and are not added up."""


class EventStance(Record):
    """What is said about who did it: one stance towards one accused."""

    accused: str | None
    accused_forms: tuple[str, ...]
    """The ways the articles name the accused."""
    stance: StanceKind
    polarity: Polarity
    n_articles: int
    n_origins: int
    n_speakers: int
    sayings: tuple[Saying, ...]


class DisputedValue(Record):
    """One side of a disagreement."""

    value: str
    claim_ids: tuple[str, ...]
    mention_ids: tuple[str, ...]
    origins: tuple[str, ...]
    speakers: tuple[str, ...]


class Disagreement(Record):
    """A field on which the reports differ."""

    field: str
    """Such as `tolls.killed`, `responsibility`, `where.site`."""
    values: tuple[DisputedValue, ...]


class Spread(Record):
    """How far those who speak on a field agree.

    Each has one vote, split evenly among its values where it gives several.
    Shares are from 0 to 1; all fractions are exact and rounded to 4 places. The formulas: `claimx.merging.agreement`.
    """

    n: int
    """How many speak on the field."""
    n_values: int
    """How many different values they give; less 1, it is eventreport's `dscore`."""
    modal_value: str | None
    """The value with the most votes; null for a tie. Days as ISO dates, names in the form most used."""
    modal_confidence: float
    """Share of the votes that the most frequent value has, the share of each where several tie: eventreport's
    `modal_confidence`. 1 less it is eventreport's `event_level_disagreement`."""
    share_disagreement: Literal[0, 1]
    """1 where there are several values, else 0; its mean over events is eventreport's `share_disagreement`."""
    pair_disagreement: float | None
    """Probability that two voters drawn at random without replacement differ; null for fewer than two."""
    range: int | None
    """Highest less lowest value, in people or days, as in eventreport's `mean_range`; null for names."""
    standard_deviation: float | None
    """Sample standard deviation (divisor n - 1), in people or days, as in eventreport's `mean_sd`; null for names, for
    fewer than two voters, and beyond what a float holds."""


class Agreement(Record):
    """How far the reports agree on one field."""

    field: str
    """`type`, `means`, `when` (days), `where.city`, `where.admin1`, `where.country`, `tolls.killed` and the other
    kinds (exact numbers), `responsibility` (whom they hold responsible)."""
    reports: Spread
    """One vote for each article that says something on it."""
    origins: Spread
    """One vote for each independent origin."""


class NameForm(Record):
    """One way a participant is named."""

    text: str
    n: int
    """In how many mentions."""


class EventParticipant(Record):
    """One participant under all names the reports use."""

    name: str
    forms: tuple[NameForm, ...]
    kind: ParticipantKind
    roles: tuple[ParticipantRole, ...]
    titles: tuple[str, ...]
    affiliations: tuple[str, ...]
    mention_ids: tuple[str, ...]
    rules: tuple[str, ...]
    """The rules that joined the names, as sentences."""
    quotes: tuple[Quote, ...]


class EventWhen(Record):
    """The days on which all dated mentions agree, or their span where they do not."""

    start: date | None
    end: date | None
    precision: DatePrecision


class EventWhere(Record):
    """The place, at each level the form most mentions use."""

    site: str | None
    city: str | None
    admin1: str | None
    country: str | None
    country_code: str | None
    precision: PlacePrecision


class EventRelation(Record):
    """How this event stands to another event."""

    kind: RelationKind
    to: str
    """Id of the other event."""
    mention_ids: tuple[str, ...]


class LogEntry(Record):
    """One decision of a rule."""

    rule: str
    left: str | None
    """Id the decision is about."""
    right: str | None
    verdict: Literal["joined", "separated", "refused", "chose"]
    sentence: str


class Event(Record):
    """What happened, once."""

    id: str
    title: str
    """Built in code from type, place and date."""
    type: EventType
    means: Means | None
    when: EventWhen
    where: EventWhere
    realis: Literal["actual", "future", "hypothetical", "negated"]
    prominence: Literal["main", "background"]
    """`main` where any article tells it as its main event."""
    article_ids: tuple[str, ...]
    mention_ids: tuple[str, ...]
    n_articles: int
    n_origins: int
    """Independent origins behind its tolls and stances; where it has none, behind its articles."""
    participants: tuple[EventParticipant, ...]
    tolls: tuple[EventToll, ...]
    responsibility: tuple[EventStance, ...]
    statements: tuple[Saying, ...]
    disagreements: tuple[Disagreement, ...]
    agreement: tuple[Agreement, ...] = ()
    """One for each field on which any report speaks."""
    relations: tuple[EventRelation, ...]
    log: tuple[LogEntry, ...]
    ruleset: str
