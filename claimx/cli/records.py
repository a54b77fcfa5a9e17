"""The commands that work on records: merge, show and schema."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from claimx.cli.options import POLICY

if TYPE_CHECKING:
    from claimx.event import Policy

RECORDS = (
    *("article", "mention", "event", "dropped", "extraction", "run", "answer"),
    *("gold-article", "gold-event", "scores", "comparison"),
)


@click.command(short_help="Merge what was extracted into events.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", type=click.Path(file_okay=False), help="Folder for articles, mentions and events.")
@POLICY
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


@click.command(short_help="Show events and who says what.")
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


@click.command(short_help="Print the JSON schemas of the records.")
@click.argument("record", required=False, type=click.Choice(RECORDS))
def schema(record: str | None) -> None:
    """Print the JSON schema of a record, or of the answer asked of the model; without RECORD, all by name."""
    import json

    from claimx.schemas import schema_of

    schemas: object = schema_of(record) if record is not None else {name: schema_of(name) for name in RECORDS}
    click.echo(json.dumps(schemas, indent=2, ensure_ascii=False))
