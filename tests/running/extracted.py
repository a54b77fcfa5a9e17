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
from claimx.extraction import Reply
from claimx.folder import JOURNAL
from claimx.harvest import Harvest
from claimx.lines import read_lines
from claimx.partitions import TRIES, Asking, Spread, extract_in_parts
from claimx.reading import read
from claimx.runner import harvest

from .asking import NUMBER, REFUSED, Deadly, articles, asked, endpoint

REFUSED_NUMBER = int(REFUSED.removeprefix("Report ").rstrip("."))


def outcome(told: Harvest) -> tuple[list[str], list[tuple[str, str, str, int]]]:
    """Return what a harvest holds, in an order of its own."""
    failed = [(article.id, type(error).__name__, str(error), len(error.attempts)) for article, error in told.failed]
    return sorted(one.to_line() for one in told.extractions), sorted(failed)


def extracted(told: Iterable[Article], spread: Spread, *, by: Endpoint, folder: Path | None = None) -> Harvest:
    """Extract in parts, one question at a time in each."""
    asking = Asking.of(by, folder=folder, concurrency=1)
    return extract_in_parts(told, asking=asking, spread=spread, jobs=1)


def numbers() -> list[int]:
    """Return each article's number once."""
    return list(range(NUMBER))


def assert_extracts_alike(spread: Spread, folder: Path) -> None:
    """Extractions, failures and what they cost are those of one process; each article is asked about once."""
    expected = harvest(articles(), endpoint=endpoint(folder), folder=folder / "one")
    (folder / "asked").unlink()
    found = extracted(articles(), spread, by=endpoint(folder), folder=folder / "parts")
    assert outcome(expected) == outcome(found)
    assert [REFUSED_NUMBER] == [articles().index(article) for article, _ in found.failed]
    assert numbers() == asked(folder)
    assert journal(folder / "one") == journal(folder / "parts")


def assert_a_loss_costs_nothing(spread: Spread, folder: Path) -> None:
    """A worker that dies after an answer leaves it to who does the part again; only refusals may be asked again."""
    found = extracted(articles(), spread, by=endpoint(folder, Deadly, always=False), folder=folder)
    assert (folder / "died").exists()
    assert NUMBER - 1 == len(found.extractions)
    assert [number for number in numbers() if number != REFUSED_NUMBER] == answered(folder)
    assert NUMBER - 1 == len(journal(folder))
    assert not (folder / TRIES).exists()


def assert_what_was_answered_before_an_end_is_kept(spread: Spread, folder: Path) -> None:
    """A part that loses all its workers ends the run; the next run asks about that article alone."""
    with pytest.raises(WorkerLost):
        extracted(articles(), spread, by=endpoint(folder, Deadly, always=True), folder=folder)
    assert [number for number in numbers()[:-1] if number != REFUSED_NUMBER] == answered(folder)
    found = harvest(articles(), endpoint=endpoint(folder), folder=folder)
    assert NUMBER - 1 == len(found.extractions)
    assert [number for number in numbers() if number != REFUSED_NUMBER] == answered(folder)


def assert_replays_alike(spread: Spread, root: Path) -> None:
    """The seeds from their cassette are the same, and what it does not hold ends the run."""
    seeds = list(read([str(root / "seeds/articles")]))
    tape = Endpoint(model="relay", transport=ReplayTransport(Cassette.load(root / "cassettes/seeds.yaml")))
    assert outcome(harvest(seeds, endpoint=tape, folder=None)) == outcome(extracted(seeds, spread, by=tape))
    with pytest.raises(CassetteMiss, match="this article was not recorded"):
        extracted(articles(), spread, by=tape)


def journal(folder: Path) -> list[str]:
    """Return the lines of a folder's journal, sorted."""
    return sorted(reply.to_line() for reply in read_lines(folder / JOURNAL, Reply))


def answered(folder: Path) -> list[int]:
    """Return the numbers of the articles that were asked about and not refused, each as often as it was."""
    return [number for number in asked(folder) if number != REFUSED_NUMBER]
