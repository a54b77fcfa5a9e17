"""`claimx explain`: why two mentions are one event, or two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimx.cli import main
from claimx.event import Event
from claimx.folder import EVENTS
from claimx.lines import read_lines


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run over the seeds."""
    root, folder = Path(__file__).parents[1], tmp_path_factory.mktemp("seeds") / "out"
    options = ["--model", "relay", "--cassette", str(root / "cassettes/seeds.yaml"), "--out", str(folder)]
    result = CliRunner().invoke(main, ["run", str(root / "seeds/articles"), *options])
    assert result.exit_code == 0, result.output
    return folder


def explain(*arguments: object) -> Result:
    """Ask why."""
    return CliRunner().invoke(main, ["explain", *map(str, arguments)])


def test_two_mentions_of_each_event_and_of_two_events(out: Path) -> None:
    """Whatever pair is named, the outcome agrees with the events that the run made."""
    events = list(read_lines(out / EVENTS, Event))
    event_of = {mention_id: event.id for event in events for mention_id in event.mention_ids}
    first, *others = sorted(event_of)
    for other in others:
        pair = json.loads(explain(out, first, other, "--json").output)
        assert [event_of[first], event_of[other]] == [pair["left_event"], pair["right_event"]]


def test_on_the_terminal(out: Path) -> None:
    """Each rule is a line, with its verdict."""
    event = max(read_lines(out / EVENTS, Event), key=lambda one: len(one.mention_ids))
    printed = explain(out, *event.mention_ids[:2]).output
    assert "one event" in printed
    assert all(f"  {rule}" in printed for rule in ("realis", "time", "place", "victim", "one_article", "together"))


def test_one_event(out: Path) -> None:
    """The joins that made it, and what came closest."""
    event = max(read_lines(out / EVENTS, Event), key=lambda one: len(one.mention_ids))
    told = json.loads(explain(out, event.id[:8], "--json").output)
    assert [event.id, list(event.mention_ids)] == [told["event"], told["mention_ids"]]
    assert len(told["joined"]) == len(event.mention_ids) - 1
    assert "Closest of those that stayed apart" in explain(out, event.id).output


def test_an_unknown_id_is_one_line(out: Path) -> None:
    """It says what was looked for."""
    result = explain(out, "nobody", "nothing")
    assert 2 == result.exit_code
    assert "no mention has the id or beginning 'nobody'" in result.output
