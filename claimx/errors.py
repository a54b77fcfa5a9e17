"""The errors of claimx, one tree.

    ClaimxError
    ├── InputError              an input cannot be read or is not what it should be (exit 2)
    ├── PromptError             a prompt file is missing or malformed
    ├── CassetteError           a recording is unreadable or does not match
    │   └── CassetteMiss        no recorded answer for this request
    ├── BatchFailed             the Batch API cannot be reached, or refuses (exit 2)
    ├── Stopped                 a limit was reached or somebody interrupted; what was answered is kept (exit 1)
    ├── WorkerLost              processes or machines ended in the middle of their work, and so did those after them
    └── ExtractionError         one article could not be extracted (exit 1)
        ├── TransportFailed     the endpoint could not be reached or kept failing
        ├── RequestRejected     the endpoint refused the request itself (4xx: key, model, schema)
        ├── BudgetExhausted     the request budget was spent without an acceptable answer
        ├── AnswerRefused       the model refused to answer
        ├── AnswerFiltered      the provider's content filter withheld the answer
        ├── AnswerTruncated     the answer hit the length limit
        └── AnswerUnusable      the response was no chat completion

Every message says what went wrong, where, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The record of an attempt stands above the errors in the layers.
    from claimx.extraction import Attempt


class ClaimxError(Exception):
    """The root: catch this to catch everything claimx raises on purpose."""


class InputError(ClaimxError):
    """An input cannot be read; the message names the file and, where there is one, the line."""


class PromptError(ClaimxError):
    """A prompt file is missing or its header is malformed."""


class CassetteError(ClaimxError):
    """A cassette cannot be read or written."""


class CassetteMiss(CassetteError):
    """The cassette holds no answer for a request: the prompt, schema, model or article changed."""


class BatchFailed(ClaimxError):
    """The Batch API of a provider cannot be reached, or refuses what it is asked; what is in the ledger is kept."""


class Stopped(ClaimxError):
    """A run ended before all was asked: a limit was reached, or somebody interrupted it; what was answered is kept."""


class WorkerLost(ClaimxError):
    """A process or machine ended in the middle of a part, and so did those that did the part again."""


class ExtractionError(ClaimxError):
    """One article could not be extracted; the other articles of a run go on."""

    def __init__(self, message: str, *, attempts: Iterable[Attempt] = ()) -> None:
        super().__init__(message)
        self.attempts = tuple(attempts)
        """Every request that was sent before giving up, in order."""


class TransportFailed(ExtractionError):
    """The endpoint could not be reached, or kept failing until the budget was spent."""


class RequestRejected(ExtractionError):
    """The endpoint rejected the request itself: wrong key, unknown model, unsupported schema."""


class BudgetExhausted(ExtractionError):
    """The request budget of the article was spent without an acceptable answer."""


class AnswerRefused(ExtractionError):
    """The model refused to answer."""


class AnswerFiltered(ExtractionError):
    """The provider's content filter withheld the answer."""


class AnswerTruncated(ExtractionError):
    """The answer was cut off by the length limit."""


class AnswerUnusable(ExtractionError):
    """The endpoint answered 200 with something that is no chat completion."""
