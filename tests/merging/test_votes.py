"""Votes: every rule says of many pairs at once what it says of one."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np
import pytest

from claimx.facts import Rows
from claimx.merging import rules
from claimx.merging.engine import Engine
from claimx.merging.gates import Gates
from claimx.merging.judgement import Decision
from claimx.merging.rules import RULES, Pair, Rule
from claimx.merging.rulings import RuledPairs
from claimx.merging.verdicts import Verdicts, decide, support
from claimx.merging.votes import Columns, Pairs
from tests.merging.drawn import Drawn, draws

WORLDS: Final = 40
"""Worlds of about 60 pairs in each part of a property."""


def rows_of(world: Drawn) -> tuple[Rows, Rows]:
    """Return all pairs of a world as arrays."""
    left, right = np.array(world.pairs(), dtype=np.int64).reshape(-1, 2).T
    return left, right


def told(verdicts: Verdicts) -> list[tuple[str, int]]:
    """Return verdicts in words, with their weights."""
    zipped = zip(verdicts.weight.tolist(), verdicts.same.tolist(), verdicts.different.tolist(), strict=True)
    return [("different" if different else "same" if same else "unsure", weight) for weight, same, different in zipped]


@pytest.mark.parametrize("first", range(0, 3 * WORLDS, WORLDS))
def test_all_rules_together(first: int) -> None:
    """Verdict, weight and support of every pair, without and with rulings, are those of the scalar rules."""
    for seed, world in draws(WORLDS, first=first, n_articles=8):
        left, right = rows_of(world)
        plain, ruled = Engine(Columns(world.facts)), Engine(Columns(world.facts), ruled=rulings_of(world, seed))
        one_by_one = Gates(world.facts), Gates(world.facts, rulings=ruled.rulings)
        decisions = [[each.decide(*pair) for pair in world.pairs()] for each in one_by_one]
        verdicts = decide(plain.columns, plain.ties, left, right)
        assert told(verdicts) == [(one.verdict, one.weight) for one in decisions[0]], f"seed {seed}"
        assert told(ruled.decide(left, right)) == [(one.verdict, one.weight) for one in decisions[1]], f"seed {seed}"
        points = support(plain.columns, plain.ties, left, right)
        assert points.tolist() == [one.support for one in decisions[0]], f"seed {seed}"


def rulings_of(world: Drawn, seed: int) -> RuledPairs:
    """Rule on a handful of pairs, one of them both ways."""
    pairs = world.pairs()
    chosen = [pairs[(seed * 7 + step * 13) % len(pairs)] for step in range(6)]
    return RuledPairs(tuple(chosen[:4]), tuple(chosen[3:]))


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name != "one_article"], ids=lambda rule: rule.name)
def test_each_rule_alone(rule: Rule) -> None:
    """Its array form weighs and separates as its scalar form does, whatever the other rules say."""
    for seed, world in draws(WORLDS, first=1000, n_articles=8):
        left, right = rows_of(world)
        votes = rule.vote(Pairs(Columns(world.facts), left, right, np.zeros(len(left), dtype=np.int8)))
        judged = [rule.judge(Pair(world.facts, *pair)) for pair in world.pairs()]
        assert votes.weight.tolist() == [one.weight if one else 0 for one in judged], f"seed {seed}"
        assert votes.different.tolist() == [one is not None and one.verdict == "different" for one in judged], seed


def test_the_rule_on_one_article() -> None:
    """It is asked last, about pairs that nothing else keeps apart, and sees what speaks for them."""
    (rule,) = (rule for rule in RULES if rule.name == "one_article")
    seen: Counter[tuple[str, int]] = Counter()
    for seed, world in draws(WORLDS, first=2000, n_articles=8):
        pairs = [Pair(world.facts, *pair) for pair in world.pairs()]
        asked = [pair for pair in pairs if all(one.verdict != "different" for one in pair.judgements)]
        weight = np.array([sum(one.weight for one in pair.judgements) for pair in asked], dtype=np.int8)
        left, right = (np.array([getattr(pair, side) for pair in asked], dtype=np.int64) for side in ("left", "right"))
        votes = rule.vote(Pairs(Columns(world.facts), left, right, weight))
        judged = [rules.one_article(pair) for pair in asked]
        assert votes.weight.tolist() == [one.weight if one else 0 for one in judged], f"seed {seed}"
        assert votes.different.tolist() == [one is not None and one.verdict == "different" for one in judged], seed
        seen.update((one.verdict, one.weight) for one in judged if one)
    assert min(seen[each] for each in (("same", 12), ("same", 0), ("different", 0))) >= 5


def test_any_subset_of_pairs_is_decided_alike() -> None:
    """A pair's verdict does not depend on the pairs beside it, nor do rows matter that are not asked about."""
    for seed, world in draws(WORLDS, first=3000, n_articles=8):
        left, right = rows_of(world)
        engine = Engine(Columns(world.facts))
        whole = told(engine.decide(left, right))
        assert told(engine.decide(left[::3], right[::3])) == whole[::3], f"seed {seed}"
        assert told(engine.decide(left[:0], right[:0])) == []


def test_drawn_worlds_hit_every_branch() -> None:
    """Every rule is seen to say all that it can, with all its weights: otherwise the above would hold of nothing."""
    decisions: list[Decision] = []
    for _, world in draws(2 * WORLDS, n_articles=8):
        one_by_one = Gates(world.facts)
        decisions += [one_by_one.decide(*pair) for pair in world.pairs()]
    seen = {(one.rule, one.verdict, one.weight) for decision in decisions for one in decision.judgements}
    able = {(rule.name, weight) for rule in RULES for weight in rule.weights}
    assert able - {(rule, weight) for rule, _, weight in seen} == set()
    separating = {rule for rule, verdict, _ in seen if verdict == "different"}
    assert {"realis", "type", "time", "place", "victim", "one_article"} == separating
    assert {("time", "unsure", 0), ("place", "unsure", 0), ("tied", "same", 2), ("tied", "same", 8)} <= seen
