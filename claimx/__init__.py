"""claimx: many news reports in, one checkable record per event out.

    read → extract → merge

`read` turns files into articles, `extract` asks a language model for the mentions of one article and keeps only what
stands in its words, `merge` turns the mentions of many articles into events by rules alone. `score` and `compare` hold
what came out beside gold labels (with the extra `score`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimx.article import Article as Article
    from claimx.claim import Claim as Claim
    from claimx.claim import Responsibility as Responsibility
    from claimx.claim import Speaker as Speaker
    from claimx.claim import Statement as Statement
    from claimx.claim import Toll as Toll
    from claimx.errors import AnswerFiltered as AnswerFiltered
    from claimx.errors import AnswerRefused as AnswerRefused
    from claimx.errors import AnswerTruncated as AnswerTruncated
    from claimx.errors import AnswerUnusable as AnswerUnusable
    from claimx.errors import BatchFailed as BatchFailed
    from claimx.errors import BudgetExhausted as BudgetExhausted
    from claimx.errors import CassetteError as CassetteError
    from claimx.errors import CassetteMiss as CassetteMiss
    from claimx.errors import ClaimxError as ClaimxError
    from claimx.errors import ExtractionError as ExtractionError
    from claimx.errors import InputError as InputError
    from claimx.errors import PromptError as PromptError
    from claimx.errors import RequestRejected as RequestRejected
    from claimx.errors import Stopped as Stopped
    from claimx.errors import TransportFailed as TransportFailed
    from claimx.errors import WorkerLost as WorkerLost
    from claimx.evaluation import agreement as agreement
    from claimx.evaluation import compare as compare
    from claimx.evaluation import score as score
    from claimx.event import Event as Event
    from claimx.extracting import Endpoint as Endpoint
    from claimx.extracting import Extractor as Extractor
    from claimx.extracting import aextract as aextract
    from claimx.extracting import extract as extract
    from claimx.extracting.cassette import Cassette as Cassette
    from claimx.extracting.transports import RecordTransport as RecordTransport
    from claimx.extracting.transports import ReplayTransport as ReplayTransport
    from claimx.extraction import Attempt as Attempt
    from claimx.extraction import Dropped as Dropped
    from claimx.extraction import Extraction as Extraction
    from claimx.gate import Limits as Limits
    from claimx.gold import GoldArticle as GoldArticle
    from claimx.gold import GoldEvent as GoldEvent
    from claimx.gold import GoldMention as GoldMention
    from claimx.labels import Labels as Labels
    from claimx.labels import labels_of as labels_of
    from claimx.labels import read_labels as read_labels
    from claimx.ledger import Ledger as Ledger
    from claimx.mention import Mention as Mention
    from claimx.merging import merge as merge
    from claimx.quote import Quote as Quote
    from claimx.reading import Columns as Columns
    from claimx.reading import read as read
    from claimx.ruling import Ruling as Ruling
    from claimx.running import mapper as mapper

_ERRORS = (
    "AnswerFiltered AnswerRefused AnswerTruncated AnswerUnusable BatchFailed BudgetExhausted CassetteError "
    "CassetteMiss ClaimxError ExtractionError InputError PromptError RequestRejected Stopped TransportFailed WorkerLost"
)
_PLACES = {
    "claimx.article": "Article",
    "claimx.claim": "Claim Responsibility Speaker Statement Toll",
    "claimx.errors": _ERRORS,
    "claimx.evaluation": "agreement compare score",
    "claimx.event": "Event",
    "claimx.extracting": "Endpoint Extractor aextract extract",
    "claimx.extracting.cassette": "Cassette",
    "claimx.extracting.transports": "RecordTransport ReplayTransport",
    "claimx.extraction": "Attempt Dropped Extraction",
    "claimx.gate": "Limits",
    "claimx.gold": "GoldArticle GoldEvent GoldMention",
    "claimx.labels": "Labels labels_of read_labels",
    "claimx.ledger": "Ledger",
    "claimx.mention": "Mention",
    "claimx.merging": "merge",
    "claimx.quote": "Quote",
    "claimx.reading": "Columns read",
    "claimx.ruling": "Ruling",
    "claimx.running": "mapper",
}
_HOME = {name: module for module, names in _PLACES.items() for name in names.split()}

__all__ = list(_HOME)


def __getattr__(name: str) -> object:
    # Imported on first use: openai and pydantic cost a second that `claimx --help` should not take.
    if name not in _HOME:
        raise AttributeError(f"module 'claimx' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(_HOME)
