"""The JSON schemas of what claimx writes, asks, and reads as gold."""

from __future__ import annotations

from typing import Any, Final

from claimx.article import Article
from claimx.change import Change
from claimx.event import Event
from claimx.explanation import EventExplanation, PairExplanation
from claimx.extracting.answers import Answer
from claimx.extracting.wire import strict_schema
from claimx.extraction import Dropped, Extraction
from claimx.gold import GoldArticle, GoldEvent
from claimx.mention import Mention
from claimx.record import Record
from claimx.ruling import Ruling
from claimx.run import Run
from claimx.scores import Comparison, Scores

WRITTEN: Final[dict[str, type[Record]]] = {
    "article": Article,
    "mention": Mention,
    "event": Event,
    "dropped": Dropped,
    "extraction": Extraction,
    "run": Run,
    "ruling": Ruling,
    "change": Change,
    "pair-explanation": PairExplanation,
    "event-explanation": EventExplanation,
    "scores": Scores,
    "comparison": Comparison,
}
GOLD: Final[dict[str, type[Record]]] = {"gold-article": GoldArticle, "gold-event": GoldEvent}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON schema of a record by its name, or of the model's `answer` as it goes on the wire."""
    if name == "answer":
        return strict_schema(Answer)
    if name in GOLD:
        return GOLD[name].model_json_schema(mode="validation")
    return WRITTEN[name].model_json_schema(mode="serialization")
