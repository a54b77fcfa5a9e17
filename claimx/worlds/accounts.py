"""Accounts: the paragraph in which an article tells one event, with every value of the mention in it."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from claimx.claim import TollKind, TollScope
from claimx.facts import Named
from claimx.taxonomy import EventType, Means
from claimx.worlds.dating import DAY, MONTH, WEEK
from claimx.worlds.drafting import Paragraph, Sentence, Words
from claimx.worlds.listing import listed
from claimx.worlds.planning import Kind
from claimx.worlds.tolls import Voice
from claimx.worlds.wording import Wording

_SMALL: Final = listed("no one two three four five six seven eight nine ten eleven twelve")
"""Numbers that are written as words."""
_OPENINGS: Final[dict[Kind, tuple[str, ...]]] = {
    "main": ("spoke of", "described", "told of", "gave accounts of"),
    "duplicates": ("came back to", "went on about", "added to what is known of"),
    "retaliations": ("took it as revenge for", "thought of it as an answer to", "saw in it the reply to"),
    "anniversaries": ("marked a year since", "remembered, a year on,", "mourned, twelve months later,"),
    "background": ("still talked about", "had not forgotten", "were reminded of"),
}


class ToldToll(NamedTuple):
    """One number, as a mention gives it."""

    number: int
    kind: TollKind
    scope: TollScope
    is_floor: bool
    voice: Voice | None
    """None for the article's own voice."""


class Account(NamedTuple):
    """What one row says."""

    id: str
    kind: Kind
    label: str
    type: EventType
    means: Means | None
    dating: int
    start: int
    end: int
    site: str | None
    city: str | None
    admin1: str | None
    country: str | None
    victims: tuple[Named, ...]
    actors: tuple[Named, ...]
    recipients: tuple[Named, ...]
    tolls: tuple[ToldToll, ...]


def paragraph_of(account: Account, wording: Wording) -> Paragraph:
    """Return the paragraph that tells it."""
    return Paragraph(tuple(Sentence(tuple(pieces)) for pieces in _sentences(account, wording)), mention=account.id)


def date_words(account: Account) -> str | None:
    """Return the words that date it; None where none do."""
    if account.dating not in (DAY, WEEK, MONTH):
        return None
    first = date.fromordinal(account.start)
    month = f"{month_name[first.month]} {first.year}"
    return {DAY: f"{first.day} {month}", WEEK: f"the week of {first.day} {month}", MONTH: month}[account.dating]


def _sentences(account: Account, wording: Wording) -> Iterator[list[Words]]:
    yield _opening(account, wording)
    where, when = list(_where(account)), list(_when(account))
    if where or when:
        sides = (when, where) if wording.is_up(0.5) else (where, when)
        yield [Words("It happened"), *sides[0], *sides[1], Words(f", {wording.aside()}.")]
    if account.means is not None:
        words = Words(account.means.replace("_", " "), "means")
        yield [Words("The means was "), words, Words(f", {wording.people()} added {wording.scenery()}.")]
    yield from _who(account, wording)
    for number, toll in enumerate(account.tolls, start=1):
        yield _toll(toll, number, wording, repeats=number > 1)


def _opening(account: Account, wording: Wording) -> list[Words]:
    definite = "" if account.label.startswith(("the ", "a ")) else "the "
    people = wording.people().capitalize()
    verb = wording.one_of(_OPENINGS[account.kind])
    return [Words(f"{people} {verb} {definite}"), Words(account.label, "label"), Words(f" {wording.scenery()}.")]


def _where(account: Account) -> Iterator[Words]:
    levels = {"site": account.site, "city": account.city, "admin1": account.admin1, "country": account.country}
    before = {"site": " at ", "city": " in ", "admin1": " in "}
    is_first = True
    for mark, said in levels.items():
        if said is not None:
            yield Words(before.get(mark, " in ") if is_first or (mark == "city") else ", ")
            yield Words(said, mark)
            is_first = False


def _when(account: Account) -> Iterator[Words]:
    words = date_words(account)
    if words is not None:
        yield Words(" on " if account.dating == DAY else " in ")
        yield Words(words, "when")


def _who(account: Account, wording: Wording) -> Iterator[list[Words]]:
    for one in account.actors:
        yield [*_named(one, "actor"), Words(f" carried it out {wording.scenery()}.")]
    for one in account.recipients:
        yield [Words("It was aimed at "), *_named(one, "recipient"), Words(f" {wording.scenery()}.")]
    for one in account.victims:
        yield [Words("Among the victims was "), *_named(one, "victim"), Words(f", {wording.aside()}.")]


def _named(one: Named, mark: str) -> list[Words]:
    aliases = [[Words(" ("), Words(alias, f"{mark} alias"), Words(")")] for alias in one.also_known_as]
    return [Words(one.name, mark), *(piece for alias in aliases for piece in alias)]


def _toll(toll: ToldToll, number: int, wording: Wording, *, repeats: bool) -> list[Words]:
    count = _SMALL[toll.number] if toll.number < len(_SMALL) else str(toll.number)
    noun = "person was" if toll.number == 1 else "people were"
    of_part = " by one of the bombs" if toll.scope == "subtotal" else ""
    said = [Words(", "), Words(toll.voice.words, f"voice {number}"), Words(" said.")] if toll.voice else [Words(".")]
    opening = "In another count, " if repeats and toll.kind == "killed" and not of_part else "In all, "
    opening = "Of these, " if of_part else opening
    return [
        Words(opening),
        Words("at least " if toll.is_floor else "", f"floor {number}"),
        Words(count, f"count {number}"),
        Words(f" {noun} {toll.kind}{of_part}", f"kind {number}"),
        Words(f" {wording.scenery()}"),
        *said,
    ]
