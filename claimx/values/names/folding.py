"""One form for all the ways to write down the same letters of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_AL: Final = frozenset({"al", "el"})


@lru_cache(maxsize=65_536)
def fold_name(text: str) -> str:
    """Return the name in lower-case ASCII without punctuation, articles (English and Arabic) and possessives.

    Hyphens part words, apostrophes and the full stops of abbreviations do not. Idempotent; "" for text that has
    neither letter nor digit.
    """
    plain = re.sub("[‘’‛ʻʼʽʾʿ´`]", "'", text)
    plain = anyascii(plain).casefold().replace("&", " and ")
    plain = re.sub(r"'s\b", "", plain)
    plain = re.sub(r"['`]|(?<=\b[a-z])\.(?=[a-z]\b|\s|$)", "", plain)
    plain = re.sub(r"\b(a[dnrstz]|a(?:dh|sh|th)|e[drsz]|e(?:ch|sh)|u[drlsz])-(?=[a-z])", "", plain)
    plain = re.sub(r"[^a-z0-9]+", " ", plain).replace("isation", "ization")
    return " ".join(_without_articles(plain.split()))


def _without_articles(words: list[str]) -> list[str]:
    kept = [word for word in words[:-1] if word not in _AL] + words[-1:]
    while len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return kept
