"""Lineage: which article carries whose text.

Articles are ranked: credited to an agency by byline, dateline, footer, inline, or not at all; then by publication
(a day without an hour counts as its end, an unknown day comes last); then by id. A derivation always points up this
ranking, so that copies point at the best original present and no cycle can arise.

An article derives from a higher one if at least `LEAST_SHARED` shingles of its own words occur there, and these are

- at least `REUSE` of its own, or at least `EMBEDDED` of the other's (a report set whole into a longer one);
- at least `EMBEDDED` of its own if byline, dateline or footer name agencies and the two have none in common:
  colleagues of two agencies write like background paragraphs.

Only words that no better original explains count: of a hundred copies each points at the original, not at one another.
The index keeps an article only under shingles that its originals lack. Time grows with the words of all articles
plus, for each shingle, the pairs of articles that carry it without one deriving from the other. No frequency is
capped, so the outcome for a pair never depends on how common its words are elsewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property, lru_cache
from typing import Final

from claimx.article import Article, Derivation
from claimx.merging.credits import UNNAMED, find_credits
from claimx.merging.shingles import containment, own_shingles, shingles, words_of
from claimx.record import content_id

REUSE: Final = 0.2
"""Share of an article's own shingles from which it carries the other's text."""
EMBEDDED: Final = 0.5
"""Share of the other's shingles from which an article contains it; also asked for across two agencies."""
LEAST_SHARED: Final = 12
"""Shingles, as in one sentence of 16 words kept to the letter; fewer prove nothing, however short the article."""

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
    runs: frozenset[int]

    @cached_property
    def agencies(self) -> frozenset[str]:
        return frozenset(credit.agency for credit in self.article.credits) - {UNNAMED}

    @cached_property
    def signing(self) -> frozenset[str]:
        return frozenset(credit.agency for credit in self.article.credits if credit.kind in _STRONG) - {UNNAMED}


def trace(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles sorted by id, with `credits`, `derived_from` and `origin_group` filled in anew.

    `derived_from` is sorted by falling containment. An article belongs to the group of the one it carries most text
    of, and only to that: a digest of two agencies does not make one origin of them. `origin_group` is None where
    nobody shares. Of articles with one id, the one whose record sorts first is kept.
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
    kept: dict[str, Article] = {}
    for article in sorted(articles, key=Article.to_line, reverse=True):
        kept[article.id] = article
    return kept.values()


def _read(article: Article) -> _Text:
    credited = article.model_copy(update={"credits": find_credits(article), "derived_from": (), "origin_group": None})
    return _Text(credited, own_shingles(article.text))


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
    carriers: defaultdict[int, list[int]] = defaultdict(list)
    found: dict[str, tuple[Derivation, ...]] = {}
    for place, child in enumerate(ranked):
        shared = Counter(carrier for run in child.runs for carrier in carriers.get(run, ()))
        higher = [ranked[carrier] for carrier in sorted(shared) if shared[carrier] >= LEAST_SHARED]
        originals, unexplained = _originals(child, higher)
        found[child.article.id] = _derived_from(child, originals)
        for run in unexplained:
            carriers[run].append(place)
    return found


def _originals(child: _Text, higher: Iterable[_Text]) -> tuple[list[_Text], frozenset[int]]:
    originals: list[_Text] = []
    unexplained = child.runs
    for other in higher:
        if _carries(child, other, shared=len(unexplained & other.runs)):
            originals.append(other)
            unexplained -= other.runs
    return originals, unexplained


def _carries(child: _Text, other: _Text, *, shared: int) -> bool:
    if shared < LEAST_SHARED:
        return False
    if child.signing and other.signing and not child.signing & other.signing:
        return shared >= EMBEDDED * len(child.runs)
    return shared >= REUSE * len(child.runs) or shared >= EMBEDDED * len(other.runs)


def _derived_from(child: _Text, originals: Iterable[_Text]) -> tuple[Derivation, ...]:
    derivations = (
        Derivation(
            article_id=other.article.id,
            containment=round(containment(child.runs, other.runs), 3),
            basis="credit" if child.agencies & other.agencies else "reuse",
        )
        for other in originals
    )
    return tuple(sorted(derivations, key=lambda derivation: (-derivation.containment, derivation.article_id)))


def _groups(derivations: dict[str, tuple[Derivation, ...]]) -> dict[str, str]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for article_id in derivations:
        members[_root(article_id, derivations)].append(article_id)
    return {
        article_id: content_id("o", min(together))
        for together in members.values()
        if len(together) > 1
        for article_id in together
    }


def _root(article_id: str, derivations: dict[str, tuple[Derivation, ...]]) -> str:
    while derivations[article_id]:
        article_id = derivations[article_id][0].article_id
    return article_id


@lru_cache(maxsize=1024)
def _text_shingles(text: str, *, size: int) -> frozenset[int]:
    return shingles(words_of(text), size=size)
