"""Blocking: which pairs of mentions are worth asking the gates about.

Cost grows with the days and places of the data: dated mentions meet on their days, vague ones meet all in their months,
each within the kind of event and, where both name a city, only if words of the one's city sound or look like words of
the other's place. An undated mention meets only those that stand in the same relation to a pair that met. No pair that
the gates could join is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Final

from claimx.mention import Mention
from claimx.merging.gates import CALM, Gates
from claimx.taxonomy import TYPES
from claimx.values.countries import country_code
from claimx.values.names.folding import fold_name
from claimx.values.names.transliteration import consonant_key
from claimx.values.places import place_core

LONGEST_SPAN: Final = 8
"""Days up to which a mention meets others day by day."""
SHORTEST_SLIP: Final = 5
"""Letters from which names forgive a slip of the pen (see `claimx.values.names.spelling`)."""

_ONE_DAY: Final = timedelta(days=1)
_FIRST: Final = date.min + _ONE_DAY
_LAST: Final = date.max - _ONE_DAY

Key = tuple[str, str]


def candidate_pairs(mentions: Mapping[str, Mention], gates: Gates) -> list[tuple[str, str]]:
    """Return the pairs to judge, lower id first, sorted."""
    met = {*_within_articles(mentions.values()), *_in_time(mentions.values())}
    tied = {_ordered(*tie) for pair in met for tie in gates.tied_pairs(*pair)}
    return sorted(met | {pair for pair in tied if any(mentions[each].when.start is None for each in pair)})


def _within_articles(mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    articles: defaultdict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        articles[mention.article_id].append(mention.id)
    for ids in articles.values():
        yield from (_ordered(*pair) for pair in combinations(ids, 2))


# Time


def _in_time(mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a mention that looks for others, on its days or in its months, and one that is found there."""
    looking: defaultdict[Key, list[Mention]] = defaultdict(list)
    found: defaultdict[Key, list[Mention]] = defaultdict(list)
    for mention in mentions:
        start, end = mention.when.start, mention.when.end
        if start is None or end is None:
            continue
        is_vague = (end - start).days >= LONGEST_SPAN
        periods = _months if is_vague else _days
        for kind in _kinds(mention):
            for period in _months(start, end) + ([] if is_vague else _days(start, end)):
                found[kind, period].append(mention)
            # A day either side, since reports disagree about midnight.
            for period in periods(max(start, _FIRST) - _ONE_DAY, min(end, _LAST) + _ONE_DAY):
                looking[kind, period].append(mention)
    for key, block in looking.items():
        yield from _nearby(block, found[key])


def _kinds(mention: Mention) -> tuple[str, ...]:
    group = TYPES[mention.type].group
    if group == "unspecified":
        return ("calm", "violent")
    return ("calm",) if group in CALM else ("violent",)


def _days(first: date, last: date) -> list[str]:
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]


def _months(first: date, last: date) -> list[str]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12}-{month % 12 + 1:02}" for month in months]


# Place


def _nearby(these: Sequence[Mention], those: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of one from each side, save those whose cities have nothing in common with the other's place."""
    in_city: defaultdict[str, set[str]] = defaultdict(set)
    around: defaultdict[str, set[str]] = defaultdict(set)
    for mention in those:
        for key in _city_keys(mention) or ("",):
            in_city[key].add(mention.id)
        for key in _other_keys(mention):
            around[key].add(mention.id)
    everywhere = {mention.id for mention in those}
    for mention in these:
        cities, others = _city_keys(mention), _other_keys(mention)
        near = [in_city[""], *(in_city[key] | around[key] for key in cities), *(in_city[key] for key in others)]
        met = set().union(*near) if cities else everywhere
        yield from (_ordered(mention.id, other) for other in met if other != mention.id)


def _city_keys(mention: Mention) -> frozenset[str]:
    city = mention.where.city
    return _keys(place_core(city.exact), city.exact) if city is not None else frozenset()


def _other_keys(mention: Mention) -> frozenset[str]:
    """The keys of the levels in which one account may name what the other calls the city."""
    site, admin1 = mention.where.site, mention.where.admin1
    of_site = _keys(fold_name(site.exact), site.exact) if site is not None else frozenset()
    return of_site | (_keys(place_core(admin1.exact), admin1.exact) if admin1 is not None else frozenset())


@lru_cache(maxsize=65536)
def _keys(core: str, name: str) -> frozenset[str]:
    """Keys of which two names share one wherever `match_places` can take them for one.

    The country, and each word, and all run together: as written, by its consonants, and less any one letter.
    """
    words = {*core.split(), core.replace(" ", "")} - {""}
    codes = {code for code in map(country_code, (name, *words)) if code is not None}
    sounds = {consonant_key(word) for word in words}
    slips = {word[:n] + word[n + 1 :] for word in words if len(word) >= SHORTEST_SLIP for n in range(1, len(word) - 1)}
    return frozenset((words | codes | sounds | slips) - {""})


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
