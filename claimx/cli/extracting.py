"""The commands that ask a model: run and extract."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimx.cli.options import COLUMNS, ENGINE, POLICY, PRICES, count_articles, read_articles

if TYPE_CHECKING:
    from claimx.article import Article
    from claimx.errors import ExtractionError
    from claimx.event import Policy
    from claimx.extracting import Endpoint
    from claimx.extraction import Extraction
    from claimx.gate import Limits
    from claimx.running import EngineName

Command = TypeVar("Command", bound=Callable[..., Any])


def _asking(command: Command) -> Command:
    """Add the arguments and options of the commands that read articles and ask a model."""
    options = (
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
        click.option("--model", required=True, help="Name of the model at the endpoint."),
        click.option("--base-url", help="An OpenAI-compatible endpoint; default: OpenAI, or OPENAI_BASE_URL."),
        click.option("--cassette", type=click.Path(dir_okay=False), help="Replay recorded answers from this file."),
        click.option("--record", type=click.Path(dir_okay=False), help="Record answers to this file, reusing its own."),
        click.option(
            "--concurrency",
            default=4,
            show_default=True,
            type=click.IntRange(1, 256),
            help="Requests at once; with --engine ray, of each worker.",
        ),
        click.option("--timeout", default=600.0, show_default=True, help="Seconds for one request."),
        click.option("--max-requests", default=6, show_default=True, help="Budget of requests for each article."),
        click.option("--rpm", type=click.IntRange(1), help="Requests per minute, at most."),
        click.option("--tpm", type=click.IntRange(1), help="Tokens per minute, at most: of requests and answers."),
        click.option("--max-usd", type=click.FloatRange(0), help="Stop before this run costs more US dollars."),
        click.option("--max-minutes", type=click.FloatRange(0), help="Send nothing more after so many minutes."),
        PRICES,
        ENGINE,
        COLUMNS,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(short_help="Extract and merge articles into a folder.")
@_asking
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder for the records of the run.")
@POLICY
def run(
    out: str, policy: Policy, paths: Sequence[str], columns: Sequence[str], engine: EngineName, **asking: Any
) -> None:
    """Extract and merge articles into a folder.

    PATH is a file, a folder, a pattern or - for standard input: .txt, .md, .jsonl, .csv, .tsv, .parquet, .html.
    The folder gets articles.jsonl, mentions.jsonl, events.jsonl, dropped.jsonl, run.json and ledger.db, which holds
    every answer. Run again after an interruption or a limit, it goes on where it stopped: what was answered is not
    asked again.
    """
    from claimx.gate import Gate
    from claimx.reports import Reports
    from claimx.runner import run as run_all

    reports = Reports()
    limits, endpoint = _limits(asking), _endpoint(**asking)
    gate = Gate(limits, model=endpoint.model) if engine == "local" else None
    with reports.watching(gate, total=count_articles(paths, columns)):
        summary, events = run_all(
            read_articles(paths, columns, reports),
            endpoint=endpoint,
            out=out,
            policy=policy,
            engine=engine,
            jobs=None,
            limits=limits,
            gate=gate,
            skipped_inputs=lambda: reports.skipped,
            finished=reports.end,
            waiting=reports.note,
        )
    main_events = sum(event.prominence == "main" for event in events)
    click.echo(
        f"{summary.counts.articles} articles, {summary.counts.mentions} mentions, {summary.counts.events} events "
        f"({main_events} main) in {out}; {summary.requests} requests, "
        f"{summary.tokens.prompt:,} + {summary.tokens.completion:,} tokens",
        err=True,
    )
    sys.exit(reports.exit_code())


@click.command(short_help="Extract articles; print a line of JSON for each.")
@_asking
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False),
    help="SQLite file for answers, so that nothing is asked twice; --engine ray needs one that all workers reach.",
)
def extract(
    paths: Sequence[str], columns: Sequence[str], engine: EngineName, ledger: str | None, **asking: Any
) -> None:
    """Extract articles; print one line of JSON for each.

    A line holds the article, its mentions, what was dropped and the requests it took. Pipe it into `claimx merge -`.
    However many articles there are, only those that are asked about stand in memory.
    """
    from pathlib import Path

    from claimx.extraction import Extraction
    from claimx.gate import Gate
    from claimx.reports import Reports
    from claimx.runner import harvest

    reports = Reports()
    limits, endpoint = _limits(asking), _endpoint(**asking)
    gate = Gate(limits, model=endpoint.model) if engine == "local" else None

    def end(article: Article, outcome: Extraction | ExtractionError) -> None:
        reports.end(article, outcome)
        if isinstance(outcome, Extraction):
            click.echo(outcome.to_line())

    with reports.watching(gate, total=count_articles(paths, columns)):
        harvest(
            read_articles(paths, columns, reports),
            endpoint=endpoint,
            ledger=None if ledger is None else Path(ledger),
            finished=end,
            engine=engine,
            limits=limits,
            gate=gate,
            waiting=reports.note,
        )
    sys.exit(reports.exit_code())


def _limits(asking: dict[str, Any]) -> Limits:
    """Take the options on what may be used out of all options."""
    from decimal import Decimal
    from pathlib import Path

    from claimx.gate import Limits

    usd, minutes, prices = (asking.pop(name) for name in ("max_usd", "max_minutes", "prices"))
    return Limits(
        concurrency=asking.pop("concurrency"),
        requests_per_minute=asking.pop("rpm"),
        tokens_per_minute=asking.pop("tpm"),
        max_usd=None if usd is None else Decimal(str(usd)),
        max_seconds=None if minutes is None else minutes * 60,
        prices=None if prices is None else Path(prices),
    )


def _endpoint(
    *, model: str, base_url: str | None, cassette: str | None, record: str | None, timeout: float, max_requests: int
) -> Endpoint:
    from claimx.errors import InputError
    from claimx.extracting import Endpoint
    from claimx.extracting.cassette import Cassette
    from claimx.extracting.transports import RecordTransport, ReplayTransport

    if cassette is not None and record is not None:
        raise InputError("--cassette replays and --record records: choose one")
    transport = None if cassette is None else ReplayTransport(Cassette.load(cassette))
    recording = None if record is None else RecordTransport(record)
    return Endpoint(
        model=model,
        base_url=base_url,
        timeout=timeout,
        max_requests=max_requests,
        transport=transport or recording,
    )
