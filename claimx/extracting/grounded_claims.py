"""Grounding the claims of a mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from claimx.claim import Attributed, Claim, Responsibility, Speaker, StanceKind, Statement, Toll
from claimx.extracting.answers import (
    AnsweredClaim,
    AnsweredMention,
    AnsweredResponsibility,
    AnsweredSpeaker,
    AnsweredToll,
)
from claimx.extracting.finding import Span
from claimx.extracting.grounded_numbers import ground_count, read_numbers
from claimx.extracting.grounding import Grounder, Place
from claimx.extracting.guards import negated_accused, negated_cue, negated_stance, negated_toll
from claimx.quote import Quote
from claimx.record import content_id

AnyClaim = TypeVar("AnyClaim", Toll, Responsibility, Statement)
TAKES_A_SIDE: Final[frozenset[StanceKind]] = frozenset({"claims", "accuses", "confirms"})
"""The stances that assert something, which a negation would turn round."""


def ground_claims(
    mention: AnsweredMention, grounder: Grounder, place: Place, *, anchors: Sequence[Span]
) -> list[Claim]:
    """Return the claims of a mention that ground; one whose speaker, number or accused fails is kept aside whole."""
    claims: list[Claim] = []
    seen: set[str] = set()
    for answered, at in _each(mention, place):
        if at.path in seen:
            grounder.fail(at, answered.id, "ambiguous", "two claims have this id; the first was kept")
            continue
        seen.add(at.path)
        claim = _ground_claim(answered, grounder, at, anchors=anchors)
        if claim is not None:
            claims.append(claim)
    return claims


def _each(mention: AnsweredMention, place: Place) -> Iterator[tuple[AnsweredClaim, Place]]:
    lists: tuple[tuple[str, Sequence[AnsweredClaim]], ...] = (
        ("tolls", mention.tolls),
        ("responsibilities", mention.responsibilities),
        ("statements", mention.statements),
    )
    for name, answered in lists:
        for index, claim in enumerate(answered):
            yield claim, place.at(name, index, local_id=claim.id)


def _ground_claim(
    answered: AnsweredClaim, grounder: Grounder, place: Place, *, anchors: Sequence[Span]
) -> Claim | None:
    quotes = grounder.passages(answered.quotes, place, anchors=anchors)
    if not quotes:
        return None
    speaker = _ground_speaker(answered.speaker, grounder, place.at("speaker"), within=quotes)
    if speaker is None and answered.speaker is not None:
        return None
    cue = grounder.value(answered.cue, place.at("cue"), within=quotes)
    said = Attributed(
        id="",
        local_id=answered.id,
        speaker=speaker,
        cue=cue,
        certainty=answered.certainty,
        polarity=answered.polarity,
        quotes=quotes,
    )
    if isinstance(answered, AnsweredToll):
        return _ground_toll(answered, said, grounder, place)
    if isinstance(answered, AnsweredResponsibility):
        return _ground_responsibility(answered, said, grounder, place)
    return _identified(Statement(**dict(said)))


def _identified(claim: AnyClaim) -> AnyClaim:
    # Without `confirms`, which holds another claim's id and is filled once all claims have theirs.
    content = claim.model_dump(mode="json", exclude={"id", "confirms"})
    return claim.model_copy(update={"id": content_id("c", content)})


def _ground_speaker(
    answered: AnsweredSpeaker | None, grounder: Grounder, place: Place, *, within: Sequence[Quote]
) -> Speaker | None:
    if answered is None:
        return None
    text = grounder.value(answered.words, place.at("words"), within=within)
    if text is None and answered.words is not None:
        return None
    chain = (grounder.value(words, place.at("via", index), within=within) for index, words in enumerate(answered.via))
    return Speaker(
        text=text,
        name=grounder.value(answered.name, place.at("name"), within=within if text is None else (text,)),
        kinds=tuple(sorted(set(answered.kinds))),
        anonymous=answered.anonymous,
        chain=tuple(quote for quote in chain if quote is not None),
    )


def _ground_responsibility(
    answered: AnsweredResponsibility, said: Attributed, grounder: Grounder, place: Place
) -> Responsibility | None:
    accused = grounder.value(answered.accused, place.at("accused"), within=said.quotes)
    if accused is None and answered.accused is not None:
        return None
    text, exact = grounder.finder.text, _exact(said)
    if said.polarity == "+" and answered.stance in TAKES_A_SIDE:
        objections = (
            (place.at("quotes", 0), answered.quotes[0], negated_stance(exact, answered.stance)),
            (place.at("cue"), answered.cue, negated_cue(text, said.cue)),
            (place.at("accused"), answered.accused, negated_accused(text, accused)),
        )
        if _refused(objections, grounder, quotes=exact):
            return None
    return _identified(Responsibility(**dict(said), stance=answered.stance, accused=accused))


def _ground_toll(answered: AnsweredToll, said: Attributed, grounder: Grounder, place: Place) -> Toll | None:
    count = ground_count(answered, grounder, place, within=said.quotes)
    if count is None and answered.count is not None:
        return None
    exact = _exact(said)
    objections = (
        (place.at("quotes", 0), answered.quotes[0], negated_toll(exact, answered.kind, answered.count)),
        (place.at("cue"), answered.cue, negated_cue(grounder.finder.text, said.cue)),
    )
    if said.polarity == "+" and _refused(objections, grounder, quotes=exact):
        return None
    numbers = read_numbers(answered, count, grounder, place, within=said.quotes)
    if numbers is None:
        return None
    reading, basis = numbers
    toll = Toll(
        **dict(said),
        kind=answered.kind,
        count=count,
        who=grounder.value(answered.who, place.at("who"), within=said.quotes),
        scope=answered.scope,
        confirms=None,
        min=reading.min,
        best=reading.best,
        max=reading.max,
        approximate=reading.approximate,
        basis=basis,
    )
    return _identified(toll)


def _refused(
    objections: Iterable[tuple[Place, str | None, str | None]], grounder: Grounder, *, quotes: tuple[str, ...]
) -> bool:
    """Record the objections (place, value, complaint) that have a complaint; return whether there were any."""
    refused = False
    for place, value, complaint in objections:
        if complaint is not None:
            grounder.fail(place, value or "", "unlicensed", complaint, quotes=quotes)
            refused = True
    return refused


def _exact(said: Attributed) -> tuple[str, ...]:
    return tuple(quote.exact for quote in said.quotes)
