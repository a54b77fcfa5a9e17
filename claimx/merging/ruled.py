"""What was ruled, applied: the pairs that rulings join and separate, the numbers they choose, and what the log says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from claimx.event import EventToll, LogEntry
from claimx.facts import Facts
from claimx.merging.rulings import NO_RULINGS, RuledPairs
from claimx.ruling import Ruling, standing

Ruled = Mapping[str, Sequence[Ruling]]
"""For each mention that was ruled on, the rulings that apply, sorted by id."""

NOTHING_RULED: Final[Ruled] = {}


def applying(rulings: Iterable[Ruling], *, present: Container[str]) -> tuple[Ruling, ...]:
    """Return the rulings that stand and whose mentions are all there; the others wait for theirs."""
    return tuple(one for one in standing(rulings) if all(mention_id in present for mention_id in one.mention_ids))


def by_mention(rulings: Iterable[Ruling]) -> Ruled:
    """Return the rulings under each mention that they name."""
    found: defaultdict[str, list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        for mention_id in ruling.mention_ids:
            found[mention_id].append(ruling)
    return found


def ruled_pairs(facts: Facts, rulings: Iterable[Ruling]) -> RuledPairs:
    """Return the pairs of rows that were ruled on; a ruling on a mention without a row is left out."""
    pairs = [one for one in rulings if one.kind in {"same", "different"}]
    if not pairs:
        return NO_RULINGS
    rows = {facts.id(row): row for row in range(len(facts))}
    of_kind: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in pairs:
        left, right = one.mention_ids
        if left in rows and right in rows:
            of_kind[one.kind].append((rows[left], rows[right]))
    return RuledPairs(tuple(of_kind["same"]), tuple(of_kind["different"]))


def rulings_on(mention_ids: Iterable[str], ruled: Ruled) -> tuple[Ruling, ...]:
    """Return the rulings on any of these mentions, sorted by id, each once."""
    found = {one.id: one for mention_id in mention_ids for one in ruled.get(mention_id, ())}
    return tuple(found[ruling_id] for ruling_id in sorted(found))


def ruled_tolls(tolls: Iterable[EventToll], rulings: Sequence[Ruling]) -> tuple[EventToll, ...]:
    """Return the tolls with the numbers that were ruled in place of those that a policy chose.

    Of several rulings on one toll the one of the latest day decides, a day before none; then the one with the higher
    id.
    """
    return tuple(_ruled(toll, rulings) for toll in tolls)


def _ruled(toll: EventToll, rulings: Sequence[Ruling]) -> EventToll:
    told = _on_toll(toll, rulings)
    if not told:
        return toll
    return toll.model_copy(update={"best": told[-1].value, "reason": told[-1].sentence()})


def _on_toll(toll: EventToll, rulings: Iterable[Ruling]) -> list[Ruling]:
    """The rulings on one toll; the last decides."""
    told = (one for one in rulings if one.field == f"tolls.{toll.kind}")
    return sorted(told, key=lambda one: (one.on or date.min, one.id))


def ruling_log(mention_ids: Sequence[str], tolls: Sequence[EventToll], ruled: Ruled) -> list[LogEntry]:
    """Return a line for each ruling on mentions of an event: what it did, or what stood against it."""
    members, told = frozenset(mention_ids), rulings_on(mention_ids, ruled)
    return [_on_value(one, tolls, told) if one.kind == "value" else _on_pair(one, members) for one in told]


def _on_pair(ruling: Ruling, members: Container[str]) -> LogEntry:
    left, right = ruling.mention_ids
    together, who = left in members and right in members, ruling.sentence()
    if ruling.kind == "same" and together:
        return _entry(left, right, "joined", f"one event, {who}")
    if ruling.kind == "same":
        return _entry(left, right, "refused", f"kept apart by other rulings, though one event was {who}")
    if together:
        return _entry(left, right, "refused", f"joined through others by this linkage, though two events were {who}")
    return _entry(left, right, "separated", f"two events, {who}")


def _on_value(ruling: Ruling, tolls: Iterable[EventToll], rulings: Iterable[Ruling]) -> LogEntry:
    kind = (ruling.field or "").removeprefix("tolls.")
    toll = next((one for one in tolls if one.kind == kind), None)
    value, who = "unknown" if ruling.value is None else f"{ruling.value}", ruling.sentence()
    if toll is None:
        return _value_entry(ruling, "refused", f"{kind}: no report counts them, though {value} was {who}")
    decisive = _on_toll(toll, rulings)[-1]
    if ruling.value == decisive.value:
        return _value_entry(ruling, "chose", f"{kind}: best {value}, {who}")
    return _value_entry(ruling, "refused", f"{kind}: ruling {decisive.id} comes after it, though {value} was {who}")


def _value_entry(ruling: Ruling, verdict: str, sentence: str) -> LogEntry:
    return _entry(ruling.mention_ids[0], None, verdict, sentence)


def _entry(left: str, right: str | None, verdict: str, sentence: str) -> LogEntry:
    return LogEntry.model_validate(
        {"rule": "ruling", "left": left, "right": right, "verdict": verdict, "sentence": sentence}
    )
