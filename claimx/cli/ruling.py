"""The command ruling: what a person decides on the mentions of a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

from claimx.cli.storing import bring_up_to_date, report_waiting

if TYPE_CHECKING:
    from claimx.ruling import RuledField, Ruling

KINDS = ("killed", "injured", "missing", "displaced", "detained")
UNKNOWN = "unknown"


@click.group(short_help="Decide what the rules cannot.")
def ruling() -> None:
    """Decide what the rules cannot: that two mentions tell one event or two, or what a number is.

    Rulings are kept in a store beside what the articles claim. They win over rules and policy, whatever is merged
    later, until they are withdrawn; docs/merging.md says more.
    """


_BY = click.option("--by", required=True, metavar="NAME", help="Who decides.")
_REASON = click.option("--reason", required=True, metavar="TEXT", help="Why.")
_ON = click.option(
    "--on", type=click.DateTime(("%Y-%m-%d",)), metavar="DAY", help="Day of the decision, such as 2024-03-05."
)
_STORE = click.argument("store", metavar="STORE", type=click.Path(dir_okay=False, exists=True))


@ruling.command(short_help="Decide on mentions.")
@_STORE
@click.argument("kind", type=click.Choice(("same", "different", "value")))
@click.argument("mentions", nargs=-1, required=True, metavar="MENTION_ID...")
@click.option("--toll", "counted", type=click.Choice(KINDS), help="With value: which toll of the event.")
@click.option("--number", metavar="N", help=f"With value: how many people; `{UNKNOWN}` where nobody can know.")
@_BY
@_REASON
@_ON
def add(store: str, kind: Literal["same", "different", "value"], mentions: Sequence[str], **told: Any) -> None:
    """Decide that two mentions tell one event (same) or two (different), or what a toll is (value).

    A value holds for the event that has the mention, whatever else comes to it. Prints what changed, as
    `claimx merge --into` does.
    """
    ruled_field, value = _value(kind, told.pop("counted"), told.pop("number"))
    if len(set(mentions)) != (1 if kind == "value" else 2):
        raise click.UsageError(f"{kind!r} takes {'one mention' if kind == 'value' else 'two mentions'}")
    _rule(store, kind=kind, mention_ids=mentions, field=ruled_field, value=value, **told)


@ruling.command(short_help="Take a ruling back.")
@_STORE
@click.argument("ruling_id", metavar="RULING_ID")
@_BY
@_REASON
@_ON
def withdraw(store: str, ruling_id: str, **told: Any) -> None:
    """Take a ruling back. It stays in the store with what took it back; withdrawing that makes it stand again."""
    from claimx.errors import InputError
    from claimx.storing import read_store

    with read_store(store) as held:
        known = sorted(one.id for one in held.rulings() if one.id.startswith(ruling_id))
    if len(known) != 1:
        found = "none" if not known else f"{len(known)}"
        raise InputError(f"{store}: {found} of its rulings begins with {ruling_id}; see `claimx ruling list {store}`")
    _rule(store, kind="withdrawn", withdraws=known[0], **told)


@ruling.command(name="list", short_help="Print the rulings.")
@_STORE
def list_rulings(store: str) -> None:
    """Print the rulings of a store and their withdrawals, one line of JSON for each, as --rulings reads them."""
    from claimx.ruling import standing
    from claimx.storing import read_store

    with read_store(store) as held:
        rulings = list(held.rulings())
        waiting = held.waiting()
    for one in rulings:
        click.echo(one.to_line())
    click.echo(f"{len(standing(rulings))} of {len(rulings)} stand", err=True)
    report_waiting(waiting)


def _value(kind: str, counted: str | None, number: str | None) -> tuple[RuledField | None, int | None]:
    if kind != "value":
        if counted is not None or number is not None:
            raise click.UsageError("--toll and --number belong to a ruling on a value")
        return None, None
    if counted is None or number is None:
        raise click.UsageError("a ruling on a value needs --toll and --number")
    if number != UNKNOWN and not (number.isascii() and number.isdigit()):
        raise click.UsageError(f"--number takes a count of people or `{UNKNOWN}`, not {number!r}")
    fields: dict[str, RuledField] = {
        "killed": "tolls.killed",
        "injured": "tolls.injured",
        "missing": "tolls.missing",
        "displaced": "tolls.displaced",
        "detained": "tolls.detained",
    }
    return fields[counted], None if number == UNKNOWN else int(number)


def _rule(store: str, *, kind: Literal["same", "different", "value", "withdrawn"], **told: Any) -> None:
    from pydantic import ValidationError

    from claimx.errors import InputError
    from claimx.merging.clustering import one_by_one
    from claimx.ruling import Ruling
    from claimx.storing import Batch

    day = told.pop("on")
    try:
        made = Ruling.made(kind, on=day.date() if day is not None else None, **told)
    except ValidationError as error:
        raise InputError(f"no ruling: {error.errors()[0]['msg']}") from None
    _refuse_fallen(store, made)
    bring_up_to_date(store, Batch.of(rulings=[made]), mapper=one_by_one)
    click.echo(f"{made.id}: {made.sentence()}", err=True)


def _refuse_fallen(store: str, made: Ruling) -> None:
    """A ruling that was withdrawn does not stand again by being said again."""
    from claimx.errors import InputError
    from claimx.storing import read_store

    with read_store(store) as held:
        known = {one.id: one for one in held.rulings()}
    fallen = [one for one in known.values() if one.withdraws == made.id]
    if made.id in known and fallen:
        raise InputError(
            f"{store}: ruling {made.id} says just that and was withdrawn by {fallen[0].id}; withdraw that, or give"
            " another reason or day"
        )
