"""Scores: how near predictions come to gold, with n and interval, and the mistakes behind them."""

from __future__ import annotations

from typing import Literal

from claimx.record import Record

Level = Literal["mentions", "claims", "events", "merging"]
Variety = Literal["strict", "normalised", "grounded"]
Stage = Literal["extraction", "merge"]


class Score(Record):
    """Precision, recall and F1 of one field, or one measure of merging."""

    level: Level
    field: str
    """Such as `type`, `where.city`, `toll.value`; for merging `b_cubed`, `ceaf_e`, `lea`, `pairwise`, `exact`."""
    variety: Variety
    """`strict`: the same value or words; `normalised`: the same after folding names, spans and days, as the field's
    rule says; `grounded`: normalised, and the quotes overlap."""
    n_gold: int
    """Gold values, or for merging the things clustered (for `pairwise` their pairs), without optional ones missed."""
    n_predicted: int
    n_units: int
    """Articles, or groups of events that share none of their mentions, over which the interval was drawn."""
    precision: float | None
    """Null where nothing was predicted."""
    recall: float | None
    """Null where gold has nothing."""
    f1: float | None
    low: float | None
    """Ends of the interval of F1: percentile bootstrap over the units; null below two units."""
    high: float | None


class Mistake(Record):
    """One value that differs from gold."""

    kind: Literal["missed", "spurious", "wrong"]
    stage: Stage | None
    """`merge` where the same mistake remains when gold mentions are merged, else `extraction`; null where nobody
    annotated the mentions of gold's events."""
    level: Level
    field: str
    gold: str | None
    predicted: str | None
    article_id: str | None
    """Null for a mistake of an event."""
    mention: str | None
    """Gold's name of the mention or event, or the predicted one where gold has none."""
    before: str = ""
    words: str = ""
    """The article's words of the gold value, or of the predicted one where gold has none."""
    after: str = ""


class Scores(Record):
    """Everything `claimx score` says."""

    confidence: float
    resamples: int
    seed: int
    n_articles: int
    scores: tuple[Score, ...]
    unscored: tuple[str, ...]
    """Fields, as `level.field`, that gold does not annotate: they have no score, which is not a score of 0. Also
    articles that several gold events name, which belong to none of them."""
    mistakes: tuple[Mistake, ...] = ()


class Kappa(Record):
    """How far two annotators agree beyond chance on a field with a choice, over what both of them have."""

    level: Level
    field: str
    n: int
    """Aligned mentions, participants or claims for which both annotate the field."""
    observed: float
    """The share on which they agree."""
    kappa: float | None
    """Cohen's kappa; null where both make one and the same choice throughout, so that chance explains everything."""


class Agreement(Record):
    """Everything `claimx gold agree` says."""

    left: str
    right: str
    scores: Scores
    """One annotator scored against the other."""
    kappas: tuple[Kappa, ...]


class Difference(Record):
    """How one score differs between two runs on the same gold."""

    level: Level
    field: str
    variety: Variety
    n_gold: int
    left: float | None
    """F1 of the first run."""
    right: float | None
    delta: float | None
    """`right` minus `left`."""
    low: float | None
    """Ends of the interval of the difference: paired bootstrap over the same units."""
    high: float | None


class Changed(Record):
    """An article on which two runs differ."""

    article_id: str
    better: tuple[str, ...]
    """Fields in which the second run has fewer mistakes."""
    worse: tuple[str, ...]
    left_mistakes: int
    right_mistakes: int


class Cost(Record):
    """What a run cost."""

    requests: int
    prompt_tokens: int
    completion_tokens: int


class Comparison(Record):
    """Everything `claimx compare` says."""

    left: str
    right: str
    confidence: float
    resamples: int
    seed: int
    differences: tuple[Difference, ...]
    changed: tuple[Changed, ...]
    left_cost: Cost | None
    """Null for what was not run, such as an annotator's file."""
    right_cost: Cost | None
