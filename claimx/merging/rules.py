"""The rules that say whether two mentions tell one event.

Each rule is a row of `RULES`: a function of two mentions that answers with a judgement, whose sentence is printed in
the event's log, or with None where it has nothing to say; its array form (`claimx.merging.votes`), which says the same
of many pairs at once; and, as the function's docstring, what the rule is. Tolls are no rule: they never join and never
separate.

Two mentions are one event if no rule says `different` and the weights add up to `THRESHOLD`, which a shared day and a
shared city reach by themselves, a day and a country only with a shared actor beside them. Where nothing dates one of
them, one sign has to reach it alone: the same passage, or the same relation to what is one other event with a date.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from claimx.facts import UNDATED, Facts, Named
from claimx.merging import votes
from claimx.merging.identity import same_participant
from claimx.merging.judgement import Judgement
from claimx.merging.votes import Pairs, Votes
from claimx.merging.weights import (
    ACTOR,
    CALM,
    DAY,
    DUPLICATE,
    LABEL,
    MEANS,
    MONTH,
    OTHER_GROUP,
    PLACES,
    RECIPIENT,
    RETOLD,
    SAME_TYPE,
    VICTIM,
    YEAR,
)
from claimx.taxonomy import TYPES
from claimx.values.names.persons import nearly_same_person
from claimx.values.places import PlaceNames, compare_where


class Pair:
    """Two mentions as the rules see them, `left` being the row with the lower id."""

    def __init__(self, facts: Facts, left: int, right: int) -> None:
        """Look at two rows of facts."""
        self.facts, self.left, self.right = facts, left, right

    @cached_property
    def identity(self) -> Judgement | None:
        """A shared named victim, the strongest sign of one event."""
        sentence = _shared(self.facts.victims[self.left], self.facts.victims[self.right])
        return Judgement("victim", "same", VICTIM, f"both name one victim: {sentence}") if sentence else None

    @cached_property
    def retold(self) -> bool:
        """Whether both are one article's double account of one thing: same type, time, place and passage."""
        facts, left, right = self.facts, self.left, self.right
        return (
            facts.type[left] == facts.type[right]
            and (facts.start[left], facts.end[left]) == (facts.start[right], facts.end[right])
            and self.place(left) == self.place(right)
            and bool((facts.overlapping == (left, right)).all(axis=1).any())
        )

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """What the rules say that do not ask whether one article has both."""
        return tuple(filter(None, (rule.judge(self) for rule in RULES if rule.judge is not one_article)))

    def place(self, row: int) -> PlaceNames:
        """Return the place of one of the mentions."""
        facts = self.facts
        return PlaceNames(
            site=facts.site[row],
            city=facts.city[row],
            admin1=facts.admin1[row],
            country=facts.country[row],
            country_code=facts.country_code[row],
        )

    def days(self, row: int) -> str:
        """Return the days of one of the mentions."""
        return _days(int(self.facts.start[row]), int(self.facts.end[row]))


def realis(pair: Pair) -> Judgement | None:
    """What happened is not what was announced, imagined or said not to have happened."""
    left, right = pair.facts.realis[pair.left], pair.facts.realis[pair.right]
    if left == right:
        return None
    return Judgement("realis", "different", 0, f"one is told as {left}, the other as {right}")


def one_article(pair: Pair) -> Judgement | None:
    """One article tells two events, unless it tells one twice: in one passage, or with all the signs of one event."""
    if pair.facts.article.codes[pair.left] != pair.facts.article.codes[pair.right]:
        return None
    if pair.retold:
        return Judgement("one_article", "same", RETOLD, "one article tells it twice in the same passage")
    weight = sum(judgement.weight for judgement in pair.judgements)
    if weight >= DUPLICATE and all(judgement.verdict != "different" for judgement in pair.judgements):
        return Judgement("one_article", "same", 0, "one article tells it twice, with all the signs of one event")
    return Judgement("one_article", "different", 0, "one article tells them as two events")


def event_type(pair: Pair) -> Judgement | None:
    """Kinds of violence are easily confused in reports; violence, unrest and arrests are not."""
    left, right = pair.facts.type[pair.left], pair.facts.type[pair.right]
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
    (left, left_end), (right, right_end) = (
        (int(pair.facts.start[row]), int(pair.facts.end[row])) for row in (pair.left, pair.right)
    )
    if UNDATED in (left, right):
        return None
    start, end = max(left, right), min(left_end, right_end)
    if start <= end:
        spans = left_end - left, right_end - right
        # Two windows that touch at their ends say little: half of the shorter one has to be shared.
        much = 2 * (end - start + 1) > min(spans)
        weight = DAY if max(spans) <= 1 else MONTH if max(spans) <= 31 and much else YEAR
        return Judgement("time", "same", weight, f"both can be {_days(start, end)}")
    dates = f"{pair.days(pair.left)} and {pair.days(pair.right)}"
    if start - end <= 1 and pair.identity is not None:
        return Judgement("time", "unsure", 0, f"{dates} lie on two sides of one midnight")
    return Judgement("time", "different", 0, f"the dates exclude each other: {dates}")


def place(pair: Pair) -> Judgement | None:
    """Places must contain one another (site < city < province < country); siblings exclude each other.

    Two sites exclude each other only where no named victim is shared: one shooting is put on either of two streets.
    """
    verdict = compare_where(pair.place(pair.left), pair.place(pair.right))
    if verdict.opposed == "site" and pair.identity is not None:
        return Judgement("place", "unsure", 0, f"{verdict.sentence} They share a named victim.")
    if verdict.relation == "conflict":
        return Judgement("place", "different", 0, verdict.sentence)
    if verdict.level is None:
        return None
    return Judgement("place", "same", PLACES[verdict.level], verdict.sentence)


def victim(pair: Pair) -> Judgement | None:
    """One named victim on each side: the same joins, two different ones separate.

    A bare family name does neither, nor does a name that is one letter from the other.
    """
    if pair.identity is not None:
        return pair.identity
    left, right = pair.facts.victims[pair.left], pair.facts.victims[pair.right]
    if len(left) != 1 or len(right) != 1 or same_participant(left[0], right[0], same_article=True):
        return None
    if nearly_same_person(left[0].name, right[0].name):
        return None
    names = f"{left[0].name!r} and {right[0].name!r}"
    return Judgement("victim", "different", 0, f"each names one victim, and not the same: {names}")


def actor(pair: Pair) -> Judgement | None:
    """The same named actor, told in both articles' own voice."""
    sentence = _shared(pair.facts.actors[pair.left], pair.facts.actors[pair.right])
    return Judgement("actor", "same", ACTOR, f"both say who did it: {sentence}") if sentence else None


def recipient(pair: Pair) -> Judgement | None:
    """The same named target."""
    sentence = _shared(pair.facts.recipients[pair.left], pair.facts.recipients[pair.right])
    return Judgement("recipient", "same", RECIPIENT, f"both say whom it was aimed at: {sentence}") if sentence else None


def means(pair: Pair) -> Judgement | None:
    """The same means; two different means are often one event seen by two reporters, so they say nothing."""
    left, right = pair.facts.means[pair.left], pair.facts.means[pair.right]
    if left is None or left != right:
        return None
    return Judgement("means", "same", MEANS, f"both say by {_words(left)}")


def label(pair: Pair) -> Judgement | None:
    """Both use the same words of at least three for the event."""
    left, right = pair.facts.label[pair.left], pair.facts.label[pair.right]
    if left is None or left != right:
        return None
    return Judgement("label", "same", LABEL, f"both call it {left!r}")


class Rule(NamedTuple):
    """One row of the table."""

    name: str
    judge: Callable[[Pair], Judgement | None]
    vote: Callable[[Pairs], Votes]
    """The same rule over many pairs at once."""
    weights: tuple[int, ...]
    """What it can add; 0 stands for a rule that only separates."""

    @property
    def says(self) -> str:
        """What the rule is, as a sentence."""
        return " ".join((self.judge.__doc__ or "").split("\n\n")[0].split())


RULES: Final = (
    Rule("realis", realis, votes.realis, (0,)),
    Rule("type", event_type, votes.event_type, (SAME_TYPE, OTHER_GROUP)),
    Rule("time", time, votes.time, (DAY, MONTH, YEAR)),
    Rule("place", place, votes.place, tuple(PLACES.values())),
    Rule("victim", victim, votes.victim, (VICTIM,)),
    Rule("actor", actor, votes.actor, (ACTOR,)),
    Rule("recipient", recipient, votes.recipient, (RECIPIENT,)),
    Rule("means", means, votes.means, (MEANS,)),
    Rule("label", label, votes.label, (LABEL,)),
    Rule("one_article", one_article, votes.one_article, (RETOLD, 0)),
)


def _shared(left: tuple[Named, ...], right: tuple[Named, ...]) -> str | None:
    sentences = (same_participant(one, other, same_article=False) for one in left for other in right)
    return next(filter(None, sentences), None)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _days(start: int, end: int) -> str:
    first, last = (date.fromordinal(day).isoformat() for day in (start, end))
    return first if start == end else f"{first} to {last}"
