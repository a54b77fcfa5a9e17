"""What a run cost, or is going to cost, as tables in the terminal.

What is not known stands as such: a dash, or "at least" before a sum in which something is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimx.costs import ArticleCost, Costs, Estimate, Figure, Money, Tally
from claimx.exporting.terminal_words import UNKNOWN, counted, visible

CENTS: Final = Decimal("0.0001")
"""To which dollars are shown."""
HEADER: Final = ("requests", "unanswered", "tokens in", "cached", "tokens out", "US $", "replayed, US $")
_DIGITS: Final = 3
"""Of figures that are expected."""


def show_costs(costs: Costs, *, console: Console) -> None:
    """Print a table for each way of grouping requests, what is spent on asking again, and what articles cost."""
    groups = {
        "By question": costs.by_question,
        "By way": costs.by_way,
        "By model": costs.by_model,
        "By outcome": costs.by_outcome,
        "Of these": {
            "answers sent back": costs.reasks,
            "repairs": costs.repairs,
            "without a usable answer": costs.unusable,
        },
    }
    for title, tallies in groups.items():
        console.print(_table(title, tallies, total=None if title == "Of these" else costs.total))
        console.print()
    for line in _articles(costs):
        console.print(Text(line))
    if costs.per_article.dearest:
        console.print()
        console.print(_dearest(costs.per_article.dearest))
    for line in _notes(costs):
        console.print(Text(line, style="dim"))


def show_estimate(estimate: Estimate, *, console: Console, by_batch: bool) -> None:
    """Print what a run is going to cost, and what that rests on."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for name, told in _expected(estimate, by_batch=by_batch):
        grid.add_row(name, Text(told))
    console.print(grid)
    for sentence in estimate.because:
        console.print(Text(visible(sentence), style="dim"))
    if estimate.usd is None:
        console.print(Text(_unpriced(estimate.model), style="dim"))


def usd(money: Money) -> str:
    """Return an amount: "0.0123", "at least 0.0123", or a dash where nothing of it is known."""
    if money.usd is None:
        return UNKNOWN
    return f"at least {dollars(money.usd)}" if money.unknown else dollars(money.usd)


def dollars(amount: Decimal | None) -> str:
    """Return dollars to a hundredth of a cent, and less than that as such."""
    if amount is None:
        return UNKNOWN
    if 0 < amount < CENTS:
        return f"< {CENTS}"
    return f"{amount.quantize(CENTS, rounding=ROUND_HALF_EVEN):,}" if amount else "0"


def _table(title: str, tallies: Mapping[str, Tally], *, total: Tally | None) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold", min_width=len("without a usable answer"))
    for name in HEADER:
        table.add_column(name, justify="right", min_width=len(max(name.split(), key=len)))
    for name, tally in tallies.items():
        table.add_row(Text(visible(name)), *_cells(tally))
    if total is not None and len(tallies) != 1:
        table.add_row(Text("all", style="bold"), *_cells(total))
    return table


def _cells(tally: Tally) -> Iterator[str]:
    yield from (f"{tally.requests:,}", f"{tally.unanswered:,}" if tally.unanswered else "")
    yield from (f"{tally.prompt_tokens:,}", _part(tally.cached_tokens, of=tally.prompt_tokens))
    yield f"{tally.completion_tokens:,}"
    for money in (tally.paid, tally.replayed):
        yield usd(money) if money.known or money.unknown else ""


def _part(part: int, *, of: int) -> str:
    return f"{100 * part / of:.0f} %" if part and of else ""


def _articles(costs: Costs) -> Iterator[str]:
    told = costs.per_article
    if not told.articles:
        yield "Nothing was asked."
        return
    tokens = f"{told.mean_tokens:,.0f} tokens" if told.mean_tokens is not None else UNKNOWN
    yield f"{counted(told.articles, noun='article')}: {tokens} each, in and out."
    if told.known:
        of = "" if told.known == told.articles else f", of the {told.known:,} whose cost is known"
        yield f"US $ for each article{of}: mean {dollars(told.mean_usd)}, median {dollars(told.median_usd)}."


def _dearest(articles: Iterable[ArticleCost]) -> Table:
    table = Table(title="The dearest articles", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("", overflow="fold")
    for name in ("requests", "tokens", "US $"):
        table.add_column(name, justify="right", header_style="dim")
    for one in articles:
        tokens = one.tally.prompt_tokens + one.tally.completion_tokens
        table.add_row(Text(visible(one.article_id)), f"{one.tally.requests:,}", f"{tokens:,}", dollars(one.usd))
    return table


def _notes(costs: Costs) -> Iterator[str]:
    for model in costs.unpriced_models:
        yield _unpriced(model)
    if costs.total.replayed.known or costs.total.replayed.unknown:
        yield "Nobody paid for what was replayed; what it would have cost live stands by itself."
    if costs.total.uncounted:
        requests = counted(costs.total.uncounted, noun="request")
        yield f"Of {requests} nobody told the tokens; those among them that brought no answer are taken for free."


def _unpriced(model: str) -> str:
    return f"No price is known of {visible(model)}: name it in a table with --prices (docs/running.md)."


def _expected(estimate: Estimate, *, by_batch: bool) -> Iterator[tuple[str, str]]:
    answered = f", of which {estimate.answered:,} need nothing more" if estimate.answered else ""
    yield "articles", f"{estimate.articles:,}{answered}"
    yield "requests", _range(estimate.requests)
    yield "tokens in", _range(estimate.tokens_in)
    yield "tokens out", _range(estimate.tokens_out)
    yield "US $, live", _range(estimate.usd)
    yield "US $, batch", _range(estimate.usd_batch)
    if by_batch:
        yield "time", "a day at most for a round; re-asks and repairs are further rounds"
    else:
        figure = estimate.seconds
        yield "time", _between(*map(_duration, (figure.low, figure.likely, figure.high)))


def _range(figure: Figure | None) -> str:
    if figure is None:
        return UNKNOWN
    return _between(*map(_rounded, (figure.low, figure.likely, figure.high)))


def _between(low: str, likely: str, high: str) -> str:
    return likely if low == high else f"{low} to {high}, likely {likely}"


def _rounded(number: float) -> str:
    """Return whole numbers below a thousand as they are, others to the digits that an estimate has."""
    if isinstance(number, int) and number < 10**_DIGITS:
        return str(number)
    exact = float(f"{number:.{_DIGITS - 1}e}")
    return f"{exact:,.0f}" if exact >= 10 ** (_DIGITS - 1) else f"{exact:,.{_DIGITS}g}"


def _duration(seconds: float) -> str:
    """Return a length of time as a person says it."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds:.0f} s"
