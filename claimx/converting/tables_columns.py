"""Which column of a gold table holds what, for any table and for those of two well-known registries.

UCDP GED: "UCDP Georeferenced Event Dataset Codebook", version 25.1. ACLED: "ACLED Codebook", 2023 and later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from claimx.inputs import fault


@dataclass(frozen=True, kw_only=True)
class TableColumns:
    """The columns of a table of events, by what they hold.

    None leaves a field to the registry whose table it is, else to a column of the field's own name, if there is one;
    "" says that the table has no such column.

    >>> TableColumns(event="incident", admin1="state").admin1
    'state'
    """

    event: str | None = None
    """The id of the event. Rows that repeat an event, one for each of its articles, are one event."""
    date: str | None = None
    """The day, or its first day; a month or a year stands for all its days."""
    date_end: str | None = None
    """Its last day."""
    date_precision: str | None = None
    """Other than 1: the day is the coder's stand-in, and is left out."""
    country: str | None = None
    admin1: str | None = None
    city: str | None = None
    city_precision: str | None = None
    """Other than 1: the city is the coder's stand-in, and is left out."""
    site: str | None = None
    killed: str | None = None
    killed_low: str | None = None
    killed_high: str | None = None
    injured: str | None = None
    injured_low: str | None = None
    injured_high: str | None = None
    type: str | None = None
    """A type of claimx, or a sub-event type of ACLED."""
    articles: str | None = None
    """Ids or addresses of its articles: one, several parted by `;` or `|`, or a JSON list."""

    def found_in(self, header: Sequence[str], *, where: str) -> dict[str, str]:
        """Return column by field for the columns that the table has; `where` is the place of the header.

        Raises:
            InputError: A column that is named is not in the header, stands twice, or none has the events' ids.
        """
        return _found(self, header, usual=_usual(header), needed=("event",), where=where)


GED: Final = TableColumns(
    event="id",
    date="date_start",
    date_end="date_end",
    country="country",
    admin1="adm_1",
    city="where_coordinates",
    city_precision="where_prec",
    killed="best",
    killed_low="low",
    killed_high="high",
)
"""UCDP GED. `where_description` is a free phrase and `source_article` no id, so neither is read unless it is named."""

ACLED: Final = TableColumns(
    event="event_id_cnty",
    date="event_date",
    date_precision="time_precision",
    country="country",
    admin1="admin1",
    city="location",
    city_precision="geo_precision",
    killed="fatalities",
    type="sub_event_type",
)
"""ACLED. `source` names outlets, not articles, so the articles come from a table of links."""

_SIGNATURES: Final = ((GED, frozenset({"id", "date_start", "best"})), (ACLED, frozenset({"event_id_cnty"})))
"""Columns by which a registry's table is recognised."""


@dataclass(frozen=True, kw_only=True)
class LinkColumns:
    """The columns of a table that says which article is about which event, one pair in a row.

    None stands for the first of the usual names that the table has.
    """

    article: str | None = None
    """`article`, `article_id` or `source_id`."""
    event: str | None = None
    """What the column is called in the table of events, or `event`, `event_id`, `incident`, `incident_id`."""

    def found_in(self, header: Sequence[str], *, event: str, where: str) -> dict[str, str]:
        """Return the column of the article and that of the event; `event` is its name in the table of events.

        Raises:
            InputError: As `TableColumns.found_in`.
        """
        names = {
            "article": ("article", "article_id", "source_id"),
            "event": (event, "event", "event_id", "incident", "incident_id"),
        }
        usual = {field: next((name for name in tried if name in header), None) for field, tried in names.items()}
        return _found(self, header, usual=usual, needed=("article", "event"), where=where)


def _usual(header: Sequence[str]) -> dict[str, str | None]:
    written = {column.lower(): column for column in reversed(header)}  # registries write their columns in either case
    registry = next((known for known, columns in _SIGNATURES if columns <= written.keys()), TableColumns())
    return {field: written.get(column or field) for field, column in asdict(registry).items()}


def _found(
    named: TableColumns | LinkColumns,
    header: Sequence[str],
    *,
    usual: Mapping[str, str | None],
    needed: Sequence[str],
    where: str,
) -> dict[str, str]:
    wanted = {field: usual[field] if column is None else column for field, column in asdict(named).items()}
    found = {field: column for field, column in wanted.items() if column}
    columns = ", ".join(map(repr, header)) or "none"
    for field, column in found.items():
        if column not in header:
            raise fault(where, f"no column {column!r} for {field}", f"name the right one of: {columns}")
        if header.count(column) > 1:
            raise fault(where, f"column {column!r} stands twice", "keep one")
    for field in needed:
        if field not in found:
            raise fault(where, f"no column for {field}", f"name the one that has its ids: {columns}")
    return found
