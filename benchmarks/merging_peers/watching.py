"""Programs run and watched: what they print, and the most memory that they and their processes hold together."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import psutil  # type: ignore[import-untyped]  # no types are published for it

EVERY: Final = 0.05
"""Seconds between two looks."""


class Watched(NamedTuple):
    """What a program left."""

    printed: str
    seconds: float
    held: int
    """Bytes; memory that processes share is counted once."""


def run(module: str, *arguments: str) -> Watched:
    """Run a module of this tree in a process of its own.

    Raises:
        RuntimeError: it failed.
    """
    return run_command([sys.executable, "-m", module, *arguments])


def run_command(command: Sequence[str]) -> Watched:
    """Run a command.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    held = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own
        root = psutil.Process(process.pid)
        while process.poll() is None:
            held = max(held, _held(root))
            time.sleep(EVERY)
        seconds = time.perf_counter() - started
        printed, complained = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{complained[-2000:]}")
    return Watched(printed, seconds, held)


def _held(root: Any) -> int:
    try:
        return sum(_share(one) for one in (root, *root.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _share(process: Any) -> int:
    """Return what a process holds: pages that n processes share count 1/n each, where the system tells (Linux)."""
    try:
        told = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
        return 0
    return int(getattr(told, "pss", told.uss))
