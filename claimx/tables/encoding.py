"""Encoding: Arrow columns as codes and distinct values, and back, so that only distinct values become objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Codes, Column, Rows
from claimx.merging.tallying import classes
from claimx.tables.arrow import pa, pc

T = TypeVar("T")

NULL = -1


class Texts(Sequence[str]):
    """Distinct words as Arrow has them: each becomes a string when it is asked for."""

    def __init__(self, values: Any) -> None:
        """Take an Arrow array of text without nulls."""
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        found: str | list[str] = (
            self._values[place].as_py() if isinstance(place, int) else self._values[place].to_pylist()
        )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._values.to_pylist())


def text_codes(told: Any) -> tuple[Codes, Any]:
    """Return a code for each row of a chunked column of text (`NULL` for null), and the Arrow array of its values."""
    encoded = told.dictionary_encode()
    if not encoded.num_chunks:
        return np.empty(0, dtype=np.int32), pa.array([], told.type)
    codes = [chunk.indices.fill_null(NULL).to_numpy(zero_copy_only=False) for chunk in encoded.chunks]
    # Encoding a chunked column gives all its chunks one dictionary, of which earlier ones have the beginning.
    return np.concatenate(codes).astype(np.int32, copy=False), encoded.chunk(encoded.num_chunks - 1).dictionary


def list_codes(lengths: Rows, elements: Codes) -> tuple[Codes, Rows]:
    """Return a code for each different list of element codes, and a row that has it.

    Lists are grouped by what they begin with, one place after the other; most are done after the first.
    """
    starts = np.cumsum(lengths) - lengths
    codes = np.zeros(len(lengths), dtype=np.int64)
    n_codes = 1
    open_ = np.flatnonzero(lengths > 0)
    place = 0
    while len(open_):
        longer = classes(codes[open_], elements[starts[open_] + place]).of
        codes[open_] = longer + n_codes
        n_codes += int(longer.max()) + 1
        place += 1
        open_ = open_[lengths[open_] > place]
    of, first = classes(codes)
    return of.astype(np.int32), first


def list_column(lengths: Rows, elements: Codes, values: Sequence[T]) -> Column[tuple[T, ...]]:
    """Return the column of lists whose elements have these codes among `values`."""
    codes, first = list_codes(lengths, elements)
    ends = np.cumsum(lengths)[first]
    starts = ends - lengths[first]
    lists = (
        tuple(values[code] for code in elements[start:end].tolist())
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    )
    return Column(codes, tuple(lists))


def lengths_of(told: Any) -> Rows:
    """Return the length of each list of a chunked column, 0 for null."""
    lengths = pc.fill_null(pc.list_value_length(told), 0)
    return _numbers(lengths, np.int64)


def numbers(told: Any, kind: type[np.generic], *, null: int = 0) -> NDArray[Any]:
    """Return a chunked column of numbers, days, times or truths as an array."""
    physical = {"date32[day]": pa.int32(), "time64[us]": pa.int64()}.get(str(told.type), told.type)
    plain = told.cast(physical)
    return _numbers(pc.fill_null(plain, pa.scalar(null).cast(physical)) if plain.null_count else plain, kind)


def _numbers(told: Any, kind: type[np.generic]) -> NDArray[Any]:
    chunks = [chunk.to_numpy(zero_copy_only=False) for chunk in told.chunks]
    return np.concatenate(chunks).astype(kind, copy=False) if chunks else np.empty(0, dtype=kind)


def bytes_of(told: Any) -> NDArray[np.bytes_]:
    """Return a chunked column of text without nulls as UTF-8 bytes of one width."""
    width = max(pc.max(pc.binary_length(told)).as_py() or 1, 1)
    matrix = np.zeros((len(told), width), dtype=np.uint8)
    done = 0
    for chunk in told.cast(pa.large_binary()).chunks:
        part = matrix[done : (done := done + len(chunk))]
        _, places, held = chunk.buffers()
        offsets = np.frombuffer(places, dtype=np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
        written = np.frombuffer(held or b"", dtype=np.uint8)[offsets[0] : offsets[-1]]
        part[np.arange(width) < np.diff(offsets)[:, None]] = written
    return matrix.view(f"S{width}").ravel()


def text_of(ids: NDArray[np.bytes_]) -> Any:
    """Return UTF-8 bytes of one width as an Arrow array of text; raises pyarrow.ArrowInvalid for what is no text."""
    array = pa.array(ids, pa.binary())
    # Arrow parts what is longer than 16 megabytes.
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return whole.cast(pa.string())
