"""Whether two names can be one, and why: persons and organisations, compared without an alias table.

Every rule is for one event's few names, and a false join costs more than a miss.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from claimx.record import Record
from claimx.values.names.folding import fold_name
from claimx.values.names.organisations import OrganisationRule, is_beginning, match_organisations
from claimx.values.names.persons import PersonRule, is_family_name, match_persons

NameKind = Literal["person", "organisation"]
NameRule = Literal[PersonRule, OrganisationRule, "short_form"]

_SENTENCES: Final[dict[NameRule, str]] = {
    "identical": "{left} and {right} are the same name.",
    "spelling": "{left} and {right} are one name in two spellings.",
    "transliteration": "{left} and {right} are one name in two transliterations.",
    "acronym": "One of {left} and {right} is the initials of the other.",
    "contained": "{left} and {right} are one name at two lengths.",
    "short_form": "{left} is the short form of {right} in one article.",
}

_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


class NameMatch(Record):
    """Why two names are taken for one."""

    rule: NameRule
    sentence: str
    """The reason, for a person to read."""


def match_names(left: str, right: str, *, kind: NameKind) -> NameMatch | None:
    """Return the rule by which both names are one, or None; symmetric in the rule.

    Persons: the same tokens in the same order, or one name's tokens inside the other's with the first and the last
    agreeing. Organisations: the same tokens, an acronym, or equal but for a generic noun; never a subset.
    """
    if not fold_name(left) or not fold_name(right):
        return None
    if not in_latin(left) and not in_latin(right):
        # Two names in another script have no transliteration to forgive, and folding would make homophones one.
        rule: NameRule | None = "identical" if as_written(left) == as_written(right) else None
    else:
        rule = match_persons(left, right) if kind == "person" else match_organisations(left, right)
    return _explained(rule, left=left, right=right) if rule else None


def match_short_form(short: str, full: str, *, kind: NameKind) -> NameMatch | None:
    """Return a match if `short` is how an article that has already given `full` goes on to call it.

    Persons: the family name, with or without a title. Organisations: the first words, never the last. Only inside one
    article: elsewhere a family name or a first word is shared by many.
    """
    agrees = is_family_name(short, full) if kind == "person" else is_beginning(short, full)
    return _explained("short_form", left=short, right=full) if agrees else None


def in_latin(text: str) -> bool:
    """Tell whether any letter is Latin."""
    return _LATIN.search(text) is not None


def as_written(text: str) -> str:
    """Return the letters and digits of a name in its own script, without case; "" for symbols alone."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _explained(rule: NameRule, *, left: str, right: str) -> NameMatch:
    return NameMatch(rule=rule, sentence=_SENTENCES[rule].format(left=f'"{left}"', right=f'"{right}"'))
