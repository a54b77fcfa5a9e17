"""What extracting one article yields: mentions, what was kept aside, and what it cost."""

from __future__ import annotations

from typing import Literal

from claimx.article import Article
from claimx.mention import Mention
from claimx.record import Record

DropReason = Literal["missing", "altered", "ambiguous", "unlicensed", "dangling"]
Outcome = Literal["accepted", "invalid", "refused", "filtered", "truncated", "unusable", "rejected", "transport"]


class Dropped(Record):
    """A value, claim or mention that the article's words do not support, kept aside."""

    article_id: str
    path: str
    """Where it stood in the answer, such as `mentions[m1].tolls[t2].count`."""
    value: str
    """What the model answered there."""
    reason: DropReason
    """`missing`: words not in the article; `altered`: nearly in it; `unlicensed`: the words do not carry the value;
    `ambiguous`: cannot be placed; `dangling`: refers to something that is not there."""
    detail: str
    """One sentence for a person."""
    nearest: str | None
    """The nearest passage of the article, where one comes close."""


class Attempt(Record):
    """One request that was sent, whatever came of it."""

    article_id: str
    prompt: str
    number: int
    """1 for the first request spent on the article."""
    outcome: Outcome
    detail: str | None
    prompt_tokens: int | None
    cached_tokens: int | None
    completion_tokens: int | None


class Extraction(Record):
    """One article with everything that was extracted from it."""

    article: Article
    """The article, with `published_at` filled from its own words where it came without."""
    fingerprint: str
    """SHA-256 of the prompt and the schema that were asked."""
    model: str
    mentions: tuple[Mention, ...]
    dropped: tuple[Dropped, ...]
    attempts: tuple[Attempt, ...]
