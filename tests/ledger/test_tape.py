"""From a ledger to a cassette and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.entry import Form, Request
from claimx.errors import CassetteError, InputError
from claimx.extracting.cassette import Cassette, Recording, body_key, cassette_text, settled
from claimx.extracting.extractor import PROMPTS, fingerprints
from claimx.extracting.forms import form
from claimx.extracting.prompts import load_prompt
from claimx.folder import ARTICLES, DROPPED, EVENTS, LEDGER, MENTIONS
from claimx.ledger import Ledger
from claimx.ledger.tape import entry_of, export_answers, import_recordings, recorded, request_of

from .asking import FAILING, MENDED, REFUSED, SENT_BACK, Scripted, articles, entry, failure, replay, request

RECORDS = (ARTICLES, MENTIONS, EVENTS, DROPPED)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder of a run with re-asks, repairs, a refusal and a request that was sent twice."""
    folder = tmp_path / "out"
    Scripted().run(articles(), folder)
    return folder


@pytest.fixture
def held(out: Path) -> Iterator[Ledger]:
    """Its ledger."""
    with Ledger(out / LEDGER) as ledger:
        yield ledger


def imported(cassette: Path, path: Path) -> list[InputError]:
    """Import a cassette into a ledger; return what was left out."""
    skipped: list[InputError] = []
    with Ledger(path) as ledger:
        import_recordings(ledger, Cassette.load(cassette), skipped=skipped.append)
    return skipped


def exported(path: Path, cassette: Path) -> bytes:
    """Export a ledger; return the cassette's bytes."""
    with Ledger(path) as ledger:
        export_answers(ledger, cassette)
    return cassette.read_bytes()


def test_a_replay_of_what_was_exported_gives_the_records(out: Path, tmp_path: Path) -> None:
    """Byte for byte, with answers that were sent back, repaired and refused, and a request that failed at first."""
    exported(out / LEDGER, tmp_path / "tape.yaml")
    replay(articles(), tmp_path / "again", cassette=tmp_path / "tape.yaml")
    for name in RECORDS:
        assert (out / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_a_run_with_what_was_imported_asks_nothing(out: Path, tmp_path: Path) -> None:
    """The ledger made of a cassette answers for the endpoint, and the records are the same."""
    exported(out / LEDGER, tmp_path / "tape.yaml")
    assert [] == imported(tmp_path / "tape.yaml", tmp_path / "again" / LEDGER)
    scripted = Scripted()
    scripted.run(articles(), tmp_path / "again")
    assert [] == scripted.bodies
    for name in RECORDS:
        assert (out / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_export_import_export_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    """Nothing that a cassette holds is lost in a ledger, nor the other way round."""
    first = exported(out / LEDGER, tmp_path / "first.yaml")
    assert [] == imported(tmp_path / "first.yaml", tmp_path / "again.db")
    assert first == exported(tmp_path / "again.db", tmp_path / "second.yaml")
    assert first == exported(tmp_path / "again.db", tmp_path / "first.yaml")


def test_what_is_imported_is_what_was_exported(held: Ledger, tmp_path: Path) -> None:
    """Requests, prompts and answers are the same, but for the way, the time, and where lines break in an answer."""
    export_answers(held, tmp_path / "tape.yaml")
    imported(tmp_path / "tape.yaml", tmp_path / "again.db")
    with Ledger(tmp_path / "again.db") as again:
        for query in (
            "SELECT requests.* FROM requests JOIN answers USING (key) ORDER BY key",
            "SELECT * FROM prompts ORDER BY 1",
            "SELECT key, outcome, model, system_fingerprint, prompt_tokens, cached_tokens, completion_tokens"
            " FROM answers ORDER BY key",
        ):
            assert held.rows(query) == again.rows(query)
        responses = "SELECT response FROM answers ORDER BY key"
        before, after = ([json.loads(one) for (one,) in ledger.rows(responses)] for ledger in (held, again))
        assert [settled(one) for one in before] == after
        assert [("replayed", None)] == again.rows("SELECT DISTINCT via, seconds FROM answers")


def test_the_seeds_become_a_ledger_and_a_cassette_again(root: Path, tmp_path: Path) -> None:
    """Recorded through the SDK, whose bodies have their keys in another order: the file is left as it is."""
    seeds = root / "cassettes" / "seeds.yaml"
    tape = tmp_path / "seeds.yaml"
    tape.write_bytes(seeds.read_bytes())
    assert [] == imported(tape, tmp_path / "seeds.db")
    with Ledger(tmp_path / "seeds.db") as ledger:
        assert set(fingerprints().values()) >= {fp for (fp,) in ledger.rows("SELECT fingerprint FROM prompts")}
        assert [recording.key for recording in Cassette.load(seeds)] == [one.key for one in recorded(ledger)]
    assert seeds.read_bytes() == exported(tmp_path / "seeds.db", tape)


@pytest.mark.parametrize("prompt", sorted(PROMPTS))
def test_a_fingerprint_is_that_of_the_form(prompt: str) -> None:
    """What is read out of a body is what made the body."""
    asked = form(prompt, load_prompt(prompt).text, PROMPTS[prompt])
    fence = "ARTICLE a1 BEGINS\nTwo people.\nARTICLE a1 ENDS"
    sent = Request("a1", asked, "m", {"temperature": 0.5}, ({"role": "user", "content": fence},))
    assert sent == request_of(json.dumps(sent.body()))


@pytest.mark.parametrize("kind", [SENT_BACK, MENDED, REFUSED, FAILING])
def test_one_article_is_exported_by_itself(held: Ledger, tmp_path: Path, kind: str) -> None:
    """Beside what the cassette has, with its re-asks and its repair."""
    (chosen,) = articles(kind)
    (other,) = articles("Plain.")
    asked = {key for (key,) in held.rows("SELECT key FROM requests WHERE article_id = ?", (chosen.id,))}
    export_answers(held, tmp_path / "tape.yaml", article_ids=[other.id])
    done = export_answers(held, tmp_path / "tape.yaml", article_ids=[chosen.id])
    assert (len(asked), len(asked) + 1, 0) == done
    assert asked < {recording.key for recording in Cassette.load(tmp_path / "tape.yaml")}


def test_an_answer_that_changed_takes_the_place_of_the_old_one(out: Path, held: Ledger, tmp_path: Path) -> None:
    """The cassette replays the run that it was exported from."""
    tape = tmp_path / "tape.yaml"
    whole = exported(out / LEDGER, tape)
    recordings = list(Cassette.load(tape))
    stale = json.loads(recordings[0].response) | {"created": 7}
    changed = [replace(recordings[0], response=json.dumps(stale)), *recordings[1:]]
    tape.write_text(cassette_text(changed), encoding="utf-8")
    assert whole != tape.read_bytes()
    export_answers(held, tape)
    assert whole == tape.read_bytes()


def test_requests_without_an_answer_are_told(tmp_path: Path) -> None:
    """A replay may ask for what only failed."""
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.keep(failure(request(1)))
        ledger.keep(entry(request(2)))
        assert (1, 1, 1) == export_answers(ledger, tmp_path / "tape.yaml")


def test_an_article_nobody_asked_about_is_an_error(held: Ledger, tmp_path: Path) -> None:
    """It is named, and no file is written."""
    with pytest.raises(InputError, match="a0"):
        export_answers(held, tmp_path / "tape.yaml", article_ids=["a0"])
    assert not (tmp_path / "tape.yaml").exists()


def test_what_is_no_cassette_is_left_alone(held: Ledger, tmp_path: Path) -> None:
    """A file of another kind is not written over."""
    (tmp_path / "notes.yaml").write_text("notes: []\n")
    with pytest.raises(CassetteError, match=r"notes\.yaml"):
        export_answers(held, tmp_path / "notes.yaml")
    assert "notes: []\n" == (tmp_path / "notes.yaml").read_text()


def test_a_folder_that_is_a_file_is_one_error(held: Ledger, tmp_path: Path) -> None:
    """Where the cassette cannot be written, a line says so."""
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        export_answers(held, tmp_path / "file" / "tape.yaml")


def test_answers_that_are_there_stay(out: Path, tmp_path: Path) -> None:
    """An import adds what is missing and touches nothing else."""
    exported(out / LEDGER, tmp_path / "tape.yaml")
    with Ledger(out / LEDGER) as ledger:
        before = ledger.rows("SELECT * FROM answers ORDER BY key")
        done = import_recordings(ledger, Cassette.load(tmp_path / "tape.yaml"), skipped=lambda _: None)
        assert (0, len(before), 0) == done
        assert before == ledger.rows("SELECT * FROM answers ORDER BY key")


BODY: dict[str, Any] = {
    "model": "m",
    "messages": [
        {"role": "system", "content": "Say what it says."},
        {"role": "user", "content": "ARTICLE a1 BEGINS\nTwo people.\nARTICLE a1 ENDS"},
    ],
    "response_format": {"type": "json_schema", "json_schema": {"name": "extract", "strict": True, "schema": {}}},
}
RESPONSE = json.dumps({"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]})


def changed(**parts: Any) -> str:
    """Return the body with other parts."""
    return json.dumps(BODY | parts)


def user(content: object) -> list[dict[str, Any]]:
    """Return messages with another question."""
    return [BODY["messages"][0], {"role": "user", "content": content}]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("no JSON", "Expecting value", id="no-json"),
        pytest.param("[]", "no chat", id="list"),
        pytest.param(changed(messages=[]), "no chat", id="no-messages"),
        pytest.param(changed(messages=user("Hello!")), "no article", id="no-article"),
        pytest.param(changed(messages=user(None)), "no chat", id="no-text"),
        pytest.param(changed(messages=user("ARTICLE a1 ENDS")), "no article", id="half-a-fence"),
        pytest.param(
            changed(messages=[*BODY["messages"], {"role": "assistant"}]), "more or less", id="message-without-text"
        ),
        pytest.param(changed(messages=[*BODY["messages"], 7]), "more or less", id="message-that-is-none"),
        pytest.param(changed(response_format={"type": "text"}), "no chat", id="no-schema"),
        pytest.param(changed(model=None), "no chat", id="no-model"),
        pytest.param(changed(stop="\ud800"), "half a character", id="half-a-character"),
        pytest.param(changed(seed=float("nan")), "Out of range", id="no-number"),
        pytest.param(
            changed(messages=[BODY["messages"][0] | {"name": "n"}, BODY["messages"][1]]),
            "more or less",
            id="named-system",
        ),
    ],
)
def test_what_is_no_question_of_claimx_is_named(tmp_path: Path, body: str, words: str) -> None:
    """It stays out, and what is beside it comes in."""
    good = Recording(request=json.dumps(BODY), response=RESPONSE)
    bad = Recording(request=body, response=RESPONSE)
    skipped: list[InputError] = []
    with Ledger(tmp_path / "ledger.db") as ledger:
        done = import_recordings(ledger, Cassette("tape.yaml", [good, bad]), skipped=skipped.append)
        assert (1, 0, 1) == done
        assert [("a1",)] == ledger.rows("SELECT article_id FROM requests")
    assert [words] == [words for error in skipped if words in str(error) and bad.key[:12] in str(error)]


def test_a_recording_without_an_answer_is_none() -> None:
    """An empty completion would be asked for again."""
    empty = json.dumps({"choices": [{"message": {"content": ""}, "finish_reason": "stop"}]})
    with pytest.raises(ValueError, match="no answer"):
        entry_of(Recording(request=json.dumps(BODY), response=empty))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
SETTINGS = st.dictionaries(st.sampled_from(["temperature", "seed", "stop", "ünlü", "n"]), SCALARS, max_size=3)


@given(model=TEXT, instruction=TEXT, question=TEXT, turns=st.lists(TEXT, max_size=4), settings=SETTINGS)
def test_every_request_is_read_back(
    model: str, instruction: str, question: str, turns: list[str], settings: dict[str, Any]
) -> None:
    """Whatever article, model and settings: the body says the request, and the key is the body's."""
    fence = f"{question}\nARTICLE a1 BEGINS\n{question}\nARTICLE a1 ENDS"
    roles = ("user", "assistant")
    messages = [{"role": roles[place % 2], "content": text} for place, text in enumerate([fence, *turns])]
    schema = {"type": "object", "description": instruction}
    body = json.dumps(
        {
            "messages": [{"role": "system", "content": instruction}, *messages],
            "model": model,
            "response_format": {"type": "json_schema", "json_schema": {"name": "extract", "schema": schema}},
            **settings,
        }
    )
    read = request_of(body)
    assert body_key(body) == read.key == body_key(json.dumps(read.body()))
    assert ("a1", model, settings) == (read.article_id, read.model, read.settings)
    assert isinstance(read.form, Form)


@given(answers=st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_any_answer_survives_the_round_trip(answers: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Half surrogate pairs, control characters, beginnings of JSON: the second export has the first one's bytes."""
    folder = tmp_path_factory.mktemp("tape")
    recordings = [
        Recording.of(
            request=changed(messages=user(f"ARTICLE a{place} BEGINS\nT\nARTICLE a{place} ENDS")),
            response=json.dumps({"choices": [{"message": {"content": text, "refusal": "\udc00"}}]}),
        )
        for place, text in enumerate(answers)
    ]
    (folder / "tape.yaml").write_text(cassette_text(recordings), encoding="utf-8", newline="\n")
    assert [] == imported(folder / "tape.yaml", folder / "first.db")
    first = exported(folder / "first.db", folder / "first.yaml")
    assert [] == imported(folder / "first.yaml", folder / "second.db")
    assert first == exported(folder / "second.db", folder / "second.yaml")
