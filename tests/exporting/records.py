"""Builders of small records, valid without every field being named, for the tests of exporting."""

from __future__ import annotations

from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind, TollKind
from claimx.event import ClaimStatus, EventStance, EventToll, Saying, TollAccount
from claimx.quote import Quote

GAZETTE = "art_1111111111111111"
COURIER = "art_2222222222222222"
HERALD = "art_3333333333333333"
TRIBUNE = "art_4444444444444444"
LANTERN = "art_5555555555555555"
OUTLETS = {
    GAZETTE: "Valley Gazette",
    COURIER: "Delan Courier",
    HERALD: "Highland Herald",
    TRIBUNE: "Port Tribune",
    LANTERN: "The Lantern",
}
AGENCY = "Northline Agency"
WIRE = "Meridian Wire"


def quote(exact: str, *, article_id: str = GAZETTE, start: int = 100, occurrences: int = 1) -> Quote:
    """Return a quote whose offsets fit its length."""
    end = start + len(exact)
    return Quote(
        exact=exact,
        prefix="",
        suffix="",
        start=start,
        end=end,
        article_id=article_id,
        match="exact",
        occurrences=occurrences,
    )


def saying(
    claim_id: str,
    *,
    exact: str,
    value: str | None = None,
    article_id: str = GAZETTE,
    speaker: str = "security official",
    speaker_text: str | None = "a security official",
    kinds: tuple[SpeakerKind, ...] = ("police_security",),
    origin: str = WIRE,
    origin_reason: str | None = None,
    status: ClaimStatus = "current",
    status_reason: str | None = None,
    certainty: Certainty | None = "CT",
    polarity: Polarity = "+",
) -> Saying:
    """Return one claim with one quote, in which `value` are the words of its value."""
    words = None if value is None else quote(value, article_id=article_id, start=100 + exact.index(value))
    return Saying(
        claim_id=claim_id,
        mention_id=f"men_{article_id[-1]}",
        article_id=article_id,
        speaker=speaker,
        speaker_text=speaker_text,
        speaker_kinds=kinds,
        anonymous=speaker_text is not None,
        origin=origin,
        origin_reason=origin_reason or f"The byline credits {origin}.",
        status=status,
        status_reason=status_reason,
        certainty=certainty,
        polarity=polarity,
        value=words,
        quotes=(quote(exact, article_id=article_id),),
    )


def account(best: int | None, *sayings: Saying, low: int | None = None, approximate: bool = False) -> TollAccount:
    """Return an account of one number, exact unless `low` gives a lower bound; its status is that of its sayings."""
    values = {each.value.exact.casefold() for each in sayings if each.value is not None}
    return TollAccount(
        min=best if low is None else low,
        best=best,
        max=best if low is None else None,
        approximate=approximate,
        words=tuple(sorted(values)),
        who=("fighters",) if values else (),
        status=sayings[0].status if sayings else "current",
        n_articles=len({each.article_id for each in sayings}),
        n_origins=len({each.origin for each in sayings}),
        n_speakers=len({each.speaker for each in sayings}),
        sayings=sayings,
    )


def toll(
    kind: TollKind, *accounts: TollAccount, best: int | None, reason: str, partial: tuple[Saying, ...] = ()
) -> EventToll:
    """Return a toll with its range and counts over the current accounts."""
    current = [each for each in accounts if each.status == "current"]
    sayings = [each for one in current for each in one.sayings]
    lows = [each.min for each in current if each.min is not None]
    highs = [each.max for each in current if each.max is not None]
    return EventToll(
        kind=kind,
        low=min(lows, default=None),
        best=best,
        high=max(highs, default=None),
        policy="representative",
        reason=reason,
        n_articles=len({each.article_id for each in sayings}),
        n_origins=len({each.origin for each in sayings}),
        n_speakers=len({each.speaker for each in sayings}),
        accounts=accounts,
        partial=partial,
    )


def stance(
    kind: StanceKind,
    *sayings: Saying,
    accused: str | None,
    forms: tuple[str, ...] = (),
    polarity: Polarity = "+",
) -> EventStance:
    """Return one stance towards one accused."""
    return EventStance(
        accused=accused,
        accused_forms=forms,
        stance=kind,
        polarity=polarity,
        n_articles=len({each.article_id for each in sayings}),
        n_origins=len({each.origin for each in sayings}),
        n_speakers=len({each.speaker for each in sayings}),
        sayings=sayings,
    )
