"""Which column of a table, or key of a JSON line, holds which field of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from claimx.inputs import fault


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The names under which a table keeps the fields of an article.

    >>> Columns(text="body", outlet="source").text
    'body'
    """

    text: str = "text"
    title: str = "title"
    outlet: str = "outlet"
    url: str = "url"
    source_id: str = "id"
    byline: str = "byline"
    published_at: str = "published_at"
    language: str = "language"

    def names(self) -> dict[str, str]:
        """Return column by field; `published_basis` is claimx's own word and keeps its name."""
        return {**asdict(self), "published_basis": "published_basis"}

    def pick(self, row: Mapping[str, object]) -> dict[str, object]:
        """Return the row's values by field, without the columns nobody named."""
        return {field: row[column] for field, column in self.names().items() if column in row}

    def check(self, header: Sequence[str], *, where: str) -> None:
        """Raise InputError unless the header has the text and every column the caller named, once each."""
        usual = Columns().names()
        for field, column in self.names().items():
            if header.count(column) > 1:
                raise fault(where, f"column {column!r} stands twice", "keep one")
            if column not in header and (field == "text" or column != usual[field]):
                found = ", ".join(map(repr, header)) or "none"
                raise fault(where, f"no column {column!r} for {field}", f"name the right one of: {found}")
