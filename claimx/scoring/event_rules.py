"""How a field of an event is scored: what a rule of the tables has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from claimx.gold import GoldEvent

Judge: TypeAlias = Callable[[GoldEvent, GoldEvent], bool]
"""Whether a predicted event (second) is right by gold (first), both having a value."""


class FieldRule(NamedTuple):
    """How one field is scored."""

    fields: tuple[str, ...]
    """The names under which it is counted; the first is that of its mistakes."""
    annotated: Callable[[GoldEvent], bool]
    words: Callable[[GoldEvent], str | None]
    """The value for a person to read; null where there is none."""
    same: Judge
    """The strict rule."""
    alike: Judge
    """The normalised rule; whatever is the same is alike."""
    reported: bool = True
    """Whether a wrong value is a mistake of its own, or one that another rule reports."""
    met_by_silence: Callable[[GoldEvent], bool] = lambda _: False
    """Whether, normalised, an event that says nothing is right."""


def choices(value: object) -> tuple[str, ...]:
    """Return the values of a field, of which any is right."""
    return () if value is None else tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def joined(values: Iterable[str]) -> str | None:
    """Return values for a person to read; None where there are none."""
    return " | ".join(values) or None
