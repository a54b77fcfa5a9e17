"""Statuses: which claims still stand, which their speaker has replaced, and which a copy has garbled.

A later total by the same speaker supersedes the earlier one; different speakers stay side by side. What an article
says itself, or holds a hidden speaker to, is one voice only behind one origin. A copy that gives its original's
speaker another number than the original does is divergent: shown, not counted. An agency or outlet that carries its
own text on with another number garbles nothing: it revises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from claimx.article import Article
from claimx.claim import Toll
from claimx.event import ClaimStatus
from claimx.merging.origins import OriginOf, article_origin
from claimx.merging.told import Told, like_speakers


class Status(NamedTuple):
    """Whether a claim counts, and if not, why."""

    status: ClaimStatus
    reason: str | None


CURRENT = Status("current", None)


class _Count(NamedTuple):
    """A toll that gives a number, where it stands."""

    toll: Toll
    article: Article
    speaker: str
    origin: str

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None]:
        return self.toll.min, self.toll.best, self.toll.max

    @property
    def value(self) -> tuple[object, ...]:
        return self.toll.scope, *self.numbers

    @property
    def is_by_origin(self) -> bool:
        """Whether the article is the origin's own: signed by the agency, or of the outlet and nobody else's."""
        return article_origin(self.article).name == self.origin


def find_statuses(
    told: Sequence[Told], speakers: Mapping[str, str], origins: Mapping[str, OriginOf]
) -> dict[str, Status]:
    """Return the status of each claim of one event, by claim id; only tolls with a number can lose theirs.

    What confirms a garbled number goes with it.
    """
    counts = _counts(told, speakers, origins)
    garbled = {one.toll.id: status for one in counts if (status := _divergent(one, counts)) is not None}
    standing = [one for one in counts if one.toll.id not in garbled]
    superseded = {one.toll.id: status for one in standing if (status := _superseded(one, standing)) is not None}
    confirming = {
        one.claim.id: garbled[one.claim.confirms]
        for one in told
        if isinstance(one.claim, Toll) and one.claim.confirms in garbled
    }
    return {one.claim.id: CURRENT for one in told} | superseded | garbled | confirming


def _counts(told: Sequence[Told], speakers: Mapping[str, str], origins: Mapping[str, OriginOf]) -> list[_Count]:
    counts = [
        _Count(one.claim, one.article, speakers[one.claim.id], origins[one.claim.id].name)
        for one in told
        if isinstance(one.claim, Toll) and one.claim.polarity != "-" and one.claim.scope in {"total", "additional"}
    ]
    return [one for one in counts if one.numbers != (None, None, None)]


def _divergent(one: _Count, counts: Sequence[_Count]) -> Status | None:
    if one.is_by_origin:
        return None
    originals = {derivation.article_id for derivation in one.article.derived_from}
    family = [
        other
        for other in counts
        if (other.article.id in originals or other.is_by_origin)
        and (other.toll.kind, other.origin) == (one.toll.kind, one.origin)
        and like_speakers(one.toll, other.toll)
    ]
    there = {other.article.id for other in family} & originals
    if not there or any(other.value == one.value for other in family):
        return None
    reason = f"article {one.article.id} carries the text of {min(there)}, in which this speaker gives another number"
    return Status("divergent", reason)


def _superseded(one: _Count, counts: Sequence[_Count]) -> Status | None:
    later = [other for other in counts if _revises(other, one)]
    if not later:
        return None
    last = max(later, key=lambda other: (str(other.article.published_at), other.toll.id))
    reason = f"the same speaker gives another number later, in article {last.article.id} of {last.article.published_at}"
    return Status("superseded", reason)


def _revises(later: _Count, one: _Count) -> bool:
    return (
        (later.toll.kind, later.toll.scope, one.toll.scope) == (one.toll.kind, "total", "total")
        and later.numbers != one.numbers
        and not _only_vaguer(later.toll, one.toll)
        and _is_later(later.article, one.article)
        and later.speaker == one.speaker
        and (_is_known(one.toll) or later.origin == one.origin)
    )


def _is_known(toll: Toll) -> bool:
    """Whether the claim names or describes who speaks."""
    return toll.speaker is not None and toll.speaker.text is not None


def _only_vaguer(later: Toll, one: Toll) -> bool:
    """Whether the later count gives no number of its own and allows the earlier one ("dozens" after 84)."""
    return (
        later.best is None
        and one.best is not None
        and (later.min is None or later.min <= one.best)
        and (later.max is None or one.best <= later.max)
    )


def _is_later(one: Article, other: Article) -> bool:
    """Whether it is certain that `one` was published later: by instant where both state it alike, else by day."""
    left, right = one.published_at, other.published_at
    if isinstance(left, datetime) and isinstance(right, datetime) and (left.tzinfo is None) == (right.tzinfo is None):
        return left > right
    if one.published_on is None or other.published_on is None:
        return False
    return one.published_on > other.published_on
