"""An entry: one request to a model with what came of it, as a ledger keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from claimx.extraction import Attempt, Outcome
from claimx.record import Record

Way = Literal["live", "batch", "replayed"]
AnswerKind = Literal["answered", "refused", "filtered", "truncated"]


@dataclass(frozen=True)
class Form:
    """What the requests of one prompt have in common."""

    fingerprint: str
    """SHA-256 of instruction and schema."""
    prompt: str
    """The prompt's name."""
    instruction: str
    response_format: Mapping[str, Any]

    @cached_property
    def wire(self) -> str:
        """The response format as JSON, in the order in which it is sent: answers come in the order of their schema."""
        return json.dumps(self.response_format)

    @cached_property
    def canonical(self) -> tuple[str, str]:
        """The system message and the response format in canonical JSON."""
        return canonical({"role": "system", "content": self.instruction}), canonical(self.response_format)


@dataclass(frozen=True)
class Request:
    """One question to a model, as it is sent."""

    article_id: str
    form: Form
    model: str
    settings: Mapping[str, Any]
    """What else the body says, such as the temperature."""
    messages: tuple[Mapping[str, str], ...]
    """Those after the instruction."""

    @property
    def reask(self) -> int:
        """How often answers to the first question were sent back."""
        return len(self.messages) // 2

    @cached_property
    def key(self) -> str:
        """SHA-256 of the body in canonical JSON."""
        return hashlib.sha256(self.canonical.encode("ascii")).hexdigest()

    @property
    def canonical(self) -> str:
        """The body in canonical JSON."""
        system, response_format = self.form.canonical
        messages = ",".join([system, *map(canonical, self.messages)])
        parts = {name: canonical(value) for name, value in self.settings.items()}
        parts |= {"model": canonical(self.model), "messages": f"[{messages}]", "response_format": response_format}
        return "{" + ",".join(f"{canonical(name)}:{parts[name]}" for name in sorted(parts)) + "}"

    def body(self) -> dict[str, Any]:
        """Return the body."""
        return {
            "model": self.model,
            "messages": [{"role": "system", "content": self.form.instruction}, *self.messages],
            "response_format": self.form.response_format,
            **self.settings,
        }


@dataclass(frozen=True)
class Entry:
    """A request that was sent, and its answer or its failure."""

    request: Request
    response: str | None
    """The chat completion as JSON; None where there was no answer."""
    attempt: Attempt
    """Outcome, detail and tokens; of an answer that was not looked into, the outcome is `accepted`."""
    via: Way
    seconds: float | None
    """From sending to the last byte; None where nobody waited."""


class Failure(Record):
    """One time that a request was sent and brought no answer."""

    outcome: Outcome
    detail: str
    prompt_tokens: int | None
    cached_tokens: int | None
    completion_tokens: int | None


class Known(Record):
    """What is known of a request from before."""

    failures: tuple[Failure, ...]
    """In order."""
    response: str | None
    """The chat completion as JSON; None where there is no answer yet."""


def canonical(value: object) -> str:
    """Return JSON with sorted keys and without spaces, in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
