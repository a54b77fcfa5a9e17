"""The gates: rules that say whether two mentions tell one event.

Each rule is a row of `RULES`: a function of two mentions that answers with a judgement, whose sentence is printed in
the event's log, or with None where it has nothing to say. Tolls are no rule: they never join and never separate.

Two mentions are one event if no rule says `different` and the weights add up to `THRESHOLD`, which a shared day and a
shared city reach by themselves, a day and a country only with a shared actor beside them. Where nothing dates one of
them, one sign has to reach it alone: the same passage, or the same relation to what is one other event with a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from claimx.mention import Mention, Participant, ParticipantRole, Where
from claimx.merging.identity import same_participant
from claimx.merging.judgement import Decision, Judgement
from claimx.quote import Quote
from claimx.taxonomy import TYPES, EventGroup
from claimx.values.names.persons import nearly_same_person
from claimx.values.places import PlaceNames, compare_where

THRESHOLD: Final = 8

DAY, MONTH, YEAR = 4, 2, 1
SITE, CITY, ADMIN1, COUNTRY = 6, 4, 3, 1
SAME_TYPE, OTHER_GROUP = 1, -2
VICTIM, ACTOR, RECIPIENT, MEANS = 4, 3, 2, 1
LABEL, TIED, RETOLD = 2, 2, 12

CALM: Final[frozenset[EventGroup]] = frozenset({"unrest", "state_action"})
_ONE_DAY: Final = timedelta(days=1)
_TIED_TO: Final = "both stand in the same relation to what"


class Pair:
    """Two mentions as the rules see them, `left` having the lower id."""

    def __init__(self, left: Mention, right: Mention) -> None:
        self.left, self.right = left, right

    @cached_property
    def identity(self) -> Judgement | None:
        """A shared named victim, the strongest sign of one event."""
        for left in _victims(self.left):
            for right in _victims(self.right):
                sentence = same_participant(left, right, same_article=False)
                if sentence is not None:
                    return Judgement("victim", "same", VICTIM, f"both name one victim: {sentence}")
        return None

    @cached_property
    def retold(self) -> bool:
        """Whether both are one article's double account of one thing: same type, time, place and passage."""
        left, right = self.left, self.right
        return (
            left.article_id == right.article_id
            and left.type == right.type
            and (left.when.start, left.when.end) == (right.when.start, right.when.end)
            and _place(left.where) == _place(right.where)
            and any(_overlap(one, other) for one in left.quotes for other in right.quotes)
        )


def realis(pair: Pair) -> Judgement | None:
    """What happened is not what was announced, imagined or said not to have happened."""
    left, right = pair.left.realis, pair.right.realis
    if left == right:
        return None
    return Judgement("realis", "different", 0, f"one is told as {left}, the other as {right}")


def one_article(pair: Pair) -> Judgement | None:
    """Two mentions of one article are two events, unless they retell one passage."""
    if pair.left.article_id != pair.right.article_id:
        return None
    if pair.retold:
        return Judgement("one_article", "same", RETOLD, "one article tells it twice in the same passage")
    return Judgement("one_article", "different", 0, "one article tells them as two events")


def event_type(pair: Pair) -> Judgement | None:
    """Kinds of violence are easily confused in reports; violence, unrest and arrests are not."""
    left, right = pair.left.type, pair.right.type
    if left == right:
        return None if left == "other" else Judgement("type", "same", SAME_TYPE, f"both are told as {_words(left)}")
    groups = {TYPES[left].group, TYPES[right].group}
    if len(groups) == 1 or "unspecified" in groups:
        return None
    sentence = f"one is told as {_words(left)}, the other as {_words(right)}"
    if groups & CALM:
        return Judgement("type", "different", 0, sentence)
    return Judgement("type", "unsure", OTHER_GROUP, sentence)


def time(pair: Pair) -> Judgement | None:
    """Times must overlap at their precision; next-day dates are midnight's doing only where a victim is shared."""
    left, right = pair.left.when, pair.right.when
    if left.start is None or left.end is None or right.start is None or right.end is None:
        return None
    start, end = max(left.start, right.start), min(left.end, right.end)
    if start <= end:
        spans = (left.end - left.start).days, (right.end - right.start).days
        # Two windows that touch at their ends say little: half of the shorter one has to be shared.
        much = 2 * ((end - start).days + 1) > min(spans)
        weight = DAY if max(spans) <= 1 else MONTH if max(spans) <= 31 and much else YEAR
        return Judgement("time", "same", weight, f"both can be {_days(start, end)}")
    dates = f"{_days(left.start, left.end)} and {_days(right.start, right.end)}"
    if start - end <= _ONE_DAY and pair.identity is not None:
        return Judgement("time", "unsure", 0, f"{dates} lie on two sides of one midnight")
    return Judgement("time", "different", 0, f"the dates exclude each other: {dates}")


def place(pair: Pair) -> Judgement | None:
    """Places must contain one another (site < city < province < country); siblings exclude each other.

    Two sites exclude each other only where no named victim is shared: one shooting is put on either of two streets.
    """
    verdict = compare_where(_place(pair.left.where), _place(pair.right.where))
    if verdict.opposed == "site" and pair.identity is not None:
        return Judgement("place", "unsure", 0, f"{verdict.sentence} They share a named victim.")
    if verdict.relation == "conflict":
        return Judgement("place", "different", 0, verdict.sentence)
    if verdict.level is None:
        return None
    weights = {"site": SITE, "city": CITY, "admin1": ADMIN1, "country": COUNTRY}
    return Judgement("place", "same", weights[verdict.level], verdict.sentence)


def victim(pair: Pair) -> Judgement | None:
    """One named victim on each side: the same joins, two different ones separate.

    A bare family name does neither, nor does a name that is one letter from the other.
    """
    if pair.identity is not None:
        return pair.identity
    left, right = _victims(pair.left), _victims(pair.right)
    if len(left) != 1 or len(right) != 1 or same_participant(left[0], right[0], same_article=True):
        return None
    if nearly_same_person(left[0].name.exact, right[0].name.exact):
        return None
    names = f"{left[0].name.exact!r} and {right[0].name.exact!r}"
    return Judgement("victim", "different", 0, f"each names one victim, and not the same: {names}")


def actor(pair: Pair) -> Judgement | None:
    """The same named actor, told in both articles' own voice."""
    return _shared(pair, "actor", ACTOR, "both say who did it")


def recipient(pair: Pair) -> Judgement | None:
    """The same named target."""
    return _shared(pair, "recipient", RECIPIENT, "both say whom it was aimed at")


def means(pair: Pair) -> Judgement | None:
    """The same means; two different means are often one event seen by two reporters, so they say nothing."""
    if pair.left.means is None or pair.left.means != pair.right.means:
        return None
    return Judgement("means", "same", MEANS, f"both say by {_words(pair.left.means)}")


def label(pair: Pair) -> Judgement | None:
    """Both use the same words of at least three for the event."""
    left, right = (" ".join(mention.label.exact.casefold().split()) for mention in (pair.left, pair.right))
    if left != right or len(left.split()) < 3:
        return None
    return Judgement("label", "same", LABEL, f"both call it {pair.left.label.exact!r}")


class Rule(NamedTuple):
    """One row of the table."""

    name: str
    judge: Callable[[Pair], Judgement | None]


RULES: Final = (
    Rule("realis", realis),
    Rule("one_article", one_article),
    Rule("type", event_type),
    Rule("time", time),
    Rule("place", place),
    Rule("victim", victim),
    Rule("actor", actor),
    Rule("recipient", recipient),
    Rule("means", means),
    Rule("label", label),
)


class Gates:
    """Decides on pairs of a fixed set of mentions, each pair once."""

    def __init__(self, mentions: Mapping[str, Mention]) -> None:
        self._mentions = mentions
        self._untied: dict[tuple[str, str], Decision] = {}
        self._ties = _ties(mentions)
        self._decisions: dict[tuple[str, str], Decision] = {}

    def decide(self, one: str, other: str) -> Decision:
        """Return what all rules say of two mentions, given by id in any order."""
        key = (min(one, other), max(one, other))
        if key not in self._decisions:
            untied = self.decide_untied(*key)
            tied = self._tied(*key) if untied.verdict != "different" else None
            self._decisions[key] = self._decision(*key, (*untied.judgements, tied)) if tied else untied
        return self._decisions[key]

    def decide_untied(self, one: str, other: str) -> Decision:
        """Return the decision of the table alone, without what the two mentions are tied to."""
        key = (min(one, other), max(one, other))
        if key not in self._untied:
            pair = Pair(self._mentions[key[0]], self._mentions[key[1]])
            self._untied[key] = self._decision(*key, tuple(filter(None, (rule.judge(pair) for rule in RULES))))
        return self._untied[key]

    def tied_pairs(self, one: str, other: str) -> Iterator[tuple[str, str]]:
        """Yield the pairs of mentions that stand to these two in the same relation."""
        for relation, left in self._ties.get(one, ()):
            for also, right in self._ties.get(other, ()):
                if relation == also and left != right:
                    yield left, right

    def _tied(self, one: str, other: str) -> Judgement | None:
        """What each is tied to: a reprisal for one attack is one reprisal, and the attack it answers one attack."""
        decided = (self.decide_untied(*pair) for pair in self.tied_pairs(one, other))
        ties = [tie for tie in decided if tie.verdict != "different"]
        dated = [tie.weight for tie in ties if self._dated(tie.left, tie.right)]
        if not self._dated(one, other) and max(dated, default=0) + TIED >= THRESHOLD:
            return Judgement("tied", "same", THRESHOLD, f"{_TIED_TO} is one other event")
        if any(tie.weight > 0 for tie in ties):
            return Judgement("tied", "same", TIED, f"{_TIED_TO} may be one other event")
        return None

    def _dated(self, one: str, other: str) -> bool:
        return all(self._mentions[each].when.start is not None for each in (one, other))

    def _decision(self, left: str, right: str, judgements: tuple[Judgement, ...]) -> Decision:
        weight = sum(judgement.weight for judgement in judgements)
        if any(judgement.verdict == "different" for judgement in judgements):
            return Decision(left, right, "different", 0, judgements)
        settled = self._dated(left, right) or any(judgement.weight >= THRESHOLD for judgement in judgements)
        return Decision(left, right, "same" if settled and weight >= THRESHOLD else "unsure", weight, judgements)


def _ties(mentions: Mapping[str, Mention]) -> dict[str, tuple[tuple[str, str], ...]]:
    ties: dict[str, set[tuple[str, str]]] = {}
    for mention in mentions.values():
        for relation in mention.relations:
            if relation.to in mentions:
                ties.setdefault(mention.id, set()).add((relation.kind, relation.to))
                ties.setdefault(relation.to, set()).add((f"{relation.kind} of", mention.id))
    return {mention_id: tuple(sorted(tied)) for mention_id, tied in ties.items()}


def _shared(pair: Pair, role: ParticipantRole, weight: int, opening: str) -> Judgement | None:
    for left in _named(pair.left, role):
        for right in _named(pair.right, role):
            sentence = same_participant(left, right, same_article=False)
            if sentence is not None:
                return Judgement(role, "same", weight, f"{opening}: {sentence}")
    return None


def _named(mention: Mention, role: ParticipantRole) -> list[Participant]:
    return [one for one in mention.participants if one.role == role and one.named]


def _victims(mention: Mention) -> list[Participant]:
    return [one for one in _named(mention, "victim") if one.kind == "person"]


def _place(where: Where) -> PlaceNames:
    site, city, admin1, country = (
        quote and quote.exact for quote in (where.site, where.city, where.admin1, where.country)
    )
    return PlaceNames(site=site, city=city, admin1=admin1, country=country, country_code=where.country_code)


def _overlap(left: Quote, right: Quote) -> bool:
    return left.start < right.end and right.start < left.end


def _words(name: str) -> str:
    return name.replace("_", " ")


def _days(start: date, end: date) -> str:
    return start.isoformat() if start == end else f"{start.isoformat()} to {end.isoformat()}"
