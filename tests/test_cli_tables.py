"""`claimx tabulate`, and `claimx merge` of a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimx.cli import main

pq = pytest.importorskip("pyarrow.parquet")

MODEL = ["--model", "relay", "--cassette", "cassettes/seeds.yaml"]


def invoke(*arguments: str | Path) -> Result:
    """Invoke a command."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def run(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run over the seeds."""
    monkeypatch.chdir(root)
    assert invoke("run", "seeds/articles", *MODEL, "--out", tmp_path / "run").exit_code == 0
    return tmp_path / "run"


def test_a_run_becomes_a_table_and_a_table_events(run: Path, tmp_path: Path) -> None:
    """The events of the table are those of the run, with their members."""
    assert invoke("tabulate", run, "--out", tmp_path / "mentions.parquet").exit_code == 0
    merged = invoke("merge", tmp_path / "mentions.parquet", "--jobs", "1", "--out", tmp_path / "out")
    assert (merged.exit_code, merged.output) == (0, "")
    events = [json.loads(line) for line in (run / "events.jsonl").read_text("utf-8").splitlines()]
    table = pq.read_table(tmp_path / "out" / "events.parquet").to_pylist()
    members = pq.read_table(tmp_path / "out" / "members.parquet").to_pylist()
    assert [(event["id"], event["type"], event["where"]["city"], event["n_articles"]) for event in events] == [
        (row["id"], row["type"], row["city"], row["n_articles"]) for row in table
    ]
    assert sorted((one, event["id"]) for event in events for one in event["mention_ids"]) == [
        (row["mention_id"], row["event_id"]) for row in members
    ]


def test_the_policy_is_taken_and_kept(run: Path, tmp_path: Path) -> None:
    """The file says which policy chose its numbers."""
    invoke("tabulate", run, "--out", tmp_path / "mentions.parquet")
    for policy, end in (("conservative", "low"), ("informative", "high")):
        invoke("merge", tmp_path / "mentions.parquet", "--policy", policy, "--jobs", "1", "--out", tmp_path / policy)
        table = pq.read_table(tmp_path / policy / "events.parquet")
        assert table.schema.metadata[b"claimx.policy"].decode() == policy
        rows = [row for row in table.to_pylist() if None not in (row["killed_low"], row["killed_best"])]
        assert [row[f"killed_{end}"] for row in rows] == [row["killed_best"] for row in rows]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["merge", "none.parquet", "--out", "x"], "no such file", id="missing"),
        pytest.param(["merge", "none.parquet"], "give --out", id="no-folder"),
        pytest.param(["merge", "one.parquet", "two", "--out", "x"], "by itself", id="two"),
        pytest.param(["tabulate", "nowhere", "--out", "x.parquet"], "nowhere", id="nothing-to-tabulate"),
    ],
)
def test_bad_input_ends_with_two(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what is wrong."""
    monkeypatch.chdir(tmp_path)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
