"""The commands that read gold that others made: convert muc4 and convert table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from claimx.cli.options import ARTICLES, COLUMNS, known_articles

_OUT = click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder for the gold.")


@click.group(short_help="Turn gold that others made into gold of claimx.")
def convert() -> None:
    """Turn gold that others made into gold of claimx.

    What cannot be mapped is counted and listed, never dropped silently.
    """


@convert.command(short_help="Keys of the MUC-4 task, with their documents.")
@click.argument("path", metavar="FILE")
@_OUT
def muc4(path: str, out: str) -> None:
    """Turn MUC-4 keys into gold mentions.

    FILE has a line of JSON for each document: docid, text and templates with the 24 slots. The folder gets
    articles.jsonl (gold mentions), unmapped.jsonl, and texts.jsonl: the documents, to be read by `claimx run`.
    """
    from claimx.converting.muc4_keys import read_keys
    from claimx.lines import write_lines

    converted = read_keys(path)
    folder = Path(out)
    write_lines(folder / "articles.jsonl", converted.gold)
    write_lines(folder / "texts.jsonl", converted.articles)
    write_lines(folder / "unmapped.jsonl", converted.unmapped)
    mentions = sum(len(one.mentions) for one in converted.gold)
    click.echo(
        f"{len(converted.gold)} documents, {mentions} mentions, {len(converted.unmapped)} fills unmapped in {out}",
        err=True,
    )


@convert.command(short_help="A table of events (CSV, TSV, JSONL), such as those of GED and ACLED.")
@click.argument("path", metavar="FILE")
@_OUT
@ARTICLES
@COLUMNS
@click.option("--links", type=click.Path(dir_okay=False), help="A second table: which article is about which event.")
@click.option(
    "--table-column", "table_columns", multiple=True, metavar="FIELD=NAME", help="Column of FILE that has a field."
)
@click.option(
    "--link-column", "link_columns", multiple=True, metavar="FIELD=NAME", help="Column of --links: article, event."
)
@click.option("--day-first/--month-first", default=None, help="How to read 3/4/2031; without it, as an error.")
def table(
    path: str,
    out: str,
    articles: Sequence[str],
    columns: Sequence[str],
    links: str | None,
    table_columns: Sequence[str],
    link_columns: Sequence[str],
    *,
    day_first: bool | None,
) -> None:
    """Turn a table of events into event gold.

    A row is an event: its id, date, place, killed, injured, type, and the ids of its articles, in the row or in a
    second table. Columns named like the fields, and those of UCDP GED and ACLED, are known; others are given by
    flags. Articles are found by the id they have where they came from, by address, or by claimx's own id.
    """
    from claimx.converting.tables import LinkColumns, TableColumns, read_table
    from claimx.folder import EVENTS
    from claimx.lines import write_lines
    from claimx.reports import Reports

    reports = Reports()
    known = known_articles(articles, columns, reports)
    events = read_table(
        path,
        articles=known.values(),
        skipped=reports.skip,
        columns=TableColumns(**_named(table_columns, TableColumns)),
        links=links,
        link_columns=LinkColumns(**_named(link_columns, LinkColumns)),
        day_first=day_first,
    )
    write_lines(Path(out) / EVENTS, events)
    pairs = sum(len(event.articles) for event in events)
    click.echo(f"{len(events)} events with {pairs} articles in {out}", err=True)
    sys.exit(reports.exit_code())


def _named(columns: Sequence[str], fields: type) -> dict[str, str]:
    from dataclasses import fields as fields_of

    from claimx.errors import InputError

    known = [field.name for field in fields_of(fields)]
    named = dict(column.partition("=")[::2] for column in columns)
    if not set(named) <= set(known):
        raise InputError(f"{' '.join(columns)}: give FIELD=NAME with a field of {', '.join(known)}")
    return named
