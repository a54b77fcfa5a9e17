"""Heirs: what became of the former events of a store, for the feed and for whoever kept an old id.

An event's heirs are the events that hold its mentions now. Where an article was corrected, the mention that tells most
of the same passage stands for the one it replaces.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from claimx.change import Change, ChangeKind
from claimx.mention import Mention
from claimx.storing.intake import Intake


def successors(intake: Intake) -> dict[str, str]:
    """Return for each replaced mention the one of its article that now tells most of its passages, if any does."""
    come: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention_id in sorted(intake.come):
        come[intake.come[mention_id].article_id].append(intake.come[mention_id])
    found = {}
    for one in intake.gone.values():
        if one.id not in intake.come and come[one.article_id]:
            former = _passage(Mention.from_line(one.record))
            shared = {other.id: len(former & _passage(other)) for other in come[one.article_id]}
            best = max(shared, key=lambda mention_id: shared[mention_id])
            if shared[best]:
                found[one.id] = best
    return found


def _passage(mention: Mention) -> frozenset[int]:
    return frozenset(place for quote in mention.quotes for place in range(quote.start, quote.end))


class Descent:
    """Which events come from which."""

    def __init__(self, told: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a former event and an event that now holds a mention of it."""
        self._former: defaultdict[str, set[str]] = defaultdict(set)
        self._heirs: defaultdict[str, set[str]] = defaultdict(set)
        for former, heir in told:
            self._former[heir].add(former)
            self._heirs[former].add(heir)

    def changes(self, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
        """Yield what became of the events, sorted by id; `old` and `new` give their records by id."""
        removed = {event_id for event_id in old if not self._heirs.get(event_id) and event_id not in new}
        for event_id in sorted(removed | new.keys()):
            if event_id in removed:
                yield _change("removed", event_id)
            elif (change := self._change(event_id, old, new[event_id])) is not None:
                yield change

    def _change(self, event_id: str, old: Mapping[str, str], record: str) -> Change | None:
        former = sorted(self._former[event_id])
        if not former:
            return _change("created", event_id)
        if len(former) > 1:
            return _change("merged", event_id, former)
        fields = _differing(old[former[0]], record)
        if len(self._heirs[former[0]]) > 1:
            return _change("split", event_id, former, fields)
        if former == [event_id]:
            return _change("updated", event_id, former, fields) if fields else None
        return _change("renamed", event_id, former, fields)


def _change(kind: ChangeKind, event_id: str, former: Iterable[str] = (), fields: Iterable[str] = ()) -> Change:
    return Change.model_validate({"change": kind, "event": event_id, "from": tuple(former), "fields": tuple(fields)})


def _differing(old: str, new: str) -> list[str]:
    if old == new:
        return []
    left, right = json.loads(old), json.loads(new)
    return [name for name in right if left.get(name) != right[name]]
