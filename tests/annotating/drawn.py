"""Strategies: mentions of one article whose every field is drawn, and whose quotes stand in its text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st

from claimx.article import Article
from claimx.claim import (
    Certainty,
    Claim,
    CountBasis,
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
from claimx.mention import (
    Mention,
    Participant,
    ParticipantKind,
    ParticipantRole,
    Relation,
    RelationKind,
    When,
    Where,
    finest_level,
)
from claimx.quote import Quote
from claimx.taxonomy import EventType, Means
from tests.annotating.words import ARTICLE


def quote_at(start: int, end: int, *, article: Article = ARTICLE) -> Quote:
    """Return the quote of a span."""
    text = article.text
    exact = text[start:end]
    return Quote(
        exact=exact,
        prefix=text[max(0, start - 32) : start],
        suffix=text[end : end + 32],
        start=start,
        end=end,
        article_id=article.id,
        match="exact",
        occurrences=text.count(exact),
    )


def quote_of(exact: str, *, article: Article = ARTICLE) -> Quote:
    """Return the quote of the first place of some words."""
    start = article.text.index(exact)
    return quote_at(start, start + len(exact), article=article)


_STARTS = [at for at, character in enumerate(ARTICLE.text) if not character.isspace()]
QUOTES = st.builds(
    lambda start, length: quote_at(start, min(start + length, len(ARTICLE.text))),
    st.sampled_from(_STARTS),
    st.integers(1, 40),
)
MAYBE = st.none() | QUOTES
PASSAGES = st.lists(QUOTES, min_size=1, max_size=3).map(tuple)
SPEAKERS = st.builds(
    Speaker,
    text=MAYBE,
    name=MAYBE,
    kinds=st.lists(st.sampled_from(get_args(SpeakerKind)), max_size=2, unique=True).map(tuple),
    anonymous=st.booleans(),
    chain=st.lists(QUOTES, max_size=2).map(tuple),
)
NUMBERS = st.none() | st.integers(0, 10**6)


def _said(type_: type[Claim], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[Claim]:
    return st.builds(
        type_,
        id=st.just(""),
        local_id=st.sampled_from(("1", "2", "2-2", "t1")),
        speaker=st.none() | SPEAKERS,
        cue=MAYBE,
        certainty=st.none() | st.sampled_from(get_args(Certainty)),
        polarity=st.sampled_from(get_args(Polarity)),
        quotes=st.lists(QUOTES, max_size=2).map(tuple),
        **fields,
    )


CLAIMS: st.SearchStrategy[Claim] = st.one_of(
    _said(Statement),
    _said(Responsibility, stance=st.sampled_from(get_args(StanceKind)), accused=MAYBE),
    _said(
        Toll,
        kind=st.sampled_from(get_args(TollKind)),
        count=MAYBE,
        who=MAYBE,
        scope=st.sampled_from(get_args(TollScope)),
        confirms=st.none(),
        min=NUMBERS,
        best=NUMBERS,
        max=NUMBERS,
        approximate=st.booleans(),
        basis=st.sampled_from(get_args(CountBasis)),
        parts=st.just(()),
    ),
)
PARTICIPANTS = st.builds(
    Participant,
    name=QUOTES,
    named=st.booleans(),
    kind=st.sampled_from(get_args(ParticipantKind)),
    role=st.sampled_from(get_args(ParticipantRole)),
    title=MAYBE,
    affiliation=MAYBE,
    also_known_as=st.lists(QUOTES, max_size=2).map(tuple),
    quotes=PASSAGES,
)
UNDATED = st.builds(
    When, text=MAYBE, start=st.none(), end=st.none(), precision=st.just("unknown"), basis=st.just("none")
)
DATED = st.builds(
    lambda text, start, days: When(
        text=text, start=start, end=start + timedelta(days=days), precision="day", basis="explicit"
    ),
    MAYBE,
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 800),
)
PLACES = st.builds(
    lambda site, city, admin1, country, code: Where(
        site=site,
        city=city,
        admin1=admin1,
        country=country,
        precision=finest_level(site=site, city=city, admin1=admin1, country=country),
        country_code=code,
    ),
    *(MAYBE for _ in range(4)),
    st.sampled_from((None, "CL", "PE")),
)
MENTIONS = st.builds(
    Mention,
    id=st.just(""),
    article_id=st.just(ARTICLE.id),
    local_id=st.sampled_from(("m1", "m2")),
    fingerprint=st.just("f"),
    model=st.just("m"),
    label=QUOTES,
    type=st.sampled_from(get_args(EventType)),
    means=st.none() | st.sampled_from(get_args(Means)),
    prominence=st.sampled_from(("main", "background")),
    realis=st.sampled_from(("actual", "future", "hypothetical", "negated")),
    when=UNDATED | DATED,
    where=PLACES,
    participants=st.lists(PARTICIPANTS, max_size=2).map(tuple),
    claims=st.lists(CLAIMS, max_size=3).map(tuple),
    relations=st.just(()),
    quotes=PASSAGES,
)


@st.composite
def told(draw: st.DrawFn) -> tuple[Mention, ...]:
    """Up to three mentions of one article, with ids, and with confirmations and relations between them."""
    drawn = draw(st.lists(MENTIONS, max_size=3))
    ids = [f"id{number}" for number in range(len(drawn))]
    return tuple(
        mention.model_copy(
            update={
                "id": ids[number],
                "claims": tuple(draw(_confirming(mention.claims))),
                "relations": tuple(draw(_relations([other for other in ids if other != ids[number]]))),
            }
        )
        for number, mention in enumerate(drawn)
    )


def _confirming(claims: tuple[Claim, ...]) -> st.SearchStrategy[list[Claim]]:
    named = [claim.model_copy(update={"id": f"c{number}"}) for number, claim in enumerate(claims)]
    tolls = [claim.id for claim in named if isinstance(claim, Toll)]

    def confirming(targets: list[str | None]) -> list[Claim]:
        return [
            claim.model_copy(update={"confirms": target}) if isinstance(claim, Toll) else claim
            for claim, target in zip(named, targets, strict=True)
        ]

    targets = st.none() | st.sampled_from(tolls) if tolls else st.none()
    return st.tuples(*(targets for _ in named)).map(list).map(confirming)


def _relations(others: list[str]) -> st.SearchStrategy[list[Relation]]:
    if not others:
        return st.just([])
    relation = st.builds(
        Relation, kind=st.sampled_from(get_args(RelationKind)), to=st.sampled_from(others), quotes=PASSAGES
    )
    return st.lists(relation, max_size=2)
