"""The cells of one row of a gold table, read as what their column holds; a blank cell is None, never 0."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from claimx.converting.tables_dates import read_days
from claimx.errors import InputError
from claimx.inputs import fault
from claimx.rows import Row, check_cell, identifier
from claimx.values.dates.period import Bounds

_GAPS: Final = frozenset({"na", "n/a", "nan", "nat", "none", "null", "."})
"""What statistics programs write where there is no number or date. As the name of a place they are left alone."""
_NUMBER: Final = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:\.0+)?", re.ASCII)


@dataclass(frozen=True)
class Cells:
    """A row with the columns of its table by field."""

    row: Row
    columns: Mapping[str, str]

    def fault(self, field: str, what: str, advice: str) -> InputError:
        """Return the error that names the file, the line and the column."""
        return fault(self.row.where, f"{self.columns[field]}: {what}", advice)

    def words(self, field: str) -> str | None:
        """Return the words of a cell, a number as its digits; raises InputError for a list or a truth value."""
        cell = self._cell(field)
        words = identifier(cell)
        if words is None and cell is not None and not isinstance(cell, str | float):
            raise self.fault(field, f"{type(cell).__name__} where words are expected", "write words")
        return words

    def number(self, field: str) -> int | None:
        """Return the count of a cell; raises InputError for what is no whole number from 0."""
        words = self._stated(field)
        if words is None:
            return None
        found = _NUMBER.fullmatch(words)
        if found is None:
            raise self.fault(field, f"{words!r} is no count", "write digits, and leave the cell blank where unknown")
        return int(found["whole"].replace(",", ""))

    def days(self, field: str, *, day_first: bool | None) -> Bounds | None:
        """Return the first and last day of a cell; raises InputError for what is no date."""
        words = self._stated(field)
        try:
            return None if words is None else read_days(words, day_first=day_first)
        except ValueError as error:
            what, _, advice = str(error).partition("; ")
            raise self.fault(field, what, advice) from None

    def names(self, field: str, *, known: Mapping[str, object]) -> list[str]:
        """Return the ids or addresses of a cell; one that is `known` as it stands is not parted at its signs."""
        cell = self._cell(field)
        if isinstance(cell, str) and cell.strip() in known:
            return [cell.strip()]
        parts = self._parts(cell, field)
        names = [identifier(part) for part in parts]
        if any(
            name is None and part is not None and not isinstance(part, str | float)
            for name, part in zip(names, parts, strict=True)
        ):
            raise self.fault(field, "more than ids in its list", "write ids, parted by ; or |, or a JSON list of them")
        return [name for name in names if name is not None]

    def _parts(self, cell: object, field: str) -> list[object]:
        if isinstance(cell, str) and cell.lstrip().startswith("["):
            try:
                cell = json.loads(cell)
            except (ValueError, RecursionError) as error:
                raise self.fault(field, f"broken JSON list ({error})", "close it, or part ids by ; or |") from error
        if isinstance(cell, list):
            return cell
        return list(re.split("[;|]", cell)) if isinstance(cell, str) else [cell]

    def _stated(self, field: str) -> str | None:
        words = self.words(field)
        return None if words is not None and words.lower() in _GAPS else words

    def _cell(self, field: str) -> object:
        if field not in self.columns:
            return None
        cell = self.row.cells.get(self.columns[field])
        check_cell(cell, name=self.columns[field], where=self.row.where)
        return cell
