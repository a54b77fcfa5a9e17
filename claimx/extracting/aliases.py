"""Aliases: whether a passage states that two names are one."""

from __future__ import annotations

import re
from typing import Final

from claimx.values.names.matching import NameKind, match_names, match_short_form
from claimx.values.names.organisations import is_acronym

_KNOWN: Final = (
    r"(?:(?:also|better|commonly|formerly|locally|otherwise|previously|sometimes|widely) )?(?:known|referred to)"
    r"(?: \w+)? (?:as|by)(?: (?:the|his|her|its))?(?: (?:nom de guerre|nickname|alias|acronym|initials|name))?"
)
_CALLED: Final = r"(?:(?:also|formerly|previously|sometimes) )?(?:called|named|nicknamed|dubbed)"
_BRIEFLY: Final = r"(?:a\.?k\.?a\.?|alias|formerly|previously|short for|abbreviated (?:as|to)|nom de guerre)"
_ELSEWHERE: Final = r"that|which|who|whom|against|among|at|by|for|from|in|near|of|with"
"""Words that lead on to somebody else ("a leader of the group known as …")."""
_APPOSED: Final = rf", (?:an?|the|its|their|his|her)(?: (?!(?:{_ELSEWHERE})\b)[^\W\dA-Z_][\w'’-]*){{1,6}},?"
_BRACKETED: Final = rf" ?[(\[](?:(?:{_KNOWN}|{_CALLED}|{_BRIEFLY}|or) )?"
_LINK: Final = (
    rf"(?:(?:{_APPOSED})?,? (?:(?:who|which|that) )?(?:(?:is|are|was|were) )?{_KNOWN}"
    rf"|(?:{_APPOSED}|,(?: (?:who|which) (?:is|are|was|were))?| (?:is|are|was|were)) {_CALLED}"
    rf"|,? {_BRIEFLY}|,? whose (?:real name|nom de guerre|nickname|alias) (?:is|was))"
)
_ABBREVIATION: Final = re.compile(r"[A-Z]{2,6}")
"""Between commas right after a name it is that name's, whatever language its letters come from."""
_CLOSE, _OPEN = r"[\"'’”»]*", r"[\"'‘“«]*"


def unstated_alias(passage: str, name: str, alias: str, *, person: bool) -> str | None:
    """Complain about a second name that the passage does not state to be one.

    Stated are: a bracket ("the Free Valley Front (FVF)"), an abbreviation between commas, a phrase ("also known as"),
    the initials of the name, a variant spelling of it, and its short form.
    """
    kind: NameKind = "person" if person else "organisation"
    if match_names(name, alias, kind=kind) or match_short_form(alias, name, kind=kind):
        return None
    if is_acronym(alias, name) or is_acronym(name, alias):
        return None
    if _states(passage, name, alias) or _states(passage, alias, name):
        return None
    return f"the passage does not say that {alias!r} is another name of {name!r}"


def _states(passage: str, first: str, second: str) -> bool:
    plain, first, second = (" ".join(words.split()) for words in (passage, first, second))
    apposed = rf"|, {second}," if _ABBREVIATION.fullmatch(second) else ""
    first, second = re.escape(first), re.escape(second)
    return bool(
        re.search(
            rf"(?<!\w){first}{_CLOSE}(?: \([^()]{{1,40}}\))?"
            rf"(?:{_BRACKETED}{_OPEN}{second}{_CLOSE} ?[)\],;]|{_LINK} (?:the )?{_OPEN}{second}(?!\w){apposed})",
            plain,
        )
    )
