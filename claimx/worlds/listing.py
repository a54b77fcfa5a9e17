"""Lists of words that are written as a text."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    """Return the words in their order."""
    return tuple(words.split())
