"""Parts on the processors of this machine.

Where it is safe the processes are forked, so that they share what they read instead of holding copies of it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

from claimx.errors import InputError, WorkerLost

AHEAD: Final = 2
"""Parts that wait for each process, so that none is idle and the parts need not all exist at once."""

S = TypeVar("S")
P = TypeVar("P")
T = TypeVar("T")


class Processes:
    """A mapper over processes of this machine."""

    def __init__(self, jobs: int) -> None:
        """Use `jobs` processes; 1 for this one alone.

        Raises:
            InputError: fewer than one job.
        """
        if jobs < 1:
            raise InputError(f"{jobs} jobs: there must be one at least")
        self.jobs = jobs

    def __call__(self, function: Callable[[S, P], T], shared: S, parts: Iterable[P], /) -> list[T]:
        """Return the results in order of the parts.

        Processes that die are replaced, and what they had begun is done again.

        Raises:
            WorkerLost: the replacements died too before the part that was waited for was done.
        """
        more = iter(parts)
        undone = deque(islice(more, 2))
        if self.jobs == 1 or len(undone) == 1:
            return [function(shared, part) for part in chain(undone, more)]
        results: list[T] = []
        lost_at: int | None = None
        while True:
            try:
                with _workers(function, shared, self.jobs) as workers:
                    for result in _results(workers, undone, more, most=AHEAD * self.jobs):
                        results.append(result)  # noqa: PERF402 -- what came before a loss is kept
            except BrokenProcessPool:
                if lost_at == len(results):
                    raise WorkerLost(
                        f"a process that worked on part {len(results) + 1} died, and so did the one that did it again;"
                        " if memory ran out, start fewer at once with --jobs"
                    ) from None
                lost_at = len(results)
            else:
                return results


def _results(workers: ProcessPoolExecutor, undone: deque[P], more: Iterator[P], *, most: int) -> Iterator[Any]:
    """Yield the results of `undone` and `more`; what is not yielded when a worker dies stands in `undone`."""
    begun: deque[Future[Any]] = deque(workers.submit(_work, part) for part in undone)
    while True:
        for part in islice(more, most - len(begun)):
            undone.append(part)
            begun.append(workers.submit(_work, part))
        if not begun:
            return
        result = begun.popleft().result()
        undone.popleft()
        yield result


@contextmanager
def _workers(function: Callable[[S, P], T], shared: S, jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes that hold a function and a shared object; none is left behind, whatever happens."""
    context = get_context(start_method())
    held, leash = context.Pipe(duplex=False)
    workers = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_begin, initargs=(function, shared, held, leash)
    )
    # A collection of garbage writes into every object it looks at, and so would copy what processes share.
    gc.freeze()
    try:
        with warnings.catch_warnings():
            # Python 3.12 and newer warn of every other thread; those of numpy's BLAS are made to be forked.
            warnings.filterwarnings("ignore", message=".*fork", category=DeprecationWarning)
            workers.submit(os.getpid)
        yield workers
    except BaseException:
        leash.close()
        raise
    finally:
        gc.unfreeze()
        workers.shutdown(cancel_futures=True)
        leash.close()
        held.close()


def start_method() -> str:
    """Return how processes are started: `fork` where that is safe, else `spawn`."""
    # System libraries of macOS do not survive a fork, nor do locks that other threads hold.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


_held: tuple[Callable[[Any, Any], Any], Any] | None = None
"""In a worker: the function and the shared object."""


def _begin(function: Callable[[S, P], T], shared: S, held: Connection, leash: Connection) -> None:
    global _held
    _held = function, shared
    # An interrupt of the terminal reaches all processes; the one that started the others decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leash.close()
    threading.Thread(target=_end_when_let_go, args=(held,), daemon=True).start()


def _end_when_let_go(held: Connection) -> None:
    """End this process when the one that started it ends or closes its end of the pipe."""
    try:
        held.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


def _work(part: Any) -> Any:
    if _held is None:
        raise RuntimeError("this is no worker")
    function, shared = _held
    return function(shared, part)
