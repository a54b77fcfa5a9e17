"""HTTP clients that take a response whole or not at all: within a time, within a size, and with nothing left behind.

The timeouts of httpx2 are for each read, so what drips never ends; nor does it bound what it reads, and a small body
can be the compression of a huge one. These are clients and not transports because a client makes the transports for
the proxies that the environment names, and would not if it were given one.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import aclosing, closing, contextmanager, suppress
from http.cookiejar import CookieJar
from typing import Any, Final

import httpx2

MOST_BYTES: Final = 32 * 2**20
"""How large a response may be, as it is sent and again when it is decompressed: a hundred times a long answer."""

_TRANSFER_HEADERS: Final = (b"content-encoding", b"content-length", b"transfer-encoding")


def read(response: httpx2.Response) -> httpx2.Response:
    """Return a response with its content, at most `MOST_BYTES`, in the place of one that is still coming.

    One that has been read, such as a recording, is returned as it is.

    Raises:
        httpx2.DecodingError: it is too large, or cannot be decompressed.
    """
    if response.is_stream_consumed:
        return response
    sent = _Body()
    with closing(response):
        for piece in response.iter_raw():
            sent.add(piece)
    return _whole(response, sent.joined())


async def aread(response: httpx2.Response) -> httpx2.Response:
    """Do what `read` does, without blocking the event loop."""
    if response.is_stream_consumed:
        return response
    sent = _Body()
    async with aclosing(response):
        async for piece in response.aiter_raw():
            sent.add(piece)
    return _whole(response, sent.joined())


class LimitedClient(httpx2.Client):
    """Sends each request on a connection of its own, and has read the response after `seconds`.

    What a transport blocks on that is no connection of httpx2's is not interrupted.
    """

    def __init__(self, *, seconds: float, **settings: Any) -> None:
        super().__init__(**settings, cookies=_NoCookies())
        self._seconds = seconds

    def send(self, request: httpx2.Request, **settings: Any) -> httpx2.Response:
        """Send a request, and read its response.

        Raises:
            httpx2.ReadTimeout: the response was not whole in time.
            httpx2.DecodingError: it is too large, or cannot be decompressed.
        """
        _stand_alone(request)
        with _watched(request, self._seconds):
            response = read(super().send(request, **settings | {"stream": True}))
        response.request = request
        return response


class AsyncLimitedClient(httpx2.AsyncClient):
    """Does what `LimitedClient` does without blocking the event loop, and interrupts any transport."""

    def __init__(self, *, seconds: float, **settings: Any) -> None:
        super().__init__(**settings, cookies=_NoCookies())
        self._seconds = seconds

    async def send(self, request: httpx2.Request, **settings: Any) -> httpx2.Response:
        """Send a request, and read its response; raises what `LimitedClient.send` raises."""
        _stand_alone(request)
        try:
            async with asyncio.timeout(self._seconds):
                response = await aread(await super().send(request, **settings | {"stream": True}))
        except TimeoutError:
            raise _late(request, self._seconds) from None
        response.request = request
        return response


class _NoCookies(CookieJar):
    """Takes no cookie: it would go with the requests about other articles."""

    def extract_cookies(self, *_: object) -> None:
        """Take none."""


def _stand_alone(request: httpx2.Request) -> None:
    """Have the request sent on a connection of its own.

    What a response left unread, or a server closed in between, is then no fault of the next article's. A handshake is
    nothing beside the seconds that an answer takes.
    """
    request.headers["connection"] = "close"


class _Body:
    """Bytes that come in pieces, up to the most that is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > MOST_BYTES:
            raise httpx2.DecodingError(f"the response is larger than {MOST_BYTES} bytes")
        self._pieces.append(piece)

    def joined(self) -> bytes:
        return b"".join(self._pieces)


def _whole(response: httpx2.Response, sent: bytes) -> httpx2.Response:
    """Return the response with its content, decompressed."""
    headers = [pair for pair in response.headers.raw if pair[0].lower() not in _TRANSFER_HEADERS]
    content = _decompressed(sent, response.headers)
    whole = httpx2.Response(response.status_code, headers=headers, content=content)
    # The charset that a header names may be any codec of Python's, some of which do not decode to text. JSON is UTF-8.
    whole.encoding = "utf-8"
    return whole


def _decompressed(sent: bytes, headers: httpx2.Headers) -> bytes:
    # Each compression of a compression multiplies the work, and serves nobody.
    if len(headers.get_list("content-encoding", split_commas=True)) > 1:
        raise httpx2.DecodingError("the response is compressed more than once")
    body = _Body()
    for piece in httpx2.Response(200, headers=headers, stream=httpx2.ByteStream(sent)).iter_bytes():
        body.add(piece)
    return body.joined()


def _late(request: httpx2.Request, seconds: float) -> httpx2.ReadTimeout:
    return httpx2.ReadTimeout(f"no whole response in {seconds:g} seconds", request=request)


@contextmanager
def _watched(request: httpx2.Request, seconds: float) -> Iterator[None]:
    """Cut the request's connection when its time is up, and raise what that means."""
    watch = _Watch(seconds)
    request.extensions = {**request.extensions, "trace": watch.told}
    try:
        with watch:
            yield
    except httpx2.TransportError:
        if watch.is_over:
            raise _late(request, seconds) from None
        raise
    if watch.is_over:  # a body without a stated length ends where it is cut, and seems whole
        raise _late(request, seconds)


class _Watch:
    """Looks at the clock beside a thread that reads, which cannot."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._stream: Any = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def told(self, event: str, details: Mapping[str, Any]) -> None:
        """Learn of a connection as it is made; the arguments are those of httpx2's `trace` extension."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._stream = details["return_value"]
            if self.is_over:
                self._cut()

    def _end(self) -> None:
        self.is_over = True
        self._cut()

    def _cut(self) -> None:
        # Closing a socket would not wake the thread that reads from it, and shutting down TLS would unwrap it first.
        if self._stream is not None:
            with suppress(OSError):  # it is closed, or wrapped in TLS just now
                socket.socket.shutdown(self._stream.get_extra_info("socket"), socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
