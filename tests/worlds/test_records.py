from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest

from claimx.article import Article
from claimx.claim import Toll
from claimx.facts import Column, Facts
from claimx.mention import Mention
from claimx.quote import Quote
from claimx.record import Record
from claimx.values.counts.count import read_count
from claimx.values.dates.resolving import resolve_date
from claimx.worlds import Dials, World, generate
from tests.worlds.seen import lifelike, reports, spelled_out

ALL_UP = Dials(**dict.fromkeys(Dials().shares(), 0.5))


def tolls(mention: Mention) -> list[Toll]:
    """Return the claims, all of which are tolls."""
    return [claim for claim in mention.claims if isinstance(claim, Toll)]


def left_open(number: int | None) -> int:
    """Return the number as columns have it."""
    return -1 if number is None else number


def quotes(record: object) -> Iterator[Quote]:
    """Yield all quotes of a record, however deep."""
    if isinstance(record, Quote):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from quotes(part)
    elif isinstance(record, Record):
        for name in type(record).model_fields:
            yield from quotes(getattr(record, name))


@pytest.fixture(params=["lifelike", "half up", "calm"])
def seen(request: pytest.FixtureRequest) -> World:
    """Worlds with much and with little in them."""
    worlds = {"half up": ALL_UP, "calm": Dials.calm()}
    return lifelike() if request.param == "lifelike" else generate(300, seed=9, dials=worlds[request.param])


def test_the_columns_are_those_of_the_records(seen: World) -> None:
    """Row by row: the same ids, the same values, the same ties."""
    read, facts = Facts.of(seen.mentions()), seen.facts
    for name in (field.name for field in fields(Facts)):
        one, other = getattr(read, name), getattr(facts, name)
        if isinstance(one, Column):
            assert spelled_out(one) == spelled_out(other), name
        elif isinstance(one, np.ndarray):
            assert np.array_equal(one, other), name
    assert spelled_out(read.relations.kind) == spelled_out(facts.relations.kind)
    assert np.array_equal(read.relations.source, facts.relations.source)
    assert np.array_equal(read.relations.target, facts.relations.target)


def test_every_quote_stands_in_its_article(seen: World) -> None:
    """With its surroundings, and as often as it says."""
    found = 0
    for article, mentions in reports(seen):
        for quote in (quote for mention in mentions for quote in quotes(mention)):
            found += 1
            assert article.id == quote.article_id
            assert quote.exact == article.text[quote.start : quote.end]
            assert article.text[: quote.start].endswith(quote.prefix)
            assert article.text[quote.end :].startswith(quote.suffix)
            assert quote.occurrences == article.text.count(quote.exact) > 0
    assert found > 5 * len(seen.facts)


def test_counts_are_the_tolls_of_the_records(seen: World) -> None:
    """A row for each claim, in the order of mentions and of their claims."""
    mentions = {mention.id: mention for mention in seen.mentions()}
    told = [
        (row, toll.kind, toll.scope, toll.polarity, *map(left_open, (toll.min, toll.best, toll.max)))
        for row, id_ in enumerate(seen.facts.ids.tolist())
        for toll in tolls(mentions[id_.decode()])
    ]
    counts = seen.counts
    named = (spelled_out(column) for column in (counts.kind, counts.scope, counts.polarity))
    numbers = (column.tolist() for column in (counts.min, counts.best, counts.max))
    assert told == list(zip(counts.mention.tolist(), *named, *numbers, strict=True))


def test_speakers_and_origins_are_those_of_the_records(seen: World) -> None:
    """The origin of what a copy tells as news is the article that it copies."""
    mentions = {mention.id: mention for mention in seen.mentions()}
    original = dict(zip(seen.copies.article.tolist(), seen.copies.original.tolist(), strict=True))
    rows = [mentions[id_.decode()] for id_ in seen.facts.ids.tolist()]
    speakers = [
        toll.speaker.text.exact if toll.speaker is not None and toll.speaker.text is not None else None
        for mention in rows
        for toll in tolls(mention)
    ]
    origins = []
    for mention in rows:
        source = original.get(mention.article_id.encode()) if mention.local_id == "1" else None
        origins += [source.decode() if source is not None else mention.article_id] * len(mention.claims)
    assert speakers == spelled_out(seen.counts.speaker)
    assert origins == spelled_out(seen.counts.origin)


def test_numbers_and_dates_are_those_of_their_words(seen: World) -> None:
    """Reading the words again gives the values; "the week of" a Monday is only begun by that day."""
    for article, mentions in reports(seen):
        for toll in (toll for mention in mentions for toll in tolls(mention)):
            assert toll.count is not None
            read = read_count(article.text, start=toll.count.start, end=toll.count.end)
            assert read is not None
            assert (toll.min, toll.best, toll.max) == (read.min, read.best, read.max)
        for when in (mention.when for mention in mentions if mention.when.text is not None):
            assert when.text is not None
            period = resolve_date(when.text.exact, published=article.published_on)
            assert when.start == period.start
            if when.precision != "week":
                assert (when.end, when.precision) == (period.end, period.precision)


def test_lineage_is_left_to_be_found(seen: World) -> None:
    """Articles carry no credits, groups or derivations."""
    for article in seen.articles():
        assert (article.credits, article.origin_group, article.derived_from) == ((), None, ())
        assert article == Article.from_line(article.to_line())


def test_passages_of_one_article_lie_apart(seen: World) -> None:
    """No two mentions rest on the same words, and each has its own number."""
    for _, mentions in reports(seen):
        spans = sorted((quote.start, quote.end) for mention in mentions for quote in mention.quotes)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
        assert [str(number + 1) for number in range(len(mentions))] == [mention.local_id for mention in mentions]


def test_only_news_is_main() -> None:
    """The first mention is; what an article mentions besides is not, unless it is the news again."""
    told = Counter(
        (mention.local_id == "1", mention.prominence) for report in reports(lifelike()) for mention in report.mentions
    )
    assert {(True, "main"), (False, "main"), (False, "background")} == set(told)
