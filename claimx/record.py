"""What every record shares: frozen, closed, documented by its fields' docstrings, one canonical form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable record without undeclared fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def to_line(self) -> str:
        """Return the canonical JSON line: declared field order, UTF-8, no trailing newline."""
        return canonical_json(self.model_dump(mode="json"))

    @classmethod
    def from_line(cls, line: str | bytes) -> Self:
        """Parse one JSON line; raises pydantic.ValidationError."""
        return cls.model_validate_json(line)


def canonical_json(value: object) -> str:
    """Return compact JSON in the order given, without NaN and without escaping non-ASCII text."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def content_id(prefix: str, content: str | Mapping[str, object]) -> str:
    """Return `prefix` and the first 16 hex digits of the SHA-256 of the content (mappings: sorted keys)."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, sort_keys=True)
    return prefix + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
