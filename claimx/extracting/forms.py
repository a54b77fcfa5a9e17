"""Forms: what the requests of one prompt have in common, made once."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping

from pydantic import BaseModel

from claimx.entry import Form
from claimx.extracting.wire import response_format, strict_schema
from claimx.record import canonical_json


@functools.cache
def form(prompt: str, instruction: str, answer: type[BaseModel]) -> Form:
    """Return the form of a prompt."""
    return Form(
        fingerprint=fingerprint(instruction, strict_schema(answer)),
        prompt=prompt,
        instruction=instruction,
        response_format=response_format(answer, prompt),
    )


def fingerprint(instruction: str, schema: Mapping[str, object]) -> str:
    """Return the SHA-256 over an instruction and a schema: equal fingerprints ask the same question."""
    return hashlib.sha256(f"{instruction}\n{canonical_json(schema)}".encode()).hexdigest()
