"""Tolls in the brief view: every value with its speakers, its counts and a few words of each origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimx.event import Event, EventStance, EventToll, Saying, TollAccount
from claimx.exporting import terminal_counts as counts
from claimx.exporting import terminal_words as words
from claimx.exporting.terminal_excerpts import ROOMY, TIGHT, Excerpt, excerpt_of, has_value
from claimx.exporting.terminal_sayings import View, by_origin, status_line

DASH: Final = " — "
SEMICOLON: Final = "; "
INDENT: Final = 4
MARGIN: Final = 6
"""Columns before an excerpt: its own and the section's."""
MARKS: Final = len("“…»«…” ")
HEDGES: Final = {"PR": "as probable", "PS": "as possible"}


def toll_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield each toll from low to high; under it every account, its origins and an excerpt for each of them."""
    for toll in event.tolls:
        yield _toll_head(toll)
        for account in sorted(toll.accounts, key=_rank):
            yield from _account(account, view)
        if toll.partial:
            claims = words.counted(len(toll.partial), noun="claim")
            yield bulleted(Text(f"{claims} about some of the victims only, never added up", style="dim"), bullet="+")
            if not toll.accounts:
                yield from _groups(toll.partial, view)


def _toll_head(toll: EventToll) -> Text:
    head = Text.assemble((toll.kind.upper(), "bold"), words.SEPARATOR, (counts.low_best_high(toll), "bold yellow"))
    if toll.accounts:
        reason = f": {words.visible(toll.reason)}" if toll.best is None else ""
        head.append(f"{words.SEPARATOR}policy {toll.policy}{reason}", style="dim")
    return head


def _rank(account: TollAccount) -> tuple[bool, bool, int, int]:
    """Order by: counted first, then what gives a number, then what has most behind it."""
    return account.status != "current", account.best is None, -account.n_origins, -account.n_articles


def _account(account: TollAccount, view: View) -> Iterator[RenderableType]:
    lone = len(by_origin(account.sayings)) == 1
    head = _account_head(account)
    if lone:
        head.append(DASH).append_text(_group_head(account.sayings, view=view))
    yield bulleted(head, bullet="•" if account.status == "current" else "✗")
    for reason in dict.fromkeys(status_line(one, view=view) for one in account.sayings if one.status != "current"):
        yield _indented(Text(reason, style="red"))
    yield from _quoted(account.sayings, view=view) if lone else _groups(account.sayings, view)


def _groups(sayings: Sequence[Saying], view: View) -> Iterator[RenderableType]:
    for group in sorted(by_origin(sayings).values(), key=_n_articles, reverse=True):
        note = f"{DASH}{words.counted(_n_articles(group), noun='article')}"
        yield _indented(_group_head(group, view=view, note=note))
        yield from _quoted(group, view=view)


def _account_head(account: TollAccount) -> Text:
    style = "bold yellow" if account.status == "current" else "bold red"
    return Text.assemble((counts.account_value(account), style), words.SEPARATOR, support(account))


def support(account: TollAccount | EventStance) -> str:
    """Return the two counts of the brief view: articles and origins."""
    articles = words.counted(account.n_articles, noun="article")
    return f"{articles}{words.SEPARATOR}{words.counted(account.n_origins, noun='origin')}"


def _n_articles(sayings: Sequence[Saying]) -> int:
    return len({saying.article_id for saying in sayings})


def _group_head(group: Sequence[Saying], *, view: View, note: str = "") -> Text:
    speakers = speakers_of(group, view=view, within=group[0].origin)
    return Text.assemble((view.label(group[0].origin), "cyan"), note, ": ", speakers)


def speakers_of(sayings: Sequence[Saying], *, view: View, within: str | None = None) -> str:
    """Return each speaker once, with what qualifies all it says; `within` is the origin already named."""
    spoken: dict[str, list[Saying]] = {}
    for saying in sayings:
        name = words.own_name(saying) if saying.origin == within else words.speaker_name(saying.speaker)
        spoken.setdefault(view.named(name), []).append(saying)
    numbered = within is not None and any(map(has_value, sayings))
    direct_first = sorted(spoken.items(), key=lambda one: not any(map(has_value, one[1])))
    return words.listed((name + _notes(said, numbered=numbered) for name, said in direct_first), separator=SEMICOLON)


def _notes(said: Sequence[Saying], *, numbered: bool) -> str:
    hedges = [HEDGES.get(saying.certainty or "") for saying in said]
    notes = [] if None in hedges else sorted({hedge for hedge in hedges if hedge})
    if numbered and not any(map(has_value, said)):
        notes.append(_numberless(said))
    return f" ({words.listed(notes)})" if notes else ""


def _quoted(group: Sequence[Saying], *, view: View) -> Iterator[RenderableType]:
    saying = next(filter(has_value, group), group[0])
    place = max((len(words.passage(quote, labels=view.labels)) for quote in saying.quotes), default=0)
    excerpt = excerpt_of(saying, room=_room(place, width=view.width))
    if excerpt is not None:
        yield _indented(_excerpt_line(excerpt, view=view))


def _room(place: int, *, width: int) -> int:
    """Characters left for an excerpt on one line; on two where one would be too tight."""
    line = width - MARGIN
    left = line - MARKS - place
    return max(TIGHT, min(ROOMY, left if left >= TIGHT else left + line))


def _excerpt_line(excerpt: Excerpt, *, view: View) -> Text:
    """The value stands between »« because emphasis by colour or weight is lost in a file."""
    value = f"»{words.visible(excerpt.value)}«" if excerpt.value else ""
    return Text.assemble(
        (f"“{'…' if excerpt.cut_before else ''}{words.visible(excerpt.before)}", "green"),
        (value, "bold green"),
        (f"{words.visible(excerpt.after)}{'…' if excerpt.cut_after else ''}”", "green"),
        (f" [{view.label(excerpt.article_id)} {excerpt.start}:{excerpt.end}]", "dim"),
    )


def bulleted(text: Text, *, bullet: str = "•") -> Table:
    """Return a text whose further lines stand in from its bullet."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text(bullet), text)
    return grid


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, INDENT), expand=False)


def _numberless(said: Sequence[Saying]) -> str:
    if all(saying.confirms is not None for saying in said):
        return "confirms"
    return "added up from its parts" if all(saying.parts for saying in said) else "in other words"
