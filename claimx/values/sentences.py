"""Where a sentence begins and ends."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…。！？؟۔।]+[\"'”’»›)\]」』]*(?=\s|$)|(?<=[。！？])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|sen|rep|gov|pres|hon|rev|lt|sgt|cpl|capt|cmdr|maj|col|gen|brig|adm|st|jr|sr|vs"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|approx|dept|est|inc|ltd|co)|\b[^\W\d_]|\.[^\W\d_])\.$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*[\"'“‘«(\[]*[a-zß-ÿ]")


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end of the sentence or sentences that the span touches, without surrounding white space.

    A newline ends a sentence; a full stop does not after an initial or a common abbreviation, nor before a
    lower-case letter.
    """
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    for match in _SENTENCE_END.finditer(text, left, right):
        if not _ends_sentence(text, match):
            continue
        if match.end() <= start:
            left = match.end()
        elif match.end() >= end:
            right = match.end()
            break
    sentence = text[left:right]
    return left + len(sentence) - len(sentence.lstrip()), left + len(sentence.rstrip())


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if end[0].startswith(".") and _ABBREVIATION.search(text, max(0, end.start() - 12), end.start() + 1):
        return False
    return not _GOES_ON.match(text, end.end())
