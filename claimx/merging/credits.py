"""Credits: which news agencies an article says its text comes from.

Four places are read, in falling order of what they say about the text:

    byline      a line of its own at the top: "By AFP", "Reuters", "By Jo Doe of The Associated Press"
    dateline    before the first words: "QASR DELAN, March 3 (Reuters) -", "QASR DELAN (AP) —"
    footer      below the text, or in a formula of thanks: "(AFP)", "With inputs from PTI",
                "Source: Valley Post and news agencies", "The Associated Press contributed to this report"
    inline      inside a sentence: "told AFP", "according to the Reuters news agency"

A credit under a photograph ("[Jo Doe/Reuters]", "Picture: AFP") says nothing about the text and is not read.
Each agency is reported once per kind, at its first place.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from operator import or_
from pathlib import Path
from typing import Final, Literal, NamedTuple

from claimx.article import Article, Credit
from claimx.merging.shingles import is_furniture, is_prose

UNNAMED: Final = "agencies (unnamed)"
"""Stands for the agency where an article credits "agencies" and names none."""
HEAD_LINES: Final = 12
"""Non-blank lines in which a byline or a dateline is looked for."""
LONGEST_LINE: Final = 100
"""Characters; a longer line is no byline and no bare footer."""

_BY = re.compile(
    r"^\W*(?:(?:story|report|text|written)\s+)?(?:by|from|por|par|von|di|door)\b\s*:?\s*(?P<slot>.+)$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[](?P<slot>[^()\[\]\n]{2,60})[)\]]\s*[-–—|:]")
_PREFIXED = re.compile(r"^[^.!?\n]{2,50}?[,/]\s*(?P<slot>[^\s,/()][^,/()\n]{1,30}?)\s+(?:-{1,2}|–|—)\s")
_AFRESH = r"(?:^|[.!?(\[—–-]\s*)"
_FORMULAS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^\W*sources?\s*:\s*(?P<slot>[^.:]{2,120})\W*$",
        rf"{_AFRESH}(?:(?:with|and|additional|including|some|agency)\s+)*"
        r"(?:inputs?|reporting|reports|files|material|information|contributions?)\s+(?:from|by)\s+(?P<slot>[^.;()\[\]]{2,120})",
        rf"{_AFRESH}with\s+(?P<slot>[^.;:()\[\]]{{2,120}})[)\]]?\W*$",
        r"\bthis\s+(?:story|article|report)\s[^.]{0,60}?\b(?:by|from)\s+(?P<slot>[^.;()\[\]]{2,120})",
        r"^\W*(?:copyright\W{0,4}(?:\(c\)|©)?\W{0,4}(?:\d{4})?|(?:\(c\)|©)\W{0,4}\d{4})\W{0,4}(?P<slot>[^.©()\[\]]{2,120})",
        rf"{_AFRESH}(?P<slot>[^.!?()\[\]]{{2,120}}?)\s+(?:also\s+)?contributed\s+to\s+this\s+(?:report|story|article)\b",
    )
)
_SIGNED = re.compile(r"[.!?\"'”’»]\s*(?:[(\[]|--|–|—)\s*(?P<slot>[^.!?()\[\]]{2,60})[)\]]?\s*$")

_GENERIC = (
    r"(?:(?:news|wire|press|other|staff)\s+)*"
    r"(?:agencies|agency\s+(?:inputs?|reports?|staff)|wires|wire\s+(?:services?|reports?))"
)
_BETWEEN = r"\s*(?:[,;/|&+•·(]|\s[-–—]\s|\b(?:and|with|of|for|via|from|y|et|und|plus)\b)\s*"
_AFTERWARDS = (
    r"\s+(?:\d|in\s|published|updated|on\s|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|mon|tue|wed|thu|fri|sat|sun)"
)

_CUE_BEFORE = (
    r"(?:according\s+to|as\s+per|told|quoted\s+by|cited\s+by|reported\s+by|citing|quoting|informed|reports?\s+(?:by|from)"
    r"|news\s+agency|newswire)\s+(?:the\s+)?(?:(?:state-run|state|official)\s+)?(?:news\s+agency\s+)?"
)
_CUE_AFTER = (
    r"(?:['’]s?)?\s+(?:news\s+agency|newswire|wire\s+service|journalists?|reporters?|correspondents?|tally|reported|reports"
    r"|said|says|quoted|cited|could\s+not|was\s+(?:not\s+able|unable)\s+to|has\s+not\s+been\s+able)\b"
)


class _Line(NamedTuple):
    text: str
    start: int


class _Named(NamedTuple):
    agency: str
    start: int
    end: int


def find_credits(article: Article) -> tuple[Credit, ...]:
    """Return the credits of the article, sorted by start.

    `start` and `end` bound the agency's name in the text. A byline that came beside the text, or an outlet that is
    itself an agency, counts as a byline; where the text prints no byline of that agency, start and end are both 0.
    """
    lines = [_Line(match[0].rstrip(), match.start()) for match in re.finditer(r"\S[^\n]*", article.text)]
    text = [line for line in lines if not is_furniture(line.text)]
    placed = [
        *_as_credits("byline", _bylines(lines)),
        *_as_credits("dateline", _datelines(text)),
        *_as_credits("footer", _thanked(lines)),
        *_as_credits("footer", _signatures(text)),
    ]
    starts = {credit.start for credit in placed}
    inline = [credit for credit in _as_credits("inline", _mentioned(text)) if credit.start not in starts]
    return _first_of_each([*placed, *inline, *_as_credits("byline", _beside(article))])


@cache
def agency_names() -> dict[str, str]:
    """Return the canonical short name for each known name of an agency."""
    rows = Path(__file__).with_name("agencies.csv").read_text(encoding="utf-8").splitlines()
    table = csv.DictReader(row for row in rows if not row.startswith("#"))
    return {name: row["agency"] for row in table for name in row["names"].split(";")}


def _as_credits(kind: Literal["byline", "dateline", "footer", "inline"], named: Iterable[_Named]) -> Iterator[Credit]:
    for name in named:
        yield Credit(agency=name.agency, kind=kind, start=name.start, end=name.end)


def _first_of_each(found: list[Credit]) -> tuple[Credit, ...]:
    first: dict[tuple[str, str], Credit] = {}
    for credit in sorted(found, key=lambda credit: (credit.end == 0, credit.start, credit.end)):
        first.setdefault((credit.agency, credit.kind), credit)
    return tuple(sorted(first.values(), key=lambda credit: (credit.start, credit.end, credit.kind, credit.agency)))


def _bylines(lines: list[_Line]) -> Iterator[_Named]:
    for place, line in enumerate(lines[:HEAD_LINES]):
        signed = _BY.match(line.text)
        if len(line.text) > LONGEST_LINE or is_prose(line.text):
            continue
        if signed:
            yield from _named_in(signed, line)
        elif not line.text.endswith(".") and _prose(lines[:place]) <= 1 and _prose(lines[place:]):
            yield from _only_agencies(line)


def _datelines(text: list[_Line]) -> Iterator[_Named]:
    for line in text[:HEAD_LINES]:
        opening = line.text[: 2 * LONGEST_LINE]
        for match in [*_BRACKETED.finditer(opening), *_PREFIXED.finditer(opening)]:
            yield from _named_in(match, line)


def _thanked(lines: list[_Line]) -> Iterator[_Named]:
    for line in lines:
        for formula in _FORMULAS:
            for match in formula.finditer(line.text):
                yield from _named_in(match, line)


def _signatures(text: list[_Line]) -> Iterator[_Named]:
    prose = [is_prose(line.text) for line in text]
    above = [False, *accumulate(prose, or_)]
    below = [*prose[1:], False]
    for place, line in enumerate(text):
        if place == len(text) - 1 or (above[place] and not below[place]):
            signed = _SIGNED.search(line.text)
            yield from _only_agencies(_slot_of(signed, line) if signed else line)


def _mentioned(text: list[_Line]) -> Iterator[_Named]:
    for line in text:
        for match in _inline_pattern().finditer(line.text):
            yield _name_at(match, match.lastgroup or "", line)


def _beside(article: Article) -> Iterator[_Named]:
    byline = _Line((article.byline or "")[: 2 * LONGEST_LINE], 0)
    signed = _BY.match(byline.text)
    outlet = agency_names().get(article.outlet or "")
    for name in _named_in(signed, byline) if signed else _named(byline):
        yield _Named(name.agency, 0, 0)
    if outlet:
        yield _Named(outlet, 0, 0)


def _named_in(match: re.Match[str], line: _Line) -> Iterator[_Named]:
    return _named(_slot_of(match, line))


def _slot_of(match: re.Match[str], line: _Line) -> _Line:
    return _Line(match["slot"], line.start + match.start("slot"))


def _only_agencies(line: _Line) -> Iterable[_Named]:
    short = len(line.text) <= LONGEST_LINE and not is_furniture(line.text)
    return _named(line) if short and _slot_pattern(only=True).fullmatch(line.text) else ()


def _named(slot: _Line) -> Iterator[_Named]:
    for match in _slot_pattern(only=False).finditer(slot.text):
        yield _name_at(match, "name", slot)


def _name_at(match: re.Match[str], group: str, line: _Line) -> _Named:
    agency = _by_folded_name().get(match[group].casefold(), UNNAMED)
    return _Named(agency, line.start + match.start(group), line.start + match.end(group))


def _prose(lines: list[_Line]) -> int:
    return sum(is_prose(line.text) for line in lines)


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): agency for name, agency in agency_names().items()}


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))


@cache
def _slot_pattern(*, only: bool) -> re.Pattern[str]:
    """Match one agency that fills a place in an enumeration; with `only`, an enumeration of nothing but agencies."""
    lead, trail = r"[\s(\[—–-]*(?:(?:the|news\s+agency)\s+)*", r"(?:\s+(?:news\s+)?agency|\s+newswire)?"
    name = rf"(?:{_any_of(agency_names())}|{_GENERIC})"
    if only:
        whole = rf"{lead}{name}{trail}(?:{_BETWEEN}{lead}{name}{trail})*(?:\W*|(?:{_BETWEEN}\d|{_AFTERWARDS}).*)"
        return re.compile(whole, re.IGNORECASE)
    return re.compile(rf"(?:^|{_BETWEEN}){lead}(?P<name>{name}){trail}(?={_BETWEEN}|\W*$|{_AFTERWARDS})", re.IGNORECASE)


@cache
def _inline_pattern() -> re.Pattern[str]:
    forms = {form for name in agency_names() for form in (name, name.upper())}
    initials, either = "".join(sorted({form[0] for form in forms})), _any_of(forms)
    return re.compile(
        rf"\b(?i:{_CUE_BEFORE})(?P<after>{either})(?![\w/-])"
        rf"|(?<![\w/-])(?=[{initials}])(?P<before>{either})(?i:{_CUE_AFTER})"
    )
