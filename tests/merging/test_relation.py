"""Relations: pairs of codes, kept sorted, asked many at once."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import numpy as np
import pytest

import claimx.merging.relation
from claimx.errors import InputError
from claimx.merging.relation import Relation, Sides, expand, expand_after, ranges, related_pairs


def both_ways(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the pairs in both orders."""
    return {each for one, other in pairs for each in ((one, other), (other, one))}


def test_a_relation_is_a_symmetric_set_of_pairs() -> None:
    """It holds where a set of pairs says so, in either order, and never for a code below nought."""
    rng = Random(0)  # noqa: S311  # the same pairs each time, not a secret
    for case in range(2000):
        size = rng.randint(0, 7)
        codes = range(size)
        pairs = [(rng.choice(codes), rng.choice(codes)) for _ in range(rng.randint(0, 8) if size else 0)]
        relation, expected = Relation(size, pairs), both_ways(pairs)
        asked = [*product(range(-1, size), repeat=2)]
        left, right = np.array(asked, dtype=np.int32).T
        assert relation.holds(left, right).tolist() == [pair in expected for pair in asked], f"case {case}"


def test_partners() -> None:
    """All related codes of each code asked about, in order, with its place."""
    rng = Random(1)  # noqa: S311  # the same pairs each time, not a secret
    for case in range(2000):
        size = rng.randint(1, 7)
        pairs = [(rng.randrange(size), rng.randrange(size)) for _ in range(rng.randint(0, 8))]
        expected = both_ways(pairs)
        codes = [rng.randrange(size) for _ in range(rng.randint(0, 6))]
        places, partners = Relation(size, pairs).partners(np.array(codes, dtype=np.int32))
        found = [*zip(places.tolist(), partners.tolist(), strict=True)]
        wanted = [
            (place, other) for place, code in enumerate(codes) for other in range(size) if (code, other) in expected
        ]
        assert found == wanted, f"case {case}"


def test_expanding() -> None:
    """Stretches one after the other, empty ones left out."""
    places, values = expand(np.array([3, 0, 1]), np.array([1, 0, 2]), np.array([7, 8, 9, 6], dtype=np.int32))
    assert (places.tolist(), values.tolist()) == ([0, 2, 2], [6, 8, 9])
    places, numbers = ranges(np.array([3, 0, 1]), np.array([1, 0, 2]))
    assert (places.tolist(), numbers.tolist()) == ([0, 2, 2], [3, 1, 2])
    places, after = expand_after(np.array([2, 1, 0]))
    assert (places.tolist(), after.tolist()) == ([0, 0, 1], [1, 2, 2])


def keys(value: str) -> Sides:
    """Every letter is a key; capitals look and are found, small letters are found, and both together look."""
    letters = frozenset(map(hash, value.lower()))
    if value.isupper():
        return Sides(both=letters)
    return Sides(found=letters) if value.islower() else Sides(looking=letters)


def meet(one: str, other: str) -> bool:
    """Whether one looks where the other is found."""
    looking, found = keys(one), keys(other)
    return bool((looking.both | looking.looking) & (found.both | found.found))


def test_related_pairs_are_asked_once_and_sorted() -> None:
    """Only pairs of which one looks under a key of the other are asked, each once, the lower place first."""
    rng = Random(2)  # noqa: S311  # the same values each time, not a secret
    for _ in range(2000):
        values = ["".join(rng.choices("abcABC", k=rng.randint(1, 2))) for _ in range(rng.randint(0, 6))]
        asked: list[tuple[str, str]] = []

        def same(one: str, other: str, asked: list[tuple[str, str]] = asked) -> bool:
            asked.append((one, other))
            return len(one) == len(other)

        found = related_pairs(values, sides=keys, same=same, what="words")
        meeting = [
            (one, other)
            for one, other in combinations(range(len(values)), 2)
            if meet(values[one], values[other]) or meet(values[other], values[one])
        ]
        expected = [pair for pair in meeting if len(values[pair[0]]) == len(values[pair[1]])]
        assert [tuple(pair) for pair in np.asarray(found).reshape(-1, 2).tolist() if pair[0] != pair[1]] == expected
        assert sorted((min(pair), max(pair)) for pair in asked if pair[0] != pair[1]) == sorted(
            (min(values[one], values[other]), max(values[one], values[other]))
            for one, other in meeting
            if values[one] != values[other]
        )


def test_a_key_shared_by_too_many_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how many of what."""
    monkeypatch.setattr(claimx.merging.relation, "LARGEST_BLOCK", 3)
    with pytest.raises(InputError, match=r"4 words share .*, more than 3"):
        related_pairs(["A", "AB", "AC", "AA"], sides=keys, same=lambda *_: True, what="words")
