"""Arrow: imported in one place, which says what to install where it is missing."""

from __future__ import annotations

from claimx.errors import InputError

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
except ImportError as error:
    raise InputError("tables of mentions need pyarrow; pip install 'claimx[parquet]'") from error

__all__ = ["pa", "pc", "pq"]
