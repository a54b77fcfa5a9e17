"""Tables of words, written as running text: easier to read and to extend than one string per word."""

from __future__ import annotations


def vocabulary(words: str) -> frozenset[str]:
    """Return the words of a table; white space parts them."""
    return frozenset(words.split())
