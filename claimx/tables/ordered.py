"""A table of mentions in the order of their ids: its columns as codes and arrays."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from claimx.facts import UNDATED, Codes, Column, Rows
from claimx.tables.checking import Checked
from claimx.tables.encoding import NULL, Texts, bytes_of, lengths_of, list_column, numbers, text_codes
from claimx.tables.opening import opened
from claimx.tables.schema import BY_NAME

EPOCH = 719_163
"""The ordinal of 1 January 1970, from which Arrow counts days."""


class Ordered:
    """A Parquet file of mentions, of which each column is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Open a file; raises InputError as `opened` does."""
        self.file = opened(path)

    @cached_property
    def _unordered(self) -> NDArray[np.bytes_]:
        told = self.file.column("id")
        self.file.check_ids(told.values)
        return bytes_of(told.values)

    @cached_property
    def order(self) -> Rows | None:
        """The rows of the file in the order of their ids; None where they are in order."""
        ids = self._unordered
        if bool((ids[1:] > ids[:-1]).all()):
            return None
        order = np.argsort(ids, kind="stable")
        self.file.check_unique(ids[order], order)
        return order

    @cached_property
    def ids(self) -> NDArray[np.bytes_]:
        """The ids, ascending."""
        ids = self._unordered if self.order is None else self._unordered[self.order]
        del self._unordered
        return ids

    def column(self, name: str) -> Checked:
        """Return a column."""
        return self.file.column(name, self.order)

    def field(self, name: str, field: str) -> tuple[Rows, Checked]:
        """Return how many structs each row's list has, and a field of all of them; no other field is read."""
        told = self.file.column(name, self.order, field=field)
        lengths = lengths_of(told.values)
        return lengths, told.field(field, lengths)

    def text(self, name: str) -> Column[Any]:
        """Return a column of text, None where it is null."""
        return text(self.column(name), words=BY_NAME[name].words.get("", ()))

    def numbers(self, name: str, kind: type[Any], *, null: int = 0, least: int = 0, below: int = 1 << 31) -> Any:
        """Return a column of numbers or times."""
        told = self.column(name)
        told.check_range(least, below)
        return numbers(told.values, kind, null=null)

    def days(self, name: str) -> Codes:
        """Return a column of days as ordinals, `UNDATED` where it is null."""
        told = self.column(name)
        told.check_range(1 - EPOCH, 3_652_060 - EPOCH)
        days = numbers(told.values, np.int64, null=UNDATED - EPOCH) + EPOCH
        return days.astype(np.int32)

    def rows_of(self, told: Checked) -> Rows:
        """Return the rows of mentions that are named by their ids."""
        told.check_known()
        if not len(told.values):
            return np.empty(0, dtype=np.int64)
        wanted = bytes_of(told.values)
        rows = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        told.check(self.ids[rows] != wanted, "is the id of no mention of the table")
        return rows.astype(np.int64)


def text(told: Checked, *, words: tuple[str, ...] = ()) -> Column[Any]:
    """Return the column of text, None where it is null; all of it is among `words`, if there are any."""
    codes, values = text_codes(told.values)
    told.check_text(codes, values)
    distinct: list[str | None] = values.to_pylist()
    if words:
        told.check_words(codes, distinct, words)
    if len(codes) and int(codes.min()) == NULL:
        codes = np.where(codes == NULL, len(distinct), codes).astype(np.int32)
        distinct.append(None)
    return Column(codes, tuple(distinct))


def names(told: Checked) -> Column[str]:
    """Return a column of which there may be as many values as rows, and which is compared by its codes alone."""
    codes, values = text_codes(told.values)
    told.check_text(codes, values)
    # Not a tuple, which would take more room than all codes.
    return Column(codes, cast("tuple[str, ...]", Texts(values)))


def texts(told: Checked) -> Column[tuple[str, ...]]:
    """Return the column of lists of text."""
    lengths = lengths_of(told.values)
    elements = told.elements(lengths)
    elements.check_known()
    column = text(elements)
    return list_column(lengths, column.codes, column.values)
