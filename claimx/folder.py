"""The folder of a run: what is read from it and written to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from claimx.article import Article
from claimx.errors import InputError
from claimx.event import Event
from claimx.extraction import Extraction
from claimx.lines import AnyRecord, parse_lines, read_lines, write_lines
from claimx.mention import Mention
from claimx.merging import trace

ARTICLES: Final = "articles.jsonl"
MENTIONS: Final = "mentions.jsonl"
EVENTS: Final = "events.jsonl"
DROPPED: Final = "dropped.jsonl"
LEDGER: Final = "ledger.db"
SUMMARY: Final = "run.json"
STDIN: Final = "-"
OPENING: Final = 40
"""Characters by which an article without outlet, byline and title is called."""
_DATE_LINE = re.compile(r"^(?:date\b|[\W\d])+", re.IGNORECASE)

Skip = Callable[[InputError], None]


@dataclass
class Extracted:
    """Articles and mentions from several sources, each once."""

    articles: list[Article] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def read_extracted(paths: Iterable[str | Path], *, stdin: BinaryIO, skipped: Skip | None = None) -> Extracted:
    """Read folders of runs and files of extractions; `-` is standard input."""
    extracted = Extracted()
    for path in paths:
        if Path(path).is_dir():
            extracted.articles += read_lines(Path(path) / ARTICLES, Article, skipped=skipped)
            extracted.mentions += read_lines(Path(path) / MENTIONS, Mention, skipped=skipped)
        else:
            _read_extractions(path, extracted, stdin=stdin, skipped=skipped)
    return extracted


def _read_extractions(path: str | Path, extracted: Extracted, *, stdin: BinaryIO, skipped: Skip | None) -> None:
    before = len(extracted.articles)

    def skip(error: InputError) -> None:
        # A file that does not even begin with a record is the wrong file, and not worth a line for each of its own.
        if skipped is None or len(extracted.articles) == before:
            raise InputError(f"{error}; {path} should be what `claimx extract` printed, or a run's folder")
        skipped(error)

    for extraction in _read_either(path, Extraction, stdin=stdin, skipped=skip):
        extracted.articles.append(extraction.article)
        extracted.mentions += extraction.mentions


def read_events(path: str | Path, *, stdin: BinaryIO) -> list[Event]:
    """Read events from the folder of a run, a file of events, or standard input."""
    if Path(path).is_dir():
        return list(read_lines(Path(path) / EVENTS, Event))
    return list(_read_either(path, Event, stdin=stdin))


def read_names(path: str | Path) -> dict[str, str]:
    """Return what to call each article of a run's folder: its outlet, byline or title, else its first words."""
    articles = Path(path) / ARTICLES
    if not articles.exists():
        return {}
    return {one.id: one.outlet or one.byline or one.title or _opening(one) for one in read_lines(articles, Article)}


def _opening(article: Article) -> str:
    words = " ".join(_DATE_LINE.sub("", article.text).split())
    return f"“{words[:OPENING].rstrip()}…”"


def write_merged(folder: str | Path, extracted: Extracted, events: Sequence[Event]) -> None:
    """Write articles, mentions and events to a folder that can be merged with others again."""
    articles = {article.id: article for article in extracted.articles}
    mentions = {mention.id: mention for mention in extracted.mentions}
    write_lines(Path(folder) / ARTICLES, trace(articles.values()))
    write_lines(Path(folder) / MENTIONS, (mentions[key] for key in sorted(mentions)))
    write_lines(Path(folder) / EVENTS, events)


def _read_either(
    path: str | Path, record: type[AnyRecord], *, stdin: BinaryIO, skipped: Skip | None = None
) -> Iterator[AnyRecord]:
    if str(path) == STDIN:
        return parse_lines(stdin, record, name="<stdin>", skipped=skipped)
    return read_lines(path, record, skipped=skipped)
