"""Tasks for Label Studio: articles, with gold or a draft of it as regions to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimx.annotating.label_studio_controls import TEXT
from claimx.annotating.label_studio_drawing import draw
from claimx.annotating.label_studio_regions import to_results
from claimx.article import Article
from claimx.errors import InputError
from claimx.gold import GoldArticle
from claimx.record import content_id


def export_tasks(
    articles: Iterable[Article], drafts: Mapping[str, GoldArticle], *, model_version: str = "claimx"
) -> list[dict[str, object]]:
    """Return a task for each article, with its draft, if it has one, as a prediction.

    Args:
        articles: What to annotate.
        drafts: Gold to start from, by article id, with the `start` of all words.
        model_version: Where the drafts come from, as Label Studio shows it.

    Raises:
        InputError: A draft belongs to no article, or does not fit its text.
    """
    tasks: list[dict[str, object]] = []
    left = dict(drafts)
    for article in articles:
        draft = left.pop(article.id, None)
        predictions = [] if draft is None else [_prediction(article, draft, model_version)]
        tasks.append({"data": _shown(article), "predictions": predictions})
    if left:
        raise InputError(f"{min(left)}: a draft without its article; export the article with it")
    return tasks


def _shown(article: Article) -> dict[str, object]:
    published = None if article.published_at is None else article.published_at.isoformat()
    told = {"article_id": article.id, TEXT: article.text, "title": article.title, "published": published}
    return {name: value for name, value in told.items() if value is not None}


def _prediction(article: Article, draft: GoldArticle, model_version: str) -> dict[str, object]:
    drawing = draw(draft, article_id=article.id, text=article.text)
    return {
        "model_version": model_version,
        "result": to_results(drawing, note_id=content_id("r", f"{article.id} note")),
    }
