"""Reading: answers and failures out of the files that a provider returns, whatever is wrong with a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO, Final, NamedTuple

from claimx.entry import Entry, Request
from claimx.errors import ExtractionError, TransportFailed
from claimx.extracting.exchange import Exchange

OK: Final = 200
LONGEST: Final = 32 * 2**20
"""Bytes of a line that are read; as many as of a live response."""


class Line(NamedTuple):
    """One line of a file of answers."""

    key: str
    status: int | None
    """Of the response; None where there was none."""
    body: Any
    error: str | None
    """Why there was none."""


def read_answers(file: BinaryIO, *, longest: int = LONGEST) -> Iterator[Line | None]:
    """Yield the lines of a file, in its order; None for one that cannot be read, or is longer than `longest` bytes."""
    while text := file.readline(longest):
        if len(text) == longest and not text.endswith(b"\n"):
            _skip_line(file, longest)
            yield None
        elif text.strip():
            yield _line(text)


def _skip_line(file: BinaryIO, at_once: int) -> None:
    while (rest := file.readline(at_once)) and not rest.endswith(b"\n"):
        pass


def _line(text: bytes) -> Line | None:
    try:
        told = json.loads(text)
        key, response, error = told["custom_id"], told.get("response"), told.get("error")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(key, str):
        return None
    if isinstance(response, dict) and isinstance(response.get("status_code"), int):
        return Line(key, response["status_code"], response.get("body"), None)
    return Line(key, None, None, _said(error))


def _said(error: object) -> str:
    if isinstance(error, dict) and (error.get("code") or error.get("message")):
        return ": ".join(str(error[name]) for name in ("code", "message") if error.get(name))
    return "neither a response nor an error"


def entry_of(request: Request, line: Line) -> Entry:
    """Return what a line tells of a request, classed as a live response would be."""
    exchange = _exchange(request)
    # Whatever it raises stands in the entry.
    with suppress(ExtractionError):
        _hear(exchange, line)
    return _entry(exchange)


def missing(request: Request, reason: str) -> Entry:
    """Return the failure of a request about which no line tells."""
    exchange = _exchange(request)
    exchange.failed(TransportFailed, reason)
    return _entry(exchange)


def _exchange(request: Request) -> Exchange:
    exchange = Exchange(request, max_requests=1, max_reasks=0, spent=0, recalled=0)
    exchange.begin()
    exchange.via = "batch"
    return exchange


def _hear(exchange: Exchange, line: Line) -> None:
    if line.status == OK:
        exchange.read(json.dumps(line.body))
    elif line.status is not None:
        error = line.body.get("error") if isinstance(line.body, dict) else None
        told = error if isinstance(error, dict) else {}
        code, reason = told.get("code"), str(told.get("message") or line.body)
        raise exchange.rejected(line.status, code=code if isinstance(code, str) else None, reason=reason, headers={})
    else:
        raise exchange.failed(TransportFailed, f"the batch brought no response: {line.error}")


def _entry(exchange: Exchange) -> Entry:
    entry = exchange.entry()
    if entry is None:
        raise ValueError("an exchange without an outcome")
    return entry
