"""The commands on a ledger: what it holds, to and from cassettes, and what is to go."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimx.cli.options import AS_JSON

if TYPE_CHECKING:
    import sqlite3

    from claimx.entry import AnswerKind
    from claimx.ledger.pruning import Choice, Pruned, Used
    from claimx.run import Run

LEDGER_PATH = click.argument("path", metavar="PATH", type=click.Path(exists=True))
_CASSETTE = click.option(
    "--cassette", required=True, type=click.Path(dir_okay=False), metavar="FILE", help="The YAML file of recordings."
)
OUTCOMES = ("refused", "filtered", "truncated")


def ledger_at(path: str | Path) -> Path:
    """Return the file of a ledger that is there, named itself or by its run's folder; says what is missing from it.

    Raises:
        InputError: there is none.
    """
    from claimx.inputs import fault
    from claimx.partitions import TRIES

    file = _file(path)
    if not file.exists():
        raise fault(str(file), "there is no ledger", "name the folder of a run, or a ledger")
    if left := len(list((file.parent / TRIES).glob("*.db"))):
        click.echo(f"{file}: {left} ledgers of workers are not part of it yet; the next run joins them", err=True)
    return file


def _file(path: str | Path) -> Path:
    """Return the file of a ledger that may be begun: a name that has no extension is that of a folder."""
    from claimx.folder import LEDGER

    is_folder = Path(path).is_dir() or (not Path(path).exists() and not Path(path).suffix)
    return Path(path) / LEDGER if is_folder else Path(path)


@click.group(short_help="Look into the answers of a run; take them elsewhere.")
def ledger() -> None:
    """Look into a run's ledger, the file of every question, answer and failure; take answers elsewhere, or out of it.

    PATH is a run's folder, or a ledger: any SQLite tool reads it too, and its table `about` says what its columns
    mean. docs/running.md has queries.
    """


@ledger.command(short_help="Show what it holds.")
@LEDGER_PATH
@click.option("--article", metavar="ID", help="Print each request about the article with this id (or its beginning).")
@AS_JSON
def show(path: str, article: str | None, *, as_json: bool) -> None:
    """Show how many requests, answers and failures a ledger holds, and of what kind.

    With --article, the requests about one article: messages, answer, and each time they were sent. The instruction,
    which all requests of a prompt share, is not repeated: its fingerprint is.
    """
    from claimx.contents import contents, told_of
    from claimx.exporting.terminal import open_console
    from claimx.exporting.terminal_ledger import show_contents, show_requests
    from claimx.extracting.extractor import fingerprints
    from claimx.ledger import read_ledger

    with read_ledger(ledger_at(path)) as connection:
        if article is None:
            held = contents(connection, current=frozenset(fingerprints().values()))
        else:
            told = told_of(connection, _article_id(connection, article, path))
    if as_json:
        click.echo(held.to_line() if article is None else f"[{','.join(one.to_line() for one in told)}]")
    elif article is None:
        show_contents(held, console=open_console(sys.stdout))
    else:
        show_requests(told, console=open_console(sys.stdout))


def _article_id(connection: sqlite3.Connection, begin: str, path: str) -> str:
    from claimx.contents import ids_beginning
    from claimx.inputs import fault

    found = ids_beginning(connection, begin)
    if begin in found:
        return begin
    if len(found) != 1:
        said = f"nothing was asked about {begin}" if not found else f"{len(found)} articles begin with {begin}"
        raise fault(path, said, "give the id of an article as articles.jsonl has it")
    return found[0]


@ledger.command(short_help="Write its answers to a cassette.")
@LEDGER_PATH
@_CASSETTE
@click.option("--article", "article_ids", multiple=True, metavar="ID", help="Only answers about this article.")
def export(path: str, cassette: str, article_ids: Sequence[str]) -> None:
    """Write answers to a cassette, a YAML file that a person can review: `claimx run --cassette FILE` replays it.

    The replay gives the records of the run to the byte. Recordings that FILE has stay, unless the ledger has another
    answer to the same request.
    """
    from claimx.ledger import Ledger
    from claimx.ledger.tape import export_answers

    with Ledger(ledger_at(path)) as held:
        exported = export_answers(held, cassette, article_ids=article_ids)
    click.echo(f"{exported.answers:,} answers in {cassette}, which has {exported.recordings:,} recordings", err=True)
    if exported.unanswered:
        click.echo(f"{exported.unanswered:,} requests have no answer: a replay may stop at them", err=True)


@ledger.command(name="import", short_help="Bring in the answers of a cassette.")
@click.argument("path", metavar="PATH", type=click.Path())
@_CASSETTE
def import_cassette(path: str, cassette: str) -> None:
    """Bring the answers of a cassette into a ledger, so that a run with it asks only for the others.

    PATH is a run's folder, or a ledger by a name such as answers.db; either is begun where there is none. An answer
    that it has stays. Recordings that are no questions of claimx's are named and left out, and the exit code is 1.
    """
    from claimx.extracting.cassette import Cassette
    from claimx.ledger import Ledger, alone
    from claimx.ledger.tape import import_recordings
    from claimx.reports import Reports

    reports, file = Reports(), _file(path)
    recorded = Cassette.load(cassette)
    with alone(file, waiting=reports.note), Ledger(file) as held:
        imported = import_recordings(held, recorded, skipped=reports.skip)
    reports.note(f"{imported.new:,} answers are new in {file}, {imported.known:,} were known")
    if imported.skipped:
        reports.note(f"{imported.skipped:,} recordings are no answers to questions of claimx's")
    sys.exit(reports.exit_code())


@ledger.command(short_help="Take out what is not needed, or is to be asked again.")
@LEDGER_PATH
@click.option("--failures", is_flag=True, help="Failures: what failed is asked again as if it never had been.")
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    type=click.Choice(OUTCOMES),
    help="Answers of this outcome, which are then asked for again; may be repeated.",
)
@click.option("--other-prompts", is_flag=True, help="Requests of prompts or schemas other than today's.")
@click.option(
    "--unused-by",
    type=click.Path(exists=True, file_okay=False),
    metavar="FOLDER",
    help="Requests that the run in FOLDER has no use for: of other prompts, to other models, about other articles.",
)
@click.option("--model", metavar="NAME", help="Only what was asked of this model; alone, all of that.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def prune(path: str, *, dry_run: bool, **chosen: Any) -> None:
    """Take out of a ledger what no run will ask for again, or what is to be asked again; say how much that is.

    Several options add up, and --model narrows them. What an open job of the Batch API waits for stays. The file is
    made smaller afterwards. Nothing comes back: copy the file, or `claimx ledger export` it, if in doubt.
    """
    from claimx.errors import InputError
    from claimx.ledger import Ledger, alone
    from claimx.ledger.pruning import prune as prune_ledger
    from claimx.ledger.pruning import shrink, would_go
    from claimx.reports import Reports

    choice, file, note = _choice(**chosen), ledger_at(path), Reports().note
    with alone(file, waiting=note), Ledger(file) as held:
        pruned = would_go(held, choice) if dry_run else prune_ledger(held, choice)
        click.echo(f"{'would go' if dry_run else 'gone'}: {_counted(pruned)}")
        if not dry_run:
            try:
                shrink(held)
            except InputError as error:
                note(f"the file keeps its size: {error}")


def _choice(
    *, failures: bool, outcomes: Sequence[AnswerKind], other_prompts: bool, unused_by: str | None, model: str | None
) -> Choice:
    from claimx.ledger.pruning import Choice, Used

    if other_prompts and unused_by is not None:
        raise click.UsageError("--other-prompts and --unused-by: choose one")
    unused = _used(other_prompts=other_prompts, unused_by=unused_by)
    if not (failures or outcomes or unused):
        if model is None:
            raise click.UsageError("say what is to go: --failures, --outcome, --other-prompts, --unused-by or --model")
        unused = Used(models=())  # what nobody asks any more
    return Choice(unused_by=unused, outcomes=outcomes, failures=failures, of_model=model)


def _used(*, other_prompts: bool, unused_by: str | None) -> Used | None:
    """Return what a run of today asks with, or what the run of a folder asked."""
    from claimx.article import Article
    from claimx.extracting.extractor import fingerprints
    from claimx.folder import ARTICLES
    from claimx.ledger.pruning import Used
    from claimx.lines import read_lines

    if unused_by is not None:
        run = _run(Path(unused_by))
        article_ids = {article.id for article in read_lines(Path(unused_by) / ARTICLES, Article)}
        return Used(fingerprints=set(run.fingerprints.values()), models={run.model}, article_ids=article_ids)
    return Used(fingerprints=set(fingerprints().values())) if other_prompts else None


def _run(folder: Path) -> Run:
    from pydantic import ValidationError

    from claimx.folder import SUMMARY
    from claimx.inputs import fault
    from claimx.run import Run

    try:
        return Run.from_line((folder / SUMMARY).read_bytes())
    except (OSError, ValidationError):
        raise fault(str(folder / SUMMARY), "no summary of a run", "name the folder of a run that ended") from None


def _counted(pruned: Pruned) -> str:
    named = ("requests", "answers", "failures", "prompts")
    told = ", ".join(f"{getattr(pruned, name):,} {name}" for name in named)
    kept = f"; {pruned.waited_for:,} requests stay, which a batch waits for" if pruned.waited_for else ""
    return f"{told}{kept}"
