"""The commands on money: what a run cost, and what one is going to cost."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimx.cli.ledger import LEDGER_PATH, ledger_at
from claimx.cli.options import AS_JSON, COLUMNS, PRICES, read_articles

if TYPE_CHECKING:
    from claimx.costs import ArticleCost, Money


@click.command(short_help="Show what a run cost.")
@LEDGER_PATH
@PRICES
@click.option("--articles", "each", is_flag=True, help="Print a row of CSV for each article instead.")
@AS_JSON
def costs(path: str, prices: str | None, *, each: bool, as_json: bool) -> None:
    """Show what a run cost, from its ledger: requests, tokens and US dollars.

    PATH is a run's folder or a ledger. Requests are grouped by question, way, model and outcome, each grouping adding
    up to the whole; then what articles cost: mean, median and the dearest. A batch is counted at its discount. What was
    replayed was not paid for; what it would have cost live stands beside it. The cost of a model without a price is
    not known, and never taken for nothing: name its price in a table with --prices.
    """
    from claimx.costs import article_costs, read_sent
    from claimx.costs import costs as costs_of
    from claimx.exporting.terminal import open_console
    from claimx.exporting.terminal_costs import show_costs
    from claimx.ledger import read_ledger
    from claimx.prices import load_prices

    known = load_prices(None if prices is None else Path(prices))
    with read_ledger(ledger_at(path)) as connection:
        sent = list(read_sent(connection))
    if each:
        click.echo(_rows(article_costs(sent, prices=known)), nl=False)
    elif as_json:
        click.echo(costs_of(sent, prices=known).to_line())
    else:
        show_costs(costs_of(sent, prices=known), console=open_console(sys.stdout))


@click.command(short_help="Say what a run is going to cost.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--model", required=True, help="Name of the model at the endpoint.")
@click.option(
    "--ledger",
    "run",
    type=click.Path(exists=True),
    metavar="RUN",
    help="Folder or ledger of an earlier run: its answers cost nothing, and others are expected to be like them.",
)
@click.option("--base-url", help="The endpoint that would be asked. Nothing is sent there.")
@click.option("--concurrency", default=4, show_default=True, type=click.IntRange(1, 256), help="Requests at once.")
@click.option("--rpm", type=click.IntRange(1), help="Requests per minute, at most.")
@click.option("--tpm", type=click.IntRange(1), help="Tokens per minute, at most: of requests and answers.")
@click.option("--batch", "by_batch", is_flag=True, help="Through the Batch API.")
@PRICES
@COLUMNS
@AS_JSON
def estimate(
    paths: Sequence[str],
    columns: Sequence[str],
    run: str | None,
    base_url: str | None,
    *,
    by_batch: bool,
    as_json: bool,
    **asking: Any,
) -> None:
    """Say what a run is going to cost before anything is sent: requests, tokens, US dollars and time.

    PATH is what `claimx run` takes. The requests are made as a run makes them and their tokens counted; how long the
    answers are, and how many are sent back or repaired, is taken from an earlier run (--ledger), or else from five
    recorded reports. So every figure is a range, and what it rests on is said below it. No key and no network is
    needed.
    """
    from contextlib import ExitStack

    from claimx.estimate import estimate as estimate_of
    from claimx.exporting.terminal import open_console
    from claimx.exporting.terminal_costs import show_estimate
    from claimx.gate import Limits
    from claimx.ledger import Ledger
    from claimx.reports import Reports

    reports = Reports()
    limits = Limits(
        concurrency=asking["concurrency"],
        requests_per_minute=asking["rpm"],
        tokens_per_minute=asking["tpm"],
        prices=None if asking["prices"] is None else Path(asking["prices"]),
    )
    with ExitStack() as held:
        ledger = None if run is None else held.enter_context(Ledger(ledger_at(run)))
        articles = read_articles(paths, columns, reports)
        expected = estimate_of(articles, model=asking["model"], limits=limits, ledger=ledger)
    if as_json:
        click.echo(expected.to_line())
    else:
        show_estimate(expected, console=open_console(sys.stdout), by_batch=by_batch)
    if base_url is not None and expected.usd is not None:
        reports.note(f"the price is that of the model's name; what {base_url} takes may be another")
    sys.exit(reports.exit_code())


_COLUMNS = (
    *("article_id", "requests", "unanswered", "prompt_tokens", "cached_tokens", "completion_tokens"),
    *("usd_paid", "usd_replayed"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def _rows(articles: Iterable[ArticleCost]) -> str:
    """Return a table with a row for each article; what is not known is an empty cell."""
    import csv
    from io import StringIO

    table = StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for one in articles:
        tally = one.tally
        counts = (tally.requests, tally.unanswered, tally.prompt_tokens, tally.cached_tokens, tally.completion_tokens)
        rows.writerow((_harmless(one.article_id), *counts, _amount(tally.paid), _amount(tally.replayed)))
    return table.getvalue()


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet computes: a formula shows as text behind an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _amount(money: Money) -> str:
    from claimx.costs import plain

    return "" if money.unknown or money.usd is None else plain(money.usd)
