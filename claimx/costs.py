"""What a run cost: the requests that were sent, what the provider counted of them, and what that is in US dollars.

Pure arithmetic over the rows of a ledger's view `attempts`: amounts are exact, every grouping of the rows adds up to
the whole, and what is not known is counted as such and never taken for nothing. The record of what a run is going to
cost stands here as well; `claimx.estimate` fills it.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from statistics import median
from typing import Annotated, Final, NamedTuple

from pydantic import PlainSerializer

from claimx.prices import Prices
from claimx.record import Record

UNANSWERED: Final = frozenset({"transport", "rejected", "unusable"})
"""Outcomes of requests that brought no answer."""
ANSWERED: Final = "answered"
REPLAYED: Final = "replayed"
REPAIR: Final = "repair"
DEAREST: Final = 10
"""Articles that are named."""

_DIGITS: Final = 80  # more than any such sum has, so that none is rounded
_MEAN: Final = Decimal("1e-9")


def plain(usd: Decimal) -> str:
    """Return an amount in full, without zeros at its end.

    >>> plain(Decimal("0.00250")), plain(Decimal("1E-7")), plain(Decimal("40"))
    ('0.0025', '0.0000001', '40')
    """
    digits = f"{usd:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


Usd = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]
"""US dollars; text in JSON, whose numbers are not exact."""


class Sent(NamedTuple):
    """One time that a request was sent: a row of the view `attempts`."""

    article_id: str
    model: str
    prompt: str
    reask: int
    outcome: str
    via: str
    prompt_tokens: int | None
    cached_tokens: int | None
    completion_tokens: int | None


class Money(Record):
    """What requests cost, as far as it is known."""

    usd: Usd | None
    """Of the requests whose cost is known; None where there are only others."""
    known: int
    """Requests whose cost is known."""
    unknown: int
    """Requests whose cost is not: the model has no price, or nobody counted the tokens of the answer."""


class Tally(Record):
    """Requests, tokens and money."""

    requests: int
    unanswered: int
    """Those that brought no answer."""
    uncounted: int
    """Those whose tokens nobody told, or not all."""
    prompt_tokens: int
    cached_tokens: int
    """The part of `prompt_tokens` that the provider had cached."""
    completion_tokens: int
    paid: Money
    """For live calls, and for batches at their discount."""
    replayed: Money
    """What the replayed requests would have cost live; nobody paid for them."""


class ArticleCost(Record):
    """What one article cost."""

    article_id: str
    tally: Tally

    @property
    def usd(self) -> Decimal | None:
        """What its requests cost, those included that were replayed; None where that is not known of each."""
        paid, replayed = self.tally.paid, self.tally.replayed
        if paid.unknown or replayed.unknown or paid.usd is None or replayed.usd is None:
            return None
        with localcontext(prec=_DIGITS):
            return paid.usd + replayed.usd


class PerArticle(Record):
    """How what articles cost is spread, replays counted as if they had been paid for."""

    articles: int
    known: int
    """Those whose cost is known; mean and median are theirs."""
    mean_usd: Usd | None
    """To nine places."""
    median_usd: Usd | None
    mean_tokens: float | None
    """In and out, of all articles."""
    dearest: tuple[ArticleCost, ...]


class Costs(Record):
    """What a run cost. Each of the groupings is of all requests, and adds up to `total`."""

    total: Tally
    by_question: dict[str, Tally]
    """By prompt and re-ask, such as `extract` and `extract, re-ask 1`."""
    by_way: dict[str, Tally]
    """live, batch, replayed."""
    by_model: dict[str, Tally]
    by_outcome: dict[str, Tally]
    reasks: Tally
    """Answers sent back because they broke the schema."""
    repairs: Tally
    """Questions after values that are not in the article's words, re-asks included."""
    unusable: Tally
    """Requests that brought no answer, or one that was refused, filtered or cut off."""
    per_article: PerArticle
    unpriced_models: tuple[str, ...]
    """Models that were asked and whose price is not known."""


class Figure(Record):
    """A figure that is not known yet, from low to high."""

    low: int | float
    likely: int | float
    high: int | float


class Estimate(Record):
    """What a run is going to cost."""

    model: str
    articles: int
    answered: int
    """Articles about which nothing is left to be asked."""
    requests: Figure
    """Those that would be sent at once, and those that their answers are expected to lead to."""
    tokens_in: Figure
    tokens_out: Figure
    usd: Figure | None
    """Of live calls; None where no price is known."""
    usd_batch: Figure | None
    """Through the Batch API; None where no price of it is known."""
    seconds: Figure
    """Of live calls, within the limits."""
    because: tuple[str, ...]
    """A sentence for each assumption."""


def read_sent(connection: sqlite3.Connection) -> Iterator[Sent]:
    """Yield every time that a request was sent, from an open ledger."""
    columns = ", ".join(Sent._fields)
    return map(Sent._make, connection.execute(f"SELECT {columns} FROM attempts"))  # noqa: S608 -- of the line above


def costs(sent: Iterable[Sent], *, prices: Prices, dearest: int = DEAREST) -> Costs:
    """Return what requests cost; the order in which they come changes nothing."""
    rows = [(one, _usd(one, prices)) for one in sent]
    articles = _article_costs(rows)
    return Costs(
        total=_tally(rows),
        by_question=_grouped(rows, question),
        by_way=_grouped(rows, lambda one: one.via),
        by_model=_grouped(rows, lambda one: one.model),
        by_outcome=_grouped(rows, lambda one: one.outcome),
        reasks=_tally(row for row in rows if row[0].reask),
        repairs=_tally(row for row in rows if row[0].prompt == REPAIR),
        unusable=_tally(row for row in rows if row[0].outcome != ANSWERED),
        per_article=_per_article(articles, dearest=dearest),
        unpriced_models=tuple(sorted({one.model for one, _ in rows if prices.of(one.model) is None})),
    )


def article_costs(sent: Iterable[Sent], *, prices: Prices) -> tuple[ArticleCost, ...]:
    """Return what each article cost, by id."""
    return _article_costs((one, _usd(one, prices)) for one in sent)


def question(one: Sent) -> str:
    """Return what was asked: the prompt, and which re-ask it was.

    >>> question(Sent("a1", "m", "extract", 1, "answered", "live", 1, 0, 1))
    'extract, re-ask 1'
    """
    return f"{one.prompt}, re-ask {one.reask}" if one.reask else one.prompt


_Row = tuple[Sent, Decimal | None]


def _usd(one: Sent, prices: Prices) -> Decimal | None:
    """Return what sending a request once costs, or would have cost where it was replayed."""
    price = prices.of(one.model)
    if price is None or one.prompt_tokens is None or one.completion_tokens is None:
        return None  # which is not free
    return price.cost(
        prompt=one.prompt_tokens,
        cached=one.cached_tokens or 0,
        completion=one.completion_tokens,
        batch=one.via == "batch",
    )


def _tally(rows: Iterable[_Row]) -> Tally:
    counted = list(rows)
    sent = [one for one, _ in counted]
    return Tally(
        requests=len(sent),
        unanswered=sum(one.outcome in UNANSWERED for one in sent),
        uncounted=sum(map(_is_uncounted, sent)),
        prompt_tokens=sum(one.prompt_tokens or 0 for one in sent),
        cached_tokens=sum(one.cached_tokens or 0 for one in sent),
        completion_tokens=sum(one.completion_tokens or 0 for one in sent),
        paid=_money(usd for one, usd in counted if one.via != REPLAYED and _is_billed(one)),
        replayed=_money(usd for one, usd in counted if one.via == REPLAYED and _is_billed(one)),
    )


def _is_uncounted(one: Sent) -> bool:
    return one.prompt_tokens is None or one.completion_tokens is None


def _is_billed(one: Sent) -> bool:
    """What brought nothing, and was not counted, is not billed."""
    return not (one.outcome in UNANSWERED and _is_uncounted(one))


def _money(amounts: Iterable[Decimal | None]) -> Money:
    told = list(amounts)
    known = [usd for usd in told if usd is not None]
    with localcontext(prec=_DIGITS):
        usd = sum(known, Decimal(0)) if known or not told else None
    return Money(usd=usd, known=len(known), unknown=len(told) - len(known))


def _grouped(rows: Iterable[_Row], key: Callable[[Sent], str]) -> dict[str, Tally]:
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[key(row[0])].append(row)
    return {name: _tally(groups[name]) for name in sorted(groups)}


def _article_costs(rows: Iterable[_Row]) -> tuple[ArticleCost, ...]:
    tallies = _grouped(rows, lambda one: one.article_id)
    return tuple(ArticleCost(article_id=article_id, tally=tally) for article_id, tally in tallies.items())


def _per_article(articles: Sequence[ArticleCost], *, dearest: int) -> PerArticle:
    known = [one.usd for one in articles if one.usd is not None]
    tokens = [_tokens(one) for one in articles]
    with localcontext(prec=_DIGITS):
        mean = (sum(known, Decimal(0)) / len(known)).quantize(_MEAN) if known else None
        middle = median(known) if known else None
    return PerArticle(
        articles=len(articles),
        known=len(known),
        mean_usd=mean,
        median_usd=middle,
        mean_tokens=sum(tokens) / len(tokens) if tokens else None,
        dearest=tuple(sorted(articles, key=_dearest_first)[:dearest]),
    )


def _tokens(one: ArticleCost) -> int:
    return one.tally.prompt_tokens + one.tally.completion_tokens


def _dearest_first(one: ArticleCost) -> tuple[Decimal, int, str]:
    """Where money is not known, tokens decide."""
    return -(one.usd or Decimal(0)), -_tokens(one), one.article_id
