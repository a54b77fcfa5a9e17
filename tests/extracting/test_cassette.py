"""Recorded answers: reviewable, and the same after the file as before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import CassetteError
from claimx.extracting.cassette import Cassette, Recording, body_key, cassette_text, read_recordings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recorded" / "answers.yaml"


def completed(content: str | None) -> str:
    return json.dumps({"choices": [{"message": {"content": content}}], "id": "chatcmpl-1"})


REVIEWED = """interactions:
- request:
    headers:
      content-type:
      - application/json
    method: POST
    parsed_body:
      model: model-1
      messages:
      - role: user
        content: |2-
           A raid
          near "Qasr Delan":

          zwölf Tote. 😀
      - role: assistant
        content: '{"label": 3}'
    uri: http://recorded.invalid/v1/chat/completions
  response:
    headers:
      content-type:
      - application/json
    parsed_body:
      choices:
      - message:
          content: |-
            {
             "label": "Zwölf \\u2028Tote",
             "tolls": [
              {
               "count": 12
              }
             ]
            }
      id: chatcmpl-1
    status:
      code: 200
      message: OK
version: 1
"""
REVIEWED_REQUEST = {
    "model": "model-1",
    "messages": [
        {"role": "user", "content": ' A raid\nnear "Qasr Delan":\n\nzwölf Tote. 😀'},
        {"role": "assistant", "content": '{"label": 3}'},
    ],
}
REVIEWED_ANSWER = '{"label": "Zwölf \u2028Tote", "tolls": [{"count": 12}]}'


def test_file_can_be_reviewed(path: Path) -> None:
    """Bodies stand as YAML, prompts and articles as text, and an answer that is JSON line by line."""
    recording = Recording.of(request=json.dumps(REVIEWED_REQUEST), response=completed(REVIEWED_ANSWER))
    Cassette(path).add(recording)
    assert path.read_text(encoding="utf-8") == REVIEWED
    assert Cassette.load(path).find(json.dumps(REVIEWED_REQUEST)) == recording
    assert [file.name for file in path.parent.iterdir()] == ["answers.yaml"]


def test_answer_keeps_its_value() -> None:
    """Only the white space of an answer is another; all else in the response is as it came."""
    recorded = json.loads(Recording.of(request="{}", response=completed(REVIEWED_ANSWER)).response)
    content = recorded["choices"][0]["message"].pop("content")
    assert json.loads(content) == json.loads(REVIEWED_ANSWER)
    assert recorded == {"choices": [{"message": {}}], "id": "chatcmpl-1"}


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(completed("I cannot."), id="words"),
        pytest.param(completed(None), id="no content"),
        pytest.param(completed('{"label": "ra'), id="cut off"),
        pytest.param('{"choices": 3}', id="other choices"),
        pytest.param('{"choices": [null]}', id="no message"),
        pytest.param("{}", id="nothing"),
    ],
)
def test_other_answers_stay_as_they_are(response: str) -> None:
    """There is nothing to indent."""
    assert Recording.of(request="{}", response=response).response == response


def test_other_bodies_stand_as_text() -> None:
    """What is no JSON object is kept where VCR has it, and so is what YAML cannot hold."""
    recordings = [
        Recording.of(request="plain\ntext\n", response="[1,  2]"),
        Recording.of(request='{"half": "\\ud83d"}', response=b""),
    ]
    text = cassette_text(recordings)
    assert "    body: |\n      plain\n      text\n" in text
    assert "    body:\n      string: '[1,  2]'\n" in text
    assert '    body: \'{"half": "\\ud83d"}\'\n' in text
    assert "parsed_body" not in text
    assert {one.key: one for one in read_recordings(text, source="a")} == {one.key: one for one in recordings}


def test_body_that_is_no_text_is_refused() -> None:
    """It could not be written."""
    for body in (b"\xff", "\ud800"):
        with pytest.raises(ValueError, match="codec"):
            Recording.of(request=body, response="{}")


def test_first_recording_of_a_request_counts(path: Path) -> None:
    """Whoever asks the same twice at a time gets what the replay will give."""
    cassette = Cassette(path)
    first, second = (Recording.of(request='{"a": 1}', response=completed(content)) for content in ("1", "2"))
    assert [cassette.add(first), cassette.add(second)] == [first, first]
    assert list(Cassette.load(path)) == [first]


def test_recordings_stand_in_the_order_of_their_keys(path: Path) -> None:
    """The order in which they came does not matter."""
    recordings = [Recording.of(request=f'{{"a": {number}}}', response="{}") for number in range(9)]
    in_order = sorted(recordings, key=lambda recording: recording.key)
    assert cassette_text(recordings) == cassette_text(reversed(recordings))
    assert read_recordings(cassette_text(recordings), source="a") == in_order
    assert list(Cassette(path, recordings)) == in_order


def test_unplayed_recordings_are_told(path: Path) -> None:
    """Recordings that nothing asks for any more should be deleted."""
    recordings = [Recording.of(request=f'{{"a": {number}}}', response="{}") for number in range(2)]
    cassette = Cassette(path, recordings)
    cassette.find('{"a":0}')
    assert cassette.unplayed() == (recordings[1],)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "- 1",
        "interactions: 3",
        "interactions: [{}]",
        "interactions: [{request: 1, response: 2}]",
        "a: !!python/name:os.system 1",
        "interactions: [{request: {body: '{}'}, response: {status: {code: 429}, body: {string: '{}'}}}]",
        "interactions: [{request: {body: 3}, response: {status: {code: 200}, body: {string: '{}'}}}]",
        "interactions: [{request: {parsed_body: {a: 2024-01-04}}, response: {status: {code: 200}, body: ''}}]",
    ],
)
def test_malformed_file_is_named(text: str, path: Path) -> None:
    """Whatever the file holds, the error is ours and names it."""
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CassetteError, match=r"answers\.yaml: not a cassette"):
        Cassette.load(path)


def test_missing_and_binary_files_are_named(path: Path) -> None:
    """Whatever stands in the way of reading, the error is ours and names the file."""
    with pytest.raises(CassetteError, match=r"answers\.yaml: cannot read"):
        Cassette.load(path)
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CassetteError, match=r"answers\.yaml: cannot read"):
        Cassette.load(path)


texts = st.text(st.characters(exclude_categories=()))  # halves of surrogate pairs as well
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(request=json_values, response=json_values, content=json_values)
def test_any_json_survives_the_file(request: object, response: object, content: object) -> None:
    """No character of an article or answer breaks the YAML or is changed by it."""
    bodies = [
        (request, response),
        ({"a": request}, {"a": response}),
        ([request], json.loads(completed(json.dumps(content)))),
    ]
    recordings = [Recording.of(request=json.dumps(one), response=json.dumps(other)) for one, other in bodies]
    text = cassette_text(recordings)
    read = read_recordings(text, source="a")
    assert {one.key: one for one in read} == {one.key: one for one in reversed(recordings)}
    assert cassette_text(read) == text
    for (asked, _), recording in zip(bodies, recordings, strict=True):
        assert json.loads(recording.request) == asked
        assert recording.key == body_key(json.dumps(asked))
    assert json.loads(recordings[1].response) == {"a": response}
    assert json.loads(json.loads(recordings[2].response)["choices"][0]["message"]["content"]) == content


@given(value=st.dictionaries(st.text(), json_values, max_size=4))
def test_key_depends_on_the_content_alone(value: dict[str, Any]) -> None:
    """Spaces, the order of keys and escapes do not change what is asked."""
    turned = dict(reversed(value.items()))
    assert body_key(json.dumps(value)) == body_key(
        json.dumps(turned, indent=2, ensure_ascii=False).encode("utf-8", "surrogatepass")
    )


def test_key_tells_bodies_apart() -> None:
    """One character is another request; what is no JSON has a key as well."""
    bodies: list[str | bytes] = ['{"a": 1}', '{"a": 2}', '{"a": "1"}', '{"a": [1]}', "", "no JSON", b"\xff\xfe"]
    assert len({body_key(body) for body in bodies}) == len(bodies)
