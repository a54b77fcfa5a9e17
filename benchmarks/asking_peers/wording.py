"""What is asked about and what is answered: articles that differ by a number, and one answer to them all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, Literal

Form = Literal["schema", "tools", "extractions"]
"""In which form an answer is given: as JSON of a schema, as the arguments of a tool, as langextract reads it."""

MODEL: Final = "m"
PASSAGE: Final = "A car bomb killed two people on Monday, police said."
USAGE: Final = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
_SPEAKER: Final = {"words": "police", "name": None, "kinds": ["police_security"], "anonymous": True, "via": []}
_TOLL: Final = {
    "id": "c1",
    "quotes": [PASSAGE],
    "speaker": _SPEAKER,
    "cue": "said",
    "certainty": "CT",
    "polarity": "+",
    "kind": "killed",
    "count": "two",
    "number": 2,
    "who": "people",
    "scope": "total",
    "confirms": None,
}
_MENTION: Final = {
    "id": "m1",
    "quotes": [f"QASR DELAN - {PASSAGE}"],
    "label": "A car bomb",
    "type": "bombing",
    "means": "vehicle_bomb",
    "prominence": "main",
    "realis": "actual",
    "when": {"words": "Monday", "counts_from": None, "side": None},
    "where": {"site": None, "city": "QASR DELAN", "admin1": None, "country": None},
    "participants": [],
    "tolls": [_TOLL],
    "all_told": [],
    "responsibilities": [],
    "statements": [],
    "relations": [],
}
ANSWER: Final = {"published": None, "mentions": [_MENTION]}
"""One mention with one toll."""


def text(number: int) -> str:
    """Return the text of an article."""
    return f"Report {number}. QASR DELAN - {PASSAGE} The market was closed."


def texts(amount: int) -> Iterator[str]:
    """Yield the texts of articles."""
    return map(text, range(amount))


def completion(form: Form) -> bytes:
    """Return the chat completion that answers every question, as JSON."""
    return json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": MODEL,
            "choices": [{"index": 0, "message": _message(form), "finish_reason": "stop"}],
            "usage": USAGE,
        }
    ).encode()


def _message(form: Form) -> dict[str, object]:
    if form == "tools":
        call = {"id": "t1", "type": "function", "function": {"name": "Answer", "arguments": json.dumps(ANSWER)}}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    if form == "schema":
        return {"role": "assistant", "content": json.dumps(ANSWER)}
    toll = {"toll": PASSAGE, "toll_attributes": {"kind": "killed", "count": "two", "who": "people"}}
    return {"role": "assistant", "content": json.dumps({"extractions": [toll]})}
