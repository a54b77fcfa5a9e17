"""Deriving: the days that grounded words name, such as "Thursday"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from claimx.article import Article
from claimx.extracting.answers import AnsweredWhen
from claimx.extracting.grounding import Grounder, Place
from claimx.mention import When
from claimx.quote import Quote
from claimx.values.dates.period import UNKNOWN, Period
from claimx.values.dates.resolving import resolve_date


def with_published(article: Article, words: str | None, grounder: Grounder) -> Article:
    """Return the article with the publication date its own words state, if it came without one."""
    place = Place().at("published")
    if article.published_at is not None or words is None:
        return article
    period = resolve_date(words, published=None)
    if not grounder.finder.find(words):
        grounder.fail_missing(words, place)
    elif period.start is None or period.start != period.end:
        grounder.fail(place, words, "unlicensed", "the words state no full date")
    else:
        return article.model_copy(update={"published_at": period.start, "published_basis": "stated"})
    return article


def resolve_times(
    answered: Mapping[str, AnsweredWhen], grounded: Mapping[str, Quote], *, published: date | None
) -> dict[str, When]:
    """Resolve the time of each event of one article, by its local id; words that count from another event wait for it.

    Where events count from one another in a circle, the circle is not followed further than once round.
    """
    return {
        local_id: _when(quote, _resolve(_chain(local_id, answered, grounded), answered, grounded, published=published))
        for local_id, quote in grounded.items()
    }


def _chain(local_id: str, answered: Mapping[str, AnsweredWhen], grounded: Mapping[str, Quote]) -> list[str]:
    """Return the event, the one it counts from, and so on."""
    chain = [local_id]
    while (when := answered[chain[-1]]).side is not None:
        if when.counts_from is None or when.counts_from not in grounded or when.counts_from in chain:
            break
        chain.append(when.counts_from)
    return chain


def _resolve(
    chain: Sequence[str],
    answered: Mapping[str, AnsweredWhen],
    grounded: Mapping[str, Quote],
    *,
    published: date | None,
) -> Period:
    period: Period | None = None
    for local_id in reversed(chain):
        words = grounded[local_id].exact
        period = resolve_date(words, published=published, anchor=period, side=answered[local_id].side)
    return period or UNKNOWN


def _when(text: Quote, period: Period) -> When:
    return When(text=text, start=period.start, end=period.end, precision=period.precision, basis=period.basis)
