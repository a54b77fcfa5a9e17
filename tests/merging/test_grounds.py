"""Grounds: what made an event, in decisions that can be read, and what came closest to being part of it."""

from __future__ import annotations

from itertools import combinations, permutations
from random import Random

import numpy as np
import pytest

from claimx.facts import Facts
from claimx.merging.clustering import cluster
from claimx.merging.engine import Engine
from claimx.merging.gates import Gates
from claimx.merging.grounds import Cluster, explained, runners_up
from claimx.merging.linkage import LINKAGES, Linkage
from claimx.merging.rulings import RuledPairs, Rulings
from claimx.merging.votes import Columns
from tests.merging.drawn import crowd
from tests.merging.reports import Report, Story, force, grouped, merged, report, victim

STORY = Story()
IREL, ORRAN = victim("Tomas Irel"), victim("Selim Orran")


def facts_of(*reports: Report) -> Facts:
    """Return the facts of the mentions of reports."""
    return Facts.of(mention for one in reports for mention in one.mentions)


def clusters(*reports: Report) -> tuple[Cluster, ...]:
    """Cluster the mentions of reports."""
    return explained(facts_of(*reports))


def runner_up(event: Report, *others: Report) -> tuple[str, str] | None:
    """Return the ids of the pair that speaks most for joining a report's one mention to another's."""
    facts = facts_of(event, *others)
    rows = [row for row in range(len(facts)) if facts.id(row) == event.mentions[0].id]
    found = runners_up(Engine(Columns(facts)), rows)
    return (facts.id(found[0][0]), facts.id(found[0][1])) if found else None


BRIDGE = (
    report("Valley Post", STORY.but(parties=(IREL,), means="drone")),
    report("Hill Herald", STORY.but(means="drone")),
    report("Lake Lantern", STORY.but(parties=(ORRAN,))),
)


@pytest.mark.parametrize(
    "order", tuple(permutations(BRIDGE)), ids=lambda order: " ".join(str(one[0].outlet) for one in order)
)
def test_the_weaker_join_is_refused_and_logged(order: tuple[Report, ...]) -> None:
    """What fits two events that exclude each other goes with the one it agrees with more, whoever comes first."""
    assert grouped(*order) == [["Hill Herald/1", "Valley Post/1"], ["Lake Lantern/1"]]
    pair, alone = clusters(*order) if len(clusters(*order)[0].mention_ids) == 2 else reversed(clusters(*order))
    (join,), (refusal,) = pair.joined, pair.refused
    assert join.weight > refusal.weight
    assert alone.refused == (refusal,)
    for event in merged(*order):
        (entry,) = (entry for entry in event.log if entry.verdict == "refused")
        assert {entry.left, entry.right} == {refusal.left, refusal.right}
        assert "exclude each other" in entry.sentence


def test_a_join_inside_a_cluster_is_not_refused() -> None:
    """Three mentions need two joins; the third pair is neither join nor refusal."""
    (found,) = clusters(*(report(outlet, STORY) for outlet in ("Valley Post", "Hill Herald", "Lake Lantern")))
    assert (len(found.mention_ids), len(found.joined), found.refused) == (3, 2, ())


def test_the_runner_up_is_the_closest_that_was_kept_apart() -> None:
    """Of those that did not join the one most speaks for is the closest, and the gates say what speaks against it."""
    front = force("Free Valley Front")
    one = report("Valley Post", STORY.but(parties=(front,)))
    near = report("Hill Herald", STORY.but(site="the Kadin Market", parties=(front, IREL)))
    far = report("Lake Lantern", STORY.but(site="the Kadin Market", type="shelling", realis="future"))
    kept_apart = report("Dale Daily", STORY.but(type="protest", parties=(front,), means="drone"))
    found = runner_up(one, near, far, kept_apart)
    assert set(found or ()) == {one.mentions[0].id, near.mentions[0].id}
    found = runner_up(one, far, kept_apart)
    assert set(found or ()) == {one.mentions[0].id, kept_apart.mentions[0].id}
    decision = Gates(facts_of(one, kept_apart)).decide(0, 1)
    assert "one is told as" in decision.sentence()


def test_nothing_is_close_to_what_shares_nothing() -> None:
    """A pair for which nothing speaks is no runner-up, in either direction."""
    one, other = report("Valley Post", STORY), report("Hill Herald", Story("protest", city="Orran"))
    assert (runner_up(one, other), runner_up(other, one), runner_up(one)) == (None, None, None)


def test_no_mentions_are_no_clusters() -> None:
    """The empty set has no events."""
    assert explained(Facts.of([])) == ()


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize("is_ruled", [False, True], ids=["by-rules", "with-rulings"])
@pytest.mark.parametrize("seed", range(3))
def test_grounds_agree_with_the_gates(seed: int, linkage: Linkage, *, is_ruled: bool) -> None:
    """Every mention is told once, every join and refusal logged is one by the scalar rules, refusals across events."""
    world = crowd(seed, n_worlds=12)
    rng = Random(seed)  # noqa: S311  # the same rulings each time, not a secret
    drawn = rng.sample(world.pairs(), 8) if is_ruled else []
    ruled = RuledPairs(tuple(drawn[:4]), tuple(drawn[4:]))
    rows = {world.facts.id(row): row for row in range(len(world.facts))}
    gates = Gates(world.facts, rulings=Rulings(len(rows), ruled))
    found = explained(world.facts, linkage=linkage, ruled=ruled)
    labels = cluster(world.facts, linkage=linkage, ruled=ruled).labels.tolist()
    assert sorted(rows) == sorted(each for one in found for each in one.mention_ids)
    for one in found:
        members = [rows[each] for each in one.mention_ids]
        assert {labels[row] for row in members} == {min(members)}
        for decision in one.joined:
            assert (decision.verdict, {decision.left, decision.right} <= {*one.mention_ids}) == ("same", True)
        for decision in one.refused:
            assert (decision.verdict, labels[rows[decision.left]] == labels[rows[decision.right]]) == ("same", False)
        for decision in (*one.joined, *one.refused):
            assert decision == gates.decide(rows[decision.left], rows[decision.right])


@pytest.mark.parametrize("seed", range(8))
def test_constrained_linkage_explains_itself(seed: int) -> None:
    """Joins span each event, no two of its mentions are different, and a refused join would have broken that."""
    facts = crowd(seed, n_worlds=12).facts
    rows = {facts.id(row): row for row in range(len(facts))}
    gates = Gates(facts)
    found = explained(facts)
    event_of = {each: one.mention_ids for one in found for each in one.mention_ids}

    def different(left: str, right: str) -> bool:
        return gates.decide(rows[left], rows[right]).verdict == "different"

    for one in found:
        assert len(one.joined) == len(one.mention_ids) - 1
        assert not any(different(*pair) for pair in combinations(one.mention_ids, 2))
        for join in one.refused:
            assert any(different(left, right) for left in event_of[join.left] for right in event_of[join.right])


@pytest.mark.parametrize("seed", range(2))
def test_runners_up_are_the_strongest_pairs_that_reach_outside(seed: int) -> None:
    """Asked of the scalar rules: for each mention outside the strongest pair, those that blocking names, in order."""
    facts = crowd(seed, n_worlds=10).facts
    engine, gates = Engine(Columns(facts)), Gates(facts)
    met = {pair for left, right in engine.candidates() for pair in zip(left.tolist(), right.tolist(), strict=True)}
    labels = cluster(facts).labels
    for label in sorted(set(labels.tolist()))[:10]:
        closest: dict[int, tuple[int, int, int]] = {}
        for left, right in sorted(met):
            if (labels[left] == label) != (labels[right] == label):
                outside = right if labels[left] == label else left
                strength = (-gates.decide(left, right).support, left, right)
                closest[outside] = min(closest.get(outside, strength), strength)
        expected = [(left, right) for points, left, right in sorted(closest.values()) if points < 0]
        assert runners_up(engine, np.flatnonzero(labels == label).tolist(), most=3) == expected[:3]
