"""Rebuilding: the events of whole components, merged as they would be among all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from claimx.article import Article
from claimx.event import Event, Policy
from claimx.facts import Facts
from claimx.mention import Mention
from claimx.merging.clustering import Mapper, cluster
from claimx.merging.events import build_event, event_ids_of
from claimx.merging.grounds import Cluster, explained
from claimx.merging.linkage import Linkage
from claimx.merging.ruled import applying, by_mention, ruled_pairs
from claimx.ruling import Ruling
from claimx.storing.facets import read_facts
from claimx.storing.store import Store
from claimx.storing.touching import in_components_of, keys_of, with_tied


class Settings(NamedTuple):
    """What is fixed when a store is made."""

    policy: Policy = "representative"
    linkage: Linkage = "constrained"


class Merging(NamedTuple):
    """How mentions are merged."""

    policy: Policy
    linkage: Linkage
    rulings: Collection[Ruling]
    """Those that stand."""
    mapper: Mapper


class Rebuilt(NamedTuple):
    """The events of the mentions that were clustered again."""

    events: dict[str, Event]
    before: dict[str, str]
    """For each of their mentions that had one, the event it was in."""


def rebuild(store: Store, keys: set[int], *, gone: Iterable[str], merging: Merging) -> Rebuilt:
    """Cluster whole components, and return their events and those of others which name one that has a new id.

    The rows of the mentions are given their components and events. `gone` names the mentions that are no more.
    """
    merging = merging._replace(rulings=_deciding(store, merging.rulings))
    before = _events_of(store, keys)
    moved = _cluster_anew(store, before, merging)
    before = _events_of(store, _naming(store, {*moved, *gone})) | before
    mentions = _read_mentions(store, before)
    articles = _read_articles(store, mentions.values())
    events = _events_of(store, with_tied(store, keys_of(store, before)))
    ruled = by_mention(merging.rulings)
    built = (
        build_event(one, mentions, articles, events, merging.policy, ruled=ruled)
        for one in _explained(store, before, merging)
    )
    return Rebuilt({event.id: event for event in built}, {one: event for one, event in before.items() if event})


def _explained(store: Store, ids: Collection[str], merging: Merging) -> Iterator[Cluster]:
    """Yield the events of the mentions with their grounds; those that they are tied to stay aside."""
    facts = _facts(store, ids)
    ruled = ruled_pairs(facts, merging.rulings)
    for one in explained(facts, linkage=merging.linkage, ruled=ruled, mapper=merging.mapper):
        if one.mention_ids[0] in ids:
            yield one


def _deciding(store: Store, rulings: Collection[Ruling]) -> tuple[Ruling, ...]:
    """The rulings of which all mentions are there."""
    named = {mention_id for one in rulings for mention_id in one.mention_ids}
    present = {one for (one,) in store.among(named, "SELECT id FROM asked_ids CROSS JOIN mentions USING (id)")}
    return applying(rulings, present=present)


def _events_of(store: Store, keys: Iterable[int]) -> dict[str, str]:
    """The event of each mention, by id; of one that is in none yet, an empty word."""
    store.ask_keys(keys)
    return dict(store.rows("SELECT id, coalesce(event_id, '') FROM asked_keys CROSS JOIN mentions USING (key)"))


def _cluster_anew(store: Store, before: Mapping[str, str], merging: Merging) -> list[str]:
    """Write the components and events of mentions, and return those that were in another event."""
    facts = _facts(store, before)
    ruled = ruled_pairs(facts, merging.rulings)
    found = cluster(facts, linkage=merging.linkage, ruled=ruled, mapper=merging.mapper)
    rows = [(facts.id(row), row) for row in range(len(facts))]
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for mention_id, row in rows:
        if mention_id in before:
            groups[int(found.labels[row])].append(mention_id)
    mentions = _read_mentions(store, before)
    articles = _read_articles(store, mentions.values())
    events = event_ids_of((Cluster(tuple(ids)) for ids in groups.values()), mentions, articles)
    store.write(
        "UPDATE mentions SET component = ?1, event_id = ?2 WHERE id = ?3 AND (component, event_id) IS NOT (?1, ?2)",
        (
            (facts.id(int(found.components[row])), events[mention_id], mention_id)
            for mention_id, row in rows
            if mention_id in before
        ),
    )
    return [mention_id for mention_id, event in events.items() if before[mention_id] != event]


def _facts(store: Store, ids: Iterable[str]) -> Facts:
    """The facts of mentions and of those they are tied to."""
    store.ask_keys(with_tied(store, keys_of(store, ids)))
    return read_facts(store)


def _naming(store: Store, ids: Iterable[str]) -> set[int]:
    """Return the keys of whole components in which a mention stands in a relation to one of these."""
    query = "SELECT DISTINCT source FROM asked_ids CROSS JOIN relations ON target = asked_ids.id"
    return in_components_of(store, (source for (source,) in store.among(ids, query)))


def _read_mentions(store: Store, ids: Iterable[str]) -> dict[str, Mention]:
    query = "SELECT record FROM asked_ids CROSS JOIN mentions USING (id) CROSS JOIN mention_records USING (key)"
    return {one.id: one for one in (Mention.from_line(record) for (record,) in store.among(ids, query))}


def _read_articles(store: Store, mentions: Iterable[Mention]) -> dict[str, Article]:
    """The articles of mentions and those whose text they carry, directly or through others."""
    found: dict[str, Article] = {}
    wanted = {mention.article_id for mention in mentions}
    while wanted:
        records = store.among(wanted, "SELECT record FROM asked_ids CROSS JOIN articles USING (id)")
        read = [Article.from_line(record) for (record,) in records]
        found |= {article.id: article for article in read}
        wanted = {derivation.article_id for one in read for derivation in one.derived_from} - found.keys()
    return found
