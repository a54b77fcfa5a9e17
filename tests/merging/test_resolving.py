"""Resolving in columns says of every event what resolving its records says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import numpy as np
import pytest

from claimx.event import Event, Policy
from claimx.facts import UNDATED
from claimx.merging import resolving_tolls
from claimx.merging.events import build_event, event_id
from claimx.merging.grounds import Cluster
from claimx.merging.resolvable import OPEN
from claimx.merging.resolving import Resolved, resolve
from claimx.tables.records import columns_of
from tests.merging.plain import World, world

pytest.importorskip("pyarrow")

WORLDS = 150
"""For each policy: about two thousand events in all."""


def in_columns(drawn: World, policy: Policy) -> dict[str, dict[str, object]]:
    """Return the events as columns have them, by id, in order."""
    facts, resolvable = columns_of(drawn.mentions, articles=drawn.articles.values())
    resolved = resolve(facts, resolvable, drawn.labels, policy=policy)
    return {bytes(resolved.ids[row]).decode(): _row(resolved, row) for row in range(len(resolved))}


def _row(resolved: Resolved, row: int) -> dict[str, object]:
    columns = {name: column for name, column in vars(resolved).items() if name not in {"ids", "event", "tolls"}}
    told = {name: _value(column[row]) for name, column in columns.items()}
    for kind, toll in resolved.tolls.items():
        told |= {f"{kind}.{name}": _value(column[row]) for name, column in toll._asdict().items()}
    days = {name: None if told[name] == UNDATED else told[name] for name in ("start", "end")}
    return told | days


def _value(value: Any) -> object:
    plain = value.item() if isinstance(value, np.generic) else value
    return None if plain == OPEN else plain


def in_records(drawn: World, policy: Policy) -> dict[str, dict[str, object]]:
    """Return the events as their records have them, by id, in order."""
    events = sorted(_events(drawn, policy), key=lambda event: (str(event.when.start or "~"), event.id))
    return {event.id: _fields(event) for event in events}


def _events(drawn: World, policy: Policy) -> Iterator[Event]:
    mentions = {mention.id: mention for mention in drawn.mentions}
    for label in sorted(set(drawn.labels.tolist())):
        ids = tuple(drawn.mentions[row].id for row in np.flatnonzero(drawn.labels == label).tolist())
        own = event_id([mentions[one] for one in ids], drawn.articles)
        yield build_event(Cluster(ids), mentions, drawn.articles, dict.fromkeys(ids, own), policy)


def _fields(event: Event) -> dict[str, object]:
    when, where = event.when, event.where
    fields: dict[str, object] = {
        "n_mentions": len(event.mention_ids),
        **{name: getattr(event, name) for name in ("n_articles", "n_origins", "type", "means", "realis", "prominence")},
        "start": when.start and when.start.toordinal(),
        "end": when.end and when.end.toordinal(),
        "precision": when.precision,
        **{level: getattr(where, level) for level in ("site", "city", "admin1", "country", "country_code")},
        "place_precision": where.precision,
    }
    return fields | _toll_fields(event)


def _toll_fields(event: Event) -> dict[str, object]:
    kinds = ("killed", "injured", "missing", "displaced", "detained")
    numbers, counts = ("low", "best", "high"), ("n_articles", "n_origins", "n_speakers")
    silent: dict[str, object] = {f"{kind}.{name}": None for kind in kinds for name in numbers}
    nobody: dict[str, object] = {f"{kind}.{name}": 0 for kind in kinds for name in counts}
    told: dict[str, object] = {
        f"{toll.kind}.{name}": getattr(toll, name) for toll in event.tolls for name in (*numbers, *counts)
    }
    return silent | nobody | told


@pytest.mark.parametrize("policy", get_args(Policy))
def test_columns_say_what_records_say(policy: Policy) -> None:
    """Every value of every event, whatever mentions are one event, and the order of the events."""
    first = get_args(Policy).index(policy) * WORLDS
    for seed in range(first, first + WORLDS):
        drawn = world(seed)
        expected, actual = in_records(drawn, policy), in_columns(drawn, policy)
        assert list(expected) == list(actual), seed
        for one in expected:
            assert expected[one] == {name: actual[one][name] for name in expected[one]}, (seed, one)


def test_the_drawn_worlds_reach_every_branch() -> None:
    """Ties, superseded, vaguer and open accounts, spans that share no day: else the comparison would be idle."""
    events = [event for seed in range(200) for event in _events(world(seed), "representative")]
    tolls = [toll for event in events for toll in event.tolls]
    accounts = [account for toll in tolls for account in toll.accounts]
    assert any(" tie at " in toll.reason for toll in tolls)
    assert any(account.status == "superseded" for account in accounts)
    assert any(toll.low is None and toll.high is not None for toll in tolls)
    assert any(toll.partial and not toll.accounts for toll in tolls)
    assert any(event.when.start is None for event in events)
    assert any(not event.tolls and not event.responsibility for event in events)


def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tolls of many events are resolved in parts."""
    monkeypatch.setattr(resolving_tolls, "BATCH", 2)
    for seed in range(40):
        drawn = world(seed)
        expected, actual = in_records(drawn, "representative"), in_columns(drawn, "representative")
        for one in expected:
            assert expected[one] == {name: actual[one][name] for name in expected[one]}, (seed, one)


def test_every_mention_is_in_the_event_of_its_label() -> None:
    """Events are counted in the order of their days, mentions in the order of their ids."""
    drawn = world(11)
    facts, resolvable = columns_of(drawn.mentions, articles=drawn.articles.values())
    resolved = resolve(facts, resolvable, drawn.labels)
    together = {(one, other) for one in drawn.labels.tolist() for other in drawn.labels.tolist() if one == other}
    assert len(together) == len(resolved)
    assert len(set(zip(drawn.labels.tolist(), resolved.event.tolist(), strict=True))) == len(resolved)
    assert np.bincount(resolved.event).tolist() == resolved.n_mentions.tolist()


def test_nothing_resolves_to_nothing() -> None:
    """No mention, no event."""
    facts, resolvable = columns_of((), articles=())
    assert len(resolve(facts, resolvable, np.empty(0, dtype=np.int64))) == 0
