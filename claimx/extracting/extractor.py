"""Extracting one article: ask, ground, ask again for what failed, ground again, keep the rest aside.

The steps are a generator that yields questions and is sent answers, so that the synchronous and the asynchronous
caller differ in one `await` and in nothing else.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final, Self

from pydantic import BaseModel

from claimx.article import Article
from claimx.errors import ExtractionError
from claimx.extracting.answers import Answer, Repairs
from claimx.extracting.client import Asked, Client
from claimx.extracting.endpoint import Endpoint
from claimx.extracting.fence import fence
from claimx.extracting.forms import form
from claimx.extracting.grounded_mentions import Grounded, Origin, ground
from claimx.extracting.ports import Gate, Ledger
from claimx.extracting.prompts import Prompt, load_prompt
from claimx.extracting.repairing import apply_repairs, repair_message, repairable
from claimx.extraction import Attempt, Extraction

PROMPTS: Final[dict[str, type[BaseModel]]] = {"extract": Answer, "repair": Repairs}
"""The prompts in the order they are sent, each with the model of its answer."""


def fingerprints() -> dict[str, str]:
    """Return the fingerprint of each prompt with its schema; they change when the question changes."""
    return {
        prompt_id: form(prompt_id, load_prompt(prompt_id).text, answer).fingerprint
        for prompt_id, answer in PROMPTS.items()
    }


@dataclass(frozen=True)
class Question:
    """One question to the model."""

    prompt: Prompt
    user: str
    answer: type[BaseModel]


Steps = Generator[Question, Any, Grounded]


class Extractor:
    """Extracts articles through one endpoint; safe to share between threads, or the tasks of one event loop.

    What `ledger` holds an answer to is not sent again: grounding is code, so an answer that was paid for once can be
    ground anew. A ledger belongs to one thread. `gate` says when `aextract` may send.
    """

    def __init__(self, endpoint: Endpoint, *, ledger: Ledger | None = None, gate: Gate | None = None) -> None:
        self._client = Client(endpoint, ledger=ledger, gate=gate)
        self._origin = Origin(fingerprint=fingerprints()["extract"], model=endpoint.model)

    def extract(self, article: Article) -> Extraction:
        """Extract one article.

        Raises:
            ExtractionError: no acceptable answer; carries the attempts that were made.
            CassetteMiss: the answer was to be replayed and is not recorded.
        """
        asking = self._asking(article)
        while asking.question is not None:
            with asking:
                asking.answered(self._client.ask(**asking.request()))
        return asking.extraction()

    async def aextract(self, article: Article) -> Extraction:
        """Do what `extract` does, without blocking the event loop."""
        asking = self._asking(article)
        while asking.question is not None:
            with asking:
                asking.answered(await self._client.aask(**asking.request()))
        return asking.extraction()

    def _asking(self, article: Article) -> _Asking:
        return _Asking(article, self._steps(article), self._origin)

    def _steps(self, article: Article) -> Steps:
        answer: Answer = yield Question(load_prompt("extract"), fence(article), Answer)
        grounded = ground(answer, article, self._origin)
        failures = repairable(answer, grounded.failures)
        if not failures:
            return grounded
        repairs: Repairs | None = yield Question(load_prompt("repair"), repair_message(article, failures), Repairs)
        return grounded if repairs is None else ground(apply_repairs(answer, failures, repairs), article, self._origin)

    def close(self) -> None:
        """Close the connections of `extract`."""
        self._client.close()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class _Asking:
    """The questions about one article and the attempts they took, which count against one budget.

    Once an answer is at hand, a failing repair costs only the repair, also where the budget leaves none: nothing
    already paid for is lost.
    """

    def __init__(self, article: Article, steps: Steps, origin: Origin) -> None:
        self._article, self._steps, self._origin = article, steps, origin
        self._attempts: list[Attempt] = []
        self._recalled = 0
        self._grounded: Grounded | None = None
        self.question: Question | None = next(steps)

    def request(self) -> dict[str, Any]:
        """Return the arguments for the client."""
        if self.question is None:
            raise ValueError("all questions are answered")
        return {
            "system": self.question.prompt.text,
            "user": self.question.user,
            "answer": self.question.answer,
            "article_id": self._article.id,
            "prompt": self.question.prompt.id,
            "spent": len(self._attempts) - self._recalled,
            "recalled": self._recalled,
        }

    def answered(self, asked: Asked[Any]) -> None:
        """Take an answer and go on to the next question, if there is one."""
        self._attempts.extend(asked.attempts)
        self._recalled = asked.recalled
        self._send(asked.answer)

    def _send(self, answer: BaseModel | None) -> None:
        try:
            self.question = self._steps.send(answer)
        except StopIteration as stop:
            self.question, self._grounded = None, stop.value

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if not isinstance(error, ExtractionError) or self.question is None:
            return False
        self._attempts.extend(error.attempts)
        if self.question.answer is Answer:
            error.attempts = tuple(self._attempts)
            return False
        self._send(None)
        return True

    def extraction(self) -> Extraction:
        """Return what was extracted once all questions are answered."""
        if self._grounded is None:
            raise ValueError("a question is still open")
        return Extraction(
            article=self._grounded.article,
            fingerprint=self._origin.fingerprint,
            model=self._origin.model,
            mentions=self._grounded.mentions,
            dropped=tuple(failure.dropped for failure in self._grounded.failures),
            attempts=tuple(self._attempts),
        )
