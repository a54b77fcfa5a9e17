"""Resolving participants: one for each who was involved, under all the names the reports use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimx.event import EventParticipant, LogEntry, NameForm
from claimx.facts import Named
from claimx.mention import Mention, Participant
from claimx.merging.grouping import group, most_used, unrivalled
from claimx.merging.identity import is_short_for, same_description, same_participant
from claimx.quote import Quote


class Involved(NamedTuple):
    """A participant where it stands."""

    participant: Participant
    mention: Mention


def resolve_participants(mentions: Sequence[Mention]) -> tuple[EventParticipant, ...]:
    """Return the participants of an event, sorted by name; the order of mentions does not matter."""
    involved = [
        Involved(participant, mention)
        for mention in sorted(mentions, key=lambda mention: mention.id)
        for participant in mention.participants
    ]
    same = unrivalled(involved, _same, short_for=_is_short_for)
    resolved = (_participant(members) for members in group(involved, same))
    return tuple(sorted(resolved, key=lambda one: (one.name, one.kind, one.mention_ids)))


def _same(left: Involved, right: Involved) -> str | None:
    one, other = left.participant, right.participant
    if one.named and other.named:
        same_article = left.mention.article_id == right.mention.article_id
        return same_participant(Named.of(one), Named.of(other), same_article=same_article)
    alike = (one.kind == "person") == (other.kind == "person")
    return same_description(one.name.exact, other.name.exact) if alike else None


def _is_short_for(left: Involved, right: Involved) -> bool:
    """Whether a participant goes by nothing but a short form of the other's name."""
    short, long = left.participant, right.participant
    return not short.also_known_as and any(
        is_short_for(short.name.exact, name.exact) for name in (long.name, *long.also_known_as)
    )


def _participant(members: Sequence[Involved]) -> EventParticipant:
    named = [one for one in members if one.participant.named] or list(members)
    return EventParticipant(
        name=most_used(one.participant.name.exact for one in named),
        forms=_forms(members),
        kind=Counter(sorted(one.participant.kind for one in named)).most_common(1)[0][0],
        roles=tuple(sorted({one.participant.role for one in members})),
        titles=_texts(one.participant.title for one in members),
        affiliations=_texts(one.participant.affiliation for one in members),
        mention_ids=tuple(sorted({one.mention.id for one in members})),
        rules=tuple(_rules(members)),
        quotes=tuple(one.participant.name for one in members),
    )


def _forms(members: Iterable[Involved]) -> tuple[NameForm, ...]:
    mentions: dict[str, set[str]] = {}
    for one in members:
        for name in (one.participant.name, *one.participant.also_known_as):
            mentions.setdefault(name.exact, set()).add(one.mention.id)
    forms = (NameForm(text=text, n=len(ids)) for text, ids in mentions.items())
    return tuple(sorted(forms, key=lambda form: (-form.n, form.text)))


def _texts(quotes: Iterable[Quote | None]) -> tuple[str, ...]:
    return tuple(sorted({quote.exact for quote in quotes if quote is not None}))


def _rules(members: Sequence[Involved]) -> list[str]:
    """The sentences that hold the names together, each said once; letter for letter equal ones need none."""
    stated = {_stated_alias(one.participant, alias) for one in members for alias in one.participant.also_known_as}
    joined = {
        sentence
        for index, right in enumerate(members)
        for left in members[:index]
        if left.participant.name.exact != right.participant.name.exact and (sentence := _same(left, right)) is not None
    }
    return sorted(stated | joined)


def _stated_alias(participant: Participant, alias: Quote) -> str:
    return f"article {alias.article_id} says that {participant.name.exact!r} is also {alias.exact!r}"


def participant_log(event_id: str, participants: Iterable[EventParticipant]) -> list[LogEntry]:
    """Return a line for each rule that made several names one participant."""
    return [
        LogEntry(rule="identity", left=event_id, right=None, verdict="joined", sentence=f"{one.name}: {sentence}")
        for one in participants
        for sentence in one.rules
    ]
