"""What is wrong with a response: whether it may pass, when to ask again, and words for it that may be shown."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Final

from pydantic import ValidationError

LONGEST_WAIT: Final = 120.0
"""Seconds; an endpoint that wants to be left alone for longer is asked again after this."""

_PASSING_STATUS = frozenset({408, 409, 425, 429})
_LONGEST_DETAIL = 300
_MOST_FAULTS = 20
_SHORTEST_KEY = 8
_SECRET = re.compile(r"\b(?:sk|pk|rk|key)[-_][\w*.-]{6,}|(?<=\bBearer )\S+", re.IGNORECASE)


def may_pass(status: int, *, code: str | None) -> bool:
    """Tell whether asking again may help; a spent quota comes as 429 as well, but waiting does not fill it."""
    return (status in _PASSING_STATUS or status >= 500) and code != "insufficient_quota"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3), at most `LONGEST_WAIT`; None without one.

    A date is taken relative to the response's own Date, so that neither clock matters.
    """
    value = headers.get("retry-after", "")
    try:
        seconds = float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else _seconds_until(value, headers["date"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _seconds_until(moment: str, now: str) -> float:
    return (parsedate_to_datetime(moment) - parsedate_to_datetime(now)).total_seconds()


def provider_message(body: object) -> str | None:
    """Return what the body of an error says for a person; None where it says nothing."""
    message = body.get("message") if isinstance(body, dict) else body
    return message if isinstance(message, str) else None


def schema_faults(error: ValidationError) -> list[str]:
    """Return one line per fault, at most 21, without pydantic's links and versions."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{_path(fault['loc'])}: {fault['msg']}" for fault in faults[:_MOST_FAULTS]]
    return lines if len(faults) <= _MOST_FAULTS else [*lines, f"and {len(faults) - _MOST_FAULTS} more"]


def _path(location: Sequence[int | str]) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return steps.removeprefix(".") or "answer"


def shown(text: str) -> str:
    """Return the text on one line, without keys, cut to a length that a person reads."""
    text = text.encode("utf-8", "replace").decode()  # half of a surrogate pair could not be written down
    key = os.environ.get("OPENAI_API_KEY", "")
    # A placeholder such as "none" is no secret, and blotting it out would garble the text.
    masked = text.replace(key, "[key]") if len(key) >= _SHORTEST_KEY else text
    return " ".join(_SECRET.sub("[key]", masked).split())[:_LONGEST_DETAIL]
