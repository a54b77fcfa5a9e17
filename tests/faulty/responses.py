"""Responses as bytes, and what is not quite one."""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from .server import Behaviour, Hit

Header = tuple[str, str]
JSON: Header = ("Content-Type", "application/json")
HTML: Header = ("Content-Type", "text/html")


def head(status: int, *headers: Header, version: str = "1.1") -> bytes:
    """Return a status line and headers, with the empty line that ends them."""
    lines = [f"HTTP/{version} {status} Whatever", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def length(body: bytes) -> Header:
    """Return the header that tells a body's length."""
    return "Content-Length", str(len(body))


def response(status: int, body: bytes, *headers: Header) -> bytes:
    """Return a response as it should be."""
    return head(status, *headers, length(body)) + body


def chunked(*chunks: bytes) -> bytes:
    """Return chunks of a body, without the one that ends it."""
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)


def completion(content: object, *, finish_reason: str = "stop", refusal: str | None = None) -> dict[str, Any]:
    """Return a chat completion."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "model-1",
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


def encoded(body: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(body).encode()


Ending = Literal["keep", "close", "reset", "hold"]


def sends(*pieces: bytes, ending: Ending = "close", pace: float = 0) -> Behaviour:
    """Return the behaviour that sends these pieces."""
    return Behaviour(lambda _: pieces, ending, pace)


def endless(start: bytes, again: bytes) -> Behaviour:
    """Return the behaviour that sends a start, and then the same piece again and again until the client hangs up."""
    return Behaviour(lambda _: itertools.chain((start,), itertools.repeat(again)))


def drips(start: bytes, again: bytes, *, pace: float) -> Behaviour:
    """Return the behaviour that sends a start, and then the same piece every so many seconds, for ten."""
    return Behaviour(lambda _: itertools.chain((start,), itertools.repeat(again, round(10 / pace))), pace=pace)


def answers(status: int, body: object, *headers: Header) -> Behaviour:
    """Return the behaviour of a decent server, which keeps the connection."""
    text = body if isinstance(body, bytes) else encoded(body)
    return sends(response(status, text, *(headers or (JSON,))), ending="keep")


def errs(status: int, *headers: Header, message: str = "no", code: str | None = None) -> Behaviour:
    """Return the behaviour of an API that reports an error as OpenAI words it."""
    return answers(status, {"error": {"message": message, "type": "error", "code": code}}, JSON, *headers)


def echoes(status: int, *headers: Header) -> Behaviour:
    """Return the behaviour of a server that shows what it was sent, key and all."""

    def pieces(hit: Hit) -> Iterable[bytes]:
        body = f"<html><body><h1>{status}</h1><pre>{hit.header('authorization')}\n{hit.head!r}</pre></body></html>"
        yield response(status, body.encode(), HTML, *headers)

    return Behaviour(pieces, "keep")


def bomb(*, pieces: int, size: int = 2**24) -> Iterator[bytes]:
    """Yield a gzip stream whose every piece inflates to `size` zeros, a thousand times what is sent."""
    deflating = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    zeros = bytes(size)
    yield deflating.compress(zeros) + deflating.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers to what came before, so that the same bytes can stand any number of times.
    piece = deflating.compress(zeros) + deflating.flush(zlib.Z_FULL_FLUSH)
    yield from itertools.repeat(piece, pieces - 1)


def inflates(*, pieces: int) -> Behaviour:
    """Return the behaviour that sends a gzip bomb of so many times 16 MiB."""
    start = head(200, JSON, ("Content-Encoding", "gzip"))
    return Behaviour(lambda _: itertools.chain((start,), bomb(pieces=pieces)))


def gzipped(body: bytes, *, times: int = 1) -> bytes:
    """Return a body compressed so many times."""
    for _ in range(times):
        body = gzip.compress(body, mtime=0)
    return body
