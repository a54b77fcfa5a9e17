"""Extraction in parts: what one process extracts, whoever is lost on the way, and no answer paid for twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimx.folder import LEDGER
from claimx.merging.clustering import one_by_one
from claimx.partitions import LARGEST, TRIES, Spread, join_tries, parts
from claimx.running.local import Processes
from tests.running.asking import NUMBER, articles, asked, endpoint
from tests.running.extracted import (
    assert_a_loss_costs_nothing,
    assert_extracts_alike,
    assert_replays_alike,
    assert_what_was_answered_before_an_end_is_kept,
    extracted,
    harvest,
    kept,
)

PROCESSES = Processes(2)
SPREADS = [pytest.param(one_by_one, id="here"), pytest.param(PROCESSES, id="processes")]


@pytest.mark.parametrize("spread", SPREADS)
def test_parts_extract_what_one_process_extracts(spread: Spread, tmp_path: Path) -> None:
    """Articles, failures, requests and ledger."""
    assert_extracts_alike(spread, tmp_path)


@pytest.mark.parametrize("spread", SPREADS)
def test_a_cassette_travels_with_the_parts(spread: Spread, root: Path) -> None:
    """It need not be where the workers are."""
    assert_replays_alike(spread, root)


def test_a_lost_worker_costs_nothing(tmp_path: Path) -> None:
    """Results are complete, and each answer was paid for once."""
    assert_a_loss_costs_nothing(PROCESSES, tmp_path)


def test_an_end_loses_no_answer(tmp_path: Path) -> None:
    """What was answered before the run ended is not asked again."""
    assert_what_was_answered_before_an_end_is_kept(PROCESSES, tmp_path)


def test_what_is_known_is_not_asked_again(tmp_path: Path) -> None:
    """Parts find what one process has kept, and the other way round."""
    harvest(articles()[:5], by=endpoint(tmp_path), folder=tmp_path)
    extracted(articles(), one_by_one, by=endpoint(tmp_path), folder=tmp_path)
    harvest(articles(), by=endpoint(tmp_path), folder=tmp_path)
    assert list(range(NUMBER)) == asked(tmp_path)


def test_what_tries_left_joins_the_ledger(tmp_path: Path) -> None:
    """Whatever the killed workers knew in common, and however the last of them ended."""
    harvest(articles()[:4], by=endpoint(tmp_path), folder=tmp_path)
    harvest(articles()[2:], by=endpoint(tmp_path), folder=tmp_path / "other")
    tries = tmp_path / TRIES
    tries.mkdir()
    (tmp_path / "other" / LEDGER).rename(tries / "a1-1.db")
    (tries / "a1-2.db").touch()
    join_tries(tmp_path / LEDGER)
    assert NUMBER == len(kept(tmp_path))
    assert not tries.exists()


def test_joining_nothing_changes_nothing(tmp_path: Path) -> None:
    """No ledger appears where there was none."""
    join_tries(tmp_path / LEDGER)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [0, 1, 3, 8, 9, 500, 10_000])
@pytest.mark.parametrize("jobs", [1, 2, 64])
def test_parts_are_all_tasks_in_order(number: int, jobs: int) -> None:
    """No task is in two parts or in none; every worker has a part while there are articles; none is too large."""
    tasks = [str(task) for task in range(number)]
    told = list(parts(tasks, jobs=jobs))
    assert tasks == [task for part in told for task in part]
    assert len(told) >= min(number, jobs)
    assert all(1 <= len(part) <= LARGEST for part in told)


def test_an_article_that_comes_twice_is_asked_about_once(tmp_path: Path) -> None:
    """Whichever part it would be in."""
    found = extracted([*articles(), *articles()], one_by_one, by=endpoint(tmp_path), folder=tmp_path)
    assert NUMBER - 1 == len(found.extractions)
    assert list(range(NUMBER)) == asked(tmp_path)
