"""Pruning: what no run will ask for again goes out of a ledger, and what is to be asked again.

Requests that stand in a job of the Batch API whose answers were not collected stay: they are paid for. Jobs, settings
and the articles of batches are not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from sqlite3 import Cursor
from typing import NamedTuple

from claimx.databases import faults
from claimx.entry import AnswerKind
from claimx.ledger.ledger import Ledger
from claimx.ledger.schema import LEDGER
from claimx.record import Record


@dataclass(frozen=True, kw_only=True)
class Used:
    """What a run asks with, or asked; None is whatever there is."""

    fingerprints: Collection[str] | None = None
    models: Collection[str] | None = None
    article_ids: Collection[str] | None = None

    def has(self, *, article_id: str, fingerprint: str, model: str) -> bool:
        """Tell whether a run that is so asks this."""
        told = ((self.fingerprints, fingerprint), (self.models, model), (self.article_ids, article_id))
        return all(names is None or name in names for names, name in told)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is to go: the sum of what is named."""

    unused_by: Used | None = None
    """Requests that a run of this kind does not ask go, with all that came of them."""
    outcomes: Collection[AnswerKind] = ()
    """Answers of these outcomes go; what they answer stays, to be asked again."""
    failures: bool = False
    """All failures go; what failed stays, to be asked again."""
    of_model: str | None = None
    """Nothing goes but what was asked of this model."""


class Pruned(Record):
    """How much goes, or went."""

    requests: int
    answers: int
    failures: int
    prompts: int
    """Those of which no request is left."""
    waited_for: int
    """Requests that would go and stay, since a job that is to be collected has them."""


def would_go(ledger: Ledger, choice: Choice) -> Pruned:
    """Return what pruning would take away; nothing is changed."""
    return _going(ledger, choice).counted()


def prune(ledger: Ledger, choice: Choice) -> Pruned:
    """Take away what is chosen, all of it or nothing; return what went. The file keeps its size until `shrink`."""
    going = _going(ledger, choice)
    with ledger.writing() as write:
        _delete(write, "DELETE FROM answers WHERE key = ?", going.answers)
        _delete(write, "DELETE FROM failures WHERE number = ?", going.failures)
        for table in ("job_requests", "requests"):
            _delete(write, f"DELETE FROM {table} WHERE key = ?", going.requests)  # noqa: S608 -- of the line above
        _delete(write, "DELETE FROM prompts WHERE fingerprint = ?", going.prompts)
    return going.counted()


def shrink(ledger: Ledger) -> None:
    """Give the room of what was pruned back to the disk.

    Raises:
        InputError: somebody else reads the ledger, or the disk has no room for the copy that this needs.
    """
    with faults(ledger.path, LEDGER):
        ledger.connection.execute("VACUUM")
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Going(NamedTuple):
    """What goes, by what it is found by."""

    requests: set[str]
    answers: set[str]
    failures: set[int]
    prompts: set[str]
    waited_for: set[str]

    def counted(self) -> Pruned:
        return Pruned(**{name: len(found) for name, found in self._asdict().items()})


def _going(ledger: Ledger, choice: Choice) -> _Going:
    asked = ledger.rows("SELECT key, article_id, fingerprint, model FROM requests")
    of_model = {key for key, _, _, model in asked if choice.of_model in {None, model}}
    unused = {key for key, *told in asked if key in of_model and _is_unused(choice, *told)}
    waited_for = unused & _waited_for(ledger)
    requests = unused - waited_for
    answers = {
        key
        for key, outcome in ledger.rows("SELECT key, outcome FROM answers")
        if key in requests or (outcome in choice.outcomes and key in of_model)
    }
    failures = {
        number
        for number, key in ledger.rows("SELECT number, key FROM failures")
        if key in requests or (choice.failures and key in of_model)
    }
    prompts = {fingerprint for key, _, fingerprint, _ in asked if key in requests}
    used = {fingerprint for key, _, fingerprint, _ in asked if key not in requests}
    return _Going(requests, answers, failures, prompts - used, waited_for)


def _is_unused(choice: Choice, article_id: str, fingerprint: str, model: str) -> bool:
    used = choice.unused_by
    return used is not None and not used.has(article_id=article_id, fingerprint=fingerprint, model=model)


def _waited_for(ledger: Ledger) -> set[str]:
    rows = ledger.rows("SELECT key FROM job_requests JOIN jobs ON jobs.number = job WHERE collected_at IS NULL")
    return {key for (key,) in rows}


def _delete(write: Callable[..., Cursor], statement: str, found: Iterable[object]) -> None:
    for one in found:
        write(statement, (one,))
