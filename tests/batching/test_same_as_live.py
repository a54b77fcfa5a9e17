"""Through the Batch API come the records that a live run brings, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimx.batching import Batch
from claimx.folder import LEDGER
from claimx.runner import run

from .asking import KINDS, REQUESTS, records, report, reports
from .playing import SETTINGS, batch_of, batched, live, through, write
from .service import Service


def test_the_records_are_those_of_a_live_run(tmp_path: Path) -> None:
    """Also where answers were sent back, repaired, refused, cut off or withheld, in further rounds."""
    service = Service()
    assert batched(reports(), service, tmp_path / "batch") == live(reports(), tmp_path / "live")
    assert len(service.jobs) == 3
    assert "ask" not in service.calls


@pytest.mark.parametrize("kind", KINDS)
def test_each_article_takes_what_it_takes_live(kind: str, tmp_path: Path) -> None:
    """One request after the other, each in a round of its own."""
    service = Service()
    batched([report(0, kind)], service, tmp_path)
    assert len(service.jobs) == sum(service.asked().values()) == REQUESTS.get(kind, 1)


def test_a_batch_goes_on_with_what_a_live_run_was_answered(tmp_path: Path) -> None:
    """One ledger serves both; only what is open is asked, and the records are the same."""
    whole, service = live(reports(), tmp_path / "whole"), Service()
    live(reports(KINDS[:4]), tmp_path / "begun")
    assert batched(reports(), service, tmp_path / "begun") == whole
    assert sum(service.asked().values()) == sum(REQUESTS.get(kind, 1) for kind in KINDS[4:])


@pytest.mark.parametrize("most_requests", [1, 2, 3, 100])
def test_every_question_stands_in_exactly_one_job(most_requests: int) -> None:
    """However many fit into one."""
    service, articles = Service(), [report(number) for number in range(7)]
    with batch_of(service) as batch:
        jobs = batch.submit(articles, most_requests=most_requests).jobs
    assert [job.requests for job in jobs[:-1]] == [most_requests] * (len(jobs) - 1)
    assert sum(job.requests for job in jobs) == 7
    assert (len(service.asked()), set(service.asked().values())) == (7, {1})


def test_no_file_is_larger_than_the_provider_takes() -> None:
    """By the bytes of its lines, as they are counted in the ledger; a larger line goes alone."""
    service, articles = Service(), [report(number) for number in range(7)]
    with batch_of(service) as batch:
        whole = batch.submit(articles).jobs[0].bytes
    for most in (whole, whole - 1, whole // 3, 1):
        service = Service()
        with batch_of(service) as batch:
            jobs = batch.submit(articles, most_bytes=most).jobs
        assert [job.bytes for job in jobs] == [len(content) for content in service.files.values()]
        assert all(job.bytes <= most or job.requests == 1 for job in jobs)
        assert (len(service.asked()), set(service.asked().values())) == (7, {1})


def test_questions_are_dealt_alike_in_any_order_of_the_articles() -> None:
    """The jobs, their files and their tags follow from the questions."""
    dealt = []
    for articles in (reports(), list(reversed(reports()))):
        service = Service()
        with batch_of(service) as batch:
            batch.submit(articles, most_requests=2)
        dealt.append((service.files, [job["metadata"] for job in service.jobs.values()]))
    assert dealt[0] == dealt[1]


def test_questions_are_those_of_a_live_run(tmp_path: Path) -> None:
    """Each line names its question by the key, and holds the body."""
    service, alive = Service(), Service()
    with batch_of(service) as batch:
        batch.submit([report(0)])
    (line,) = service.questions("file-0")
    run([report(0)], endpoint=alive.endpoint(), out=tmp_path)
    assert line["body"] == json.loads(alive.seen[0])
    assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")


def test_articles_can_be_added(tmp_path: Path) -> None:
    """A second submit asks about the new ones alone, also while the first is on its way."""
    service = Service()
    with Batch.open(tmp_path / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch:
        assert batch.submit([report(0), report(1)]).open == 2
    with Batch.open(tmp_path / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch:
        assert batch.submit([report(1), report(2)]).open == 3
        assert batch.submit([]).open == 3
    assert [len(service.questions(name)) for name in service.files] == [2, 1]
    with Batch.open(tmp_path / LEDGER, sending=service.endpoint()) as batch:
        write(through(batch), batch, tmp_path)
    assert records(tmp_path) == live([report(number) for number in range(3)], tmp_path / "live")


def test_collecting_twice_changes_nothing(tmp_path: Path) -> None:
    """Nothing is fetched, asked or written anew."""
    service = Service()
    first = batched(reports(), service, tmp_path)
    calls = list(service.calls)
    with Batch.open(tmp_path / LEDGER, sending=service.endpoint()) as batch:
        before = batch.ledger.rows("SELECT * FROM attempts ORDER BY key"), batch.jobs()
        write(batch.collect(), batch, tmp_path)
        assert (batch.ledger.rows("SELECT * FROM attempts ORDER BY key"), batch.jobs()) == before
    assert records(tmp_path) == first
    assert service.calls == calls


def test_a_job_that_is_worked_on_is_waited_for() -> None:
    """Nothing is asked a second time meanwhile."""
    service = Service()
    service.is_working = False
    with batch_of(service) as batch:
        batch.submit(reports())
        for _ in range(3):
            assert batch.collect().open == len(KINDS)
        assert [job.status for job in batch.status()] == ["validating"]
        service.is_working = True
        assert through(batch).open == 0
    assert len(service.jobs) == 3
