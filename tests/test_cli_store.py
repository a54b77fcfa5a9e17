"""Stores on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimx.cli import main
from claimx.folder import Extracted, write_merged
from claimx.merging import merge
from tests.merging.reports import DOCTOR, POLICE, Report, Story, report, toll

FIRST = report("Valley Post", Story(claims=(toll("two", by=POLICE),)), published="2024-03-08")
SECOND = report("Hill Herald", Story(claims=(toll("three", by=DOCTOR),)), published="2024-03-07")
OTHER = report("Dale Daily", Story(type="protest", city="Orran", when="2023-07-01"), published="2023-07-02")


def run(*arguments: object, stdin: str | None = None) -> Result:
    """Invoke a command."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def folder(path: Path, *reports: Report) -> Path:
    """Write the folder of a run."""
    articles, mentions = [one.article for one in reports], [mention for one in reports for mention in one.mentions]
    write_merged(path, Extracted(articles, mentions), merge(mentions, articles=articles))
    return path


def changes(result: Result) -> list[tuple[str, str, list[str]]]:
    """Return what a command printed of changes."""
    assert result.exit_code == 0, result.output
    told = (json.loads(line) for line in result.stdout.splitlines())
    return [(one["change"], one["event"], one["from"]) for one in told]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two events."""
    path = tmp_path / "events.db"
    run("merge", folder(tmp_path / "one", FIRST, OTHER), "--into", path)
    return path


def listed(store: Path) -> list[str]:
    """Return the ids of the events."""
    return [json.loads(line)["id"] for line in run("merge", store).stdout.splitlines()]


def test_merging_into_a_store_prints_what_changed(store: Path, tmp_path: Path) -> None:
    """A late report that was published earlier renames the event; the same once more changes nothing."""
    before = listed(store)
    late = folder(tmp_path / "two", SECOND)
    told = changes(run("merge", late, "--into", store))
    after = listed(store)
    assert told == [("renamed", after[1], [before[1]])]
    assert changes(run("merge", late, "--into", store)) == []


def test_a_store_holds_the_bytes_of_one_merge(store: Path, tmp_path: Path) -> None:
    """As a path it reads like a folder, and written out it is one."""
    run("merge", folder(tmp_path / "two", SECOND), "--into", store)
    everything = folder(tmp_path / "all", FIRST, SECOND, OTHER)
    assert run("merge", store, "--out", tmp_path / "out").exit_code == 0
    for name in ("articles.jsonl", "mentions.jsonl", "events.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (everything / name).read_bytes()
    assert run("show", store, "--detail", "list").stdout == run("show", everything, "--detail", "list").stdout
    assert run("show", store, "--detail", "log").stdout == run("show", everything, "--detail", "log").stdout


def test_show_follows_a_former_id(store: Path, tmp_path: Path) -> None:
    """And says so, on standard error."""
    _, former = listed(store)
    run("merge", folder(tmp_path / "two", SECOND), "--into", store)
    _, present = listed(store)
    result = run("show", store, "--event", former)
    assert result.stderr == f"{former} is now {present}\n"
    assert result.stdout == run("show", store, "--event", present).stdout


def test_a_removed_article_takes_its_event_along(store: Path) -> None:
    """Its id is known, and leads nowhere."""
    gone, kept = listed(store)
    assert changes(run("merge", "--into", store, "--remove", OTHER.article.id)) == [("removed", gone, [])]
    assert listed(store) == [kept]
    assert run("show", store, "--event", gone).stderr == f"{gone} is gone: what it held was removed\n"


def test_rulings_are_given_listed_exchanged_and_withdrawn(store: Path, tmp_path: Path) -> None:
    """What a person decided changes events at once, goes along in a file, and can be taken back."""
    left, right = FIRST.mentions[0].id, OTHER.mentions[0].id
    before = listed(store)
    signed = ("--by", "Ana", "--reason", "one place", "--on", "2024-05-01")
    assert [one[0] for one in changes(run("ruling", "add", store, "same", left, right, *signed))] == ["merged"]
    told = run("ruling", "list", store)
    assert told.stderr == "1 of 1 stand\n"
    (tmp_path / "rulings.jsonl").write_text(told.stdout, "utf-8")
    ruling_id = json.loads(told.stdout)["id"]
    merged = run("merge", tmp_path / "one", "--rulings", tmp_path / "rulings.jsonl").stdout
    assert merged == run("merge", store).stdout
    run("merge", store, "--out", tmp_path / "out")
    assert (tmp_path / "out" / "rulings.jsonl").read_text("utf-8") == told.stdout
    assert run("merge", tmp_path / "out").stdout == merged
    assert [one[0] for one in changes(run("ruling", "withdraw", store, ruling_id[:6], *signed))] == ["split", "split"]
    assert listed(store) == before
    again = run("ruling", "add", store, "same", left, right, *signed)
    assert (again.exit_code, "was withdrawn by" in again.stderr) == (2, True)


def test_a_number_is_ruled(store: Path) -> None:
    """`unknown` is a ruling as well."""
    mention = FIRST.mentions[0].id
    signed = ("--by", "Ana", "--reason", "court file")
    for number, best in (("4", 4), ("unknown", None)):
        day = "2024-05-01" if best else "2024-05-02"
        run("ruling", "add", store, "value", mention, "--toll", "killed", "--number", number, *signed, "--on", day)
        event = json.loads(run("merge", store).stdout.splitlines()[1])
        assert [toll["best"] for toll in event["tolls"]] == [best]


def test_rulings_that_wait_are_counted(store: Path, tmp_path: Path) -> None:
    """Wherever they are read."""
    result = run("ruling", "add", store, "same", FIRST.mentions[0].id, "m-none", "--by", "Ana", "--reason", "guess")
    waits = "1 ruling waits for mentions that are not there"
    assert waits in result.stderr
    assert waits in run("ruling", "list", store).stderr
    assert waits in run("merge", store, "--out", tmp_path / "out").stderr


def test_the_policy_of_a_store_is_its_own(tmp_path: Path) -> None:
    """It need not be said again, and cannot be changed; merging elsewhere may choose another."""
    store, one = tmp_path / "events.db", folder(tmp_path / "one", FIRST, SECOND)
    run("merge", one, "--into", store, "--policy", "informative", "--linkage", "average")
    assert run("merge", one, "--into", store).exit_code == 0
    refused = run("merge", one, "--into", store, "--policy", "conservative")
    assert (refused.exit_code, refused.stderr) == (
        2,
        f"claimx: {store}: its policy is 'informative', not 'conservative'; leave it out, or begin another store\n",
    )
    policies = [
        json.loads(run("merge", store, *more).stdout)["tolls"][0]["policy"] for more in ((), ("--policy", "latest"))
    ]
    assert policies == ["informative", "latest"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["merge"], "Missing argument"),
        (["merge", "--remove", "a1", "x"], "--into STORE"),
        (["merge", "x", "--into", "s", "--out", "o"], "exclude each other"),
        (["ruling", "add", "STORE", "value", "m1", "--by", "A", "--reason", "r"], "needs --toll and --number"),
        (["ruling", "add", "STORE", "same", "m1", "--by", "A", "--reason", "r"], "takes two mentions"),
        (["ruling", "add", "STORE", "same", "m1", "m2", "--toll", "killed", "--by", "A", "--reason", "r"], "belong to"),
        (
            [
                "ruling",
                "add",
                "STORE",
                "value",
                "m1",
                "--toll",
                "killed",
                "--number",
                "-3",
                *["--by", "A", "--reason", "r"],
            ],
            "count",
        ),
        (["ruling", "add", "STORE", "same", "m1", "m2", "--by", "A", "--reason", " "], "no ruling"),
        (["ruling", "withdraw", "STORE", "r1", "--by", "A", "--reason", "r"], "none of its rulings"),
        (["merge", "--into", "STORE", "--remove", "a1"], "cannot be removed"),
        (["merge", "FILE", "--into", "README.md"], "no store"),
    ],
)
def test_what_makes_no_sense_is_refused(store: Path, arguments: Sequence[str], message: str, root: Path) -> None:
    """With exit code 2 and what to do; nothing changes."""
    names = {"STORE": store, "FILE": store, "README.md": root / "README.md"}
    before = listed(store)
    result = run(*(names.get(argument, argument) for argument in arguments))
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert listed(store) == before
