"""What goes out of a ledger, and that nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.entry import Form
from claimx.errors import InputError
from claimx.folder import LEDGER
from claimx.ledger import Ledger
from claimx.ledger.pruning import Choice, Pruned, Used, prune, shrink, would_go

from .asking import FORM, REFUSED, Scripted, articles, entry, failure, request

OTHER = Form("0" * 64, "extract", "Say what it says.", FORM.response_format)
OUTCOMES = ("accepted", "refused", "filtered", "truncated")
TABLES = ("requests", "answers", "failures", "prompts", "articles", "jobs", "job_requests", "settings")
Snapshot = dict[str, set[tuple[Any, ...]]]


def fill(ledger: Ledger) -> None:
    """Ask two models with two prompts about eight articles; of each two, one failed and one was answered anew."""
    for number, (model, form, outcome) in enumerate(product(("m", "n"), (FORM, OTHER), OUTCOMES)):
        asked = request(number, model=model, form=form)
        ledger.keep(failure(asked))
        if number % 2:
            ledger.keep(entry(asked, outcome=outcome))  # type: ignore[arg-type]  # of OUTCOMES


@pytest.fixture
def held() -> Iterator[Ledger]:
    """A ledger of sixteen requests."""
    with Ledger() as ledger:
        fill(ledger)
        yield ledger


def snapshot(ledger: Ledger) -> Snapshot:
    """Return all rows of all tables."""
    return {table: set(ledger.rows(f"SELECT * FROM {table}")) for table in TABLES}  # noqa: S608 -- of TABLES


def gone(before: Snapshot, after: Snapshot) -> dict[str, int]:
    """Return how many rows went of which tables; none came."""
    assert all(after[table] <= before[table] for table in TABLES)
    return {table: len(before[table] - after[table]) for table in TABLES if before[table] != after[table]}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param(Choice(), {}, id="nothing"),
        pytest.param(Choice(failures=True), {"failures": 16}, id="failures"),
        pytest.param(Choice(failures=True, of_model="n"), {"failures": 8}, id="failures-of-a-model"),
        pytest.param(Choice(outcomes=["refused"]), {"answers": 4}, id="refused"),
        pytest.param(Choice(outcomes=["refused", "truncated"]), {"answers": 8}, id="refused-and-truncated"),
        pytest.param(Choice(outcomes=["filtered"]), {}, id="filtered"),
        pytest.param(Choice(outcomes=["refused"], of_model="m"), {"answers": 2}, id="refused-by-a-model"),
        pytest.param(
            Choice(unused_by=Used(fingerprints={FORM.fingerprint})),
            {"requests": 8, "answers": 4, "failures": 8, "prompts": 1},
            id="other-prompts",
        ),
        pytest.param(
            Choice(unused_by=Used(fingerprints={FORM.fingerprint}), of_model="m"),
            {"requests": 4, "answers": 2, "failures": 4},
            id="other-prompts-of-a-model",
        ),
        pytest.param(
            Choice(unused_by=Used(models=()), of_model="n"),
            {"requests": 8, "answers": 4, "failures": 8},
            id="all-of-a-model",
        ),
        pytest.param(
            Choice(unused_by=Used(models={"m"}, fingerprints={FORM.fingerprint}, article_ids={request(1).article_id})),
            {"requests": 15, "answers": 7, "failures": 15, "prompts": 1},
            id="unused-by-a-run",
        ),
        pytest.param(
            Choice(unused_by=Used(fingerprints={FORM.fingerprint}), outcomes=["refused"], failures=True),
            {"requests": 8, "answers": 6, "failures": 16, "prompts": 1},
            id="all-at-once",
        ),
    ],
)
def test_what_is_chosen_goes(held: Ledger, choice: Choice, expected: dict[str, int]) -> None:
    """That, and nothing else; what was said to go is what went."""
    before = snapshot(held)
    said = would_go(held, choice)
    assert {} == gone(before, snapshot(held))
    assert said == prune(held, choice)
    assert expected == gone(before, snapshot(held))
    assert Pruned(**dict.fromkeys(("requests", "answers", "failures", "prompts", "waited_for"), 0) | expected) == said


@given(
    fingerprints=st.none() | st.sets(st.sampled_from([FORM.fingerprint, OTHER.fingerprint])),
    models=st.none() | st.sets(st.sampled_from(["m", "n"])),
    outcomes=st.sets(st.sampled_from(["refused", "filtered", "truncated"])),
    failures=st.booleans(),
    of_model=st.sampled_from([None, "m", "n", "o"]),
)
def test_whatever_is_chosen_leaves_a_ledger(
    fingerprints: set[str] | None, models: set[str] | None, outcomes: set[Any], failures: bool, of_model: str | None
) -> None:
    """Nothing dangles, no accepted answer of a used request goes, and a second time nothing is left to go."""
    used = Used(fingerprints=fingerprints, models=models)
    choice = Choice(unused_by=used, outcomes=outcomes, failures=failures, of_model=of_model)
    with Ledger() as ledger:
        fill(ledger)
        before = snapshot(ledger)
        prune(ledger, choice)
        assert gone(before, snapshot(ledger)).keys() <= {"requests", "answers", "failures", "prompts"}
        assert [] == ledger.rows("PRAGMA foreign_key_check")
        assert Pruned(requests=0, answers=0, failures=0, prompts=0, waited_for=0) == would_go(ledger, choice)


def test_what_a_batch_waits_for_stays(held: Ledger) -> None:
    """It is paid for; once it is collected it goes, with its place in the job."""
    choice = Choice(unused_by=Used(models=()), of_model="m")
    key = request(0).key
    with held.writing() as write:
        write("INSERT INTO jobs (number, tag, round, requests, bytes, status) VALUES (1, 't', 1, 1, 1, 'in_progress')")
        write("INSERT INTO job_requests VALUES (1, ?)", (key,))
    assert (7, 1) == (prune(held, choice).requests, would_go(held, choice).waited_for)
    assert [(key,)] == held.rows("SELECT key FROM requests WHERE model = 'm'")
    with held.writing() as write:
        write("UPDATE jobs SET collected_at = 'now'")
    assert 1 == prune(held, choice).requests
    assert [] == held.rows("SELECT * FROM job_requests")
    assert [(1,)] == held.rows("SELECT number FROM jobs")


def test_what_was_refused_is_asked_again(tmp_path: Path) -> None:
    """And nothing else is."""
    Scripted().run(articles(), tmp_path)
    with Ledger(tmp_path / LEDGER) as ledger:
        prune(ledger, Choice(outcomes=["refused"]))
    scripted = Scripted()
    scripted.run(articles(), tmp_path)
    assert [True] == [REFUSED in body["messages"][1]["content"] for body in scripted.bodies]


def test_what_todays_run_asks_for_stays(tmp_path: Path) -> None:
    """Pruning other prompts after a run takes nothing."""
    from claimx.extracting.extractor import fingerprints

    Scripted().run(articles(), tmp_path)
    with Ledger(tmp_path / LEDGER) as ledger:
        pruned = prune(ledger, Choice(unused_by=Used(fingerprints=set(fingerprints().values()))))
        assert Pruned(requests=0, answers=0, failures=0, prompts=0, waited_for=0) == pruned


def test_shrinking_gives_the_room_back(tmp_path: Path) -> None:
    """The file is smaller, and what is left in it is the same."""
    with Ledger(tmp_path / "ledger.db") as ledger:
        for number in range(50):
            ledger.keep(entry(request(number, model="mn"[number % 2]), response=f'{{"x": "{"y" * 10_000}"}}'))
        prune(ledger, Choice(unused_by=Used(models=()), of_model="m"))
        ((size,),) = ledger.rows("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        rows = snapshot(ledger)
        shrink(ledger)
        assert (tmp_path / "ledger.db").stat().st_size < 0.75 * size
        assert rows == snapshot(ledger)


def test_shrinking_beside_a_reader_is_one_error(tmp_path: Path) -> None:
    """A ledger that somebody else writes to keeps its size, and what went stays gone."""
    with Ledger(tmp_path / "ledger.db") as ledger, Ledger(tmp_path / "ledger.db") as other:
        fill(ledger)
        prune(ledger, Choice(failures=True))
        ledger.connection.execute("PRAGMA busy_timeout = 0")
        with other.writing(), pytest.raises(InputError, match="another process"):
            shrink(ledger)
        assert [(0,)] == ledger.rows("SELECT count(*) FROM failures")
