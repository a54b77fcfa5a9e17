"""Opening a table of mentions: its columns have to be there, and of the right types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from claimx.facts import UNDATED, Codes, Flags, Rows
from claimx.inputs import fault, place
from claimx.tables.arrow import pa, pc, pq
from claimx.tables.checking import Checked
from claimx.tables.schema import BY_NAME, MENTIONS

LONGEST_ID: Final = 256
"""Bytes of an id: all are kept at the width of the longest."""
_AT_ONCE: Final = 1 << 20


@dataclass(frozen=True)
class Opened:
    """A file that has all columns."""

    path: Path
    table: Any

    def column(self, name: str, order: Rows | None = None, *, field: str | None = None) -> Checked:
        """Read a column, or of its structs one field, in the order of these rows of the file."""
        pa.default_memory_pool().release_unused()  # else what was read before stays with the process
        try:
            values = self.table.read(columns=self._leaves(name, field), use_threads=False).column(name)
        except (pa.ArrowException, OSError) as error:
            raise fault(
                place(self.path), f"column {name!r} is not readable ({error})", "write the file anew"
            ) from error
        if order is not None:
            parts = range(0, max(len(order), 1), _AT_ONCE)
            # In parts, since an array of text ends at two gigabytes.
            taken = (values.take(pa.array(order[part : part + _AT_ONCE])) for part in parts)
            values = pa.chunked_array([chunk for part in taken for chunk in part.chunks], values.type)
        wanted = BY_NAME[name]
        checked = Checked(name, values, self.path, order)
        if wanted.known:
            checked.check_known()
        return checked if pa.types.is_list(wanted.type) else checked.cast(wanted.type)

    def _leaves(self, name: str, field: str | None) -> list[str]:
        """Return the paths under which Parquet keeps a column; writers differ in how they call the levels of a list."""
        if field is None:
            return [name]
        paths = (self.table.schema.column(place).path for place in range(len(self.table.schema.names)))
        return [path for path in paths if path.split(".")[0] == name and field in path.split(".")[1:]]

    def check_ids(self, ids: Any) -> None:
        """Raise unless the ids, in the order of the file, are ones that rows can be told apart by."""
        told = Checked("id", ids, self.path, None)
        if len(ids):
            lengths = pc.binary_length(ids).to_numpy(zero_copy_only=False)
            told.check(lengths == 0, "is empty")
            told.check(lengths > LONGEST_ID, f"is longer than {LONGEST_ID} bytes")
            told.check(_numpy(pc.match_substring(ids.cast(pa.binary()), b"\0")), "has a NUL in it")
        codes = np.arange(len(ids), dtype=np.int32)
        for chunk in ids.chunks:
            Checked("id", ids, self.path, None).check_text(codes[: len(chunk)], chunk)

    def check_unique(self, ids: NDArray[np.bytes_], order: Rows) -> None:
        """Raise if two of the ids, in ascending order, are one."""
        twice = ids[1:] == ids[:-1]
        if twice.any():
            first = int(twice.argmax())
            what = f"holds {ids[first].decode()!r}, which is the id of row {order[first] + 1} as well"
            raise Checked("id", None, self.path, order).fault(first + 1, what)

    def check_days(self, start: Codes, end: Codes, order: Rows | None) -> None:
        """Raise unless first and last days stand together and in order."""
        told = Checked("end", None, self.path, order)
        for wrong, what in (
            ((start == UNDATED) != (end == UNDATED), "is null where 'start' is not, or the other way round"),
            (start > end, "is before 'start'"),
        ):
            if wrong.any():
                raise told.fault(int(wrong.argmax()), what)


def opened(path: Path) -> Opened:
    """Return a file of mentions whose columns are there and of the right types."""
    try:
        table = pq.ParquetFile(path)
    except FileNotFoundError as error:
        raise fault(place(path), "no such file", "check the path") from error
    except (pa.ArrowException, OSError) as error:
        raise fault(place(path), f"not readable as Parquet ({error})", "write the file anew") from error
    schema = table.schema_arrow
    for field in MENTIONS:
        if schema.names.count(field.name) != 1:
            times = "twice" if field.name in schema.names else "nowhere"
            advice = "a table of mentions has each column once; `claimx tabulate` makes one"
            raise fault(place(path), f"column {field.name!r} is there {times}", advice)
        found = schema.field(field.name).type
        if (wrong := _misfit(found, field.type, field.name)) is not None:
            raise fault(place(path), wrong, "store it as that")
    return Opened(path, table)


def _misfit(found: Any, wanted: Any, name: str) -> str | None:
    """Return what keeps a column from being read as what is wanted."""
    if pa.types.is_dictionary(found):
        found = found.value_type
    if pa.types.is_list(wanted):
        if not (pa.types.is_list(found) or pa.types.is_large_list(found)):
            return f"column {name!r} is {found}, where a list is expected"
        return _misfit(found.value_type, wanted.value_type, name)
    if pa.types.is_struct(wanted):
        if not pa.types.is_struct(found):
            return f"column {name!r} has {found} in its lists, where structs are expected"
        inner = {one.name: one.type for one in found}
        if missing := [one.name for one in wanted if one.name not in inner]:
            return f"column {name!r} has no field {missing[0]!r} in its structs"
        wrong = (_misfit(inner[one.name], one.type, f"{name}.{one.name}") for one in wanted)
        return next((what for what in wrong if what is not None), None)
    alike = any(kind(found) and kind(wanted) for kind in (_is_string, *_KINDS))
    return None if alike or pa.types.is_null(found) else f"column {name!r} is {found}, where {wanted} is expected"


_KINDS: Final = (pa.types.is_integer, pa.types.is_boolean, pa.types.is_date, pa.types.is_time)


def _is_string(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _numpy(flags: Any) -> Flags:
    return np.asarray(flags.to_numpy(zero_copy_only=False), dtype=np.bool_)
