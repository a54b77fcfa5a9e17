"""The command line: read, extract, merge, show.

Exit codes: 0 all went well; 1 some articles failed or could not be read, the rest is done; 2 the input or the options
are wrong; 130 interrupted, what was answered is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from claimx.article import Article
    from claimx.errors import ExtractionError
    from claimx.event import Policy
    from claimx.extracting import Endpoint
    from claimx.extraction import Extraction
    from claimx.reports import Reports

# Everything else is imported inside the commands: `claimx --help` should not wait for openai and pydantic.

BAD_INPUT, INTERRUPTED = 2, 130
POLICIES = ("conservative", "latest", "representative", "informative")
RECORDS = ("article", "mention", "event", "dropped", "extraction", "run", "answer")
FIELDS = ("text", "title", "outlet", "url", "byline", "published_at", "language")

Command = TypeVar("Command", bound=Callable[..., Any])


class Cli(click.Group):
    """Turns our errors into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors of the tree end it with exit code 2, an interrupt with 130."""
        from claimx.errors import ClaimxError

        try:
            return super().invoke(ctx)
        except ClaimxError as error:
            click.echo(f"claimx: {error}", err=True)
            ctx.exit(BAD_INPUT)
        except KeyboardInterrupt:
            click.echo("claimx: interrupted; what was answered is kept, run it again to go on", err=True)
            ctx.exit(INTERRUPTED)


HELP = """\
Turn many news reports into one checkable record per event: who says what, with the words that say it.

\b
  claimx run ARTICLES --model NAME --out DIR    extract and merge into a folder
  claimx show DIR                               look at the events

\b
Exit codes: 0 all went well; 1 some articles failed, the rest is done;
2 bad input or options; 130 interrupted, what was answered is kept.

The key of the model's endpoint is read from OPENAI_API_KEY. With --cassette no key and no network is needed.
"""


@click.group(cls=Cli, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="claimx")
def main() -> None:
    """Run the command line."""


def _asking(command: Command) -> Command:
    """Add the arguments and options of the commands that read articles and ask a model."""
    options = (
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
        click.option("--model", required=True, help="Name of the model at the endpoint."),
        click.option("--base-url", help="An OpenAI-compatible endpoint; default: OpenAI, or OPENAI_BASE_URL."),
        click.option("--cassette", type=click.Path(dir_okay=False), help="Replay recorded answers from this file."),
        click.option("--record", type=click.Path(dir_okay=False), help="Record answers to this file, reusing its own."),
        click.option("--concurrency", default=4, show_default=True, type=click.IntRange(1, 256)),
        click.option("--timeout", default=600.0, show_default=True, help="Seconds for one request."),
        click.option("--max-requests", default=6, show_default=True, help="Budget of requests for each article."),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="FIELD=NAME",
            help=f"In tables and JSONL, read FIELD from column NAME. Fields: {', '.join(FIELDS)}.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


_POLICY = click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="representative",
    show_default=True,
    help="How one number is chosen for each toll: lowest, last published, most independent origins, highest.",
)


@main.command(short_help="Extract and merge articles into a folder.")
@_asking
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder for the records of the run.")
@_POLICY
def run(
    out: str, policy: Policy, paths: Sequence[str], columns: Sequence[str], concurrency: int, **asking: Any
) -> None:
    """Extract and merge articles into a folder.

    PATH is a file, a folder, a pattern or - for standard input: .txt, .md, .jsonl, .csv, .tsv, .parquet, .html.
    The folder gets articles.jsonl, mentions.jsonl, events.jsonl, dropped.jsonl and run.json. Run again after an
    interruption, it goes on where it stopped.
    """
    from claimx.reports import Reports
    from claimx.runner import run as run_all

    reports = Reports()
    articles = _read(paths, columns, reports)
    summary, events = run_all(
        articles,
        endpoint=_endpoint(**asking),
        out=out,
        policy=policy,
        concurrency=concurrency,
        skipped_inputs=lambda: reports.skipped,
        finished=reports.end,
    )
    main_events = sum(event.prominence == "main" for event in events)
    click.echo(
        f"{summary.counts.articles} articles, {summary.counts.mentions} mentions, {summary.counts.events} events "
        f"({main_events} main) in {out}; {summary.requests} requests, "
        f"{summary.tokens.prompt:,} + {summary.tokens.completion:,} tokens",
        err=True,
    )
    sys.exit(reports.exit_code())


@main.command(short_help="Extract articles; print a line of JSON for each.")
@_asking
def extract(paths: Sequence[str], columns: Sequence[str], concurrency: int, **asking: Any) -> None:
    """Extract articles; print one line of JSON for each.

    A line holds the article, its mentions, what was dropped and the requests it took. Pipe it into `claimx merge -`.
    """
    import asyncio

    from claimx.extraction import Extraction
    from claimx.reports import Reports
    from claimx.runner import extract_all

    reports = Reports()

    def end(outcome: Extraction | ExtractionError) -> None:
        reports.end(outcome)
        if isinstance(outcome, Extraction):
            click.echo(outcome.to_line())

    articles = _read(paths, columns, reports)
    asyncio.run(extract_all(articles, endpoint=_endpoint(**asking), concurrency=concurrency, finished=end))
    sys.exit(reports.exit_code())


@main.command(short_help="Merge what was extracted into events.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for articles, mentions and events.")
@_POLICY
def merge(paths: Sequence[str], out: str | None, policy: Policy) -> None:
    """Merge what was extracted into events; print one line of JSON for each, or write a folder.

    PATH is a folder of a run, a file that `claimx extract` printed, or - for standard input. Several are merged as if
    they had been extracted at once.
    """
    from claimx.folder import read_extracted, write_merged
    from claimx.merging import merge as merge_all
    from claimx.reports import Reports

    reports = Reports()
    extracted = read_extracted(paths, stdin=sys.stdin.buffer, skipped=reports.skip)
    events = merge_all(extracted.mentions, articles=extracted.articles, policy=policy)
    if out is None:
        for event in events:
            click.echo(event.to_line())
    else:
        write_merged(out, extracted, events)
    sys.exit(reports.exit_code())


@main.command(short_help="Show events and who says what.")
@click.argument("path", metavar="PATH")
@click.option("--main", "only_main", is_flag=True, help="Only events that an article tells as its main one.")
@click.option("--event", "wanted", multiple=True, metavar="ID", help="Only the event with this id (or its beginning).")
@click.option("--detail", type=click.Choice(("list", "brief", "full", "log")), default="brief", show_default=True)
def show(path: str, wanted: Sequence[str], detail: Literal["list", "brief", "full", "log"], *, only_main: bool) -> None:
    """Show events: values, who says what, where it comes from, what is disputed, in which words.

    PATH is a folder of a run, a file of events, or - for standard input. --detail list: a line for each event;
    brief: one screen; full: every claim with its quotes; log: with the sentence of every rule.
    """
    from claimx.exporting.terminal import list_events, open_console, show_events
    from claimx.folder import read_events, read_names

    known = read_events(path, stdin=sys.stdin.buffer)
    events = [
        event
        for event in known
        if (not only_main or event.prominence == "main") and (not wanted or event.id.startswith(tuple(wanted)))
    ]
    console = open_console(sys.stdout)
    if detail == "list":
        list_events(events, console=console)
    else:
        titles = {event.id: event.title for event in known}
        show_events(events, console=console, detail=detail, articles=read_names(path), titles=titles)


@main.command(short_help="Print the JSON schemas of the records.")
@click.argument("record", required=False, type=click.Choice(RECORDS))
def schema(record: str | None) -> None:
    """Print the JSON schema of a record, or of the answer asked of the model; without RECORD, all by name."""
    import json

    from claimx.schemas import schema_of

    schemas: object = schema_of(record) if record is not None else {name: schema_of(name) for name in RECORDS}
    click.echo(json.dumps(schemas, indent=2, ensure_ascii=False))


def _read(paths: Iterable[str], columns: Sequence[str], reports: Reports) -> list[Article]:
    from claimx.errors import InputError
    from claimx.reading import Columns, read

    named = dict(column.partition("=")[::2] for column in columns)
    unknown = sorted(set(named) - set(FIELDS))
    if unknown or not all(named.values()):
        raise InputError(f"--column takes FIELD=NAME with a field of {', '.join(FIELDS)}: {', '.join(columns)}")
    articles = list(read(paths, columns=Columns(**named), stdin=sys.stdin.buffer, skipped=reports.skip))
    if not articles:
        raise InputError("no article could be read; see `claimx run --help` for what is read")
    return articles


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
