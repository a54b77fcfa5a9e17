"""One question with all that came of it: what was asked, answered and spent.

Does no input or output, and knows no SDK: what it reads, it reads by name. So the synchronous and the asynchronous
caller differ in the awaiting alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from pydantic import ValidationError

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
from claimx.extracting.faults import may_pass, retry_after, schema_faults, shown
from claimx.extraction import Attempt, Outcome

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

    def __init__(
        self,
        *,
        request: dict[str, Any],
        article_id: str,
        prompt: str,
        max_requests: int,
        max_reasks: int,
        spent: int,
    ) -> None:
        self._request, self._messages = request, list(request["messages"])
        self._article_id, self._prompt = article_id, prompt
        self._max_requests, self._spent_before = max_requests, spent
        self._reasks_left = max_reasks
        self._attempts: list[Attempt] = []
        self._tokens = _Tokens()
        self._content = ""
        self.retry_after: float | None = None
        """Seconds that the endpoint asked to be left alone for when it last answered."""
        if self.is_spent():
            raise self._error(BudgetExhausted, f"all {max_requests} requests are spent; raise max_requests")

    def is_spent(self) -> bool:
        """Tell whether the article's budget is used up."""
        return self._spent() >= self._max_requests

    def request(self) -> dict[str, Any]:
        """Return what to send next.

        The messages are ours and not instructor's, whose wording of a re-ask differs between releases, and with it
        the bodies that recordings are looked up by.
        """
        self._tokens, self._content, self.retry_after = _Tokens(), "", None
        return {**self._request, "messages": self._messages}

    def read(self, completion: object) -> object:
        """Return the completion if it has a whole answer in it; raises what it has instead.

        The SDK builds what it is sent without validating it: anything can be missing or of another type.
        """
        self._tokens = _tokens(getattr(completion, "usage", None))
        choices = getattr(completion, "choices", None)
        choice = choices[0] if isinstance(choices, list) and choices else None
        message: Any = getattr(choice, "message", None)
        if getattr(message, "refusal", None):
            raise self.failed(AnswerRefused, f"the model refused: {message.refusal}")
        if getattr(choice, "finish_reason", None) == "content_filter":
            raise self.failed(AnswerFiltered, "the provider's content filter withheld the answer")
        if getattr(choice, "finish_reason", None) == "length":
            raise self.failed(AnswerTruncated, "the answer was cut off by the length limit")
        content = getattr(message, "content", None)
        if not isinstance(content, str) or not content.strip():
            raise self.failed(AnswerUnusable, f"no chat completion with content: {completion!s}")
        # JSON can hold half of a surrogate pair, which could not be sent back.
        self._content = message.content = content.encode("utf-8", "replace").decode()
        return completion

    def asks_again(self, error: BaseException) -> bool:
        """Tell whether to send the answer back for this error; if it broke the schema, that goes on the record."""
        if not self._is_breach(error):
            return False
        faults = schema_faults(error)
        self._record("invalid", "; ".join(faults))
        if self.is_spent() or not self._reasks_left:
            return False
        self._reasks_left -= 1
        self._messages += [
            {"role": "assistant", "content": self._content},
            {"role": "user", "content": _reask(faults)},
        ]
        return True

    def rejected(self, status: int, *, code: str | None, reason: str, headers: Mapping[str, str]) -> ExtractionError:
        """Put a response of an error's status on the record and return the error for it."""
        said = f"the endpoint answered {status}: {reason}"
        if not may_pass(status, code=code):
            return self.failed(RequestRejected, f"{said}; check key, model, base URL and schema")
        self.retry_after = retry_after(headers)
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

    def accepted(self) -> tuple[Attempt, ...]:
        """Put the accepted answer on the record and return all attempts, in order."""
        self._record("accepted", None)
        return tuple(self._attempts)

    def _is_breach(self, error: BaseException) -> TypeGuard[ValidationError]:
        # Before there is an answer, such an error is not about it: a transport can raise anything.
        return isinstance(error, ValidationError) and self._content != ""

    def _spent(self) -> int:
        return self._spent_before + len(self._attempts)

    def _error(self, kind: type[ExtractionError], reason: str) -> ExtractionError:
        where = f"article {self._article_id}, prompt {self._prompt}, request {self._spent()}"
        return kind(f"{where}: {shown(reason)}", attempts=self._attempts)

    def _record(self, outcome: Outcome, detail: str | None) -> None:
        self._attempts.append(
            Attempt(
                article_id=self._article_id,
                prompt=self._prompt,
                number=self._spent() + 1,
                outcome=outcome,
                detail=None if detail is None else shown(detail),
                prompt_tokens=self._tokens.prompt,
                cached_tokens=self._tokens.cached,
                completion_tokens=self._tokens.completion,
            )
        )


def _reask(faults: Sequence[str]) -> str:
    points = "\n".join(f"- {fault}" for fault in faults)
    return f"This answer cannot be used as it is:\n{points}\nCorrect these points and answer again in full."


def _tokens(usage: object) -> _Tokens:
    return _Tokens(
        prompt=_count(usage, "prompt_tokens"),
        cached=_count(getattr(usage, "prompt_tokens_details", None), "cached_tokens"),
        completion=_count(usage, "completion_tokens"),
    )


def _count(counts: object, name: str) -> int | None:
    value = getattr(counts, name, None)
    return value if isinstance(value, int) else None
