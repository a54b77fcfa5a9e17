"""Plain worlds: mentions whose origins and speakers one article tells, so that no report is needed to read another.

Outlets, agencies and speakers have names that no rule takes for one another, nobody speaks anonymously for an agency,
and no article has the words of another. Everything that resolving reads is drawn, and which mentions are one event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from random import Random
from typing import NamedTuple, TypeVar, get_args

import numpy as np

from claimx.article import Article, PublishedAt
from claimx.claim import CountBasis, Polarity, Responsibility, Speaker, Statement, Toll, TollKind
from claimx.facts import Rows
from claimx.mention import Mention, When, Where
from claimx.quote import Quote
from claimx.taxonomy import EventType, Means
from claimx.values.dates.period import DateBasis, DatePrecision

T = TypeVar("T")

OUTLETS = ("Valley Radio", "The Orran Herald", "Kadin Post", None)
SPEAKERS = ("Lena Orvik", "Tomas Irel", "Miro Castellan")
TYPES: tuple[EventType, ...] = ("bombing", "air_strike", "attack", "other", "shooting")
MEANS: tuple[Means | None, ...] = (None, None, "drone", "firearm", "aircraft")
PRECISIONS: tuple[tuple[DatePrecision, int], ...] = (("day", 0), ("day", 1), ("week", 6), ("month", 30), ("year", 365))
PUBLISHED: tuple[PublishedAt | None, ...] = (
    None,
    date(2024, 3, 5),
    date(2024, 3, 6),
    datetime(2024, 3, 5, 10),
    datetime(2024, 3, 5, 10, 0, 0, 5),
    datetime(2024, 3, 6, 8, 30),
    datetime(2024, 3, 5, 10, tzinfo=timezone(timedelta(hours=2))),
    datetime(2024, 3, 5, 10, tzinfo=timezone(timedelta(hours=-3))),
    datetime(2024, 3, 5, 10, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2024, 3, 5, 23, 59, 59, tzinfo=timezone.utc),  # noqa: UP017 - beside its like
)
TIMED = tuple(one for one in PUBLISHED if isinstance(one, datetime))
DATED = tuple(one for one in PUBLISHED if one is not None and not isinstance(one, datetime))
PLACES = ("Orran", "Qasr Delan", "Kasr Delan", "Aal", "Zed", "Øre", "東")
NUMBERS = (None, None, 0, 2, 2, 3, 3, 5, 12, 1 << 40)


class World(NamedTuple):
    """Articles, the mentions in order of their ids, and for each the lowest row of its event."""

    articles: Mapping[str, Article]
    mentions: tuple[Mention, ...]
    labels: Rows


def world(seed: int) -> World:
    """Draw a world."""
    chance = Random(seed)  # noqa: S311 - worlds are drawn, not secret
    published = chance.choice((PUBLISHED, TIMED, DATED))
    articles = {f"a{n}": _article(f"a{n}", chance, published) for n in range(chance.randint(1, 7))}
    ids = [f"m{n:03}" for n in chance.sample(range(1000), chance.randint(1, 14))]
    mentions = tuple(_mention(one, chance, chance.choice(sorted(articles))) for one in sorted(ids))
    events = [chance.randrange(1 + len(mentions) // 4) for _ in mentions]
    labels = np.array([events.index(event) for event in events], dtype=np.int64)
    return World(articles, mentions, labels)


def _article(name: str, chance: Random, published: Sequence[PublishedAt | None]) -> Article:
    return Article(
        id=name,
        text=" ".join(f"{name}w{n}" for n in range(9)),
        outlet=chance.choice(OUTLETS),
        published_at=chance.choice(published),
    )


def _mention(name: str, chance: Random, article: str) -> Mention:
    return Mention(
        id=name,
        article_id=article,
        local_id="1",
        fingerprint="f",
        model="m",
        label=quote("The event", article),
        type=chance.choice(TYPES),
        means=chance.choice(MEANS),
        prominence=chance.choice(("main", "background", "background")),
        realis=chance.choice(("actual", "future")),
        when=_when(chance),
        where=_where(chance, article),
        participants=(),
        claims=_claims(name, chance, article),
        relations=(),
        quotes=(quote("The event", article),),
    )


def _when(chance: Random) -> When:
    basis: DateBasis = chance.choice(("explicit", "relative", "publication_fallback", "none"))
    if basis == "none":
        return When(text=None, start=None, end=None, precision="unknown", basis=basis)
    precision, length = chance.choice(PRECISIONS)
    start = date(2024, 3, 1) + timedelta(days=chance.randrange(6))
    return When(text=None, start=start, end=start + timedelta(days=length), precision=precision, basis=basis)


def _where(chance: Random, article: str) -> Where:
    site, city, admin1 = (_maybe(chance.choice((None, *PLACES)), article) for _ in range(3))
    country = _maybe(chance.choice((None, "Chile", "Peru", "Fiji")), article)
    return Where.stated(site=site, city=city, admin1=admin1, country=country)


def _claims(name: str, chance: Random, article: str) -> tuple[Toll | Responsibility | Statement, ...]:
    tolls = [_toll(f"{name}c{n}", chance, article) for n in range(chance.choice((0, 1, 1, 2, 3, 5)))]
    confirming = [
        toll.model_copy(update={"confirms": chance.choice(tolls).id, "min": None, "best": None, "max": None})
        if chance.random() < 0.2
        else toll
        for toll in tolls
    ]
    rest = chance.choice(((), (_stance(f"{name}r", chance, article),), (_statement(f"{name}s", chance, article),)))
    return (*confirming, *rest)


def _toll(name: str, chance: Random, article: str) -> Toll:
    least, best, most = (chance.choice(NUMBERS) for _ in range(3))
    if chance.random() < 0.6:
        least = most = best
    basis: CountBasis = chance.choice(("text", "text", "persons", "none"))
    polarity: Polarity = chance.choice(("+", "+", "+", "+", "u", "-"))
    return Toll(
        id=name,
        local_id=name,
        speaker=_speaker(chance, article),
        cue=None,
        certainty="CT",
        polarity=polarity,
        quotes=(quote(name, article),),
        kind=chance.choice(("killed", "killed", "killed", *get_args(TollKind))),
        count=None,
        who=None,
        scope=chance.choice(("total", "total", "total", "total", "additional", "subtotal", "cumulative")),
        confirms=None,
        min=least,
        best=best,
        max=most,
        approximate=chance.random() < 0.2,
        basis=basis,
    )


def _stance(name: str, chance: Random, article: str) -> Responsibility:
    return Responsibility(
        id=name,
        local_id=name,
        speaker=_speaker(chance, article),
        cue=None,
        certainty=None,
        polarity="+",
        quotes=(quote(name, article),),
        stance="denies",
        accused=None,
    )


def _statement(name: str, chance: Random, article: str) -> Statement:
    return Statement(
        id=name,
        local_id=name,
        speaker=_speaker(chance, article),
        cue=None,
        certainty=None,
        polarity="+",
        quotes=(quote(name, article),),
    )


def _speaker(chance: Random, article: str) -> Speaker | None:
    name = chance.choice((None, "", "a nurse", *SPEAKERS, *SPEAKERS))
    if name is None:
        return None
    if not name:
        return Speaker(text=None, name=None, kinds=(), anonymous=False, chain=())
    if name == "a nurse":
        return Speaker(text=quote(name, article), name=None, kinds=("medical",), anonymous=True, chain=())
    chain = chance.choice(((), (), (quote("Reuters", article),)))
    return Speaker(
        text=quote(name, article), name=quote(name, article), kinds=("government",), anonymous=False, chain=chain
    )


def quote(words: str, article: str) -> Quote:
    """Return words of an article; where they stand is not looked at."""
    return Quote(exact=words, prefix="", suffix="", start=0, end=1, article_id=article, match="exact", occurrences=1)


def _maybe(words: str | None, article: str) -> Quote | None:
    return None if words is None else quote(words, article)
