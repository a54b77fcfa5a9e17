"""Faults of the Batch API itself, at every call: tried again so often, or one line; no job is made twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimx.batching import Batch
from claimx.batching.provider import MOST_TRIES
from claimx.errors import BatchFailed
from claimx.folder import LEDGER

from .asking import records, reports
from .playing import SETTINGS, live, through, write
from .service import Fault, Reply, Service, error_reply, json_reply

HTML = {"content-type": "text/html"}
KEY = "sk-test-0123456789abcdef"
ARTICLES = reports(("plain", "refused", "repaired", "plain"))
COMMON = ("upload", "make", "look", "fetch")
PASSING: dict[str, Reply] = {
    "500-html": Reply(500, b"<html><h1>500</h1></html>", HTML),
    "502-nothing": Reply(502, b""),
    "429-seconds": error_reply(429, "slow down", **{"retry-after": "7"}),
    "429-for-ever": error_reply(429, "slow down", **{"retry-after": "999999"}),
    "408": error_reply(408, "too slow"),
    "cut": Reply(200, b'{"id": "file-0", "status": "completed"}', cut=True),
}
GARBAGE: dict[str, Reply] = {
    "html": Reply(200, b"<html>Welcome!</html>", HTML),
    "nothing": Reply(200, b""),
    "cut-json": Reply(200, b'{"id": "batch'),
    "not-utf-8": Reply(200, b"\xff\xfe\x00"),
    "deep": Reply(200, b"[" * 100_000),
    "list": json_reply([]),
    "null": json_reply(None),
    "words": json_reply("words"),
    "empty": json_reply({}),
    "other-types": json_reply({"id": 7, "status": ["completed"], "errors": 3, "output_file_id": {}, "metadata": 1}),
    "a-way-out": json_reply({"id": "..", "status": None, "errors": {"data": 5}}),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The records of a live run."""
    return live(ARTICLES, tmp_path_factory.mktemp("live"))


def played(service: Service, folder: Path) -> dict[str, bytes]:
    """A batch from its questions to its records."""
    with Batch.open(folder / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch:
        begin_and_end(batch)
        write(through(batch), batch, folder)
        return records(folder)


def begin_and_end(batch: Batch) -> None:
    """Submit, and collect until nothing is open."""
    batch.submit(ARTICLES)
    through(batch)


def fault(service: Service, call: str, *replies: Reply, is_done: bool = False) -> None:
    """Make the next calls of a kind go wrong."""
    service.faults[call].extend(Fault(reply, is_done) for reply in replies)


CASES = [
    pytest.param(call, reply, id=f"{call}-{name}")
    for call in COMMON
    for name, reply in (PASSING | (GARBAGE if call != "fetch" else {})).items()
]


@pytest.mark.parametrize("is_done", [False, True], ids=["not-done", "done"])
@pytest.mark.parametrize(("call", "reply"), CASES)
def test_a_fault_that_passes_changes_nothing(
    call: str, reply: Reply, is_done: bool, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    """Whether what was asked was done or not: the same records, each question once, and each job once."""
    service = Service()
    fault(service, call, *[reply] * 3, is_done=is_done)
    assert played(service, tmp_path / "batch") == whole
    assert set(service.asked().values()) == {1}
    assert len(service.jobs) == 2


@pytest.mark.parametrize("call", COMMON)
@pytest.mark.parametrize("reply", [PASSING["500-html"], PASSING["cut"]], ids=["500", "cut"])
def test_a_fault_that_lasts_is_one_line(call: str, reply: Reply, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """After so many tries; when it is over the batch goes on, and nothing is lost or asked twice."""
    service = Service()
    fault(service, call, *[reply] * MOST_TRIES)
    with (
        Batch.open(tmp_path / "batch" / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch,
        pytest.raises(BatchFailed) as raised,
    ):
        begin_and_end(batch)
    assert "\n" not in str(raised.value)
    assert [one for one in service.calls if one == call] == [call] * MOST_TRIES
    assert played(service, tmp_path / "batch") == whole
    assert set(service.asked().values()) == {1}


@pytest.mark.parametrize("call", COMMON)
@pytest.mark.parametrize("status", [400, 401, 403, 302])
def test_a_refusal_is_one_line_at_once(call: str, status: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """Nothing is tried again before somebody has mended what is wrong; then it goes on."""
    service = Service()
    fault(service, call, error_reply(status, "no\nmore"))
    with (
        Batch.open(tmp_path / "batch" / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch,
        pytest.raises(BatchFailed, match=rf"answered {status}.*check key, base URL and model$"),
    ):
        begin_and_end(batch)
    assert ([one for one in service.calls if one == call], service.slept) == ([call], [])
    assert played(service, tmp_path / "batch") == whole
    assert set(service.asked().values()) == {1}


def test_the_provider_says_how_long_to_wait(tmp_path: Path) -> None:
    """Never longer than two minutes."""
    service = Service()
    fault(service, "upload", PASSING["429-seconds"], PASSING["429-for-ever"], PASSING["500-html"])
    played(service, tmp_path)
    assert service.slept == [7.0, 120.0, 0.0]


@pytest.mark.parametrize("lost", ["in-this-process", "after-a-restart"])
@pytest.mark.parametrize("others", [0, 1, 5])
def test_a_job_whose_making_was_not_heard_of_is_found(lost: str, others: int, tmp_path: Path) -> None:
    """By its tag, on whatever page of the list."""
    service, cut = Service(), PASSING["cut"]
    fault(service, "make", *[cut] * (1 if lost == "in-this-process" else MOST_TRIES), is_done=True)
    if lost == "after-a-restart":
        fault(service, "list", *[PASSING["502-nothing"]] * (MOST_TRIES - 1))
        with (
            Batch.open(tmp_path / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch,
            pytest.raises(BatchFailed),
        ):
            batch.submit(ARTICLES)
        assert len(service.jobs) == 1
        service.faults.clear()
    for number in range(others):
        service.jobs[f"other-{number}"] = {"id": f"other-{number}", "status": "failed", "metadata": None}
    played(service, tmp_path)
    assert len([name for name in service.jobs if name.startswith("batch-")]) == 2


@pytest.mark.parametrize("status", [404, 405, 501])
def test_where_jobs_are_not_listed_one_is_made_again(status: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """The one that was not heard of is paid for and never fetched: one such job for each answer that was lost."""
    service = Service()
    fault(service, "make", PASSING["cut"], is_done=True)
    fault(service, "list", *[error_reply(status, "no such page")] * 10)
    assert played(service, tmp_path / "batch") == whole
    assert len(service.jobs) == 3
    assert sorted(service.asked().values()) == [1] + [2] * 4


@pytest.mark.parametrize("page", [{"data": 5, "has_more": True}, {"data": [{}, 1, None]}, {"has_more": True}, []])
def test_a_list_that_is_none_names_nothing(page: object, tmp_path: Path) -> None:
    """Nor is it read for ever."""
    service = Service()
    fault(service, "make", PASSING["500-html"])
    fault(service, "list", *[json_reply(page)] * (MOST_TRIES - 2))
    played(service, tmp_path)
    assert len(service.jobs) == 2


def test_a_list_without_end_is_left(tmp_path: Path) -> None:
    """A provider that takes no notice of where to go on sends the same page again and again."""
    service = Service()
    fault(service, "make", PASSING["500-html"])
    same = json_reply({"data": [{"id": "other", "metadata": {}}], "has_more": True})
    fault(service, "list", *[same] * 1000)
    played(service, tmp_path)
    assert service.calls.count("list") == 2


def test_two_jobs_of_one_name_are_one_line(tmp_path: Path) -> None:
    """Answers of one would be taken for those of the other."""
    service = Service()
    with Batch.open(tmp_path / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch:
        batch.submit(ARTICLES[:1])
        fault(service, "make", json_reply({"id": "batch-0", "status": "validating"}))
        with pytest.raises(BatchFailed, match="gives job 2 the name of another one, batch-0"):
            batch.submit(ARTICLES[1:2])


def test_the_key_stands_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in the ledger, the records or the messages, even where the provider sends it back at every call."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    service, told = Service(), []
    for call in ("upload", "make", "look", "fetch", "list"):
        for status in (500, 401, 200):
            content = error_reply(status, f"Incorrect API key provided: {KEY}; Authorization: Bearer {KEY}").content
            fault(service, call, *[Reply(status, content)] * (MOST_TRIES if status == 500 and call != "list" else 1))
    with Batch.open(tmp_path / LEDGER, settings=SETTINGS, sending=service.endpoint()) as batch:
        while any(service.faults[call] for call in COMMON):
            try:
                batch.submit(ARTICLES)
                batch.collect()
            except BatchFailed as error:
                told.append(str(error))
        write(through(batch), batch, tmp_path)
    assert len(told) >= 8
    said = "".join(told) + "".join(capfd.readouterr())
    assert KEY not in said
    assert [path.name for path in tmp_path.iterdir() if KEY.encode() in path.read_bytes()] == []
    assert KEY.encode() not in b"".join(service.files[name] for name in service.files)
