"""A mention: one article's account of one event."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from claimx.claim import Claim
from claimx.quote import Quote
from claimx.record import Record
from claimx.taxonomy import EventType, Means
from claimx.values.countries import country_code
from claimx.values.dates.period import DateBasis, DatePrecision

PlacePrecision = Literal["site", "city", "admin1", "country", "unknown"]
ParticipantKind = Literal["person", "armed_group", "state_force", "government", "intl_org", "civilians", "unknown"]
ParticipantRole = Literal["actor", "recipient", "victim", "associated"]
RelationKind = Literal["retaliation_for", "part_of", "follows", "anniversary_of"]


class When(Record):
    """When the event happened, resolved against the day of publication."""

    text: Quote | None
    start: date | None
    """First day it may have happened; null where nothing dates it."""
    end: date | None
    """Last day it may have happened, inclusive."""
    precision: DatePrecision
    basis: DateBasis


class Where(Record):
    """Where the event happened, each level in the article's own words."""

    site: Quote | None
    city: Quote | None
    admin1: Quote | None
    country: Quote | None
    """Only where the article states it; never inferred from the city."""
    precision: PlacePrecision
    """The finest level stated."""
    country_code: str | None
    """ISO 3166-1 alpha-2, read from `country`."""

    @classmethod
    def stated(cls, *, site: Quote | None, city: Quote | None, admin1: Quote | None, country: Quote | None) -> Self:
        """Return the place with these levels, its precision and code read from them."""
        return cls(
            site=site,
            city=city,
            admin1=admin1,
            country=country,
            precision=finest_level(site=site, city=city, admin1=admin1, country=country),
            country_code=country_code(country.exact) if country is not None else None,
        )


def finest_level(
    *, site: object | None, city: object | None, admin1: object | None, country: object | None
) -> PlacePrecision:
    """Return the finest level of a place that is stated."""
    levels: tuple[tuple[PlacePrecision, object | None], ...] = (
        ("site", site),
        ("city", city),
        ("admin1", admin1),
        ("country", country),
    )
    return next((level for level, stated in levels if stated is not None), "unknown")


class Participant(Record):
    """Somebody involved, other than through a responsibility claim."""

    name: Quote
    """The proper name, or the describing words where no name is given."""
    named: bool
    """Whether `name` is a proper name."""
    kind: ParticipantKind
    role: ParticipantRole
    """`actor` only where the article says so in its own voice."""
    title: Quote | None
    affiliation: Quote | None
    also_known_as: tuple[Quote, ...]
    """Other names for the same one, each stated as such in a passage that has both."""
    quotes: tuple[Quote, ...]


class Relation(Record):
    """How this event stands to another event of the same article."""

    kind: RelationKind
    to: str
    """Id of the other mention."""
    quotes: tuple[Quote, ...]


class Mention(Record):
    """One article's account of one event."""

    id: str
    article_id: str
    local_id: str
    """The number the model gave it inside its article."""
    fingerprint: str
    """SHA-256 of the prompt and the schema that produced it."""
    model: str
    label: Quote
    """At most 12 words of the article that name the event."""
    type: EventType
    means: Means | None
    prominence: Literal["main", "background"]
    realis: Literal["actual", "future", "hypothetical", "negated"]
    when: When
    where: Where
    participants: tuple[Participant, ...]
    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    quotes: tuple[Quote, ...]
    """The passages that tell the event; type, means, prominence and realis rest on them."""
