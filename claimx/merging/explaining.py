"""Explaining: every rule's verdict on two mentions, and why they are one event or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

from claimx.article import Article
from claimx.errors import InputError
from claimx.explanation import EventExplanation, PairExplanation, RuleAnswer
from claimx.facts import Facts
from claimx.mention import Mention
from claimx.merging.engine import Engine
from claimx.merging.events import event_ids_of
from claimx.merging.gates import Gates
from claimx.merging.grounds import Cluster, explained, runners_up
from claimx.merging.judgement import Decision, Judgement
from claimx.merging.linkage import Linkage
from claimx.merging.ruled import applying, ruled_pairs
from claimx.merging.rules import RULES
from claimx.merging.votes import Columns
from claimx.merging.weights import THRESHOLD
from claimx.ruling import Ruling

CLOSEST: Final = 3
"""Pairs outside an event that are shown."""
TIED: Final = "A reprisal for one attack is one reprisal, and the attack it answers is one attack."
RULED: Final = "What a person decided wins over the rules."


class Merged(NamedTuple):
    """A merge that can be asked why."""

    engine: Engine
    gates: Gates
    clusters: tuple[Cluster, ...]
    event_of: Mapping[str, str]
    """The event of each mention, by their ids."""
    row_of: Mapping[str, int]

    @classmethod
    def of(
        cls,
        mentions: Iterable[Mention],
        *,
        articles: Iterable[Article],
        linkage: Linkage = "constrained",
        rulings: Iterable[Ruling] = (),
    ) -> Merged:
        """Cluster mentions; their articles give the events their ids."""
        by_id = {mention.id: mention for mention in sorted(mentions, key=Mention.to_line, reverse=True)}
        facts = Facts.of(by_id.values())
        ruled = ruled_pairs(facts, applying(rulings, present=by_id))
        engine = Engine(Columns(facts), ruled=ruled)
        clusters = explained(facts, linkage=linkage, ruled=ruled)
        event_ids = event_ids_of(clusters, by_id, {article.id: article for article in articles})
        rows = {facts.id(row): row for row in range(len(facts))}
        return cls(engine, Gates(facts, rulings=engine.rulings), clusters, event_ids, rows)

    def find_mention(self, wanted: str) -> str:
        """Return the id of the mention with this id or this beginning of one.

        Raises:
            InputError: no mention has it, or several have.
        """
        return _only(wanted, self.row_of, "mention")

    def find_event(self, wanted: str) -> str:
        """Return the id of the event with this id or this beginning of one; raises as `find_mention`."""
        return _only(wanted, set(self.event_of.values()), "event")


def explain_pair(merged: Merged, one: str, other: str) -> PairExplanation:
    """Return what every rule says of two mentions, given by id in any order, and what came of it."""
    rows = sorted((merged.row_of[one], merged.row_of[other]))
    if rows[0] == rows[1]:
        raise InputError(f"mention {one} is given twice; name two mentions")
    decision = merged.gates.decide(*rows)
    return PairExplanation(
        left=decision.left,
        right=decision.right,
        left_event=merged.event_of[decision.left],
        right_event=merged.event_of[decision.right],
        answers=tuple(_answers(decision.judgements)),
        weight=decision.weight,
        threshold=THRESHOLD,
        verdict=decision.verdict,
        outcome=_outcome(merged, decision),
    )


def explain_event(merged: Merged, event: str) -> EventExplanation:
    """Return the joins that made an event, those it refused, and the pairs that came closest to joining it."""
    cluster = next(one for one in merged.clusters if merged.event_of[one.mention_ids[0]] == event)
    rows = [merged.row_of[mention_id] for mention_id in cluster.mention_ids]
    facts = merged.engine.facts
    closest = runners_up(merged.engine, rows, most=CLOSEST)
    return EventExplanation(
        event=event,
        mention_ids=cluster.mention_ids,
        joined=tuple(explain_pair(merged, join.left, join.right) for join in cluster.joined),
        refused=tuple(explain_pair(merged, join.left, join.right) for join in cluster.refused),
        closest=tuple(explain_pair(merged, facts.id(left), facts.id(right)) for left, right in closest),
    )


def _only(wanted: str, known: Iterable[str], what: str) -> str:
    found = sorted(each for each in known if each.startswith(wanted))
    if wanted in found:
        return wanted
    if len(found) != 1:
        count = "no" if not found else len(found)
        raise InputError(f"{count} {what} has the id or beginning {wanted!r}; `claimx show` lists the ids of events")
    return found[0]


def _answers(judgements: Sequence[Judgement]) -> Iterable[RuleAnswer]:
    said = {judgement.rule: judgement for judgement in judgements}
    rules = {rule.name: rule.says for rule in RULES} | {"tied": TIED, "ruling": RULED}
    for name, says in rules.items():
        judgement = said.get(name)
        if judgement is not None or name not in {"tied", "ruling"}:
            yield RuleAnswer(
                rule=name,
                says=says,
                verdict=judgement.verdict if judgement is not None else None,
                weight=judgement.weight if judgement is not None else 0,
                sentence=judgement.sentence if judgement is not None else None,
            )


def _outcome(merged: Merged, decision: Decision) -> str:
    left, right = merged.event_of[decision.left], merged.event_of[decision.right]
    if left == right:
        return _together(decision, left)
    if decision.verdict == "different":
        return f"two events: {decision.sentence()}"
    if decision.verdict == "unsure":
        return _too_little(decision)
    opposed = _opposed(merged, left, right)
    if opposed is None:
        return f"two events, although they alone would be one: {left} and {right} weigh too little on average"
    return (
        f"two events, although they alone would be one: joining {left} and {right} would bring together"
        f" {opposed.left} and {opposed.right}, and {opposed.sentence()}"
    )


def _together(decision: Decision, event: str) -> str:
    if decision.verdict == "same":
        return f"one event, {event}: {decision.sentence()}"
    return f"one event, {event}, through other mentions that join both; these two alone: {_too_little(decision)}"


def _too_little(decision: Decision) -> str:
    if decision.verdict == "different":
        return decision.sentence()
    if decision.weight >= THRESHOLD:
        return f"{decision.weight} points, but without a date on both sides one sign has to reach {THRESHOLD} alone"
    return f"{decision.weight} of the {THRESHOLD} points that one event takes: {decision.sentence()}"


def _opposed(merged: Merged, left: str, right: str) -> Decision | None:
    """The first pair of different mentions that a join of two events would bring together."""
    sides = [
        sorted(row for mention_id, row in merged.row_of.items() if merged.event_of[mention_id] == event)
        for event in (left, right)
    ]
    decisions = (merged.gates.decide(*pair) for pair in product(*sides))
    return next((one for one in decisions if one.verdict == "different"), None)
