"""The gates: what all rules say together of two mentions, with the sentence of each.

`claimx.merging.verdicts.decide` says the same of many pairs at once, without the sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claimx.facts import UNDATED, Facts
from claimx.merging.judgement import Decision, Judgement
from claimx.merging.rules import Pair, one_article
from claimx.merging.rulings import Rulings
from claimx.merging.weights import (
    THRESHOLD,
    TIED,
)

_TIED_TO: Final = "both stand in the same relation to what"


class Gates:
    """Decides on pairs of a fixed set of mentions, given by their rows, with the sentence of every rule."""

    def __init__(self, facts: Facts, *, rulings: Rulings | None = None) -> None:
        """Decide on the rows of `facts`; `rulings` win over the rules."""
        self._facts = facts
        self._ties = _ties(facts)
        self._rulings = rulings
        self._decisions: dict[tuple[int, int], Decision] = {}

    def decide(self, one: int, other: int) -> Decision:
        """Return what all rules say of two rows, given in any order."""
        key = (min(one, other), max(one, other))
        if key not in self._decisions:
            untied = self.decide_untied(*key)
            tied = self._tied(*key) if untied.verdict != "different" else None
            decision = self._decision(*key, (*untied.judgements, tied)) if tied else untied
            ruling = self._rulings.judge(*key) if self._rulings else None
            self._decisions[key] = _overruled(decision, ruling) if ruling else decision
        return self._decisions[key]

    def decide_untied(self, one: int, other: int) -> Decision:
        """Return the decision of the table alone, without what the two mentions are tied to."""
        left, right = min(one, other), max(one, other)
        pair = Pair(self._facts, left, right)
        article = one_article(pair)
        return self._decision(left, right, (*pair.judgements, article) if article else pair.judgements)

    def _tied(self, one: int, other: int) -> Judgement | None:
        """What each is tied to: a reprisal for one attack is one reprisal, and the attack it answers one attack."""
        tied = [pair for pair in self._tied_pairs(one, other) if self.decide_untied(*pair).verdict != "different"]
        dated = [self.decide_untied(*pair).weight for pair in tied if self._dated(*pair)]
        if not self._dated(one, other) and max(dated, default=0) + TIED >= THRESHOLD:
            return Judgement("tied", "same", THRESHOLD, f"{_TIED_TO} is one other event")
        if any(self.decide_untied(*pair).weight > 0 for pair in tied):
            return Judgement("tied", "same", TIED, f"{_TIED_TO} may be one other event")
        return None

    def _tied_pairs(self, one: int, other: int) -> Iterator[tuple[int, int]]:
        for relation, left in self._ties.get(one, ()):
            for also, right in self._ties.get(other, ()):
                if relation == also and left != right:
                    yield left, right

    def _dated(self, one: int, other: int) -> bool:
        return UNDATED not in (self._facts.start[one], self._facts.start[other])

    def _decision(self, left: int, right: int, judgements: tuple[Judgement, ...]) -> Decision:
        ids = self._facts.id(left), self._facts.id(right)
        weight = sum(judgement.weight for judgement in judgements)
        if any(judgement.verdict == "different" for judgement in judgements):
            return Decision(*ids, "different", 0, judgements)
        settled = self._dated(left, right) or any(judgement.weight >= THRESHOLD for judgement in judgements)
        return Decision(*ids, "same" if settled and weight >= THRESHOLD else "unsure", weight, judgements)


def _overruled(decision: Decision, ruling: Judgement) -> Decision:
    judgements = (*decision.judgements, ruling)
    if ruling.verdict == "unsure":
        verdict = "unsure" if decision.verdict == "different" else decision.verdict
        return decision._replace(verdict=verdict, judgements=judgements)
    return decision._replace(verdict=ruling.verdict, weight=ruling.weight, judgements=judgements)


def _ties(facts: Facts) -> dict[int, tuple[tuple[str, int], ...]]:
    ties: dict[int, set[tuple[str, int]]] = {}
    source, kind, target = facts.relations
    for row, (one, other) in enumerate(zip(source.tolist(), target.tolist(), strict=True)):
        ties.setdefault(one, set()).add((kind[row], other))
        ties.setdefault(other, set()).add((f"{kind[row]} of", one))
    return {row: tuple(sorted(tied)) for row, tied in ties.items()}
