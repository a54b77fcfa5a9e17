"""Evaluation: a run beside gold, two runs beside each other, and which mistakes merging made.

Both sides are brought into gold's form first, so that a run, a corrected run and an annotator's file are compared by
the same rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from claimx.compared import Compared, compare_labels, shared_articles
from claimx.converting.muc4 import templates_of
from claimx.errors import InputError
from claimx.event import Policy
from claimx.gold import Annotation
from claimx.labels import Labels, first_line_has, labels_of_run, located
from claimx.lines import read_lines
from claimx.mistakes import list_mistakes
from claimx.scores import Agreement, Changed, Comparison, Kappa, Score, Scores
from claimx.scoring.agreement import agree
from claimx.scoring.bootstrap import CONFIDENCE, RESAMPLES, SEED, compare_units, score_units
from claimx.scoring.events import pair_units
from claimx.scoring.muc4 import score_muc4
from claimx.template import Key, Response, Template

AnyAnnotation = TypeVar("AnyAnnotation", bound=Annotation)


def score(
    predicted: Labels,
    gold: Labels,
    *,
    policy: Policy = "representative",
    resamples: int = RESAMPLES,
    seed: int = SEED,
    with_mistakes: bool = False,
) -> Scores:
    """Return the scores of predictions, with an interval for each, and on request every mistake.

    Args:
        predicted: A run, or another annotator.
        gold: What is taken to be right.
        policy: How merged gold mentions get the one number of a toll, for telling mistakes of merging apart.
        resamples: Bootstrap resamples behind the intervals.
        seed: Seed of the resampling.
        with_mistakes: Whether to list the mistakes.
    """
    compared = compare_labels(predicted, gold)
    events = compared.events
    scores = (
        *score_units(compared.article_units, resamples=resamples, seed=seed),
        *score_units(events.units if events is not None else (), resamples=resamples, seed=seed),
    )
    return Scores(
        confidence=CONFIDENCE,
        resamples=resamples,
        seed=seed,
        n_articles=len(compared.articles) or len({one for event in gold.events for one in event.articles}),
        scores=scores,
        unscored=(
            *_unscored(scores, predicted),
            *(f"article {one} (in {' and '.join(ids)})" for one, ids in shared_articles(gold).items()),
        ),
        mistakes=tuple(list_mistakes(compared, policy=policy)) if with_mistakes else (),
    )


def _unscored(scores: Iterable[Score], predicted: Labels) -> tuple[str, ...]:
    """The fields that predictions have and gold does not annotate."""
    itself = compare_labels(predicted, predicted)
    units = [*itself.article_units, *(itself.events.units if itself.events is not None else ())]
    known = {f"{level}.{field}" for unit in units for level, field, _ in unit}
    return tuple(sorted(known - {f"{one.level}.{one.field}" for one in scores}))


def score_templates(predicted: str | Path, keys: str | Path, *, resamples: int = RESAMPLES, seed: int = SEED) -> Scores:
    """Score templates of the MUC-4 task against its keys (CEAF-RME), with intervals over documents.

    Args:
        predicted: A run over the documents, whose articles have the docids as `source_id`; or a file of responses, or
            of keys.
        keys: A file of keys, each with its document.
        resamples: Bootstrap resamples behind the intervals.
        seed: Seed of the resampling.

    Raises:
        InputError: a file cannot be read, or no article of the run is known by its docid.
    """
    gold = {one.docid: one.templates for one in read_lines(keys, Key)}
    documents = score_muc4(_templates(Path(predicted)), gold)
    return Scores(
        confidence=CONFIDENCE,
        resamples=resamples,
        seed=seed,
        n_articles=len(documents),
        scores=score_units([documents[docid] for docid in sorted(documents)], resamples=resamples, seed=seed),
        unscored=(),
    )


def _templates(path: Path) -> dict[str, tuple[Template, ...]]:
    if path.is_dir():
        return _templates_of_run(path)
    if first_line_has(path, '"templates"'):
        return {one.docid: one.templates for one in read_lines(path, Key)}
    answered: defaultdict[str, list[Template]] = defaultdict(list)
    for response in read_lines(path, Response):
        answered[response.docid].append(response)
    return {docid: tuple(templates) for docid, templates in answered.items()}


def _templates_of_run(folder: Path) -> dict[str, tuple[Template, ...]]:
    labels = labels_of_run(folder)
    docids = {article.id: article.source_id for article in labels.texts.values() if article.source_id is not None}
    if not docids:
        raise InputError(f"{folder}: no article has a docid; run with --column source_id=docid, or on texts.jsonl")
    return {
        docids[one.article_id]: tuple(templates_of(one, docid=docids[one.article_id]))
        for one in labels.articles
        if one.article_id in docids
    }


def agreement(left: Labels, right: Labels, *, resamples: int = RESAMPLES, seed: int = SEED) -> Agreement:
    """Return how far two annotators agree; F1 is the same whichever of them stands for gold.

    What one of them calls optional counts like everything else, since that is a judgement on which they may differ.
    """
    left, right = _all_required(left), _all_required(right)
    return Agreement(
        left=left.name,
        right=right.name,
        scores=score(left, right, resamples=resamples, seed=seed, with_mistakes=True),
        kappas=tuple(
            Kappa(level=one.level, field=one.field, n=one.n, observed=round(one.observed, 4), kappa=_rounded(one.kappa))
            for one in agree(located(left), located(right))
        ),
    )


def _all_required(labels: Labels) -> Labels:
    return replace(
        labels,
        articles=tuple(_required(one) for one in labels.articles),
        events=tuple(_required(one) for one in labels.events),
    )


def _required(record: AnyAnnotation) -> AnyAnnotation:
    """Return the record, and all records in it, without `optional`."""
    return type(record).model_validate(_without_optional(record.model_dump(mode="json")))


def _without_optional(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_optional(inner) for name, inner in value.items() if name != "optional"}
    return [_without_optional(inner) for inner in value] if isinstance(value, list) else value


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def compare(left: Labels, right: Labels, gold: Labels, *, resamples: int = RESAMPLES, seed: int = SEED) -> Comparison:
    """Compare two runs on the same gold: paired bootstrap over what both were judged on."""
    first, second = compare_labels(left, gold), compare_labels(right, gold)
    differences = list(compare_units(first.article_units, second.article_units, resamples=resamples, seed=seed))
    if first.events is not None and second.events is not None:
        differences += compare_units(*pair_units(first.events, second.events), resamples=resamples, seed=seed)
    return Comparison(
        left=left.name,
        right=right.name,
        confidence=CONFIDENCE,
        resamples=resamples,
        seed=seed,
        differences=tuple(differences),
        changed=tuple(_changes(first, second)),
        left_cost=left.cost,
        right_cost=right.cost,
    )


def _changes(first: Compared, second: Compared) -> Iterator[Changed]:
    for article_id, compared in first.articles.items():
        before, after = (
            Counter(f"{one.level}.{one.field}" for one in each.differences)
            for each in (compared, second.articles[article_id])
        )
        if compared.differences != second.articles[article_id].differences:
            yield Changed(
                article_id=article_id,
                better=tuple(sorted(before - after)),
                worse=tuple(sorted(after - before)),
                left_mistakes=before.total(),
                right_mistakes=after.total(),
            )
