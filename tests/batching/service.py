"""A provider of chat completions and of the Batch API, in memory: it does what is right, save where a test disturbs it.

It knows no HTTP client and no server, so that tests can put it behind either.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any, Final, Literal

import httpx2

from claimx.extracting import Endpoint

from .asking import answered

Call = Literal["ask", "upload", "fetch", "make", "look", "list"]
CALLS: Final[Mapping[str, Call]] = {
    r"POST .*/chat/completions": "ask",
    r"POST .*/files": "upload",
    r"GET .*/files/([^/]+)/content": "fetch",
    r"POST .*/batches": "make",
    r"GET .*/batches/([^/]+)": "look",
    r"GET .*/batches": "list",
}
PAGE: Final = 2
"""Jobs on a page of the list, so that there are several."""


@dataclass(frozen=True)
class Reply:
    """A response, or the loss of one."""

    status: int = 200
    content: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    cut: bool = False
    """The connection ends in the middle of the content."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a call."""

    reply: Reply
    is_done: bool = False
    """What was asked is done nevertheless."""


@dataclass(frozen=True)
class End:
    """How a job ends."""

    status: str = "completed"
    output: Sequence[bytes] | None = None
    """Lines; None for no file."""
    errors: Sequence[bytes] | None = None
    said: Sequence[str] = ()


Row = dict[str, Any]


def row(custom_id: str, body: object, *, status: int = 200) -> Row:
    """A line of an output file."""
    response = {"status_code": status, "request_id": "r", "body": body}
    return {"id": "line", "custom_id": custom_id, "response": response, "error": None}


def lines(rows: Sequence[Row]) -> list[bytes]:
    """Rows as lines."""
    return [json.dumps(one).encode() for one in rows]


def well(_: int, rows: Sequence[Row]) -> End:
    """A job that ends well."""
    return End(output=lines(rows))


def json_reply(value: object, status: int = 200) -> Reply:
    """A response of JSON."""
    return Reply(status, json.dumps(value).encode())


def error_reply(status: int, message: str, **headers: str) -> Reply:
    """An error as the API words it."""
    content = json.dumps({"error": {"message": message, "type": "error", "code": None}}).encode()
    return Reply(status, content, {"content-type": "application/json"} | headers)


class Service:
    """A provider."""

    def __init__(self, *, answer: Callable[[Row], Row] = answered, lists: bool = True) -> None:
        self.answer, self.lists = answer, lists
        self.end: Callable[[int, Sequence[Row]], End] = well
        """What comes of a job: of its number, counted from 0, and the lines with all answers."""
        self.is_working = True
        """Whether jobs end as soon as they are made."""
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        """What goes wrong with the next calls of a kind."""
        self.files: dict[str, bytes] = {}
        self.jobs: dict[str, Row] = {}
        self.made = 0
        self.calls: list[Call] = []
        self.seen: list[bytes] = []
        """Bodies of chat completions, in order."""
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def asked(self) -> Counter[str]:
        """How often each question stands in a job."""
        return Counter(one["custom_id"] for job in self.jobs.values() for one in self.questions(job["input_file_id"]))

    def questions(self, name: str) -> list[Row]:
        """The lines of a file of questions."""
        return [json.loads(line) for line in self.files[name].splitlines()]

    def reply(self, method: str, path: str, content: bytes, query: Mapping[str, str]) -> Reply:
        """Answer a request; `path` has no query."""
        with self._lock:
            call, name = _call(method, path)
            self.calls.append(call)
            fault = self.faults[call].popleft() if self.faults[call] else None
            if fault is not None and not fault.is_done:
                return fault.reply
            reply = self._do(call, name, content, query)
            return reply if fault is None else fault.reply

    def _do(self, call: Call, name: str, content: bytes, query: Mapping[str, str]) -> Reply:
        if call == "ask":
            self.seen.append(content)
            return json_reply(self.answer(json.loads(content)))
        if call == "upload":
            return json_reply({"id": self._add(_file_in(content)), "object": "file"})
        if call == "make":
            return self._make(json.loads(content))
        if call == "list":
            return self._list(query.get("after")) if self.lists else error_reply(404, "no such page")
        if call == "fetch":
            return Reply(200, self.files[name]) if name in self.files else error_reply(404, "no such file")
        if name not in self.jobs:
            return error_reply(404, "no such batch")
        self._finish(self.jobs[name])
        return json_reply(self.jobs[name])

    def _add(self, content: bytes) -> str:
        name = f"file-{len(self.files)}"
        self.files[name] = content
        return name

    def _make(self, asked: Row) -> Reply:
        if asked["input_file_id"] not in self.files:
            return error_reply(400, "no such input file")
        number, self.made = self.made, self.made + 1
        job = {
            "id": f"batch-{number}",
            "object": "batch",
            "status": "validating",
            "input_file_id": asked["input_file_id"],
            "metadata": asked["metadata"],
        }
        self.jobs[job["id"]] = job
        return json_reply(job)

    def _list(self, after: str | None) -> Reply:
        jobs = list(reversed(self.jobs.values()))
        begin = 1 + [job["id"] for job in jobs].index(after) if after else 0
        page = jobs[begin : begin + PAGE]
        return json_reply({"object": "list", "data": page, "has_more": begin + PAGE < len(jobs)})

    def _finish(self, job: Row) -> None:
        if not self.is_working or job["status"] != "validating":
            return
        rows = [row(one["custom_id"], self.answer(one["body"])) for one in self.questions(job["input_file_id"])]
        end = self.end(int(job["id"].removeprefix("batch-")), rows)
        job["status"] = end.status
        for name, told in (("output_file_id", end.output), ("error_file_id", end.errors)):
            if told is not None:
                job[name] = self._add(b"".join(line + b"\n" for line in told))
        if end.said:
            job["errors"] = {"object": "list", "data": [{"message": said} for said in end.said]}

    def endpoint(self, **settings: Any) -> Endpoint:
        """The endpoint, without a network; waits are noted, and take no time."""

        async def no_sleep(seconds: float) -> None:
            self.slept.append(seconds)

        return Endpoint(
            model="m",
            base_url="http://127.0.0.1:9/v1",
            transport=httpx2.MockTransport(self._respond),
            sleep=self.slept.append,
            async_sleep=no_sleep,
            wait=lambda _: 0.0,
            **settings,
        )

    def _respond(self, request: httpx2.Request) -> httpx2.Response:
        query = dict(request.url.params)
        reply = self.reply(request.method, request.url.path, request.read(), query)
        if reply.cut:
            return httpx2.Response(reply.status, headers=dict(reply.headers), stream=_Cut(reply.content))
        return httpx2.Response(reply.status, headers=dict(reply.headers), content=reply.content)


class _Cut(httpx2.SyncByteStream):
    """A body that ends too early."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content[: len(self._content) // 2]
        raise httpx2.ReadError("connection reset")


def _call(method: str, path: str) -> tuple[Call, str]:
    for pattern, call in CALLS.items():
        if found := re.fullmatch(pattern, f"{method} {path}"):
            return call, "".join(found.groups())
    raise AssertionError(f"{method} {path}")


def _file_in(content: bytes) -> bytes:
    """The file in a multipart body, whose boundary is its first line."""
    boundary = content[2 : content.index(b"\r\n")].decode()
    form = message_from_bytes(f"Content-Type: multipart/form-data; boundary={boundary}\r\n\r\n".encode() + content)
    parts = {part.get_param("name", header="content-disposition"): part for part in form.get_payload()}  # type: ignore[union-attr]  # a multipart message holds messages
    payload = parts["file"].get_payload(decode=True)  # type: ignore[union-attr]  # the same
    assert isinstance(payload, bytes)
    return payload
