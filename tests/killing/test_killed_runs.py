"""Runs that are killed and go on: what was answered is never asked again, and the records are those of one whole run.

In exact words: a question is sent a second time only if it was under way when a run was killed, that is, if its answer
did not stand in the ledger yet; no more are under way than `--concurrency` says; and each is sent at most once in every
run, and in no run after the one in which it was answered.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Final

import pytest

from tests.batching.asking import REQUESTS, report

from .processes import KEY, KILLED, Call
from .server import STEPS
from .stage import NEVER, Moment, Stage, stage, undisturbed

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.block_network(allowed_hosts=["127.0.0.1"]),
]

KINDS: Final = ("plain", "repaired", "plain", "refused", "reasked", "plain", "repaired", "plain")
ARTICLES: Final = [report(number, kind) for number, kind in enumerate(KINDS)]
QUESTIONS: Final = sum(REQUESTS.get(kind, 1) for kind in KINDS)
CONCURRENCY: Final = 3
SEED: Final = int(os.environ.get("CLAIMX_KILLS_SEED", "0"))
STORIES: Final = int(os.environ.get("CLAIMX_KILLS", "14"))
"""Each has three kills."""
CALLS: Final = 150
"""A run makes about so many calls of the kind that a moment counts."""
SECONDS: Final = 0.4
"""A run takes about so long."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The records of a run that nobody killed."""
    return undisturbed(tmp_path_factory.mktemp("whole"), ARTICLES)


def drawn(chance: random.Random) -> Moment:
    """A moment."""
    kind = chance.choice(("step", "call", "seconds"))
    if kind == "step":
        return Moment(step=(chance.randrange(QUESTIONS), chance.choice(STEPS)))
    if kind == "call":
        return Moment(call=Call(chance.randrange(CALLS), after=chance.random() < 0.5))
    return Moment(seconds=chance.uniform(0, SECONDS))


def resumed(one: Stage, whole: dict[str, bytes]) -> None:
    """Go on to the end, and hold the account against what is promised."""
    code, said = one.live()
    assert (code, "Traceback" in said) == (1, False), said
    assert one.records() == whole
    hits = one.server.all_hits()
    assert len(hits) == QUESTIONS
    assert {key: hits[key] for key in hits if hits[key] != 1 + one.lost[key]} == {}
    assert max((max(run.values(), default=0) for run in one.server.hits.values()), default=0) == 1
    assert sum(one.lost.values()) <= CONCURRENCY * one.kills


@pytest.mark.parametrize("story", range(STORIES))
def test_a_run_that_is_killed_goes_on(story: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Three times, each at a moment drawn by chance; then to its end."""
    chance = random.Random(f"{SEED} {story}")  # noqa: S311 -- it is to be the same every time
    with stage(tmp_path, ARTICLES) as one:
        for _ in range(3):
            one.live(moment=drawn(chance), concurrency=CONCURRENCY)
        resumed(one, whole)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_each_step_of_a_request(step: str, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """One request at a time is lost at most: the one that the kill met."""
    with stage(tmp_path, ARTICLES) as one:
        for number in (0, 1, 2, 1):
            code, _ = one.live(moment=Moment(step=(number, step)), concurrency=1)  # type: ignore[arg-type]
            assert code == KILLED
        assert len(one.lost) <= 4
        if step == "arrived":
            assert sum(one.lost.values()) == 4
        resumed(one, whole)


def test_what_was_answered_before_a_kill_is_never_asked_again(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """A kill after all was answered costs no request; so does one while the records are written."""
    with stage(tmp_path, ARTICLES) as one:
        code, _ = one.live(moment=Moment(call=Call(0, names=("fsync",))))
        assert (code, one.records(), sum(one.lost.values())) == (KILLED, {}, 0)
        resumed(one, whole)
        assert sum(one.server.all_hits().values()) == QUESTIONS


def test_the_key_stands_in_no_file(tmp_path: Path) -> None:
    """Not after a kill, nor at the end."""
    with stage(tmp_path, ARTICLES) as one:
        for moment in (Moment(step=(4, "half")), NEVER):
            one.live(moment=moment)
            files = [path for path in tmp_path.rglob("*") if path.is_file()]
            assert len(files) > 3
            assert [path.name for path in files if KEY.encode() in path.read_bytes()] == []
