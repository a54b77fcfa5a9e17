"""The commands that compare with gold: score and compare."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from claimx.cli.options import ARTICLES, AS_JSON, POLICY, RESAMPLES, SEED, known_articles

if TYPE_CHECKING:
    from claimx.event import Policy
    from claimx.labels import Labels
    from claimx.scores import Comparison, Difference, Score, Scores

Figure = TypeVar("Figure", "Score", "Difference")

TOO_LOW = 1
DEFAULT_FIELDS = ("mentions.overall", "claims.overall", "merging.b_cubed", "events.disagreement")

_GOLD = click.option("--gold", required=True, metavar="PATH", help="Gold: a folder or file as docs/annotating.md says.")
_FAIL_UNDER = click.option("--fail-under", type=float, metavar="F1", help="Exit with 1 if an F1 of --on is below this.")
_ON = click.option(
    "--on",
    multiple=True,
    default=DEFAULT_FIELDS,
    show_default=True,
    metavar="LEVEL.FIELD",
    help="Fields that decide the exit code; may be repeated. Normalised where a field has that form.",
)


@click.command(short_help="Compare a run with gold labels.")
@click.argument("predicted", metavar="PRED")
@_GOLD
@click.option("--format", "form", type=click.Choice(("claimx", "muc4")), default="claimx", show_default=True)
@click.option("--errors", is_flag=True, help="List every value that differs, the commonest kind of mistake first.")
@click.option("--examples", default=3, show_default=True, help="Mistakes shown of each kind.")
@click.option("--markdown", is_flag=True, help="Print the tables in Markdown.")
@ARTICLES
@POLICY
@RESAMPLES
@SEED
@_FAIL_UNDER
@_ON
@AS_JSON
def score(
    predicted: str,
    gold: str,
    form: Literal["claimx", "muc4"],
    examples: int,
    articles: Sequence[str],
    policy: Policy,
    resamples: int,
    seed: int,
    fail_under: float | None,
    on: Sequence[str],
    *,
    errors: bool,
    markdown: bool,
    as_json: bool,
) -> None:
    """Compare a run with gold labels: mentions, claims, events and merging.

    PRED is the folder of a run, or labels in gold's own form. Every figure carries n, precision, recall, F1 and a
    bootstrap interval; what gold does not annotate is not scored. With --errors the mistakes are listed with the
    article's words, each tagged as one of extraction or of merging. --format muc4 scores MUC-4 templates (CEAF-RME)
    against MUC-4 keys; PRED is then a file of responses, or a run over the documents.
    """
    from claimx.exporting.terminal import open_console
    from claimx.exporting.terminal_scores import markdown_scores, show_mistakes, show_scores

    if form == "muc4":
        from claimx.evaluation import score_templates

        scores = score_templates(predicted, gold, resamples=resamples, seed=seed)
    else:
        scores = _scores(predicted, gold, articles, policy=policy, resamples=resamples, seed=seed, with_mistakes=errors)
    if as_json:
        click.echo(scores.model_dump_json(indent=2))
    elif markdown:
        click.echo(markdown_scores(scores))
    else:
        console = open_console(sys.stdout)
        show_scores(scores, console=console)
        if errors:
            show_mistakes(scores.mistakes, console=console, examples=examples)
    sys.exit(_too_low(scores.scores, fail_under, on))


def _scores(
    predicted: str,
    gold: str,
    articles: Sequence[str],
    *,
    policy: Policy,
    resamples: int,
    seed: int,
    with_mistakes: bool,
) -> Scores:
    from claimx.evaluation import score as score_all

    left, right = read_sides((predicted, gold), articles)
    return score_all(left, right, policy=policy, resamples=resamples, seed=seed, with_mistakes=with_mistakes)


def read_sides(paths: Iterable[str], articles: Sequence[str]) -> list[Labels]:
    """Read labels; those without articles of their own get the ones at hand."""
    from dataclasses import replace

    from claimx.labels import read_labels
    from claimx.reports import Reports

    known = known_articles(articles, (), Reports())
    return [replace(labels, texts={**known, **labels.texts}) for labels in map(read_labels, paths)]


@click.command(short_help="Compare two runs on the same gold.")
@click.argument("left", metavar="RUN_A")
@click.argument("right", metavar="RUN_B")
@_GOLD
@ARTICLES
@RESAMPLES
@SEED
@_FAIL_UNDER
@click.option("--no-worse-than", type=float, metavar="F1", help="Exit with 1 if an F1 of --on falls by more than this.")
@_ON
@AS_JSON
def compare(
    left: str,
    right: str,
    gold: str,
    articles: Sequence[str],
    resamples: int,
    seed: int,
    fail_under: float | None,
    no_worse_than: float | None,
    on: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Compare two runs on the same gold: the change of every F1 with a paired bootstrap interval, and the cost.

    A star marks a change whose interval excludes 0. The articles on which the runs differ are listed.
    """
    from claimx.evaluation import compare as compare_all
    from claimx.exporting.terminal import open_console
    from claimx.exporting.terminal_scores import show_comparison

    first, second, right_one = read_sides((left, right, gold), articles)
    comparison = compare_all(first, second, right_one, resamples=resamples, seed=seed)
    if as_json:
        click.echo(comparison.model_dump_json(indent=2))
    else:
        show_comparison(comparison, console=open_console(sys.stdout))
    sys.exit(_worse(comparison, fail_under, no_worse_than, on))


def _too_low(scores: Iterable[Score], fail_under: float | None, on: Sequence[str]) -> int:
    if fail_under is None:
        return 0
    shown = {name: one.f1 for name, one in _decisive(scores).items()}
    return _report(
        f"{name}: F1 {shown.get(name)} is below {fail_under}" for name in on if _below(shown, name, fail_under)
    )


def _decisive(figures: Iterable[Figure]) -> dict[str, Figure]:
    """Return the normalised figure of each field, or the strict one where there is no other."""
    known = list(figures)
    strict = {f"{one.level}.{one.field}": one for one in known if one.variety == "strict"}
    return strict | {f"{one.level}.{one.field}": one for one in known if one.variety == "normalised"}


def _worse(comparison: Comparison, fail_under: float | None, no_worse_than: float | None, on: Sequence[str]) -> int:
    shown = _decisive(comparison.differences)
    after = {name: one.right for name, one in shown.items()}
    complaints = []
    for name in on:
        if fail_under is not None and _below(after, name, fail_under):
            complaints.append(f"{name}: F1 {after.get(name)} is below {fail_under}")
        change = shown[name].delta if name in shown else None
        if no_worse_than is not None and (change is None or change < -no_worse_than):
            complaints.append(f"{name}: F1 changes by {change}, which is worse than -{no_worse_than}")
    return _report(complaints)


def _below(shown: dict[str, float | None], name: str, least: float) -> bool:
    value = shown.get(name)
    # A field without a score does not pass: a check that cannot fail would hide that gold lacks it.
    return value is None or value < least


def _report(complaints: Iterable[str]) -> int:
    code = 0
    for complaint in complaints:
        click.echo(f"claimx: {complaint}", err=True)
        code = TOO_LOW
    return code
