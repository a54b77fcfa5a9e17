"""A change: what became of one event when a store of events was brought up to date."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from claimx.record import Record

ChangeKind = Literal["created", "updated", "renamed", "merged", "split", "removed"]


class Change(Record):
    """What became of one event; one line of the feed of a store."""

    model_config = ConfigDict(serialize_by_alias=True)

    change: ChangeKind
    """`created`: none of its mentions was known; `updated`: the same event, told otherwise; `renamed`: the same event
    under another id, since its earliest mention is another one; `merged`: it holds what several events held; `split`:
    it holds a part of what one event held; `removed`: nothing is left of it."""
    event: str
    """Id of the event; of a removed one, the id it had."""
    from_: tuple[str, ...] = Field(alias="from")
    """Ids of the events that held its mentions before, sorted; its own id is among them where it was there."""
    fields: tuple[str, ...] = ()
    """The fields of the event that are no longer what they were; given where it comes from one event."""
