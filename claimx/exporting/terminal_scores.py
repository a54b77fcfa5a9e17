"""Scores, comparisons and mistakes as tables in the terminal, and scores as a Markdown table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimx.exporting.terminal_words import visible
from claimx.scores import Comparison, Cost, Difference, Kappa, Level, Mistake, Score, Scores, Variety

LEVELS: Final[dict[Level, str]] = {
    "mentions": "Mentions: what each article tells",
    "claims": "Claims: who says what",
    "merging": "Merging: which mentions are one event",
    "events": "Events: what the reports come to",
}
NOTHING: Final = "–"
EXAMPLES: Final = 3
"""Mistakes shown of each group."""

Row = tuple[str, ...]
HEADER: Final[Row] = ("", "gold", "predicted", "strict", "precision", "recall", "F1", "95 %", "grounded")


def show_scores(scores: Scores, *, console: Console) -> None:
    """Print a table for each level: n, strict F1, then precision, recall and F1 normalised with its interval."""
    for level, rows in _by_level(scores.scores):
        table = Table(title=LEVELS[level], title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column(HEADER[0], overflow="fold")
        for name in HEADER[1:]:
            table.add_column(name, justify="right", no_wrap=True)
        for row in rows:
            table.add_row(*map(Text, row))
        console.print(table)
        console.print()
    for line in _footer(scores):
        console.print(Text(line), style="dim")


def markdown_scores(scores: Scores, *, fields: Sequence[str] = ()) -> str:
    """Return the scores as Markdown tables; `fields`, as `level.field`, chooses the rows."""
    blocks = []
    for level, rows in _by_level([score for score in scores.scores if not fields or _name(score) in fields]):
        lines = [f"| {LEVELS[level]} | " + " | ".join(HEADER[1:]) + " |", "|---" + "|--:" * (len(HEADER) - 1) + "|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _by_level(scores: Iterable[Score]) -> Iterator[tuple[Level, list[Row]]]:
    fields: defaultdict[Level, defaultdict[str, dict[Variety, Score]]] = defaultdict(lambda: defaultdict(dict))
    for score in scores:
        if score.n_gold or score.n_predicted:
            fields[score.level][score.field][score.variety] = score
    for level in LEVELS:
        if level in fields:
            yield level, [_row(name, varieties) for name, varieties in fields[level].items()]


def _row(name: str, varieties: dict[Variety, Score]) -> Row:
    strict, grounded = varieties.get("strict"), varieties.get("grounded")
    shown = varieties.get("normalised") or strict or next(iter(varieties.values()))
    return (
        name,
        str(shown.n_gold),
        str(shown.n_predicted),
        _share(strict.f1 if strict else None),
        _share(shown.precision),
        _share(shown.recall),
        _share(shown.f1),
        _interval(shown.low, shown.high),
        _share(grounded.f1 if grounded else None),
    )


def _name(score: Score) -> str:
    return f"{score.level}.{score.field}"


def _share(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}".removeprefix("0") if value < 1 else "1.00"


def _interval(low: float | None, high: float | None) -> str:
    return NOTHING if low is None or high is None else f"{_share(low)}–{_share(high)}"


def _footer(scores: Scores) -> Iterator[str]:
    units = {_unit(score.level): score.n_units for score in scores.scores}
    drawn = " and ".join(f"{n} {name}" for name, n in sorted(units.items()))
    yield (
        f"{scores.n_articles} articles. F1 normalised unless a field has one form only; interval: {scores.resamples} "
        f"bootstrap resamples over {drawn or 'nothing'}, seed {scores.seed}."
    )
    if scores.unscored:
        yield f"Not scored, because gold does not say: {visible(', '.join(scores.unscored))}."


def _unit(level: Level) -> str:
    return "articles" if level in ("mentions", "claims") else "groups of events"


def show_mistakes(mistakes: Sequence[Mistake], *, console: Console, examples: int = EXAMPLES) -> None:
    """Print the mistakes in groups of field, kind and stage, the commonest group first, with the article's words."""
    groups: defaultdict[tuple[str, str, str], list[Mistake]] = defaultdict(list)
    for one in mistakes:
        groups[(f"{one.level}.{one.field}", one.kind, one.stage or "stage unknown")].append(one)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    for (field, kind, stage), members in ordered:
        console.print(Text.assemble((f"{len(members):4} ", "bold"), (f"{field} {kind}", "bold"), f" · {stage}"))
        for one in members[:examples]:
            console.print(Padding(_example(one), (0, 0, 0, 7)))
        if len(members) > examples:
            console.print(
                Padding(Text(f"… and {len(members) - examples} more (all of them: --json)", "dim"), (0, 0, 0, 7))
            )
    console.print(Text(f"{len(mistakes)} mistakes in {len(groups)} groups"), style="dim")


def _example(one: Mistake) -> Text:
    values = {
        "missed": f"missed {one.gold!r}",
        "spurious": f"spurious {one.predicted!r}",
        "wrong": f"{one.predicted!r} for {one.gold!r}",
    }[one.kind]
    place = visible(" ".join(part for part in (one.article_id, one.mention) if part is not None))
    text = Text.assemble(f"{values}  ", (f"[{place}]", "dim"))
    if one.words:
        passage = " ".join(f"…{one.before}»{one.words}«{one.after}…".split())
        text.append(f"\n{visible(passage)}", style="italic")
    return text


def show_comparison(comparison: Comparison, *, console: Console) -> None:
    """Print the F1 of two runs side by side, the articles that changed, and what each run cost."""
    table = Table(box=None, pad_edge=False)
    table.add_column("", overflow="fold")
    for name in ("form", "gold", "first", "second", "change", "95 %", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for difference in comparison.differences:
        table.add_row(*map(Text, _difference(difference)))
    console.print(table)
    for change in comparison.changed:
        console.print(
            Text(
                f"article {visible(change.article_id)}: {change.left_mistakes} → {change.right_mistakes} mistakes"
                + (f"; better: {', '.join(change.better)}" if change.better else "")
                + (f"; worse: {', '.join(change.worse)}" if change.worse else "")
            )
        )
    for name, cost in ((comparison.left, comparison.left_cost), (comparison.right, comparison.right_cost)):
        console.print(Text(f"{visible(name)}: {_cost(cost)}"), style="dim")


def _difference(one: Difference) -> Row:
    clear = one.low is not None and one.high is not None and (one.low > 0 or one.high < 0)
    return (
        f"{one.level}.{one.field}",
        one.variety,
        str(one.n_gold),
        _share(one.left),
        _share(one.right),
        NOTHING if one.delta is None else f"{one.delta:+.2f}",
        NOTHING if one.low is None or one.high is None else f"{one.low:+.2f} … {one.high:+.2f}",
        "*" if clear else "",
    )


def _cost(cost: Cost | None) -> str:
    if cost is None:
        return "cost not known"
    return f"{cost.requests} requests, {cost.prompt_tokens:,} + {cost.completion_tokens:,} tokens"


def show_kappas(kappas: Sequence[Kappa], *, console: Console) -> None:
    """Print how far two annotators agree beyond chance."""
    table = Table(title="Choices both made", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("", overflow="fold")
    for name in ("n", "agreed", "kappa"):
        table.add_column(name, justify="right")
    for one in kappas:
        table.add_row(*map(Text, (f"{one.level}.{one.field}", str(one.n), _share(one.observed), _signed(one.kappa))))
    console.print(table)


def _signed(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"
