"""Places in inputs, and the one-line errors that name them."""

from __future__ import annotations

from pathlib import Path

from claimx.errors import InputError


def place(name: str | Path, spot: int | str | None = None) -> str:
    """Return `FILE`, `FILE:LINE` or `FILE:row N`, free of control characters."""
    return printable(str(name) if spot is None else f"{name}:{spot}")


def fault(where: str, what: str, advice: str) -> InputError:
    """Return the error `where: what; advice`, always one line."""
    return InputError(printable(f"{where}: {what}; {advice}"))


def printable(message: str) -> str:
    """Return a message on one line, free of what could steer a terminal: it may quote hostile input."""
    # A file name or a key is hostile input too: it could break the line or drive the terminal.
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
