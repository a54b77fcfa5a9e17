"""Ports: what a client needs from outside, where requests are kept and who says when they may be sent."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol

from claimx.entry import Entry, Known, Request
from claimx.extracting.exchange import Exchange


class Ledger(Protocol):
    """Where requests are kept with what came of them, and found again."""

    def find(self, key: str) -> Known | None:
        """Return what is known of a request."""

    def keep(self, entry: Entry, *, anew: bool = False) -> None:
        """Keep what came of a request, an answer also in the place of another; it is safe once this returns."""

    async def akeep(self, entry: Entry, *, anew: bool = False) -> None:
        """Do what `keep` does, without blocking the event loop."""


class Turn(Protocol):
    """The right to send one request."""

    def end(self, exchange: Exchange) -> None:
        """Hear what came of it."""


class Gate(Protocol):
    """Says when a request may be sent."""

    def turn(self, request: Request) -> AbstractAsyncContextManager[Turn]:
        """Wait until a request may be sent, and hold the turn until it has ended.

        Raises:
            Stopped: nothing more may be sent.
        """


class Open:
    """A gate at which nobody waits."""

    def turn(self, _: Request) -> AbstractAsyncContextManager[Turn]:
        """Let it through."""
        return nullcontext(self)

    def end(self, _: Exchange) -> None:
        """Hear what came of a request."""
