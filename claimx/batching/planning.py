"""Planning: open questions are dealt into jobs within the provider's limits, and each job is made once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from claimx.batching.provider import Provider, Refused, line_of
from claimx.batching.state import State
from claimx.entry import Request
from claimx.errors import BatchFailed
from claimx.inputs import fault
from claimx.ledger import Ledger
from claimx.record import canonical_json

MOST_REQUESTS: Final = 50_000
"""In one job (OpenAI's limit)."""
MOST_BYTES: Final = 200_000_000
"""Of one file (OpenAI's limit is 200 MB)."""


def plan(
    ledger: Ledger, requests: Iterable[Request], *, most_requests: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES
) -> int:
    """Write jobs for questions into the ledger, in the order of their keys; return how many.

    Raises:
        InputError: the ledger cannot be written.
    """
    (last,) = ledger.rows("SELECT coalesce(max(round), 0) FROM jobs")[0]
    jobs = list(_dealt(sorted(requests, key=lambda one: one.key), most_requests, most_bytes))
    with ledger.writing() as write:
        for keys, size in jobs:
            (number,) = write("SELECT coalesce(max(number), 0) + 1 FROM jobs").fetchone()
            tag = hashlib.sha256(f"{number} {' '.join(keys)}".encode()).hexdigest()[:32]
            write(
                "INSERT INTO jobs (number, tag, round, requests, bytes, status) VALUES (?, ?, ?, ?, ?, 'planned')",
                (number, tag, last + 1, len(keys), size),
            )
            for key in keys:
                write("INSERT INTO job_requests VALUES (?, ?)", (number, key))
    return len(jobs)


def _dealt(requests: Iterable[Request], most_requests: int, most_bytes: int) -> Iterator[tuple[list[str], int]]:
    """Yield the keys and the bytes of each job."""
    keys: list[str] = []
    size = 0
    for request in requests:
        length = len(_line(request))
        if keys and (len(keys) == most_requests or size + length > most_bytes):
            yield keys, size
            keys, size = [], 0
        keys.append(request.key)
        size += length
    if keys:
        yield keys, size


def _line(request: Request) -> bytes:
    return f"{canonical_json(line_of(request.key, request.body()))}\n".encode("utf-8", "replace")


def make_jobs(ledger: Ledger, provider: Provider) -> int:
    """Make the jobs that are planned; return how many.

    A job that was made when this process was killed is found by its tag, where the provider lists jobs.

    Raises:
        BatchFailed: the provider refuses; what was made before stays made.
    """
    planned = ledger.rows("SELECT number, tag, input_file FROM jobs WHERE batch IS NULL ORDER BY number")
    for number, tag, input_file in planned:
        # Only what was begun before can be there.
        name = input_file or _upload(ledger, provider, number)
        try:
            note(ledger, number, provider.make(name, tag=tag, begun=input_file is not None))
        except Refused:
            # It may be the file that is not liked, or not there any more.
            _write_file(ledger, number, None)
            raise
    return len(planned)


def _upload(ledger: Ledger, provider: Provider, number: int) -> str:
    keys = [key for (key,) in ledger.rows("SELECT key FROM job_requests WHERE job = ? ORDER BY key", (number,))]
    with scratch(ledger) as file:
        file.writelines(map(_line, ledger.requests(keys)))
        name = provider.upload(file)
    _write_file(ledger, number, name)
    return name


def _write_file(ledger: Ledger, number: int, name: str | None) -> None:
    with ledger.writing() as write:
        write("UPDATE jobs SET input_file = ?, submitted_at = ? WHERE number = ?", (name, ledger.stamp(), number))


@contextmanager
def scratch(ledger: Ledger) -> Iterator[BinaryIO]:
    """Yield a file without a name, on the disk of the ledger, that is gone when it is closed, also after a kill.

    Raises:
        InputError: it cannot be written.
    """
    folder = Path(ledger.path).parent
    try:
        with TemporaryFile(dir=folder) as file:
            yield file
    except OSError as error:
        raise fault(str(folder), f"no room for a file: {error.strerror}", "make room and try again") from None


def note(ledger: Ledger, number: int, state: State) -> None:
    """Write down what the provider says of a job.

    Raises:
        BatchFailed: another job has the same name.
    """
    if ledger.rows("SELECT 1 FROM jobs WHERE batch = ? AND number <> ?", (state.id, number)):
        raise BatchFailed(f"the Batch API gives job {number} the name of another one, {state.id}")
    with ledger.writing() as write:
        write(
            "UPDATE jobs SET batch = ?, status = ?, detail = ? WHERE number = ?",
            (state.id, state.status, state.detail, number),
        )
