"""Two runs on one folder, and runs that somebody interrupts."""

from __future__ import annotations

import random
import signal
import threading
from pathlib import Path
from typing import Final

import pytest

from claimx.folder import LEDGER
from tests.batching.asking import report
from tests.batching.service import Fault, Service, error_reply

from .processes import KILLED, Process
from .server import Step
from .stage import COLLECT, RUN, SUBMIT, stage, undisturbed

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.block_network(allowed_hosts=["127.0.0.1"]),
]

ARTICLES: Final = [report(number) for number in range(8)]
WAITING: Final = f"{LEDGER}: another claimx is asking for it; waiting until that has finished"
INTERRUPTED: Final = "claimx: interrupted; what was answered is kept, run it again to go on"
PATIENCE: Final = 30.0


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The records of a run that nobody killed."""
    return undisturbed(tmp_path_factory.mktemp("whole"), ARTICLES)


class Held(threading.Event):
    """Answers that wait until a test lets them go, from the nth on."""

    def __init__(self, *, since: int) -> None:
        super().__init__()
        self.begun = threading.Semaphore(0)
        self._since, self._number, self._lock = since, 0, threading.Lock()

    def at(self, _: int, step: Step) -> bool:
        """Wait where a request arrives."""
        if step == "arrived":
            with self._lock:
                self._number += 1
                is_held = self._number > self._since
            self.begun.release()
            if is_held:
                self.wait(PATIENCE)
        return False

    def arrived(self, requests: int) -> None:
        """Wait until so many requests have arrived."""
        for _ in range(requests):
            assert self.begun.acquire(timeout=PATIENCE)


def until_it_says(process: Process, words: str) -> None:
    """Wait until a process has printed something."""
    while words not in process.said():
        assert not process.ends_within(0.02), process.said()


def test_a_second_run_waits_for_the_first(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Both end well, each question is asked once, and the second says why it waits."""
    with stage(tmp_path, ARTICLES) as one:
        held = Held(since=3)
        first = one.begin(*RUN, witness=held.at, name="first")
        held.arrived(4)
        second = one.begin(*RUN, name="second")
        until_it_says(second, WAITING)
        held.set()
        (code, said), (other_code, _) = first.end(), second.end()
        assert (code, other_code, WAITING in said) == (0, 0, False)
        assert one.records() == whole
        assert set(one.server.all_hits().values()) == {1}


def test_a_second_run_goes_on_where_the_first_was_killed(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """The lock of one that is dead is free; what was under way is asked again, and nothing else."""
    with stage(tmp_path, ARTICLES) as one:
        held = Held(since=4)
        first = one.begin(*RUN, witness=held.at, name="first")
        held.arrived(8)
        second = one.begin(*RUN, name="second")
        until_it_says(second, WAITING)
        first.kill()
        assert first.end()[0] == KILLED
        held.set()
        code, said = second.end()
        assert (code, WAITING in said) == (0, True)
        assert one.records() == whole
        assert sorted(one.server.all_hits().values()) == [1] * 4 + [2] * 4


def test_two_submits_ask_once(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Whoever comes second finds that all is on its way."""
    with stage(tmp_path, ARTICLES) as one:
        held = Held(since=1)
        first = one.begin(*SUBMIT, witness=held.at, name="first")
        held.arrived(2)
        second = one.begin(*SUBMIT, name="second")
        until_it_says(second, WAITING)
        held.set()
        assert (first.end()[0], second.end()[0]) == (0, 0)
        assert one.play(*COLLECT)[0] == 0
        assert one.records() == whole
        assert len(one.server.service.jobs) == 1


def test_an_interrupt_lets_what_is_under_way_end(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """It is kept, nothing more is sent, and the next run asks for the rest."""
    with stage(tmp_path, ARTICLES) as one:
        held = Held(since=2)
        first = one.begin(*RUN, "--concurrency", "2", witness=held.at)
        held.arrived(4)
        first.kill(signal.SIGINT)
        assert not first.ends_within(0.2)
        held.set()
        code, said = first.end()
        assert (code, said.splitlines()[-1]) == (130, INTERRUPTED)
        assert "Traceback" not in said
        assert len(one.answered()) == sum(one.server.all_hits().values()) == 4
        assert one.records() == {}
        assert one.live()[0] == 0
        assert one.records() == whole
        assert set(one.server.all_hits().values()) == {1}


def test_a_second_interrupt_ends_at_once(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """However often it comes; what was answered before is kept."""
    with stage(tmp_path, ARTICLES) as one:
        held = Held(since=2)
        first = one.begin(*RUN, "--concurrency", "2", witness=held.at)
        held.arrived(4)
        for _ in range(20):
            first.kill(signal.SIGINT)
            if first.ends_within(0.2):
                break
        code, said = first.end()
        held.set()
        assert (code, said.splitlines()[-1]) == (130, INTERRUPTED)
        assert "Traceback" not in said
        assert len(one.answered()) == 2
        one.server.settle()
        assert one.live()[0] == 0
        assert one.records() == whole
        assert sorted(one.server.all_hits().values()) == [1] * 6 + [2] * 2


def test_an_interrupt_is_heard_while_a_retry_is_waited_for(tmp_path: Path) -> None:
    """However long the endpoint wants to be left alone."""
    service = Service()
    service.faults["ask"].extend([Fault(error_reply(503, "later", **{"retry-after": "100"}))] * 100)
    with stage(tmp_path, ARTICLES, service=service) as one:
        held = Held(since=100)
        first = one.begin(*RUN, witness=held.at)
        held.arrived(4)
        assert not first.ends_within(0.3)
        first.kill(signal.SIGINT)
        code, said = first.end()
        assert (code, said.splitlines()[-1]) == (130, INTERRUPTED)


def test_an_interrupt_is_heard_while_another_run_is_waited_for(tmp_path: Path) -> None:
    """That one goes on."""
    with stage(tmp_path, ARTICLES) as one:
        held = Held(since=0)
        first = one.begin(*RUN, witness=held.at, name="first")
        held.arrived(1)
        second = one.begin(*RUN, name="second")
        until_it_says(second, WAITING)
        second.kill(signal.SIGINT)
        assert second.end()[0] == 130
        held.set()
        assert first.end()[0] == 0


@pytest.mark.parametrize("story", range(6))
def test_an_interrupt_at_any_moment_loses_nothing(story: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Nothing that was sent is sent again, and nobody sees a traceback."""
    chance = random.Random(story)  # noqa: S311 -- it is to be the same every time
    with stage(tmp_path, ARTICLES) as one:
        for _ in range(3):
            process = one.begin(*RUN)
            process.ends_within(chance.uniform(0.01, 0.3))
            process.kill(signal.SIGINT)
            code, said = process.end()
            assert (code in {0, 130}, "Traceback" in said) == (True, False), said
        assert one.live()[0] == 0
        assert one.records() == whole
        assert set(one.server.all_hits().values()) == {1}
