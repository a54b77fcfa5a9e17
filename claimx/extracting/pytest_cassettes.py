"""Cassettes under pytest-recording: VCR reads, writes and matches them as claimx's own transports do.

In a `conftest.py`, call `register` from the hook `pytest_recording_configure` and return `vcr_settings()` from the
fixture `vcr_config`. VCR itself is not imported here.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from claimx.extracting.cassette import (
    RECORDED_HEADERS,
    RECORDED_URI,
    Recording,
    body_key,
    cassette_text,
    is_answer,
    read_recordings,
)
from claimx.extracting.literal_yaml import indented


def vcr_settings() -> dict[str, Any]:
    """Return what a `vcr_config` fixture of pytest-recording returns; goes with `register`."""
    return {
        "match_on": ["method", "claimx_body"],
        "before_record_request": _scrubbed_request,
        "before_record_response": _scrubbed_response,
        "decode_compressed_response": True,
        "allow_playback_repeats": True,
    }


class VCRLike(Protocol):
    """The two methods of `vcr.VCR` that `register` calls."""

    def register_matcher(self, name: str, matcher: Callable[[Any, Any], bool]) -> None:
        """Make a matcher known under a name."""

    def register_serializer(self, name: str, serializer: Any) -> None:
        """Make a serializer known under a name."""


class VCRSerializer:
    """Reads and writes cassettes for VCR in the same form as the transports do."""

    @staticmethod
    def serialize(cassette: Mapping[str, Any]) -> str:
        """Return the text of a cassette."""
        return cassette_text(Recording.from_entry(entry) for entry in cassette["interactions"])

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """Read the text of a cassette; raises CassetteError."""
        recordings = read_recordings(text, source="cassette")
        return {"version": 1, "interactions": [recording.entry() for recording in recordings]}


def register(vcr: VCRLike) -> None:
    """Teach a VCR the matcher by body and this file format; call it in `pytest_recording_configure`."""
    vcr.register_matcher("claimx_body", claimx_body)
    vcr.register_serializer("yaml", VCRSerializer)


# VCR compares each request with each recording; without the cache it would parse all of them every time.
_matched_key = functools.lru_cache(maxsize=1024)(body_key)


def claimx_body(left: Any, right: Any) -> bool:
    """Tell whether two requests of VCR's have the same body; VCR shows the function's name where none has."""
    return _matched_key(left.body or b"") == _matched_key(right.body or b"")


def _scrubbed_request(request: Any) -> Any:
    request.uri = RECORDED_URI
    request.headers = dict(RECORDED_HEADERS)
    request.body = _quoting_as_replayed(request.body)
    return request


def _quoting_as_replayed(body: Any) -> Any:
    """Return a request that quotes answers as they are replayed; while VCR records, the caller sees them as they came.

    So a re-ask that VCR recorded is found by the replay, which quotes what it was given.
    """
    try:
        request = json.loads(body or b"")
        answers = [message for message in request["messages"] if message["role"] == "assistant"]
        for answer in answers:
            answer["content"] = indented(answer["content"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return body
    return json.dumps(request).encode() if answers else body


def _scrubbed_response(response: dict[str, Any]) -> dict[str, Any] | None:
    if response["status"]["code"] != 200 or not is_answer(response["body"]["string"]):
        return None
    return {**response, "headers": dict(RECORDED_HEADERS)}
