"""The benchmark of asking rests on one answer that everybody takes, on its meter, and on what it leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.asking import CONCURRENCY, MOST_CALLS, calls, replay_table, table
from benchmarks.asking_peers.clients import article, batch
from benchmarks.asking_peers.replaying import fill, replay
from benchmarks.asking_peers.server import response, serving
from benchmarks.asking_peers.trials import Meter, Outcome, apart
from benchmarks.asking_peers.wording import Form, completion, text, texts
from claimx.claim import Toll
from claimx.extracting.answers import Answer
from claimx.extracting.grounded_mentions import Origin, ground


def test_articles_differ() -> None:
    """A ledger would answer the second of two equal ones."""
    assert 1000 == len({article(one).id for one in texts(1000)})


def test_the_answer_grounds_whole() -> None:
    """Nothing is asked again, so that every client sends one request for each article."""
    content = json.loads(completion("schema"))["choices"][0]["message"]["content"]
    grounded = ground(Answer.model_validate_json(content), article(text(7)), Origin("f", "m"))
    (mention,) = grounded.mentions
    (toll,) = mention.claims
    assert isinstance(toll, Toll)
    assert (2, ()) == (toll.best, grounded.failures)


@pytest.mark.parametrize(
    ("form", "passage"),
    [
        pytest.param("schema", b'"content": "{', id="JSON of a schema"),
        pytest.param("tools", b'"tool_calls": [{', id="a tool's arguments"),
        pytest.param("extractions", rb"{\"extractions\": [", id="langextract's own"),
    ],
)
def test_a_path_chooses_the_form(form: Form, passage: bytes) -> None:
    """The body is as long as its head says, and holds the answer in the form asked for."""
    head, _, body = response(b"POST /%b/v1/chat/completions HTTP/1.1\r\n\r\n" % form.encode()).partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(body) in head
    assert passage in body


@pytest.mark.parametrize(
    ("header", "answered"),
    [
        pytest.param(b"Connection: close\r\n", b"connection: close", id="one request"),
        pytest.param(b"Connection: keep-alive\r\n", b"connection: keep-alive", id="several"),
        pytest.param(b"", b"connection: keep-alive", id="not told"),
    ],
)
def test_a_connection_is_kept_unless_the_client_wants_otherwise(header: bytes, answered: bytes) -> None:
    assert answered in response(b"POST /schema/v1 HTTP/1.1\r\nHost: x\r\n%b\r\n" % header)


@pytest.mark.parametrize("concurrency", CONCURRENCY)
def test_whole_batches_are_measured(concurrency: int) -> None:
    """A client that takes batches would otherwise be measured from the midst of one."""
    assert 0 == calls(concurrency) % batch(concurrency)
    assert 100 <= calls(concurrency) <= MOST_CALLS + batch(concurrency)


def test_a_meter_counts_what_follows_the_first_batch() -> None:
    meter = Meter(warm=2, calls=3)
    for _ in range(5):
        meter.told()
    assert 3 == meter.outcome().n


@pytest.mark.parametrize("answers", [0, 2, 4, 6])
def test_missing_or_surplus_answers_are_no_measure(answers: int) -> None:
    """A client that loses some, or asks twice, is not faster for it."""
    meter = Meter(warm=2, calls=3)
    for _ in range(answers):
        meter.told()
    with pytest.raises(ValueError, match=f"{answers} answers instead of 5"):
        meter.outcome()


def test_the_table_takes_the_least_of_the_runs() -> None:
    """CPU is the least and the most, articles per second the most, the ratio between leasts."""
    outcomes = {
        "openai": [Outcome(n=100, wall=2.0, cpu=0.2, peak=0), Outcome(n=100, wall=1.0, cpu=0.3, peak=0)],
        "claimx": [Outcome(n=100, wall=4.0, cpu=0.5, peak=0)],
    }
    lines = ["| openai | 100 | 2.00 (3.00) | 1.00 |", "| claimx | 25 | 5.00 (5.00) | 2.50 |"]
    assert lines == list(table(outcomes))[2:]


def test_without_the_sdk_there_is_no_ratio() -> None:
    outcomes = {"claimx": [Outcome(n=100, wall=4.0, cpu=0.5, peak=0)]}
    assert ["| claimx | 25 | 5.00 (5.00) |  |"] == list(table(outcomes))[2:]


def test_replays_are_shown_by_size() -> None:
    (line,) = list(replay_table(iter([Outcome(n=100, wall=0.1, cpu=0.2, peak=95_000_000)])))[2:]
    assert "| 100 | 1000 | 2.00 | 95 |" == line


def test_a_filled_ledger_answers_everything(tmp_path: Path) -> None:
    """Nobody listens where the replay would ask."""
    fill(tmp_path / "ledger.db", 3)
    replay(tmp_path / "ledger.db", 3)


@pytest.mark.block_network(allowed_hosts=["127.0.0.1"])
def test_a_replay_ends_where_an_answer_is_missing(tmp_path: Path) -> None:
    """What was not looked up is not counted as fast."""
    fill(tmp_path / "ledger.db", 2)
    with pytest.raises(ValueError, match="an answer was not found"):
        replay(tmp_path / "ledger.db", 3)


@pytest.mark.parametrize("client", ["httpx2", "claimx"])
def test_a_client_is_measured_from_end_to_end(client: str) -> None:
    """Server and client are processes of their own; this one uses no network."""
    with serving(0) as address:
        outcome = apart("ask", client, address, "8", "20")
    assert 20 == outcome.n
    assert min(outcome.wall, outcome.cpu, outcome.peak) > 0
