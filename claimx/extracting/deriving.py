"""Deriving: what follows from grounded words by rule, such as a day from "Thursday" or a total from its parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from claimx.article import Article
from claimx.claim import Claim, Toll
from claimx.extracting.answers import AnsweredWhen
from claimx.extracting.finding import Span
from claimx.extracting.grounding import Grounder, Place
from claimx.mention import When
from claimx.quote import Quote
from claimx.record import content_id
from claimx.values.dates.period import UNKNOWN, Period
from claimx.values.dates.resolving import resolve_date
from claimx.values.sentences import sentence_at

_INCLUDED: Final = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|(?:among|of) (?:them|whom|those|these)|among the \w+)\b", re.IGNORECASE
)
"""Words after which parts of a whole are told that need not make it up."""


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


def derived_totals(claims: Sequence[Claim], text: str) -> list[Toll]:
    """Return a total for each sentence in which one speaker counts parts but no whole ("one … and two others").

    Only exact parts are added, each number once, only within one sentence, and only where that speaker gives no total
    of that kind anywhere in the mention: a part beside a total is inside it, and so is what follows "including".
    """
    tolls = [claim for claim in claims if isinstance(claim, Toll) and claim.polarity == "+"]
    with_total = {(_speaker_key(toll), toll.kind) for toll in tolls if toll.scope == "total" and toll.count is not None}
    parts: defaultdict[tuple[str, str, Span], dict[int, Toll]] = defaultdict(dict)
    for toll in tolls:
        key = (_speaker_key(toll), toll.kind)
        if toll.count is not None and _is_part(toll) and key not in with_total:
            sentence = Span(*sentence_at(text, toll.count.start, toll.count.end))
            if not _INCLUDED.search(text[sentence.start : toll.count.start]):
                parts[(*key, sentence)].setdefault(toll.count.start, toll)
    return [_total(list(group.values())) for _, group in sorted(parts.items()) if len(group) > 1]


def _is_part(toll: Toll) -> bool:
    return toll.scope in {"subtotal", "additional"} and toll.min == toll.max is not None


def _speaker_key(toll: Toll) -> str:
    if toll.speaker is None:
        return ""
    return toll.speaker.text.exact.casefold() if toll.speaker.text else "?"


def _total(parts: Sequence[Toll]) -> Toll:
    first = parts[0]
    total = sum(part.min or 0 for part in parts)
    quotes = {(quote.start, quote.end): quote for part in parts for quote in part.quotes}
    ids = tuple(part.id for part in parts)
    return first.model_copy(
        update={
            "id": content_id("c", "+".join(ids)),
            "local_id": "+".join(part.local_id for part in parts),
            "quotes": tuple(quotes[span] for span in sorted(quotes)),
            "count": None,
            "who": first.who if all(part.who == first.who for part in parts) else None,
            "scope": "total",
            "min": total,
            "best": total,
            "max": total,
            "basis": "parts",
            "parts": ids,
        }
    )
