"""Gold events for tests."""

from __future__ import annotations

from claimx.gold import GoldEvent


def event(event_id: str, *mentions: str, **fields: object) -> GoldEvent:
    """Return an event of these mentions, in which nobody annotated any other field."""
    return GoldEvent.model_validate({"id": event_id, "mentions": mentions, **fields})


def reported(event_id: str, *articles: str, **fields: object) -> GoldEvent:
    """Return an event that names its articles instead of mentions, as a registry does."""
    return GoldEvent.model_validate({"id": event_id, "articles": articles, **fields})


def toll(kind: str, **numbers: int | None) -> dict[str, object]:
    """Return one kind of toll: `toll("killed", low=2, high=4)`."""
    return {"kind": kind, **numbers}


def disputed(field: str, *sides: str | list[str]) -> dict[str, object]:
    """Return a disagreement."""
    return {"field": field, "values": sides}
