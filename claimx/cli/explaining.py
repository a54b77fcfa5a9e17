"""The command that says why: explain."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from claimx.cli.options import AS_JSON, LINKAGE
from claimx.cli.storing import RULINGS, settings_for


@click.command(short_help="Say why two mentions are one event, or two.")
@click.argument("path", metavar="PATH")
@click.argument("one", metavar="ID")
@click.argument("other", metavar="[ID]", required=False)
@RULINGS
@LINKAGE
@AS_JSON
def explain(path: str, one: str, other: str | None, rulings: Sequence[str], *, as_json: bool, **_: object) -> None:
    """Say what every rule thinks of two mentions, joined or not, and what came of it.

    PATH is what `claimx merge` takes. With two IDs of mentions: every rule's verdict on them. With the one ID of an
    event: the joins that made it, those that were refused, and the pairs that came closest and why they lost. The
    beginning of an ID is enough. A store's linkage is taken unless another is named.
    """
    from claimx.exporting.terminal import open_console
    from claimx.exporting.terminal_explanation import show_event, show_pair
    from claimx.merging.explaining import Merged, explain_event, explain_pair
    from claimx.storing.inputs import read_inputs

    told = read_inputs([path], rulings=rulings, stdin=sys.stdin.buffer)
    merged = Merged.of(
        told.extracted.mentions,
        articles=told.extracted.articles,
        linkage=settings_for(told.settings).linkage,
        rulings=told.rulings,
    )
    if other is not None:
        pair = explain_pair(merged, merged.find_mention(one), merged.find_mention(other))
        if as_json:
            click.echo(pair.to_line())
        else:
            show_pair(pair, console=open_console(sys.stdout))
        return
    event = explain_event(merged, merged.find_event(one))
    if as_json:
        click.echo(event.to_line())
    else:
        show_event(event, console=open_console(sys.stdout))
