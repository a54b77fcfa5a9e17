"""Tables: mentions and events in Parquet, from file to file without a record of any.

`write_mentions` writes the facts of mentions and what resolving reads of them, `MentionTable` reads them, and
`merge_table` merges a table into a table of events. What the columns mean: `claimx.tables.schema`, and the file itself.
"""

from __future__ import annotations

from claimx.tables.merged import merge_table
from claimx.tables.reading import MentionTable
from claimx.tables.records import columns_of
from claimx.tables.writing import write_mentions

__all__ = ["MentionTable", "columns_of", "merge_table", "write_mentions"]
