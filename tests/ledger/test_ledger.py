"""What a ledger keeps, and that it keeps it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.entry import AnswerKind, Entry, Failure, Form, Known, Request
from claimx.errors import InputError
from claimx.extracting.cassette import body_key
from claimx.extraction import Outcome
from claimx.ledger import Ledger, read_ledger

from .asking import FORM, entry, failure, request

MEGABYTES = 8 * 2**20
FAILED = Failure(
    outcome="transport", detail="no response", prompt_tokens=None, cached_tokens=None, completion_tokens=None
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger may be begun."""
    return tmp_path / "run" / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """A ledger on disk."""
    with Ledger(path) as opened:
        yield opened


def answers(ledger: Ledger) -> list[tuple[str, str]]:
    """Return keys and responses."""
    return [(key, response) for key, response in ledger.rows("SELECT key, response FROM answers ORDER BY key")]


def test_nothing_is_known_of_what_was_never_sent(ledger: Ledger) -> None:
    """Unknown is None."""
    assert None is ledger.find(request().key)


def test_a_request_that_is_expected_is_not_known(ledger: Ledger) -> None:
    """It was written down, and nothing came of it yet."""
    ledger.expect([request(1), request(2), request(1)])
    assert None is ledger.find(request(1).key)
    assert {request(1).key, request(2).key} == {key for (key,) in ledger.rows("SELECT key FROM open_requests")}


def test_failures_are_found_in_their_order_and_then_the_answer(ledger: Ledger) -> None:
    """Each time that a request was sent counts."""
    ledger.keep(failure(request()))
    ledger.keep(failure(request(), outcome="unusable", detail="no chat completion"))
    second = FAILED.model_copy(update={"outcome": "unusable", "detail": "no chat completion"})
    assert Known(failures=(FAILED, second), response=None) == ledger.find(request().key)
    ledger.keep(entry(request(), response="{}"))
    assert Known(failures=(FAILED, second), response="{}") == ledger.find(request().key)


def test_the_first_answer_stays(ledger: Ledger) -> None:
    """What came later to the same request is not written, unless it is written anew."""
    key = request().key
    ledger.keep(entry(request(), response='{"n": 1}'))
    ledger.keep(entry(request(), response='{"n": 2}'))
    assert [(key, '{"n": 1}')] == answers(ledger)
    ledger.keep(entry(request(), response='{"n": 3}'), anew=True)
    assert [(key, '{"n": 3}')] == answers(ledger)


def test_a_failure_takes_no_answers_place(ledger: Ledger) -> None:
    """A tape that breaks leaves what was answered before."""
    ledger.keep(entry(request(), response='{"n": 1}'))
    ledger.keep(failure(request()), anew=True)
    assert Known(failures=(FAILED,), response='{"n": 1}') == ledger.find(request().key)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("accepted", "answered"),
        ("invalid", "answered"),
        ("refused", "refused"),
        ("filtered", "filtered"),
        ("truncated", "truncated"),
    ],
)
def test_the_kind_of_an_answer(ledger: Ledger, outcome: Outcome, expected: AnswerKind) -> None:
    """An answer that was looked into, and one that was not, are answers."""
    ledger.keep(entry(request(), outcome=outcome))
    assert [(expected,)] == ledger.rows("SELECT outcome FROM answers")


def test_what_the_provider_says_of_itself_is_kept(path: Path) -> None:
    """Model, fingerprint, tokens, way and time stand in columns of their own."""
    with Ledger(path, clock=lambda: datetime(2031, 3, 4, 5, 6, 7, 8_900, tzinfo=UTC)) as ledger:
        ledger.keep(entry(request(), via="batch", seconds=None))
        columns = "model, system_fingerprint, prompt_tokens, cached_tokens, completion_tokens, via, seconds, at"
        expected = ("m-1", "s", 100, 20, 10, "batch", None, "2031-03-04T05:06:07.008+00:00")
        assert [expected] == ledger.rows(f"SELECT {columns} FROM answers")  # noqa: S608 -- of the line above


@pytest.mark.parametrize("response", ['{"model": 7}', "{}", '{"model": null, "system_fingerprint": []}'])
def test_what_the_provider_does_not_say_is_unknown(ledger: Ledger, response: str) -> None:
    """No response is too odd to be kept."""
    ledger.keep(entry(request(), response=response, tokens=(None, None, None)))
    columns = "model, system_fingerprint, prompt_tokens, cached_tokens, completion_tokens"
    assert [(None,) * 5] == ledger.rows(f"SELECT {columns} FROM answers")  # noqa: S608 -- of the line above


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(json.dumps({"choices": "\ud83d"}), id="half-a-surrogate-pair"),
        pytest.param(json.dumps({"choices": "\x00\x1b[2J\u202e"}), id="control-characters"),
        pytest.param(json.dumps({"choices": "'; DROP TABLE answers; --"}), id="statement"),
        pytest.param(json.dumps({"choices": "x" * MEGABYTES}), id="megabytes"),
        pytest.param(json.dumps({"choices": "قصر ديلان 二人受伤"}, ensure_ascii=False), id="scripts"),
    ],
)
def test_any_response_is_found_as_it_was_kept(path: Path, response: str) -> None:
    """Also by another process, after the first one closed the file."""
    with Ledger(path) as ledger:
        ledger.keep(entry(request(), response=response))
    with Ledger(path) as again:
        assert Known(failures=(), response=response) == again.find(request().key)


@pytest.mark.parametrize("field", ["article_id", "model", "message"])
def test_half_a_character_in_a_request_is_one_error(ledger: Ledger, field: str) -> None:
    """A line says so, and the ledger goes on."""
    half = "Qasr \ud83d Delan"
    changes: dict[str, Any] = (
        {"messages": ({"role": "user", "content": half},)} if field == "message" else {field: half}
    )
    with pytest.raises(InputError, match="half a character"):
        ledger.keep(entry(replace(request(), **changes)))
    ledger.keep(entry(request(1)))
    assert [request(1).key] == [key for key, _ in answers(ledger)]


def test_an_entry_is_written_whole_or_not_at_all(ledger: Ledger) -> None:
    """Where a later one of the same writing fails, the former are not there either."""

    def write_both() -> None:
        with ledger.writing():
            ledger.write(entry(request(1)))
            ledger.write(entry(request(2), detail="\ud83d", response=None))

    with pytest.raises(InputError, match="half a character"):
        write_both()
    assert [] == ledger.rows("SELECT * FROM requests")


def test_two_connections_see_what_the_other_wrote(path: Path) -> None:
    """At once, and whoever answers first is kept."""
    with Ledger(path) as one, Ledger(path) as other:
        one.keep(entry(request(1), response='{"n": 1}'))
        other.keep(entry(request(1), response='{"n": 2}'))
        other.keep(entry(request(2), response='{"n": 3}'))
        assert answers(one) == answers(other)
        assert Known(failures=(), response='{"n": 1}') == other.find(request(1).key)
        assert Known(failures=(), response='{"n": 3}') == one.find(request(2).key)


def test_who_only_reads_sees_what_is_being_written(path: Path) -> None:
    """A ledger can be looked into while a run fills it, and cannot be changed so."""
    with Ledger(path) as ledger:
        ledger.keep(entry(request()))
        with read_ledger(path) as connection:
            assert [(1,)] == connection.execute("SELECT count(*) FROM answers").fetchall()
        with pytest.raises(InputError, match="may not be written"), read_ledger(path) as connection:
            connection.execute("DELETE FROM answers")


def test_what_is_kept_at_the_same_time_is_all_there(ledger: Ledger) -> None:
    """Tasks of one event loop share a ledger."""

    async def keep_all() -> None:
        await asyncio.gather(*(ledger.akeep(entry(request(number))) for number in range(100)))

    asyncio.run(keep_all())
    assert {request(number).key for number in range(100)} == {key for key, _ in answers(ledger)}


def test_requests_come_back_as_they_were_sent(ledger: Ledger) -> None:
    """In the order of the keys that are asked for; keys that nobody knows yield nothing."""
    other = Form("0" * 64, "repair", "Mend it.", {"json_schema": {"name": "repair", "schema": {"b": 1, "a": 2}}})
    told = (
        {"role": "user", "content": "Two"},
        {"role": "assistant", "content": "{}"},
        {"role": "user", "content": "?"},
    )
    reask = Request("a1", other, "n", {"temperature": 0.0, "seed": 7}, told)
    ledger.expect([request(1), reask])
    assert [reask, request(1)] == list(ledger.requests([reask.key, "unknown", request(1).key]))
    assert [(1,)] == ledger.rows("SELECT reask FROM requests WHERE key = ?", (reask.key,))


def test_a_schema_keeps_its_order(ledger: Ledger) -> None:
    """Answers come in the order of their schema, so that another order would be another question."""
    form = Form("0" * 64, "extract", "Say.", {"json_schema": {"schema": {"properties": {"z": 1, "a": 2}}}})
    ledger.expect([request(form=form)])
    (found,) = ledger.requests([request(form=form).key])
    assert json.dumps(form.response_format) == json.dumps(found.form.response_format)


def test_joining_adds_what_is_missing(tmp_path: Path) -> None:
    """Answers that both have stay as they are here, failures add up in their order."""
    with Ledger(tmp_path / "here.db") as here, Ledger(tmp_path / "there.db") as there:
        here.keep(entry(request(1), response='{"n": 1}'))
        here.keep(failure(request(2)))
        there.keep(entry(request(1), response='{"n": 2}'))
        there.keep(failure(request(2), detail="later"))
        there.keep(entry(request(2), response='{"n": 3}'))
        here.join(tmp_path / "there.db")
        later = FAILED.model_copy(update={"detail": "later"})
        assert Known(failures=(), response='{"n": 1}') == here.find(request(1).key)
        assert Known(failures=(FAILED, later), response='{"n": 3}') == here.find(request(2).key)


def test_joining_what_is_no_ledger_changes_nothing(tmp_path: Path) -> None:
    """One line says what is wrong, and the present ledger goes on."""
    (tmp_path / "notes.db").write_text("notes")
    with Ledger(tmp_path / "here.db") as here:
        here.keep(entry(request(1)))
        with pytest.raises(InputError, match=r"notes\.db: it is no ledger"):
            here.join(tmp_path / "notes.db")
        here.keep(entry(request(2)))
        assert 2 == len(answers(here))


def test_a_full_disk_is_one_error_and_the_ledger_stays_whole(path: Path) -> None:
    """What was kept before is there, and what is small enough is kept after."""
    with Ledger(path) as ledger:
        ledger.keep(entry(request(1)))
        ((pages,),) = ledger.rows("PRAGMA page_count")
        ledger.connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        large = entry(request(2), response=json.dumps({"x": "y" * MEGABYTES}))
        with pytest.raises(InputError, match="no room left on the disk"), ledger.writing():
            ledger.write(large)
        ledger.keep(entry(request(3)))
        assert [("ok",)] == ledger.rows("PRAGMA integrity_check")
    with Ledger(path) as again:
        assert sorted([request(1).key, request(3).key]) == [key for key, _ in answers(again)]


@pytest.mark.parametrize("content", [b"notes", b"SQLite format 3\x00" + bytes(84), b"PK\x03\x04"])
def test_what_is_no_ledger_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """One error names the file, which keeps its bytes."""
    (tmp_path / "notes.db").write_bytes(content)
    for opening in (lambda: Ledger(tmp_path / "notes.db"), lambda: read_ledger(tmp_path / "notes.db").__enter__()):
        with pytest.raises(InputError, match=r"notes\.db"):
            opening()
    assert content == (tmp_path / "notes.db").read_bytes()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
MESSAGES = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": st.text()}), max_size=4
)


@given(
    messages=MESSAGES,
    settings=st.dictionaries(st.text().filter(lambda name: name not in request().body()), JSON, max_size=3),
    model=st.text(),
    instruction=st.text(),
    schema=JSON,
)
def test_a_key_is_that_of_the_body(
    messages: list[dict[str, str]], settings: dict[str, Any], model: str, instruction: str, schema: object
) -> None:
    """A ledger and a cassette find a request by the same hash, whatever it says: half surrogate pairs, too."""
    asked = Request("a1", Form("f", "p", instruction, {"json_schema": schema}), model, settings, tuple(messages))
    assert body_key(json.dumps(asked.body())) == asked.key
    assert body_key(json.dumps(asked.body(), ensure_ascii=False, indent=2)) == asked.key


def test_a_request_is_kept_under_its_key(ledger: Ledger) -> None:
    """The column is the hash of the body that can be made of the row."""
    kept: Entry = entry(request(form=FORM))
    ledger.keep(kept)
    ((key,),) = ledger.rows("SELECT key FROM requests")
    (found,) = ledger.requests([key])
    assert key == kept.request.key == body_key(json.dumps(found.body()))
