"""A provider on the loopback that tells each step of each request, so that a test can kill whoever asks there."""

from __future__ import annotations

import hashlib
import json
import threading
import urllib.parse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

from claimx.entry import canonical
from tests.batching.service import Service

Step = Literal["arrived", "done", "half", "answered"]
"""`done`: what was asked has taken effect, and nothing is sent back yet; `half`: half of the response is sent."""
STEPS: tuple[Step, ...] = ("arrived", "done", "half", "answered")
Witness = Callable[[int, Step], bool]
"""Is told each step of each request of a run, by the request's number from 0; True where whoever asked is dead."""


class Server(ThreadingHTTPServer):
    """Serves a provider; each run has an address, so that what a dead one sent is not taken for another's."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, service: Service) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.service = service
        self.hits: defaultdict[int, Counter[str]] = defaultdict(Counter)
        """How often each question arrived, by run."""
        self.run = 0
        self.witnesses: dict[int, Witness] = {}
        self._numbers: Counter[int] = Counter()
        self._change = threading.Condition()
        self._busy = 0

    def url(self) -> str:
        """The base URL of a new run."""
        self.run += 1
        return f"http://127.0.0.1:{self.server_address[1]}/{self.run}/v1"

    @property
    def base(self) -> str:
        """The base URL of all runs together."""
        return f"http://127.0.0.1:{self.server_address[1]}/0/v1"

    def witness(self, run: int, number: int, step: Step) -> bool:
        """Tell a step of a request of a run; True where whoever asked is dead."""
        witness = self.witnesses.get(run)
        return witness is not None and witness(number, step)

    def all_hits(self) -> Counter[str]:
        """How often each question arrived."""
        return sum(self.hits.values(), Counter())

    def number(self, run: int) -> int:
        """The number of a request of a run."""
        with self._change:
            self._numbers[run] += 1
            return self._numbers[run] - 1

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Be at work."""
        with self._change:
            self._busy += 1
        try:
            yield
        finally:
            with self._change:
                self._busy -= 1
                self._change.notify_all()

    def settle(self) -> None:
        """Wait until all that was sent by now has arrived, and all that arrived is dealt with."""
        connection = HTTPConnection("127.0.0.1", self.server_address[1], timeout=30)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()
        with self._change:
            self._change.wait_for(lambda: self._busy == 0, timeout=30)


class _Conversation(BaseHTTPRequestHandler):
    server: Server

    def handle(self) -> None:
        with self.server.busy(), suppress(OSError):  # whoever asked is gone
            super().handle()

    def do_POST(self) -> None:
        self._answer("POST")

    def do_GET(self) -> None:
        self._answer("GET")

    def _answer(self, method: str) -> None:
        length = int(self.headers.get("content-length") or 0)
        content = self.rfile.read(length)
        if len(content) < length:  # whoever sent it is dead
            return
        whole = urllib.parse.urlsplit(self.path)
        if whole.path == "/":
            self._send(200, b"{}")
            return
        self._play(int(whole.path.split("/")[1]) or self.server.run, method, whole, content)

    def _play(self, run: int, method: str, whole: urllib.parse.SplitResult, content: bytes) -> None:
        server, number = self.server, self.server.number(run)
        if whole.path.endswith("/chat/completions"):
            server.hits[run][key_of(content)] += 1
        if server.witness(run, number, "arrived"):
            return
        query = dict(urllib.parse.parse_qsl(whole.query))
        reply = server.service.reply(method, whole.path, content, query)
        if not server.witness(run, number, "done"):
            self._send(reply.status, reply.content, lambda: server.witness(run, number, "half"))
            server.witness(run, number, "answered")

    def _send(self, status: int, content: bytes, halfway: Callable[[], bool] = lambda: False) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.wfile.flush()
        if not halfway():
            self.wfile.write(content[len(content) // 2 :])
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is http.server's
        """Stay silent."""


def key_of(content: bytes) -> str:
    """The key of a request by its body."""
    return hashlib.sha256(canonical(json.loads(content)).encode()).hexdigest()


@contextmanager
def serving(service: Service | None = None) -> Iterator[Server]:
    """Serve a provider."""
    server = Server(service or Service())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
