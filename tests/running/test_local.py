"""Processes of this machine: the results of doing it here, in order, whatever dies on the way."""

from __future__ import annotations

import operator
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from claimx.errors import InputError, WorkerLost
from claimx.merging.clustering import one_by_one
from claimx.running import local, mapper, processors
from claimx.running.local import Processes, start_method

from . import parts
from .reported import assert_a_loss_changes_no_join, assert_merges_alike

MANY = range(9)
INTERRUPTED = """
import os, sys
from pathlib import Path
folder, tests = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, tests)
import parts
from claimx.running.local import Processes
(folder / "parent").write_text(str(os.getpid()))
Processes(2)(parts.interrupt, folder, range(9))
"""


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("parts_", [range(0), range(1), range(2), range(3), MANY, range(50)], ids=len)
def test_results_come_in_order_of_the_parts(jobs: int, parts_: range) -> None:
    """However many parts and processes there are."""
    assert list(one_by_one(parts.add, 10, parts_)) == Processes(jobs)(parts.add, 10, iter(parts_))


def test_the_last_to_finish_may_be_the_first_in_order() -> None:
    """Order is that of the parts and not that of time."""
    is_done = get_context(start_method()).Event()
    assert list(MANY) == Processes(2)(parts.late, is_done, MANY)


def test_one_job_starts_no_process() -> None:
    """Everything happens here."""
    assert [(part, os.getpid()) for part in MANY] == Processes(1)(parts.where, None, MANY)


def test_a_single_part_starts_no_process() -> None:
    """Nobody else could do anything meanwhile."""
    assert [(0, os.getpid())] == Processes(2)(parts.where, None, range(1))


def test_many_parts_are_worked_on_elsewhere() -> None:
    """More jobs are processes of their own."""
    assert os.getpid() not in {process for _, process in Processes(2)(parts.where, None, MANY)}


def test_parts_are_made_as_they_are_needed() -> None:
    """A generator of large parts is not held whole: what waits is bounded by the number of processes."""
    taken: list[int] = []

    def taking() -> Iterator[int]:
        for part in range(1000):
            taken.append(part)
            yield part

    with pytest.raises(InputError):
        Processes(2)(parts.fail, None, taking())
    assert len(taken) <= 4 + 2 * local.AHEAD


def test_an_error_of_ours_arrives_as_it_was_raised() -> None:
    """Its class and message are those of the worker's."""
    with pytest.raises(InputError, match=r"^part 4: line 7 is no mention$"):
        Processes(2)(parts.fail, None, MANY)


def test_an_unexpected_error_arrives_too() -> None:
    """A bug is not hidden."""
    with pytest.raises(ZeroDivisionError, match="part 0"):
        Processes(2)(parts.break_down, None, MANY)


def test_a_lost_worker_is_replaced(tmp_path: Path) -> None:
    """Its part is done again, and no result is missing or doubled."""
    assert [2 * part for part in MANY] == Processes(2)(parts.die_once, tmp_path, iter(MANY))
    assert len(list(tmp_path.glob("tried-5-*"))) == 2


def test_a_part_that_kills_its_workers_ends_in_an_error() -> None:
    """It is not tried for ever."""
    with pytest.raises(WorkerLost, match="part 6 died"):
        Processes(2)(parts.die, None, MANY)


def test_spawned_processes_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where forking is not safe, what is shared is pickled for each process."""
    monkeypatch.setattr(local, "start_method", lambda: "spawn")
    assert [10 + part for part in MANY] == Processes(2)(operator.add, 10, MANY)
    with pytest.raises(TypeError, match="unsupported operand"):
        Processes(2)(operator.add, None, MANY)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_nothing_is_forked_beside_a_thread() -> None:
    """A lock that another thread holds would stay locked in the fork for ever."""
    assert "fork" == start_method()
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        assert "spawn" == start_method()
    finally:
        release.set()
        thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_an_interrupt_leaves_no_process_behind(tmp_path: Path) -> None:
    """The interrupt ends it at once, not when the parts are done."""
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path), str(Path(__file__).parent)]
    ended = subprocess.run(command, capture_output=True, timeout=60, check=False)  # noqa: S603 -- our own script
    assert ended.returncode in (1, -signal.SIGINT, 130)
    assert b"KeyboardInterrupt" in ended.stderr
    workers = [int(path.name) for path in tmp_path.iterdir() if path.name.isdigit()]
    assert workers
    assert [] == [process for process in workers if alive(process)]


@pytest.mark.skipif(sys.platform != "linux", reason="signals and processes are looked up in Linux's way")
def test_a_kill_leaves_no_process_behind(tmp_path: Path) -> None:
    """Workers end with the process that started them, however that ended."""
    command = [sys.executable, "-c", INTERRUPTED.replace("parts.interrupt", "parts.kill")]
    command += [str(tmp_path), str(Path(__file__).parent)]
    ended = subprocess.run(command, timeout=60, check=False)  # noqa: S603 -- our own script
    assert ended.returncode == -signal.SIGKILL
    workers = [int(path.name) for path in tmp_path.iterdir() if path.name.isdigit()]
    for process in workers:
        wait_for_end(process)
    assert workers


def alive(process: int) -> bool:
    """Tell whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for_end(process: int) -> None:
    """Wait until a process has ended."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    try:
        assert [handle] == select.select([handle], [], [], 30)[0]
    finally:
        os.close(handle)


@pytest.mark.parametrize("jobs", [0, -1])
@pytest.mark.parametrize("make", [Processes, lambda jobs: mapper("local", jobs=jobs)], ids=["class", "mapper"])
def test_there_is_one_job_at_least(jobs: int, make: Callable[[int], object]) -> None:
    """None at all is a mistake."""
    with pytest.raises(InputError, match="one at least"):
        make(jobs)


def test_by_default_every_processor_has_a_job() -> None:
    """As many as this process may use."""
    found = mapper("local")
    assert isinstance(found, Processes)
    assert processors() == found.jobs >= 1


def test_shared_arrays_are_read_where_they_are() -> None:
    """Arrays go in and come out."""
    shared, places = np.arange(1000) ** 2, [np.arange(part, 1000, 7) for part in MANY]
    told = zip(one_by_one(parts.gathered, shared, places), Processes(2)(parts.gathered, shared, places), strict=True)
    for expected, found in told:
        np.testing.assert_array_equal(expected, found)


def test_merging_is_the_same_in_processes() -> None:
    """Joins, clusters and events."""
    assert_merges_alike(Processes(2))


def test_a_loss_in_the_middle_of_merging_changes_no_join(tmp_path: Path) -> None:
    """Each slice is told once, by whoever survived."""
    assert_a_loss_changes_no_join(Processes(2), tmp_path)
