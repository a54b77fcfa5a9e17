"""What holds of extraction wherever its parts are spread: asserted here and in processes, and on Ray."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from claimx.article import Article
from claimx.errors import CassetteMiss, WorkerLost
from claimx.extracting import Endpoint
from claimx.extracting.cassette import Cassette
from claimx.extracting.transports import ReplayTransport
from claimx.folder import LEDGER
from claimx.gate import Limits
from claimx.harvest import Harvest
from claimx.ledger import Ledger
from claimx.partitions import TRIES, Asking, Spread, extract_in_parts
from claimx.reading import read
from claimx.runner import harvest as harvest_all

from .asking import NUMBER, REFUSED, Deadly, articles, asked, endpoint

REFUSED_NUMBER = int(REFUSED.removeprefix("Report ").rstrip("."))


def outcome(told: Harvest) -> tuple[list[str], list[tuple[str, str, str, int]]]:
    """Return what a harvest holds, in an order of its own."""
    failed = [(article.id, type(error).__name__, str(error), len(error.attempts)) for article, error in told.failed]
    return sorted(one.to_line() for one in told.extractions), sorted(failed)


def harvest(told: Iterable[Article], *, by: Endpoint, folder: Path | None = None) -> Harvest:
    """Extract in this process."""
    found = Harvest()
    harvest_all(told, endpoint=by, ledger=None if folder is None else folder / LEDGER, finished=found.add)
    return found


def extracted(told: Iterable[Article], spread: Spread, *, by: Endpoint, folder: Path | None = None) -> Harvest:
    """Extract in parts, one question at a time in each."""
    found = Harvest()
    asking = Asking.of(by, ledger=None if folder is None else folder / LEDGER, limits=Limits(concurrency=1))
    extract_in_parts(told, asking=asking, spread=spread, jobs=1, finished=found.add)
    return found


def numbers() -> list[int]:
    """Return each article's number once."""
    return list(range(NUMBER))


def assert_extracts_alike(spread: Spread, folder: Path) -> None:
    """Extractions, failures and what they cost are those of one process; each article is asked about once."""
    expected = harvest(articles(), by=endpoint(folder), folder=folder / "one")
    (folder / "asked").unlink()
    found = extracted(articles(), spread, by=endpoint(folder), folder=folder / "parts")
    assert outcome(expected) == outcome(found)
    assert [REFUSED_NUMBER] == [articles().index(article) for article, _ in found.failed]
    assert numbers() == asked(folder)
    assert kept(folder / "one") == kept(folder / "parts")


def assert_a_loss_costs_nothing(spread: Spread, folder: Path) -> None:
    """A worker that dies after an answer leaves it to who does the part again; nothing is asked twice."""
    found = extracted(articles(), spread, by=endpoint(folder, Deadly, always=False), folder=folder)
    assert (folder / "died").exists()
    assert NUMBER - 1 == len(found.extractions)
    assert numbers() == asked(folder)
    assert NUMBER == len(kept(folder))
    assert not (folder / TRIES).exists()


def assert_what_was_answered_before_an_end_is_kept(spread: Spread, folder: Path) -> None:
    """A part that loses all its workers ends the run; the next run asks about that article alone."""
    with pytest.raises(WorkerLost):
        extracted(articles(), spread, by=endpoint(folder, Deadly, always=True), folder=folder)
    assert numbers()[:-1] == asked(folder)
    found = harvest(articles(), by=endpoint(folder), folder=folder)
    assert NUMBER - 1 == len(found.extractions)
    assert numbers() == asked(folder)


def assert_replays_alike(spread: Spread, root: Path) -> None:
    """The seeds from their cassette are the same, and what it does not hold ends the run."""
    seeds = list(read([str(root / "seeds/articles")]))
    tape = Endpoint(model="relay", transport=ReplayTransport(Cassette.load(root / "cassettes/seeds.yaml")))
    assert outcome(harvest(seeds, by=tape)) == outcome(extracted(seeds, spread, by=tape))
    with pytest.raises(CassetteMiss, match="this article was not recorded"):
        extracted(articles(), spread, by=tape)


def kept(folder: Path) -> list[tuple[str, str]]:
    """Return what a folder's ledger holds: requests and their answers, sorted."""
    with Ledger(folder / LEDGER) as ledger:
        return sorted(ledger.rows("SELECT key, response FROM answers"))
