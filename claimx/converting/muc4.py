"""The keys of the MUC-4 task as claimx's gold, and claimx's gold as templates of the task.

How a template becomes a mention:

- type, means: by table; of two types, and of several weapons, any is right. A weapon's own words have no field.
- stage: what was accomplished or attempted is actual, what was threatened hypothetical; both together say nothing.
- date: the days, from the first that any alternative allows to the last; "- 14 MAR 88" leaves the first day open. The
  task writes dates in a form of its own, so the article's words for them are not annotated.
- location: by kind of place a site, a city or a province, the country before them. The task normalises names: a name is
  annotated where the text has it, and set aside where it has not, for gold is verbatim. A country has its code too.
- perpetrators: reported as a fact, an organisation is an actor; else a stance (claims, accuses, denies) towards it.
- targets: what was aimed at is a recipient, people are victims; number and effect make a toll. "DEATH" alone of many is
  the total of the killed, else each group a part of it.
- "?" and "(OPTIONAL)" make what they stand at optional; alternatives are as right as the first.

Nothing is dropped silently: each fill that is not carried over is listed with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from claimx.converting.muc4_fills import NO_FIELD, NOT_IN_TABLE, NOT_IN_TEXT, Fills, Unmapped
from claimx.converting.muc4_people import claims_of, participants_of, set_aside_people
from claimx.converting.muc4_templates import templates_of
from claimx.converting.muc4_words import MEANS, STAGES, TYPES, level_of
from claimx.gold import GoldArticle, GoldMention, GoldWhen, GoldWhere, GoldWords, OneOf
from claimx.taxonomy import EventType, Means
from claimx.template import Days, Fill, Slot, Template, parse_days, parse_location
from claimx.values.countries import country_code

__all__ = ["Unmapped", "gold_of", "templates_of"]

ANNOTATOR: Final = "MUC-4"


def gold_of(
    docid: str, templates: Iterable[Template], *, article_id: str, text: str
) -> tuple[GoldArticle, list[Unmapped]]:
    """Return the gold of one document, and the fills that gold cannot carry.

    Args:
        docid: The document; templates of others are left alone.
        templates: Its templates; those without a type say that it tells no incident.
        article_id: Id of the article that has the text.
        text: The text, for the words.
    """
    fills = [Fills(one, text) for one in templates if one.docid == docid and one.tells_incident]
    mentions = tuple(_mention(one) for one in fills)
    gold = GoldArticle(article_id=article_id, annotator=ANNOTATOR, note=docid, mentions=mentions)
    return gold, [unmapped for one in fills for unmapped in one.unmapped]


def _mention(fills: Fills) -> GoldMention:
    """Return the mention in which only what the template says is annotated."""
    annotated: dict[str, object] = {
        "local_id": f"m{fills.number}",
        "optional": fills.template.optional,
        "type": _type(fills),
        "means": _means(fills),
        "realis": _realis(fills),
        "when": _when(fills),
        "where": _where(fills),
        "participants": tuple(participants_of(fills)),
        "claims": tuple(claims_of(fills)),
    }
    fills.set_aside("instr_id", fills.template.instr_id, NO_FIELD)
    set_aside_people(fills)
    return GoldMention.model_validate({name: value for name, value in annotated.items() if value is not None})


def _known(fills: Fills, slot: Slot, table: Iterable[str]) -> Iterator[str]:
    """Yield the alternatives of all fills of a slot that a table has, with a note of the fills that have none."""
    known = set(table)
    for fill in fills.template.fills(slot):
        found = [one for one in fill.alternatives if one in known]
        yield from found
        if not found:
            fills.set_aside(slot, [fill], NOT_IN_TABLE)


def _type(fills: Fills) -> OneOf[EventType] | None:
    kinds = tuple(dict.fromkeys(TYPES[one] for one in _known(fills, "type", TYPES)))
    return kinds[0] if len(kinds) == 1 else kinds or None


def _means(fills: Fills) -> OneOf[Means] | None:
    kinds = tuple(dict.fromkeys(MEANS[one] for one in _known(fills, "instr_type", MEANS)))
    return kinds[0] if len(kinds) == 1 else kinds or None


def _realis(fills: Fills) -> str | None:
    told = {STAGES[one] for one in _known(fills, "stage", STAGES)}
    if len(told) > 1:
        fills.set_aside("stage", fills.template.stage, "an event is either actual or not")
    return told.pop() if len(told) == 1 else None


# Time and place


def _when(fills: Fills) -> GoldWhen | None:
    """Return the span of the days that any alternative allows."""
    told: list[Days] = []
    for fill in fills.template.date:
        days = [parse_days(one) for one in fill.alternatives]
        if fill.optional or None in days or not days:
            fills.set_aside("date", [fill], "a time cannot be optional" if fill.optional else "not days of a calendar")
        else:
            told += [one for one in days if one is not None]
    if not told:
        return None
    known = {"start": _bound([one.first for one in told], earliest=True), "end": _bound([one.last for one in told])}
    return GoldWhen.model_validate(known) if any(known.values()) else None


def _bound(days: Sequence[date | None], *, earliest: bool = False) -> date | None:
    """Return the first or the last of the days; None where any of them is open."""
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return None
    return min(known) if earliest else max(known)


def _where(fills: Fills) -> GoldWhere | None:
    names: dict[str, list[str]] = {}
    for level, name in (step for fill in fills.template.location for step in _levels(fill)):
        names.setdefault(level, []).append(name)
    found = {level: words for level, told in names.items() if (words := fills.find(told)) is not None}
    for fill in fills.template.location:
        missing = sorted({level for level, _ in _levels(fill)} - found.keys())
        if missing:
            fills.set_aside("location", [fill], f"{NOT_IN_TEXT}: {', '.join(missing)}")
    return _place(found, names) if found else None


def _levels(fill: Fill) -> Iterator[tuple[str, str]]:
    """Yield the level and the name of each step of each alternative."""
    for words in fill.alternatives:
        for number, place in enumerate(parse_location(words)):
            yield ("country" if number == 0 else level_of(place.kinds)), place.name


def _place(found: dict[str, GoldWords], names: dict[str, list[str]]) -> GoldWhere:
    codes = {code for name in names.get("country", ()) if (code := country_code(name)) is not None}
    stated: dict[str, object] = {**found}
    if "country" in found and len(codes) == 1:
        stated["country_code"] = codes.pop()
    return GoldWhere.model_validate(stated)
