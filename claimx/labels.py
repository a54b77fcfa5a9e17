"""Labels: what a run, or a person, says of a corpus, in gold's form, with the articles where they are at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from claimx.annotating.checking import read_gold_articles, read_gold_events
from claimx.annotating.drafting import draft_article, draft_event
from claimx.annotating.leading import leading_mentions
from claimx.annotating.locating import locate
from claimx.article import Article
from claimx.errors import InputError
from claimx.event import Event
from claimx.folder import ARTICLES, EVENTS, MENTIONS, SUMMARY
from claimx.gold import GoldArticle, GoldEvent
from claimx.lines import read_lines
from claimx.mention import Mention
from claimx.run import Run
from claimx.scores import Cost


@dataclass(frozen=True)
class Labels:
    """What somebody, or a run, says of a corpus, in gold's form."""

    name: str
    articles: tuple[GoldArticle, ...]
    events: tuple[GoldEvent, ...]
    texts: Mapping[str, Article]
    """The articles by id, as far as they are at hand; a run's folder has them."""
    leading: Mapping[str, str]
    """For a run: article id to the id of the event that the article is about."""
    cost: Cost | None = None


class GoldFiles(NamedTuple):
    """Where gold lies."""

    articles: Path | None
    events: Path | None


def gold_files(path: str | Path) -> GoldFiles:
    """Return which files of a path hold gold articles and gold events.

    Raises:
        InputError: A file cannot be read as text.
    """
    path = Path(path)
    files = [path / ARTICLES, path / EVENTS] if path.is_dir() else [path]
    found = [file for file in files if file.exists()]
    articles = [file for file in found if _holds_articles(file)]
    events = [file for file in found if file not in articles]
    return GoldFiles(next(iter(articles), None), next(iter(events), None))


def _holds_articles(file: Path) -> bool:
    return first_line_has(file, '"article_id"')


def first_line_has(file: Path, words: str) -> bool:
    """Return whether the first line of a file that is not blank has some words; raises InputError."""
    try:
        with file.open(encoding="utf-8") as lines:
            return words in next((line for line in lines if line.strip()), "")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read as text: {error}") from error


def read_labels(path: str | Path) -> Labels:
    """Read a run's folder, a folder of gold with articles.jsonl and events.jsonl, or one file of either.

    Raises:
        InputError: The path is none of these, or a line of it cannot be read.
    """
    path = Path(path)
    if path.is_dir() and (path / MENTIONS).exists():
        return labels_of_run(path)
    files = gold_files(path)
    if files == GoldFiles(None, None):
        raise InputError(f"{path}: neither a run's folder nor gold; give a folder with {ARTICLES} or {EVENTS}")
    return Labels(
        name=str(path),
        articles=() if files.articles is None else read_gold_articles(files.articles),
        events=() if files.events is None else read_gold_events(files.events),
        texts={},
        leading={},
    )


def labels_of_run(folder: Path) -> Labels:
    """Return what stands in the folder of a run; raises InputError."""
    articles = list(read_lines(folder / ARTICLES, Article))
    mentions = list(read_lines(folder / MENTIONS, Mention))
    events = list(read_lines(folder / EVENTS, Event))
    return labels_of(str(folder), articles=articles, mentions=mentions, events=events, cost=_cost(folder))


def _cost(folder: Path) -> Cost | None:
    if not (folder / SUMMARY).exists():
        return None
    try:
        run = Run.from_line((folder / SUMMARY).read_bytes())
    except ValidationError as error:
        raise InputError(f"{folder / SUMMARY}: no summary of a run: {error.errors()[0]['msg']}; run it again") from None
    return Cost(requests=run.requests, prompt_tokens=run.tokens.prompt, completion_tokens=run.tokens.completion)


def labels_of(
    name: str,
    *,
    articles: Iterable[Article],
    mentions: Iterable[Mention],
    events: Iterable[Event],
    cost: Cost | None = None,
) -> Labels:
    """Return records in gold's form; an article without mentions tells no event."""
    texts = {article.id: article for article in articles}
    told: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda mention: mention.id):
        told[mention.article_id].append(mention)
    drafts = tuple(draft_article(article_id, told[article_id]) for article_id in sorted(texts))
    local = {
        mention.id: key(article.article_id, draft.local_id)
        for article in drafts
        for mention, draft in zip(told[article.article_id], article.mentions, strict=True)
    }
    resolved = tuple(events)
    event_of = {mention_id: event.id for event in resolved for mention_id in event.mention_ids}
    leads = leading_mentions(mention for each in told.values() for mention in each)
    return Labels(
        name=name,
        articles=drafts,
        events=tuple(draft_event(event, local=local) for event in resolved),
        texts=texts,
        leading={article_id: event_of[lead] for article_id, lead in leads.items() if lead in event_of},
        cost=cost,
    )


def key(article_id: str, local_id: str) -> str:
    """Return how gold events name a mention."""
    return f"{article_id}/{local_id}"


def located(labels: Labels) -> list[GoldArticle]:
    """Return the articles with the place of all words filled in, as far as the texts are at hand."""
    return [locate_one(one, labels.texts) for one in labels.articles]


def locate_one(one: GoldArticle, texts: Mapping[str, Article]) -> GoldArticle:
    """Return one article with the place of all words filled in, or as it is where its text is not at hand."""
    article = texts.get(one.article_id)
    return one if article is None else locate(one, article.text)
