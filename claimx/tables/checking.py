"""Checking a table of mentions: one line for what is wrong, with file, column and row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from claimx.errors import InputError
from claimx.facts import Codes, Flags, Rows
from claimx.inputs import fault, place
from claimx.tables.arrow import pa, pc
from claimx.tables.schema import BY_NAME

_PHYSICAL: Final = {"date32[day]": pa.int32(), "time64[us]": pa.int64()}


@dataclass(frozen=True)
class Checked:
    """A column, or a field of its lists, of the right type."""

    name: str
    values: Any
    """A chunked array."""
    path: Path
    rows: Rows | None
    """For each value the row of the file that has it, from 0; None where that is its own place."""

    def fault(self, index: int, what: str) -> InputError:
        """Return the error about one value."""
        row = index if self.rows is None else int(self.rows[index])
        return fault(place(self.path, f"row {row + 1}"), f"column {self.name!r} {what}", "correct it there")

    def check(self, wrong: Flags, what: str) -> None:
        """Raise unless no value is wrong."""
        if wrong.any():
            index = int(wrong.argmax())
            raise self.fault(index, f"holds {self.values[index].as_py()!r}, which {what}")

    def check_known(self) -> None:
        """Raise if any value is null."""
        if self.values.null_count:
            index = int(np.argmax(pc.is_null(self.values).to_numpy(zero_copy_only=False)))
            raise self.fault(index, "is null, and every one needs a value")

    def check_range(self, least: int, below: int) -> None:
        """Raise unless all numbers, days or times are `least` or more and less than `below`."""
        plain = self.values.cast(_PHYSICAL.get(str(self.values.type), self.values.type))
        extremes = pc.min_max(plain).as_py()
        if extremes["min"] is not None and (extremes["min"] < least or extremes["max"] >= below):
            numbers = pc.fill_null(plain, pa.scalar(least, plain.type)).to_numpy(zero_copy_only=False)
            index = int(np.argmax((numbers < least) | (numbers >= below)))
            raise self.fault(index, f"holds {numbers[index]}, which is out of range")

    def check_text(self, codes: Codes, values: Any) -> None:
        """Raise unless the distinct values are UTF-8."""
        try:
            values.validate(full=True)
        except pa.ArrowInvalid:
            for code, value in enumerate(values.cast(pa.large_binary()).to_pylist()):
                if not _is_text(value):
                    raise self.fault(int(np.argmax(codes == code)), f"holds {value!r}, which is no UTF-8") from None

    def check_words(self, codes: Codes, values: Sequence[str | None], words: Sequence[str]) -> None:
        """Raise unless the distinct values are among the words."""
        for code, value in enumerate(values):
            if value not in words:
                what = f"holds {value!r}, which is none of {', '.join(words)}"
                raise self.fault(int(np.argmax(codes == code)), what)

    def field(self, name: str, lengths: Rows) -> Checked:
        """Return a field of the structs in this column of lists."""
        wanted = BY_NAME[self.name].type.value_type.field(name)
        structs = pc.list_flatten(self.values)
        place = [one.name for one in structs.type].index(name)
        inner = Checked(f"{self.name}.{name}", pc.struct_field(structs, [place]), self.path, self._spread(lengths))
        if not wanted.nullable:
            inner.check_known()
        return inner.cast(wanted.type)

    def elements(self, lengths: Rows) -> Checked:
        """Return the elements of this column of lists."""
        return Checked(self.name, pc.list_flatten(self.values), self.path, self._spread(lengths)).cast(pa.string())

    def followed_by(self, other: Checked) -> Checked:
        """Return the values of two columns of text, one after the other."""
        told = [*self.values.cast(pa.large_string()).chunks, *other.values.cast(pa.large_string()).chunks]
        rows = np.concatenate([self.places(), other.places()])
        return Checked(other.name, pa.chunked_array(told, pa.large_string()), self.path, rows)

    def places(self) -> Rows:
        """Return for each value the row of the file that has it."""
        return np.arange(len(self.values)) if self.rows is None else self.rows

    def _spread(self, lengths: Rows) -> Rows:
        return np.repeat(self.places(), lengths)

    def cast(self, kind: Any) -> Checked:
        """Return the column as the kind that is read."""
        try:
            return Checked(self.name, _plain(self.values, kind), self.path, self.rows)
        except pa.ArrowException as error:
            raise fault(
                place(self.path), f"column {self.name!r} cannot be read ({error})", "correct it there"
            ) from error


def _plain(values: Any, kind: Any) -> Any:
    """Return a chunked array as the kind that is read: text stays in arrays as large as it came in."""
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if pa.types.is_list(kind) or (pa.types.is_large_string(values.type) and pa.types.is_string(kind)):
        return values
    return values.cast(kind)


def _is_text(value: bytes | None) -> bool:
    try:
        (value or b"").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
