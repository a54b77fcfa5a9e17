"""Ledgers that a power cut left behind: recovered where they can be, else one line; never overwritten."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import pytest

from claimx.folder import LEDGER
from tests.batching.asking import report

from .processes import KILLED
from .stage import COLLECT, RUN, Moment, Stage, stage, undisturbed

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.block_network(allowed_hosts=["127.0.0.1"]),
]

ARTICLES: Final = [report(number) for number in range(6)]
PAGE: Final = 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The records of a run that nobody killed."""
    return undisturbed(tmp_path_factory.mktemp("whole"), ARTICLES)


UNDER_WAY: Final = Moment(step=(5, "done"))
"""Five answers stand in the journal."""


def files(one: Stage) -> dict[str, bytes]:
    """The ledger's files."""
    return {path.name: path.read_bytes() for path in one.folder.glob(f"{LEDGER}*") if path.suffix != ".lock"}


def test_a_journal_that_was_left_behind_is_read(tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Also where the folder was copied after a kill, and the index of the journal was not."""
    with stage(tmp_path, ARTICLES) as one:
        assert one.live(moment=UNDER_WAY, concurrency=1)[0] == KILLED
        assert (one.folder / f"{LEDGER}-wal").stat().st_size > PAGE
        (one.folder / f"{LEDGER}-shm").unlink()
        shutil.copytree(one.folder, tmp_path / "copy")
        shutil.rmtree(one.folder)
        (tmp_path / "copy").rename(one.folder)
        assert one.live()[0] == 0
        assert one.records() == whole
        assert sorted(one.server.all_hits().values()) == [1, 1, 1, 1, 1, 2]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_journal_that_was_cut_short_loses_what_it_lost(share: float, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """What is whole in it counts, the rest is asked again: nobody said that it was on disk."""
    with stage(tmp_path, ARTICLES) as one:
        assert one.live(moment=UNDER_WAY, concurrency=1)[0] == KILLED
        journal = one.folder / f"{LEDGER}-wal"
        os.truncate(journal, int(journal.stat().st_size * share))
        assert one.live()[0] == 0
        assert one.records() == whole
        assert max(one.server.all_hits().values()) <= 2


@pytest.mark.parametrize("left", [1, 15, 16, 50, 99, 100, 1000, PAGE, PAGE + 1, 5 * PAGE, 5 * PAGE + 17])
def test_a_ledger_that_was_cut_short_is_one_line(left: int, tmp_path: Path) -> None:
    """Nothing is asked, nothing is overwritten, by whatever command."""
    with stage(tmp_path, ARTICLES) as one:
        one.live()
        os.truncate(one.folder / LEDGER, left)
        before, hits = files(one), sum(one.server.all_hits().values())
        for command in (RUN, COLLECT):
            code, said = one.play(*command)
            told = said.splitlines()
            assert (code, told[-1].startswith(f"claimx: {one.folder / LEDGER}: ")) == (2, True), said
            assert "Traceback" not in said
        assert sum(one.server.all_hits().values()) == hits
        assert files(one)[LEDGER] == before[LEDGER]


def test_a_ledger_whose_last_page_was_cut_is_one_line(tmp_path: Path) -> None:
    """However little is missing."""
    with stage(tmp_path, ARTICLES) as one:
        one.live()
        os.truncate(one.folder / LEDGER, (one.folder / LEDGER).stat().st_size - 100)
        code, said = one.live()
        assert (code, "damaged" in said) == (2, True), said


def test_a_journal_beside_an_empty_ledger_is_not_deleted(tmp_path: Path) -> None:
    """It may hold all the answers."""
    with stage(tmp_path, ARTICLES) as one:
        assert one.live(moment=UNDER_WAY, concurrency=1)[0] == KILLED
        os.truncate(one.folder / LEDGER, 0)
        journal = (one.folder / f"{LEDGER}-wal").read_bytes()
        code, said = one.live()
        assert code == 2, said
        assert (one.folder / f"{LEDGER}-wal").read_bytes() == journal
