"""Asking a model: every fault has one error, every request one attempt, and the budget is never exceeded."""

from __future__ import annotations

import asyncio
import functools
import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, closing
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2
import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from claimx.errors import (
    AnswerFiltered,
    AnswerRefused,
    AnswerTruncated,
    AnswerUnusable,
    BudgetExhausted,
    CassetteMiss,
    ExtractionError,
    InputError,
    RequestRejected,
    TransportFailed,
)
from claimx.extracting.cassette import Cassette
from claimx.extracting.client import Asked, Client
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.faults import LONGEST_WAIT
from claimx.extracting.literal_yaml import indented
from claimx.extracting.transports import ReplayTransport
from claimx.extracting.wire import strict_schema
from claimx.extraction import Attempt

from .server import Reply, ScriptedServer, completion, failure, serving

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1"])

KEY = "sk-proj-abcdefghijklmnop0123456789"
WAYS = ("ask", "aask")
BUDGET = 3


class Toll(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["killed", "injured"]
    count: int | None


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    label: str
    tolls: tuple[Toll, ...]


GOOD = Answer(label="raid near Qasr Delan", tolls=(Toll(kind="killed", count=2),))
GOOD_REPLY = completion(GOOD.model_dump_json())
BROKEN_REPLY = completion('{"label": "raid", "tolls": [{"kind": "wounded", "count": "two"}]}')


@dataclass
class Waits:
    """Stands for the clock: remembers the waits asked for and never waits."""

    asked: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        if seconds:
            self.asked.append(seconds)

    async def async_sleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def endpoint(self, base_url: str | None, **settings: Any) -> Endpoint:
        given: dict[str, Any] = {"timeout": 20, "max_requests": BUDGET, **settings}
        return Endpoint(
            model="model-1",
            base_url=base_url,
            wait=lambda state: 0.5 * state.attempt_number,
            sleep=self.sleep,
            async_sleep=self.async_sleep,
            **given,
        )


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def waits() -> Waits:
    return Waits()


def ask(
    way: str,
    endpoint: Endpoint,
    *,
    system: str = "Find the events.",
    user: str = "Two people were killed near Qasr Delan.",
    spent: int = 0,
) -> Asked[Answer]:
    question: dict[str, Any] = {
        "system": system,
        "user": user,
        "answer": Answer,
        "article_id": "a1",
        "prompt": "events",
        "spent": spent,
    }

    async def aask() -> Asked[Answer]:
        async with aclosing(Client(endpoint)) as client:
            return await client.aask(**question)

    if way == "aask":
        return asyncio.run(aask())
    with closing(Client(endpoint)) as client:
        return client.ask(**question)


def outcomes(answered: Asked[Answer] | ExtractionError) -> list[str]:
    assert [attempt.number for attempt in answered.attempts] == list(range(1, len(answered.attempts) + 1))
    assert {(attempt.article_id, attempt.prompt) for attempt in answered.attempts} == {("a1", "events")}
    return [attempt.outcome for attempt in answered.attempts]


def test_request_carries_prompt_schema_and_article_as_they_are(way: str, waits: Waits) -> None:
    """The constant part comes first, the article last and unchanged, and nothing else is sent."""
    user = "{{ 7*7 }} {% raw %} {% for x in y %} {{ config }} «Fünf» \N{GRINNING FACE} \u200b \t\r\n  indented"
    with serving(GOOD_REPLY) as server:
        asked = ask(way, waits.endpoint(server.url), user=user)
    assert asked.answer == GOOD
    assert type(asked.answer) is Answer
    schema = {"name": "events", "strict": True, "schema": strict_schema(Answer)}
    assert server.bodies == [
        {
            "model": "model-1",
            "messages": [{"role": "system", "content": "Find the events."}, {"role": "user", "content": user}],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }
    ]


def test_temperature_is_sent_where_it_is_set(way: str, waits: Waits) -> None:
    """Zero is a temperature, None is none."""
    with serving(GOOD_REPLY) as server:
        ask(way, waits.endpoint(server.url, temperature=0))
    assert server.bodies[0]["temperature"] == 0


def test_tokens_of_each_request_are_its_own(way: str, waits: Waits) -> None:
    """Usage is not a running total."""
    with serving(BROKEN_REPLY, GOOD_REPLY) as server:
        asked = ask(way, waits.endpoint(server.url))
    counts = [(a.prompt_tokens, a.cached_tokens, a.completion_tokens) for a in asked.attempts]
    assert counts == [(100, 60, 20), (100, 60, 20)]
    assert outcomes(asked) == ["invalid", "accepted"]


def reply(body: str, content_type: str = "application/json") -> Reply:
    return Reply(body=body, headers={"content-type": content_type})


RESET = Reply(fault="reset")
PASSING = {
    "429 with seconds": (failure(429, headers={"retry-after": "7"}), [7.0], "transport"),
    "429 with fraction": (failure(429, headers={"retry-after": "1.5"}), [1.5], "transport"),
    "429 with date": (failure(429, headers={"retry-after": "Mon, 01 Jan 2024 00:00:42 GMT"}), [42.0], "transport"),
    "429 with past date": (failure(429, headers={"retry-after": "Sun, 31 Dec 2023 00:00:00 GMT"}), [], "transport"),
    "429 with a day": (failure(429, headers={"retry-after": "86400"}), [LONGEST_WAIT], "transport"),
    "429 with nonsense": (failure(429, headers={"retry-after": "soon"}), [0.5], "transport"),
    "429 without": (failure(429), [0.5], "transport"),
    "408": (failure(408), [0.5], "transport"),
    "409": (failure(409), [0.5], "transport"),
    "500 in HTML": (Reply(500, "<h1>Oh no</h1>", {"content-type": "text/html"}), [0.5], "transport"),
    "502": (Reply(502, ""), [0.5], "transport"),
    "503": (failure(503, headers={"retry-after": "2"}), [2.0], "transport"),
    "reset": (RESET, [0.5], "transport"),
    "dropped amid the body": (Reply(body=GOOD_REPLY.body, fault="dropped"), [0.5], "transport"),
    "garbage": (reply("<p>Welcome</p>", "text/html"), [0.5], "unusable"),
    "garbage that calls itself JSON": (reply("<p>Welcome</p>"), [0.5], "unusable"),
    "bytes that are no text": (reply("\ufffe\x00{", "application/json"), [0.5], "unusable"),
    "truncated JSON": (reply(GOOD_REPLY.body[:-40]), [0.5], "unusable"),
    "empty body": (reply(""), [0.5], "unusable"),
    "null": (reply("null"), [0.5], "unusable"),
    "a list": (reply("[1, 2]"), [0.5], "unusable"),
    "another object": (reply('{"object": "list", "data": []}'), [0.5], "unusable"),
    "no choices": (reply('{"choices": []}'), [0.5], "unusable"),
    "choices of another type": (reply('{"choices": "none"}'), [0.5], "unusable"),
    "a choice of another type": (reply('{"choices": [null]}'), [0.5], "unusable"),
    "no message": (reply('{"choices": [{"finish_reason": "stop"}]}'), [0.5], "unusable"),
    "null content": (completion(None), [0.5], "unusable"),
    "empty content": (completion(" "), [0.5], "unusable"),
    "content of another type": (reply('{"choices": [{"message": {"content": [1]}}]}'), [0.5], "unusable"),
    "deeply nested garbage": (reply("[" * 100_000), [0.5], "unusable"),
}


@pytest.mark.parametrize(("fault", "waited", "outcome"), PASSING.values(), ids=PASSING)
def test_passing_fault_is_retried(fault: Reply, waited: list[float], outcome: str, way: str, waits: Waits) -> None:
    """A fault that may pass costs one request of the budget, and the wait that the endpoint asked for."""
    with serving(fault, GOOD_REPLY) as server:
        asked = ask(way, waits.endpoint(server.url))
    assert asked.answer == GOOD
    assert outcomes(asked) == [outcome, "accepted"]
    assert len(server.bodies) == 2
    assert server.raw_bodies[0] == server.raw_bodies[1]
    assert waits.asked == waited


@pytest.mark.parametrize(("fault", "_waited", "outcome"), PASSING.values(), ids=PASSING)
def test_lasting_fault_spends_the_budget_and_no_more(
    fault: Reply, _waited: list[float], outcome: str, way: str, waits: Waits
) -> None:
    """A fault that does not pass ends in its own error after as many requests as were granted."""
    expected = {"transport": TransportFailed, "unusable": AnswerUnusable}[outcome]
    with serving(fault) as server, pytest.raises(expected) as caught:
        ask(way, waits.endpoint(server.url))
    assert len(server.bodies) == BUDGET
    assert outcomes(caught.value) == [outcome] * BUDGET
    assert str(caught.value).startswith("article a1, prompt events, request 3: ")


def test_timeout_is_retried(way: str, waits: Waits) -> None:
    """A request without a response counts as spent, since the endpoint may have worked on it."""
    with serving(Reply(fault="held")) as server, pytest.raises(TransportFailed, match="Timeout") as caught:
        ask(way, waits.endpoint(server.url, timeout=0.1, max_requests=2))
    assert len(server.bodies) == 2
    assert outcomes(caught.value) == ["transport", "transport"]


def test_nobody_listens(way: str, waits: Waits) -> None:
    """An address without an endpoint is a transport fault too."""
    with serving(GOOD_REPLY) as server:
        url = server.url
    with pytest.raises(TransportFailed, match="ConnectError") as caught:
        ask(way, waits.endpoint(url))
    assert outcomes(caught.value) == ["transport"] * BUDGET


FINAL = {
    "400": (failure(400, "schema too large"), RequestRejected, "rejected", "schema too large"),
    "401": (failure(401, f"Incorrect API key: {KEY}"), RequestRejected, "rejected", r"\[key\]"),
    "403": (failure(403, "not in your country"), RequestRejected, "rejected", "not in your country"),
    "404": (failure(404, "no such model"), RequestRejected, "rejected", "no such model"),
    "422": (Reply(422, '{"detail": "no field x"}'), RequestRejected, "rejected", "no field x"),
    "301": (Reply(301, "", {"location": "/elsewhere"}), RequestRejected, "rejected", "301"),
    "quota": (failure(429, "out of money", code="insufficient_quota"), RequestRejected, "rejected", "out of money"),
    "refusal": (completion(None, refusal="I cannot."), AnswerRefused, "refused", "I cannot"),
    "filter": (completion(None, finish_reason="content_filter"), AnswerFiltered, "filtered", "filter"),
    "length": (completion('{"label": "ra', finish_reason="length"), AnswerTruncated, "truncated", "length"),
}


@pytest.mark.parametrize(("fault", "error", "outcome", "message"), FINAL.values(), ids=FINAL)
def test_final_fault_is_not_asked_again(
    fault: Reply, error: type[ExtractionError], outcome: str, message: str, way: str, waits: Waits
) -> None:
    """What asking again would not change is raised at once, with what the provider said."""
    with serving(fault) as server, pytest.raises(error, match=message) as caught:
        ask(way, waits.endpoint(server.url))
    assert len(server.bodies) == 1
    assert outcomes(caught.value) == [outcome]
    assert waits.asked == []


@pytest.mark.parametrize(
    "broken", [BROKEN_REPLY, completion("Sure! Here it is:"), completion(GOOD.model_dump_json()[:-1])]
)
def test_answer_that_breaks_the_schema_is_asked_again(broken: Reply, way: str, waits: Waits) -> None:
    """The model is shown its answer and what is wrong with it."""
    with serving(broken, GOOD_REPLY) as server:
        asked = ask(way, waits.endpoint(server.url))
    assert asked.answer == GOOD
    assert outcomes(asked) == ["invalid", "accepted"]
    first, second = (body["messages"] for body in server.bodies)
    assert second[:2] == first
    answered = json.loads(broken.body)["choices"][0]["message"]["content"]
    assert second[2] == {"role": "assistant", "content": indented(answered)}
    assert [message["role"] for message in second] == ["system", "user", "assistant", "user"]


def test_words_of_a_reask_depend_on_the_answer_alone(way: str, waits: Waits) -> None:
    """No link, version or object id stands in a re-ask: recordings are looked up by its words."""
    with serving(BROKEN_REPLY, GOOD_REPLY) as server:
        ask(way, waits.endpoint(server.url))
    assert server.bodies[1]["messages"][3]["content"] == (
        "This answer cannot be used as it is:\n"
        "- tolls[0].kind: Input should be 'killed' or 'injured'\n"
        "- tolls[0].count: Input should be a valid integer\n"
        "Correct these points and answer again in full."
    )


@pytest.mark.parametrize(("budget", "reasks", "hits"), [(6, 2, 3), (6, 0, 1), (2, 2, 2), (1, 2, 1), (3, 5, 3)])
def test_answer_that_never_parses_exhausts_the_budget(
    budget: int, reasks: int, hits: int, way: str, waits: Waits
) -> None:
    """The error says what does not fit; re-asks and requests are bounded each."""
    with serving(BROKEN_REPLY) as server, pytest.raises(BudgetExhausted, match=r"tolls\[0\]\.kind") as caught:
        ask(way, waits.endpoint(server.url, max_requests=budget, max_reasks=reasks))
    assert len(server.bodies) == hits
    assert outcomes(caught.value) == ["invalid"] * hits


LATER = {
    "refused": (completion(None, refusal="No."), AnswerRefused, ["invalid", "refused"]),
    "rejected": (failure(400, "conversation too long"), RequestRejected, ["invalid", "rejected"]),
    "failing": (failure(503), TransportFailed, ["invalid", "transport", "transport"]),
    "garbage": (reply("oops"), AnswerUnusable, ["invalid", "unusable", "unusable"]),
}


@pytest.mark.parametrize(("later", "error", "expected"), LATER.values(), ids=LATER)
def test_fault_of_a_reask_is_raised_as_itself(
    later: Reply, error: type[ExtractionError], expected: list[str], way: str, waits: Waits
) -> None:
    """What ended the asking is named, and the requests before it are not forgotten."""
    with serving(BROKEN_REPLY, later) as server, pytest.raises(error) as caught:
        ask(way, waits.endpoint(server.url))
    assert outcomes(caught.value) == expected
    assert len(server.bodies) == len(expected)


def test_retries_and_reasks_share_one_budget(way: str, waits: Waits) -> None:
    """Stacked loops do not multiply."""
    replies = [failure(500), BROKEN_REPLY, failure(429), BROKEN_REPLY, failure(500)]
    with serving(*replies, GOOD_REPLY) as server:
        asked = ask(way, waits.endpoint(server.url, max_requests=6))
    assert outcomes(asked) == ["transport", "invalid", "transport", "invalid", "transport", "accepted"]
    with serving(*replies) as server, pytest.raises(TransportFailed) as caught:
        ask(way, waits.endpoint(server.url, max_requests=6))
    assert outcomes(caught.value) == ["transport", "invalid", "transport", "invalid", "transport", "transport"]
    assert len(server.bodies) == 6


SPENT = {
    "last request": (4, GOOD_REPLY, [(5, "accepted")]),
    "retries": (3, failure(500), [(4, "transport"), (5, "transport")]),
    "re-asks": (3, BROKEN_REPLY, [(4, "invalid"), (5, "invalid")]),
    "nothing left": (5, GOOD_REPLY, []),
    "overdrawn": (9, GOOD_REPLY, []),
}


@pytest.mark.parametrize(("spent", "replied", "expected"), SPENT.values(), ids=SPENT)
def test_questions_about_one_article_share_its_budget(
    spent: int, replied: Reply, expected: list[tuple[int, str]], way: str, waits: Waits
) -> None:
    """A later question has what the earlier ones left, and its attempts are numbered on."""
    attempts: tuple[Attempt, ...]
    with serving(replied) as server:
        try:
            attempts = ask(way, waits.endpoint(server.url, max_requests=5), spent=spent).attempts
        except ExtractionError as error:
            attempts = error.attempts
    assert [(attempt.number, attempt.outcome) for attempt in attempts] == expected
    assert len(server.bodies) == len(expected)


def test_spent_budget_is_said(way: str, waits: Waits) -> None:
    """The message names the setting to raise."""
    with pytest.raises(BudgetExhausted, match="all 5 requests are spent; raise max_requests"):
        ask(way, waits.endpoint("http://nowhere.invalid/v1", max_requests=5), spent=5)


def test_half_a_character_in_an_answer_is_no_crash(way: str, waits: Waits) -> None:
    """A lone surrogate, which JSON can hold and UTF-8 cannot, is replaced, also where the answer is sent back."""
    broken, good = (completion(f'{{"label": "raid \ud83d", "tolls": {tolls}}}') for tolls in ("null", "[]"))
    with serving(broken, good) as server:
        asked = ask(way, waits.endpoint(server.url))
    assert asked.answer == Answer(label="raid ?", tolls=())
    assert outcomes(asked) == ["invalid", "accepted"]
    assert server.bodies[1]["messages"][2]["content"] == '{\n "label": "raid ?",\n "tolls": null\n}'


@pytest.mark.parametrize("secret", [KEY, "sk-other-0123456789abcdef", "Bearer abc.def.ghi"])
def test_keys_stand_in_no_error(secret: str, way: str, waits: Waits) -> None:
    """Providers echo keys; errors and attempts are shown and stored."""
    with serving(failure(401, f"bad credential {secret} " + "x" * 500)) as server, pytest.raises(RequestRejected) as e:
        ask(way, waits.endpoint(server.url))
    shown = f"{e.value} {e.value!r} {e.value.attempts} {e.value.__cause__}"
    assert secret.removeprefix("Bearer ") not in shown
    assert len(e.value.attempts[0].detail or "") <= 300
    assert server.request_headers[0]["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(waits.endpoint(server.url))


def test_local_endpoint_needs_no_key(way: str, waits: Waits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Local servers check no key, the SDK wants one."""
    monkeypatch.delenv("OPENAI_API_KEY")
    with serving(GOOD_REPLY) as server:
        assert ask(way, waits.endpoint(server.url)).answer == GOOD


def test_missing_key_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the variable to set."""
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(InputError, match="OPENAI_API_KEY"):
        Client(Endpoint(model="model-1"))


@pytest.mark.parametrize("settings", [{"max_requests": 0}, {"max_reasks": -1}], ids=str)
def test_impossible_budget_is_refused(settings: dict[str, int]) -> None:
    """At least one request, at least no re-ask."""
    with pytest.raises(InputError, match="max_requests"):
        Waits().endpoint(None, **settings)


def test_miss_of_a_cassette_reaches_the_caller(
    way: str, waits: Waits, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """Not as a connection error, not retried, and without a key."""
    monkeypatch.delenv("OPENAI_API_KEY")
    replay = ReplayTransport(Cassette(tmp_path / "answers.yaml"))
    with pytest.raises(CassetteMiss, match=r"answers\.yaml"):
        ask(way, waits.endpoint(None, transport=replay))
    assert waits.asked == []


def blocked(_: httpx2.Request) -> httpx2.Response:
    raise RuntimeError("blocked")


def careless(_: httpx2.Request) -> httpx2.Response:
    Answer.model_validate({})
    return httpx2.Response(500)


@pytest.mark.parametrize(("respond", "error"), [(blocked, RuntimeError), (careless, ValidationError)])
def test_exception_of_a_transport_is_no_connection_error(
    respond: Callable[[httpx2.Request], httpx2.Response], error: type[Exception], way: str, waits: Waits
) -> None:
    """A bug, or a socket that the test suite blocks, is not asked again, nor taken for a broken answer."""
    with pytest.raises(error):
        ask(way, waits.endpoint("http://nowhere.invalid/v1", transport=httpx2.MockTransport(respond)))
    assert waits.asked == []


def test_base_url_must_be_one() -> None:
    """A forgotten scheme is said at once, not after a budget of retries."""
    with pytest.raises(InputError, match="localhost:8000"):
        Endpoint(model="model-1", base_url="localhost:8000/v1")


def test_threads_share_a_client(waits: Waits) -> None:
    """Each question keeps its own attempts and answer."""
    with serving(GOOD_REPLY) as server, closing(Client(waits.endpoint(server.url))) as client:
        one = functools.partial(client.ask, system="s", answer=Answer, prompt="events")
        with ThreadPoolExecutor(8) as pool:
            asked = list(pool.map(lambda number: one(user=str(number), article_id=f"a{number}"), range(40)))
    assert [answered.attempts[0].article_id for answered in asked] == [f"a{number}" for number in range(40)]
    assert {len(answered.attempts) for answered in asked} == {1}
    assert sorted(int(body["messages"][1]["content"]) for body in server.bodies) == list(range(40))


def test_tasks_share_a_client(waits: Waits) -> None:
    """Each question keeps its own attempts and answer."""

    async def all_at_once(server: ScriptedServer) -> list[Asked[Answer]]:
        async with aclosing(Client(waits.endpoint(server.url))) as client:
            one = functools.partial(client.aask, system="s", answer=Answer, prompt="events")
            return await asyncio.gather(*(one(user=str(number), article_id=f"a{number}") for number in range(40)))

    with serving(GOOD_REPLY) as server:
        asked = asyncio.run(all_at_once(server))
    assert [answered.attempts[0].article_id for answered in asked] == [f"a{number}" for number in range(40)]
    assert len(server.bodies) == 40


def test_given_transport_serves_both_ways(way: str, waits: Waits) -> None:
    """A transport that is asynchronous too need be named once."""

    def respond(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers=GOOD_REPLY.headers, text=GOOD_REPLY.body)

    transport = httpx2.MockTransport(respond)
    assert ask(way, waits.endpoint("http://nowhere.invalid/v1", transport=transport)).answer == GOOD


def test_importing_the_client_imports_no_sdk() -> None:
    """`claimx --help` does not pay for openai and instructor."""
    program = "import sys, claimx.extracting.client as _; print({'openai', 'instructor', 'httpx2'} & set(sys.modules))"
    command = [sys.executable, "-c", program]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- fixed words
    assert finished.stdout.strip() == "set()"
