"""A claim: one statement inside a mention, with its speaker."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claimx.quote import Quote
from claimx.record import Record

SpeakerKind = Literal[
    "government",
    "military",
    "police_security",
    "medical",
    "armed_group",
    "witness",
    "ngo_un",
    "media",
    "wire",
    "expert",
    "other",
]
Certainty = Literal["CT", "PR", "PS", "U"]
Polarity = Literal["+", "-", "u"]
TollKind = Literal["killed", "injured", "missing", "displaced", "detained"]
TollScope = Literal["total", "additional", "subtotal", "cumulative"]
StanceKind = Literal["claims", "accuses", "confirms", "denies", "no_comment", "unclaimed"]
CountBasis = Literal["text", "model", "parts", "persons", "none"]


class Speaker(Record):
    """Whom the article holds to a statement. A claim without a speaker is the article's own voice."""

    text: Quote | None
    """The words that describe the speaker; null where a passive hides who speaks ("was attributed to")."""
    name: Quote | None
    """The proper name inside those words, of a person or an organisation."""
    kinds: tuple[SpeakerKind, ...]
    """More than one for a joint speaker ("police and security sources")."""
    anonymous: bool
    """Whether the individual who speaks goes unnamed."""
    chain: tuple[Quote, ...]
    """Who passed the words on, from the nearest to the article to the nearest to the speaker."""


class Attributed(Record):
    """What every claim has: who says it, how surely, and in which words."""

    id: str
    local_id: str
    """The number the model gave it inside its mention."""
    speaker: Speaker | None
    cue: Quote | None
    """The reporting verb or noun."""
    certainty: Certainty | None
    """FactBank's scale: certain, probable, possible, underspecified; null where nothing is asserted."""
    polarity: Polarity
    quotes: tuple[Quote, ...]
    """The passages that carry the claim; repeats by the same speaker are further quotes of one claim."""


class Statement(Attributed):
    """Anything else a speaker says of the event: condemnation, threat, account."""

    type: Literal["statement"] = "statement"


class Toll(Attributed):
    """How many people were affected, as one speaker has it."""

    type: Literal["toll"] = "toll"
    kind: TollKind
    count: Quote | None
    """The words of the number; null for a victim without a number and for a confirmation that repeats none."""
    who: Quote | None
    """The words for those affected."""
    scope: TollScope
    confirms: str | None
    """Id of the claim of the same mention that this one confirms without repeating its number."""
    min: int | None
    best: int | None
    max: int | None
    approximate: bool
    basis: CountBasis
    """Where the numbers come from: the words; the model's reading of unparsed words; `parts`, a sum of printed numbers;
    `persons`, a sum in which people without a number word count one each; or nothing."""
    parts: tuple[str, ...] = ()
    """Ids of the claims that were summed, for the bases `parts` and `persons`."""


class Responsibility(Attributed):
    """Who is said to have done it."""

    type: Literal["responsibility"] = "responsibility"
    stance: StanceKind
    accused: Quote | None
    """The words for the one held responsible; null for `unclaimed` and for a `no_comment` about nobody named."""


Claim = Annotated[Toll | Responsibility | Statement, Field(discriminator="type")]
