"""What a run is going to cost: the requests it would send, counted and priced before any of them is sent.

Articles go through extraction as in a run, up to a gate that lets nothing through: what comes to the gate is what would
be sent, to the byte. How long answers are, and what they lead to, is expected after an earlier run, or assumed. Nothing
is sent, and no key is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final, Literal

from claimx.article import Article
from claimx.assumptions import Assumptions, Tokens, assumed, measured
from claimx.costs import Estimate, Figure
from claimx.entry import Request
from claimx.errors import ExtractionError, Stopped
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.extractor import PROMPTS, Extractor
from claimx.extracting.forms import form
from claimx.extracting.ports import Turn
from claimx.extracting.prompts import load_prompt
from claimx.gate import Limits
from claimx.ledger import Ledger
from claimx.prices import Price, load_prices
from claimx.tokens import counter

Case = Literal[0, 1, 2]
LOW: Final = 0
LIKELY: Final = 1
HIGH: Final = 2

REPAIR_TOKENS: Final = (50, 150, 600)
"""Of the values that a repair lists, and of its answer. Not measured: nothing recorded had to be repaired."""
_NOWHERE: Final = "http://nothing-is-sent.invalid/v1"
_MINUTE: Final = 60


def estimate(articles: Iterable[Article], *, model: str, limits: Limits, ledger: Ledger | None = None) -> Estimate:
    """Return what asking about articles would take; none is held longer than that takes.

    Args:
        articles: a text that comes twice is asked about once.
        model: as it would be asked for.
        limits: at once and per minute, and the table of prices.
        ledger: what it holds an answer to costs nothing, and what its answers were like is expected of others.

    Raises:
        InputError: the table of prices or the ledger cannot be read.
    """
    price = load_prices(limits.prices).of(model)
    tokens = Tokens(counter(model))
    extract, repair = (form(name, load_prompt(name).text, answer) for name, answer in PROMPTS.items())
    if ledger is None:
        expected = assumed(tokens.counter)
    else:
        expected = measured(ledger, model=model, extract=extract, repair=repair, tokens=tokens)
    open_ = asyncio.run(_open(articles, model=model, ledger=ledger, tokens=tokens))
    forecast = _Forecast(open_, expected, limits, price, common=tokens.form(extract), repair=tokens.form(repair))
    return Estimate(
        model=model,
        articles=open_.articles,
        answered=open_.articles - open_.requests,
        requests=_figure(forecast.requests),
        tokens_in=_figure(forecast.tokens_in),
        tokens_out=_figure(forecast.tokens_out),
        usd=None if price is None else _figure(forecast.usd, places=6),
        usd_batch=None if price is None or price.batch is None else _figure(forecast.usd_batch, places=6),
        seconds=_figure(forecast.seconds),
        because=tuple(forecast.because()),
    )


@dataclass
class _Open:
    """The requests that would be sent first."""

    articles: int = 0
    requests: int = 0
    firsts: int = 0
    """First questions."""
    extracts: int = 0
    """First questions, and those sent back."""
    tokens: int = 0
    first_tokens: int = 0
    article_tokens: int = 0
    """Of the articles in `extracts`."""

    def add(self, request: Request, tokens: Tokens) -> None:
        counted = tokens.request(request)
        self.requests += 1
        self.tokens += counted
        if request.form.prompt != "extract":
            return
        self.extracts += 1
        self.article_tokens += tokens.article(request)
        if not request.reask:
            self.firsts += 1
            self.first_tokens += counted


async def _open(articles: Iterable[Article], *, model: str, ledger: Ledger | None, tokens: Tokens) -> _Open:
    open_, gate = _Open(), _Closed()
    seen = set()
    async with Extractor(Endpoint(model=model, base_url=_NOWHERE), ledger=ledger, gate=gate) as extractor:
        for article in articles:
            if article.id in seen:
                continue
            seen.add(article.id)
            open_.articles += 1
            # An article that fails with the answers that are there asks nothing more.
            with suppress(ExtractionError, Stopped):
                await extractor.aextract(article)
            for request in gate.refused():
                open_.add(request, tokens)
    return open_


class _Closed:
    """A gate that lets nothing through, and remembers who came last."""

    def __init__(self) -> None:
        self._refused: list[Request] = []

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[Turn]:
        self._refused.append(request)
        raise Stopped("nothing is sent for an estimate")
        yield  # makes this a generator, which is what a context manager is made of

    def refused(self) -> list[Request]:
        """Return who came since this was asked."""
        refused, self._refused = self._refused, []
        return refused


@dataclass(frozen=True)
class _Forecast:
    """What requests come to if everything is as low, as likely or as high as it is expected to be."""

    open: _Open
    expected: Assumptions
    limits: Limits
    price: Price | None
    common: int
    """Tokens that all first questions begin with."""
    repair: int
    """Tokens that all repairs begin with."""

    def requests(self, case: Case) -> float:
        return self.open.requests + self._reasks(case) + self._repairs(case)

    def _reasks(self, case: Case) -> float:
        return self.open.firsts * self.expected.reasks[case]

    def _repairs(self, case: Case) -> float:
        return self.open.firsts * self.expected.repairs[case]

    def _article(self) -> float:
        return self.open.article_tokens / max(1, self.open.extracts)

    def _answer(self, case: Case) -> float:
        return self._article() * self.expected.answer[case]

    def tokens_in(self, case: Case) -> float:
        """A re-ask sends the first question again, and its answer."""
        first = self.open.first_tokens / max(1, self.open.firsts)
        repair = self.repair + self._article() + REPAIR_TOKENS[case]
        counted = self.open.tokens + self._reasks(case) * first + self._repairs(case) * repair
        return counted * self.expected.counted[case] + self._reasks(case) * self._answer(case)

    def tokens_out(self, case: Case) -> float:
        extracts = self.open.extracts + self._reasks(case)
        repairs = self.open.requests - self.open.extracts + self._repairs(case)
        return extracts * self._answer(case) + repairs * REPAIR_TOKENS[case]

    def _cached(self, case: Case) -> float:
        """Return the tokens that the provider has cached: where nobody measured it all but one beginning, or none."""
        if self.expected.cached is not None:
            return self.expected.cached * self.tokens_in(case)
        return max(0, self.open.extracts - 1) * self.common * self.expected.counted[case] if case == LOW else 0

    def usd(self, case: Case, *, batch: bool = False) -> float:
        if self.price is None:
            raise ValueError("no price is known")
        sent, cached, answered = self.tokens_in(case), self._cached(case), self.tokens_out(case)
        return float(self.price.cost(prompt=round(sent), cached=round(cached), completion=round(answered), batch=batch))

    def usd_batch(self, case: Case) -> float:
        return self.usd(case, batch=True)

    def seconds(self, case: Case) -> float:
        return max(self._limiting(case))[0]

    def _limiting(self, case: Case) -> list[tuple[float, str]]:
        """Return the seconds that each limit would need by itself, and its name."""
        tokens = self.tokens_in(case) + self.tokens_out(case)
        rpm, tpm, width = self.limits.requests_per_minute, self.limits.tokens_per_minute, self.limits.concurrency
        told = [(self.tokens_out(case) * self.expected.pace[case] / width, f"{width} requests at once")]
        if rpm is not None:
            told.append((self.requests(case) * _MINUTE / rpm, f"{rpm:,} requests per minute"))
        if tpm is not None:
            told.append((tokens * _MINUTE / tpm, f"{tpm:,} tokens per minute"))
        return told

    def because(self) -> Iterator[str]:
        if not self.open.requests:
            yield "Everything is answered: nothing would be sent."
            return
        expected, listed = self.expected, f"{REPAIR_TOKENS[LOW]} to {REPAIR_TOKENS[HIGH]} tokens"
        yield from (one.because for one in (expected.counted, expected.answer, expected.reasks, expected.repairs))
        yield f"A repair lists values of {listed}, and is answered in as many: a guess."
        if expected.cached is None:
            yield "Dollars: at the least with the instruction cached by the provider, else with nothing cached."
        else:
            yield f"Dollars: with {expected.cached:.0%} of the tokens sent cached, as measured."
        yield expected.pace.because
        yield f"What takes the time is {max(self._limiting(LIKELY))[1]}; what fails and is sent again is not counted."


def _figure(of: Callable[[Case], float], *, places: int | None = None) -> Figure:
    """Return a figure of three cases; whole where no places are named."""
    return Figure(low=round(of(LOW), places), likely=round(of(LIKELY), places), high=round(of(HIGH), places))
