"""Comparing: relations between names and places are those that the scalar rules find between any two."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from claimx.facts import Codes, Named
from claimx.merging.identity import same_participant
from claimx.merging.names import ROLES, Names
from claimx.merging.places import Places
from claimx.merging.rules import Pair
from claimx.values.names.persons import nearly_same_person
from claimx.values.places import compare_where
from tests.merging.drawn import Drawn, crowd, draws


def all_pairs(size: int) -> tuple[Codes, Codes]:
    """Return every pair of codes, in both orders, and each code with itself."""
    left, right = np.array([*product(range(size), repeat=2)], dtype=np.int32).reshape(-1, 2).T
    return left, right


@pytest.mark.parametrize("seed", range(4))
def test_names(seed: int) -> None:
    """Which names are one, and which persons two names do not tell apart, over all pairs of names of a crowd."""
    names = Names(crowd(seed).facts)
    left, right = all_pairs(len(names.values))
    asked = [(names.values[one], names.values[other]) for one, other in zip(left, right, strict=True)]
    same = [same_participant(*pair, same_article=False) is not None for pair in asked]
    assert names.same.holds(left, right).tolist() == same
    persons = np.array([one.kind == other.kind == "person" for one, other in asked])
    nearly = names.same.holds(left, right) | names.nearly.holds(left, right)
    assert nearly[persons].tolist() == [not_apart(*pair) for pair in asked if pair[0].kind == pair[1].kind == "person"]


def not_apart(one: Named, other: Named) -> bool:
    """Whether two persons are one in one article, or nearly."""
    return same_participant(one, other, same_article=True) is not None or nearly_same_person(one.name, other.name)


@pytest.mark.parametrize("first", [0, 50])
def test_places(first: int) -> None:
    """The finest level that agrees, conflicts, and whether the site is their finest, over all pairs of places."""
    n_hiding = 0
    for seed, world in draws(50, first=first, n_articles=8):
        places = Places(world.facts)
        n_hiding += int(places.sites.hiding.sum())
        left, right = all_pairs(len(places))
        finest, conflict, at_site = places.compare(left, right)
        verdicts = [compare_where(places[one], places[other]) for one, other in zip(left, right, strict=True)]
        assert conflict.tolist() == [one.relation == "conflict" for one in verdicts], f"seed {seed}"
        assert (conflict & at_site).tolist() == [one.opposed == "site" for one in verdicts], f"seed {seed}"
        for level, agrees in finest.items():
            assert agrees.tolist() == [one.level == level for one in verdicts], f"seed {seed}, {level}"
    assert n_hiding >= 10


@pytest.mark.parametrize("seed", range(100, 103))
def test_rows_have_the_places_and_names_that_the_facts_say(seed: int) -> None:
    """Codes lead back to the words of each row."""
    world = crowd(seed)
    names, places = Names(world.facts), Places(world.facts)
    rows = np.arange(len(world.facts))
    assert [places[code] for code in places.of.tolist()] == [place_of(world, row) for row in rows.tolist()]
    for role in ROLES:
        found: list[list[Named]] = [[] for _ in rows]
        for row, code in zip(*names.of(role, rows), strict=True):
            found[row].append(names.values[code])
        assert found == [list(getattr(world.facts, role)[row]) for row in rows.tolist()]


def place_of(world: Drawn, row: int) -> object:
    """Return the place of a row as the gates read it."""
    return Pair(world.facts, row, row).place(row)


@pytest.mark.parametrize("seed", range(3))
def test_some_rows_compare_as_they_did_among_all(seed: int) -> None:
    """What is known of names and places stays known when rows are taken."""
    facts = crowd(seed).facts
    rows = np.arange(0, len(facts), 3)
    names, places = Names(facts), Places(facts)
    _ = names.same, places.same
    left, right = (codes.astype(np.int64) for codes in all_pairs(len(rows)))
    for role in ROLES:
        taken_names = names.take(rows).shared(role, left, right)
        assert taken_names.tolist() == names.shared(role, rows[left], rows[right]).tolist()
    taken = places.take(rows)
    conflicts = taken.compare(taken.of[left], taken.of[right])[1]
    assert conflicts.tolist() == places.compare(places.of[rows[left]], places.of[rows[right]])[1].tolist()
