"""Times of day, which no day is read from."""

from __future__ import annotations

import re
import unicodedata

_CLOCK = re.compile(
    r"""\b(?:at\ |(?:(?:just|shortly|soon)\ )?(?:before|after)\ )?
      (?:\d{1,2}(?:[:.]\d\d)?\ ?[ap]\.?m\b\.? | \d{1,2}:\d\d(?::\d\d)?\b(?:\ (?:gmt|utc|local\ time)\b)?)
    | \b\d{3,4}\ ?(?:gmt|utc|hours|hrs|local\ time)\b
    | \bat\ (?:about\ |around\ )?\d{3,4}\b
    | \b(?:[\w-]{1,20}\ )?(?:minutes?|hours?|shortly|just|soon)\ (?:before|after)\ (?:the\ )?
      (?:midnight|noon|midday|dawn|daybreak|sunrise|sunset|dusk|nightfall|dark|prayers)\b
    | \b(?:before|after)\ (?:midnight|noon|midday|dawn|daybreak|sunrise|sunset|dusk|nightfall|dark|prayers)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PRAYERS = re.compile(r"\b(?:before|after|during) (\w{3,6}day) prayers\b", re.IGNORECASE)


def without_times(words: str) -> str:
    """Return the words on one line, with plain hyphens and apostrophes, without times of day."""
    text = re.sub(r"[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", words)).replace("’", "'")
    text = _PRAYERS.sub(r"\1", " ".join(text.split()))
    return " ".join(_CLOCK.sub(" ", text).split())
