"""Resolving tolls in columns: a range and one number by a named policy, for each event and kind of harm.

The array form of `claimx.merging.tolls`; numbers, ties and policies are explained there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, get_args

import numpy as np

from claimx.claim import TollKind
from claimx.event import Policy
from claimx.facts import Codes, Flags, Rows
from claimx.merging.resolvable import OPEN, Numbers, Published, Tolls
from claimx.merging.sayings import NOBODY
from claimx.merging.superseding import superseded
from claimx.merging.tallying import by_value, classes, count_distinct, highest, lowest, some

BATCH: Final = 500_000
"""Events whose tolls are sorted and counted together: what that takes stands in memory for one kind of so many."""
KINDS: Final[tuple[TollKind, ...]] = get_args(TollKind)


class ResolvedToll(NamedTuple):
    """A toll of one kind, a row for each event."""

    low: Numbers
    """`OPEN` where an account leaves it open or none gives a number; so with `best` (for a tie, too) and `high`."""
    best: Numbers
    high: Numbers
    n_articles: Codes
    """Behind all current accounts; so with origins and speakers."""
    n_origins: Codes
    n_speakers: Codes


class Accounts(NamedTuple):
    """Numbers with the claims that give them."""

    group: Rows
    """The event of each account."""
    min: Numbers
    best: Numbers
    max: Numbers
    of: Rows
    """The account of each claim."""


class Told(NamedTuple):
    """Counts that still stand: what choosing reads of them."""

    group: Rows
    """The event of each."""
    min: Numbers
    best: Numbers
    max: Numbers
    approximate: Flags
    printed: Flags
    """Whether a number was printed, not only people named or described."""
    article: Codes
    origin: Codes
    speaker: Codes
    voiced: Flags
    """Whether the claim names or describes who speaks."""
    published: Numbers
    """Orders publications inside an event: instants where all are timed, else days."""

    def of(self, rows: Flags) -> Told:
        """Return some of the counts."""
        return Told._make(column[rows] for column in self)


def resolve_tolls(
    tolls: Tolls, event: Rows, article: Codes, published: Published, *, timed: Flags, size: int, policy: Policy
) -> dict[TollKind, ResolvedToll]:
    """Return the tolls of `size` events; `event`, `article` and `published` have a row for each mention.

    `timed` says of each event whether the time of day of all its reports is known.
    """
    of, given = event[tolls.mention], _gives_number(tolls)

    def resolved(kind: TollKind) -> Iterator[ResolvedToll]:
        rows = np.flatnonzero(given & by_value(tolls.kind, lambda one: one == kind))
        for first in range(0, max(size, 1), BATCH):
            told = tolls.take(rows[(of[rows] >= first) & (of[rows] < first + BATCH)])
            part = slice(first, min(first + BATCH, size))
            yield _of_part(told, event[told.mention] - first, article, published, timed[part], policy)

    return {kind: ResolvedToll._make(map(np.concatenate, zip(*resolved(kind), strict=True))) for kind in KINDS}


def _of_part(
    tolls: Tolls, group: Rows, article: Codes, published: Published, timed: Flags, policy: Policy
) -> ResolvedToll:
    when = published.take(tolls.mention)
    standing = np.flatnonzero(~superseded(tolls, group, when))
    tolls, group, when = tolls.take(standing), group[standing], when.take(standing)
    told = Told(
        group=group,
        min=tolls.min,
        best=tolls.best,
        max=tolls.max,
        approximate=tolls.approximate,
        printed=by_value(tolls.basis, lambda basis: basis != "persons"),
        article=article[tolls.mention],
        origin=tolls.origin.codes,
        speaker=tolls.speaker.codes,
        voiced=by_value(tolls.speaker, lambda speaker: speaker is not None and speaker not in NOBODY),
        published=np.where(timed[group], when.instants(), when.day),
    )
    return _resolve(told, len(timed), policy)


def _gives_number(tolls: Tolls) -> Flags:
    whole = by_value(tolls.scope, lambda scope: scope == "total") | tolls.confirms
    denied = by_value(tolls.polarity, lambda polarity: polarity == "-")
    given: Flags = whole & ~denied & tolls.is_numbered()
    return given


def _resolve(told: Told, size: int, policy: Policy) -> ResolvedToll:
    accounts = _accounts(told)
    bounding = _bounding(accounts, told, size)
    return ResolvedToll(
        low=_low(accounts, bounding, size),
        best=_chosen(told.of(bounding[accounts.of] & (told.best != OPEN)), size, policy),
        high=_high(accounts, bounding, size),
        n_articles=count_distinct(told.group, told.article, size=size),
        n_origins=count_distinct(told.group, told.origin, size=size),
        n_speakers=count_distinct(told.group[told.voiced], told.speaker[told.voiced], size=size),
    )


def _accounts(told: Told) -> Accounts:
    of, first = classes(told.group, told.min, told.best, told.max, told.approximate)
    return Accounts(told.group[first], told.min[first], told.best[first], told.max[first], of)


def _bounding(accounts: Accounts, told: Told, size: int) -> Flags:
    """Tell which accounts rest on printed numbers, where any does, and say more than that others are possible."""
    printed = some(accounts.of, told.printed, size=len(accounts.group))
    any_printed = some(accounts.group, printed, size=size)[accounts.group]
    bounding: Flags = (printed | ~any_printed) & ~_merely_vaguer(accounts)
    return bounding


def _merely_vaguer(accounts: Accounts) -> Flags:
    """Tell which accounts without a number of their own allow that of another."""
    numbers, codes = np.unique(accounts.best, return_inverse=True)
    keys = np.sort((accounts.group * len(numbers) + codes)[accounts.best != OPEN])
    # A number that is left open below allows the lowest there is.
    lowest_allowed = np.searchsorted(numbers, np.maximum(accounts.min, 0))
    places = np.searchsorted(keys, accounts.group * len(numbers) + lowest_allowed)
    allowed = np.zeros(len(accounts.group), dtype=np.bool_)
    found = places < len(keys)
    group, code = np.divmod(keys[places[found]], max(len(numbers), 1))
    high = accounts.max[found]
    allowed[found] = (group == accounts.group[found]) & ((high == OPEN) | (numbers[code] <= high))
    vaguer: Flags = allowed & (accounts.best == OPEN)
    return vaguer


def _low(accounts: Accounts, bounding: Flags, size: int) -> Numbers:
    """Return the lowest number of all; `OPEN` where one account leaves the number open below."""
    group = accounts.group[bounding]
    low = np.where(accounts.min == OPEN, accounts.best, accounts.min)[bounding]
    found = lowest(group, low, size=size)
    found[np.bincount(group, minlength=size) == 0] = OPEN
    return found


def _high(accounts: Accounts, bounding: Flags, size: int) -> Numbers:
    most = np.where(accounts.max != OPEN, accounts.max, np.where(accounts.best != OPEN, accounts.best, accounts.min))
    high: Numbers = np.maximum(highest(accounts.group[bounding], most[bounding], size=size), OPEN)
    return high


def _chosen(told: Told, size: int, policy: Policy) -> Numbers:
    """Return the number that the policy chooses in each group; `OPEN` for a tie."""
    chosen = np.full(size, OPEN, dtype=np.int64)
    of, first = classes(told.group, told.best)
    group, number = told.group[first], told.best[first]
    still = np.ones(len(first), dtype=np.bool_)
    for rank in _POLICIES[policy](told, of, number):
        still[still] = rank[still] == highest(group[still], rank[still], size=size)[group[still]]
    alone = still & (np.bincount(group[still], minlength=size) == 1)[group]
    chosen[group[alone]] = number[alone]
    return chosen


Ranks = Sequence[Numbers]


def _lowest(_: Told, __: Rows, number: Numbers) -> Ranks:
    return (-number,)


def _highest(_: Told, __: Rows, number: Numbers) -> Ranks:
    return (number,)


def _last(told: Told, of: Rows, number: Numbers) -> Ranks:
    return (highest(of, told.published, size=len(number)),)


def _most_origins(told: Told, of: Rows, number: Numbers) -> Ranks:
    votes = classes(told.origin, told.speaker).of
    counts = (count_distinct(of, codes, size=len(number)) for codes in (told.origin, votes))
    return tuple(count.astype(np.int64) for count in counts)


_POLICIES: Final[dict[Policy, Callable[[Told, Rows, Numbers], Ranks]]] = {
    "conservative": _lowest,
    "latest": _last,
    "representative": _most_origins,
    "informative": _highest,
}
