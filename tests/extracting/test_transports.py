"""Transports: what was recorded is replayed for the very same request, and for no other."""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from claimx.errors import CassetteError, CassetteMiss
from claimx.extracting.cassette import RECORDED_URI, REPLAYED, Cassette
from claimx.extracting.client import Client
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.transports import RecordTransport, ReplayTransport

from .asking import ANSWER, KEY, REPLY, WAYS, Answer, ask, record
from .server import Reply, completion, failure, serving

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1"])


class Other(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    label: str
    place: str


# Has the schema of `Answer`, and finds fault with the answer that was recorded for it.
class Fussy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    label: str

    @field_validator("label")
    @classmethod
    def _refuse(cls, label: str) -> str:
        raise ValueError(f"{label!r} is no label")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recorded" / "answers.yaml"


@pytest.mark.parametrize("replay_way", WAYS)
@pytest.mark.parametrize("record_way", WAYS)
def test_recorded_answer_replays(record_way: str, replay_way: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded either way replays either way, without network and key, any number of times."""
    assert record(path, way=record_way) == 1
    monkeypatch.delenv("OPENAI_API_KEY")
    cassette = Cassette.load(path)
    replay = ReplayTransport(cassette)
    answers = [ask(replay_way, replay) for _ in range(2)]
    assert [asked.answer for asked in answers] == [ANSWER, ANSWER]
    assert answers[0].attempts[0].prompt_tokens == 100
    assert cassette.unplayed() == ()


def test_file_tells_nothing_about_who_recorded_it(path: Path) -> None:
    """Neither host, nor key, nor any header but the type of the content."""
    reply = Reply(
        body=REPLY.body, headers={**REPLY.headers, "set-cookie": "session=s3cret", "openai-organization": "o"}
    )
    record(path, reply)
    text = path.read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    for secret in (KEY, "127.0.0.1", "s3cret", "uthorization", "organization", "user-agent", "x-stainless"):
        assert secret not in text
    assert content["version"] == 1
    (interaction,) = content["interactions"]
    assert interaction["request"]["uri"] == RECORDED_URI
    assert interaction["request"]["headers"] == {"content-type": ["application/json"]}
    assert interaction["response"]["headers"] == {"content-type": ["application/json"]}


@pytest.mark.parametrize("way", WAYS)
def test_recording_goes_on_where_it_stopped(way: str, path: Path) -> None:
    """What the file holds is not sent again, and is not rewritten."""
    assert record(path, way=way) == 1
    before = path.read_bytes()
    assert record(path, completion('{"label": "another"}'), way=way) == 0
    assert path.read_bytes() == before
    assert record(path, way=way, article="A flood in Ostrava Minor.") == 1
    assert len(Cassette.load(path)) == 2


def test_order_of_recording_does_not_change_the_file(tmp_path: Path) -> None:
    """Recording is concurrent; the file is under version control."""
    articles = ["A raid.", "A flood.", "A strike.", "A fire."]
    for article in articles:
        record(tmp_path / "one.yaml", article=article)
    for article in reversed(articles):
        record(tmp_path / "two.yaml", article=article)
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()


def test_threads_record_into_one_file(path: Path) -> None:
    """No answer is lost, and the file is whole at every moment."""
    gate = threading.Barrier(8, timeout=30)

    def respond(_: httpx2.Request) -> httpx2.Response:
        gate.wait()
        return httpx2.Response(200, headers=REPLY.headers, text=REPLY.body)

    transport = RecordTransport(path, httpx2.MockTransport(respond))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ask("ask", transport, article=f"Article {number}."), range(16)))
    assert len(Cassette.load(path)) == 16


def test_tasks_record_into_one_file(path: Path) -> None:
    """No answer is lost among the tasks of an event loop either."""

    async def all_at_once(url: str) -> None:
        endpoint = Endpoint(model="m", base_url=url, transport=RecordTransport(path))
        async with aclosing(Client(endpoint)) as client:
            questions = (
                client.aask(system="s", user=str(n), answer=Answer, article_id="a", prompt="events") for n in range(16)
            )
            await asyncio.gather(*questions)

    with serving(REPLY) as server:
        asyncio.run(all_at_once(server.url))
    assert len(Cassette.load(path)) == 16


@pytest.mark.parametrize(
    "fault",
    [
        failure(429),
        failure(500),
        Reply(body="{"),
        Reply(body='{"choices": []}'),
        Reply(body="[" * 100_000),
        completion(None),
        Reply(fault="reset"),
    ],
    ids=["429", "500", "broken", "no choices", "nested", "empty", "reset"],
)
def test_faults_are_not_recorded(fault: Reply, path: Path) -> None:
    """A fault that was retried must not be replayed for ever."""
    assert record(path, fault, REPLY) == 2
    cassette = Cassette.load(path)
    assert len(cassette) == 1
    assert ask("ask", ReplayTransport(cassette)).answer == ANSWER


@pytest.mark.parametrize("way", WAYS)
def test_reasked_answers_are_recorded_each(way: str, path: Path) -> None:
    """A re-ask quotes the answer as it is replayed, not as it came, so that the replay asks the same."""
    came = '{"label":   3,"x":{"y":[]}}'
    with serving(completion(came), REPLY) as server:
        ask(way, RecordTransport(path), base_url=server.url)
    quoted = server.bodies[1]["messages"][2]["content"]
    assert (json.loads(quoted), quoted == came) == (json.loads(came), False)
    cassette = Cassette.load(path)
    replayed = ask(way, ReplayTransport(cassette))
    assert [attempt.outcome for attempt in replayed.attempts] == ["invalid", "accepted"]
    assert (replayed.answer, len(cassette), cassette.unplayed()) == (ANSWER, 2, ())


def test_recorder_returns_what_the_replay_returns(path: Path) -> None:
    """Status, headers and every byte of the body; only that nobody was asked is said."""
    request = httpx2.Request("POST", "http://a.invalid", content=b'{"a": 1}')

    def respond(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"x-request-id": "r1"}, text=REPLY.body)

    while_recording = RecordTransport(path, httpx2.MockTransport(respond)).handle_request(request)
    replayed = ReplayTransport(Cassette.load(path)).handle_request(request)
    assert while_recording.content == replayed.content != REPLY.body.encode()
    assert replayed.headers.pop(REPLAYED) == "1"
    assert while_recording.headers == replayed.headers
    assert while_recording.status_code == replayed.status_code == 200


MISSES = {
    "prompt": ({"system": "Find all events."}, "the prompt changed;"),
    "schema": ({"answer": Other}, "the schema changed;"),
    "model": ({"model": "model-2"}, "the model changed;"),
    "article": ({"article": "A flood."}, "this article was not recorded;"),
    "reask": ({"answer": Fussy}, "what is asked again changed;"),
    "two": ({"system": "Find all events.", "model": "model-2"}, "the prompt changed, the model changed;"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("changed", "message"), MISSES.values(), ids=MISSES)
def test_changed_request_misses_and_says_what_changed(
    changed: dict[str, Any], message: str, way: str, path: Path
) -> None:
    """An edited prompt never replays an old answer; the message names the part, the file and the remedy."""
    record(path)
    with pytest.raises(CassetteMiss) as caught:
        ask(way, ReplayTransport(Cassette.load(path)), **changed)
    assert str(caught.value) == f"{path}: no recorded answer for 'events': {message} record again with --record {path}"


def test_miss_is_explained_by_the_nearest_recording(path: Path) -> None:
    """Of equally near recordings the same article counts: it tells that the prompt changed."""
    record(path)
    record(path, article="A flood.", system="Find all events.")
    with pytest.raises(CassetteMiss, match=r": the prompt changed;"):
        ask("ask", ReplayTransport(Cassette.load(path)), system="Find all events.")


def test_empty_cassette_says_so(path: Path) -> None:
    """There is nothing to compare with."""
    with pytest.raises(CassetteMiss, match="nothing is recorded"):
        ask("ask", ReplayTransport(Cassette(path)))


def test_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Not as a connection error, which would be retried."""
    (tmp_path / "blocked").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(CassetteError, match="cannot write"):
        record(tmp_path / "blocked" / "answers.yaml")
