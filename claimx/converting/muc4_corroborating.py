"""What enough of many noisy sources tell of one document.

Sources that err need one rule more than articles do, since a program's slip is no testimony: every value (a participant
in its slot, a time, a level of the place) that fewer sources than the quorum tell of the document is left out, and
every mention of which no participant is left, before anything is merged. After merging, an event needs as many sources.
The quorum is two, the least that is more than one word against none; where more than twelve sources answered it is a
sixth of them, since the more sources answer, the more often two err alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Final, Generic, TypeVar

from claimx.converting.muc4_sources import LEVELS, when_of, where_of
from claimx.mention import Mention, Participant, When
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import match_names
from claimx.values.places import match_places

LEAST: Final = 2
"""Sources that corroborate anything at all."""
SHARE: Final = 6
"""Of how many sources one has to tell a thing."""

Value = TypeVar("Value")


def quorum_of(n_sources: int) -> int:
    """Return how many of the sources that answered on a document must tell a thing."""
    return max(LEAST, ceil(n_sources / SHARE))


def corroborate(mentions: Sequence[Mention], *, quorum: int) -> tuple[Mention, ...]:
    """Return the mentions of one document with what at least `quorum` of its sources tell.

    Names are one as `match_names` has it, descriptions if they use the same words, places if `match_places` says so,
    times if they are the same days.
    """
    participants = _Told([(one.article_id, part) for one in mentions for part in one.participants], _alike, quorum)
    times = _Told([(one.article_id, one.when) for one in mentions], _same_days, quorum)
    places = {
        level: _Told(
            [(one.article_id, quote.exact) for one in mentions if (quote := getattr(one.where, level)) is not None],
            match_places,
            quorum,
        )
        for level in LEVELS
    }
    kept = (
        mention.model_copy(
            update={
                "participants": tuple(part for part in mention.participants if participants.by_enough(part)),
                "when": mention.when if times.by_enough(mention.when) else when_of(""),
                "where": where_of(
                    {
                        level: quote
                        for level in LEVELS
                        if (quote := getattr(mention.where, level)) is not None and places[level].by_enough(quote.exact)
                    }
                ),
            }
        )
        for mention in mentions
    )
    return tuple(mention for mention in kept if mention.participants)


class _Told(Generic[Value]):
    """Values with the sources that tell them."""

    def __init__(self, told: Sequence[tuple[str, Value]], same: Callable[[Value, Value], bool], quorum: int) -> None:
        self._told, self._same, self._quorum = told, same, quorum

    def by_enough(self, value: Value) -> bool:
        return len({source for source, other in self._told if self._same(value, other)}) >= self._quorum


def _alike(left: Participant, right: Participant) -> bool:
    if (left.role, left.kind) != (right.role, right.kind):
        return False
    one, other = left.name.exact, right.name.exact
    if not left.named:
        return fold_name(one) == fold_name(other)
    return match_names(one, other, kind="person" if left.kind == "person" else "organisation") is not None


def _same_days(left: When, right: When) -> bool:
    return (left.start, left.end) == (right.start, right.end)
