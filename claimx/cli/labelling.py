"""The commands about gold labels: gold check, draft, agree, export and import."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimx.cli.comparing import read_sides
from claimx.cli.options import ARTICLES, AS_JSON, RESAMPLES, SEED, known_articles

if TYPE_CHECKING:
    from claimx.errors import InputError

_OUT = click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder for the gold.")


@click.group(short_help="Make, check and exchange gold labels.")
def gold() -> None:
    """Make, check and exchange gold labels.

    docs/annotating.md is the guideline and says how the files are written.
    """


@gold.command(short_help="Check files of gold.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@ARTICLES
def check(paths: Sequence[str], articles: Sequence[str]) -> None:
    """Check files of gold: every fault with its line, its field and what to do.

    PATH is a file, or a folder with articles.jsonl and events.jsonl. With --articles, all words must stand in their
    article. Exit code 1 if there are faults.
    """
    from claimx.inputs import printable
    from claimx.reports import Reports

    texts = {key: article.text for key, article in known_articles(articles, (), Reports()).items()}
    faults = 0
    for path in paths:
        for fault in _faults(Path(path), texts if articles else None):
            click.echo(printable(str(fault)), err=True)
            faults += 1
    click.echo(f"{faults} faults" if faults != 1 else "1 fault", err=True)
    sys.exit(1 if faults else 0)


def _faults(path: Path, texts: dict[str, str] | None) -> Iterator[InputError]:
    from claimx.annotating.checking import check_articles, check_events, read_gold_articles
    from claimx.errors import InputError
    from claimx.labels import gold_files, key

    files = gold_files(path)
    mentions: set[str] | None = None
    if files.articles is not None:
        with files.articles.open("rb") as lines:
            broken = False
            for fault in check_articles(lines, name=str(files.articles), texts=texts):
                broken = True
                yield fault
        if not broken:
            mentions = {
                key(one.article_id, mention.local_id)
                for one in read_gold_articles(files.articles)
                for mention in one.mentions
            }
    if files.events is not None:
        with files.events.open("rb") as lines:
            yield from check_events(lines, name=str(files.events), mentions=mentions)
    if files.articles is None and files.events is None:
        yield InputError(f"{path}: neither gold nor a folder of gold; see docs/annotating.md")


@gold.command(short_help="Write a run's predictions in gold's form, to be corrected.")
@click.argument("path", metavar="RUN")
@_OUT
def draft(path: str, out: str) -> None:
    """Write a run's predictions in gold's form, to be corrected.

    Read the article before you open the draft: who corrects overlooks what is missing.
    """
    from claimx.folder import ARTICLES as HELD
    from claimx.folder import EVENTS
    from claimx.labels import read_labels
    from claimx.lines import write_lines

    labels = read_labels(path)
    write_lines(Path(out) / HELD, labels.articles)
    write_lines(Path(out) / EVENTS, labels.events)
    click.echo(f"{len(labels.articles)} articles, {len(labels.events)} events in {out}", err=True)


@gold.command(short_help="How far two annotators agree.")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@ARTICLES
@click.option("--differences", is_flag=True, help="List where they differ, the commonest kind first.")
@click.option("--examples", default=5, show_default=True, help="Differences shown of each kind.")
@RESAMPLES
@SEED
@AS_JSON
def agree(
    left: str,
    right: str,
    articles: Sequence[str],
    examples: int,
    resamples: int,
    seed: int,
    *,
    differences: bool,
    as_json: bool,
) -> None:
    """Show how far two annotators agree: F1 of one against the other, and kappa where there is a choice.

    F1 is the same whichever of them is taken as gold.
    """
    from claimx.evaluation import agreement
    from claimx.exporting.terminal import open_console
    from claimx.exporting.terminal_scores import show_kappas, show_mistakes, show_scores

    mine, yours = read_sides((left, right), articles)
    found = agreement(mine, yours, resamples=resamples, seed=seed)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
        return
    console = open_console(sys.stdout)
    show_scores(found.scores, console=console)
    show_kappas(found.kappas, console=console)
    if differences:
        show_mistakes(found.scores.mistakes, console=console, examples=examples)


@gold.command(name="export", short_help="Write tasks for Label Studio.")
@click.argument("path", required=False, metavar="[RUN|GOLD]")
@ARTICLES
@click.option("--config", is_flag=True, help="Print the labelling configuration (XML) instead.")
def export(path: str | None, articles: Sequence[str], *, config: bool) -> None:
    """Print tasks for Label Studio: articles with a run's predictions, or with gold, as pre-annotations.

    docs/label-studio.md goes through it step by step.
    """
    import json

    from claimx.annotating.label_studio_config import config as configuration
    from claimx.annotating.label_studio_tasks import export_tasks
    from claimx.errors import InputError
    from claimx.labels import located

    if config:
        click.echo(configuration())
        return
    if path is None:
        raise InputError("gold export: give a run's folder or gold, or --config")
    (labels,) = read_sides((path,), articles)
    tasks = export_tasks(
        [labels.texts[key] for key in sorted(labels.texts)], {one.article_id: one for one in located(labels)}
    )
    click.echo(json.dumps(tasks, ensure_ascii=False, indent=1))


@gold.command(name="import", short_help="Read what Label Studio exported.")
@click.argument("path", metavar="FILE")
@ARTICLES
@_OUT
def import_(path: str, articles: Sequence[str], out: str) -> None:
    """Read Label Studio's JSON export into gold; a file for each annotator.

    With --articles, nobody may have changed the texts.
    """
    import json
    from collections import defaultdict

    from claimx.annotating.label_studio_import import import_tasks
    from claimx.errors import InputError
    from claimx.gold import GoldArticle
    from claimx.lines import write_lines
    from claimx.reports import Reports

    reports = Reports()
    try:
        tasks = json.loads(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as JSON: {error}; export it from Label Studio as JSON") from error
    if not isinstance(tasks, list):
        raise InputError(f"{path}: no list of tasks; export it from Label Studio as JSON, not JSON-MIN")
    texts = {key: article.text for key, article in known_articles(articles, (), reports).items()}
    read = import_tasks(tasks, texts=texts if articles else None, skipped=reports.skip)
    by_annotator: defaultdict[str, list[GoldArticle]] = defaultdict(list)
    for one in read:
        by_annotator[one.annotator or "annotator"].append(one)
    for number, (annotator, told) in enumerate(sorted(by_annotator.items()), start=1):
        write_lines(Path(out) / f"annotator-{number}" / "articles.jsonl", told)
        click.echo(f"{annotator}: {len(told)} articles in {out}/annotator-{number}", err=True)
    sys.exit(reports.exit_code())
