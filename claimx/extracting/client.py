"""The one place that talks to a model: openai for the wire, instructor for re-asking, tenacity for retrying.

    ask ─ instructor: re-ask what does not fit ─ ledger ─ gate ─ tenacity: retry transport faults ─ openai: one request

Both loops draw on one budget of requests, and each request leaves an `Attempt`; the `Exchange` keeps count.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel
from tenacity import AsyncRetrying, Retrying, retry_if_exception, retry_if_exception_type

from claimx.entry import Request
from claimx.errors import AnswerUnusable, ExtractionError, TransportFailed
from claimx.extracting.cassette import REPLAYED
from claimx.extracting.endpoint import Endpoint, api_key
from claimx.extracting.exchange import Exchange
from claimx.extracting.faults import provider_message
from claimx.extracting.forms import form
from claimx.extracting.ports import Gate, Ledger, Open
from claimx.extraction import Attempt

if TYPE_CHECKING:
    import httpx2

# openai, instructor and httpx2 are imported inside functions: together they cost over a second, which `--help` need
# not pay.

# instructor logs every error that it passes on; they reach the caller as exceptions, so unasked output is too much.
logging.getLogger("instructor").addHandler(logging.NullHandler())

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True)
class Asked(Generic[A]):
    """An answer that fits its schema, and every request it took."""

    answer: A
    attempts: tuple[Attempt, ...]
    recalled: int = 0
    """How many of the attempts are failures of former runs, which count against no budget."""


class Client:
    """Asks questions of one endpoint; safe to share between threads, or between the tasks of one event loop.

    What `ledger` holds an answer to is not sent; a ledger belongs to one thread. `gate` says when `aask` may send.

    Raises InputError where an API key is needed and `OPENAI_API_KEY` is not set.
    """

    def __init__(self, endpoint: Endpoint, *, ledger: Ledger | None = None, gate: Gate | None = None) -> None:
        import openai  # see the top of this file

        from claimx.extracting.limits import AsyncLimitedClient, LimitedClient  # imports httpx2
        from claimx.extracting.transports import asynchronous, certificates, is_tape

        self.endpoint = endpoint
        self._ledger, self._gate = ledger, gate or Open()
        self._is_on_tape = is_tape(endpoint.transport)
        settings: dict[str, Any] = {
            "api_key": api_key(endpoint),
            "base_url": endpoint.base_url,
            "timeout": endpoint.timeout,
            "max_retries": 0,
        }
        http: dict[str, Any] = {
            "seconds": endpoint.timeout,
            "limits": openai.DEFAULT_CONNECTION_LIMITS,
            "follow_redirects": False,  # one that is followed would be a request that nothing counts
            "verify": certificates(),
        }
        self._openai = openai.OpenAI(**settings, http_client=LimitedClient(transport=endpoint.transport, **http))
        async_transport = endpoint.async_transport or asynchronous(endpoint.transport)
        self._async_openai = openai.AsyncOpenAI(
            **settings, http_client=AsyncLimitedClient(transport=async_transport, **http)
        )

    def ask(
        self,
        *,
        system: str,
        user: str,
        answer: type[A],
        article_id: str,
        prompt: str,
        spent: int = 0,
        recalled: int = 0,
    ) -> Asked[A]:
        """Ask one question and return its answer.

        Args:
            system: the instruction, sent as it is.
            user: the article with what is asked about it, sent as it is.
            answer: the model that an answer must parse as; its strict schema goes with the request.
            article_id: stands in the attempts and errors.
            prompt: the prompt's name; stands in the request, the attempts and errors.
            spent: how many requests earlier questions about the article took; they count against the budget.
            recalled: how many more the ledger remembered of former runs; the attempts are numbered after them.

        Raises:
            BudgetExhausted: no answer fits the schema, or nothing is left of the budget.
            ExtractionError: another fault; carries `attempts`.
            CassetteMiss: the answer was to be replayed and is not recorded.
        """
        request = self._request(answer, system=system, user=user, article_id=article_id, prompt=prompt)
        exchange = self._exchange(request, spent=spent, recalled=recalled)

        def send() -> str:
            with self._keeping(exchange), self._reading(exchange) as read:
                read(self._openai.post(**_call(exchange.request)))
            return exchange.content

        def content() -> str:
            if known := self._known(exchange):
                return known
            return Retrying(sleep=self.endpoint.sleep, **self._retries(exchange))(send)

        first = [content()]
        if (fitting := exchange.fitting(answer)) is not None:
            return Asked(fitting, exchange.accepted(), exchange.recalled)

        def create(**_: object) -> object:
            return _completion(first.pop() if first else content())

        reasks = Retrying(retry=retry_if_exception(exchange.asks_again), reraise=True)
        with _without_wrapping(exchange):
            read = _patched(create)(response_model=answer, max_retries=reasks)
        return Asked(_plain(read, answer), exchange.accepted(), exchange.recalled)

    async def aask(
        self,
        *,
        system: str,
        user: str,
        answer: type[A],
        article_id: str,
        prompt: str,
        spent: int = 0,
        recalled: int = 0,
    ) -> Asked[A]:
        """Do what `ask` does, without blocking the event loop."""
        request = self._request(answer, system=system, user=user, article_id=article_id, prompt=prompt)
        exchange = self._exchange(request, spent=spent, recalled=recalled)

        async def send() -> str:
            call = _call(exchange.request)
            async with self._akeeping(exchange), self._gate.turn(exchange.request) as turn:
                try:
                    with self._reading(exchange) as read:
                        read(await self._async_openai.post(**call))
                finally:
                    turn.end(exchange)
            return exchange.content

        async def content() -> str:
            if known := self._known(exchange):
                return known
            return await AsyncRetrying(sleep=self.endpoint.async_sleep, **self._retries(exchange))(send)

        first = [await content()]
        if (fitting := exchange.fitting(answer)) is not None:
            return Asked(fitting, exchange.accepted(), exchange.recalled)

        async def create(**_: object) -> object:
            return _completion(first.pop() if first else await content())

        reasks = AsyncRetrying(retry=retry_if_exception(exchange.asks_again), reraise=True)
        with _without_wrapping(exchange):
            read = await _patched(create)(response_model=answer, max_retries=reasks)
        return Asked(_plain(read, answer), exchange.accepted(), exchange.recalled)

    def _request(self, answer: type[BaseModel], *, system: str, user: str, article_id: str, prompt: str) -> Request:
        temperature = self.endpoint.temperature
        return Request(
            article_id=article_id,
            form=form(prompt, system, answer),
            model=self.endpoint.model,
            settings={} if temperature is None else {"temperature": temperature},
            messages=({"role": "user", "content": user},),
        )

    def _exchange(self, request: Request, *, spent: int, recalled: int) -> Exchange:
        return Exchange(
            request,
            max_requests=self.endpoint.max_requests,
            max_reasks=self.endpoint.max_reasks,
            spent=spent,
            recalled=recalled,
        )

    def _known(self, exchange: Exchange) -> str | None:
        """Return the answer that the ledger holds; a tape is asked itself, since it may have been recorded anew."""
        known = self._ledger.find(exchange.request.key) if self._ledger is not None and not self._is_on_tape else None
        response = exchange.recall(known) if known is not None else None
        return None if response is None else exchange.read(response)

    @contextmanager
    def _reading(self, exchange: Exchange) -> Iterator[Callable[[httpx2.Response], None]]:
        """Read the response that is sent for a request, and note how it came."""
        since = time.monotonic()

        def read(response: httpx2.Response) -> None:
            exchange.via = "replayed" if self._is_on_tape and REPLAYED in response.headers else "live"
            exchange.read(response.content)

        try:
            with _our_errors(exchange):
                yield read
        finally:
            exchange.seconds = time.monotonic() - since

    @contextmanager
    def _keeping(self, exchange: Exchange) -> Iterator[None]:
        """Write what came of a request into the ledger, whatever that is."""
        exchange.begin()
        try:
            yield
        finally:
            entry = exchange.entry()
            if self._ledger is not None and entry is not None:
                self._ledger.keep(entry, anew=self._is_on_tape)

    @asynccontextmanager
    async def _akeeping(self, exchange: Exchange) -> AsyncIterator[None]:
        exchange.begin()
        try:
            yield
        except ExtractionError as error:
            # One of the gate's knows nothing of the failures that the ledger remembered.
            error.attempts = error.attempts or exchange.attempts()
            raise
        finally:
            entry = exchange.entry()
            if self._ledger is not None and entry is not None:
                await self._ledger.akeep(entry, anew=self._is_on_tape)

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


def _call(request: Request) -> dict[str, Any]:
    """Return a call by its path: the SDK's own method walks through all of a request and builds all of a response."""
    import httpx2  # see the top of this file

    return {"path": "/chat/completions", "cast_to": httpx2.Response, "body": request.body()}


def _completion(content: str) -> object:
    """Return a completion as instructor reads it."""
    from openai.types.chat import ChatCompletion  # see the top of this file

    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    return ChatCompletion.model_validate(
        {"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": [choice]}
    )


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
        if isinstance(cause, httpx2.DecodingError):
            raise exchange.failed(AnswerUnusable, f"no chat completion: {cause}") from None
        if not isinstance(cause, (httpx2.HTTPError, OSError)):
            raise cause from None
        raise exchange.failed(TransportFailed, f"no response: {type(cause).__name__}: {cause}") from None
    except openai.APIError as error:
        raise exchange.failed(AnswerUnusable, f"no chat completion: {error}") from None
