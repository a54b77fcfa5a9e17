"""The files of a run: each is the old one or the new one, and what is missing or cut is written again at no cost."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from claimx.folder import EVENTS, LEDGER, SUMMARY
from tests.batching.asking import RECORDS, report
from tests.batching.playing import live
from tests.test_runner import article

from .processes import KILLED, WRITING, Call
from .stage import Moment, stage, undisturbed

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.block_network(allowed_hosts=["127.0.0.1"]),
]

OLD: Final = [report(0), report(1, "repaired")]
ARTICLES: Final = [*OLD, report(2), report(3)]
QUESTIONS: Final = 5


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The records of a run that nobody killed."""
    return undisturbed(tmp_path_factory.mktemp("whole"), ARTICLES)


@pytest.mark.parametrize("number", range(len(WRITING) * len(RECORDS)))
def test_each_file_is_the_old_one_or_the_new_one(number: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Wherever a kill meets the writing; the next run completes it, and asks nothing."""
    with stage(tmp_path, ARTICLES) as one:
        old = live(OLD, one.folder)
        code, _ = one.live(moment=Moment(call=Call(number, names=WRITING)))
        seen = one.records()
        assert code == KILLED
        assert [name for name in RECORDS if seen[name] not in (old[name], whole[name])] == []
        assert one.live()[0] == 0
        assert one.records() == whole
        assert sum(one.server.all_hits().values()) == QUESTIONS - 3


@pytest.mark.parametrize("how", ["cut", "emptied", "removed", "garbage"])
def test_what_is_cut_or_missing_is_written_again(how: str, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """One file alone, and all of them; the provider hears nothing of it."""
    with stage(tmp_path, ARTICLES) as one:
        one.live()
        for names in ([SUMMARY], RECORDS):
            for name in names:
                _spoil(one.folder / name, how)
            assert one.live()[0] == 0
            assert one.records() == whole
        assert sum(one.server.all_hits().values()) == QUESTIONS


def _spoil(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes({"cut": content[: len(content) // 2], "emptied": b"", "garbage": b"\0\xff{"}[how])


def test_nothing_is_left_of_what_was_being_written(tmp_path: Path) -> None:
    """The next run clears away what it does not need."""
    with stage(tmp_path, ARTICLES) as one:
        assert one.live(moment=Moment(call=Call(0, names=("replace",))))[0] == KILLED
        one.live()
        assert {path.name for path in one.folder.iterdir()} == {*RECORDS, LEDGER, f"{LEDGER}.lock"}


@pytest.mark.parametrize("largest", [1000, 4096, 20_000, 40_000, 60_000, 100_000, 140_000])
def test_a_ledger_that_cannot_grow_is_one_line(largest: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """What was answered before is kept; once there is room the run goes on."""
    with stage(tmp_path, ARTICLES) as one:
        code, said = one.live(largest=largest)
        before = one.answered()
        told = [line for line in said.splitlines() if line.startswith("claimx: ")]
        assert ("Traceback" in said, len(told)) == (False, 1), said
        assert (code, LEDGER in told[0]) == (2, True), said
        lost = one.server.all_hits().keys() - before
        assert one.live()[0] == 0
        assert one.records() == whole
        assert {key for key, hits in one.server.all_hits().items() if hits != 1} <= lost


def test_a_file_that_cannot_grow_is_one_line(tmp_path: Path) -> None:
    """The ledger has all the answers; what stood there before still does."""
    long = [report(4), article(ARTICLES[0].text.replace("Report 0", "Report 5") + " And so on." * 10_000)]
    with stage(tmp_path, long) as one:
        assert one.live()[0] == 0
        whole = one.records()
        (one.folder / EVENTS).unlink()
        code, said = one.live(largest=50_000)
        told = [line for line in said.splitlines() if line.startswith("claimx: ")]
        assert (code, "Traceback" in said, len(told)) == (2, False, 1), said
        assert one.records() == {name: whole[name] for name in whole if name != EVENTS}
        assert one.live()[0] == 0
        assert one.records() == whole
        assert sum(one.server.all_hits().values()) == 2
