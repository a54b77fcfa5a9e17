"""Guards: whether words that do stand in the article carry the value that was read from them.

A fragment may be verbatim and still lie: cut off from its "not", or listed as another name where the article says no
such thing. Each guard answers with a complaint, one sentence, or None. They know English; the words of other
languages pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claimx.claim import StanceKind, TollKind
from claimx.extracting.folding import fold
from claimx.quote import Quote
from claimx.values.vocabulary import vocabulary

NEGATION_REACH: Final = 3
"""Words to the left within which a negation governs."""
LONGEST_PASSAGE: Final = 1000
"""Characters beyond which a passage holds so much that it shows nothing."""

_NEGATIONS: Final = vocabulary("not no never without neither nor nobody none cannot")
_REFUSALS: Final = vocabulary(
    "denied denies deny denying declined declines decline declining refused refuses refuse refusing"
) | {"failed to", "short of"}
_DENIALS: Final = vocabulary("denied denies deny denying refuted refutes rejected rejects disputed disputes")
_TOKEN: Final = re.compile(
    r"\b(?:failed to|short of|no doubt|not (?:only|just|merely|long|far)|(?:no|not) (?:fewer|less|more|later) than)\b"
    r"|[^\W_]+(?:['.,][^\W_]+)*|[.,!?;:]"
)
_CLAUSE_ENDS: Final = frozenset(".,!?;:") | vocabulary("but although though while whereas")
_WINDOW: Final = 120
_LINE_END: Final = re.compile(r"\n(?!\s*[a-z])")
"""A line that goes on in lower case is wrapped, not ended."""
_ASIDE: Final = re.compile(
    r"(?:(?<=\bnot)|(?<=n't)|(?<=never)), [^,]{1,30},|, (?:however|though|yet|so far|meanwhile),"
)

_KIND_WORDS: Final[dict[TollKind, str]] = {
    "killed": r"\b(?:kill|die[ds]?\b|dead\b|death|fatal|slain|martyr|murder)",
    "injured": r"\b(?:injur|wound|hurt)",
    "missing": r"\b(?:missing|unaccounted)",
    "displaced": r"\b(?:displac|fled\b|evacuat|homeless)",
    "detained": r"\b(?:detain|arrest|captur|custody)",
}
_STANCE_WORDS: Final[dict[StanceKind, str]] = {
    "claims": r"\b(?:claim\w*(?: \w+)? responsib|claim|responsib|admit|behind\b|carr(?:y|ied) out\b)",
    "accuses": r"\b(?:accus|blam|responsible\b|behind\b|carr(?:y|ied) out\b)",
    "confirms": r"\bconfirm",
}
"""The words for the stances that take a side; the others assert nothing that could be negated."""
_NONE_OF: Final = re.compile(
    r"\b(?:none|neither|nobody|no one|not (?:one|any|all|a single one))(?: of| among)?"
    r"(?: (?:the|its|their|his|her|these|those|all))*$"
)
_FUNCTION_WORDS: Final = vocabulary(
    "a an the this that these those and or but if of in on at by for from to with as than it its he she they him her "
    "them his their who whom which what when where there is are was were be been being has have had will would could "
    "may might must said says not no"
)
_ENGLISH: Final = vocabulary("the and to were said by that from with")
_ENGLISH_SHARE: Final = 0.08
"""Share of those words from which a text is English; in English news they make a tenth and more."""


def negation_before(text: str, at: int, *, reach: int = NEGATION_REACH) -> str | None:
    """Return the word that negates or refuses what begins at `at`, if one stands close before it in its clause."""
    backwards = _tokens_before(text, at)[::-1]
    for distance, token in enumerate(backwards):
        if token in _CLAUSE_ENDS or distance == reach:
            return None
        if _negates(token) or token in _REFUSALS:
            return None if _is_closed(backwards, distance) else token
    return None


def _is_closed(backwards: Sequence[str], negation: int) -> bool:
    """Whether the negation is a relative clause's that ends before the words ("who was not named said")."""
    relative = {"who", "which"} & set(backwards[negation + 1 : negation + 4])
    return bool(relative) and negation > 0 and backwards[0].endswith("ed")


def _tokens_before(text: str, at: int) -> list[str]:
    # The character at `at` comes along to tell a line that was wrapped from one that ended.
    line = _LINE_END.split(text[max(0, at - _WINDOW) : at + 1])[-1]
    return _TOKEN.findall(_ASIDE.sub("", fold(line[:-1]).text))


def _negates(token: str) -> bool:
    return token in _NEGATIONS or token.endswith("n't")


def cut_from_negation(text: str, start: int) -> str | None:
    """Complain about a passage that begins right after the word that negates it."""
    word = negation_before(text, start)
    return word and f"the passage leaves out the {word!r} that stands before it"


def shows_nothing(passage: str) -> str | None:
    """Complain about a passage that holds nearly everything, or nothing but function words."""
    if len(passage) > LONGEST_PASSAGE:
        return f"a passage of {len(passage)} characters shows nothing; a sentence does"
    if set(re.findall(r"\w+", passage.casefold())) <= _FUNCTION_WORDS:
        return "the passage has no word that tells anything"
    return None


def negated_toll(passages: Sequence[str], kind: TollKind, count: str | None) -> str | None:
    """Complain about an affirmed toll whose passages negate every word for it ("two men were not injured")."""
    if count is not None and any(map(_negates, fold(count).text.split())):
        return None
    return _all_negated(passages, _KIND_WORDS[kind])


def negated_stance(passages: Sequence[str], stance: StanceKind) -> str | None:
    """Complain about an affirmed stance whose passages negate every word for it ("no group claimed it")."""
    return _all_negated(passages, _STANCE_WORDS[stance]) if stance in _STANCE_WORDS else None


def _all_negated(passages: Sequence[str], words: str) -> str | None:
    negations = [
        negation_before(passage, found.start())
        for passage in passages
        for found in re.finditer(words, passage, re.IGNORECASE)
    ]
    if negations and all(negations):
        return f"the passage negates it ({negations[0]!r}), but the polarity is affirmative"
    return None


def negated_cue(text: str, cue: Quote | None) -> str | None:
    """Complain about an affirmed claim whose reporting words deny or are negated."""
    if cue is None:
        return None
    inside = (token for token in _TOKEN.findall(fold(cue.exact).text) if _negates(token) or token in _DENIALS)
    word = next(inside, None) or negation_before(text, cue.start)
    return word and f"the reporting words are negated ({word!r}), but the polarity is affirmative"


def negated_accused(text: str, accused: Quote | None) -> str | None:
    """Complain about an affirmed accusation of one whom the words leave out ("not the army but the rebels")."""
    word = negation_before(text, accused.start, reach=2) if accused is not None else None
    return word and f"the accused is negated ({word!r}), but the polarity is affirmative"


def negated_count(text: str, start: int) -> str | None:
    """Complain about a number that is denied as a whole ("none of the twelve")."""
    found = _NONE_OF.search(" ".join(_tokens_before(text, start)))
    return found and f"the number is negated ({found[0]!r})"


def is_english(text: str) -> bool:
    """Whether a text is English, by the share of its commonest words."""
    words = re.findall(r"\w+", text.casefold())
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * max(1, len(words))
