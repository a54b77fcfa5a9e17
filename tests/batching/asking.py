"""Articles about which a model answers well, badly or not at all; answers depend on the question alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from claimx.article import Article
from claimx.folder import ARTICLES, DROPPED, EVENTS, MENTIONS, SUMMARY
from tests.faulty.responses import completion
from tests.test_runner import TEXT, answer, article

RECORDS: Final = (ARTICLES, MENTIONS, EVENTS, DROPPED, SUMMARY)
KINDS: Final = ("plain", "reasked", "repaired", "refused", "truncated", "filtered", "both")
"""How the model answers: `both` is sent back first, and its second answer has a value to be repaired."""
REQUESTS: Final[Mapping[str, int]] = {"reasked": 2, "repaired": 2, "both": 3}
"""What an article takes where that is not one."""
_ABOUT: Final = re.compile(r"Report (\d+), (\w+)\.")
_COUNT: Final = "mentions[m1].tolls[c1].count"


def report(number: int, kind: str = "plain") -> Article:
    """An article of a kind."""
    return article(f"Report {number}, {kind}. {TEXT}")


def reports(kinds: Sequence[str] = KINDS) -> list[Article]:
    """An article of each kind."""
    return [report(number, kind) for number, kind in enumerate(kinds)]


def number_of(body: Mapping[str, Any]) -> int:
    """The number of the article that a request is about."""
    return int(_about(body)[1])


def _about(body: Mapping[str, Any]) -> re.Match[str]:
    found = _ABOUT.search(body["messages"][1]["content"])
    assert found is not None
    return found


def answered(body: Mapping[str, Any]) -> dict[str, Any]:
    """The chat completion for a request."""
    kind = _about(body)[2]
    if kind == "refused":
        return completion(None, refusal="I cannot help with that.")
    if kind == "filtered":
        return completion(None, finish_reason="content_filter")
    if kind == "truncated":
        return completion('{"published": nu', finish_reason="length")
    return completion(json.dumps(_content(body, kind)))


def _content(body: Mapping[str, Any], kind: str) -> dict[str, Any]:
    if body["response_format"]["json_schema"]["name"] == "repair":
        return {"repairs": [{"path": _COUNT, "words": "two"}]}
    if kind in {"reasked", "both"} and len(body["messages"]) == 2:
        return {"published": None}
    return answer(count="three") if kind in {"repaired", "both"} else answer()


def records(folder: Path) -> dict[str, bytes]:
    """What a run wrote."""
    return {name: (folder / name).read_bytes() for name in RECORDS}
