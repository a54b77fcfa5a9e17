"""Writing tables, row group by row group."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from claimx.errors import InputError
from claimx.facts import UNDATED, Codes, Column, Facts, Named, Rows
from claimx.inputs import fault, place
from claimx.merging.resolvable import NO_TIME, NO_ZONE, OPEN, Resolvable, Tolls
from claimx.tables.arrow import pa, pq
from claimx.tables.encoding import text_of
from claimx.tables.ordered import EPOCH
from claimx.tables.schema import BY_NAME, MENTIONS, TOLLS, schema_of

GROUP: Final = 250_000
"""Rows of a row group."""

Part = Callable[[slice], Any]
"""Gives some rows of a column as an Arrow array."""


def write_mentions(path: str | Path, facts: Facts, resolvable: Resolvable) -> None:
    """Write a table of mentions, whole or not at all.

    Raises:
        InputError: the file cannot be written, or a value is no text that UTF-8 can hold.
    """
    write_parts(path, len(facts), schema_of(MENTIONS, table="mentions"), lambda: _mention_parts(facts, resolvable))


def write_parts(path: str | Path, size: int, schema: Any, parts: Callable[[], Mapping[str, Part]]) -> None:
    """Write `size` rows of the columns that `parts` gives, whole or not at all."""
    try:
        columns = parts()
        with _whole(Path(path)) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            for begin in range(0, size, GROUP):
                rows = slice(begin, min(begin + GROUP, size))
                arrays = [columns[name](rows) for name in schema.names]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)
    except (UnicodeError, pa.ArrowException) as error:
        raise fault(place(path), f"cannot be written ({error})", "correct what is no text") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        yield Path(folder) / path.name
        (Path(folder) / path.name).replace(path)


def _mention_parts(facts: Facts, resolvable: Resolvable) -> dict[str, Part]:
    published = resolvable.published
    return {
        "id": lambda rows: text_of(facts.ids[rows]),
        **{name: text(getattr(facts, name)) for name in ("article", "realis", "type", "means", "label")},
        **{name: text(getattr(facts, name)) for name in ("site", "city", "admin1", "country", "country_code")},
        **{name: text(getattr(resolvable, name)) for name in ("precision", "basis", "prominence", "own_origin")},
        **{name: _participants(getattr(facts, name)) for name in ("victims", "actors", "recipients")},
        "start": days(facts.start),
        "end": days(facts.end),
        "relations": _relations(facts),
        "retold": _retold(facts),
        "published": days(published.day),
        "published_time": numbers(published.time, pa.time64("us"), null=NO_TIME),
        "published_offset": numbers(published.offset, pa.int32(), null=NO_ZONE),
        "n_claims": numbers(resolvable.n_claims, pa.int32()),
        "stance_origins": _lists(resolvable.stances.mention, text(resolvable.stances.origin)),
        "tolls": _tolls(resolvable.tolls),
    }


def text(column: Column[Any]) -> Part:
    """Return the part of a column of text; its values are made Arrow's once."""
    values = pa.array(list(column.values), pa.string())
    return lambda rows: values.take(pa.array(column.codes[rows]))


def days(column: Codes) -> Part:
    """Return the part of a column of ordinals, null for `UNDATED`."""
    return lambda rows: pa.array(column[rows] - EPOCH, pa.int32(), mask=column[rows] == UNDATED).cast(pa.date32())


def numbers(column: Any, kind: Any, *, null: int | None = None) -> Part:
    """Return the part of a column of numbers."""
    return lambda rows: pa.array(column[rows], mask=None if null is None else column[rows] == null).cast(kind)


def _participants(column: Column[tuple[Named, ...]]) -> Part:
    values = pa.array([[one._asdict() for one in value] for value in column.values], BY_NAME["victims"].type)
    return lambda rows: values.take(pa.array(column.codes[rows]))


def _relations(facts: Facts) -> Part:
    source, kind, target = facts.relations
    order = np.argsort(source, kind="stable")
    kinds, target = text(kind.take(order)), target[order]
    fields = list(BY_NAME["relations"].type.value_type)

    def relations(rows: slice) -> Any:
        to = text_of(facts.ids[target[rows]])
        return pa.StructArray.from_arrays([kinds(rows), to], fields=fields)

    return _lists(source[order], relations)


def _retold(facts: Facts) -> Part:
    order = np.argsort(facts.overlapping[:, 0], kind="stable")
    lower, higher = facts.overlapping[order].T
    return _lists(lower, lambda rows: text_of(facts.ids[higher[rows]]))


def _tolls(tolls: Tolls) -> Part:
    fields: dict[str, Part] = {
        **{name: text(getattr(tolls, name)) for name in ("kind", "scope", "polarity", "basis", "speaker", "origin")},
        **{name: numbers(getattr(tolls, name), pa.int64(), null=OPEN) for name in ("min", "best", "max")},
        **{name: numbers(getattr(tolls, name), pa.bool_()) for name in ("approximate", "confirms")},
    }
    kind = TOLLS.value_type

    def told(rows: slice) -> Any:
        return pa.StructArray.from_arrays([fields[one.name](rows) for one in kind], fields=list(kind))

    return _lists(tolls.mention, told)


def _lists(owners: Rows, elements: Part) -> Part:
    """Return the part of a column of lists, given the row of each element (ascending)."""

    def lists(rows: slice) -> Any:
        offsets = np.searchsorted(owners, np.arange(rows.start, rows.stop + 1)).astype(np.int32)
        told = elements(slice(int(offsets[0]), int(offsets[-1])))
        return pa.ListArray.from_arrays(pa.array(offsets - offsets[0]), told)

    return lists
