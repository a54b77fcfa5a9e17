"""Sayings: the claims of one event with their speakers, origins and statuses found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimx.article import Article
from claimx.claim import Claim, Responsibility, Toll
from claimx.event import Saying
from claimx.mention import Mention
from claimx.merging.origins import OriginOf, article_origin, find_origins
from claimx.merging.speakers import ARTICLE_VOICE, UNATTRIBUTED, find_speakers
from claimx.merging.statuses import Status, find_statuses
from claimx.merging.told import Told
from claimx.quote import Quote

NOBODY = frozenset({ARTICLE_VOICE, UNATTRIBUTED})


class Tally(NamedTuple):
    """The three counts that are never one: articles, independent origins, speakers."""

    n_articles: int
    n_origins: int
    n_speakers: int


@dataclass(frozen=True)
class Sayings:
    """The claims of one event, each with who says it, where it comes from and whether it counts."""

    told: tuple[Told, ...]
    origins: Mapping[str, OriginOf]
    speakers: Mapping[str, str]
    statuses: Mapping[str, Status]

    def saying(self, one: Told) -> Saying:
        """Return the saying of a claim."""
        claim, speaker = one.claim, one.claim.speaker
        origin, status = self.origins[claim.id], self.statuses[claim.id]
        return Saying(
            claim_id=claim.id,
            mention_id=one.mention.id,
            article_id=one.article.id,
            speaker=self.speakers[claim.id],
            speaker_text=speaker.text.exact if speaker is not None and speaker.text is not None else None,
            speaker_kinds=speaker.kinds if speaker is not None else (),
            anonymous=speaker is not None and speaker.anonymous,
            origin=origin.name,
            origin_reason=origin.reason,
            status=status.status,
            status_reason=status.reason,
            certainty=claim.certainty,
            polarity=claim.polarity,
            value=_value(claim),
            confirms=claim.confirms if isinstance(claim, Toll) else None,
            parts=claim.parts if isinstance(claim, Toll) else (),
            quotes=claim.quotes,
        )

    def tally(self, told: Iterable[Told]) -> Tally:
        """Count articles, origins and speakers behind claims; an article's own voice is no speaker."""
        claims = list(told)
        speakers = {self.speakers[one.claim.id] for one in claims}
        return Tally(
            n_articles=len({one.article.id for one in claims}),
            n_origins=len({self.origins[one.claim.id].name for one in claims}),
            n_speakers=len(speakers - NOBODY),
        )

    def votes(self, told: Iterable[Told]) -> int:
        """Count the pairs of origin and speaker behind claims: each votes once."""
        return len({(self.origins[one.claim.id].name, self.speakers[one.claim.id]) for one in told})


def find_sayings(mentions: Sequence[Mention], articles: Mapping[str, Article]) -> Sayings:
    """Return the claims of the mentions of one event, in order of their ids.

    Where one article tells the event twice, a claim that both accounts have stands under the first.
    """
    by_id: dict[str, Told] = {}
    for mention in sorted(mentions, key=lambda mention: mention.id):
        for claim in mention.claims:
            by_id.setdefault(claim.id, Told(claim, mention, articles[mention.article_id]))
    told = tuple(by_id[claim_id] for claim_id in sorted(by_id))
    origins = find_origins(told, articles)
    speakers = find_speakers(told, origins)
    return Sayings(told, origins, speakers, find_statuses(told, speakers, origins))


def _value(claim: Claim) -> Quote | None:
    if isinstance(claim, Toll):
        return claim.count
    return claim.accused if isinstance(claim, Responsibility) else None


def event_origins(sayings: Sayings, mentions: Iterable[Mention], articles: Mapping[str, Article]) -> set[str]:
    """Return the origins behind the tolls and stances of an event; where it has none, those of its articles."""
    weighty = [one for one in sayings.told if isinstance(one.claim, Toll | Responsibility)]
    if weighty:
        return {sayings.origins[one.claim.id].name for one in weighty}
    return {article_origin(articles[mention.article_id]).name for mention in mentions}
