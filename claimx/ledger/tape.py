"""A ledger and cassettes: answers are written as recordings to be replayed and reviewed, and recordings brought in.

The replay of what a run's ledger holds gives the records of the run to the byte. A cassette has no room for failures,
nor for how long an answer took and what way it came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from claimx.entry import Entry, Form, Request
from claimx.errors import ExtractionError, InputError
from claimx.extracting.cassette import Cassette, Recording, body_key, cassette_text
from claimx.extracting.exchange import Exchange
from claimx.extracting.forms import fingerprint
from claimx.inputs import fault
from claimx.ledger.ledger import Ledger
from claimx.lines import write_whole
from claimx.record import canonical_json

_FENCE_END: Final = re.compile(r"ARTICLE (.+) ENDS")
_NAMED: Final = 12
"""Digits by which a recording is called."""


class Exported(NamedTuple):
    """What became of an export."""

    answers: int
    """Of the ledger, all of which the cassette holds now."""
    recordings: int
    """In the cassette, with those that it had."""
    unanswered: int
    """Requests of the ledger that have no answer: a replay that comes to one of them stops."""


class Imported(NamedTuple):
    """What became of an import."""

    new: int
    known: int
    """Recordings of requests that the ledger has an answer to, which stays."""
    skipped: int
    """Recordings that are none of claimx's, or hold no answer."""


def export_answers(ledger: Ledger, path: str | Path, *, article_ids: Collection[str] = ()) -> Exported:
    """Write answers to a cassette, all of them or those about some articles, beside the recordings that it has.

    Where it has another answer to a request, the ledger's takes its place; the file is written whole or not at all.

    Raises:
        InputError: the ledger was never asked about one of the articles, or the file cannot be written.
        CassetteError: the file is there and no cassette.
    """
    _check_known(ledger, article_ids)
    kept = {one.key: one for one in (Cassette.load(path) if Path(path).exists() else ())}
    answers = 0
    for recording in recorded(ledger, article_ids=article_ids):
        answers += 1
        if not _says_the_same(kept.get(recording.key), recording):
            kept[recording.key] = recording
    try:
        write_whole(path, cassette_text(kept.values()))
    except OSError as error:
        raise fault(str(path), f"cannot be written ({error.strerror or error})", "check the folder") from error
    return Exported(answers, len(kept), len(_keys(ledger, _UNANSWERED, article_ids)))


def recorded(ledger: Ledger, *, article_ids: Collection[str] = ()) -> Iterator[Recording]:
    """Yield the answers as recordings, by key; none named is those about all articles."""
    for key in _keys(ledger, _ANSWERED, article_ids):
        ((response,),) = ledger.rows("SELECT response FROM answers WHERE key = ?", (key,))
        for request in ledger.requests([key]):
            yield Recording.of(request=json.dumps(request.body()), response=response)


def import_recordings(ledger: Ledger, cassette: Cassette, *, skipped: Callable[[InputError], None]) -> Imported:
    """Bring the answers of a cassette into a ledger; one that it has stays.

    A recording that is no answer to a question of claimx's is told to `skipped`, with what is wrong with it.

    Raises:
        InputError: the ledger cannot be written.
    """
    entries = []
    for recording in cassette:
        try:
            entries.append(entry_of(recording))
        except (ValueError, RecursionError) as error:
            where = f"{cassette.path}: recording {recording.key[:_NAMED]}"
            skipped(fault(where, str(error), "it stays out of the ledger"))
    before = _count(ledger)
    with ledger.writing():
        for entry in entries:
            ledger.write(entry)
    new = _count(ledger) - before
    return Imported(new=new, known=len(entries) - new, skipped=len(cassette) - len(entries))


def entry_of(recording: Recording) -> Entry:
    """Return the request and the answer of a recording, classed as a live answer would be; raises ValueError."""
    exchange = Exchange(request_of(recording.request), max_requests=1, max_reasks=0, spent=0, recalled=0)
    exchange.begin()
    exchange.via = "replayed"
    # What a refusal and its like raise stands in the entry.
    with suppress(ExtractionError):
        exchange.read(recording.response)
    entry = exchange.entry()
    if entry is None or entry.response is None:
        raise ValueError("it holds no answer")
    return entry


def request_of(body: str) -> Request:
    """Return the request that has this body; raises ValueError, saying why it is none of claimx's."""
    told: Any = json.loads(body)
    match told:
        case {
            "model": str(model),
            "messages": [{"role": "system", "content": str(instruction)}, {"content": str(question)}, *_] as messages,
            "response_format": {"json_schema": {"name": str(prompt), "schema": dict(schema)}} as response_format,
            **settings,
        }:
            _check_texts(messages)
            form = Form(fingerprint(instruction, schema), prompt, instruction, response_format)
            request = Request(_article_of(question), form, model, _named(settings), tuple(messages[1:]))
        case _:
            raise ValueError("it is no chat with an instruction, a question and the schema of an answer")
    _check_writable(request)
    if request.key != body_key(body):
        raise ValueError("it is not what claimx makes of the same question")
    return request


def _named(settings: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in settings.items()}


def _article_of(question: str) -> str:
    """Return the id of the article that `claimx.extracting.fence` put at the end of a question."""
    found = _FENCE_END.fullmatch(question.rpartition("\n")[2])
    if found is None or f"ARTICLE {found[1]} BEGINS\n" not in question:
        raise ValueError("its question ends with no article between markers")
    return found[1]


def _check_texts(messages: list[Any]) -> None:
    for message in messages:
        match message:
            case {"role": str(), "content": str(), **others} if not others:
                continue
        raise ValueError("a message of it is more or less than a text with a role")


def _check_writable(request: Request) -> None:
    try:
        canonical_json([request.settings, request.messages, request.model]).encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half a character, which no ledger can") from None


_ANSWERED: Final = "SELECT requests.key, article_id FROM requests JOIN answers ON answers.key = requests.key"
_UNANSWERED: Final = "SELECT key, article_id FROM open_requests"


def _keys(ledger: Ledger, query: str, article_ids: Collection[str]) -> list[str]:
    rows = ledger.rows(f"{query} ORDER BY 1")
    return [key for key, article_id in rows if not article_ids or article_id in article_ids]


def _check_known(ledger: Ledger, article_ids: Collection[str]) -> None:
    known = {article_id for (article_id,) in ledger.rows("SELECT DISTINCT article_id FROM requests")}
    if unknown := sorted(set(article_ids) - known):
        raise fault(ledger.path, f"nothing was asked about {', '.join(unknown)}", "see `claimx ledger show`")


def _says_the_same(there: Recording | None, new: Recording) -> bool:
    """Tell whether a recording need not be touched: bodies may have their keys in another order."""
    return there is not None and bool(json.loads(there.response) == json.loads(new.response))


def _count(ledger: Ledger) -> int:
    ((count,),) = ledger.rows("SELECT count(*) FROM answers")
    return int(count)
