"""YAML for reviewing: text reads as text, and nothing is lost, whatever the text."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from claimx.extracting.literal_yaml import dump, indented, load

# What YAML treats in some special way: breaks, spaces, indicators, what must be escaped.
hostile = st.text(
    "abé \t\n\r\v\f\0\x1b\x7f\x85\xa0\xad\u200f\u2028\u2029\ufeff\ufffe\uffff\U0001f600\U0010ffff"
    "-:#'\"\\|>%@&*!?{}[],~=<.1"
)
texts = st.text() | hostile
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)

SHAPES = {
    "lines": ("One.\n\n  Two:\n", "|\n  One.\n\n    Two:"),
    "no last break": ("One.\nTwo.", "|-\n  One.\n  Two."),
    "space at the start": (" One.\nTwo.", "|2-\n   One.\n  Two."),
    "breaks at the end": ("One.\n\n\n", "|+\n  One.\n\n"),
    "long": ("x " * 500 + "\ny", f'"{"x " * 500}\\n\\\n  y"'),
    "long line": ("x " * 500 + "y", "x " * 500 + "y"),
    "space at the end": ("One. \n Two.\n", '"One. \\n\\\n  \\ Two.\\n"'),
    "tab": ("One\t1\nTwo\t2", '"One\\t1\\n\\\n  Two\\t2"'),
    "windows": ('"One"\r\nTwo', '"\\"One\\"\\r\\n\\\n  Two"'),
    "separators": ("One\u2028Two\x85Three", '"One\\u2028\\\n  Two\\u0085\\\n  Three"'),
    "separators among lines": ("One\x85\nTwo\n", '"One\\u0085\\\n  \\n\\\n  Two\\n"'),
    "control": ("One\x1b[0m\n\x00", '"One\\u001b[0m\\n\\\n  \\u0000"'),
    "mark at the start": ("\ufeffOne\nTwo", '"\\ufeffOne\\n\\\n  Two"'),
    "other letters": ("Zwölf\u00a0\N{GRINNING FACE}\nالأول", "|-\n  Zwölf\u00a0\N{GRINNING FACE}\n  الأول"),
    "null": ("null", "'null'"),
    "date": ("2024-01-04", "'2024-01-04'"),
    "merge": ("<<", "'<<'"),
    "empty": ("", "''"),
}


@pytest.mark.parametrize(("text", "written"), SHAPES.values(), ids=SHAPES)
def test_text_is_written_line_by_line(text: str, written: str) -> None:
    """A literal block where it can hold the text, else quotes with one line for each line; nothing is folded."""
    assert dump({"text": text, "next": 1}) == f"text: {written}\nnext: 1\n"
    assert load(dump({"text": text})) == {"text": text}


@given(value=json_values)
@example(value={"\n": {" \n": ["\t\n", [" a\n b "], {"a": "\n\n"}]}})
def test_what_is_dumped_loads_again(value: object) -> None:
    """Values, their types and the order of keys, by this reader and by YAML's own."""
    text = dump({"value": value})
    assert json.dumps(load(text)) == json.dumps({"value": value})
    assert json.dumps(yaml.safe_load(text)) == json.dumps({"value": value})
    assert not any(line != line.rstrip(" ") for line in text.split("\n"))


def test_shared_values_are_written_out() -> None:
    """An alias would hide what a request says."""
    shared = {"type": ["string"]}
    assert dump([shared, shared]) == "- type:\n  - string\n- type:\n  - string\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "!!python/name:os.system 1",
        "!!str 1",
        "!a {}",
        "a: &b 1\nc: *b",
        "<<: {a: 1}",
        "a: 1\n---\nb: 2",
        "\0",
    ],
    ids=["empty", "broken", "python", "tag", "tagged mapping", "alias", "merge", "two documents", "control"],
)
def test_other_yaml_is_refused(text: str) -> None:
    """What `dump` never writes is not guessed at."""
    with pytest.raises(yaml.YAMLError):
        load(text)


@given(value=st.dictionaries(texts, json_values) | st.lists(json_values))
def test_json_is_indented(value: object) -> None:
    """The value stays, and each line stands in a literal block; indenting twice changes nothing."""
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        text = "{}"
    lines = indented(text)
    assert json.dumps(json.loads(lines)) == text
    assert indented(lines) == lines
    if "\U0010ffff" not in lines:  # the one character that PyYAML quotes without need
        assert dump({"text": lines}).startswith("text: |-\n" if "\n" in lines else "text: '")


def test_indented_json_shows_letters_and_escapes_what_cannot_be_seen() -> None:
    """A reviewer reads what the model wrote."""
    said = '{"text": "Zw\\u00f6lf\\u200b\\ud83d\\ude00 \\ud800 a\\nb\\u2028", "n": [1.50, null]}'
    lines = '{\n "text": "Zwölf\\u200b\N{GRINNING FACE} \\ud800 a\\nb\\u2028",\n "n": [\n  1.5,\n  null\n ]\n}'
    assert indented(said) == lines


@pytest.mark.parametrize(
    "text",
    ["", "I cannot.", '"{}"', "1.50", "null", "{", "[1e999]", "[NaN]", "[" * 100_000, f"[{'1' * 5000}]"],
    ids=["empty", "words", "string", "number", "null", "cut off", "infinite", "nan", "nested", "long number"],
)
def test_other_text_is_not_indented(text: str) -> None:
    """It is no JSON, is not worth it, or would not be the same."""
    assert indented(text) == text
