"""A local Ray: the results of doing it here, whatever dies on the way. `make ray` has an environment with Ray."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from claimx.cli import main
from claimx.errors import InputError, WorkerLost
from claimx.folder import SUMMARY
from claimx.merging.clustering import one_by_one
from claimx.run import Run
from claimx.running import mapper

from . import asking, parts
from .extracted import (
    assert_a_loss_costs_nothing,
    assert_extracts_alike,
    assert_replays_alike,
    assert_what_was_answered_before_an_end_is_kept,
)
from .reported import assert_a_loss_changes_no_join, assert_merges_alike

pytest.importorskip("ray", reason="Ray is an extra; `make ray` runs these tests")

from claimx.running.on_ray import RETRIES, OnRay, start

# Ray leaves files and sockets open when it ends, and calls what is deprecated.
pytestmark = pytest.mark.filterwarnings("default")

MANY = range(9)
MODEL = ["--model", "relay", "--cassette", "cassettes/seeds.yaml"]


@pytest.fixture(scope="module")
def ray() -> Iterator[OnRay]:
    """Ray on this machine, with two workers; they get functions of these tests by value."""
    found = mapper("ray", jobs=2)
    assert isinstance(found, OnRay)
    import ray
    from ray import cloudpickle

    for module in (asking, parts):
        cloudpickle.register_pickle_by_value(module)
    yield found
    ray.shutdown()


@pytest.mark.parametrize("told", [range(0), range(1), range(2), MANY, range(50)], ids=len)
def test_results_come_in_order_of_the_parts(ray: OnRay, told: range) -> None:
    """However many parts there are."""
    assert list(one_by_one(parts.add, 10, told)) == ray(parts.add, 10, iter(told))


def test_what_is_shared_arrives(ray: OnRay) -> None:
    """Arrays go in and come out."""
    shared, places = np.arange(1000) ** 2, [np.arange(part, 1000, 7) for part in MANY]
    told = zip(one_by_one(parts.gathered, shared, places), ray(parts.gathered, shared, places), strict=True)
    for expected, found in told:
        np.testing.assert_array_equal(expected, found)


def test_an_error_of_ours_arrives_as_it_was_raised(ray: OnRay) -> None:
    """Its class and message are those of the worker's."""
    with pytest.raises(InputError, match=r"^part 4: line 7 is no mention$"):
        ray(parts.fail, None, MANY)


def test_an_unexpected_error_arrives_too(ray: OnRay) -> None:
    """A bug is not hidden."""
    with pytest.raises(ZeroDivisionError, match="part 0"):
        ray(parts.break_down, None, MANY)


def test_a_lost_worker_is_replaced(ray: OnRay, tmp_path: Path) -> None:
    """Its part is done again, and no result is missing or doubled."""
    assert [2 * part for part in MANY] == ray(parts.die_once, tmp_path, iter(MANY))
    assert 2 == len(list(tmp_path.glob("tried-5-*")))
    assert all(1 == len(list(tmp_path.glob(f"tried-{part}-*"))) for part in MANY if part != 5)


def test_a_part_that_kills_its_workers_ends_in_an_error(ray: OnRay) -> None:
    """It is not tried for ever."""
    with pytest.raises(WorkerLost, match=f"each of the {RETRIES + 1} workers"):
        ray(parts.die, None, MANY)


def test_lines_travel_as_tables(ray: OnRay) -> None:
    """In any order of the parts, each part whole; a part without lines is no part."""
    told = [["a", "b"], ["ü\n"], [], ["d"]]
    assert [["a!", "b!"], ["d!"], ["ü\n!"]] == sorted(ray.lines(parts.louder, "!", told))
    assert [] == list(ray.lines(parts.louder, "!", []))


@pytest.mark.parametrize(
    ("function", "error", "message"),
    [
        pytest.param(parts.fail_on_lines, InputError, r"^part 4: line 7 is no mention$", id="ours"),
        pytest.param(parts.die_on_lines, WorkerLost, f"each of the {RETRIES + 1} workers", id="lost"),
    ],
)
def test_errors_travel_with_lines(
    ray: OnRay, function: Callable[[object, Sequence[str]], list[str]], error: type[Exception], message: str
) -> None:
    """They arrive as they were raised."""
    with pytest.raises(error, match=message):
        list(ray.lines(function, None, [[str(part)] for part in MANY]))


def test_merging_is_the_same_on_ray(ray: OnRay) -> None:
    """Joins, clusters and events."""
    assert_merges_alike(ray)


def test_a_loss_in_the_middle_of_merging_changes_no_join(ray: OnRay, tmp_path: Path) -> None:
    """Each slice is told once, by whoever survived."""
    assert_a_loss_changes_no_join(ray, tmp_path)


def test_parts_extract_what_one_process_extracts(ray: OnRay, tmp_path: Path) -> None:
    """Articles, failures, requests and journal."""
    assert_extracts_alike(ray.lines, tmp_path)


def test_a_cassette_travels_with_the_parts(ray: OnRay, root: Path) -> None:
    """It need not be where the workers are."""
    assert_replays_alike(ray.lines, root)


def test_a_lost_worker_costs_nothing(ray: OnRay, tmp_path: Path) -> None:
    """Results are complete, and each answer was paid for once."""
    assert_a_loss_costs_nothing(ray.lines, tmp_path)


def test_an_end_loses_no_answer(ray: OnRay, tmp_path: Path) -> None:
    """What was answered before the run ended is not asked again."""
    assert_what_was_answered_before_an_end_is_kept(ray.lines, tmp_path)


@pytest.mark.usefixtures("ray")
def test_a_run_writes_the_same_bytes(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of the folder, whichever engine."""
    monkeypatch.chdir(root)
    for engine in ("local", "ray"):
        options = [*MODEL, "--engine", engine, "--out", str(tmp_path / engine)]
        assert 0 == CliRunner().invoke(main, ["run", "seeds/articles", *options]).exit_code
    files = Run.model_validate_json((tmp_path / "local" / SUMMARY).read_bytes()).files
    for name in (*files, SUMMARY):
        assert (tmp_path / "local" / name).read_bytes() == (tmp_path / "ray" / name).read_bytes()


@pytest.mark.usefixtures("ray")
def test_extract_and_merge_print_nothing_but_records(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes to standard output is the same, so that commands can be piped."""
    monkeypatch.chdir(root)
    printed = {}
    for engine in ("local", "ray"):
        lines = CliRunner().invoke(main, ["extract", "seeds/articles", *MODEL, "--engine", engine]).stdout
        (tmp_path / engine).write_text(lines, "utf-8")
        merged = CliRunner().invoke(main, ["merge", str(tmp_path / engine), "--engine", engine, "--jobs", "2"])
        printed[engine] = sorted(lines.splitlines()), merged.stdout
    assert printed["local"] == printed["ray"]


@pytest.mark.usefixtures("ray")
def test_a_connection_that_is_there_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started or connected a second time, whatever the environment says meanwhile."""
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    start(2)
