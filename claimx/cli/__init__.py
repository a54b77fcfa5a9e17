"""The command line: read, extract, merge, show; and gold, score, compare.

Exit codes: 0 all went well; 1 some articles failed or could not be read, the rest is done, or a limit was reached, or a
score is below what was asked for; 2 the input or the options are wrong; 130 interrupted, what was answered is kept.

Everything but click is imported inside the commands: `claimx --help` should not wait for openai and pydantic.
"""

from __future__ import annotations

from typing import Any

import click

from claimx.cli.batching import batch
from claimx.cli.comparing import compare, score
from claimx.cli.converting import convert
from claimx.cli.costing import costs, estimate
from claimx.cli.explaining import explain
from claimx.cli.extracting import extract, run
from claimx.cli.labelling import gold
from claimx.cli.ledger import ledger
from claimx.cli.records import merge, schema, show, tabulate
from claimx.cli.ruling import ruling

SOME_FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


class Cli(click.Group):
    """Turns our errors into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors of the tree end it with exit code 2, an interrupt with 130."""
        from claimx.errors import ClaimxError, Stopped
        from claimx.inputs import printable

        try:
            return super().invoke(ctx)
        except Stopped as error:
            click.echo(f"claimx: stopped: {error}; what was answered is kept, run it again to go on", err=True)
            ctx.exit(SOME_FAILED)
        except ClaimxError as error:
            click.echo(f"claimx: {printable(str(error))}", err=True)
            ctx.exit(BAD_INPUT)
        except KeyboardInterrupt:
            click.echo("claimx: interrupted; what was answered is kept, run it again to go on", err=True)
            ctx.exit(INTERRUPTED)


HELP = """\
Turn many news reports into one checkable record per event: who says what, with the words that say it.

\b
  claimx run ARTICLES --model NAME --out DIR    extract and merge into a folder
  claimx show DIR                               look at the events
  claimx score DIR --gold GOLD --errors         compare with gold labels

\b
Exit codes: 0 all went well; 1 some articles failed, or a limit was reached, or a score is too low;
2 bad input or options; 130 interrupted, what was answered is kept.

The key of the model's endpoint is read from OPENAI_API_KEY. With --cassette no key and no network is needed.
"""


@click.group(cls=Cli, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="claimx")
def main() -> None:
    """Run the command line."""


COMMANDS = (
    *(run, extract, batch, ledger, costs, estimate),
    *(merge, tabulate, show, explain, ruling, schema, gold, score, compare, convert),
)
for command in COMMANDS:
    main.add_command(command)
