"""Tables of events as researchers keep them become gold events: a row is an event, with the ids of its articles.

The articles stand in a column of the table, or in a second table that pairs articles with events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimx.article import Article
from claimx.converting.tables_cells import Cells
from claimx.converting.tables_columns import ACLED, GED, LinkColumns, TableColumns
from claimx.converting.tables_reports import Named, report
from claimx.converting.tables_rows import stated_fields
from claimx.errors import InputError
from claimx.gold import GoldEvent
from claimx.inputs import fault, place
from claimx.rows import Table, open_table

__all__ = ["ACLED", "GED", "LinkColumns", "TableColumns", "read_table"]

Skipped = Callable[[InputError], None]


@dataclass(frozen=True)
class _Told:
    """An event of the table, without its articles."""

    where: str
    fields: Mapping[str, object]


@dataclass
class _Read:
    """What a table of events, and one of links, hold."""

    event_column: str
    events: dict[str, _Told] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    """Those of broken rows as well."""
    pairs: list[tuple[str, Named]] = field(default_factory=list)
    """An event's id and what an article of it is called, as they stand in the files."""
    untyped: list[Named] = field(default_factory=list)


def read_table(
    path: str | Path,
    *,
    articles: Iterable[Article],
    skipped: Skipped,
    columns: TableColumns | None = None,
    links: str | Path | None = None,
    link_columns: LinkColumns | None = None,
    day_first: bool | None = None,
) -> list[GoldEvent]:
    """Return the events of a table of which one article or more is known, in the table's order.

    A blank cell is not annotated and its field is left out; 0 is a number. A kind of toll that the table does not
    count stands in the event's list without a number, so that it is not taken for one that has none.

    Args:
        path: A `.csv`, `.tsv` or `.jsonl` file with a row for each event, or for each article of an event.
        articles: The articles that the gold is for, found by `source_id`, by claimx's own id, or by address.
        skipped: Called with each row that cannot be read, and with what of the table is left out and why.
        columns: Columns by field; those of UCDP GED and ACLED are known.
        links: A second such file, which pairs articles with events; its pairs add to those of the table.
        link_columns: Its columns.
        day_first: Whether 3/4/2031 is 3 April. Without it, such a date costs its row an error.

    Raises:
        InputError: A file cannot be read, or lacks a column that is needed.
    """
    known = _by_name(articles)
    read = _events(Path(path), columns or TableColumns(), known, links=links, day_first=day_first, skipped=skipped)
    if links is not None:
        _link(read, Path(links), link_columns or LinkColumns(), known, skipped=skipped)
    advice = "write a type of claimx or a sub-event type of ACLED, or name no column for it"
    report(read.untyped, what="is no type of event, so the event has none", advice=advice, skipped=skipped)
    return _gold(read, known, name=str(path), skipped=skipped)


def _by_name(articles: Iterable[Article]) -> dict[str, set[str]]:
    """Return the ids of the articles that go by a name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for article in articles:
        for name in (article.id, article.source_id, article.url):
            if name is not None and name.strip():
                found[name.strip()].add(article.id)
    return dict(found)


def _events(
    path: Path,
    columns: TableColumns,
    known: Mapping[str, object],
    *,
    links: str | Path | None,
    day_first: bool | None,
    skipped: Skipped,
) -> _Read:
    with open_table(path) as table:
        found = columns.found_in(table.header, where=table.where)
        if links is None and "articles" not in found:
            advice = "name the column that has them, or give a table that pairs articles with events"
            raise fault(table.where, "no column for articles", advice)
        read = _Read(event_column=found["event"])
        for cells in _rows(table, found, skipped=skipped):
            try:
                _add(read, cells, known, day_first=day_first)
            except InputError as error:
                skipped(error)
    return read


def _rows(table: Table, columns: Mapping[str, str], *, skipped: Skipped) -> Iterator[Cells]:
    for row in table.rows:
        if isinstance(row, InputError):
            skipped(row)
        else:
            yield Cells(row, columns)


def _identified(cells: Cells, name: str) -> str:
    found = cells.words(name)
    if found is None:
        raise cells.fault(name, "blank", "every row needs one")
    return found


def _add(read: _Read, cells: Cells, known: Mapping[str, object], *, day_first: bool | None) -> None:
    event, where = _identified(cells, "event"), cells.row.where
    read.ids.add(event)
    told = _Told(where, stated_fields(cells, day_first=day_first))
    names = cells.names("articles", known=known)
    first = read.events.setdefault(event, told)
    if first.fields != told.fields:
        raise cells.fault("event", f"{event!r} is told otherwise at {first.where}", "make the rows of one event agree")
    read.pairs.extend((event, Named(where, name)) for name in names)
    words = cells.words("type")
    if first is told and words is not None and "type" not in told.fields:
        read.untyped.append(Named(where, words))


def _link(read: _Read, path: Path, columns: LinkColumns, known: Mapping[str, object], *, skipped: Skipped) -> None:
    strays: list[Named] = []
    with open_table(path) as table:
        found = columns.found_in(table.header, event=read.event_column, where=table.where)
        for cells in _rows(table, found, skipped=skipped):
            try:
                event, names = _identified(cells, "event"), cells.names("article", known=known)
            except InputError as error:
                skipped(error)
                continue
            if event in read.events:
                read.pairs.extend((event, Named(cells.row.where, name)) for name in names)
            elif event not in read.ids:
                strays.append(Named(cells.row.where, event))
    report(strays, what="is no event of the table", advice="add it there, or drop the row", skipped=skipped)


def _gold(read: _Read, known: Mapping[str, set[str]], *, name: str, skipped: Skipped) -> list[GoldEvent]:
    articles: dict[str, dict[str, None]] = {event: {} for event in read.events}
    unknown, shared = [], []
    for event, named in read.pairs:
        match sorted(known.get(named.name, ())):
            case [article]:
                articles[event][article] = None
            case []:
                unknown.append(named)
            case _:
                shared.append(named)
    advice = "read that article too, or drop its row"
    report(unknown, what="is no article's id or address", advice=advice, skipped=skipped)
    report(shared, what="is more than one article's", advice="give each article an id of its own", skipped=skipped)
    if left := sum(not found for found in articles.values()):
        what = f"{left} of {len(articles)} events have no article that is known, and are left out"
        skipped(fault(place(name), what, "read their articles too if they should be scored"))
    return [
        GoldEvent.model_validate({"id": event, "articles": tuple(found), **read.events[event].fields})
        for event, found in articles.items()
        if found
    ]
