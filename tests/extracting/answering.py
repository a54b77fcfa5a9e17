"""Builders of invented articles and of the answers a model may give about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from claimx.article import Article, article_id
from claimx.claim import Claim, SpeakerKind, StanceKind, Toll, TollKind
from claimx.extracting.answers import (
    Answer,
    AnsweredMention,
    AnsweredParticipant,
    AnsweredRelation,
    AnsweredResponsibility,
    AnsweredSpeaker,
    AnsweredStatement,
    AnsweredToll,
    AnsweredWhen,
    AnsweredWhere,
)
from claimx.extracting.finding import Finder
from claimx.extracting.grounded_mentions import Grounded, Origin, ground
from claimx.extracting.grounding import Grounder
from claimx.extraction import DropReason
from claimx.mention import Mention, ParticipantKind, RelationKind

ORIGIN = Origin(fingerprint="f" * 64, model="invented")
NOWHERE = AnsweredWhere(site=None, city=None, admin1=None, country=None)


def article(text: str, *, published_at: date | None = None) -> Article:
    """Return an article that knows nothing of itself but its text and perhaps its date."""
    return Article(
        id=article_id(text),
        text=text,
        published_at=published_at,
        published_basis="none" if published_at is None else "metadata",
    )


def grounder(text: str) -> Grounder:
    return Grounder(Finder(text, article_id(text)))


def answer(*mentions: AnsweredMention, published: str | None = None) -> Answer:
    return Answer(published=published, mentions=list(mentions))


def mention(*quotes: str, **fields: Any) -> AnsweredMention:
    """Return a bombing told by these passages, labelled with the first of them."""
    told: dict[str, Any] = {
        "id": "m1",
        "quotes": list(quotes),
        "label": quotes[0] if quotes else "",
        "type": "bombing",
        "means": None,
        "prominence": "main",
        "realis": "actual",
        "when": None,
        "where": NOWHERE,
        "participants": [],
        "tolls": [],
        "all_told": [],
        "responsibilities": [],
        "statements": [],
        "relations": [],
    }
    return AnsweredMention(**(told | fields))


def _claim(quotes: Sequence[str], fields: dict[str, Any]) -> dict[str, Any]:
    told = {"id": "c1", "speaker": None, "cue": None, "certainty": "CT", "polarity": "+"}
    return told | {"quotes": list(quotes)} | fields


def toll(*quotes: str, kind: TollKind = "killed", **fields: Any) -> AnsweredToll:
    told = {"kind": kind, "count": None, "number": None, "who": None, "scope": "total", "confirms": None}
    return AnsweredToll(**_claim(quotes, told | fields))


def responsibility(*quotes: str, stance: StanceKind = "accuses", **fields: Any) -> AnsweredResponsibility:
    return AnsweredResponsibility(**_claim(quotes, {"stance": stance, "accused": None} | fields))


def statement(*quotes: str, **fields: Any) -> AnsweredStatement:
    return AnsweredStatement(**_claim(quotes, fields))


def speaker(
    words: str | None, *, name: str | None = None, kind: SpeakerKind = "government", via: Sequence[str] = ()
) -> AnsweredSpeaker:
    return AnsweredSpeaker(words=words, name=name, kinds=[kind], anonymous=name is None, via=list(via))


def participant(name: str, *quotes: str, kind: ParticipantKind = "armed_group", **fields: Any) -> AnsweredParticipant:
    told: dict[str, Any] = {
        "quotes": list(quotes),
        "name": name,
        "named": True,
        "kind": kind,
        "role": "associated",
        "title": None,
        "affiliation": None,
        "also_known_as": [],
    }
    return AnsweredParticipant(**(told | fields))


def where(**levels: str) -> AnsweredWhere:
    return AnsweredWhere(**(NOWHERE.model_dump() | levels))


def when(words: str, **fields: Any) -> AnsweredWhen:
    return AnsweredWhen(**({"words": words, "counts_from": None, "side": None} | fields))


def relation(to: str, *quotes: str, kind: RelationKind = "follows") -> AnsweredRelation:
    return AnsweredRelation(kind=kind, to=to, quotes=list(quotes))


def ground_in(
    text: str, *mentions: AnsweredMention, published: str | None = None, published_at: date | None = None
) -> Grounded:
    """Ground an answer of these mentions in an article of this text."""
    return ground(answer(*mentions, published=published), article(text, published_at=published_at), ORIGIN)


def only(grounded: Grounded) -> Mention:
    """Return the one mention that grounded."""
    (mention,) = grounded.mentions
    return mention


def only_claim(grounded: Grounded) -> Claim:
    """Return the one claim of the one mention that grounded."""
    (claim,) = only(grounded).claims
    return claim


def only_toll(grounded: Grounded) -> Toll:
    claim = only_claim(grounded)
    assert isinstance(claim, Toll)
    return claim


def reasons(grounded: Grounded) -> dict[str, DropReason]:
    """Return the reason of each failure by its path."""
    return {failure.dropped.path: failure.dropped.reason for failure in grounded.failures}
