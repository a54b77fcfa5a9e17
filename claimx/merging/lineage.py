"""Lineage: which article carries whose text.

Articles are ranked: credited to an agency by byline, dateline, footer, inline, or not at all; then by publication
(a day without an hour counts as its end, an unknown day comes last); then by id. A derivation always points up this
ranking, so that copies point at the best original present and no cycle can arise.

An article derives from a higher one if at least `LEAST_SHARED` shingles of its own words occur there, and these are

- at least `EMBEDDED` of its own, or of the other's (a report set whole into a longer one);
- or at least `REUSE` of its own, and these are a `PARAGRAPH` or at least `REUSE` of the other's too: in a short report
  a sentence of background is a fifth of the text, and colleagues share it without sharing a report.

Only the first holds for two that name agencies in byline, dateline or footer and have none in common, and of their
own words alone: colleagues of two agencies write like background paragraphs.

Only words that no better original explains count: of a hundred copies each points at the original, not at one another,
and a copy is an original itself only if the other shares words with it that its own originals lack. Long articles are
sampled (see `sketches.py`); then all is counted on the runs that every article concerned would keep.

The index keeps an article under the runs that its originals lack, and what is common to many articles is looked up
only where it is much of one (see `kinship.py`). So time grows with the words of all articles and with the originals
that each has, not with the copies of one text. No frequency is capped: the outcome for a pair never depends on how
common its words are elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from claimx.article import Article, Derivation
from claimx.merging.credits import UNNAMED, find_credits
from claimx.merging.kinship import LEAST_SHARED, REUSE, Kinship
from claimx.merging.shingles import Runs, containment, shingles, words_of
from claimx.merging.sketches import Sketch, below, sketch
from claimx.record import content_id

EMBEDDED: Final = 0.5
"""Share of the shingles from which one article contains the other; also asked for across two agencies."""
PARAGRAPH: Final = 48
"""Shingles, as in a paragraph of 52 words kept to the letter: more than the one or two sentences of background that
colleagues share."""

SHORTEST_PASSAGE: Final = 8
"""Words; a shorter sentence is a stock phrase of the trade ("there was no immediate comment")."""
SHORT_PASSAGE: Final = 16
"""Words; up to here three-word runs are compared, since one changed word breaks most runs of five."""
PASSAGE_SHARE: Final = 0.6
"""Share of a sentence's runs of words that must occur in the other text."""

_STRENGTH: Final = ("byline", "dateline", "footer", "inline")
_STRONG: Final = frozenset({"byline", "dateline", "footer"})


@dataclass(frozen=True)
class _Text:
    article: Article
    sketch: Sketch

    @cached_property
    def agencies(self) -> frozenset[str]:
        return frozenset(credit.agency for credit in self.article.credits) - {UNNAMED}

    @cached_property
    def signing(self) -> frozenset[str]:
        return frozenset(credit.agency for credit in self.article.credits if credit.kind in _STRONG) - {UNNAMED}


@dataclass(frozen=True)
class _Own:
    """The runs of an article that its originals lack, as far as they all were sampled."""

    scale: int
    runs: Runs

    def without(self, other: Sketch) -> _Own:
        scale = max(self.scale, other.scale)
        return _Own(scale, np.setdiff1d(below(self.runs, scale), other.runs, assume_unique=True))


def trace(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles sorted by id, with `credits`, `derived_from` and `origin_group` filled in anew.

    `derived_from` is sorted by falling containment. An article belongs to the group of the one it carries most text
    of, and only to that: a digest of two agencies does not make one origin of them. `origin_group` is None where
    nobody shares. Of articles with one id, the one whose record sorts first is kept.

    After a change it is enough to trace the articles that `claimx.merging.kinship.related` names.
    """
    ranked = sorted((_read(article) for article in _one_per_id(articles)), key=_rank)
    derivations = _derivations(ranked)
    groups = _groups(derivations)
    traced = (
        text.article.model_copy(
            update={"derived_from": derivations[text.article.id], "origin_group": groups.get(text.article.id)}
        )
        for text in ranked
    )
    return tuple(sorted(traced, key=lambda article: article.id))


def share_in_words(derivation: Derivation, *, article: Article, original: Article) -> str:
    """Return how much of the article occurs in the other: "81% of article a2's word runs occur in a1".

    The word runs are called sampled where those of either article were.
    """
    sampled = "sampled " if _is_sampled(article) or _is_sampled(original) else ""
    return f"{derivation.containment:.0%} of article {article.id}'s {sampled}word runs occur in {original.id}"


def shares_passage(passage: str, other_text: str) -> bool:
    """Tell whether a passage stands, near-verbatim, in another text; quotations count, furniture too.

    `PASSAGE_SHARE` of its five-word runs must occur there; of its three-word runs if it has up to `SHORT_PASSAGE`
    words. A passage of fewer than `SHORTEST_PASSAGE` words is never shared.
    """
    words = words_of(passage)
    if len(words) < SHORTEST_PASSAGE:
        return False
    size = 3 if len(words) <= SHORT_PASSAGE else 5
    return containment(shingles(words, size=size), _text_shingles(other_text, size=size)) >= PASSAGE_SHARE


def _one_per_id(articles: Iterable[Article]) -> Iterable[Article]:
    found: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        found[article.id].append(article)
    return (same[0] if len(same) == 1 else min(same, key=Article.to_line) for same in found.values())


def _read(article: Article) -> _Text:
    credited = article.model_copy(update={"credits": find_credits(article), "derived_from": (), "origin_group": None})
    return _Text(credited, sketch(article))


def _rank(text: _Text) -> tuple[int, datetime, str]:
    kinds = {credit.kind for credit in text.article.credits if credit.agency != UNNAMED}
    strength = next((place for place, kind in enumerate(_STRENGTH) if kind in kinds), len(_STRENGTH))
    return strength, _published(text.article), text.article.id


def _published(article: Article) -> datetime:
    published = article.published_at
    if published is None:
        return datetime.max.replace(tzinfo=UTC)
    if not isinstance(published, datetime):
        return datetime.combine(published, time.max, tzinfo=UTC)
    return published.replace(tzinfo=UTC) if published.tzinfo is None else published


def _derivations(ranked: Sequence[_Text]) -> dict[str, tuple[Derivation, ...]]:
    kinship = Kinship([text.sketch for text in ranked])
    found: dict[str, tuple[Derivation, ...]] = {}
    own: dict[int, _Own] = {}
    for place, child in enumerate(ranked):
        originals, own[place] = _originals(place, ranked, kinship, own)
        found[child.article.id] = _derived_from(child, originals)
        if len(own[place].runs) >= LEAST_SHARED:
            kinship.add(place, own=own[place].runs)
    return found


def _originals(
    place: int, ranked: Sequence[_Text], kinship: Kinship, own: Mapping[int, _Own]
) -> tuple[list[_Text], _Own]:
    """Return whom the article derives from, and what none of them explains; `own` holds that of all above it."""
    child = ranked[place]
    originals: list[_Text] = []
    unexplained = _Own(child.sketch.scale, child.sketch.runs)
    left = kinship.kin(place)
    while len(left):
        higher, left = int(left[0]), left[1:]
        other = ranked[higher]
        if _carries(child, other, unexplained) and _shared(child.sketch.runs, own[higher].runs) >= LEAST_SHARED:
            originals.append(other)
            unexplained = unexplained.without(other.sketch)
            left = kinship.sharing(unexplained.runs, among=left)
    return originals, unexplained


def _carries(child: _Text, other: _Text, unexplained: _Own) -> bool:
    scale = max(unexplained.scale, other.sketch.scale)
    shared = _shared(below(unexplained.runs, scale), other.sketch.runs)
    if shared < LEAST_SHARED:
        return False
    size, other_size = (len(below(text.sketch.runs, scale)) for text in (child, other))
    if child.signing and other.signing and not child.signing & other.signing:
        return shared >= EMBEDDED * size
    if shared >= EMBEDDED * min(size, other_size):
        return True
    return shared >= REUSE * size and (shared >= PARAGRAPH or shared >= REUSE * other_size)


def _shared(left: Runs, right: Runs) -> int:
    return len(np.intersect1d(left, right, assume_unique=True))


def _derived_from(child: _Text, originals: Iterable[_Text]) -> tuple[Derivation, ...]:
    derivations = (
        Derivation(
            article_id=other.article.id,
            containment=round(containment(below(child.sketch.runs, other.sketch.scale), other.sketch.runs), 3),
            basis="credit" if child.agencies & other.agencies else "reuse",
        )
        for other in originals
    )
    return tuple(sorted(derivations, key=lambda derivation: (-derivation.containment, derivation.article_id)))


def _groups(derivations: dict[str, tuple[Derivation, ...]]) -> dict[str, str]:
    """Return the group of each article that shares one; originals come before those that derive from them."""
    first: dict[str, str] = {}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for article_id, derived in derivations.items():
        first[article_id] = first[derived[0].article_id] if derived else article_id
        members[first[article_id]].append(article_id)
    return {
        article_id: content_id("o", min(together))
        for together in members.values()
        if len(together) > 1
        for article_id in together
    }


@lru_cache(maxsize=1024)
def _is_sampled(article: Article) -> bool:
    return sketch(article).scale > 1


@lru_cache(maxsize=1024)
def _text_shingles(text: str, *, size: int) -> Runs:
    return shingles(words_of(text), size=size)
