"""Origins: the independent source behind each claim.

Lineage is traced per claim, since one article can carry one agency's toll and another's observation. The first rule
that applies decides, and its sentence is kept. Independence must be shown, never assumed: an unsigned article whose
unnamed source says just what an agency's unnamed source says counts with that agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from claimx.article import Article
from claimx.claim import Claim, Responsibility, Toll
from claimx.merging.credits import UNNAMED, agency_names
from claimx.merging.grouping import group, most_used
from claimx.merging.identity import same_accused, same_name
from claimx.merging.lineage import share_in_words, shares_passage
from claimx.merging.told import Told, like_speakers
from claimx.values.names.folding import fold_name
from claimx.values.sentences import sentence_at

_SIGNED: Final = ("byline", "dateline", "footer")


class OriginOf(NamedTuple):
    """The origin of a claim, and the sentence of the rule that found it."""

    name: str
    reason: str


def find_origins(told: Sequence[Told], articles: Mapping[str, Article]) -> dict[str, OriginOf]:
    """Return the origin of each claim of one event, by claim id."""
    found = {one.claim.id: _named_source(one) or _lineage(one, told, articles) for one in told}
    sourced = [one for one in told if found[one.claim.id] is not None]
    repeated = {one.claim.id: found[one.claim.id] or _repeated(one, sourced, found) for one in told}
    origins = {
        one.claim.id: repeated[one.claim.id] or _same_source(one, told, repeated) or article_origin(one.article)
        for one in told
    }
    names = _canonical_names(origin.name for origin in origins.values())
    return {claim_id: origin._replace(name=names[origin.name]) for claim_id, origin in origins.items()}


def _canonical_names(names: Iterable[str]) -> dict[str, str]:
    """One name for each origin: "the Valley Radio" and "Valley Radio" are one, as any two forms of a name are."""
    counted = sorted(names)
    forms = sorted(set(counted))
    groups = group(forms, lambda left, right: same_name(left, right, kind="organisation"))
    return {form: most_used(name for name in counted if name in members) for members in groups for form in members}


def _named_source(one: Told) -> OriginOf | None:
    """The claim itself names who passed it on, or its speaker is a medium."""
    speaker = one.claim.speaker
    if speaker is None:
        return None
    for link in reversed(speaker.chain):
        return OriginOf(_canonical(link.exact), f"the article has it from {link.exact!r}")
    if speaker.text is not None and {"wire", "media"} & set(speaker.kinds):
        name = (speaker.name or speaker.text).exact
        return OriginOf(_canonical(name), f"{speaker.text.exact!r} reports it itself")
    return None


def _lineage(one: Told, told: Sequence[Told], articles: Mapping[str, Article]) -> OriginOf | None:
    """The article is signed by an agency, or carries the text of another article and adds no speaker to it."""
    signed = signature(one.article)
    if signed is not None:
        return OriginOf(signed, f"article {one.article.id} is signed by {signed}")
    for derivation in one.article.derived_from:
        original = articles.get(derivation.article_id)
        if original is None:
            continue
        source = article_origin(original_of(original, articles)).name
        share = f"{share_in_words(derivation, article=one.article, original=original)}, by {source}"
        if _carried(one, original):
            return OriginOf(source, f"{share}, this passage among them")
        if any(other.article.id == original.id and like_speakers(one.claim, other.claim) for other in told):
            return OriginOf(source, f"{share}, and this speaker is in both")
    return None


def original_of(article: Article, articles: Mapping[str, Article]) -> Article:
    """Return the article whose text an article carries in the end, or the first on the way that an agency signs."""
    while signature(article) is None and article.derived_from and article.derived_from[0].article_id in articles:
        article = articles[article.derived_from[0].article_id]
    return article


def _carried(one: Told, original: Article) -> bool:
    text = one.article.text
    sentences = (text[slice(*sentence_at(text, quote.start, quote.end))] for quote in one.claim.quotes)
    return any(shares_passage(sentence, original.text) for sentence in sentences)


def _repeated(one: Told, sourced: Iterable[Told], found: Mapping[str, OriginOf | None]) -> OriginOf | None:
    """An unnamed source of an unsigned article says what an unnamed source of the same kind says elsewhere."""
    matches = sorted(
        (origin.name, other.article.id)
        for other in sourced
        if (origin := found[other.claim.id]) is not None
        and other.article.id != one.article.id
        and _same_unnamed_statement(one.claim, other.claim)
    )
    if not matches:
        return None
    name, article_id = matches[0]
    return OriginOf(
        name, f"the article names no agency, and its unnamed source says just what {name}'s says ({article_id})"
    )


def _same_source(one: Told, told: Iterable[Told], found: Mapping[str, OriginOf | None]) -> OriginOf | None:
    """The same unnamed source of the same article is known to be an agency's by another claim of its."""
    speaker = one.claim.speaker
    if speaker is None or speaker.text is None or not speaker.anonymous:
        return None
    names = {
        origin.name
        for other in told
        if other.article.id == one.article.id
        and other.claim.speaker is not None
        and other.claim.speaker.text is not None
        and fold_name(other.claim.speaker.text.exact) == fold_name(speaker.text.exact)
        and (origin := found[other.claim.id]) is not None
    }
    if not names:
        return None
    name = min(names)
    return OriginOf(name, f"another claim of {speaker.text.exact!r} in this article counts with {name}")


def _same_unnamed_statement(one: Claim, other: Claim) -> bool:
    if one.speaker is None or other.speaker is None or not (one.speaker.anonymous and other.speaker.anonymous):
        return False
    if one.polarity != other.polarity or not like_speakers(one, other):
        return False
    if isinstance(one, Toll) and isinstance(other, Toll):
        left, right = ((toll.kind, toll.scope, toll.min, toll.best, toll.max) for toll in (one, other))
        return left == right
    if isinstance(one, Responsibility) and isinstance(other, Responsibility):
        return one.stance == other.stance and _one_accused(one, other)
    return False


def _one_accused(one: Responsibility, other: Responsibility) -> bool:
    if one.accused is None or other.accused is None:
        return one.accused is other.accused
    return same_accused(one.accused.exact, other.accused.exact) is not None


def article_origin(article: Article) -> OriginOf:
    """Return the origin of what an article says by itself: its agency, its outlet, or the article."""
    signed = signature(article)
    if signed is not None:
        return OriginOf(signed, f"article {article.id} is signed by {signed}")
    if article.outlet is not None:
        return OriginOf(
            article.outlet, f"article {article.id} was published by {article.outlet} and names no agency for it"
        )
    return OriginOf(article.id, f"article {article.id} names neither agency nor outlet for it")


def signature(article: Article) -> str | None:
    """Return the one agency that signs the article by byline, dateline or footer; None for none and for several."""
    for kind in _SIGNED:
        agencies = {credit.agency for credit in article.credits if credit.kind == kind and credit.agency != UNNAMED}
        if agencies:
            return agencies.pop() if len(agencies) == 1 else None
    return None


@lru_cache(maxsize=65536)
def _canonical(words: str) -> str:
    """Return the canonical name of the agency that the words name, or the words themselves.

    A name counts as agencies.csv writes it or in capitals: "spa" and "map" are words.
    """
    for name, agency in sorted(agency_names().items(), key=lambda pair: (-len(pair[0]), pair[0])):
        if any(re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", words) for form in (name, name.upper())):
            return agency
    return words
