"""Options and arguments that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from claimx.article import Article
    from claimx.errors import InputError
    from claimx.reading import Columns
    from claimx.reports import Reports

POLICIES = ("conservative", "latest", "representative", "informative")
STDIN = "-"
FIELDS = ("text", "title", "outlet", "url", "byline", "published_at", "language", "source_id")

COLUMNS = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help=f"In tables and JSONL, read FIELD from column NAME. Fields: {', '.join(FIELDS)}.",
)
ARTICLES = click.option(
    "--articles",
    multiple=True,
    metavar="PATH",
    help="Where the articles are: a run's folder, or files as `claimx run` reads them.",
)
RESAMPLES = click.option(
    "--resamples", default=1000, show_default=True, type=click.IntRange(1), help="Bootstrap resamples of the intervals."
)
SEED = click.option("--seed", default=0, show_default=True, help="Seed of the resampling.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
POLICY = click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="representative",
    show_default=True,
    help="How one number is chosen for each toll: lowest, last published, most independent origins, highest.",
)

ENGINE = click.option(
    "--engine",
    type=click.Choice(("local", "ray")),
    default="local",
    show_default=True,
    help="Where to work: on this machine, or on a Ray cluster (docs/engines.md). The outcome is the same.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="How many parts to work on at once; 1 starts no process. Default: as many as there are processors.",
)

PRICES = click.option(
    "--prices",
    type=click.Path(exists=True, dir_okay=False),
    help="CSV of prices that adds to and overrides the table that comes along (docs/running.md).",
)

LINKAGE = click.option(
    "--linkage",
    type=click.Choice(("constrained", "average")),
    default="constrained",
    show_default=True,
    help="How joins become events: the strongest first, save those that unite two different mentions; or by average.",
)


def read_articles(paths: Iterable[str], columns: Sequence[str], reports: Reports) -> Iterator[Article]:
    """Yield articles of files; each input that cannot be read is reported, none at all is an error."""
    from claimx.errors import InputError
    from claimx.reading import read

    # Named before the first article is read, so that a wrong option is not an error in the midst of a run.
    articles = read(paths, columns=_columns(columns), stdin=sys.stdin.buffer, skipped=reports.skip)
    return _some(articles, InputError("no article could be read; see `claimx run --help` for what is read"))


def _some(articles: Iterable[Article], otherwise: InputError) -> Iterator[Article]:
    none = True
    for article in articles:
        none = False
        yield article
    if none:
        raise otherwise


def count_articles(paths: Sequence[str], columns: Sequence[str]) -> int | None:
    """Return how many articles files hold; None where they can be read only once."""
    from claimx.reading import read

    if STDIN in paths:
        return None
    return sum(1 for _ in read(paths, columns=_columns(columns), stdin=sys.stdin.buffer, skipped=lambda _: None))


def _columns(columns: Sequence[str]) -> Columns:
    from claimx.errors import InputError
    from claimx.reading import Columns

    named = dict(column.partition("=")[::2] for column in columns)
    unknown = sorted(set(named) - set(FIELDS))
    if unknown or not all(named.values()):
        raise InputError(f"--column takes FIELD=NAME with a field of {', '.join(FIELDS)}: {', '.join(columns)}")
    return Columns(**named)


def known_articles(paths: Iterable[str], columns: Sequence[str], reports: Reports) -> dict[str, Article]:
    """Return articles by id; of a run's folder those that it holds."""
    from pathlib import Path

    from claimx.folder import ARTICLES as HELD

    files = [str(Path(path) / HELD) if (Path(path) / HELD).exists() else path for path in paths]
    return {article.id: article for article in read_articles(files, columns, reports)} if files else {}
