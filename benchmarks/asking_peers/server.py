"""An endpoint on the loopback that answers every chat completion with the same answer, after a while.

Run as python -m benchmarks.asking_peers.server SECONDS; it prints its port and ends with its standard input. The first
part of a path says in which form it answers: /schema/v1/chat/completions.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import Final, get_args

from benchmarks.asking_peers.wording import Form, completion

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_CLOSE: Final = re.compile(rb"\r\nconnection: *close\r\n", re.IGNORECASE)
_ANSWERS: Final = {form.encode(): completion(form) for form in get_args(Form)}


@contextmanager
def serving(seconds: float) -> Iterator[str]:
    """Serve in a process of its own; yields the address up to the form."""
    command = [sys.executable, "-m", "benchmarks.asking_peers.server", str(seconds)]
    with Popen(command, stdin=PIPE, stdout=PIPE) as process:  # noqa: S603 -- this module
        if process.stdout is None:
            raise ValueError("a pipe was asked for")
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        # Leaving the block closes the pipe, and with it ends the server.


def response(request: bytes) -> bytes:
    """Return the response to a request, of which the head is enough."""
    body = _ANSWERS[request.split(b"/", 2)[1]]
    connection = b"close" if _CLOSE.search(request) else b"keep-alive"
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: %b\r\ncontent-length: %d\r\n\r\n"
    return head % (connection, len(body)) + body


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, seconds: float) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            await asyncio.sleep(seconds)
            writer.write(response(head))
            await writer.drain()
            if _CLOSE.search(head):
                return
    except (asyncio.IncompleteReadError, ConnectionError):
        return  # the client has gone
    finally:
        writer.close()


async def _main(seconds: float) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _serve(reader, writer, seconds=seconds)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1024, limit=2**20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(float(sys.argv[1])))
