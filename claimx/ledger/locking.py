"""One at a time: two processes that fill one ledger would ask the same questions twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from claimx.inputs import fault

POLL: Final = 0.2
"""Seconds between two looks at whether the other one has finished."""


@contextmanager
def alone(path: str | Path, *, waiting: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold a ledger alone, after whoever holds it now; the lock of a process that was killed is free.

    `waiting` is told once why it takes time.

    Raises:
        InputError: the folder of the ledger cannot be written to.
    """
    held = Path(f"{path}.lock")
    lock = FileLock(held)
    try:
        held.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting(f"{path}: another claimx is asking for it; waiting until that has finished")
            lock.acquire(poll_interval=POLL)
    except OSError as error:
        raise fault(str(held), f"cannot be locked: {error.strerror}", "check the folder and its permissions") from None
    try:
        yield
    finally:
        lock.release()
