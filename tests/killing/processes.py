"""Commands in processes that end at a moment that a test chooses.

They are forked, so that none has to import anything: hundreds of them take a minute.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any, Final

import instructor
import openai
import pytest

import claimx.batching
import claimx.runner
from claimx.cli import main

resource = pytest.importorskip("resource", reason="this system cannot fork")
CONTEXT: Final = get_context("fork")
IMPORTED: Final = (claimx.batching, claimx.runner, instructor, openai)
"""What commands import when they need it."""
KEY: Final = "sk-test-0123456789abcdef"
KILLED: Final = -signal.SIGKILL
PATIENCE: Final = 60.0
"""Seconds after which a process that should have ended is taken for lost."""


WRITING: Final = ("fsync", "chmod", "replace")
"""What is called, in this order, for each file that is written whole."""


@dataclass(frozen=True)
class Call:
    """A moment: before or after the nth call of C functions of these names, as they are qualified."""

    number: int
    names: tuple[str, ...] = ("Connection.execute", "Connection.executemany", *WRITING, "open", "flock", "mkdir")
    after: bool = False


@dataclass
class Process:
    """A command that runs."""

    arguments: list[str]
    folder: Path
    """Where what it prints goes."""
    call: Call | None = None
    largest: int | None = None
    """Bytes of the largest file that it can write; None is no limit."""
    name: str = "said"

    def __post_init__(self) -> None:
        self._said = self.folder / self.name
        self._process = CONTEXT.Process(
            target=_perform, args=(self.arguments, str(self._said), self.call, self.largest), daemon=False
        )
        self._process.start()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        if self._process.pid is not None and self._process.exitcode is None:
            os.kill(self._process.pid, number)

    def ends_within(self, seconds: float) -> bool:
        """Wait so long for it; tell whether it has ended."""
        self._process.join(seconds)
        return self._process.exitcode is not None

    def end(self) -> tuple[int, str]:
        """Wait for it; return the exit code, or the negative number of the signal, and what it printed."""
        assert self.ends_within(PATIENCE), f"{self.arguments} goes on and on: {self.said()}"
        assert self._process.exitcode is not None
        code = self._process.exitcode
        self._process.close()
        return code, self.said()

    def said(self) -> str:
        """What it has printed."""
        return self._said.read_text("utf-8") if self._said.exists() else ""


def _perform(arguments: list[str], said: str, call: Call | None, largest: int | None) -> None:
    os.environ["OPENAI_API_KEY"] = KEY
    with Path(said).open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout = sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 -- for as long as the process
    # As in a shell, whatever the process that this one was forked from does.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    if call is not None:
        _die_at(call)
    main(arguments, prog_name="claimx")


def _die_at(call: Call) -> None:
    event, left = "c_return" if call.after else "c_call", iter(range(call.number))

    def look(_: FrameType, happened: str, function: Any) -> None:
        if happened == event and getattr(function, "__qualname__", "") in call.names and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(look)
    sys.setprofile(look)
