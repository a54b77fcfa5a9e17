"""Disagreements: where the reports of one event cannot all be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Final, get_args

from claimx.claim import Responsibility, StanceKind, TollKind
from claimx.event import Disagreement, DisputedValue
from claimx.mention import Mention
from claimx.merging.grouping import most_used
from claimx.merging.sayings import Sayings
from claimx.merging.stances import canonical_accused
from claimx.merging.told import Told
from claimx.merging.tolls import Numbers, accounts_of, numbered
from claimx.taxonomy import TYPES

_FOR: Final[frozenset[StanceKind]] = frozenset({"claims", "accuses", "confirms"})


def find_disagreements(mentions: Sequence[Mention], sayings: Sayings) -> tuple[Disagreement, ...]:
    """Return the disagreements on tolls, responsibility, day and type, in that order."""
    found = (
        *(_on_toll(kind, sayings) for kind in get_args(TollKind)),
        _on_responsibility(sayings),
        _on_field("when", mentions, sayings, _day),
        _on_field("type", mentions, sayings, _type),
    )
    return tuple(one for one in found if one is not None)


def _on_toll(kind: TollKind, sayings: Sayings) -> Disagreement | None:
    current = numbered([account for account in accounts_of(kind, sayings) if account.status == "current"])
    if not any(_conflict(left.numbers, right.numbers) for left, right in combinations(current, 2)):
        return None
    disputed = [account for account in current if any(_conflict(account.numbers, other.numbers) for other in current)]
    values = tuple(_disputed(account.numbers.words(), account.told, sayings) for account in disputed)
    return Disagreement(field=f"tolls.{kind}", values=values)


def _conflict(left: Numbers, right: Numbers) -> bool:
    """Whether no number satisfies both accounts."""
    low = max((bound for bound in (left.min, right.min) if bound is not None), default=None)
    high = min((bound for bound in (left.max, right.max) if bound is not None), default=None)
    return low is not None and high is not None and low > high


def _on_responsibility(sayings: Sayings) -> Disagreement | None:
    accused = canonical_accused(sayings)
    sides: defaultdict[str, list[Told]] = defaultdict(list)
    for one in sayings.told:
        claim = one.claim
        if isinstance(claim, Responsibility) and claim.id in accused:
            side = _side(claim, accused[claim.id])
            if side is not None:
                sides[side].append(one)
    if len(sides) < 2:
        return None
    values = tuple(_disputed(side, sides[side], sayings) for side in sorted(sides))
    return Disagreement(field="responsibility", values=values)


def _side(claim: Responsibility, accused: str) -> str | None:
    """The side a stance takes; silence takes none, and who stops short of an accusation has not denied it."""
    if claim.stance in _FOR and claim.polarity != "-":
        return accused
    return f"not {accused}" if claim.stance == "denies" and claim.polarity != "-" else None


def _on_field(
    field: str, mentions: Iterable[Mention], sayings: Sayings, read: Callable[[Mention], str | None]
) -> Disagreement | None:
    sides: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        value = read(mention)
        if value is not None:
            sides[value].append(mention)
    if len(sides) < 2:
        return None
    values = tuple(
        DisputedValue(
            value=side,
            claim_ids=(),
            mention_ids=tuple(sorted(mention.id for mention in sides[side])),
            origins=tuple(sorted({_voice(mention, sayings) for mention in sides[side]})),
            speakers=(),
        )
        for side in sorted(sides)
    )
    return Disagreement(field=field, values=values)


def _day(mention: Mention) -> str | None:
    when = mention.when
    return when.start.isoformat() if when.start is not None and when.start == when.end else None


def _type(mention: Mention) -> str | None:
    """The type, unless it leaves open what happened."""
    return mention.type if TYPES[mention.type].group != "unspecified" else None


def _voice(mention: Mention, sayings: Sayings) -> str:
    """The origin of most of what the mention tells."""
    origins = [sayings.origins[claim.id].name for claim in mention.claims]
    return most_used(origins) if origins else mention.article_id


def _disputed(value: str, told: Sequence[Told], sayings: Sayings) -> DisputedValue:
    return DisputedValue(
        value=value,
        claim_ids=tuple(sorted(one.claim.id for one in told)),
        mention_ids=tuple(sorted({one.mention.id for one in told})),
        origins=tuple(sorted({sayings.origins[one.claim.id].name for one in told})),
        speakers=tuple(sorted({sayings.speakers[one.claim.id] for one in told})),
    )
