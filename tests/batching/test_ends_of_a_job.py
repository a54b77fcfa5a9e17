"""Jobs that end badly: what they brought is kept, and what is missing is asked again, so often and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from claimx.batching import Batch, Settings
from claimx.entry import Entry, Request
from claimx.errors import BatchFailed, InputError, RequestRejected, TransportFailed
from claimx.extracting.exchange import Exchange
from claimx.folder import LEDGER
from claimx.ledger import Ledger

from .asking import report
from .playing import SETTINGS, batch_of, extracted, failed, through
from .service import End, Fault, Row, Service, error_reply, lines, well

ARTICLES = [report(number) for number in range(4)]
Mend = Callable[[Sequence[Row]], End]


def expired(rows: Sequence[Row]) -> End:
    """Half of it was answered in time."""
    late = {"response": None, "error": {"code": "batch_expired", "message": "too late"}}
    return End("expired", output=lines(rows[:2]), errors=lines([one | late for one in rows[2:]]))


ENDS: dict[str, tuple[Mend, int, str]] = {
    "expired": (expired, 2, ""),
    "expired-without-a-word": (lambda rows: End("expired", output=lines(rows[:1])), 3, "no line for 3 of 4 requests"),
    "failed": (lambda _: End("failed", said=["token limit", "line 3"]), 4, "token limit; line 3; no line for 4"),
    "cancelled": (lambda rows: End("cancelled", output=lines(rows[:3])), 1, "no line for 1 of 4 requests"),
    "completed-without-files": (lambda _: End("completed"), 4, "no line for 4 of 4 requests"),
    "completed-with-empty-files": (lambda _: End(output=[], errors=[]), 4, "no line for 4 of 4 requests"),
}


@pytest.mark.parametrize(("end", "again", "said"), ENDS.values(), ids=ENDS)
def test_what_a_job_leaves_open_is_asked_again(end: Mend, again: int, said: str) -> None:
    """What it answered is not."""
    service = Service()
    service.end = lambda number, rows: well(number, rows) if number else end(rows)
    with batch_of(service) as batch:
        batch.submit(ARTICLES)
        progress = through(batch)
    assert len(extracted(progress)) == 4
    assert sorted(service.asked().values()) == [1] * (4 - again) + [2] * again
    assert said in (progress.jobs[0].detail or "")
    assert [job.round for job in progress.jobs] == [1, 2]


@pytest.mark.parametrize("end", [end for end, _, _ in ENDS.values()], ids=ENDS)
@pytest.mark.parametrize("most", [1, 3])
def test_a_question_is_asked_so_often_and_no_more(end: Mend, most: int) -> None:
    """Then its article has failed; those that were answered are unharmed."""
    service = Service()
    service.end = lambda _, rows: end(rows)
    with batch_of(service, settings=SETTINGS.model_copy(update={"max_requests": most})) as batch:
        batch.submit(ARTICLES)
        progress = through(batch)
    assert set(failed(progress).values()) <= {"BudgetExhausted"}
    assert len(extracted(progress)) + len(failed(progress)) == 4
    assert max(service.asked().values()) <= most


def test_a_job_that_vanished_is_asked_again() -> None:
    """The provider does not know it any more, and says so every time."""
    service = Service()
    with batch_of(service) as batch:
        batch.submit(ARTICLES)
        service.jobs.clear()
        progress = through(batch)
    assert len(extracted(progress)) == 4
    assert [job.status for job in progress.jobs] == ["vanished", "completed"]
    assert "no such batch" in (progress.jobs[0].detail or "")


def test_files_that_are_not_there_any_more_are_asked_again() -> None:
    """A provider deletes them after some weeks."""
    service = Service()
    with batch_of(service) as batch:
        batch.submit(ARTICLES)
        batch.status()
        del service.files["file-1"]
        progress = through(batch)
    assert len(extracted(progress)) == 4
    assert progress.jobs[0].detail == "no line for 4 of 4 requests; file file-1 is not there any more"


def test_questions_that_were_deleted_are_sent_again() -> None:
    """A job that could not be made is made of another file."""
    service = Service()
    service.faults["make"].append(Fault(error_reply(403, "not today")))
    with batch_of(service) as batch:
        with pytest.raises(BatchFailed, match="answered 403: not today"):
            batch.submit(ARTICLES)
        service.files.clear()
        progress = through(batch)
    assert len(extracted(progress)) == 4
    assert len(service.jobs) == 1


@pytest.mark.parametrize("kind", [TransportFailed, RequestRejected])
def test_what_a_live_run_could_not_ask_says_nothing_of_the_batch(kind: type[TransportFailed | RequestRejected]) -> None:
    """However often it failed, every question is asked here."""
    service = Service()
    with batch_of(service) as batch:
        batch.submit([report(0)])
        (request,) = batch.ledger.requests([service.questions("file-0")[0]["custom_id"]])
        for _ in range(SETTINGS.max_requests):
            batch.ledger.keep(_failure(request, kind))
        service.end = lambda number, rows: well(number, rows) if number else End("failed")
        assert len(extracted(through(batch))) == 1


def _failure(request: Request, kind: type[TransportFailed | RequestRejected]) -> Entry:
    exchange = Exchange(request, max_requests=1, max_reasks=0, spent=0, recalled=0)
    exchange.begin()
    exchange.failed(kind, "no")
    entry = exchange.entry()
    assert entry is not None
    return entry


def test_a_batch_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """Whether there is no ledger, or one of a live run alone."""
    with pytest.raises(InputError, match="there is no batch"), Batch.open(tmp_path / LEDGER):
        pass
    Ledger(tmp_path / LEDGER).close()
    with pytest.raises(InputError, match="no batch was begun in it"), Batch.open(tmp_path / LEDGER):
        pass


def test_jobs_are_asked_after_where_they_were_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger remembers the address that the environment named."""
    service, here = Service(), "http://127.0.0.1:9/v1"
    monkeypatch.setenv("OPENAI_BASE_URL", here)
    unnamed = Settings(model="m", base_url=None)
    with Batch.open(tmp_path / LEDGER, settings=unnamed, sending=service.endpoint()) as batch:
        batch.submit([report(0)])
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/elsewhere")
    with Batch.open(tmp_path / LEDGER, sending=service.endpoint()) as batch:
        assert batch.endpoint.base_url == here
