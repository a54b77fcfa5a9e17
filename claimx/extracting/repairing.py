"""Repairing: the rejected values of an answer are asked for once more, by themselves, and put in their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claimx.article import Article
from claimx.extracting.answers import Answer, Repairs
from claimx.extracting.fence import fence
from claimx.extracting.grounding import Failure, Keys
from claimx.extracting.guards import LONGEST_PASSAGE


def repairable(answer: Answer, failures: Sequence[Failure]) -> list[Failure]:
    """Return the failures of copied words, which other words can mend: one for each path, without dangling ids."""
    tree = answer.model_dump()
    copied = [failure for failure in failures if failure.dropped.reason != "dangling"]
    words = {failure.dropped.path: failure for failure in copied if isinstance(_get(tree, failure.place.keys), str)}
    return list(words.values())


def repair_message(article: Article, failures: Sequence[Failure]) -> str:
    """Return the message that lists the rejected values, the article last."""
    rejected = "\n\n".join(_rejected(failure) for failure in failures)
    return f"REJECTED VALUES\n\n{rejected}\n\n{fence(article)}"


def _rejected(failure: Failure) -> str:
    dropped = failure.dropped
    value = dropped.value if len(dropped.value) <= LONGEST_PASSAGE else f"{dropped.value[:LONGEST_PASSAGE]} …"
    lines = [f"path: {dropped.path}", f"answered: {value}", f"rejected because: {dropped.detail}"]
    if dropped.nearest is not None:
        lines.append(f"nearest passage: {dropped.nearest}")
    lines.extend(f"quote of the item: {quote}" for quote in failure.quotes)
    return "\n".join(lines)


def apply_repairs(answer: Answer, failures: Sequence[Failure], repairs: Repairs) -> Answer:
    """Return the answer with the mended words; a null repair and an unknown path change nothing."""
    keys = {failure.dropped.path: failure.place.keys for failure in failures}
    tree = answer.model_dump()
    for repair in repairs.repairs:
        if repair.words is not None and repair.path in keys:
            _put(tree, keys[repair.path], repair.words)
    return Answer.model_validate(tree)


def _get(tree: Any, keys: Keys) -> Any:
    for key in keys:
        tree = tree[key]
    return tree


def _put(tree: Any, keys: Keys, words: str) -> None:
    _get(tree, keys[:-1])[keys[-1]] = words
