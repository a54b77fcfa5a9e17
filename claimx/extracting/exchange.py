"""One question with all that came of it: what was asked, answered and spent.

Does no input or output, and knows no SDK: it reads responses as they came. So the synchronous and the asynchronous
caller differ in the awaiting alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeGuard, TypeVar

from pydantic import BaseModel, ValidationError

from claimx.entry import Entry, Known, Request, Way
from claimx.errors import (
    AnswerFiltered,
    AnswerRefused,
    AnswerTruncated,
    AnswerUnusable,
    BudgetExhausted,
    ExtractionError,
    RequestRejected,
    TransportFailed,
)
from claimx.extracting.cassette import WITHOUT_TEXT
from claimx.extracting.faults import may_pass, retry_after, schema_faults, shown
from claimx.extracting.literal_yaml import indented
from claimx.extraction import Attempt, Outcome

A = TypeVar("A", bound=BaseModel)
_TOO_MANY: Final = 429
_MOST_TOKENS: Final = 2**40

_OUTCOMES: dict[type[ExtractionError], Outcome] = {
    AnswerFiltered: "filtered",
    AnswerRefused: "refused",
    AnswerTruncated: "truncated",
    AnswerUnusable: "unusable",
    RequestRejected: "rejected",
    TransportFailed: "transport",
}


@dataclass(frozen=True)
class _Tokens:
    prompt: int | None = None
    cached: int | None = None
    completion: int | None = None


class Exchange:
    """The conversation about one question, and the attempts it took.

    Raises BudgetExhausted where earlier questions left nothing of the budget.
    """

    def __init__(self, request: Request, *, max_requests: int, max_reasks: int, spent: int, recalled: int) -> None:
        self.request = request
        """What to send next.

        The messages are ours and not instructor's, whose wording of a re-ask differs between releases, and with it
        the bodies that recordings are looked up by.
        """
        self._max_requests, self._spent_before = max_requests, spent
        self._before = self.recalled = recalled
        """How many attempts were failures of former runs."""
        self._reasks_left = max_reasks
        self._attempts: list[Attempt] = []
        self._begun = 0
        self._tokens = _Tokens()
        self._response: str | None = None
        self.content = ""
        """The answer that was read last; empty where there is none."""
        self.via: Way = "live"
        self.seconds: float | None = None
        """How long the request took that was sent last, and how it went."""
        self.retry_after: float | None = None
        """Seconds that the endpoint asked to be left alone for when it last answered."""
        self.is_pushed_back = False
        """Whether the endpoint last said that it is asked too much."""
        if self.is_spent():
            raise self._error(BudgetExhausted, f"all {max_requests} requests are spent; raise max_requests")

    def is_spent(self) -> bool:
        """Tell whether the article's budget is used up."""
        return self._spent() >= self._max_requests

    def begin(self) -> None:
        """Forget what came of the request before."""
        self._begun = len(self._attempts)
        self._tokens, self._response, self.content = _Tokens(), None, ""
        self.retry_after, self.is_pushed_back = None, False

    def recall(self, known: Known) -> str | None:
        """Put failures of former runs on the record, free of charge; return the response, where there is one."""
        for failure in known.failures:
            self._tokens = _Tokens(failure.prompt_tokens, failure.cached_tokens, failure.completion_tokens)
            self._record(failure.outcome, failure.detail)
            self.recalled += 1
        self.begin()
        return known.response

    def read(self, body: str | bytes) -> str:
        """Return the whole answer that a response has in it; raises what it has instead."""
        try:
            completion = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self.failed(AnswerUnusable, f"no chat completion: {error}") from None
        self._tokens = _tokens(_field(completion, "usage"))
        choice = _first(_field(completion, "choices"))
        message = _field(choice, "message")
        content, refusal = _field(message, "content"), _field(message, "refusal")
        ending = _field(choice, "finish_reason")
        is_whole = isinstance(content, str) and content.strip()
        if not (refusal or ending in WITHOUT_TEXT or is_whole):
            raise self.failed(AnswerUnusable, f"no chat completion with content: {completion!s}")
        self._response = json.dumps(completion)
        if refusal:
            raise self.failed(AnswerRefused, f"the model refused: {refusal}")
        if ending == "content_filter":
            raise self.failed(AnswerFiltered, "the provider's content filter withheld the answer")
        if ending == "length":
            raise self.failed(AnswerTruncated, "the answer was cut off by the length limit")
        # JSON can hold half of a surrogate pair, which could not be sent back.
        self.content = str(content).encode("utf-8", "replace").decode()
        return self.content

    def entry(self) -> Entry | None:
        """Return what came of the request that was sent last; None where that is nothing to be kept."""
        attempt = self.last()
        return None if attempt is None else Entry(self.request, self._response, attempt, self.via, self.seconds)

    def attempts(self) -> tuple[Attempt, ...]:
        """Return the attempts so far, in order."""
        return tuple(self._attempts)

    def last(self) -> Attempt | None:
        """Return the attempt since `begin`, an answer as accepted until it is looked into; None without an outcome."""
        if self.content:
            return self._attempt("accepted", None)
        return self._attempts[-1] if len(self._attempts) > self._begun else None

    def asks_again(self, error: BaseException) -> bool:
        """Tell whether to send the answer back for this error; if it broke the schema, that goes on the record."""
        if not self._is_breach(error):
            return False
        faults = schema_faults(error)
        self._record("invalid", "; ".join(faults))
        if self.is_spent() or not self._reasks_left:
            return False
        self._reasks_left -= 1
        sent_back = (
            # As a recording holds it, so that sending it back is the same request in a replay.
            {"role": "assistant", "content": indented(self.content)},
            {"role": "user", "content": _reask(faults)},
        )
        self.request = replace(self.request, messages=(*self.request.messages, *sent_back))
        return True

    def rejected(self, status: int, *, code: str | None, reason: str, headers: Mapping[str, str]) -> ExtractionError:
        """Put a response of an error's status on the record and return the error for it."""
        said = f"the endpoint answered {status}: {reason}"
        if not may_pass(status, code=code):
            return self.failed(RequestRejected, f"{said}; check key, model, base URL and schema")
        self.retry_after = retry_after(headers)
        self.is_pushed_back = status == _TOO_MANY or self.retry_after is not None
        return self.failed(TransportFailed, said)

    def failed(self, kind: type[ExtractionError], reason: str) -> ExtractionError:
        """Put a failed request on the record and return the error for it."""
        self._record(_OUTCOMES[kind], reason)
        return self._error(kind, reason)

    def given_up(self, cause: BaseException) -> BaseException:
        """Return the error to raise for what ended the asking."""
        if self._is_breach(cause):
            return self._error(BudgetExhausted, f"no answer fits the schema: {self._attempts[-1].detail}")
        return cause

    def fitting(self, answer: type[A]) -> A | None:
        """Return the answer where it fits its schema as it is."""
        try:
            return answer.model_validate_json(self.content)
        except ValidationError:
            return None

    def accepted(self) -> tuple[Attempt, ...]:
        """Put the accepted answer on the record and return all attempts, in order."""
        self._record("accepted", None)
        return tuple(self._attempts)

    def _is_breach(self, error: BaseException) -> TypeGuard[ValidationError]:
        # Before there is an answer, such an error is not about it: a transport can raise anything.
        return isinstance(error, ValidationError) and self.content != ""

    def _spent(self) -> int:
        return self._number() - self.recalled

    def _number(self) -> int:
        return self._spent_before + self._before + len(self._attempts)

    def _error(self, kind: type[ExtractionError], reason: str) -> ExtractionError:
        where = f"article {self.request.article_id}, prompt {self.request.form.prompt}, request {self._number()}"
        return kind(f"{where}: {shown(reason)}", attempts=self._attempts)

    def _record(self, outcome: Outcome, detail: str | None) -> None:
        self._attempts.append(self._attempt(outcome, detail))

    def _attempt(self, outcome: Outcome, detail: str | None) -> Attempt:
        return Attempt(
            article_id=self.request.article_id,
            prompt=self.request.form.prompt,
            number=self._number() + 1,
            outcome=outcome,
            detail=None if detail is None else shown(detail),
            prompt_tokens=self._tokens.prompt,
            cached_tokens=self._tokens.cached,
            completion_tokens=self._tokens.completion,
        )


def _reask(faults: Sequence[str]) -> str:
    points = "\n".join(f"- {fault}" for fault in faults)
    return f"This answer cannot be used as it is:\n{points}\nCorrect these points and answer again in full."


def _tokens(usage: object) -> _Tokens:
    return _Tokens(
        prompt=_count(usage, "prompt_tokens"),
        cached=_count(_field(usage, "prompt_tokens_details"), "cached_tokens"),
        completion=_count(usage, "completion_tokens"),
    )


def _count(counts: object, name: str) -> int | None:
    value = _field(counts, name)
    # A bool is an int, too, and what is negative or beyond any context is no count.
    return value if type(value) is int and 0 <= value < _MOST_TOKENS else None


def _field(value: object, name: str) -> Any:
    """Return a field of what should be a JSON object: of what an endpoint sends, anything can be missing."""
    return value.get(name) if isinstance(value, dict) else None


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else None
