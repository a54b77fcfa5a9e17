"""Events that were merged from many systems' templates, written back as templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimx.converting.muc4_sources import SLOTS
from claimx.event import Event, EventParticipant
from claimx.mention import Mention
from claimx.quote import Quote
from claimx.template import Slot, Template, write_days, write_strings


def templates_of_events(
    docid: str, events: Iterable[Event], *, mentions: Iterable[Mention], quorum: int
) -> list[Template]:
    """Return a template for each event that at least `quorum` sources tell, in the order of the events."""
    by_id = {mention.id: mention for mention in mentions}
    told = [(event, [by_id[one] for one in event.mention_ids]) for event in events]
    enough = [(event, members) for event, members in told if len({one.article_id for one in members}) >= quorum]
    return [_template(docid, event, members, number) for number, (event, members) in enumerate(enough, start=1)]


def _template(docid: str, event: Event, members: Sequence[Mention], number: int) -> Template:
    slot_at = {_at(part.name): SLOTS[part.role, part.kind] for one in members for part in one.participants}
    fills: dict[str, list[str]] = {}
    for participant in event.participants:
        for slot, words in _told_as(participant, slot_at).items():
            fills.setdefault(slot, []).append(write_strings([words]))
    days = write_days(event.when.start, event.when.end)
    return Template.model_validate(
        {
            "docid": docid,
            "template": (str(number),),
            "type": (_most(_type(one) for one in members if one.type == event.type) or _type(members[0]),),
            "stage": ("THREATENED" if event.realis == "hypothetical" else "ACCOMPLISHED",),
            "date": () if days is None else (days,),
            "location": () if event.where.country is None else (event.where.country,),
            **{slot: tuple(words) for slot, words in fills.items()},
        }
    )


def _type(mention: Mention) -> str:
    """Return the incident type in the task's words: a mention's only quote."""
    return mention.quotes[0].exact


def _told_as(participant: EventParticipant, slot_at: Mapping[tuple[str, int], Slot]) -> dict[Slot, str]:
    """Return the form that most sources use, for each slot in which the participant stands."""
    forms: dict[Slot, list[str]] = {}
    for quote in participant.quotes:
        forms.setdefault(slot_at[_at(quote)], []).append(quote.exact)
    return {slot: words for slot in forms if (words := _most(forms[slot])) is not None}


def _at(quote: Quote) -> tuple[str, int]:
    return quote.article_id, quote.start


def _most(told: Iterable[str]) -> str | None:
    """Return the most frequent words; of equally frequent ones the longest, then the first in the alphabet."""
    words = list(told)
    return min(set(words), key=lambda one: (-words.count(one), -len(one), one), default=None)
