"""The JSON schemas of what claimx writes and asks."""

from __future__ import annotations

from typing import Any

from claimx.article import Article
from claimx.event import Event
from claimx.extracting.answers import Answer
from claimx.extracting.wire import strict_schema
from claimx.extraction import Dropped, Extraction
from claimx.mention import Mention
from claimx.record import Record
from claimx.run import Run

RECORDS: dict[str, type[Record]] = {
    "article": Article,
    "mention": Mention,
    "event": Event,
    "dropped": Dropped,
    "extraction": Extraction,
    "run": Run,
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON schema of a record by its name, or of the model's `answer` as it goes on the wire."""
    return strict_schema(Answer) if name == "answer" else RECORDS[name].model_json_schema(mode="serialization")
