"""Shingles: what two texts share, told by short runs of words.

An article's *own words* are its text without page furniture and without direct quotations: two reporters who quote
one statement share a speaker, and two pages of one site share a menu, without either having copied the other.
Shingling and containment follow Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Runs: TypeAlias = NDArray[np.uint64]
"""The numbers of runs of words, each once, ascending."""

SHINGLE_SIZE: Final = 5
"""Words in a run; a shorter quotation cannot make a run of its own and therefore stays in place."""
LONGEST_QUOTATION: Final = 600
"""Characters within which a quotation has to close, so that a stray mark cannot swallow an article."""
LONGEST_FURNITURE: Final = 400
"""Characters; a longer line is text, whatever words it begins with."""
SHORTEST_PROSE: Final = 40
"""Characters from which a line that ends as a sentence counts as prose."""
SHORTEST_TAIL: Final = 4
"""Lines; fewer than these below the last prose are no list of teasers."""
WRAPPED_WIDTH: Final = range(45, 101)
"""Characters in the longest line of a paragraph that was broken at a fixed width."""
WRAPPED_SLACK: Final = 8
"""Characters by which the first word of the next line may fail to overflow that width."""

_NONE: Final[Runs] = np.empty(0, np.uint64)
_RADIX: Final = np.uint64(0x9E3779B97F4A7C15)
_SCRAMBLING: Final = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)

_GAP = "\f"
_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ＇](?=\w)")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»›)\]」』]*\s*$")

_WITHIN = rf"[^\n]{{0,{LONGEST_QUOTATION}}}?"
_SINGLE_END = r"(?<=\S)(?:(?<![sS])['’](?!\w)|['’](?=[.,;:!?)\]—–]|\s*(?:\n|$)))"
_MARK = re.compile(r"[\"'`‘’“”„‟«»‹›「」『』]")
_QUOTATION = re.compile(
    rf"""
      “{_WITHIN}”
    | [„‟]{_WITHIN}[“”]
    | «{_WITHIN}»
    | (?<!\S)»(?=\S){_WITHIN}(?<=\S)«
    | ‹{_WITHIN}›
    | 「{_WITHIN}」 | 『{_WITHIN}』
    | ``{_WITHIN}(?:''|"|``)
    | (?<![^\s(\[—–-])["”](?=\S){_WITHIN}(?<=\S)["”](?!\w)
    | (?<![^\s(\[—–-])['‘](?=\S){_WITHIN}{_SINGLE_END}
    | ^[ \t]*["“«][^\n"”»]{{1,{LONGEST_QUOTATION}}}$      # speech that goes on: opened in each paragraph, not closed
    """,
    re.VERBOSE | re.MULTILINE,
)

_BULLET = r"^[\s>*•·▪|\[(–—-]*"
_FURNITURE = re.compile(
    _BULLET
    + r"""(?:
      (?:also|must|now)\ (?:read|see|watch)\b | (?:read|see|watch)\ (?:also|more|next)\b
    | (?:read|see|watch|video|listen)\s*[:|] | related(?:\s\w+)?\s*(?::|$)
    | (?:more\ (?:from|on|in|stories|news)|recommended|trending)\b[^.]*$
    | (?:most|top|latest)\ (?:read|popular|viewed|shared|commented|stories|news|headlines)\b[^.]*$
    | you\ (?:may|might)\ also\ | don['’]t\ miss\b | editor['’]?s['’]?\ picks?\b
    | (?:un)?subscribe\b | already\ a\ subscriber | sign\ (?:up|in)\b | log\ in\b | register\ (?:now|here)\b
    | (?:click|tap)\ here\b | download\ (?:the|our)\ app\b | join\ (?:our|us)\b | follow\ us\b | support\ our\b
    | get\ (?:our|the\ latest|breaking|unlimited|alerts?|alerted|email)\b | stay\ (?:informed|updated|tuned)\b
    | share(?:\s(?:this|on|via|article))?\s*(?::|$) | share\ this\b | donate(?:\ now)?\s*$
    | (?:print|email|copy\ link|bookmark|save|menu|search|home|close|loading[\s.…]*)\s*$
    | listen\ to\ this\b | \d+\s?-?min(?:ute)?s?\s(?:read|listen)\b
    | advertisement\b | advertising\s*$ | sponsored\b | skip\ to\b | back\ to\ top\b | scroll\ (?:down|to)\b
    | (?:leave|post|add|view)\ (?:a\ |all\ )?comments?\b | comments?\s*(?:\(\d+\))?\s*$ | please\ read\ our\b
    | would\ you\ like\ to\ comment\b | we\ use\ cookies\b | privacy\ policy\b
    | terms\ (?:of\ (?:use|service)|and\ conditions)\b | there\ was\ a\ problem\ (?:saving|loading|with\ your)\b
    | thank\ you\ for\ (?:reading|registering|subscribing|signing)\b | we\ have\ sent\ you\b | check\ back\b
    | (?:please|you\ must)\ (?:check|enter|verify|confirm|refresh|enable|disable|be\ logged)\b
    | your\ (?:notification|subscription|comment)\ (?:has|is|was)\b | keep\ checking\b
    | this\ (?:story|article|content)\ is\ only\ available\b | this\ is\ a\ breaking\ news\b
    | (?:tm\ and\s|™\s?)?(?:©|\(c\)|copyright\b) | disclaimer\s*:
    | (?:tags?|topics?|keywords?|categories|filed\ under)\s*:
    | (?:(?:updated|published|posted)\s*:?\s*)?\d+\s
      (?:sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)\sago\s*$
    | \d{1,2}\s*[.)]?\s*$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\ball rights reserved\b|\bmay not be (?:published|reproduced|copied|republished)\b", re.IGNORECASE
)
_PHOTO = re.compile(
    r"[\[(][^\[\]()]*/\s?[A-ZÀ-Þ][^\[\]()]*[\])]\s*$"
    r"|\b(?i:picture|photo|photograph|image|screengrab)s?(?i:\s(?:by|credit|courtesy))?\s?:\s?\S"
    r"|\b(?:Photo|PHOTO|Handout|HANDOUT)(?:\sby\s|/)\S"
    r"|\b(?:REUTERS|Reuters)/[A-Z]\S"
)


def words_of(text: str) -> list[str]:
    """Return the words, casefolded and without accents, apostrophes and invisible characters.

    Scripts that put no space between words yield one word per stretch between punctuation marks, so that only
    copies kept to the letter are found in them.
    """
    folded = _APOSTROPHE.sub("", text).casefold()
    if not folded.isascii():
        folded = _BEYOND_ASCII.sub(_without_marks, unicodedata.normalize("NFKD", folded)).casefold()
    return _WORD.findall(folded)


def own_runs(text: str) -> list[list[str]]:
    """Return the article's own words in order, in stretches that no quotation interrupts."""
    stretches = without_quotations(without_furniture(text)).split(_GAP)
    return [words for words in map(words_of, stretches) if words]


def own_shingles(text: str) -> Runs:
    """Return the shingles of the article's own words; none spans a place where a quotation stood."""
    return _distinct(np.concatenate([_NONE, *(_numbers(run, SHINGLE_SIZE) for run in own_runs(text))]))


def shingles(words: Sequence[str], *, size: int = SHINGLE_SIZE) -> Runs:
    """Return a 64-bit number for each run of `size` words; none if there are fewer words.

    A number depends on the run alone, is the same on every machine, and is as good as drawn evenly from 0 to
    2^64 - 1, which sampling relies on.
    """
    return _distinct(_numbers(words, size))


def containment(left: Runs, right: Runs) -> float:
    """Return the share of `left` that is also in `right`, 0 to 1; 0 if `left` is empty."""
    return len(np.intersect1d(left, right, assume_unique=True)) / len(left) if len(left) else 0.0


def without_quotations(text: str) -> str:
    """Replace each direct quotation of five words or more by a form feed; shorter ones stay.

    A quotation closes in its own line and within `LONGEST_QUOTATION` characters. A mark that never closes hides
    nothing, unless it opens a paragraph, as in speech that runs over several.
    """
    lines = text.split("\n")
    return "\n".join(_QUOTATION.sub(_gap_for, line) if _MARK.search(line) else line for line in lines)


def without_furniture(text: str) -> str:
    """Return the lines of the text that are the article's, without blank lines.

    Left out are lines that ask, point, count or credit a photograph ("Subscribe", "Also read:", "3 hours ago"),
    and the tail: what stands below the last two lines of prose in a row, since teasers alternate prose with
    headlines. A tail is believed from `SHORTEST_TAIL` lines on, and only if it is shorter than what it follows.
    """
    lines = [line for line in _paragraphs(text) if not is_furniture(line)]
    end = _end_of_prose(lines)
    tail = lines[end:]
    is_tail = len(tail) >= SHORTEST_TAIL and sum(map(len, tail)) < sum(map(len, lines[:end]))
    return "\n".join(lines[:end] if is_tail else lines)


def is_furniture(line: str) -> bool:
    """Tell whether the line belongs to the page or to a photograph rather than to the article."""
    return len(line) <= LONGEST_FURNITURE and _is_furniture(line)


def is_prose(line: str) -> bool:
    """Tell whether the line is of some length and ends as a sentence."""
    return len(line) >= SHORTEST_PROSE and bool(_SENTENCE_END.search(line))


@lru_cache(maxsize=1024)
def _is_furniture(line: str) -> bool:
    """Each line of an article is asked about in turn by its credits and by its own words."""
    return any((_FURNITURE.match(line), _LEGAL.search(line), _PHOTO.search(line)))


def _without_marks(stretch: re.Match[str]) -> str:
    return "".join(c for c in stretch[0] if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf"))


def _distinct(numbers: Runs) -> Runs:
    """As `np.unique`, which is several times slower on so few numbers."""
    ascending = np.sort(numbers)
    distinct: Runs = ascending[np.append(True, ascending[1:] != ascending[:-1])[: len(ascending)]]
    return distinct


def _numbers(words: Sequence[str], size: int) -> Runs:
    """The number of each run, in order: the words' numbers as the digits of one, scrambled."""
    count = len(words) - size + 1
    if count < 1:
        return _NONE
    digits = np.fromiter(map(_number_of_word, words), np.uint64, len(words))
    numbers = digits[:count]
    for place in range(1, size):
        numbers = numbers * _RADIX + digits[place : place + count]
    return _scrambled(numbers)


@lru_cache(maxsize=1 << 17)
def _number_of_word(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _scrambled(numbers: Runs) -> Runs:
    """Finalise as SplitMix64 does (Steele, Lea and Flood, 2014): every bit of a number sways every bit."""
    for shift, factor in _SCRAMBLING:
        numbers = (numbers ^ (numbers >> shift)) * factor
    return numbers ^ (numbers >> np.uint64(31))


def _gap_for(quotation: re.Match[str]) -> str:
    return _GAP if len(words_of(quotation[0])) >= SHINGLE_SIZE else quotation[0]


def _end_of_prose(lines: Sequence[str]) -> int:
    prose = [is_prose(line) for line in lines]
    pairs = (place + 2 for place in reversed(range(len(lines) - 1)) if prose[place] and prose[place + 1])
    return next(pairs, len(lines))


def _paragraphs(text: str) -> list[str]:
    blocks = ([line.strip() for line in block.splitlines() if line.strip()] for block in re.split(r"\n\s*\n", text))
    return [line for block in blocks for line in ([" ".join(block)] if _is_wrapped(block) else block)]


def _is_wrapped(block: Sequence[str]) -> bool:
    width = max(map(len, block), default=0)
    filled = (len(line) + len(next(iter(below.split()))) > width - WRAPPED_SLACK for line, below in pairwise(block))
    return width in WRAPPED_WIDTH and not all(map(_SENTENCE_END.search, block[:-1])) and all(filled)
