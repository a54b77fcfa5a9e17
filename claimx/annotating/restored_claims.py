"""Restored claims: the claims of one gold mention as records.

A claim whose polarity nobody annotated affirms; a toll without a scope counts all victims; a speaker without a name is
anonymous. Numbers that nobody annotated are read from their words; beside an annotated best number alone, the bounds
are that number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from claimx.annotating.naming import unique_ids
from claimx.annotating.quoting import Quoter
from claimx.claim import Claim, CountBasis, Responsibility, Speaker, Statement, Toll
from claimx.errors import InputError
from claimx.gold import GoldClaim, GoldMention, GoldResponsibility, GoldSpeaker, GoldToll, GoldWords, OneOf
from claimx.record import content_id
from claimx.values.counts.count import Count, read_count

AnyClaim = TypeVar("AnyClaim", Toll, Responsibility, Statement)
Choice = TypeVar("Choice", bound=str)

_OPEN: Final = Count(min=None, best=None, max=None, approximate=False)


def chosen(value: OneOf[Choice] | None) -> Choice | None:
    """Return the first of the values that are right; None for none."""
    return next(iter(value), None) if isinstance(value, tuple) else value


def restore_claims(mention: GoldMention, quoter: Quoter) -> tuple[Claim, ...]:
    """Return the claims of a located mention, each with an id made of its content.

    Raises:
        InputError: a toll names no kind.
    """
    local_ids = unique_ids(claim.local_id or f"c{number}" for number, claim in enumerate(mention.claims, start=1))
    claims = [_claim(gold, local_id, mention, quoter) for gold, local_id in zip(mention.claims, local_ids, strict=True)]
    both = tuple(zip(mention.claims, claims, strict=True))
    tolls = {gold.local_id: claim.id for gold, claim in both if claim.type == "toll"}
    return tuple(_referring(claim, gold, tolls) for gold, claim in both)


def _referring(claim: Claim, gold: GoldClaim, tolls: Mapping[str | None, str]) -> Claim:
    if not isinstance(gold, GoldToll) or (gold.confirms is None and not gold.parts):
        return claim
    parts = tuple(tolls[part] for part in gold.parts if part in tolls)
    return claim.model_copy(update={"confirms": tolls.get(gold.confirms) if gold.confirms else None, "parts": parts})


def _claim(gold: GoldClaim, local_id: str, mention: GoldMention, quoter: Quoter) -> Claim:
    said = _said(gold, local_id, quoter)
    if isinstance(gold, GoldToll):
        return _identified(_toll(gold, said, mention, quoter), quoter)
    if isinstance(gold, GoldResponsibility):
        accused = quoter.quote(gold.accused)
        return _identified(Responsibility(**said, stance=gold.stance, accused=accused), quoter)
    return _identified(Statement(**said), quoter)


def _identified(claim: AnyClaim, quoter: Quoter) -> AnyClaim:
    # With the article, since claims of two articles may have no words to tell them apart.
    content = {"article_id": quoter.article.id, **claim.model_dump(mode="json", exclude={"id", "confirms"})}
    return claim.model_copy(update={"id": content_id("c", content)})


def _said(gold: GoldClaim, local_id: str, quoter: Quoter) -> dict[str, Any]:
    """Return the fields that every claim has."""
    return {
        "id": "",
        "local_id": local_id,
        "speaker": _speaker(gold.speaker, quoter) if gold.speaker is not None else None,
        "cue": quoter.quote(gold.cue),
        "certainty": gold.certainty,
        "polarity": gold.polarity if gold.polarity is not None else "+",
        "quotes": quoter.quotes(gold.quotes),
    }


def _speaker(gold: GoldSpeaker, quoter: Quoter) -> Speaker:
    text = gold.text if gold.annotates("text") else gold.name
    return Speaker(
        text=quoter.quote(text),
        name=quoter.quote(gold.name),
        kinds=gold.kinds,
        anonymous=gold.anonymous if gold.anonymous is not None else gold.name is None,
        chain=quoter.quotes(gold.chain),
    )


def _toll(gold: GoldToll, said: Mapping[str, Any], mention: GoldMention, quoter: Quoter) -> Toll:
    kind = chosen(gold.kind)
    if kind is None:
        raise InputError(f"gold of article {quoter.article.id}: toll {said['local_id']} has no kind; write one")
    numbers = _numbers(gold, quoter)
    return Toll(
        **said,
        kind=kind,
        count=quoter.quote(gold.count),
        who=quoter.quote(gold.who),
        scope=gold.scope if gold.scope is not None else "total",
        confirms=None,
        **numbers.model_dump(),
        basis=_basis(gold, numbers, mention.claims),
    )


def _numbers(gold: GoldToll, quoter: Quoter) -> Count:
    if not any(map(gold.annotates, ("min", "best", "max"))):
        numbers = _read(gold.count, quoter)
    else:
        numbers = Count(
            min=gold.min if gold.annotates("min") else gold.best,
            best=gold.best,
            max=gold.max if gold.annotates("max") else gold.best,
            approximate=False,
        )
    return numbers if gold.approximate is None else numbers.model_copy(update={"approximate": gold.approximate})


def _read(count: GoldWords | None, quoter: Quoter) -> Count:
    if count is None or count.start is None:
        return _OPEN
    return read_count(quoter.article.text, start=count.start, end=count.start + len(count.exact)) or _OPEN


def _basis(gold: GoldToll, numbers: Count, claims: Sequence[GoldClaim]) -> CountBasis:
    """Where the numbers come from; without words they are a sum, in which uncounted victims count one each."""
    if numbers.min is numbers.best is numbers.max is None:
        return "none"
    if gold.count is not None:
        return "text"
    uncounted = {other.local_id for other in claims if isinstance(other, GoldToll) and other.count is None}
    return "persons" if uncounted & set(gold.parts) else "parts"
