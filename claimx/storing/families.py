"""Families: articles that share text, directly or through others, and whose lineage is therefore traced together.

Tracing a family by itself gives each of its articles the derivations and the group that tracing all articles gives
(`claimx.merging.kinship`). The store keeps of each article its family and its sketch, so that only the sketches of the
others are looked through, not their texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from claimx.article import Article
from claimx.errors import InputError
from claimx.facts import Rows
from claimx.merging import trace
from claimx.merging.components import components
from claimx.merging.kinship import LEAST_SHARED, Kinship
from claimx.merging.shingles import Runs
from claimx.merging.sketches import Sketch, sketch
from claimx.storing.batch import Batch, plain
from claimx.storing.store import Store

_CHUNK: Final = 10_000
"""Sketches that are looked through together."""
_LOW_BITS: Final = np.uint64((1 << 24) - 1)


def trace_batch(store: Store, batch: Batch, *, everything: bool) -> frozenset[str]:
    """Write the articles of a batch, and return the ids of those whose lineage, or whose originals', is another now.

    With `everything`, articles that are as they were count as changed.

    Raises:
        InputError: an article that is to be removed is not there.
    """
    held = _held(store, batch)
    changed = {one.id: one for one in batch.articles.values() if everything or one != held.get(one.id)}
    if not changed and not batch.removed:
        return frozenset()
    families = _families(store, [*changed, *batch.removed])
    _remove(store, batch.removed)
    retold = {
        one.id: sketch(one)
        for one in changed.values()
        if everything or one.id not in held or one.text != held[one.id].text
    }
    store.write("DELETE FROM sketches WHERE article_id = ?", [(one,) for one in sorted(retold)])
    families |= _families(store, _kin(store, retold))
    _write_sketches(store, retold)
    members = _members(store, families) | changed.keys()
    return _trace_anew(store, _read_articles(store, members - changed.keys()) | changed)


def _held(store: Store, batch: Batch) -> dict[str, Article]:
    held = _read_articles(store, (*batch.articles, *batch.removed))
    for article_id in sorted(batch.removed - held.keys()):
        raise InputError(f"{store.path}: article {article_id} cannot be removed, since it is not there")
    return {article_id: plain(article) for article_id, article in held.items()}


def _read_articles(store: Store, ids: Iterable[str]) -> dict[str, Article]:
    rows = store.among(ids, "SELECT record FROM asked_ids CROSS JOIN articles USING (id)")
    return {article.id: article for article in (Article.from_line(record) for (record,) in rows)}


def _families(store: Store, ids: Iterable[str]) -> set[str]:
    return {
        family for (family,) in store.among(ids, "SELECT DISTINCT family FROM asked_ids CROSS JOIN articles USING (id)")
    }


def _members(store: Store, families: Iterable[str]) -> set[str]:
    return {one for (one,) in store.among(families, _OF_FAMILIES)}


_OF_FAMILIES: Final = "SELECT articles.id FROM asked_ids CROSS JOIN articles ON family = asked_ids.id"


def _remove(store: Store, ids: Iterable[str]) -> None:
    for table, column in (("articles", "id"), ("sketches", "article_id")):
        store.write(f"DELETE FROM {table} WHERE {column} = ?", [(one,) for one in sorted(ids)])  # noqa: S608 - our names


def _write_sketches(store: Store, sketches: Mapping[str, Sketch]) -> None:
    rows = ((one, sketches[one].scale, sketches[one].packed) for one in sorted(sketches))
    store.write("INSERT INTO sketches VALUES (?, ?, ?)", rows)


def _kin(store: Store, retold: Mapping[str, Sketch]) -> set[str]:
    """Return the articles of the store, other than `retold`, that share text with one of these."""
    suspects = _suspects(store, retold) if retold else {}
    if not suspects:
        return set()
    sketches = {**suspects, **retold}
    ids = sorted(sketches)
    kinship = _kinship(ids, sketches)
    kin = {ids[place] for place, one in enumerate(ids) if one in retold for place in kinship.kin(place).tolist()}
    return kin - retold.keys()


def _suspects(store: Store, retold: Mapping[str, Sketch]) -> dict[str, Sketch]:
    """Return the sketches of the store that share as many runs with all of `retold` as kin share with one."""
    sought = np.unique(np.concatenate([one.runs for one in retold.values()]))
    if not len(sought):
        return {}
    found: dict[str, Sketch] = {}
    rows = store.connection.execute("SELECT article_id, scale, runs FROM sketches")
    while chunk := rows.fetchmany(_CHUNK):
        sizes = np.array([len(packed) // 8 for _, _, packed in chunk])
        shared = _shared(np.frombuffer(b"".join(packed for _, _, packed in chunk), "<u8"), sizes, sought)
        for place in np.flatnonzero(shared >= LEAST_SHARED).tolist():
            article_id, scale, packed = chunk[place]
            found[article_id] = Sketch(scale, packed)
    return found


def _shared(runs: Runs, sizes: Rows, sought: Runs) -> Rows:
    """Count how many of each sketch's runs are sought; a table of low bits spares most of them the search."""
    maybe = np.zeros(int(_LOW_BITS) + 1, dtype=np.bool_)
    maybe[sought & _LOW_BITS] = True
    places = np.flatnonzero(maybe[runs & _LOW_BITS])
    found = np.minimum(np.searchsorted(sought, runs[places]), len(sought) - 1)
    places = places[sought[found] == runs[places]]
    owners = np.searchsorted(np.cumsum(sizes), places, side="right")
    return np.bincount(owners, minlength=len(sizes))


def _kinship(ids: Iterable[str], sketches: Mapping[str, Sketch]) -> Kinship:
    told = [sketches[one] for one in ids]
    kinship = Kinship(told)
    for place in range(len(told)):
        kinship.add(place)
    return kinship


def _trace_anew(store: Store, articles: Mapping[str, Article]) -> frozenset[str]:
    before = dict(store.among(articles, "SELECT id, record FROM asked_ids CROSS JOIN articles USING (id)"))
    traced = {article.id: article for article in trace(articles.values())}
    lines = {article_id: article.to_line() for article_id, article in traced.items()}
    turned = {article_id for article_id, line in lines.items() if before.get(article_id) != line}
    store.write(
        "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
        (_row(traced[one], lines[one]) for one in sorted(turned)),
    )
    families = _found_families(store, sorted(articles))
    store.write("UPDATE articles SET family = ? WHERE id = ? AND family <> ?", families)
    return frozenset(_and_heirs(turned, traced))


def _row(article: Article, line: str) -> tuple[str | None, ...]:
    published = str(article.published_at) if article.published_at is not None else None
    return article.id, article.id, article.outlet, article.title, article.url, published, line


def _found_families(store: Store, ids: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the family of each of a closed set of articles, for the statement that writes it."""
    rows = store.among(ids, "SELECT id, scale, runs FROM asked_ids CROSS JOIN sketches ON article_id = id")
    sketches = {article_id: Sketch(scale, packed) for article_id, scale, packed in rows}
    kinship = _kinship(ids, sketches)
    pairs = np.array([(one, other) for one in range(len(ids)) for other in kinship.kin(one).tolist()], dtype=np.int64)
    left, right = pairs.reshape(-1, 2).T
    for place, root in enumerate(components(len(ids), left, right).tolist()):
        yield ids[root], ids[place], ids[root]


def _and_heirs(turned: set[str], traced: Mapping[str, Article]) -> set[str]:
    """Add the articles that derive from those that turned, directly or through others."""
    reached, grown = set(turned), True
    while grown:
        heirs = {
            one.id
            for one in traced.values()
            if one.id not in reached and any(derivation.article_id in reached for derivation in one.derived_from)
        }
        reached |= heirs
        grown = bool(heirs)
    return reached
