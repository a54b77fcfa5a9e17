"""A batch from its questions to its records, against a provider in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from claimx.article import Article
from claimx.batching import Batch, Progress, Settings
from claimx.folder import LEDGER
from claimx.ledger import Ledger
from claimx.runner import conclude, run
from claimx.running import mapper

from .asking import records
from .service import Service

SETTINGS: Final = Settings(model="m", base_url="http://127.0.0.1:9/v1")
MOST_ROUNDS: Final = 30


@contextmanager
def batch_of(service: Service, *, settings: Settings = SETTINGS) -> Iterator[Batch]:
    """A batch whose ledger is gone when the test is over."""
    with Ledger() as ledger:
        yield Batch(ledger, settings, sending=service.endpoint())


def through(batch: Batch) -> Progress:
    """Collect until nothing is open."""
    for _ in range(MOST_ROUNDS):
        progress = batch.collect()
        if not progress.open:
            return progress
    raise AssertionError(f"{progress.open} questions are open after {MOST_ROUNDS} rounds: {progress.jobs}")


def batched(
    articles: Iterable[Article], service: Service, folder: Path, *, settings: Settings = SETTINGS
) -> dict[str, bytes]:
    """Submit, collect and conclude, each as a process of its own would; return the records."""
    with Batch.open(folder / LEDGER, settings=settings, sending=service.endpoint()) as batch:
        batch.submit(articles)
    with Batch.open(folder / LEDGER, sending=service.endpoint()) as batch:
        write(through(batch), batch, folder)
    return records(folder)


def write(progress: Progress, batch: Batch, folder: Path) -> None:
    """Write the records of a batch to which nothing is open."""
    conclude(
        progress.harvest,
        folder,
        model=batch.settings.model,
        policy=batch.settings.policy,
        skipped_inputs=0,
        mapper=mapper("local", jobs=1),
    )


def live(articles: Iterable[Article], folder: Path) -> dict[str, bytes]:
    """The records of a live run."""
    run(articles, endpoint=Service().endpoint(), out=folder)
    return records(folder)


def failed(progress: Progress) -> dict[str, str]:
    """The class of the error of each article that failed."""
    return {article.id: type(error).__name__ for article, error in progress.harvest.failed}


def extracted(progress: Progress) -> set[str]:
    """The articles that were extracted."""
    return {one.article.id for one in progress.harvest.extractions}
