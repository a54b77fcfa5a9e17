"""How surely two accounts are of one thing: integers, 0 where there is no real evidence.

Weights are in thousandths of a shared passage. They are symmetric, and say nothing about what is right: they decide
only what is compared with what.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Final, TypeVar

from claimx.gold import Annotation, GoldAttributed, GoldClaim, GoldMention, GoldParticipant, GoldToll, GoldWords
from claimx.scoring.fills import CLAIMS, MENTION, PARTICIPANT, Table
from claimx.scoring.likeness import Days, Value
from claimx.scoring.passages import share

Thing = TypeVar("Thing")
_ENOUGH_FOR_MENTIONS: Final = 300
"""Above a shared type and means; three tenths of a passage, or a day and a town, are enough."""
_ENOUGH_FOR_CLAIMS: Final = 500
"""One passage as a whole, or a kind and a number, or half a passage and the speaker."""
_SAME_TYPE, _SAME_GROUP, _SAME_MEANS = 100, 50, 50
_ALIKE_DAYS, _COMMON_DAYS, _OTHER_DAYS = 200, 50, -200
_PLACES: Final = {"where.site": 200, "where.city": 200, "where.admin1": 100, "where.country": 50}
_OTHER_CITY: Final = -150
_EACH_PARTICIPANT, _EACH_TOLL, _AT_MOST = 150, 150, 3
_UNKNOWN_PASSAGES: Final = 200
"""What two claims get where one has no quotes to compare."""


def mention_similarity(left: GoldMention, right: GoldMention) -> int:
    """Weigh shared passages, type, days, places, participants and tolls."""
    total = (
        share(_told(left), _told(right)).permille
        + _types(left, right)
        + _days(left, right)
        + _places(left, right)
        + _EACH_PARTICIPANT * _matched(_names(left), _names(right), alike=lambda one, other: one.alike(other))
        + _EACH_TOLL * _matched(_tolls(left), _tolls(right), alike=_one_toll)
    )
    return total if total >= _ENOUGH_FOR_MENTIONS else 0


def participant_similarity(left: GoldParticipant, right: GoldParticipant) -> int:
    """Weigh the names; kind and role only choose among those with one name."""
    alike = _agreement(PARTICIPANT, "participants", left, right)
    same = [
        _strict(PARTICIPANT, name, left, right) for name in ("participants", "participant.kind", "participant.role")
    ]
    return 1000 + sum(weight for weight, agrees in zip((500, 20, 10), same, strict=True) if agrees) if alike else 0


def claim_similarity(left: GoldClaim, right: GoldClaim) -> int:
    """Weigh shared passages, the speaker, and what claims of one type say; claims of two types are two claims."""
    if left.type != right.type:
        return 0
    table = CLAIMS[left.type]
    weights: dict[str, tuple[int, int]] = {
        "speaker": (300, 0),
        "toll.kind": (200, -300),
        "toll.value": (300, -100),
        "toll.scope": (50, 0),
        "responsibility.stance": (200, -100),
        "responsibility.accused": (300, -100),
    }
    verdicts = {
        field.name: _agreement(table, field.name, left, right) for field in table.fields if field.name in weights
    }
    total = _quoted(left, right) + sum(
        weights[name][0 if agrees else 1] for name, agrees in verdicts.items() if agrees is not None
    )
    return total if total >= _ENOUGH_FOR_CLAIMS else 0


# Mentions


def _told(mention: GoldMention) -> tuple[GoldWords, ...]:
    return (*mention.quotes, mention.label) if mention.label else mention.quotes


def _types(left: GoldMention, right: GoldMention) -> int:
    same, group = _strict(MENTION, "type", left, right), _agreement(MENTION, "type", left, right)
    means = _SAME_MEANS if _strict(MENTION, "means", left, right) else 0
    return (_SAME_TYPE if same else _SAME_GROUP if group else 0) + means


def _days(left: GoldMention, right: GoldMention) -> int:
    match _values(MENTION, "when", left, right):
        case (Days() as mine, Days() as yours):
            return _ALIKE_DAYS if mine.alike(yours) else _COMMON_DAYS if mine.common(yours) else _OTHER_DAYS
    return 0


def _places(left: GoldMention, right: GoldMention) -> int:
    verdicts = {
        level: _agreement(MENTION, level, left, right) for level in _PLACES if _values(MENTION, level, left, right)
    }
    return sum(_PLACES[level] for level, alike in verdicts.items() if alike) + (
        _OTHER_CITY if verdicts.get("where.city") is False else 0
    )


def _names(mention: GoldMention) -> list[Value]:
    return [
        name for participant in mention.participants for name in PARTICIPANT.field("participants").read(participant)
    ]


def _tolls(mention: GoldMention) -> list[tuple[Value, Value]]:
    """Return kind and number of each toll that has both, each pair once."""
    tolls = [claim for claim in mention.claims if isinstance(claim, GoldToll)]
    kind, numbers = CLAIMS["toll"].field("toll.kind"), CLAIMS["toll"].field("toll.value")
    return list(dict.fromkeys(both for toll in tolls for both in product(kind.read(toll), numbers.read(toll))))


def _one_toll(left: tuple[Value, Value], right: tuple[Value, Value]) -> bool:
    return all(one.alike(other) for one, other in zip(left, right, strict=True))


def _matched(left: Sequence[Thing], right: Sequence[Thing], *, alike: Callable[[Thing, Thing], bool]) -> int:
    """Return how many have a counterpart, up to a limit; the side with fewer of them counts."""
    mine = sum(any(alike(one, other) for other in right) for one in left)
    yours = sum(any(alike(one, other) for one in left) for other in right)
    return min(mine, yours, _AT_MOST)


# Claims


def _quoted(left: GoldAttributed, right: GoldAttributed) -> int:
    if not left.quotes or not right.quotes:
        return _UNKNOWN_PASSAGES
    return share(left.quotes, right.quotes).permille // 2


# Values


def _values(table: Table, field: str, left: Annotation, right: Annotation) -> tuple[Value, Value] | None:
    mine, yours = table.field(field).read(left), table.field(field).read(right)
    return (mine[0], yours[0]) if mine and yours else None


def _strict(table: Table, field: str, left: Annotation, right: Annotation) -> bool:
    both = _values(table, field, left, right)
    return both is not None and both[0].same(both[1])


def _agreement(table: Table, field: str, left: Annotation, right: Annotation) -> bool | None:
    """Tell whether both have one value, or are both annotated as having none; None where that cannot be said."""
    both = _values(table, field, left, right)
    if both:
        return both[0].alike(both[1])
    compared = table.field(field)
    silent = not compared.read(left) and not compared.read(right)
    return True if silent and compared.state(left) == compared.state(right) == "filled" else None
