"""An endpoint: where and how to ask."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tenacity import wait_random_exponential

from claimx.errors import InputError

if TYPE_CHECKING:
    import httpx2
    from tenacity import RetryCallState


@dataclass(frozen=True)
class Endpoint:
    """Where and how to ask: an endpoint that speaks OpenAI's chat completions."""

    model: str
    base_url: str | None = None
    """None means `OPENAI_BASE_URL` or OpenAI itself."""
    timeout: float = 600
    """Seconds for one request."""
    max_requests: int = 6
    """The budget per article; transport retries and re-asks draw on it together."""
    max_reasks: int = 2
    """How often the answers to one question may be sent back because they do not fit the schema."""
    temperature: float | None = None
    """Not sent where None, since reasoning models refuse it."""
    transport: httpx2.BaseTransport | None = None
    async_transport: httpx2.AsyncBaseTransport | None = None
    """None means `transport`, where that is asynchronous too."""
    wait: Callable[[RetryCallState], float] = field(default=wait_random_exponential(multiplier=1, max=60), repr=False)
    """Seconds before a retry where the endpoint names none: a wait strategy of tenacity's."""
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    async_sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep, repr=False)

    def __post_init__(self) -> None:
        if self.max_requests < 1 or self.max_reasks < 0:
            raise InputError(f"max_requests must be 1 or more and max_reasks 0 or more: {self!r}")
        if self.base_url is not None and not re.match(r"https?://\w", self.base_url):
            raise InputError(f"the base URL must begin with http:// or https://: {self.base_url!r}")


def api_key(endpoint: Endpoint) -> str:
    """Return the key to send: `OPENAI_API_KEY`, or a placeholder where nobody checks one; else raises InputError."""
    from claimx.extracting.transports import ReplayTransport  # imports httpx2

    if key := os.environ.get("OPENAI_API_KEY"):
        return key
    local = endpoint.base_url or os.environ.get("OPENAI_BASE_URL")
    if local or isinstance(endpoint.transport, ReplayTransport):
        return "not-needed"
    raise InputError("no API key: set OPENAI_API_KEY, name the base URL of a local endpoint, or replay a cassette")
