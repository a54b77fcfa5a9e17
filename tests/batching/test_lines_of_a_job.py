"""What the lines of a job's files come to, in whatever order and shape a provider sends them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.batching import Progress
from claimx.batching.reading import read_answers

from .asking import report, reports
from .playing import batch_of, extracted, failed, through
from .service import End, Row, Service, lines, row, well

Mend = Callable[[Sequence[Row]], End]
ALL = ("plain", "repaired", "refused", "plain", "truncated", "filtered", "plain")
UNKNOWN = row("f" * 64, {"choices": []})


def collected(end: Mend, *, kinds: Sequence[str] = ("plain",) * 3) -> tuple[Service, Progress, str]:
    """Collect where the first job ends like this and all others well; also what is said of the first."""
    service = Service()
    service.end = lambda number, rows: well(number, rows) if number else end(rows)
    with batch_of(service) as batch:
        batch.submit(reports(kinds))
        progress = through(batch)
        return service, progress, progress.jobs[0].detail or ""


@cache
def _undisturbed() -> Progress:
    return collected(lambda rows: End(output=lines(rows)), kinds=ALL)[1]


@settings(max_examples=25)
@given(st.permutations(range(len(ALL))), st.lists(st.integers(0, len(ALL) - 1), max_size=5))
def test_the_order_of_lines_is_of_no_account(order: list[int], again: list[int]) -> None:
    """Nor are lines that come again, or that nobody asked for; each answer finds its question by its name."""

    def shuffled(rows: Sequence[Row]) -> End:
        return End(output=lines([*(rows[place] for place in [*order, *again]), UNKNOWN]))

    plain = _undisturbed()
    service, progress, said = collected(shuffled, kinds=ALL)
    assert sorted(progress.harvest.extractions, key=lambda one: one.article.id) == sorted(
        plain.harvest.extractions, key=lambda one: one.article.id
    )
    assert failed(progress) == failed(plain)
    assert set(service.asked().values()) == {1}
    assert ("come a second time" in said) == bool(again)
    assert "1 lines were not asked for" in said


GARBAGE: dict[str, bytes] = {
    "words": b"Internal Server Error",
    "html": b"<html><body>502</body></html>",
    "cut": b'{"id": "line", "custom_id": "',
    "null": b"null",
    "number": b"7",
    "string": b'"custom_id"',
    "list": b'[{"custom_id": "x"}]',
    "no-name": b'{"response": null, "error": null}',
    "number-for-a-name": b'{"custom_id": 7}',
    "half-a-character": b'{"custom_id": "\\ud800"}',
    "not-utf-8": b'{"custom_id": "\xff\xfe"}',
    "nul": b"\0" * 100,
    "endless-number": b'{"custom_id": ' + b"9" * 10_000 + b"}",
    "deep": b"[" * 100_000 + b"]" * 100_000,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_a_line_that_is_none_harms_no_other(garbage: bytes) -> None:
    """It is counted, and what is left without a line is asked again."""
    service, progress, said = collected(lambda rows: End(output=[garbage, *lines(rows[:2]), garbage]))
    assert len(extracted(progress)) == 3
    assert sorted(service.asked().values()) == [1, 1, 2]
    assert "no line for 1 of 3 requests" in said
    assert "2 lines" in said


def test_empty_lines_are_none() -> None:
    """Nothing is said about them."""
    service, progress, said = collected(lambda rows: End(output=[b"", *lines(rows), b"  ", b""]))
    assert (len(extracted(progress)), said) == (3, "")
    assert set(service.asked().values()) == {1}


def broken(custom_id: str, **fields: object) -> Row:
    """A line without a proper response."""
    return {"id": "line", "custom_id": custom_id, "response": None, "error": None} | fields


PASSING: dict[str, dict[str, object]] = {
    "nothing": {},
    "expired": {"error": {"code": "batch_expired", "message": "This request could not be executed in time."}},
    "error-of-words": {"error": "broken"},
    "response-of-words": {"response": "broken"},
    "response-without-status": {"response": {"body": {}}},
    "status-of-words": {"response": {"status_code": "200", "body": {}}},
    "429": {"response": {"status_code": 429, "body": {"error": {"message": "slow down"}}}},
    "500": {"response": {"status_code": 500, "body": "<html>500</html>"}},
    "503-null": {"response": {"status_code": 503, "body": None}},
    "no-body": {"response": {"status_code": 200}},
    "body-of-words": {"response": {"status_code": 200, "body": "words"}},
    "no-choices": {"response": {"status_code": 200, "body": {"choices": []}}},
    "no-content": {"response": {"status_code": 200, "body": {"choices": [{"message": {"content": None}}]}}},
    "choices-of-numbers": {"response": {"status_code": 200, "body": {"choices": [1]}}},
}


@pytest.mark.parametrize("fields", PASSING.values(), ids=PASSING)
@pytest.mark.parametrize("where", ["output", "errors"])
def test_a_request_that_failed_is_asked_again(fields: dict[str, object], where: str) -> None:
    """In the next round, alone; the failure stands in the ledger, and the article has all its attempts."""

    def one_fails(rows: Sequence[Row]) -> End:
        bad = lines([broken(rows[0]["custom_id"], **fields)])
        good = lines(rows[1:])
        return End(output=[*good, *bad]) if where == "output" else End(output=good, errors=bad)

    service, progress, said = collected(one_fails)
    assert (len(extracted(progress)), failed(progress)) == (3, {})
    assert sorted(service.asked().values()) == [1, 1, 2]
    assert sorted(len(one.attempts) for one in progress.harvest.extractions) == [1, 1, 2]
    assert said == ""


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_request_that_was_rejected_is_not_asked_again(status: int) -> None:
    """Its article has failed, with the provider's words; the others are unharmed."""

    def one_rejected(rows: Sequence[Row]) -> End:
        body = {"error": {"message": "the schema is not supported", "code": "invalid"}}
        return End(output=lines(rows[1:]), errors=lines([row(rows[0]["custom_id"], body, status=status)]))

    service, progress, _ = collected(one_rejected)
    ((_, error),) = progress.harvest.failed
    assert list(failed(progress).values()) == ["RequestRejected"]
    assert f"answered {status}: the schema is not supported" in str(error)
    assert len(extracted(progress)) == 2
    assert set(service.asked().values()) == {1}


def test_an_answer_goes_before_a_failure() -> None:
    """Where a request stands in both files, or twice in one; nothing that was answered is asked again."""

    def told_twice(rows: Sequence[Row]) -> End:
        failures = [broken(one["custom_id"]) for one in rows]
        return End(output=lines([failures[0], *rows]), errors=lines(failures))

    service, progress, said = collected(told_twice)
    assert len(extracted(progress)) == 3
    assert set(service.asked().values()) == {1}
    assert said == "3 lines come a second time"


def test_a_line_without_end_is_not_read() -> None:
    """Nor is it held: the next line is found behind it."""
    file = BytesIO(b"x" * 5000 + b"\n" + lines([row("a", {})])[0] + b"\n" + b"y" * 200)
    told = list(read_answers(file, longest=200))
    assert [line if line is None else line.key for line in told] == [None, "a", None]


@pytest.mark.parametrize("length", [99, 100, 101, 199, 200, 201])
def test_the_longest_line_is_found_to_the_byte(length: int) -> None:
    """With or without an end of line, at the end of the file or before another."""
    name = "n" * (length - len(json.dumps(row("", {}))))
    whole = lines([row(name, {})])[0] if name else b"7"
    for text in (whole, whole + b"\n", whole + b"\n" + lines([row("b", {})])[0]):
        told = list(read_answers(BytesIO(text), longest=len(whole) + 1))
        assert (told[0] is None) == (not name)
        assert told[0] is None or told[0].key == name


@pytest.mark.parametrize("depth", [300, 900, 990, 1000, 1100, 3000])
def test_a_body_of_many_levels_fails_alone(depth: int) -> None:
    """Whether it can be read or not depends on how deep one may go, and never ends the collecting."""

    def deep(rows: Sequence[Row]) -> End:
        body = '{"choices": ' + "[" * depth + "]" * depth + "}"
        line = f'{{"custom_id": "{rows[0]["custom_id"]}", "response": {{"status_code": 200, "body": {body}}}}}'
        return End(output=[line.encode(), *lines(rows[1:])])

    service, progress, _ = collected(deep)
    assert len(extracted(progress)) == 3
    assert sorted(service.asked().values()) == [1, 1, 2]


def test_one_line_fails_as_often_as_an_article_may_be_asked() -> None:
    """Then the article has failed, and says how often, and why."""
    service = Service()
    service.end = lambda _, rows: End(output=lines([broken(rows[0]["custom_id"])]))
    with batch_of(service) as batch:
        batch.submit([report(0)])
        progress = through(batch)
    ((_, error),) = progress.harvest.failed
    assert failed(progress) == {report(0).id: "BudgetExhausted"}
    assert len(service.jobs) == 6
    assert "failed 6 times, at last: " in str(error)


@pytest.mark.parametrize("kind", ["plain", "reasked"])
def test_the_attempts_of_an_article_that_failed_are_on_the_record(kind: str) -> None:
    """Also those before the question that failed."""
    service = Service()
    before = 0 if kind == "plain" else 1
    service.end = lambda number, rows: (
        End(output=lines([broken(rows[0]["custom_id"])])) if number >= before else well(number, rows)
    )
    with batch_of(service) as batch:
        batch.submit([report(0, kind)])
        progress = through(batch)
    ((_, error),) = progress.harvest.failed
    assert [attempt.outcome for attempt in error.attempts] == [*["invalid"] * before, *["transport"] * 6]
    assert [attempt.number for attempt in error.attempts] == list(range(1, 7 + before))
