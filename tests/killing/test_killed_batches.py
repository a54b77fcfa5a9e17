"""Batches that are killed and go on: no question stands in two jobs, and the records are those of a live run.

In exact words: where the provider lists its jobs, and has dealt with all that was sent before a kill when the next
command begins, each question stands in exactly one job, however often and wherever `submit` and `collect` are killed.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Final

import pytest

from tests.batching.asking import REQUESTS, report
from tests.batching.service import Service

from .processes import KEY, KILLED, Call
from .server import STEPS, Step
from .stage import COLLECT, NEVER, SUBMIT, Moment, Stage, stage, undisturbed

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.block_network(allowed_hosts=["127.0.0.1"]),
]

KINDS: Final = ("plain", "repaired", "refused", "plain", "repaired")
ARTICLES: Final = [report(number, kind) for number, kind in enumerate(KINDS)]
QUESTIONS: Final = sum(REQUESTS.get(kind, 1) for kind in KINDS)
SEED: Final = int(os.environ.get("CLAIMX_KILLS_SEED", "0"))
STORIES: Final = int(os.environ.get("CLAIMX_KILLS", "12"))
"""Each has three kills."""
CALLS: Final = 120
SECONDS: Final = 0.2
MOST_COMMANDS: Final = 12


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The records of a run that nobody killed."""
    return undisturbed(tmp_path_factory.mktemp("whole"), ARTICLES)


def play(one: Stage, moments: list[Moment]) -> None:
    """Submit until it is done, and collect until it is done, as a person would; each moment kills one command."""
    done = 0
    for moment in [*moments, *[NEVER] * MOST_COMMANDS]:
        code, said = one.play(*(COLLECT if done else SUBMIT), moment=moment)
        assert code in {0, 1, KILLED}, said
        assert "Traceback" not in said
        if done and code == 1 and "open;" not in said:
            return
        done = done or code == 0
    raise AssertionError("it goes on and on")


def check(one: Stage, whole: dict[str, bytes]) -> None:
    """Hold what the provider was asked against what is promised."""
    service = one.server.service
    assert one.records() == whole
    assert (len(service.asked()), set(service.asked().values())) == (QUESTIONS, {1})
    assert len(service.jobs) == 2


def test_commands_bring_what_a_live_run_brings(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Where nobody kills them."""
    with stage(tmp_path, ARTICLES) as one:
        play(one, [])
        check(one, whole)
        assert one.server.service.calls.count("list") == 0


def drawn(chance: random.Random) -> Moment:
    """A moment."""
    kind = chance.choice(("step", "call", "seconds"))
    if kind == "step":
        return Moment(step=(chance.randrange(4), chance.choice(STEPS)))
    if kind == "call":
        return Moment(call=Call(chance.randrange(CALLS), after=chance.random() < 0.5))
    return Moment(seconds=chance.uniform(0, SECONDS))


@pytest.mark.parametrize("story", range(STORIES))
def test_a_batch_that_is_killed_goes_on(story: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Three times, each at a moment drawn by chance; then to its end."""
    chance = random.Random(f"{SEED} {story}")  # noqa: S311 -- it is to be the same every time
    with stage(tmp_path, ARTICLES) as one:
        play(one, [drawn(chance) for _ in range(3)])
        check(one, whole)


@pytest.mark.parametrize("number", range(2))
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_each_step_of_submitting(step: Step, number: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """While the file is sent, and while the job is made; three times over."""
    with stage(tmp_path, ARTICLES) as one:
        play(one, [Moment(step=(number, step))] * 3)
        assert one.kills >= 1
        check(one, whole)


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_each_step_of_collecting(step: Step, number: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """While a job is looked after, its answers are fetched, the next file is sent, and the next job is made."""
    with stage(tmp_path, ARTICLES) as one:
        play(one, [NEVER, Moment(step=(number, step))])
        assert one.kills == 1
        check(one, whole)


def test_where_jobs_are_not_listed_a_kill_can_cost_a_job(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """One for each kill between the making of a job and the writing down of its name; the records are the same."""
    with stage(tmp_path, ARTICLES, service=Service(lists=False)) as one:
        play(one, [Moment(step=(1, "done"))])
        assert one.records() == whole
        assert sorted(one.server.service.asked().values()) == [1, 1, *[2] * len(KINDS)]


def test_the_key_stands_in_no_file(tmp_path: Path) -> None:
    """Not after a kill, nor at the end."""
    with stage(tmp_path, ARTICLES) as one:
        play(one, [Moment(step=(1, "half")), NEVER, Moment(step=(1, "half"))])
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path.name for path in files if KEY.encode() in path.read_bytes()] == []
