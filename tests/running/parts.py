"""Functions that workers apply to parts; workers find them by name."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from claimx.errors import InputError
from claimx.facts import Rows
from claimx.merging.slices import Found, Slice, find_joins
from claimx.merging.votes import Columns


def add(shared: int, part: int) -> int:
    """Add two numbers."""
    return shared + part


def late(is_done: Event, part: int) -> int:
    """Return the part; the first one only when the second is done."""
    if part == 0:
        is_done.wait()
    if part == 1:
        is_done.set()
    return part


def gathered(shared: NDArray[np.int64], part: Rows) -> Rows:
    """Return what stands at some places of an array."""
    return shared[part]


def where(_: object, part: int) -> tuple[int, int]:
    """Return the part and the process that worked on it."""
    return part, os.getpid()


def fail(_: object, part: int) -> int:
    """Raise one of our errors for one part."""
    if part == 4:
        raise InputError(f"part {part}: line 7 is no mention")
    return part


def break_down(_: object, part: int) -> NoReturn:
    """Raise what nobody expected."""
    raise ZeroDivisionError(f"part {part}")


def die_once(folder: Path, part: int) -> int:
    """Double a number; the first worker that is given 5 ends without a word."""
    (folder / f"tried-{part}-{os.getpid()}").touch()
    if part == 5 and _is_first(folder / "died"):
        os._exit(9)
    return 2 * part


def find_joins_and_die_once(shared: tuple[Path, Columns], piece: Slice) -> Found:
    """Search a slice for joins; the first worker that is in the middle of time ends without a word."""
    folder, columns = shared
    found = find_joins(columns, piece)
    if piece.first >= int((folder / "middle").read_text("utf-8")) and _is_first(folder / "died"):
        os._exit(9)
    return found


def die(_: object, part: int) -> int:
    """Double a number; whoever is given 5 ends without a word."""
    if part == 5:
        os._exit(9)
    return 2 * part


def interrupt(folder: Path, part: int) -> int:
    """Interrupt the process that started this one, and never end."""
    return _stop(signal.SIGINT, folder, part)


def kill(folder: Path, part: int) -> int:
    """Kill the process that started this one, and never end."""
    return _stop(signal.SIGKILL, folder, part)


def _stop(how: signal.Signals, folder: Path, part: int) -> int:
    (folder / str(os.getpid())).touch()
    if part == 1:
        os.kill(int((folder / "parent").read_text()), how)
    signal.pause()
    return part


def louder(shared: str, lines: Sequence[str]) -> list[str]:
    """Return each line with a sign."""
    return [line + shared for line in lines]


def fail_on_lines(_: object, lines: Sequence[str]) -> list[str]:
    """Raise one of our errors for one part."""
    return [str(fail(None, int(line))) for line in lines]


def die_on_lines(_: object, lines: Sequence[str]) -> list[str]:
    """Double numbers; whoever is given 5 ends without a word."""
    return [str(die(None, int(line))) for line in lines]


def _is_first(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
