"""Updating: a batch goes into a store, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from claimx.change import Change
from claimx.databases import PATIENCE, faults, open_to_write, transaction
from claimx.event import Event
from claimx.inputs import fault
from claimx.merging.clustering import Mapper, one_by_one
from claimx.merging.events import RULESET
from claimx.merging.sketches import STOP_LIST_VERSION
from claimx.storing.batch import Batch, plain
from claimx.storing.families import trace_batch
from claimx.storing.heirs import Descent, successors
from claimx.storing.intake import Intake, take_in
from claimx.storing.rebuilding import Merging, Rebuilt, Settings, rebuild
from claimx.storing.schema import STORE
from claimx.storing.store import Store
from claimx.storing.touching import touched

IN_MEMORY: Final = ":memory:"
RULES: Final = f"{RULESET}, stop runs {STOP_LIST_VERSION}"
"""The rules by which events are merged; a store that was merged by others is merged anew as a whole."""


@contextmanager
def open_store(path: str | Path = IN_MEMORY, *, patience: float = PATIENCE) -> Iterator[Store]:
    """Open a store for updates, or begin one; `IN_MEMORY` begins one that is lost when it is closed.

    Whoever else is writing to it is waited for `patience` seconds.

    Raises:
        InputError: it is no store, was made by a newer version, or cannot be opened.
    """
    connection = open_to_write(path, STORE, patience=patience)
    try:
        yield Store(str(path), connection)
    finally:
        connection.close()


def update(
    store: Store, batch: Batch, *, settings: Settings | None = None, mapper: Mapper = one_by_one
) -> tuple[Change, ...]:
    """Bring a store up to date with a batch, all of it or nothing, and return what became of events, sorted by id.

    `settings` are fixed when a store is made; None stands for those it has, and for the defaults in a new one.

    Raises:
        InputError: the settings are not those of the store, an article to remove is not there, another process is
            writing, or the disk is full; the store is what it was.
    """
    with faults(store.path, STORE), transaction(store.connection):
        fixed, everything = _settle(store, settings)
        if everything:
            batch = _with_all(store, batch)
        stale = trace_batch(store, batch, everything=everything)
        intake = take_in(store, batch, everything=everything)
        keys = touched(store, intake, stale)
        merging = Merging(*fixed, intake.rulings, mapper)
        rebuilt = rebuild(store, keys, gone=intake.gone, merging=merging)
        return _conclude(store, intake, rebuilt)


def _settle(store: Store, settings: Settings | None) -> tuple[Settings, bool]:
    """Check or write the settings; return them, and whether other rules than the present ones merged the store."""
    held = store.settings
    if not held:
        fixed = settings or Settings()
        store.write("INSERT INTO settings VALUES (?, ?)", [*fixed._asdict().items(), ("rules", RULES)])
        return fixed, False
    for name, value in settings._asdict().items() if settings is not None else ():
        if held[name] != value:
            raise fault(
                store.path, f"its {name} is {held[name]!r}, not {value!r}", "leave it out, or begin another store"
            )
    store.write("UPDATE settings SET value = ? WHERE name = 'rules'", [(RULES,)])
    told: dict[str, Any] = {name: held[name] for name in Settings._fields}
    return Settings(**told), held["rules"] != RULES


def _with_all(store: Store, batch: Batch) -> Batch:
    """Return the batch together with all that the store holds and it neither replaces nor removes."""
    untouched = {one.id: plain(one) for one in store.articles() if one.id not in batch.articles.keys() | batch.removed}
    mentions = {one.id: one for one in store.mentions() if one.article_id in untouched}
    return Batch(untouched | batch.articles, mentions | batch.mentions, batch.removed, batch.rulings)


def _conclude(store: Store, intake: Intake, rebuilt: Rebuilt) -> tuple[Change, ...]:
    """Write the events, the former ids and the feed."""
    before = {one.id: one.event_id for one in intake.gone.values()} | rebuilt.before
    heirs = successors(intake)
    now = {mention_id: event.id for event in rebuilt.events.values() for mention_id in event.mention_ids}
    descent = Descent(
        (event_id, now[heirs.get(mention_id, mention_id)])
        for mention_id, event_id in before.items()
        if heirs.get(mention_id, mention_id) in now
    )
    old = dict(store.among(before.values(), "SELECT id, record FROM asked_ids CROSS JOIN events USING (id)"))
    new = {event_id: event.to_line() for event_id, event in rebuilt.events.items()}
    _write_events(store, rebuilt.events, old, new)
    _retire(store, before, heirs, old.keys() - new.keys(), new)
    changes = tuple(descent.changes(old, new))
    _write_changes(store, changes)
    return changes


def _write_events(store: Store, events: Mapping[str, Event], old: Mapping[str, str], new: Mapping[str, str]) -> None:
    store.write("DELETE FROM events WHERE id = ?", [(one,) for one in sorted(old.keys() - new.keys())])
    store.write(
        "INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(events[one], new[one]) for one in sorted(new) if old.get(one) != new[one]),
    )


def _row(event: Event, line: str) -> tuple[object, ...]:
    days = (day.isoformat() if day is not None else None for day in (event.when.start, event.when.end))
    counts = event.n_articles, event.n_origins
    return event.id, *days, event.title, event.type, event.prominence, *counts, line


def _retire(
    store: Store, before: Mapping[str, str], heirs: Mapping[str, str], retired: Iterable[str], living: Iterable[str]
) -> None:
    """Keep, for ids that are no more, where their mentions are; an id that lives again needs none."""
    store.write(
        "UPDATE OR IGNORE retired SET mention_id = ?2 WHERE mention_id = ?1",
        [(one, heirs[one]) for one in sorted(heirs)],
    )
    former = set(retired)
    rows = ((event_id, heirs.get(one, one)) for one, event_id in sorted(before.items()) if event_id in former)
    store.write("INSERT OR IGNORE INTO retired VALUES (?, ?)", rows)
    store.write("DELETE FROM retired WHERE event_id = ?", [(one,) for one in sorted(living)])


def _write_changes(store: Store, changes: Iterable[Change]) -> None:
    (last,) = store.column("SELECT coalesce(max(batch), 0) FROM changes")
    rows = ((last + 1, one.change, one.event, one.to_line()) for one in changes)
    store.write("INSERT INTO changes (batch, change, event_id, record) VALUES (?, ?, ?, ?)", rows)
