"""Plain text, with metadata in front of it or in a sidecar beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from claimx.decoding import decoded
from claimx.inputs import fault, place
from claimx.reading.columns import Columns
from claimx.reading.draft import Draft
from claimx.reading.metadata import LIMIT, Stated, parsed

SUFFIXES = (".txt", ".md")
SIDECAR_SUFFIXES = (".yaml", ".yml")
_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def drafts(path: Path, columns: Columns) -> Iterator[Draft]:  # noqa: ARG001  every format has this signature
    """Yield the one article of a text file, completed by its sidecar; front matter wins over the sidecar."""
    beside = _sidecar(path)
    yield draft_of(path.read_bytes(), name=str(path), beside=beside)


def draft_of(raw: bytes, *, name: str, beside: dict[str, Stated] | None = None) -> Draft:
    """Return the article of these bytes: the body after the front matter, else the text untouched."""
    front, text = _split(decoded(raw, where=place(name)), name=name)
    rest = dict(beside or {})
    if "published_at" in front:
        rest.pop("published_basis", None)  # it speaks of the sidecar's own date
    stated = rest | front
    fields = {key: value for key, (value, _) in stated.items()}
    return Draft(place(name), {"text": text, **fields}, {key: where for key, (_, where) in stated.items()})


def is_sidecar(path: Path) -> bool:
    """Tell whether the file describes a text that lies beside it."""
    return path.suffix.lower() in SIDECAR_SUFFIXES and any(path.with_suffix(suffix).exists() for suffix in SUFFIXES)


def _split(text: str, *, name: str) -> tuple[dict[str, Stated], str]:
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        advice = "close it with a line `---`, or put an empty line first where the text itself begins so"
        raise fault(place(name, 1), "front matter without an end", advice)
    return parsed(text[opening.end() : closing.start()], name=name, first_line=2), text[closing.end() :]


def _sidecar(path: Path) -> dict[str, Stated]:
    found = [beside for suffix in SIDECAR_SUFFIXES if (beside := path.with_suffix(suffix)).is_file()]
    if not found:
        return {}
    if len(found) > 1:
        raise fault(place(path), f"two sidecars, {found[0].name} and {found[1].name}", "keep one")
    with found[0].open("rb") as stream:
        raw = stream.read(LIMIT + 1)
    if len(raw) > LIMIT:
        raise fault(place(found[0]), f"a sidecar of more than {LIMIT} bytes", "keep to a few lines of `key: value`")
    return parsed(decoded(raw, where=place(found[0])), name=str(found[0]))
