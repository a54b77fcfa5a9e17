"""The brief view of one event: one screen with what is counted, what is disputed, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from claimx.claim import StanceKind
from claimx.event import Disagreement, DisputedValue, Event, EventStance
from claimx.exporting import terminal_words as words
from claimx.exporting.terminal_brief_tolls import DASH, SEMICOLON, bulleted, speakers_of, support, toll_section
from claimx.exporting.terminal_sayings import View
from claimx.exporting.terminal_sections import Section

TOWARDS: Final[dict[StanceKind, str]] = {
    "claims": " for",
    "accuses": "",
    "confirms": " that it was",
    "denies": " that it was",
    "no_comment": " about",
    "unclaimed": " for",
}


def disagreement_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a line for each field: its rival values, each with its origins."""
    if not event.disagreements:
        yield Text("none recorded", style="dim")
    for disagreement in event.disagreements:
        yield _disagreement(disagreement, view)


def _disagreement(disagreement: Disagreement, view: View) -> Table:
    line = Text.assemble((words.disputed_field(disagreement.field), "bold"), ": ")
    return bulleted(line.append_text(Text(" vs ").join(_disputed(one, view) for one in disagreement.values)))


def _disputed(disputed: DisputedValue, view: View) -> Text:
    origins = words.listed(map(view.label, disputed.origins))
    return Text.assemble((words.visible(disputed.value), "bold yellow"), f" ({origins})")


def responsibility_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a line for each stance towards an accused: its counts and its speakers."""
    for position in event.responsibility:
        line = Text.assemble((words.stance(position), "bold yellow"), *_accused(position))
        line.append(f"{words.SEPARATOR}{support(position)}{DASH}{speakers_of(position.sayings, view=view)}")
        yield bulleted(line)


def _accused(position: EventStance) -> tuple[str | tuple[str, str], ...]:
    if position.accused is None:
        return ()
    return f"{TOWARDS[position.stance]} ", (words.visible(position.accused), "bold")


def participant_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a line for each participant with several names; those with one name share a line for each role."""
    del view
    single: dict[tuple[str, ...], list[str]] = {}
    for participant in event.participants:
        name = words.visible(participant.name)
        forms = [words.visible(form.text) for form in participant.forms if form.text != participant.name]
        if forms:
            yield _participant(name, f"{DASH}{words.listed(forms)}", roles=participant.roles)
        else:
            single.setdefault(participant.roles, []).append(name)
    for roles, names in single.items():
        yield _participant(words.listed(names, separator=SEMICOLON), roles=roles)


def _participant(name: str, forms: str = "", *, roles: Iterable[str]) -> Table:
    return bulleted(Text.assemble((name, "bold"), f"{forms}{DASH}{words.listed(roles)}"))


def more_line(event: Event) -> Text:
    """Return how to see the rest."""
    command = f"claimx show PATH --detail full --event {words.visible(event.id)}"
    return Text.assemble(("more: ", "dim"), command, ("  (or log)", "dim"))


BRIEF_SECTIONS: Final[tuple[tuple[str, Section], ...]] = (
    ("Disagreements", disagreement_section),
    ("Tolls", toll_section),
    ("Responsibility", responsibility_section),
    ("Participants", participant_section),
)
