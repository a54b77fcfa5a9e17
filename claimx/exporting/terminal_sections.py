"""The sections of the full view of one event. Each turns an event into lines and trees, or into nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from claimx.event import Disagreement, DisputedValue, Event, EventParticipant, EventStance, EventToll, TollAccount
from claimx.exporting import terminal_counts as counts
from claimx.exporting import terminal_words as words
from claimx.exporting.terminal_agreement import agreement_section
from claimx.exporting.terminal_headers import related
from claimx.exporting.terminal_sayings import NARROW, View, add_origins, quote_line, sayings_of


def disagreement_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield one grid: each field with its rival values, one below the other."""
    if not event.disagreements:
        yield Text("none recorded", style="dim")
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="bold")
    grid.add_column(style="dim", justify="right")
    grid.add_column(overflow="fold")
    articles = {saying.claim_id: saying.article_id for saying in sayings_of(event)}
    for disagreement in event.disagreements:
        _add_disagreement(grid, disagreement, articles=articles, view=view)
    yield grid


def _add_disagreement(grid: Table, disagreement: Disagreement, *, articles: Mapping[str, str], view: View) -> None:
    field = Text(f"{words.disputed_field(disagreement.field)}:")
    for position, disputed in enumerate(disagreement.values):
        line = Text.assemble(
            (words.visible(disputed.value), "bold yellow"), " (", _evidence(disputed, articles=articles, view=view), ")"
        )
        grid.add_row(Text("") if position else field, Text("vs" if position else ""), line)


def _evidence(disputed: DisputedValue, *, articles: Mapping[str, str], view: View) -> str:
    known = {articles[claim_id] for claim_id in disputed.claim_ids if claim_id in articles}
    noun = "origin" if len(disputed.origins) == 1 else "origins"
    return words.listed(
        (
            words.counted(len(known), noun="article") if known else "",
            f"{noun} {words.listed(map(view.label, disputed.origins))}",
            words.listed(view.named(words.speaker_name(one)) for one in disputed.speakers) if disputed.speakers else "",
        ),
        separator=words.SEPARATOR,
    )


def toll_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a table of all tolls, then a tree of accounts for each."""
    if not event.tolls:
        return
    yield _toll_table(event.tolls, view)
    for toll in event.tolls:
        yield Text("")
        yield _toll_tree(toll, view)


def _toll_table(tolls: Iterable[EventToll], view: View) -> Table:
    table = Table(box=None, pad_edge=False, collapse_padding=view.width < NARROW, header_style="dim")
    table.add_column("kind", style="bold", overflow="fold")
    for heading in ("low", "best", "high", "articles", "origins", "speakers"):
        table.add_column(heading, justify="right", overflow="fold")
    if view.width >= NARROW:  # the tree below names the policy again
        table.add_column("policy")
    for toll in tolls:
        numbers = (toll.low, toll.best, toll.high, toll.n_articles, toll.n_origins, toll.n_speakers)
        table.add_row(toll.kind, *map(counts.number, numbers), *([toll.policy] if view.width >= NARROW else []))
    return table


def _toll_tree(toll: EventToll, view: View) -> Tree:
    best = "no best value" if toll.best is None else f"best {toll.best}"
    reason = f"{best} by policy {toll.policy}: {words.visible(toll.reason)}"
    head = Text.assemble((toll.kind, "bold"), " ", (counts.toll_range(toll), "bold yellow"))
    tree = Tree(Group(head, Text(reason, style="dim")), guide_style="dim")
    for account in toll.accounts:
        branch = tree.add(_account_head(account, kind=toll.kind))
        if account.who:
            branch.add(Text(f"who: {words.listed(map(words.visible, account.who))}", style="dim"))
        add_origins(branch, account.sayings, view=view)
    if toll.partial:
        partial = tree.add(Text("about some of the victims only, never added up", style="italic"))
        add_origins(partial, toll.partial, view=view)
    return tree


def _account_head(account: TollAccount, *, kind: str) -> Text:
    value = f"{counts.account_value(account)} {kind}"
    support = f"{words.SEPARATOR}{words.support(account)}"
    if account.status == "current":
        return Text.assemble((value, "bold yellow"), support)
    return Text.assemble((f"✗ {value}", "red"), f"{words.SEPARATOR}not counted ({account.status})", support)


def responsibility_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a tree for each accused with one branch for each stance."""
    by_accused: dict[str | None, list[EventStance]] = {}
    for position in event.responsibility:
        by_accused.setdefault(position.accused, []).append(position)
    for accused, positions in by_accused.items():
        tree = Tree(_accused_head(accused, positions), guide_style="dim")
        for position in positions:
            head = Text.assemble((words.stance(position), "bold yellow"), f"{words.SEPARATOR}{words.support(position)}")
            add_origins(tree.add(head), position.sayings, view=view)
        yield tree


def _accused_head(accused: str | None, positions: Iterable[EventStance]) -> Text:
    head = Text("no accused named" if accused is None else words.visible(accused), style="bold")
    forms = dict.fromkeys(form for position in positions for form in position.accused_forms if form != accused)
    if forms:
        head.append(f" (also: {words.listed(map(words.visible, forms))})", style="not bold dim")
    return head


def participant_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a tree for each participant: all its names and the rules that joined them."""
    for participant in event.participants:
        tree = Tree(_participant_head(participant), guide_style="dim")
        forms = (f"{words.visible(form.text)} ×{form.n}" for form in participant.forms)
        tree.add(Text(f"named: {words.listed(forms)}"))
        for title, texts in (("title", participant.titles), ("affiliation", participant.affiliations)):
            if texts:
                tree.add(Text(f"{title}: {words.listed(map(words.visible, texts))}"))
        for rule in participant.rules:
            tree.add(Text(f"joined: {view.named(rule)}", style="dim"))
        for quote in participant.quotes:
            tree.add(quote_line(quote, view=view))
        yield tree


def _participant_head(participant: EventParticipant) -> Text:
    kind = words.UNKNOWN if participant.kind == "unknown" else words.plain(participant.kind)
    return Text.assemble(
        (words.visible(participant.name), "bold"), f" – {kind}{words.SEPARATOR}{words.listed(participant.roles)}"
    )


def statement_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield one tree of all other statements."""
    if event.statements:
        tree = Tree(Text("said about the event"), guide_style="dim")
        add_origins(tree, event.statements, view=view)
        yield tree


def relation_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a line for each relation, with the title of the other event where it is shown as well."""
    for relation in event.relations:
        yield Text.assemble((words.plain(relation.kind), "bold"), " ", related(relation, titles=view.titles))


def article_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a line for each article: its name and its id."""
    for article_id in event.article_ids:
        name = f"{view.label(article_id)} " if article_id in view.labels else ""
        yield Text.assemble(name, (f"[{words.visible(article_id)}]", "dim"))


def log_section(event: Event, view: View) -> Iterator[RenderableType]:
    """Yield a line for each decision of a rule, then the ruleset."""
    if view.detail != "log":
        return
    for entry in event.log:
        pair = words.listed(words.visible(end) for end in (entry.left, entry.right) if end)
        yield Text.assemble(
            (entry.verdict, "bold"),
            f" by {words.visible(entry.rule)}: {words.visible(entry.sentence)} ",
            (f"[{pair}]", "dim"),
        )
    yield Text(f"ruleset {words.visible(event.ruleset)}", style="dim")


Section = Callable[[Event, View], Iterator[RenderableType]]
SECTIONS: Final[tuple[tuple[str, Section], ...]] = (
    ("Disagreements", disagreement_section),
    ("Agreement", agreement_section),
    ("Tolls", toll_section),
    ("Responsibility", responsibility_section),
    ("Participants", participant_section),
    ("Other statements", statement_section),
    ("Relations", relation_section),
    ("Articles", article_section),
    ("Log", log_section),
)
