"""The commands that work on records: merge, show and schema."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from claimx.cli.options import ENGINE, JOBS, LINKAGE, POLICY
from claimx.cli.storing import INTO, REMOVE, RULINGS

if TYPE_CHECKING:
    from claimx.event import Policy
    from claimx.running import EngineName

RECORDS = (
    *("article", "mention", "event", "dropped", "extraction", "run", "answer"),
    *("ruling", "change", "pair-explanation", "event-explanation"),
    *("gold-article", "gold-event", "scores", "comparison"),
)


@click.command(short_help="Merge what was extracted into events.")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for articles, mentions and events.")
@INTO
@REMOVE
@RULINGS
@POLICY
@LINKAGE
@ENGINE
@JOBS
def merge(
    paths: Sequence[str],
    out: str | None,
    store: str | None,
    removed: Sequence[str],
    rulings: Sequence[str],
    policy: Policy,
    engine: EngineName,
    jobs: int | None,
    **_: object,
) -> None:
    """Merge what was extracted into events; print one line of JSON for each, or write a folder.

    PATH is a folder of a run, a file that `claimx extract` printed, a store, or - for standard input. Several are
    merged as if they had been extracted at once, by the policy and linkage of a store among them unless others are
    named. With --into, they go into a store: articles that it has are replaced, and what that changes is printed. A
    table of mentions (.parquet, see `claimx tabulate`) is merged into tables of
    events and members, without sayings and sentences.
    """
    if any(path.lower().endswith(".parquet") for path in paths):
        _merge_table(paths, out, policy, engine, jobs)
        return
    from claimx.cli.storing import check_options, merge_into, merge_together, read_for_merge
    from claimx.reports import Reports
    from claimx.running import mapper

    check_options(paths, out, store, removed)
    reports = Reports()
    told = read_for_merge(paths, rulings, reports)
    if store is not None:
        merge_into(store, told, removed, mapper=mapper(engine, jobs=jobs))
    else:
        merge_together(told, out, mapper=mapper(engine, jobs=jobs))
    sys.exit(reports.exit_code())


def _merge_table(paths: Sequence[str], out: str | None, policy: Policy, engine: EngineName, jobs: int | None) -> None:
    from claimx.errors import InputError
    from claimx.running import mapper
    from claimx.tables import merge_table

    if len(paths) > 1 or out is None:
        raise InputError(f"{' '.join(paths)}: a table of mentions is merged by itself, into a folder; give --out")
    merge_table(paths[0], out=out, policy=policy, mapper=mapper(engine, jobs=jobs))


@click.command(short_help="Write mentions as a table, for millions of them.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False), metavar="FILE", help="The Parquet file to write."
)
def tabulate(paths: Sequence[str], out: str) -> None:
    """Write what merging reads of mentions as one Parquet table, a row for each mention.

    PATH is what `claimx merge` takes. `claimx merge FILE --out DIR` merges the table into tables of events and members,
    in the time and memory that millions of mentions leave.
    """
    from claimx.folder import read_extracted
    from claimx.reports import Reports
    from claimx.tables import columns_of, write_mentions

    reports = Reports()
    extracted = read_extracted(paths, stdin=sys.stdin.buffer, skipped=reports.skip)
    write_mentions(out, *columns_of(extracted.mentions, articles=extracted.articles))
    sys.exit(reports.exit_code())


@click.command(short_help="Show events and who says what.")
@click.argument("path", metavar="PATH")
@click.option("--main", "only_main", is_flag=True, help="Only events that an article tells as its main one.")
@click.option("--event", "wanted", multiple=True, metavar="ID", help="Only the event with this id (or its beginning).")
@click.option("--detail", type=click.Choice(("list", "brief", "full", "log")), default="brief", show_default=True)
def show(path: str, wanted: Sequence[str], detail: Literal["list", "brief", "full", "log"], *, only_main: bool) -> None:
    """Show events: values, who says what, where it comes from, what is disputed, in which words.

    PATH is a folder of a run, a file of events, a store, or - for standard input. In a store, an id that an event had
    once leads to the events that hold its mentions now. --detail list: a line for each event;
    brief: one screen; full: every claim with its quotes; log: with the sentence of every rule.
    """
    from claimx.cli.storing import read_shown
    from claimx.exporting.terminal import list_events, open_console, show_events

    known, names, titles = read_shown(path, wanted)
    events = [event for event in known if not only_main or event.prominence == "main"]
    console = open_console(sys.stdout)
    if detail == "list":
        list_events(events, console=console)
    else:
        show_events(events, console=console, detail=detail, articles=names, titles=titles)


@click.command(short_help="Print the JSON schemas of the records.")
@click.argument("record", required=False, type=click.Choice(RECORDS))
def schema(record: str | None) -> None:
    """Print the JSON schema of a record, or of the answer asked of the model; without RECORD, all by name."""
    import json

    from claimx.schemas import schema_of

    schemas: object = schema_of(record) if record is not None else {name: schema_of(name) for name in RECORDS}
    click.echo(json.dumps(schemas, indent=2, ensure_ascii=False))
