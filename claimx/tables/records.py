"""Columns of records: what the table of some mentions holds.

Origins and speakers are what the functions that resolve records say of each mention by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from claimx.article import Article, PublishedAt
from claimx.claim import Responsibility, Toll
from claimx.errors import InputError
from claimx.facts import UNDATED, Column, Facts
from claimx.mention import Mention
from claimx.merging import trace
from claimx.merging.origins import article_origin
from claimx.merging.resolvable import NO_TIME, NO_ZONE, OPEN, Numbers, Published, Resolvable, Stances, Tolls
from claimx.merging.sayings import Sayings, find_sayings
from claimx.merging.speakers import ARTICLE_VOICE

LARGEST: Final = (1 << 63) - 1


class Counted(NamedTuple):
    """A count as its mention tells it: the row of the mention, the claim, whose numbers it gives, speaker, origin."""

    row: int
    toll: Toll
    numbers: tuple[int | None, int | None, int | None, bool]
    speaker: str
    origin: str


def columns_of(mentions: Iterable[Mention], *, articles: Iterable[Article]) -> tuple[Facts, Resolvable]:
    """Return the columns of mentions; lineage is traced among the articles.

    Of two mentions with one id, the one whose record sorts first is kept, as `merge` does.

    Raises:
        InputError: a mention's article is not among the articles, or a number has more than 64 bits.
    """
    by_id = {mention.id: mention for mention in sorted(mentions, key=Mention.to_line, reverse=True)}
    told = sorted(by_id.values(), key=lambda mention: mention.id.encode("utf-8", "surrogatepass"))
    traced = {article.id: article for article in trace(articles)}
    for mention in told:
        if mention.article_id not in traced:
            raise InputError(
                f"mention {mention.id}: its article {mention.article_id} is missing; pass articles.jsonl too"
            )
    sayings = [find_sayings((mention,), traced) for mention in told]
    return Facts.of(told), Resolvable(
        published=_published([traced[mention.article_id].published_at for mention in told]),
        precision=Column.of(mention.when.precision for mention in told),
        basis=Column.of(mention.when.basis for mention in told),
        prominence=Column.of(mention.prominence for mention in told),
        own_origin=Column.of(article_origin(traced[mention.article_id]).name for mention in told),
        n_claims=np.array([len(mention.claims) for mention in told], dtype=np.int32),
        stances=_stances(sayings),
        tolls=_tolls(sayings),
    )


def _published(told: Sequence[PublishedAt | None]) -> Published:
    rows = [_moment(one) for one in told]
    day, time, offset = (np.array([row[place] for row in rows], dtype=np.int64) for place in range(3))
    return Published(day.astype(np.int32), time, offset.astype(np.int32))


def _moment(published: PublishedAt | None) -> tuple[int, int, int]:
    if published is None:
        return UNDATED, NO_TIME, NO_ZONE
    if not isinstance(published, datetime):
        return published.toordinal(), NO_TIME, NO_ZONE
    seconds = (published.hour * 60 + published.minute) * 60 + published.second
    ahead = published.utcoffset()
    offset = NO_ZONE if ahead is None else ahead.days * 86_400 + ahead.seconds
    return published.toordinal(), seconds * 1_000_000 + published.microsecond, offset


def _stances(sayings: Sequence[Sayings]) -> Stances:
    told = [(row, origin) for row, one in enumerate(sayings) for origin in _stance_origins(one)]
    return Stances(np.array([row for row, _ in told], dtype=np.int64), Column.of(origin for _, origin in told))


def _stance_origins(sayings: Sayings) -> list[str]:
    stances = (one.claim for one in sayings.told if isinstance(one.claim, Responsibility))
    return sorted({sayings.origins[claim.id].name for claim in stances})


def _tolls(sayings: Sequence[Sayings]) -> Tolls:
    told = [counted for row, one in enumerate(sayings) for counted in _counted(row, one)]
    return Tolls(
        mention=np.array([one.row for one in told], dtype=np.int64),
        kind=Column.of(one.toll.kind for one in told),
        scope=Column.of(one.toll.scope for one in told),
        polarity=Column.of(one.toll.polarity for one in told),
        **{name: _numbers(told, place) for place, name in enumerate(("min", "best", "max"))},
        approximate=np.array([one.numbers[3] for one in told], dtype=np.bool_),
        basis=Column.of(one.toll.basis for one in told),
        confirms=np.array([one.toll.confirms is not None for one in told], dtype=np.bool_),
        speaker=Column.of(None if one.speaker == ARTICLE_VOICE else one.speaker for one in told),
        origin=Column.of(one.origin for one in told),
    )


def _counted(row: int, sayings: Sayings) -> Iterator[Counted]:
    tolls = {one.claim.id: one.claim for one in sayings.told if isinstance(one.claim, Toll)}
    for toll in tolls.values():
        yield Counted(row, toll, _given(toll, tolls), sayings.speakers[toll.id], sayings.origins[toll.id].name)


def _given(toll: Toll, tolls: Mapping[str, Toll]) -> tuple[int | None, int | None, int | None, bool]:
    """The numbers a claim gives: its own, or those of the whole count that it confirms."""
    if toll.confirms is None:
        return toll.min, toll.best, toll.max, toll.approximate
    confirmed = tolls.get(toll.confirms)
    if confirmed is None or confirmed.confirms is not None or confirmed.scope != "total":
        return None, None, None, False
    return confirmed.min, confirmed.best, confirmed.max, confirmed.approximate


def _numbers(told: Sequence[Counted], place: int) -> Numbers:
    numbers = [one.numbers[place] for one in told]
    for one, number in zip(told, numbers, strict=True):
        if number is not None and number > LARGEST:
            raise InputError(f"claim {one.toll.id}: {number} is more than a table holds ({LARGEST})")
    return np.array([OPEN if number is None else number for number in numbers], dtype=np.int64)
