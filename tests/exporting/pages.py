"""Pages of the terminal view as text, and an event that has hostile text wherever an article's words can reach."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console

from claimx.event import (
    Agreement,
    Disagreement,
    DisputedValue,
    Event,
    EventParticipant,
    EventRelation,
    LogEntry,
    NameForm,
    Spread,
)
from claimx.exporting.terminal import list_events, show_events
from claimx.exporting.terminal_sayings import Detail
from tests.exporting.events import raid
from tests.exporting.records import OUTLETS, account, quote, saying, stance, toll

DETAILS: Final[tuple[Detail, ...]] = ("brief", "full", "log")
HEADINGS: Final = (
    "Agreement",
    "Tolls",
    "Responsibility",
    "Participants",
    "Other statements",
    "Relations",
    "Articles",
    "Log",
)
BRANCHES: Final = str.maketrans(dict.fromkeys("│├└─╭╮╰╯", " "))


def page(*events: Event, detail: Detail = "full", width: int = 100, articles: Mapping[str, str] = OUTLETS) -> str:
    """Return what is printed for the events, as it is printed."""
    file = io.StringIO()
    show_events(events, console=Console(file=file, width=width, highlight=False), detail=detail, articles=articles)
    return file.getvalue()


def flat(text: str) -> str:
    """Return the words of a page without branches, frames and line breaks."""
    return " ".join(text.translate(BRANCHES).split())


def section(text: str, title: str) -> str:
    """Return the words of one section of a page, up to the next heading or the last line of a brief page."""
    _, _, rest = text.partition(f"\n{title} ─")
    ends = [rest.find(end) for end in ("\nmore:", *(f"\n{heading} ─" for heading in HEADINGS)) if end in rest]
    return flat(rest[: min(ends, default=len(rest))])


def listing(events: Sequence[Event], *, width: int = 100) -> list[str]:
    """Return the lines of the list of events, each with single spaces."""
    file = io.StringIO()
    list_events(events, console=Console(file=file, width=width, highlight=False))
    return [" ".join(line.split()) for line in file.getvalue().splitlines()]


def hostile(text: str) -> Event:
    """Return a sparse event that has the text wherever an article's words can reach."""
    claim = saying("clm_h", exact=text, value=text, speaker=text, speaker_text=text, origin=text, origin_reason=text)
    late = claim.model_copy(update={"status": "superseded", "status_reason": text})
    written = account(2, claim).model_copy(update={"words": (text, "x y"), "who": (text,)})
    disputed = DisputedValue(value=text, claim_ids=("clm_h",), mention_ids=(), origins=(text,), speakers=(text,))
    agreed = Spread(
        n=2,
        n_values=2,
        modal_value=text,
        modal_confidence=1.0,
        share_disagreement=1,
        pair_disagreement=0.0,
        range=None,
        standard_deviation=None,
    )
    party = EventParticipant(
        name=text,
        forms=(NameForm(text=text, n=1),),
        kind="unknown",
        roles=("actor",),
        titles=(text,),
        affiliations=(text,),
        mention_ids=(),
        rules=(text,),
        quotes=(quote(text),),
    )
    where = raid().where.model_copy(update={"site": text, "city": text, "country": text, "country_code": text})
    entry = LogEntry(rule=text, left=text, right=None, verdict="chose", sentence=text)
    update = {
        "title": text,
        "where": where,
        "tolls": (toll("killed", written, account(None, claim), account(1, late), best=None, reason=text),),
        "responsibility": (stance("denies", claim, accused=text, forms=(text, "x")),),
        "statements": (claim,),
        "participants": (party,),
        "disagreements": (Disagreement(field=text, values=(disputed, disputed)),),
        "agreement": (Agreement(field=text, reports=agreed, origins=agreed),),
        "relations": (EventRelation(kind="part_of", to=text, mention_ids=()),),
        "log": (entry,),
        "ruleset": text,
    }
    return raid().model_copy(update=update)
