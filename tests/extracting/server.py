"""A scripted endpoint on the loopback: answers each request with the next reply, and repeats the last one."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any, Literal


@dataclass(frozen=True)
class Reply:
    """One response, or one way of failing to respond."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    fault: Literal["none", "reset", "dropped", "held"] = "none"
    """`reset`: no response; `dropped`: closed amid the body; `held`: no response until the server is closed."""


def completion(content: str | None, *, finish_reason: str = "stop", refusal: str | None = None) -> Reply:
    """Return a completion with 100 prompt tokens, of which 60 cached, and 20 completion tokens."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "model-1",
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}],
        "usage": {
            "prompt_tokens": 100,
            "completion_tokens": 20,
            "total_tokens": 120,
            "prompt_tokens_details": {"cached_tokens": 60},
        },
    }
    return Reply(body=json.dumps(body))


def failure(status: int, message: str = "no", *, code: str | None = None, headers: Mapping[str, str] = {}) -> Reply:
    """Return an error as OpenAI words it."""
    body = json.dumps({"error": {"message": message, "type": "error", "code": code}})
    return Reply(status=status, body=body, headers={"content-type": "application/json", **headers})


class ScriptedServer(ThreadingTCPServer):
    """Remembers the body and headers of each request."""

    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, replies: Sequence[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[dict[str, Any]] = []
        self.raw_bodies: list[bytes] = []
        self.request_headers: list[dict[str, str]] = []
        self.released = threading.Event()
        self._replies = list(replies)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def next_reply(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Remember a request and return what it gets."""
        with self._lock:
            self.raw_bodies.append(body)
            self.bodies.append(json.loads(body))
            self.request_headers.append({name.lower(): value for name, value in headers.items()})
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        reply = self.server.next_reply(body, dict(self.headers.items()))
        if reply.fault == "held":
            self.server.released.wait()
        if reply.fault in ("reset", "held"):
            self._reset()
            return
        self._answer(reply)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is http.server's
        """Stay silent."""

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 -- the signature is http.server's
        """Return the Date that replies bear."""
        return "Mon, 01 Jan 2024 00:00:00 GMT"

    def _answer(self, reply: Reply) -> None:
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if reply.fault == "dropped" else body)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


@contextlib.contextmanager
def serving(*replies: Reply) -> Iterator[ScriptedServer]:
    """Serve the replies in turn."""
    server = ScriptedServer(replies)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
