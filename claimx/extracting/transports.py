"""Cassettes as transports of the HTTP client: answers are replayed, or recorded, below everything that asks.

VCR patches the client's library for the whole process, which loses calls under threads and tasks; a transport is given
to one client.
"""

from __future__ import annotations

import functools
import json
import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx2

from claimx.errors import CassetteMiss
from claimx.extracting.cassette import RECORDED_HEADERS, REPLAYED, Cassette, Recording, is_answer
from claimx.extracting.limits import aread, read


@functools.cache
def certificates() -> ssl.SSLContext:
    """Return the trusted certificates; loading them takes longer than all the rest of making a client."""
    return httpx2.create_ssl_context()


def asynchronous(transport: httpx2.BaseTransport | None) -> httpx2.AsyncBaseTransport | None:
    """Return the transport where it is asynchronous too, else None."""
    return transport if isinstance(transport, httpx2.AsyncBaseTransport) else None


def is_tape(transport: httpx2.BaseTransport | None) -> bool:
    """Tell whether the answers come from recordings, or go to them."""
    return isinstance(transport, ReplayTransport | RecordTransport)


class ReplayTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers from a cassette alone; raises CassetteMiss for what it does not hold."""

    def __init__(self, cassette: Cassette) -> None:
        self.cassette = cassette

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer from the cassette."""
        return self._replay(request.read())

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer from the cassette."""
        return self._replay(await request.aread())

    def _replay(self, body: bytes) -> httpx2.Response:
        recording = self.cassette.find(body)
        if recording is None:
            raise _miss(self.cassette, body)
        return _replayed(recording)


class RecordTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers from the cassette at `path` where it can, else from `inner`, whose answers it records at once.

    Only answers are recorded, no faults. Without `inner` or `async_inner` the requests go to the network.
    """

    def __init__(
        self,
        path: str | Path,
        inner: httpx2.BaseTransport | None = None,
        *,
        async_inner: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.cassette = Cassette.load(path) if Path(path).exists() else Cassette(path)
        self._inner = inner or httpx2.HTTPTransport()
        self._async_inner = async_inner or asynchronous(inner) or httpx2.AsyncHTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Replay the request, or send and record it."""
        body = request.read()
        if (recording := self.cassette.find(body)) is not None:
            return _replayed(recording)
        return self._recorded(body, read(self._inner.handle_request(request)))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Replay the request, or send and record it."""
        body = await request.aread()
        if (recording := self.cassette.find(body)) is not None:
            return _replayed(recording)
        return self._recorded(body, await aread(await self._async_inner.handle_async_request(request)))

    def close(self) -> None:
        """Close the transport behind this one."""
        self._inner.close()

    async def aclose(self) -> None:
        """Close the asynchronous transport behind this one."""
        await self._async_inner.aclose()

    def _recorded(self, body: bytes, response: httpx2.Response) -> httpx2.Response:
        if response.status_code == 200 and is_answer(response.content):
            # Not the response itself: a re-ask quotes the answer, and is to be the same request in the replay.
            return _response(self.cassette.add(Recording.of(request=body, response=response.content)))
        return response


def _replayed(recording: Recording) -> httpx2.Response:
    response = _response(recording)
    response.headers[REPLAYED] = "1"
    return response


def _response(recording: Recording) -> httpx2.Response:
    headers = {name: values[0] for name, values in RECORDED_HEADERS.items()}
    return httpx2.Response(200, headers=headers, content=recording.response.encode())


def _miss(cassette: Cassette, body: bytes) -> CassetteMiss:
    """Return the error for a request without a recording, saying what differs from the nearest one."""
    asked = _parts(body)
    recorded = (_parts(recording.request) for recording in cassette)
    nearest = min((_changes(parts, asked) for parts in recorded), key=_distance, default=["nothing is recorded"])
    name = f" for {asked['name']!r}" if asked.get("name") else ""
    return CassetteMiss(
        f"{cassette.path}: no recorded answer{name}: {', '.join(nearest)}; record again with --record {cassette.path}"
    )


def _parts(body: str | bytes) -> dict[str, str]:
    try:
        request = json.loads(body)
        messages = request.pop("messages")
        contents = [message["content"] for message in messages]
        form = request.pop("response_format", {})
        return {
            "model": str(request.pop("model", None)),
            "prompt": contents[0],
            "schema": json.dumps(form, sort_keys=True),
            "article": contents[1],
            "reask": json.dumps(contents[2:]),
            "settings": json.dumps(request, sort_keys=True),
            "name": form.get("json_schema", {}).get("name", ""),
        }
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


_CHANGES = {
    "article": "this article was not recorded",
    "reask": "what is asked again changed",
    "prompt": "the prompt changed",
    "schema": "the schema changed",
    "model": "the model changed",
    "settings": "the settings of the request changed",
}


def _changes(recorded: Mapping[str, str], asked: Mapping[str, str]) -> Sequence[str]:
    return [change for part, change in _CHANGES.items() if recorded.get(part) != asked.get(part)]


def _distance(changes: Sequence[str]) -> tuple[int, bool]:
    """Fewest changes first; of equally near recordings, the one of the same article tells more."""
    return len(changes), _CHANGES["article"] in changes
