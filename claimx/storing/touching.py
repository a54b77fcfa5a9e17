"""Touching: which mentions a batch makes it necessary to cluster again.

Mentions of two components never become one event, whatever happens to a third. So a batch touches the components of
what went, those that joins now connect with what came, and those on which something was ruled; of all others the
events stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from claimx.facts import UNDATED
from claimx.merging.engine import Engine
from claimx.merging.votes import Columns
from claimx.storing.facets import REACHES, read_facts
from claimx.storing.intake import Intake
from claimx.storing.store import Store

_TIED = """
    SELECT DISTINCT mentions.key FROM (
        SELECT target AS tied FROM asked_ids CROSS JOIN relations ON source = asked_ids.id
        UNION SELECT source FROM asked_ids CROSS JOIN relations ON target = asked_ids.id
    ) CROSS JOIN mentions ON mentions.id = tied
"""
_TIED_KEYS = """
    SELECT DISTINCT others.key FROM (
        SELECT target AS tied
        FROM asked_keys CROSS JOIN mentions USING (key) CROSS JOIN relations ON source = mentions.id
        UNION SELECT source
        FROM asked_keys CROSS JOIN mentions USING (key) CROSS JOIN relations ON target = mentions.id
    ) CROSS JOIN mentions AS others ON others.id = tied
"""


def touched(store: Store, intake: Intake, traced: Iterable[str]) -> set[int]:
    """Return the keys of the mentions to cluster: whole components, and what came.

    `traced` names the articles whose lineage, or whose originals', came out otherwise.
    """
    come = keys_of(store, intake.come)
    if len(come) == store.column("SELECT count(*) FROM mentions")[0]:
        return come
    tied = {key for (key,) in store.among({*intake.gone, *intake.come}, _TIED)}
    seeds = tied | keys_of(store, _ruled_with(intake)) | _of_articles(store, traced)
    seeds |= _joined(store, come | tied)
    components = {one.component for one in intake.gone.values()} | _components(store, seeds)
    return come | of_components(store, components)


def keys_of(store: Store, ids: Iterable[str]) -> set[int]:
    """Return the keys of those mentions that are there."""
    return {key for (key,) in store.among(ids, "SELECT key FROM asked_ids CROSS JOIN mentions USING (id)")}


def of_components(store: Store, components: Iterable[str]) -> set[int]:
    """Return the keys of all mentions of some components."""
    query = "SELECT key FROM asked_ids CROSS JOIN mentions ON component = asked_ids.id"
    return {key for (key,) in store.among(components, query)}


def with_tied(store: Store, keys: Iterable[int]) -> set[int]:
    """Return the keys with those of the mentions that these are tied to, in either direction."""
    known = set(keys)
    store.ask_keys(known)
    return known | set(store.column(_TIED_KEYS))


def in_components_of(store: Store, ids: Iterable[str]) -> set[int]:
    """Return the keys of all mentions of the components of some mentions."""
    return of_components(store, _components(store, keys_of(store, ids)))


def _components(store: Store, keys: Iterable[int]) -> set[str]:
    store.ask_keys(keys)
    query = "SELECT DISTINCT component FROM asked_keys CROSS JOIN mentions USING (key) WHERE component IS NOT NULL"
    return set(store.column(query))


def _ruled_with(intake: Intake) -> set[str]:
    """Mentions whose rulings turned, and those ruled on together with a mention that came or went."""
    moved = intake.gone.keys() | intake.come.keys()
    partners = (one.mention_ids for one in intake.rulings if not moved.isdisjoint(one.mention_ids))
    return set(intake.ruled).union(*partners)


def _of_articles(store: Store, ids: Iterable[str]) -> set[int]:
    query = "SELECT key FROM asked_ids CROSS JOIN mentions ON article_id = asked_ids.id"
    return {key for (key,) in store.among(ids, query)}


def _joined(store: Store, changed: set[int]) -> set[int]:
    """Return the keys of the mentions that the rules join with changed ones."""
    if not changed:
        return set()
    store.ask_keys(with_tied(store, _near(store, changed)))
    facts = read_facts(store)
    changed_ids = {one.encode() for one in _ids(store, changed)}
    flags = np.array([one in changed_ids for one in facts.ids.tolist()], dtype=np.bool_)
    rows = np.unique(np.concatenate(Engine(Columns(facts)).joins(changed=flags)))
    return keys_of(store, (facts.id(row) for row in rows.tolist()))


def _ids(store: Store, keys: Iterable[int]) -> list[str]:
    store.ask_keys(keys)
    return store.column("SELECT id FROM asked_keys CROSS JOIN mentions USING (key)")


def _near(store: Store, changed: set[int]) -> set[int]:
    """Return the keys of all mentions that may share a day with a changed one, or an article: a day either side."""
    store.ask_keys(changed)
    keys = changed | set(
        store.column(
            "SELECT others.key FROM asked_keys CROSS JOIN mentions USING (key)"
            " CROSS JOIN mentions AS others ON others.article_id = mentions.article_id"
        )
    )
    spans = store.rows(
        "SELECT first_day - 1, last_day + 1 FROM asked_keys CROSS JOIN mentions USING (key) WHERE first_day <> ?",
        (UNDATED,),
    )
    store.connection.execute("DELETE FROM asked_days")
    store.write("INSERT INTO asked_days VALUES (?, ?)", _stretches(spans))
    for reach in REACHES:
        keys.update(
            store.column(
                "SELECT key FROM asked_days CROSS JOIN mentions ON reach = ?1 AND first_day BETWEEN low - ?1 AND high"
                " WHERE last_day >= low",
                (reach,),
            )
        )
    return keys


def _stretches(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the days of all spans as stretches that do not touch, ascending."""
    begun: tuple[int, int] | None = None
    for low, high in sorted(spans):
        if begun is None or low > begun[1] + 1:
            if begun is not None:
                yield begun
            begun = (low, high)
        else:
            begun = (begun[0], max(begun[1], high))
    if begun is not None:
        yield begun
