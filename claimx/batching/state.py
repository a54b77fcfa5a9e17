"""What a provider says of its jobs, of which anything can be missing, or of another kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from claimx.extracting.faults import shown
from claimx.inputs import printable

VANISHED: Final = "vanished"
"""The status of a job that the provider does not know any more."""
_NAME: Final = re.compile(r"(?!\.+$)[!-~]{1,500}")
"""A name that can stand in a path."""


class State(NamedTuple):
    """What the provider says of a job."""

    id: str
    status: str
    completed: int
    failed: int
    output_file: str | None
    error_file: str | None
    detail: str | None
    """What is wrong with the job as a whole."""


def state_of(told: Mapping[str, Any], name: str) -> State:
    """Return what is said of the job of a name."""
    counts, errors = inside(told, "request_counts"), listed(inside(told, "errors"), "data")
    status = told.get("status")
    return State(
        id=name,
        status=plain(status) if isinstance(status, str) else "unknown",
        completed=_count(counts, "completed"),
        failed=_count(counts, "failed"),
        output_file=named(told, "output_file_id"),
        error_file=named(told, "error_file_id"),
        detail=plain("; ".join(str(error.get("message") or error) for error in errors)) or None,
    )


def plain(text: str) -> str:
    """Return what a provider says as it may be shown and written down."""
    return printable(shown(text))


def inside(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object of a field; an empty one where it is none."""
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def listed(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the objects in the list of a field."""
    value = told.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def named(told: Mapping[str, Any], name: str) -> str | None:
    """Return the name in a field; None where it could not be asked about."""
    value = told.get(name)
    return value if isinstance(value, str) and _NAME.fullmatch(value) else None


def _count(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) else 0
