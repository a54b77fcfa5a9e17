"""Checked articles: what is wrong with one article's gold although all its fields can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from claimx.annotating.locating import faults, locate
from claimx.annotating.naming import element_of, field_of
from claimx.gold import (
    GoldArticle,
    GoldAttributed,
    GoldClaim,
    GoldMention,
    GoldPeriod,
    GoldResponsibility,
    GoldToll,
    GoldWhen,
    GoldWords,
)
from claimx.values.countries import countries


def article_faults(gold: GoldArticle, *, text: str | None) -> Iterator[str]:
    """Yield a sentence for each fault, with its path; words are looked up where the article's text is given."""
    missing = faults(gold, text) if text is not None else []
    yield from missing
    located = locate(gold, text) if text is not None and not missing else gold
    yield from repeated_ids("mentions", (mention.local_id for mention in gold.mentions))
    local_ids = {mention.local_id for mention in gold.mentions}
    for index, mention in enumerate(located.mentions):
        yield from _mention_faults(mention, element_of("mentions", index, mention.local_id), local_ids)


def repeated_ids(path: str, local_ids: Iterable[str | None]) -> Iterator[str]:
    """Yield a sentence for each id that several elements of the list at `path` have."""
    counted = Counter(local_id for local_id in local_ids if local_id is not None)
    for local_id, times in counted.items():
        if times > 1:
            yield f"{element_of(path, 0, local_id)}.local_id: {times} have the id {local_id!r}; give each its own"


def _mention_faults(mention: GoldMention, path: str, local_ids: set[str]) -> Iterator[str]:
    yield from _passage_faults(mention, path)
    if mention.when is not None:
        yield from period_faults(mention.when, field_of(path, "when"))
    if mention.where is not None:
        yield from country_faults(mention.where.country_code, f"{path}.where")
    claims = field_of(path, "claims")
    yield from repeated_ids(claims, (claim.local_id for claim in mention.claims))
    for index, claim in enumerate(mention.claims):
        yield from _claim_faults(claim, element_of(claims, index, claim.local_id), mention)
    for index, relation in enumerate(mention.relations):
        at = f"{path}.relations[{index}].to"
        if relation.to == mention.local_id:
            yield f"{at}: {relation.to!r} is this mention itself; name another one of this article"
        elif relation.to not in local_ids:
            yield f"{at}: no mention of this article has the id {relation.to!r}; name one that is there"


def _passage_faults(record: GoldMention | GoldAttributed, path: str) -> Iterator[str]:
    if record.annotates("quotes") and not record.quotes:
        yield f"{path}.quotes: no passage; copy the words that carry it, or leave quotes out"


def period_faults(when: GoldWhen | GoldPeriod, path: str) -> Iterator[str]:
    """Yield what is wrong with a first and a last day."""
    start, end = when.start, when.end
    if start is not None and end is not None and end < start:
        yield f"{path}: ends on {end}, before it starts on {start}; correct one of them"
    for given, other, lacking in ((start, end, "end"), (end, start, "start")):
        if given is not None and other is None and not when.annotates(lacking):
            yield _lone_day(given, lacking, path)


def _lone_day(given: date, lacking: str, path: str) -> str:
    return f"{field_of(path, lacking)}: is missing beside {given}; write both, for one day twice the same"


def country_faults(code: str | None, path: str) -> Iterator[str]:
    """Yield what is wrong with the code of a country."""
    if code is not None and code not in {country.code for country in countries()}:
        yield f"{field_of(path, 'country_code')}: {code!r} is no ISO 3166-1 alpha-2 code; write two capital letters"


def _claim_faults(claim: GoldClaim, path: str, mention: GoldMention) -> Iterator[str]:
    yield from _passage_faults(claim, path)
    if claim.quotes:
        for name, words in _values(claim):
            if not any(_contains(quote, words) for quote in claim.quotes):
                yield f"{field_of(path, name)}: {words.exact!r} stands outside the quotes; quote its sentence too"
    if isinstance(claim, GoldToll):
        yield from _toll_faults(claim, path)
        yield from _sum_faults(claim, path, mention)
        if claim.confirms is not None:
            yield from _confirmation_faults(claim, claim.confirms, path, mention)


def _values(claim: GoldClaim) -> Iterator[tuple[str, GoldWords]]:
    """Yield the words of a claim that its quotes are to have."""
    speaker = claim.speaker
    named: dict[str, GoldWords | None] = {"cue": claim.cue}
    if speaker is not None:
        named |= {"speaker.text": speaker.text, "speaker.name": speaker.name}
        named |= {element_of("speaker.chain", index): words for index, words in enumerate(speaker.chain)}
    if isinstance(claim, GoldToll):
        named |= {"count": claim.count, "who": claim.who}
    if isinstance(claim, GoldResponsibility):
        named |= {"accused": claim.accused}
    yield from ((name, words) for name, words in named.items() if words is not None)


def _contains(quote: GoldWords, words: GoldWords) -> bool:
    """Whether words stand inside a quote; before both are located, whether the quote has such words."""
    if quote.start is None or words.start is None:
        return words.exact in quote.exact
    return quote.start <= words.start and words.start + len(words.exact) <= quote.start + len(quote.exact)


def _toll_faults(toll: GoldToll, path: str) -> Iterator[str]:
    if toll.kind == ():
        yield f"{path}.kind: no kind; write one"
    if toll.count is not None and not any(map(toll.annotates, ("min", "best", "max"))):
        yield f"{path}.count: words without a number; add min, best and max, each null where the words leave it open"
    yield from number_faults(path, min=toll.min, best=toll.best, max=toll.max)


def number_faults(path: str, **numbers: int | None) -> Iterator[str]:
    """Yield what is wrong with numbers that are named in rising order, nulls left out."""
    known = [(name, number) for name, number in numbers.items() if number is not None]
    for name, number in known:
        if number < 0:
            yield f"{field_of(path, name)}: {number} is below 0; correct it"
    for (lower, small), (higher, large) in pairwise(known):
        if small > large:
            yield f"{path}: {lower} {small} is above {higher} {large}; correct one of them"


def _confirmation_faults(toll: GoldToll, confirmed: str, path: str, mention: GoldMention) -> Iterator[str]:
    at = f"{path}.confirms"
    others = [claim for claim in mention.claims if claim.local_id == confirmed and claim is not toll]
    tolls = [claim for claim in others if isinstance(claim, GoldToll)]
    if not tolls:
        yield f"{at}: no other toll of this mention has the id {confirmed!r}; name one that is there"
    elif not any(_kinds(toll) & _kinds(other) for other in tolls):
        yield f"{at}: {confirmed!r} is of another kind; name a toll of the same kind"
    elif all(other.confirms is not None for other in tolls):
        yield f"{at}: {confirmed!r} is itself a confirmation; name the toll that has the number"
    if toll.count is not None:
        yield f"{at}: this toll has a number of its own ({toll.count.exact!r}); leave out confirms, or the number"


def _sum_faults(toll: GoldToll, path: str, mention: GoldMention) -> Iterator[str]:
    tolls = {other.local_id for other in mention.claims if isinstance(other, GoldToll) and other is not toll}
    for part in sorted(set(toll.parts) - tolls):
        yield f"{path}.parts: no other toll of this mention has the id {part!r}; name tolls that are there"
    if toll.parts and toll.count is not None:
        yield f"{path}.parts: the words {toll.count.exact!r} state the number; leave out parts, or the words"


def _kinds(toll: GoldToll) -> set[str]:
    return set(toll.kind) if isinstance(toll.kind, tuple) else {toll.kind}
