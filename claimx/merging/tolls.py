"""Resolving tolls: every account side by side, a range over all that count, and one value by a named policy.

    conservative    the lowest account
    latest          the account published last, by day unless every report of the event states the time
    representative  the number with the most independent origins, then the most pairs of origin and speaker
    informative     the highest account

"At least two" and "two" are two accounts of one number. Where any report prints numbers, a count of the people that
another merely names or describes bounds nothing: who tells of one victim does not deny others. A tie leaves best null,
with the reason. Counts of some victims only, of others besides, and over a longer campaign stand apart: they bound
nothing and are never added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple, get_args

from claimx.article import Article
from claimx.claim import Toll, TollKind
from claimx.event import ClaimStatus, EventToll, LogEntry, Policy, Saying, TollAccount
from claimx.merging.sayings import Sayings
from claimx.merging.told import Told

_STATUS_ORDER: Final[tuple[ClaimStatus, ...]] = ("current", "superseded", "divergent")


class Numbers(NamedTuple):
    """What an account says: bounds and best number, null where it leaves them open."""

    min: int | None
    best: int | None
    max: int | None
    approximate: bool

    @property
    def low(self) -> int | None:
        """The lowest number the account gives."""
        return self.min if self.min is not None else self.best

    @property
    def high(self) -> int | None:
        """The highest number the account gives."""
        return next((number for number in (self.max, self.best, self.min) if number is not None), None)

    def allows(self, other: Numbers) -> bool:
        """Whether the other account's exact number lies within these bounds."""
        return (
            other.best is not None
            and (self.low is None or self.low <= other.best)
            and (self.max is None or other.best <= self.max)
        )

    def words(self) -> str:
        """Return the account for a reader: "2", "at least 12", "up to 5", "10 to 20"."""
        if self.best is not None:
            return f"{'about ' if self.approximate else ''}{self.best}"
        if self.min is not None and self.max is not None:
            return f"{self.min} to {self.max}"
        return f"at least {self.min}" if self.min is not None else f"up to {self.max}"


class Account(NamedTuple):
    """One value with the claims that give or confirm it."""

    numbers: Numbers
    status: ClaimStatus
    told: tuple[Told, ...]


def resolve_tolls(sayings: Sayings, policy: Policy) -> tuple[EventToll, ...]:
    """Return one toll for each kind of harm that any claim counts, in the order of `TollKind`."""
    tolls = (_resolve(kind, sayings, policy) for kind in get_args(TollKind))
    return tuple(toll for toll in tolls if toll is not None)


def accounts_of(kind: TollKind, sayings: Sayings) -> list[Account]:
    """Return the accounts of one kind, current ones first, then by value."""
    grouped: defaultdict[tuple[ClaimStatus, Numbers], list[Told]] = defaultdict(list)
    for one, toll in _tolls(kind, sayings):
        counted = _counted(toll, sayings)
        status = sayings.statuses[toll.id].status
        if counted is not None:
            grouped[(status, _numbers(counted))].append(one)
    accounts = [Account(numbers, status, tuple(told)) for (status, numbers), told in grouped.items()]
    return sorted(accounts, key=lambda one: (_STATUS_ORDER.index(one.status), _sortable(one.numbers)))


def _tolls(kind: TollKind, sayings: Sayings) -> list[tuple[Told, Toll]]:
    return [(one, one.claim) for one in sayings.told if isinstance(one.claim, Toll) and one.claim.kind == kind]


def _counted(toll: Toll, sayings: Sayings) -> Toll | None:
    """The toll whose number this claim stands behind: its own, or the one it confirms; None for a partial count."""
    if toll.polarity == "-":
        return None
    if toll.confirms is not None:
        confirmed = {one.claim.id: one.claim for one in sayings.told}.get(toll.confirms)
        return (
            confirmed if isinstance(confirmed, Toll) and confirmed.confirms is None and _is_whole(confirmed) else None
        )
    divergent = sayings.statuses[toll.id].status == "divergent"
    return toll if _is_whole(toll) or (divergent and _numbers(toll).high is not None) else None


def _is_whole(toll: Toll) -> bool:
    return toll.scope == "total" and _numbers(toll).high is not None


def _numbers(toll: Toll) -> Numbers:
    return Numbers(toll.min, toll.best, toll.max, toll.approximate)


def _sortable(numbers: Numbers) -> tuple[int, ...]:
    return tuple(-1 if number is None else number for number in (numbers.low, numbers.best, numbers.high))


def _resolve(kind: TollKind, sayings: Sayings, policy: Policy) -> EventToll | None:
    tolls = _tolls(kind, sayings)
    if not tolls:
        return None
    accounts = accounts_of(kind, sayings)
    current = [account for account in accounts if account.status == "current"]
    bounding = [account for account in numbered(current) if not _merely_vaguer(account, current)]
    shown = {one.claim.id for account in accounts for one in account.told}
    best, reason = choose(bounding, sayings, policy)
    tally = sayings.tally(one for account in current for one in account.told)
    return EventToll(
        kind=kind,
        low=_lowest_of(bounding),
        best=best,
        high=max((high for account in bounding if (high := account.numbers.high) is not None), default=None),
        policy=policy,
        reason=reason,
        **tally._asdict(),
        accounts=tuple(_account(account, sayings) for account in accounts),
        partial=tuple(sayings.saying(one) for one, toll in tolls if toll.id not in shown),
    )


def _lowest_of(accounts: Iterable[Account]) -> int | None:
    """The lowest number of all; null where one account leaves the number open below ("up to five")."""
    lows = [account.numbers.low for account in accounts]
    known = [low for low in lows if low is not None]
    return min(known) if known and len(known) == len(lows) else None


def numbered(accounts: Sequence[Account]) -> Sequence[Account]:
    """Return the accounts that rest on printed numbers; where there are none, all of them."""
    return [account for account in accounts if any(map(_is_printed, account.told))] or accounts


def _is_printed(one: Told) -> bool:
    return isinstance(one.claim, Toll) and one.claim.basis != "persons"


def _merely_vaguer(account: Account, others: Iterable[Account]) -> bool:
    """Whether an account without a number of its own ("several") only says less than another that has one."""
    return account.numbers.best is None and any(account.numbers.allows(other.numbers) for other in others)


def _account(account: Account, sayings: Sayings) -> TollAccount:
    told = sorted(account.told, key=lambda one: (sayings.origins[one.claim.id].name, one.article.id, one.claim.id))
    return TollAccount(
        **account.numbers._asdict(),
        words=_exact(told, "count"),
        who=_exact(told, "who"),
        status=account.status,
        **sayings.tally(told)._asdict(),
        sayings=tuple(sayings.saying(one) for one in told),
    )


def _exact(told: Iterable[Told], field: Literal["count", "who"]) -> tuple[str, ...]:
    quotes = (getattr(one.claim, field) for one in told)
    return tuple(sorted({quote.exact for quote in quotes if quote is not None}))


def choose(accounts: Sequence[Account], sayings: Sayings, policy: Policy) -> tuple[int | None, str]:
    """Return the number the policy chooses among current accounts, and why; None for a tie or for no exact number."""
    told: defaultdict[int, list[Told]] = defaultdict(list)
    for account in accounts:
        if account.numbers.best is not None:
            told[account.numbers.best].extend(account.told)
    if not told:
        return None, "no account gives a number of its own"
    if len(told) == 1:
        return next(iter(told)), "the only number that any account gives"
    rank, phrase = _POLICIES[policy]
    ranks = {number: rank(number, told[number], sayings) for number in sorted(told)}
    first = max(ranks.values())
    winners = [number for number in ranks if ranks[number] == first]
    grounds = phrase.format(*(value if value != "" else "on an unknown day" for value in first))
    if len(winners) > 1:
        return None, f"{' and '.join(map(str, winners))} tie at {grounds}"
    return winners[0], f"{winners[0]} has {grounds}"


Rank = tuple[int | str, ...]


def _lowest(number: int, _: Sequence[Told], __: Sayings) -> Rank:
    return (-number,)


def _highest(number: int, _: Sequence[Told], __: Sayings) -> Rank:
    return (number,)


def _last(_: int, told: Sequence[Told], sayings: Sayings) -> Rank:
    timed = all(isinstance(one.article.published_at, datetime) for one in sayings.told)
    return (max(_published(one.article, timed=timed) for one in told),)


def _published(article: Article, *, timed: bool) -> str:
    """Sorts by publication: by instant or by day; an unknown day sorts first."""
    published = article.published_at
    if timed and isinstance(published, datetime):
        return (published.replace(tzinfo=UTC) if published.tzinfo is None else published.astimezone(UTC)).isoformat()
    return str(article.published_on or "")


def _most_origins(_: int, told: Sequence[Told], sayings: Sayings) -> Rank:
    return (sayings.tally(told).n_origins, sayings.votes(told))


_POLICIES: Final[dict[Policy, tuple[Callable[[int, Sequence[Told], Sayings], Rank], str]]] = {
    "conservative": (_lowest, "the lowest number"),
    "latest": (_last, "the last publication, {0}"),
    "representative": (_most_origins, "{0} independent origins with {1} votes of origin and speaker"),
    "informative": (_highest, "the highest number"),
}


def toll_log(event_id: str, tolls: Iterable[EventToll]) -> list[LogEntry]:
    """Return a line for each choice of a number, and one for each claim that was set aside."""
    lines = []
    for toll in tolls:
        best = "unknown" if toll.best is None else toll.best
        sentence = f"{toll.kind}: best {best} by policy {toll.policy}: {toll.reason}"
        lines.append(LogEntry(rule="policy", left=event_id, right=None, verdict="chose", sentence=sentence))
        sayings = (saying for account in toll.accounts for saying in account.sayings)
        lines.extend(_set_aside(toll.kind, saying) for saying in sayings if saying.status != "current")
    return lines


def _set_aside(kind: TollKind, saying: Saying) -> LogEntry:
    sentence = f"{kind}: claim {saying.claim_id} is {saying.status} and not counted: {saying.status_reason}"
    return LogEntry(rule=saying.status, left=saying.claim_id, right=None, verdict="refused", sentence=sentence)
