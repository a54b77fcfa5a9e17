"""The commands of the Batch API: submit, status, collect."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from claimx.cli.options import COLUMNS, POLICY, read_articles

if TYPE_CHECKING:
    from pathlib import Path

    from claimx.batching import Batch, Job, Progress
    from claimx.event import Policy
    from claimx.reports import Reports

OUT = click.argument("out", metavar="DIR", type=click.Path(file_okay=False))


HELP = """\
Extract through a provider's Batch API: half the price, an answer within a day.

\b
  claimx batch submit ARTICLES --model NAME --out DIR   send the questions
  claimx batch status DIR                               see how far the provider is
  claimx batch collect DIR --wait                       fetch answers, ask again, write the records

Each step can be taken in another process, after a restart, or again after a kill: DIR/ledger.db remembers what was
asked and answered, and nothing that was answered is paid for again. The records are those of `claimx run`.
"""


@click.group(help=HELP, short_help="Extract through a Batch API: half the price, within a day.")
def batch() -> None:
    """Gather the commands of the Batch API."""


@batch.command(short_help="Send the questions about articles.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--model", required=True, help="Name of the model at the endpoint.")
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder of the batch.")
@click.option("--base-url", help="An endpoint with OpenAI's Batch API; default: OpenAI, or OPENAI_BASE_URL.")
@click.option("--timeout", default=600.0, show_default=True, help="Seconds for one request to the Batch API.")
@click.option("--max-requests", default=6, show_default=True, help="Budget of requests for each article.")
@POLICY
@COLUMNS
def submit(
    paths: Sequence[str],
    model: str,
    out: str,
    base_url: str | None,
    timeout: float,
    max_requests: int,
    policy: Policy,
    columns: Sequence[str],
) -> None:
    """Send the questions about articles; what is answered, or on its way, is not sent again.

    Questions are split into jobs of at most 50,000 requests and 200 MB. Articles can be added by another `submit`.
    """
    from pathlib import Path

    from claimx.batching import Batch, Settings
    from claimx.folder import LEDGER
    from claimx.reports import Reports

    reports = Reports()
    settings = Settings(model=model, base_url=base_url, timeout=timeout, max_requests=max_requests, policy=policy)
    with Batch.open(Path(out) / LEDGER, settings=settings, waiting=reports.note) as opened:
        progress = opened.submit(read_articles(paths, columns, reports))
    _show(progress.jobs)
    click.echo(f"{_questions(progress.open)} open; next: claimx batch collect {out} --wait", err=True)
    sys.exit(reports.exit_code())


@batch.command(short_help="Ask the provider how far it is.")
@OUT
def status(out: str) -> None:
    """Ask the provider how far it is, and print a line for each job."""
    from pathlib import Path

    from claimx.batching import Batch
    from claimx.folder import LEDGER
    from claimx.reports import Reports

    with Batch.open(Path(out) / LEDGER, waiting=Reports().note) as opened:
        _show(opened.status())


@batch.command(short_help="Fetch the answers; ask again, or write the records.")
@OUT
@click.option("--wait", is_flag=True, help="Go on until nothing is open.")
@click.option("--poll", default=60.0, show_default=True, type=click.FloatRange(0), help="With --wait: seconds between.")
def collect(out: str, wait: bool, poll: float) -> None:
    """Fetch the answers of jobs that have ended.

    What they lead to, such as an answer sent back, a repair, or a request that failed or expired, is sent in a further
    round; where nothing is open, the records are written to DIR as `claimx run` writes them. The exit code is 1 while
    something is open.
    """
    from pathlib import Path

    from claimx.batching import Batch
    from claimx.folder import LEDGER
    from claimx.reports import FAILED, Reports

    reports = Reports()
    with Batch.open(Path(out) / LEDGER, waiting=reports.note) as opened:
        progress = opened.collect()
        while progress.open and wait:
            reports.note(f"{_questions(progress.open)} open in {_running(progress.jobs)}; looking again in {poll:g} s")
            time.sleep(poll)
            progress = opened.collect()
        _show(progress.jobs)
        if progress.open:
            reports.note(f"{_questions(progress.open)} open; collect again later, or with --wait")
            sys.exit(FAILED)
        _write(opened, progress, Path(out), reports)
    sys.exit(reports.exit_code())


def _write(opened: Batch, progress: Progress, folder: Path, reports: Reports) -> None:
    from claimx.runner import conclude
    from claimx.running import mapper

    for article, error in progress.harvest.failed:
        reports.end(article, error)
    summary, events = conclude(
        progress.harvest,
        folder,
        model=opened.settings.model,
        policy=opened.settings.policy,
        skipped_inputs=0,
        mapper=mapper("local", jobs=None),
    )
    click.echo(
        f"{summary.counts.articles} articles, {summary.counts.mentions} mentions, {len(events)} events in {folder}; "
        f"{summary.requests} requests, {summary.tokens.prompt:,} + {summary.tokens.completion:,} tokens",
        err=True,
    )


def _show(jobs: Iterable[Job]) -> None:
    for job in jobs:
        state = f"{job.status}, collected" if job.is_collected else job.status
        detail = f": {job.detail}" if job.detail else ""
        click.echo(
            f"job {job.number} round {job.round}: {job.requests:,} requests, {job.bytes / 1e6:,.1f} MB, "
            f"{job.batch or 'not sent'}: {state}{detail}"
        )


def _running(jobs: Iterable[Job]) -> str:
    number = sum(not job.is_collected for job in jobs)
    return "1 job" if number == 1 else f"{number} jobs"


def _questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number:,} questions"
