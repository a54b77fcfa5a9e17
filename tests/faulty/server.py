"""A server on the loopback that speaks HTTP byte by byte, by a script.

    with misbehaving(in_turn(CUT, then=GOOD)) as server: ...   # the first request is cut off, all others are answered

It has no idea of HTTP beyond where a request ends: what it sends is what the script says, also where that is no HTTP.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Literal


@dataclass(frozen=True)
class Hit:
    """A request that arrived."""

    head: bytes
    """The request line and the headers."""
    body: bytes

    def header(self, name: str) -> str | None:
        """Return the value of a header; None where it is not there."""
        lines = (line.partition(":") for line in self.head.decode("latin-1").split("\r\n")[1:])
        return next((value.strip() for named, _, value in lines if named.lower() == name.lower()), None)


@dataclass(frozen=True)
class Behaviour:
    """What a request gets: pieces of bytes, sent one by one, and an ending."""

    pieces: Callable[[Hit], Iterable[bytes]]
    """The pieces may go on for ever: sending ends when the client hangs up."""
    ending: Literal["keep", "close", "reset", "hold"] = "close"
    """`keep`: the connection may serve another request; `hold`: nothing more comes, and it stays open."""
    pace: float = 0
    """Seconds before each piece."""


Script = Callable[[Hit], Behaviour]
"""Chooses what a request gets; is called for one request at a time."""


def in_turn(*behaviours: Behaviour, then: Behaviour) -> Script:
    """Return a script that gives each request the next behaviour, and `then` to all after them."""
    left = list(behaviours)
    return lambda _: left.pop(0) if left else then


class FaultyServer(ThreadingTCPServer):
    """Plays a script, and remembers each request whose head arrived."""

    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.hits: list[Hit] = []
        self.over = threading.Event()
        self._script = script
        self._lock = threading.Lock()
        self._connections: list[socket.socket] = []

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def joined(self, connection: socket.socket) -> None:
        """Remember a connection, to end it with the server."""
        with self._lock:
            self._connections.append(connection)

    def met(self, hit: Hit) -> Behaviour:
        """Remember a request and return what it gets."""
        with self._lock:
            self.hits.append(hit)
            return self._script(hit)

    def end(self) -> None:
        """Stop listening and speaking."""
        self.over.set()
        self.shutdown()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Conversation(BaseRequestHandler):
    server: FaultyServer
    request: socket.socket

    def handle(self) -> None:
        self.server.joined(self.request)
        self._unread = b""
        with contextlib.suppress(OSError):  # the client hung up
            while (hit := self._listen()) is not None and self._speak(hit, self.server.met(hit)) == "keep":
                pass

    def _listen(self) -> Hit | None:
        head = self._until(b"\r\n\r\n")
        if head is None:
            return None
        hit = Hit(head, b"")
        return Hit(head, self._exactly(int(hit.header("content-length") or 0)))

    def _until(self, mark: bytes) -> bytes | None:
        while mark not in self._unread:
            received = self.request.recv(65536)
            if not received:
                return None
            self._unread += received
        head, _, self._unread = self._unread.partition(mark)
        return head

    def _exactly(self, length: int) -> bytes:
        while len(self._unread) < length and (received := self.request.recv(65536)):
            self._unread += received
        body, self._unread = self._unread[:length], self._unread[length:]
        return body

    def _speak(self, hit: Hit, behaviour: Behaviour) -> str:
        for piece in behaviour.pieces(hit):
            if self.server.over.wait(behaviour.pace) if behaviour.pace else self.server.over.is_set():
                return "close"
            self.request.sendall(piece)
        if behaviour.ending == "hold":
            self.server.over.wait()
        if behaviour.ending == "reset":
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.request.close()
        return behaviour.ending


@contextlib.contextmanager
def misbehaving(script: Script) -> Iterator[FaultyServer]:
    """Serve by a script."""
    server = FaultyServer(script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join()
