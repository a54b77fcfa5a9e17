"""The one place that talks to a model: openai for the wire, instructor for re-asking, tenacity for retrying.

    ask ─ instructor: parse, re-ask ─ tenacity: retry transport faults ─ openai: one request

Both loops draw on one budget of requests, and each request leaves an `Attempt`; the `Exchange` keeps count.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel
from tenacity import AsyncRetrying, Retrying, retry_if_exception, retry_if_exception_type, wait_random_exponential

from claimx.errors import AnswerUnusable, InputError, TransportFailed
from claimx.extracting.exchange import Exchange
from claimx.extracting.faults import provider_message
from claimx.extracting.wire import response_format
from claimx.extraction import Attempt

if TYPE_CHECKING:
    import httpx2
    from tenacity import RetryCallState

# openai, instructor and httpx2 are imported inside functions: together they cost over a second, which `--help` need
# not pay.

# instructor logs every error that it passes on; they reach the caller as exceptions, so unasked output is too much.
logging.getLogger("instructor").addHandler(logging.NullHandler())

A = TypeVar("A", bound=BaseModel)


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


@dataclass(frozen=True)
class Asked(Generic[A]):
    """An answer that fits its schema, and every request it took."""

    answer: A
    attempts: tuple[Attempt, ...]


class Client:
    """Asks questions of one endpoint; safe to share between threads, or between the tasks of one event loop.

    Raises InputError where an API key is needed and `OPENAI_API_KEY` is not set.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        import openai  # see the top of this file

        from claimx.extracting.transports import asynchronous, certificates  # imports httpx2

        self.endpoint = endpoint
        settings: dict[str, Any] = {
            "api_key": _api_key(endpoint),
            "base_url": endpoint.base_url,
            "timeout": endpoint.timeout,
            "max_retries": 0,
        }
        # A followed redirect would be a request that nothing counts.
        http: dict[str, Any] = {"follow_redirects": False, "verify": certificates()}
        self._openai = openai.OpenAI(
            **settings, http_client=openai.DefaultHttpxClient(transport=endpoint.transport, **http)
        )
        async_transport = endpoint.async_transport or asynchronous(endpoint.transport)
        self._async_openai = openai.AsyncOpenAI(
            **settings, http_client=openai.DefaultAsyncHttpxClient(transport=async_transport, **http)
        )

    def ask(self, *, system: str, user: str, answer: type[A], article_id: str, prompt: str, spent: int = 0) -> Asked[A]:
        """Ask one question and return its answer.

        Args:
            system: the instruction, sent as it is.
            user: the article with what is asked about it, sent as it is.
            answer: the model that an answer must parse as; its strict schema goes with the request.
            article_id: stands in the attempts and errors.
            prompt: the prompt's name; stands in the request, the attempts and errors.
            spent: how many requests earlier questions about the article took; they count against the budget.

        Raises:
            BudgetExhausted: no answer fits the schema, or nothing is left of the budget.
            ExtractionError: another fault; carries `attempts`.
            CassetteMiss: the answer was to be replayed and is not recorded.
        """
        exchange = self._exchange(answer, system=system, user=user, article_id=article_id, prompt=prompt, spent=spent)

        def send() -> object:
            with _our_errors(exchange):
                completion = self._openai.chat.completions.create(**exchange.request())
            return exchange.read(completion)

        def create(**_: object) -> object:
            return Retrying(sleep=self.endpoint.sleep, **self._retries(exchange))(send)

        reasks = Retrying(retry=retry_if_exception(exchange.asks_again), reraise=True)
        with _without_wrapping(exchange):
            read = _patched(create)(response_model=answer, max_retries=reasks)
        return Asked(_plain(read, answer), exchange.accepted())

    async def aask(
        self, *, system: str, user: str, answer: type[A], article_id: str, prompt: str, spent: int = 0
    ) -> Asked[A]:
        """Do what `ask` does, without blocking the event loop."""
        exchange = self._exchange(answer, system=system, user=user, article_id=article_id, prompt=prompt, spent=spent)

        async def send() -> object:
            with _our_errors(exchange):
                completion = await self._async_openai.chat.completions.create(**exchange.request())
            return exchange.read(completion)

        async def create(**_: object) -> object:
            return await AsyncRetrying(sleep=self.endpoint.async_sleep, **self._retries(exchange))(send)

        reasks = AsyncRetrying(retry=retry_if_exception(exchange.asks_again), reraise=True)
        with _without_wrapping(exchange):
            read = await _patched(create)(response_model=answer, max_retries=reasks)
        return Asked(_plain(read, answer), exchange.accepted())

    def _exchange(
        self, answer: type[A], *, system: str, user: str, article_id: str, prompt: str, spent: int
    ) -> Exchange:
        temperature = self.endpoint.temperature
        return Exchange(
            request={
                "model": self.endpoint.model,
                "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
                "response_format": response_format(answer, prompt),
                **({} if temperature is None else {"temperature": temperature}),
            },
            article_id=article_id,
            prompt=prompt,
            max_requests=self.endpoint.max_requests,
            max_reasks=self.endpoint.max_reasks,
            spent=spent,
        )

    def _retries(self, exchange: Exchange) -> dict[str, Any]:
        """Return tenacity's settings for sending one request until it is answered."""
        return {
            "retry": retry_if_exception_type((TransportFailed, AnswerUnusable)),
            "stop": lambda _: exchange.is_spent(),
            "wait": lambda state: self.endpoint.wait(state) if exchange.retry_after is None else exchange.retry_after,
            "reraise": True,
        }

    def close(self) -> None:
        """Close the connections of `ask`."""
        self._openai.close()

    async def aclose(self) -> None:
        """Close the connections of `ask` and `aask`."""
        self.close()
        await self._async_openai.close()


def _patched(create: Callable[..., Any]) -> Callable[..., Any]:
    import instructor  # see the top of this file

    patched: Callable[..., Any] = instructor.patch(create=create, mode=instructor.Mode.JSON_SCHEMA)
    return patched


def _plain(read: A, answer: type[A]) -> A:
    """Return an answer as the model that was asked for; instructor's is of a subclass and holds the response."""
    return answer.model_construct(read.model_fields_set, **dict(read))


@contextmanager
def _without_wrapping(exchange: Exchange) -> Iterator[None]:
    """Raise what instructor gave up for, instead of its own error."""
    from instructor.core.exceptions import InstructorRetryException  # see the top of this file

    try:
        yield
    except InstructorRetryException as error:
        raise exchange.given_up(error.__cause__ or error) from None


@contextmanager
def _our_errors(exchange: Exchange) -> Iterator[None]:
    """Turn the SDK's errors into ours; theirs can hold the key, so they are not chained."""
    import httpx2  # see the top of this file
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        reason = provider_message(error.body) or error.message
        headers = error.response.headers
        raise exchange.rejected(error.status_code, code=error.code, reason=reason, headers=headers) from None
    except openai.APIConnectionError as error:
        # The SDK takes any exception for a connection error: a cassette's miss, a blocked socket, a bug.
        cause = error.__cause__ or error
        if not isinstance(cause, (httpx2.HTTPError, OSError)):
            raise cause from None
        raise exchange.failed(TransportFailed, f"no response: {type(cause).__name__}: {cause}") from None
    except (openai.APIError, json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise exchange.failed(AnswerUnusable, f"no chat completion: {error}") from None


def _api_key(endpoint: Endpoint) -> str:
    from claimx.extracting.transports import ReplayTransport  # imports httpx2

    if key := os.environ.get("OPENAI_API_KEY"):
        return key
    local = endpoint.base_url or os.environ.get("OPENAI_BASE_URL")
    if local or isinstance(endpoint.transport, ReplayTransport):
        return "not-needed"
    raise InputError("no API key: set OPENAI_API_KEY, name the base URL of a local endpoint, or replay a cassette")
