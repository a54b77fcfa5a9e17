"""Recorded answers: a YAML file that VCR reads and a person can review.

A request is looked up by the hash of its body alone, so an edited prompt, schema or article never replays an old
answer. Hosts, keys and cookies are not written: the address is always `RECORDED_URI`, the headers are allow-listed.
A body that is a JSON object stands in the file as YAML under `parsed_body`, as in the cassettes of pydantic-ai; any
other stands where VCR has it.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import yaml

from claimx.errors import CassetteError
from claimx.extracting import literal_yaml

RECORDED_URI: Final = "http://recorded.invalid/v1/chat/completions"
RECORDED_HEADERS: Final = {"content-type": ["application/json"]}
"""All headers that are written, of requests and responses alike."""

REPLAYED: Final = "x-claimx-replayed"
"""A header of responses that nobody was asked for."""
WITHOUT_TEXT: Final = ("length", "content_filter")
"""What ends an answer that may have no text."""


def body_key(body: str | bytes) -> str:
    """Return the SHA-256 of a body; of its canonical form (sorted keys, no spaces) where it is JSON."""
    try:
        text = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        text = body if isinstance(body, str) else body.decode("latin-1")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Recording:
    """One request body with the body that answered it, both as they are replayed."""

    request: str
    response: str

    @classmethod
    def of(cls, *, request: str | bytes, response: str | bytes) -> Self:
        """Return the recording of two bodies, with the answer `indented`; raises ValueError where one is no text."""
        return cls(request=_settled(request), response=_settled(response))

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any]) -> Self:
        """Return a recording from a file, or from VCR; raises what a malformed entry leads to."""
        response = entry["response"]
        if response["status"]["code"] != 200:
            raise ValueError("only answers of status 200 can be replayed")
        return cls(request=_body(entry["request"]), response=_body(response))

    @functools.cached_property
    def key(self) -> str:
        """What the request is looked up by."""
        return body_key(self.request)

    @functools.cached_property
    def lines(self) -> str:
        """The recording as it stands in the file."""
        entry = self.entry()
        for side, text in (("request", self.request), ("response", self.response)):
            if (parsed := _filed(text)) is not None:
                del entry[side]["body"]
                entry[side]["parsed_body"] = parsed
            entry[side] = {name: entry[side][name] for name in sorted(entry[side])}
        return literal_yaml.dump([entry])

    def entry(self) -> dict[str, Any]:
        """Return the recording as VCR knows it."""
        return {
            "request": {"method": "POST", "uri": RECORDED_URI, "body": self.request, "headers": dict(RECORDED_HEADERS)},
            "response": {
                "status": {"code": 200, "message": "OK"},
                "headers": dict(RECORDED_HEADERS),
                "body": {"string": self.response},
            },
        }


class Cassette:
    """The recordings of one file, one per request; a request may be played any number of times."""

    def __init__(self, path: str | Path, recordings: Iterable[Recording] = ()) -> None:
        self.path = Path(path)
        self._recordings: dict[str, Recording] = {}
        self._played: set[str] = set()
        self._lock = threading.Lock()
        for recording in recordings:
            self._recordings.setdefault(recording.key, recording)

    def __len__(self) -> int:
        return len(self._recordings)

    def __iter__(self) -> Iterator[Recording]:
        """Return the recordings in the order of the file."""
        return iter([self._recordings[key] for key in sorted(self._recordings)])

    @classmethod
    def load(cls, path: str | Path) -> Cassette:
        """Read a cassette; raises CassetteError naming the file where it is missing or malformed."""
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CassetteError(f"{path}: cannot read the cassette: {error}") from error
        return cls(path, read_recordings(text, source=str(path)))

    def find(self, body: str | bytes) -> Recording | None:
        """Return the recording of a request and count it as played; None where there is none."""
        recording = self._recordings.get(body_key(body))
        if recording is not None:
            self._played.add(recording.key)
        return recording

    def unplayed(self) -> tuple[Recording, ...]:
        """Return the recordings that nothing asked for, in the order of the file."""
        return tuple(recording for recording in self if recording.key not in self._played)

    def add(self, recording: Recording) -> Recording:
        """Add a recording and rewrite the file, unless the request is there; return the one that is to be replayed.

        Raises:
            CassetteError: the file cannot be written.
        """
        with self._lock:
            kept = self._recordings.setdefault(recording.key, recording)
            if kept is recording:
                self._write()
            self._played.add(kept.key)
        return kept

    def _write(self) -> None:
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(cassette_text(self), encoding="utf-8", newline="\n")
            temporary.replace(self.path)
        except OSError as error:
            raise CassetteError(f"{self.path}: cannot write the cassette: {error}") from error


def is_answer(body: str | bytes) -> bool:
    """Tell whether a response is to be recorded.

    An empty or broken completion is asked for again, and must not be replayed for ever.
    """
    try:
        choice = json.loads(body)["choices"][0]
        message = choice["message"]
        return bool(message.get("content") or message.get("refusal")) or choice.get("finish_reason") in WITHOUT_TEXT
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return False


def cassette_text(recordings: Iterable[Recording]) -> str:
    """Return the text of a cassette, sorted by key: the order in which answers came in does not change the file."""
    by_key = {recording.key: recording for recording in reversed(list(recordings))}
    lines = "".join(by_key[key].lines for key in sorted(by_key))
    return f"interactions:\n{lines}version: 1\n" if lines else "interactions: []\nversion: 1\n"


def read_recordings(text: str, *, source: str) -> list[Recording]:
    """Return the recordings in the text of a cassette; raises CassetteError naming the source."""
    try:
        content = literal_yaml.load(text)
        return [Recording.from_entry(entry) for entry in content["interactions"]]
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise CassetteError(f"{source}: not a cassette: {error!r}; record it again") from error


def settled(completion: dict[str, Any]) -> dict[str, Any]:
    """Return a completion, changed so that its answer is `indented`; any other object as it is.

    JSON can hold half of a surrogate pair, which could not be sent back: it becomes a question mark.
    """
    with contextlib.suppress(LookupError, TypeError, AttributeError):  # requests have no choices
        message = completion["choices"][0]["message"]
        whole = message["content"].encode("utf-8", "replace").decode()
        message["content"] = literal_yaml.indented(whole)
    return completion


def _settled(body: str | bytes) -> str:
    """Return a body as it is when it has been through the file."""
    text = body if isinstance(body, str) else body.decode()
    parsed = _parsed(text)
    if parsed is None:
        text.encode()  # raises for half of a surrogate pair, which no file can hold
        return text
    return json.dumps(settled(parsed))


def _parsed(text: str) -> dict[str, Any] | None:
    """Return a body that is a JSON object, else None."""
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _filed(text: str) -> dict[str, Any] | None:
    """Return what stands in the file under `parsed_body`; None where JSON escapes half of a surrogate pair."""
    parsed = _parsed(text)
    try:
        json.dumps(parsed, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return None
    return parsed


def _body(side: Mapping[str, Any]) -> str:
    if "parsed_body" in side:
        return json.dumps(side["parsed_body"])
    return _settled(side["body"]["string"] if isinstance(side["body"], Mapping) else side["body"])
