"""Intake: what a batch changes in the mentions and rulings of a store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from claimx.mention import Mention
from claimx.ruling import Ruling, standing
from claimx.storing.batch import Batch
from claimx.storing.facets import COLUMNS, facet_rows, overlap_rows
from claimx.storing.store import Store


class Held(NamedTuple):
    """A mention as the store held it."""

    key: int
    id: str
    article_id: str
    component: str
    event_id: str
    record: str


@dataclass(frozen=True)
class Intake:
    """What came and what went."""

    gone: dict[str, Held]
    """Mentions that were removed or replaced, by id."""
    come: dict[str, Mention]
    """Mentions that are new or replace others, by id."""
    rulings: tuple[Ruling, ...]
    """Those that stand now."""
    ruled: frozenset[str]
    """Mentions named by rulings that stand now and did not, or the other way round."""


def take_in(store: Store, batch: Batch, *, everything: bool) -> Intake:
    """Write mentions and rulings; with `everything`, those that are as they were are written again too."""
    held = _held(store, batch)
    lines = {mention_id: mention.to_line() for mention_id, mention in batch.mentions.items()}
    kept = {one.id for one in held.values() if lines.get(one.id) == one.record and not everything}
    gone = {one.id: one for one in held.values() if one.id not in kept}
    come = {mention_id: one for mention_id, one in batch.mentions.items() if mention_id not in kept}
    _delete(store, gone.values())
    _insert(store, come, lines)
    _overlap(store, batch, gone.values(), come.values())
    rulings, ruled = _rule(store, batch.rulings)
    return Intake(gone, come, rulings, ruled)


def _held(store: Store, batch: Batch) -> dict[int, Held]:
    names = ", ".join(Held._fields)
    rows = [
        *store.among(
            (*batch.articles, *batch.removed),
            f"SELECT {names} FROM (SELECT id AS asked FROM asked_ids)"  # noqa: S608 - our names
            " CROSS JOIN mentions ON article_id = asked CROSS JOIN mention_records USING (key)",
        ),
        *store.among(
            batch.mentions,
            f"SELECT {names} FROM asked_ids CROSS JOIN mentions USING (id) CROSS JOIN mention_records USING (key)",  # noqa: S608
        ),
    ]
    return {row[0]: Held(*row) for row in rows}


def _delete(store: Store, gone: Collection[Held]) -> None:
    known = list(gone)
    for table in ("mentions", "mention_records"):
        store.write(f"DELETE FROM {table} WHERE key = ?", [(one.key,) for one in known])  # noqa: S608 - our names
    store.write("DELETE FROM relations WHERE source = ?", [(one.id,) for one in known])


def _insert(store: Store, come: dict[str, Mention], lines: dict[str, str]) -> None:
    places = ", ".join("?" * len(COLUMNS))
    store.write(
        f"INSERT INTO mentions ({', '.join(COLUMNS)}) VALUES ({places})",  # noqa: S608 - our names
        facet_rows(come.values()),
    )
    store.write(
        "INSERT INTO mention_records (key, record) SELECT key, ? FROM mentions WHERE id = ?",
        ((lines[mention_id], mention_id) for mention_id in sorted(come)),
    )
    ties = ((one.id, relation.kind, relation.to) for one in come.values() for relation in one.relations)
    store.write("INSERT OR IGNORE INTO relations VALUES (?, ?, ?)", sorted(ties))


def _overlap(store: Store, batch: Batch, gone: Collection[Held], come: Collection[Mention]) -> None:
    """Find anew which passages overlap in the articles of which a mention came or went."""
    articles = {one.article_id for one in gone} | {one.article_id for one in come}
    told = [mention for mention in batch.mentions.values() if mention.article_id in articles]
    for column in ("mention_id", "other_id"):
        ids = {one.id for one in gone} | {one.id for one in told}
        store.write(f"DELETE FROM overlaps WHERE {column} = ?", [(one,) for one in sorted(ids)])  # noqa: S608
    store.write("INSERT OR IGNORE INTO overlaps VALUES (?, ?)", overlap_rows(told))


def _rule(store: Store, rulings: dict[str, Ruling]) -> tuple[tuple[Ruling, ...], frozenset[str]]:
    known = {one.id: one for one in store.rulings()}
    new = [rulings[one] for one in sorted(rulings.keys() - known.keys())]
    rows = ((one.id, one.kind, one.by, one.reason, one.to_line()) for one in new)
    store.write("INSERT INTO rulings VALUES (?, ?, ?, ?, ?)", rows)
    before, after = standing(known.values()), standing([*known.values(), *new])
    turned = {one.id: one for one in (*before, *after)}
    for one_id in {one.id for one in before} & {one.id for one in after}:
        del turned[one_id]
    return after, frozenset(mention_id for one in turned.values() for mention_id in one.mention_ids)
