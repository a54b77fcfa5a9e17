"""Stores on the command line: what `claimx merge --into` and `claimx show` do with them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from claimx.event import Event
    from claimx.merging.clustering import Mapper
    from claimx.reports import Reports
    from claimx.ruling import Ruling
    from claimx.storing import Batch, Settings, Store
    from claimx.storing.inputs import Inputs

INTO = click.option(
    "--into",
    "store",
    type=click.Path(dir_okay=False),
    metavar="STORE",
    help="Bring a store up to date, or begin one, and print what changed.",
)
REMOVE = click.option(
    "--remove", "removed", multiple=True, metavar="ARTICLE_ID", help="With --into: remove an article from the store."
)
RULINGS = click.option(
    "--rulings",
    multiple=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Decisions of people, as `claimx ruling list` prints them; they win over rules and policy.",
)


def check_options(paths: Sequence[str], out: str | None, store: str | None, removed: Sequence[str]) -> None:
    """Refuse options of `claimx merge` that contradict one another."""
    if store is None and removed:
        raise click.UsageError("--remove needs the store that it removes from: --into STORE")
    if store is None and not paths:
        raise click.UsageError("Missing argument 'PATH...'.")
    if store is not None and out is not None:
        raise click.UsageError("--into and --out exclude each other; `claimx merge STORE --out DIR` writes a folder")


def merge_into(path: str, told: Inputs, removed: Sequence[str], *, mapper: Mapper) -> None:
    """Bring a store up to date, and print a line of JSON for each change."""
    from claimx.storing import Batch

    extracted = told.extracted
    batch = Batch.of(articles=extracted.articles, mentions=extracted.mentions, removed=removed, rulings=told.rulings)
    bring_up_to_date(path, batch, mapper=mapper)


def merge_together(told: Inputs, out: str | None, *, mapper: Mapper) -> None:
    """Merge at once; print a line of JSON for each event, or write a folder."""
    from claimx.folder import write_merged
    from claimx.merging import merge
    from claimx.ruling import waiting_for

    settings = settings_for(told.settings)
    extracted = told.extracted
    events = merge(
        extracted.mentions,
        articles=extracted.articles,
        policy=settings.policy,
        linkage=settings.linkage,
        rulings=told.rulings,
        mapper=mapper,
    )
    if out is None:
        for event in events:
            click.echo(event.to_line())
    else:
        write_merged(out, extracted, events)
        _write_rulings(out, told.rulings)
    report_waiting(waiting_for({mention.id for mention in extracted.mentions}, told.rulings))


def settings_for(held: Sequence[dict[str, str]]) -> Settings:
    """Return the policy and linkage of the command line, or where it names none, those of the one store at hand."""
    from click.core import ParameterSource

    from claimx.storing import Settings

    context = click.get_current_context()
    chosen: dict[str, Any] = {}
    for name in Settings._fields:
        told = {settings[name] for settings in held if name in settings}
        if context.get_parameter_source(name) not in {ParameterSource.DEFAULT, None} or len(told) != 1:
            chosen[name] = context.params.get(name, Settings._field_defaults[name])
        else:
            chosen[name] = told.pop()
    return Settings(**chosen)


def bring_up_to_date(path: str, batch: Batch, *, mapper: Mapper) -> None:
    """Update a store, and print a line of JSON for each change."""
    from claimx.storing import open_store, update

    with open_store(path) as store:
        changes = update(store, batch, settings=settings_for([store.settings]), mapper=mapper)
        waiting = store.waiting()
    for change in changes:
        click.echo(change.to_line())
    report_waiting(waiting)


def report_waiting(waiting: Sequence[Ruling]) -> None:
    """Say on standard error how many rulings have nothing to decide on yet."""
    if waiting:
        click.echo(f"{_counted(len(waiting))} for mentions that are not there", err=True)


def _counted(number: int) -> str:
    return "1 ruling waits" if number == 1 else f"{number} rulings wait"


def read_shown(path: str, wanted: Sequence[str]) -> tuple[list[Event], dict[str, str], dict[str, str]]:
    """Return the events that are wanted, with the names of their articles and the titles of all events.

    In a store, an id that an event had once leads to the events that hold its mentions now, which is said on standard
    error.
    """
    from claimx.databases import is_database
    from claimx.folder import read_events, read_names
    from claimx.storing import read_store

    if not is_database(path):
        known = read_events(path, stdin=sys.stdin.buffer)
        chosen = [event for event in known if not wanted or event.id.startswith(tuple(wanted))]
        return chosen, read_names(path), {event.id: event.title for event in known}
    with read_store(path) as store:
        beginnings = [*wanted, *_redirected(store, wanted)]
        events = list(store.events(beginnings))
        names = store.names({article_id for event in events for article_id in event.article_ids})
        return events, names, store.titles()


def _redirected(store: Store, wanted: Iterable[str]) -> list[str]:
    found: list[str] = []
    for beginning in wanted:
        for former, present in store.redirects(beginning).items():
            now = f"now {', '.join(present)}" if present else "gone: what it held was removed"
            click.echo(f"{former} is {now}", err=True)
            found += present
    return found


def _write_rulings(folder: str, rulings: Iterable[Ruling]) -> None:
    """Write the rulings of what was merged beside it, where there are any."""
    from claimx.lines import write_lines
    from claimx.storing.inputs import RULINGS as FILE

    known = {one.id: one for one in rulings}
    if known:
        write_lines(Path(folder) / FILE, (known[one] for one in sorted(known)))


def read_for_merge(paths: Sequence[str], rulings: Sequence[str], reports: Reports) -> Inputs:
    """Read what is to be merged."""
    from claimx.storing.inputs import read_inputs

    return read_inputs(paths, rulings=rulings, stdin=sys.stdin.buffer, skipped=reports.skip)
