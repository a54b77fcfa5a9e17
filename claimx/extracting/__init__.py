"""Extracting: an article becomes mentions; the only arrow that talks to a model."""

from __future__ import annotations

from claimx.article import Article
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.extractor import Extractor
from claimx.extraction import Extraction

__all__ = ["Endpoint", "Extractor", "aextract", "extract"]


def extract(article: Article, *, endpoint: Endpoint) -> Extraction:
    """Extract one article; for many, share an `Extractor`, which keeps its connections.

    Raises:
        ExtractionError: no acceptable answer; carries the attempts that were made.
        CassetteMiss: the answer was to be replayed and is not recorded.
    """
    with Extractor(endpoint) as extractor:
        return extractor.extract(article)


async def aextract(article: Article, *, endpoint: Endpoint) -> Extraction:
    """Do what `extract` does, without blocking the event loop."""
    async with Extractor(endpoint) as extractor:
        return await extractor.aextract(article)
