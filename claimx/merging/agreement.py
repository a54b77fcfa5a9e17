"""Measures of agreement: how far the reports of an event say the same, field by field.

Each report has one vote in a field on which it speaks, and so has each independent origin. Who gives several values
splits the vote evenly among them, so that no rule has to choose one. The measures are exact fractions until they are
rounded: neither the order of reports nor that of a sum can change a digit.

Names and definitions follow the R package eventreport 0.1.2 (van Baalen and Höglund) where it has them; docs/merging.md
sets the two side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from fractions import Fraction
from math import isqrt
from typing import Final, Literal, NamedTuple, get_args

from claimx.article import Article
from claimx.claim import Responsibility, StanceKind, TollKind
from claimx.event import Agreement, Spread
from claimx.mention import Mention
from claimx.merging.grouping import group, most_used
from claimx.merging.origins import article_origin, original_of
from claimx.merging.sayings import Sayings
from claimx.merging.stances import canonical_accused
from claimx.merging.tolls import accounts_of, numbered
from claimx.taxonomy import TYPES
from claimx.values.places import match_places, stated_name

Value = str | int | date
Weight = int | Fraction
PlaceLevel = Literal["city", "admin1", "country"]

_PLACES: Final = 10_000
"""Four decimal places."""
_HOLDING_RESPONSIBLE: Final[frozenset[StanceKind]] = frozenset({"claims", "accuses", "confirms"})


class Vote(NamedTuple):
    """One value that a report gives, and the origin it has it from."""

    value: Value
    article_id: str
    origin: str


def find_agreement(
    mentions: Sequence[Mention], sayings: Sayings, articles: Mapping[str, Article]
) -> tuple[Agreement, ...]:
    """Return the agreement on each field on which a report speaks, in the order in which an event has its fields."""
    voices = {mention.id: _voice(mention, sayings, articles) for mention in mentions}

    def told(values: Iterable[tuple[Mention, Value | None]]) -> list[Vote]:
        return [Vote(value, one.article_id, voices[one.id]) for one, value in values if value is not None]

    votes: dict[str, list[Vote]] = {
        "type": told(_types(mentions)),
        "means": told((mention, mention.means) for mention in mentions),
        "when": told((mention, _day(mention)) for mention in mentions),
        **{f"where.{level}": told(_places(mentions, level)) for level in get_args(PlaceLevel)},
        **{f"tolls.{kind}": list(_numbers(kind, sayings)) for kind in get_args(TollKind)},
        "responsibility": list(_accused(sayings)),
    }
    return tuple(_agreement(field, cast) for field, cast in votes.items() if cast)


def _agreement(field: str, votes: Iterable[Vote]) -> Agreement:
    by_report: defaultdict[str, set[Value]] = defaultdict(set)
    by_origin: defaultdict[str, set[Value]] = defaultdict(set)
    for vote in votes:
        by_report[vote.article_id].add(vote.value)
        by_origin[vote.origin].add(vote.value)
    return Agreement(field=field, reports=spread(by_report), origins=spread(by_origin))


# Votes


def _voice(mention: Mention, sayings: Sayings, articles: Mapping[str, Article]) -> str:
    """The origin of most of what the mention tells; where it makes no claim, of the text its article carries."""
    origins = [sayings.origins[claim.id].name for claim in mention.claims]
    if origins:
        return most_used(origins)
    return article_origin(original_of(articles[mention.article_id], articles)).name


def _types(mentions: Sequence[Mention]) -> list[tuple[Mention, Value | None]]:
    """What happened; a type that leaves it open speaks only where nobody says more, as in the event's own type."""
    told = [mention for mention in mentions if TYPES[mention.type].group != "unspecified"]
    return [(mention, mention.type) for mention in told or mentions]


def _day(mention: Mention) -> date | None:
    """The day the words give; a longer span gives none, nor does the day of publication."""
    when = mention.when
    return when.start if when.start == when.end and when.basis != "publication_fallback" else None


def _places(mentions: Sequence[Mention], level: PlaceLevel) -> list[tuple[Mention, Value | None]]:
    """The place each mention gives at a level, in the form most used among those that match."""
    quotes = ((mention, getattr(mention.where, level)) for mention in mentions)
    stated = [(mention, stated_name(quote and quote.exact, level)) for mention, quote in quotes]
    words = [form for _, form in stated if form is not None]
    canonical: dict[str | None, str] = {}
    for members in group(sorted(set(words)), match_places):
        canonical.update(dict.fromkeys(members, most_used(form for form in words if form in members)))
    return [(mention, canonical.get(form)) for mention, form in stated]


def _numbers(kind: TollKind, sayings: Sayings) -> Iterator[Vote]:
    """The exact numbers among which a policy chooses: whole, current, and printed where any is printed."""
    for account in numbered([one for one in accounts_of(kind, sayings) if one.status == "current"]):
        if account.numbers.best is not None:
            for one in account.told:
                yield Vote(account.numbers.best, one.article.id, sayings.origins[one.claim.id].name)


def _accused(sayings: Sayings) -> Iterator[Vote]:
    """Whom a claim holds responsible; denial and silence hold nobody."""
    accused = canonical_accused(sayings)
    for one in sayings.told:
        claim = one.claim
        holds = isinstance(claim, Responsibility) and claim.stance in _HOLDING_RESPONSIBLE and claim.polarity != "-"
        if holds and claim.id in accused:
            yield Vote(accused[claim.id], one.article.id, sayings.origins[claim.id].name)


# Measures


def spread(votes: Mapping[str, AbstractSet[Value]]) -> Spread:
    """Return the measures of the values that each voter gives; with N(v) the votes for v, n the voters.

    A voter with k values gives each of them 1/k of a vote. Units and null values stand at the fields of `Spread`.

        modal confidence    max N(v) / n
        pair disagreement   1 - (sum of N(v)² - sum over voters of 1/k) / (n (n - 1)), for whole votes
                            1 - sum of N(v) (N(v) - 1) / (n (n - 1)): Gini and Simpson's index without replacement
        range               highest - lowest
        standard deviation  root of the sum of N(v) (v - mean)² / (n - 1), R's `sd`
    """
    weights = _weights(votes)
    most = max(weights.values())
    modes = [value for value, weight in weights.items() if weight == most]
    positions = {at: weight for value, weight in weights.items() if (at := _position(value)) is not None}
    return Spread(
        n=len(votes),
        n_values=len(weights),
        modal_value=str(modes[0]) if len(modes) == 1 else None,
        modal_confidence=_rounded(Fraction(most, len(votes))),
        share_disagreement=1 if len(weights) > 1 else 0,
        pair_disagreement=_pair_disagreement(votes, weights),
        range=max(positions) - min(positions) if positions else None,
        standard_deviation=_deviation(positions, len(votes)) if positions else None,
    )


def _weights(votes: Mapping[str, AbstractSet[Value]]) -> dict[Value, Weight]:
    weights: defaultdict[Value, Weight] = defaultdict(int)
    for values in votes.values():
        for value in values:
            weights[value] += _part(values)
    return weights


def _part(values: AbstractSet[Value]) -> Weight:
    # Nearly all votes are whole, and integers are added many times faster.
    return 1 if len(values) == 1 else Fraction(1, len(values))


def _position(value: Value) -> int | None:
    """Where a value stands on its scale, in people or days; None for names."""
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int) else None


def _pair_disagreement(votes: Mapping[str, AbstractSet[Value]], weights: Mapping[Value, Weight]) -> float | None:
    n = len(votes)
    if n < 2:
        return None
    alike = sum(weight**2 for weight in weights.values()) - sum(map(_part, votes.values()))
    return _rounded(1 - Fraction(alike, n * (n - 1)))


def _deviation(weights: Mapping[int, Weight], n: int) -> float | None:
    if n < 2:
        return None
    mean = Fraction(sum(weight * number for number, weight in weights.items()), n)
    squares = sum(weight * (number - mean) ** 2 for number, weight in weights.items())
    return _rounded_root(Fraction(squares, n - 1))


def _rounded(share: Fraction) -> float:
    return float(round(share, 4))


def _rounded_root(square: Fraction) -> float | None:
    """The root, rounded half up in integers; None where a float cannot hold it."""
    # floor(2x) is the integer root of floor(4x²), and rounding x is halving floor(2x) + 1.
    halves = isqrt(4 * square.numerator * _PLACES**2 // square.denominator)
    try:
        return (halves + 1) // 2 / _PLACES
    except OverflowError:
        return None
