"""What a ledger holds: all of it in figures, and the requests about one article."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from typing import Any, Final, Literal

from claimx.record import Record

COMMONEST: Final = 3
"""Details of failures that are named of each outcome."""


class Failing(Record):
    """Failures of one outcome."""

    number: int
    commonest: tuple[tuple[str, int], ...]
    """What was wrong, and how often."""


class Asking(Record):
    """Requests of one prompt."""

    prompt: str
    fingerprint: str
    requests: int
    is_current: bool
    """Whether a run asks so today."""


class Contents(Record):
    """What a ledger holds, in figures."""

    articles: int
    requests: int
    unanswered: int
    """Requests without an answer so far."""
    answers: dict[str, dict[str, int]]
    """By outcome and way."""
    failures: dict[str, Failing]
    """By outcome."""
    models: dict[str, int]
    """Requests by model."""
    prompts: tuple[Asking, ...]
    jobs: dict[str, int]
    """Jobs of the Batch API by status."""
    first: str | None
    """When the first answer or failure was written, UTC."""
    last: str | None
    bytes: int


class Try(Record):
    """One time that a request was sent."""

    outcome: str
    detail: str | None
    prompt_tokens: int | None
    cached_tokens: int | None
    completion_tokens: int | None
    via: str
    seconds: float | None
    at: str


class Told(Record):
    """One request about an article, with all that came of it."""

    key: str
    prompt: str
    reask: int
    fingerprint: str
    model: str
    settings: dict[str, Any]
    messages: tuple[dict[str, str], ...]
    """Those after the instruction, which the fingerprint stands for."""
    answer: str | None
    """The text of the answer, or of the refusal; None where there is none."""
    finish_reason: str | None
    tries: tuple[Try, ...]


def contents(connection: sqlite3.Connection, *, current: frozenset[str]) -> Contents:
    """Return what an open ledger holds; `current` are the fingerprints of the prompts as they are asked today."""
    ((articles, requests),) = connection.execute("SELECT count(DISTINCT article_id), count(*) FROM requests")
    ((unanswered,),) = connection.execute("SELECT count(*) FROM open_requests")
    ((first, last),) = connection.execute("SELECT min(at), max(at) FROM attempts")
    ((size,),) = connection.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    prompts = connection.execute(
        "SELECT prompt, fingerprint, count(key) FROM prompts LEFT JOIN requests USING (fingerprint)"
        " GROUP BY fingerprint ORDER BY prompt, fingerprint"
    )
    return Contents(
        articles=articles,
        requests=requests,
        unanswered=unanswered,
        answers=_answers(connection),
        failures=_failures(connection),
        models=_counted(connection, "requests", by="model"),
        prompts=tuple(
            Asking(prompt=name, fingerprint=fingerprint, requests=number, is_current=fingerprint in current)
            for name, fingerprint, number in prompts
        ),
        jobs=_counted(connection, "jobs", by="status"),
        first=first,
        last=last,
        bytes=size,
    )


def told_of(connection: sqlite3.Connection, article_id: str) -> tuple[Told, ...]:
    """Return the requests about the article with this id, in the order of their prompts and re-asks."""
    rows = connection.execute(
        "SELECT requests.key, prompt, reask, fingerprint, requests.model, settings, messages, response"
        " FROM requests JOIN prompts USING (fingerprint) LEFT JOIN answers USING (key)"
        " WHERE article_id = ? ORDER BY requests.model, prompt, fingerprint, reask, key",
        (article_id,),
    ).fetchall()
    return tuple(_told(connection, *row) for row in rows)


def ids_beginning(connection: sqlite3.Connection, begin: str) -> tuple[str, ...]:
    """Return the ids of articles that begin so, in order."""
    query = "SELECT DISTINCT article_id FROM requests WHERE substr(article_id, 1, length(?)) = ? ORDER BY 1"
    return tuple(found for (found,) in connection.execute(query, (begin, begin)))


def _told(
    connection: sqlite3.Connection,
    key: str,
    prompt: str,
    reask: int,
    fingerprint: str,
    model: str,
    settings: str,
    messages: str,
    response: str | None,
) -> Told:
    columns = ", ".join(Try.model_fields)
    # An answer ends the trying.
    query = f"SELECT {columns} FROM attempts WHERE key = ? ORDER BY at, detail IS NULL"  # noqa: S608 -- of the line above
    tries = connection.execute(query, (key,))
    answer, finish_reason = _answer(response)
    return Told(
        key=key,
        prompt=prompt,
        reask=reask,
        fingerprint=fingerprint,
        model=model,
        settings=json.loads(settings),
        messages=json.loads(messages),
        answer=answer,
        finish_reason=finish_reason,
        tries=tuple(Try(**dict(zip(Try.model_fields, told, strict=True))) for told in tries),
    )


def _answer(response: str | None) -> tuple[str | None, str | None]:
    """Return the text of a completion, and why it ended; anything can be missing."""
    try:
        choice = json.loads(response or "null")["choices"][0]
        message = choice["message"]
    except (LookupError, TypeError):
        return None, None
    text, ending = message.get("content") or message.get("refusal"), choice.get("finish_reason")
    return _text(text), _text(ending)


def _text(told: object) -> str | None:
    """Return a text, half of a surrogate pair as its escape; None for what is none."""
    return told.encode("utf-8", "backslashreplace").decode() if isinstance(told, str) else None


def _answers(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for outcome, via, number in connection.execute(
        "SELECT outcome, via, count(*) FROM answers GROUP BY outcome, via ORDER BY outcome, via"
    ):
        found[outcome][via] = number
    return dict(found)


def _failures(connection: sqlite3.Connection) -> dict[str, Failing]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    query = "SELECT outcome, detail, count(*) FROM failures GROUP BY outcome, detail ORDER BY outcome, detail"
    for outcome, detail, number in connection.execute(query):
        found[outcome][detail] = number
    return {
        outcome: Failing(number=details.total(), commonest=tuple(details.most_common(COMMONEST)))
        for outcome, details in found.items()
    }


def _counted(connection: sqlite3.Connection, table: Literal["requests", "jobs"], *, by: str) -> dict[str, int]:
    query = f"SELECT {by}, count(*) FROM {table} GROUP BY {by} ORDER BY {by}"  # noqa: S608 -- both of the lines above
    return dict(connection.execute(query).fetchall())
