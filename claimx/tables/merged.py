"""Merging a table of mentions into a table of events, from file to file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from claimx.event import Policy
from claimx.facts import Column, Facts
from claimx.merging.clustering import Mapper, cluster, one_by_one
from claimx.merging.events import RULESET
from claimx.merging.linkage import Linkage
from claimx.merging.resolvable import OPEN
from claimx.merging.resolving import Resolved, resolve
from claimx.tables.arrow import pa
from claimx.tables.encoding import text_of
from claimx.tables.reading import MentionTable
from claimx.tables.schema import EVENTS, MEMBERS, schema_of
from claimx.tables.writing import Part, days, numbers, text, write_parts

EVENT_TABLE: Final = "events.parquet"
MEMBER_TABLE: Final = "members.parquet"

_NO_ROW: Final = np.empty(0, dtype=np.int64)


def merge_table(
    path: str | Path,
    *,
    out: str | Path,
    policy: Policy = "representative",
    linkage: Linkage = "constrained",
    mapper: Mapper = one_by_one,
) -> Resolved:
    """Merge a table of mentions; write `events.parquet` and `members.parquet` to a folder and return the events.

    Raises:
        InputError: the table is not what it should be, or a block or component is too large.
    """
    table = MentionTable(path)
    facts = table.facts()
    labels = cluster(facts, linkage=linkage, mapper=mapper).labels
    facts = _thinned(facts)
    resolved = resolve(facts, table.resolvable(), labels, policy=policy)
    write_events(Path(out) / EVENT_TABLE, resolved, policy=policy)
    write_members(Path(out) / MEMBER_TABLE, facts, resolved)
    return resolved


def _thinned(facts: Facts) -> Facts:
    """Return the facts without what only clustering reads."""
    nobody, unnamed = facts.victims.take(_NO_ROW), facts.label.take(_NO_ROW)
    alone = replace(nobody, values=())
    return replace(facts, victims=alone, actors=alone, recipients=alone, label=replace(unnamed, values=()))


def write_events(path: str | Path, events: Resolved, *, policy: Policy) -> None:
    """Write a table of events, whole or not at all."""
    schema = schema_of(EVENTS, table="events", policy=policy, ruleset=RULESET)
    write_parts(path, len(events), schema, lambda: _event_parts(events))


def _event_parts(events: Resolved) -> dict[str, Part]:
    counts = ("n_mentions", "n_articles", "n_origins")
    return {
        "id": lambda rows: text_of(events.ids[rows]),
        **{name: numbers(getattr(events, name), pa.int32()) for name in counts},
        **{name: text(column) for name, column in vars(events).items() if isinstance(column, Column)},
        "start": days(events.start),
        "end": days(events.end),
        **{
            f"{kind}_{name}": _counts(name, column)
            for kind, toll in events.tolls.items()
            for name, column in toll._asdict().items()
        },
    }


def _counts(name: str, column: Any) -> Part:
    if name.startswith("n_"):
        return numbers(column, pa.int32())
    return numbers(column, pa.int64(), null=OPEN)


def write_members(path: str | Path, facts: Facts, events: Resolved) -> None:
    """Write which mentions each event has, in order of the mentions' ids, whole or not at all."""

    def parts() -> dict[str, Part]:
        return {
            "event_id": lambda rows: text_of(events.ids[events.event[rows]]),
            "mention_id": lambda rows: text_of(facts.ids[rows]),
            "article_id": text(facts.article),
        }

    write_parts(path, len(facts), schema_of(MEMBERS, table="members"), parts)
