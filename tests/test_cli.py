"""The commands: what they print, where they print it, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimx.cli import main

MODEL = ["--model", "relay", "--cassette", "cassettes/seeds.yaml"]


@pytest.fixture
def claimx(monkeypatch: pytest.MonkeyPatch, root: Path) -> CliRunner:
    """A runner at the root of the checkout, without a key."""
    monkeypatch.chdir(root)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    return CliRunner()


def invoke(runner: CliRunner, *arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Invoke a command."""
    return runner.invoke(main, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def out(claimx: CliRunner, tmp_path: Path) -> Path:
    """The folder of a run over the seeds."""
    folder = tmp_path / "out"
    result = invoke(claimx, "run", "seeds/articles", *MODEL, "--out", folder)
    assert result.exit_code == 0, result.output
    return folder


def test_run_writes_its_files(out: Path) -> None:
    """The files that are promised, and the lock of the ledger."""
    promised = {"articles.jsonl", "mentions.jsonl", "events.jsonl", "dropped.jsonl", "run.json", "ledger.db"}
    assert {path.name for path in out.iterdir()} == {*promised, "ledger.db.lock"}


def test_run_twice_gives_the_same_bytes(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """Another concurrency, another order of the inputs: the same records."""
    articles = sorted(Path("seeds/articles").glob("*.txt"), reverse=True)
    again = tmp_path / "again"
    result = invoke(claimx, "run", *articles, *MODEL, "--concurrency", "1", "--out", again)
    assert result.exit_code == 0
    for name in ("articles.jsonl", "mentions.jsonl", "events.jsonl", "dropped.jsonl", "run.json"):
        assert (again / name).read_bytes() == (out / name).read_bytes()


def test_pipes(claimx: CliRunner, out: Path) -> None:
    """Extract, merge and show through standard input give what run gives."""
    extracted = invoke(claimx, "extract", "seeds/articles", *MODEL)
    assert extracted.exit_code == 0
    assert len(extracted.stdout.splitlines()) == 5
    merged = invoke(claimx, "merge", "-", stdin=extracted.stdout.encode())
    assert merged.exit_code == 0
    assert merged.stdout.encode() == (out / "events.jsonl").read_bytes()
    shown = invoke(claimx, "show", "-", stdin=merged.stdout.encode())
    assert "Baghdad" in shown.stdout


def test_two_batches_merge_to_the_bytes_of_one(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """Merging a merged folder with the rest gives what merging all at once gives."""
    articles = sorted(Path("seeds/articles").glob("*.txt"))
    for name, batch in {"first": articles[:2], "second": articles[2:]}.items():
        invoke(claimx, "run", *batch, *MODEL, "--out", tmp_path / name)
    invoke(claimx, "merge", tmp_path / "second", "--out", tmp_path / "half")
    result = invoke(
        claimx, "merge", tmp_path / "half", tmp_path / "first", tmp_path / "first", "--out", tmp_path / "all"
    )
    assert result.exit_code == 0
    for name in ("articles.jsonl", "mentions.jsonl", "events.jsonl"):
        assert (tmp_path / "all" / name).read_bytes() == (out / name).read_bytes()


@pytest.mark.parametrize("detail", ["list", "brief", "full", "log"])
def test_show_at_every_detail(claimx: CliRunner, out: Path, detail: str) -> None:
    """The main event is named at every detail, and --main leaves the others out."""
    result = invoke(claimx, "show", out, "--main", "--detail", detail)
    assert result.exit_code == 0
    assert "Baghdad" in result.stdout
    assert "Kerman" not in result.stdout.split("Disagreements")[0]


def test_an_article_that_cannot_be_read_costs_one_line(claimx: CliRunner, tmp_path: Path) -> None:
    """The rest goes on, and the exit code says that something is missing."""
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    result = invoke(claimx, "run", "seeds/articles", tmp_path / "bad.txt", *MODEL, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if "bad.txt" in line] == [
        line for line in result.stderr.splitlines() if line.startswith("skipped:")
    ]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["counts"]["skipped_inputs"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["run", "nowhere.txt", *MODEL, "--out", "x"], "nowhere.txt", id="no-such-file"),
        pytest.param(["run", "seeds/articles", "--model", "m", "--out", "x"], "OPENAI_API_KEY", id="no-key"),
        pytest.param(["run", "seeds/articles", *MODEL, "--record", "y", "--out", "x"], "choose one", id="two-tapes"),
        pytest.param(["extract", "seeds/articles", *MODEL, "--column", "body"], "FIELD=NAME", id="bad-column"),
        pytest.param(["merge", "nowhere"], "nowhere", id="merge-nothing"),
        pytest.param(["merge", "cassettes/seeds.yaml"], "claimx extract", id="merge-something-else"),
        pytest.param(["show", "nowhere"], "nowhere", id="show-nothing"),
        pytest.param(
            ["extract", "seeds/articles", "--model", "relay", "--cassette", "none.yaml"], "none.yaml", id="no-tape"
        ),
    ],
)
def test_bad_input_ends_with_two(claimx: CliRunner, tmp_path: Path, arguments: list[str], words: str) -> None:
    """One line says what is wrong; nothing is a traceback."""
    arguments = [str(tmp_path / "x") if argument == "x" else argument for argument in arguments]
    result = invoke(claimx, *arguments)
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert len(result.stderr.splitlines()) <= 4
    assert "Traceback" not in result.output


def test_a_changed_question_is_no_silent_replay(claimx: CliRunner, tmp_path: Path) -> None:
    """An article that was not recorded ends in a message that says so."""
    (tmp_path / "new.txt").write_text("A bus overturned near Qasr Delan on Monday.", "utf-8")
    result = invoke(claimx, "extract", tmp_path / "new.txt", *MODEL)
    assert result.exit_code == 2
    assert "not recorded" in result.stderr


def test_schema_prints_json_schemas(claimx: CliRunner) -> None:
    """All of them by name, or one."""
    everything = json.loads(invoke(claimx, "schema").stdout)
    assert {"article", "mention", "event", "answer"} <= set(everything)
    assert json.loads(invoke(claimx, "schema", "event").stdout) == everything["event"]


def test_help_imports_nothing_heavy(root: Path) -> None:
    """`claimx --help` does not wait for the libraries that only extraction needs."""
    code = (
        "import sys, claimx.cli\n"
        "try: claimx.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'openai', 'instructor', 'pydantic', 'rapidfuzz', 'rich', 'httpx2', 'yaml'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)  # noqa: S603 - our own interpreter
    assert shown.stdout.splitlines()[-1] == "[]"
    for command in ("run", "extract", "merge", "show", "schema"):
        assert command in shown.stdout


def test_a_broken_line_of_extractions_costs_that_line(claimx: CliRunner, out: Path) -> None:
    """The other extractions are merged, and the exit code says that one is missing."""
    extracted = invoke(claimx, "extract", "seeds/articles", *MODEL).stdout.splitlines(keepends=True)
    merged = invoke(claimx, "merge", "-", stdin="".join([*extracted[:2], "{broken\n", *extracted[2:]]).encode())
    assert merged.exit_code == 1
    assert [line for line in merged.stderr.splitlines() if "<stdin>:3" in line] == merged.stderr.splitlines()
    assert merged.stdout.encode() == (out / "events.jsonl").read_bytes()
