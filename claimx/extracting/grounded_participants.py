"""Grounding the participants of a mention."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.extracting.aliases import unstated_alias
from claimx.extracting.answers import AnsweredParticipant
from claimx.extracting.finding import Span
from claimx.extracting.grounding import Grounder, Place
from claimx.mention import Participant
from claimx.quote import Quote


def ground_participant(
    answered: AnsweredParticipant, grounder: Grounder, place: Place, *, told: tuple[Quote, ...], anchors: Sequence[Span]
) -> Participant | None:
    """Return a participant whose name grounds, in its own passages or in those that have `told` the event."""
    quotes = grounder.passages(answered.quotes, place, anchors=anchors)
    within = (*quotes, *told)
    name = grounder.value(answered.name, place.at("name"), within=within)
    if name is None:
        return None
    return Participant(
        name=name,
        named=answered.named,
        kind=answered.kind,
        role=answered.role,
        title=grounder.value(answered.title, place.at("title"), within=within),
        affiliation=grounder.value(answered.affiliation, place.at("affiliation"), within=within),
        also_known_as=_aliases(answered, name, grounder, place, within=within),
        quotes=quotes or told,
    )


def _aliases(
    answered: AnsweredParticipant, name: Quote, grounder: Grounder, place: Place, *, within: Sequence[Quote]
) -> tuple[Quote, ...]:
    person = answered.kind == "person"
    known: list[Quote] = []
    for index, words in enumerate(answered.also_known_as):
        at = place.at("also_known_as", index)
        alias = grounder.value(words, at, within=within)
        if alias is None:
            continue
        complaints = [
            unstated_alias(passage.exact, one.exact, alias.exact, person=person)
            for one in (name, *known)
            for passage in within
        ]
        if all(complaints):
            exact = tuple(passage.exact for passage in within)
            grounder.fail(at, words, "unlicensed", complaints[0] or "", quotes=exact)
        else:
            known.append(alias)
    return tuple(known)
