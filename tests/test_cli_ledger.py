"""The commands on money and on ledgers: what they print, and how they end."""

from __future__ import annotations

import csv
import json
import re
import shlex
import sqlite3
from io import StringIO
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from claimx.cli import main
from claimx.extracting.cassette import Cassette
from claimx.folder import LEDGER
from claimx.ledger import Ledger
from claimx.partitions import TRIES
from tests.ledger.asking import MENDED, PRICES, SENT_BACK, Scripted, articles, entry, failure, request

MODEL = ["--model", "relay", "--cassette", "cassettes/seeds.yaml"]
SECTIONS = ("What it costs", "The ledger")


@pytest.fixture
def claimx(monkeypatch: pytest.MonkeyPatch, root: Path, tmp_path: Path) -> CliRunner:
    """A runner in a folder with the seeds and their recordings, without a key."""
    for name in ("seeds", "cassettes"):
        (tmp_path / name).symlink_to(root / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    return CliRunner()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of a run with re-asks, repairs, a refusal and a failure."""
    Scripted().run(articles(), tmp_path / "out")
    (tmp_path / "prices.csv").write_text(PRICES)
    return tmp_path / "out"


def invoke(runner: CliRunner, *arguments: str | Path) -> Result:
    """Invoke a command."""
    return runner.invoke(main, [str(argument) for argument in arguments])


def test_show_counts_what_there_is(claimx: CliRunner, out: Path) -> None:
    """From the folder and from the file, in words and as JSON."""
    shown = invoke(claimx, "ledger", "show", out)
    assert (0, shown.stdout) == (shown.exit_code, invoke(claimx, "ledger", "show", out / LEDGER).stdout)
    for words in ("7 about 5 articles", "6 answered: 6 live", "1 refused", "1 transport", "busy", "m (7)", "today"):
        assert words in " ".join(shown.stdout.split())
    told = json.loads(invoke(claimx, "ledger", "show", out, "--json").stdout)
    assert {"answered": {"live": 6}, "refused": {"live": 1}} == told["answers"]
    assert (7, 5, 0, 1) == (
        told["requests"],
        told["articles"],
        told["unanswered"],
        told["failures"]["transport"]["number"],
    )
    assert [("extract", True), ("repair", True)] == [(one["prompt"], one["is_current"]) for one in told["prompts"]]


def test_show_says_which_prompts_are_old(claimx: CliRunner, tmp_path: Path) -> None:
    """Requests of a former prompt are there, and no run asks for them."""
    with Ledger(tmp_path / "old.db") as ledger:
        ledger.keep(entry(request(1)))
        ledger.keep(failure(request(2), detail="\x1b[2J an old failure"))
    shown = invoke(claimx, "ledger", "show", "old.db").stdout
    assert "not asked so any more" in shown
    assert "\x1b" not in shown


def test_show_of_an_article_prints_what_was_asked_and_answered(claimx: CliRunner, out: Path) -> None:
    """Messages, answers and each time they were sent, with the beginning of an id, too."""
    (mended,), (sent_back,) = articles(MENDED), articles(SENT_BACK)
    shown = invoke(claimx, "ledger", "show", out, "--article", mended.id[:12]).stdout
    for words in ("REJECTED VALUES", mended.text, "repair to m", "answer (stop)", "1,000 + 100 tokens"):
        assert words in shown
    told = json.loads(invoke(claimx, "ledger", "show", out, "--article", sent_back.id, "--json").stdout)
    assert [(0, 1), (1, 3)] == [(one["reask"], len(one["messages"])) for one in told]
    assert ["answered"] == [attempt["outcome"] for attempt in told[1]["tries"]]


def test_an_article_that_steers_the_terminal_is_shown_as_text(claimx: CliRunner, tmp_path: Path) -> None:
    """Hostile articles and answers, half characters among them, reach the screen as visible signs."""
    response = json.dumps({"choices": [{"message": {"content": "\ud83d \x1b[31m", "refusal": None}}]})
    with Ledger(tmp_path / "hostile.db") as ledger:
        ledger.keep(entry(request(1, article_id="a\x1b[2J"), response=response))
    for options in ([], ["--json"]):
        shown = invoke(claimx, "ledger", "show", "hostile.db", "--article", "a", *options)
        assert 0 == shown.exit_code, shown.output
        assert "\x1b" not in shown.stdout
        assert "ud83d" in shown.stdout.casefold()


def test_export_and_import_go_round(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """A ledger, a cassette, a ledger, the same cassette."""
    assert 0 == invoke(claimx, "ledger", "export", out, "--cassette", "one.yaml").exit_code
    assert 0 == invoke(claimx, "ledger", "import", "fresh", "--cassette", "one.yaml").exit_code
    assert 0 == invoke(claimx, "ledger", "export", "fresh", "--cassette", "two.yaml").exit_code
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()
    again = invoke(claimx, "ledger", "import", "fresh", "--cassette", "one.yaml")
    assert "0 answers are new" in again.stderr
    assert "7 were known" in again.stderr


def test_an_export_says_what_has_no_answer(claimx: CliRunner, tmp_path: Path) -> None:
    """A replay would stop there."""
    with Ledger(tmp_path / "some.db") as ledger:
        ledger.keep(failure(request(1)))
    done = invoke(claimx, "ledger", "export", "some.db", "--cassette", "none.yaml")
    assert 0 == done.exit_code
    assert "1 requests have no answer" in done.stderr
    assert 0 == len(Cassette.load(tmp_path / "none.yaml"))


def test_an_import_names_what_it_leaves_out(claimx: CliRunner, tmp_path: Path) -> None:
    """A recording of somebody else's costs a line and the exit code."""
    foreign = {"request": {"body": '{"model": "m"}'}, "response": {"status": {"code": 200}, "body": {"string": "{}"}}}
    (tmp_path / "foreign.yaml").write_text(json.dumps({"interactions": [foreign], "version": 1}))
    done = invoke(claimx, "ledger", "import", "fresh.db", "--cassette", "foreign.yaml")
    assert 1 == done.exit_code
    assert 1 == sum(line.startswith("skipped: foreign.yaml: recording ") for line in done.stderr.splitlines())


def test_prune_says_and_does(claimx: CliRunner, out: Path) -> None:
    """A dry run changes nothing; what it says would go is what goes, and then nothing is left to go."""
    options = ["--failures", "--outcome", "refused"]
    before = (out / LEDGER).read_bytes()
    said = invoke(claimx, "ledger", "prune", out, *options, "--dry-run").stdout
    assert "would go: 0 requests, 1 answers, 1 failures, 0 prompts\n" == said
    assert before == (out / LEDGER).read_bytes()
    assert said.replace("would go", "gone") == invoke(claimx, "ledger", "prune", out, *options).stdout
    assert (
        "gone: 0 requests, 0 answers, 0 failures, 0 prompts\n"
        == invoke(claimx, "ledger", "prune", out, *options).stdout
    )


def test_prune_keeps_what_a_run_has_used(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """In a ledger that several runs shared, what one of them asked stays."""
    Scripted().run(articles("Other."), tmp_path / "out")
    done = invoke(claimx, "ledger", "prune", out, "--unused-by", out)
    assert "gone: 7 requests, 7 answers, 1 failures, 1 prompts\n" == done.stdout
    scripted = Scripted()
    scripted.run(articles("Other."), out)
    assert [] == scripted.bodies


def test_costs_of_a_run(claimx: CliRunner, out: Path) -> None:
    """In tables with the price, and in tokens without."""
    priced = " ".join(invoke(claimx, "costs", out, "--prices", "prices.csv").stdout.split())
    for words in ("extract 6 1 5,000 60 % 500 0.0095", "repair 1", "all 8 1 7,000 60 % 700 0.0133", "median 0.0019"):
        assert words in priced
    unpriced = invoke(claimx, "costs", out).stdout
    assert "7,000" in unpriced
    assert "No price is known of m" in unpriced
    assert "0.0" not in unpriced
    told = json.loads(invoke(claimx, "costs", out, "--prices", "prices.csv", "--json").stdout)
    assert "0.0133" == told["total"]["paid"]["usd"]


def test_costs_of_articles_are_safe_in_a_spreadsheet(claimx: CliRunner, out: Path) -> None:
    """A row each, an unknown cost as an empty cell, and no id that is computed."""
    with Ledger(out / LEDGER) as ledger:
        ledger.keep(entry(request(1, article_id='=HYPERLINK("http://x.invalid")', model="n")))
    printed = invoke(claimx, "costs", out, "--articles", "--prices", "prices.csv").stdout
    rows = list(csv.DictReader(StringIO(printed)))
    assert 6 == len(rows)
    assert ('\'=HYPERLINK("http://x.invalid")', "") == (rows[0]["article_id"], rows[0]["usd_paid"])
    assert {"0.0019", "0.0038"} == {row["usd_paid"] for row in rows[1:]}
    assert not [row for row in rows if any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())]


def test_ledgers_of_workers_are_not_passed_over(claimx: CliRunner, out: Path) -> None:
    """What a killed run on several machines left behind is named."""
    (out / TRIES).mkdir()
    Ledger(out / TRIES / "a1-1.db").close()
    assert "1 ledgers of workers" in invoke(claimx, "costs", out).stderr


def test_estimate_says_what_it_rests_on(claimx: CliRunner) -> None:
    """Ranges, and a sentence for each assumption; no key is needed."""
    shown = invoke(claimx, "estimate", "seeds/articles", "--model", "gpt-4o-mini", "--rpm", "10")
    assert 0 == shown.exit_code, shown.output
    words = " ".join(shown.stdout.split())
    for expected in ("articles 5", "requests 5 to 9, likely 5", "US $, batch", "0 of 5 recorded", "not measured"):
        assert expected in words
    told = json.loads(invoke(claimx, "estimate", "seeds/articles", "--model", "gpt-4o-mini", "--json").stdout)
    assert told["usd"]["low"] < told["usd"]["likely"] < told["usd"]["high"]


def test_estimate_after_a_full_run_is_nothing(claimx: CliRunner) -> None:
    """All is answered; of a model without a price, too."""
    invoke(claimx, "run", "seeds/articles", *MODEL, "--out", "out")
    told = json.loads(
        invoke(claimx, "estimate", "seeds/articles", "--model", "relay", "--ledger", "out", "--json").stdout
    )
    assert ({"low": 0, "likely": 0, "high": 0}, 5, None) == (told["requests"], told["answered"], told["usd"])


def test_estimate_counts_what_it_can_read(claimx: CliRunner, tmp_path: Path) -> None:
    """An article that cannot be read costs a line and the exit code; another endpoint may have other prices."""
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    options = ["--model", "gpt-4o", "--base-url", "http://127.0.0.1:9/v1", "--batch"]
    done = invoke(claimx, "estimate", "seeds/articles", "bad.txt", *options)
    assert 1 == done.exit_code
    assert "bad.txt" in done.stderr
    assert "what http://127.0.0.1:9/v1 takes may be another" in done.stderr
    assert "a day at most" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["ledger", "show", "nowhere"], "nowhere", id="show-nothing"),
        pytest.param(["ledger", "show", "seeds"], "no ledger", id="show-a-folder-without"),
        pytest.param(["ledger", "prune", "seeds", "--failures"], "no ledger", id="prune-a-folder-without"),
        pytest.param(["ledger", "export", "seeds", "--cassette", "x"], "no ledger", id="export-a-folder-without"),
        pytest.param(["ledger", "show", "out", "--article", "b"], "nothing was asked about b", id="show-no-article"),
        pytest.param(["ledger", "show", "out", "--article", "a"], "5 articles begin with a", id="show-which-article"),
        pytest.param(["ledger", "export", "out"], "--cassette", id="export-where"),
        pytest.param(
            ["ledger", "export", "out", "--cassette", "x", "--article", "b"], "nothing", id="export-no-article"
        ),
        pytest.param(
            ["ledger", "export", "out", "--cassette", "prices.csv"], "not a cassette", id="export-over-a-file"
        ),
        pytest.param(["ledger", "import", "out", "--cassette", "nowhere.yaml"], "nowhere.yaml", id="import-nothing"),
        pytest.param(
            ["ledger", "import", "prices.csv", "--cassette", "cassettes/seeds.yaml"], "no ledger", id="import-into"
        ),
        pytest.param(["ledger", "prune", "out"], "say what is to go", id="prune-nothing"),
        pytest.param(["ledger", "prune", "out", "--dry-run"], "say what is to go", id="prune-nothing-dryly"),
        pytest.param(["ledger", "prune", "out", "--outcome", "answered"], "--outcome", id="prune-answers"),
        pytest.param(["ledger", "prune", "out", "--unused-by", "seeds"], "no summary of a run", id="prune-by-no-run"),
        pytest.param(
            ["ledger", "prune", "out", "--unused-by", "out", "--other-prompts"], "choose one", id="prune-by-two"
        ),
        pytest.param(["costs", "prices.csv"], "no ledger", id="costs-of-a-table"),
        pytest.param(["costs", "out", "--prices", "seeds"], "seeds", id="prices-of-a-folder"),
        pytest.param(["estimate", "nowhere.txt", "--model", "m"], "nowhere.txt", id="estimate-nothing"),
        pytest.param(["estimate", "seeds/articles", "--model", "m", "--ledger", "seeds"], "no ledger", id="no-ledger"),
    ],
)
@pytest.mark.usefixtures("out")
def test_bad_input_ends_with_two(claimx: CliRunner, arguments: list[str], words: str) -> None:
    """One line says what is wrong."""
    done = invoke(claimx, *arguments)
    assert 2 == done.exit_code, done.output
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (Path("seeds") / LEDGER).exists()


def commands(root: Path) -> list[str]:
    """Return the commands in the blocks of the sections on money and the ledger."""
    parts = re.split(r"^## (.+)$", (root / "docs" / "running.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    text = "".join(body for title, body in zip(parts[::2], parts[1::2], strict=True) if title in SECTIONS)
    return re.findall(r"^(?:claimx|sqlite3) .+$", text, flags=re.MULTILINE)


def test_the_commands_of_the_docs_work(claimx: CliRunner, root: Path) -> None:
    """One after the other, as they stand there."""
    told = commands(root)
    assert {"claimx", "sqlite3"} == {line.split()[0] for line in told}
    for line in told:
        program, *arguments = shlex.split(line)
        if program == "claimx":
            done = invoke(claimx, *arguments)
            assert 0 == done.exit_code, (line, done.output)
        else:
            connection = sqlite3.connect(arguments[0])
            connection.execute(arguments[1]).fetchall()
            connection.close()


@pytest.mark.parametrize("name", ["costs", "estimate", "ledger show", "ledger export", "ledger import", "ledger prune"])
def test_help_is_worth_reading(claimx: CliRunner, name: str) -> None:
    """Each command and each option says what it is for."""
    shown = invoke(claimx, *name.split(), "--help")
    assert 0 == shown.exit_code
    assert len(shown.stdout) > 400
    command: click.Command = main
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
    assert [] == [one.name for one in command.params if isinstance(one, click.Option) and not one.help]
