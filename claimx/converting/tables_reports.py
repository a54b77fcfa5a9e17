"""Reports of what many rows have in common: a line for each while they are few, one line for all where they are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from claimx.errors import InputError
from claimx.inputs import fault

MOST: Final = 10
"""Lines that are reported one by one."""


class Named(NamedTuple):
    """A name that stands somewhere: an id, a word."""

    where: str
    name: str


def report(
    found: Sequence[Named], *, what: str, advice: str, skipped: Callable[[InputError], None], most: int = MOST
) -> None:
    """Report each name where it stands, or the first and how many follow where there are more than `most`."""
    if len(found) <= most:
        for where, name in found:
            skipped(fault(where, f"{name!r} {what}", advice))
        return
    names = len({one.name for one in found})
    more = f"{len(found)} such rows, {names} names" if names < len(found) else f"{len(found)} such rows"
    skipped(fault(found[0].where, f"{found[0].name!r} {what} ({more}, the first is here)", advice))
