"""One form for all the ways to write down the same letters of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_AL: Final = frozenset({"al", "el"})
_PLAIN: Final = re.compile("[A-Za-z0-9 ]*")
_APOSTROPHES: Final = re.compile("[‘’‛ʻʼʽʾʿ´`]")
_POSSESSIVES: Final = re.compile(r"'s\b")
_INNER_MARKS: Final = re.compile(r"['`]|(?<=\b[a-z])\.(?=[a-z]\b|\s|$)")
_HYPHENED_ARTICLES: Final = re.compile(r"\b(a[dnrstz]|a(?:dh|sh|th)|e[drsz]|e(?:ch|sh)|u[drlsz])-(?=[a-z])")
_OTHER_MARKS: Final = re.compile("[^a-z0-9]+")


@lru_cache(maxsize=65_536)
def fold_name(text: str) -> str:
    """Return the name in lower-case ASCII without punctuation, articles (English and Arabic) and possessives.

    Hyphens part words, apostrophes and the full stops of abbreviations do not. Idempotent; "" for text that has
    neither letter nor digit.
    """
    return " ".join(_without_articles(_plain(text).replace("isation", "ization").split()))


def _plain(text: str) -> str:
    if _PLAIN.fullmatch(text):
        # Most names have no mark that anything below asks for.
        return text.lower()
    plain = anyascii(_APOSTROPHES.sub("'", text)).casefold().replace("&", " and ")
    plain = _INNER_MARKS.sub("", _POSSESSIVES.sub("", plain))
    return _OTHER_MARKS.sub(" ", _HYPHENED_ARTICLES.sub("", plain))


def _without_articles(words: list[str]) -> list[str]:
    kept = [word for word in words[:-1] if word not in _AL] + words[-1:]
    while len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return kept
