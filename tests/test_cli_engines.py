"""Engines on the command line: what is asked for is done, or told to be impossible, and changes no byte."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimx.cli import main
from claimx.ledger import Ledger

MODEL = ["--model", "relay", "--cassette", "cassettes/seeds.yaml"]


@pytest.fixture
def claimx(monkeypatch: pytest.MonkeyPatch, root: Path) -> CliRunner:
    """A runner at the root of the checkout."""
    monkeypatch.chdir(root)
    return CliRunner()


@pytest.fixture
def without_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which Ray is not installed."""
    monkeypatch.setitem(sys.modules, "ray", None)


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_number_of_jobs_changes_no_byte(claimx: CliRunner, tmp_path: Path, jobs: str) -> None:
    """Merged by one process or by several, the events are the same."""
    folder = str(tmp_path / "out")
    claimx.invoke(main, ["run", "seeds/articles", *MODEL, "--out", folder])
    merged = claimx.invoke(main, ["merge", folder, "--jobs", jobs])
    assert (tmp_path / "out" / "events.jsonl").read_text("utf-8") == merged.stdout


@pytest.mark.usefixtures("without_ray")
@pytest.mark.parametrize("command", ["run", "extract", "merge"])
def test_without_ray_the_extra_is_named(claimx: CliRunner, tmp_path: Path, command: str) -> None:
    """One line says what to install."""
    (tmp_path / "extracted").write_text(claimx.invoke(main, ["extract", "seeds/articles", *MODEL]).stdout, "utf-8")
    arguments = {
        "run": ["seeds/articles", *MODEL, "--out", str(tmp_path / "out")],
        "extract": ["seeds/articles", *MODEL],
        "merge": [str(tmp_path / "extracted")],
    }[command]
    result = claimx.invoke(main, [command, *arguments, "--engine", "ray"])
    assert (2, "") == (result.exit_code, result.stdout)
    assert "pip install 'claimx[ray]'" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        pytest.param(["--record", "{folder}/new.yaml"], "record with --engine local", id="a-cassette-is-recorded"),
        pytest.param(["--base-url", "http://127.0.0.1:9/v1"], "name a --ledger", id="answers-are-kept-nowhere"),
    ],
)
def test_what_ray_cannot_do_is_said_before_anything_is_paid(
    claimx: CliRunner, tmp_path: Path, options: list[str], reason: str
) -> None:
    """One line says what to do instead."""
    filled = [option.format(folder=tmp_path) for option in options]
    result = claimx.invoke(main, ["extract", "seeds/articles", "--model", "m", "--engine", "ray", *filled])
    assert 2 == result.exit_code
    assert reason in result.stderr


@pytest.mark.parametrize("option", [["--jobs", "0"], ["--engine", "spark"]], ids=" ".join)
def test_options_that_make_no_sense_are_refused(claimx: CliRunner, option: list[str]) -> None:
    """Before anything is read."""
    assert 2 == claimx.invoke(main, ["merge", "out", *option]).exit_code


def test_extract_keeps_answers_where_it_is_told_to(claimx: CliRunner, tmp_path: Path) -> None:
    """Also those of a cassette, so that a ledger always tells the whole run."""
    path = tmp_path / "kept.db"
    result = claimx.invoke(main, ["extract", "seeds/articles", *MODEL, "--ledger", str(path)])
    assert 0 == result.exit_code
    with Ledger(path) as ledger:
        assert ledger.rows("SELECT via, count(*) FROM answers GROUP BY via") == [("replayed", 5)]
