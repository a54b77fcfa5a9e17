"""Gold from Label Studio's JSON export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from claimx.annotating.label_studio_controls import TEXT
from claimx.annotating.label_studio_reading import restore
from claimx.annotating.label_studio_regions import from_results
from claimx.errors import InputError
from claimx.gold import GoldArticle


def import_tasks(
    tasks: Iterable[object],
    *,
    texts: Mapping[str, str] | None = None,
    annotators: Mapping[str, str] | None = None,
    skipped: Callable[[InputError], None] | None = None,
) -> list[GoldArticle]:
    """Return the gold of a JSON export, one article for each annotator of each task.

    Of one annotator's annotations of a task, the one that was updated last counts. Cancelled annotations, drafts that
    were not submitted and predictions do not; a task without annotations gives nothing.

    Args:
        tasks: The export, parsed ("JSON", not "JSON-MIN").
        texts: The articles' texts by id, to make sure that they are what was annotated.
        annotators: What to call the annotators, by their Label Studio id or e-mail address; else as the export does.
        skipped: Called with each fault instead of raising it; the annotation or task is left out.

    Raises:
        InputError: A task or annotation that cannot be read in full; the message names the task and the regions.
    """
    gold: list[GoldArticle] = []
    seen: dict[tuple[str, str | None], str] = {}
    for number, task in enumerate(tasks, start=1):
        try:
            gold += _read_task(task, f"task {_name_of(task, number)}", texts, annotators or {}, seen, skipped)
        except InputError as fault:
            if skipped is None:
                raise
            skipped(fault)
    return gold


def _name_of(task: object, number: int) -> str:
    return str(task["id"]) if isinstance(task, Mapping) and "id" in task else f"number {number}"


def _read_task(
    task: object,
    name: str,
    texts: Mapping[str, str] | None,
    annotators: Mapping[str, str],
    seen: dict[tuple[str, str | None], str],
    skipped: Callable[[InputError], None] | None,
) -> Iterator[GoldArticle]:
    article_id, text = _article(task, name)
    if texts is not None and texts.get(article_id) != text:
        raise InputError(f"{name}: its text is not that of article {article_id}; annotate the text as it was exported")
    for annotator, annotation in _latest(task, name, annotators).items():
        try:
            yield _read(annotation, name, article_id, annotator, text, seen)
        except InputError as fault:
            if skipped is None:
                raise
            skipped(fault)


def _article(task: object, name: str) -> tuple[str, str]:
    told = task.get("data") if isinstance(task, Mapping) else None
    if not isinstance(told, Mapping):
        raise InputError(f"{name}: no task with its data; export as JSON, not as JSON-MIN, CSV or CoNLL")
    article_id, text = told.get("article_id"), told.get(TEXT)
    if not isinstance(article_id, str) or not isinstance(text, str):
        raise InputError(f"{name}: its data have no article_id and text; import tasks that claimx exported")
    return article_id, text


def _latest(task: object, name: str, annotators: Mapping[str, str]) -> dict[str | None, Mapping[str, object]]:
    found = task.get("annotations") if isinstance(task, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(annotation, Mapping) for annotation in found):
        raise InputError(f"{name}: no list of annotations; export as JSON, not as JSON-MIN, CSV or CoNLL")
    standing = [annotation for annotation in found if not annotation.get("was_cancelled")]
    standing.sort(key=lambda annotation: str(annotation.get("updated_at") or annotation.get("created_at") or ""))
    return {_annotator(annotation, annotators): annotation for annotation in standing}


def _annotator(annotation: Mapping[str, object], annotators: Mapping[str, str]) -> str | None:
    who = annotation.get("completed_by")
    known = [who.get("id"), who.get("email")] if isinstance(who, Mapping) else [who]
    names = [str(name) for name in known if name is not None]
    return next((annotators[name] for name in names if name in annotators), names[-1] if names else None)


def _read(
    annotation: Mapping[str, object],
    name: str,
    article_id: str,
    annotator: str | None,
    text: str,
    seen: dict[tuple[str, str | None], str],
) -> GoldArticle:
    before = seen.setdefault((article_id, annotator), name)
    faults = [] if before == name else [f"{before} has this annotator's annotation of article {article_id} too"]
    drawing = from_results(annotation.get("result"), text=text, faults=faults)
    gold = restore(drawing, article_id=article_id, annotator=annotator, faults=faults)
    if faults:
        place = name if annotation.get("id") is None else f"{name}: annotation {annotation['id']}"
        raise InputError("\n".join(f"{place}: {fault}" for fault in dict.fromkeys(faults)))
    return gold
