"""Slices: parts of time find together what all of time finds at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from claimx.facts import UNDATED, Facts
from claimx.merging.components import components
from claimx.merging.engine import Engine
from claimx.merging.slices import Slice, find_joins, slices
from claimx.merging.votes import Columns
from tests.merging.drawn import crowd, draw
from tests.merging.reports import Story, report


def owners(facts: Facts, pieces: list[Slice]) -> Iterator[list[Slice]]:
    """Yield for each joining pair the slices that own it: the later of its first days lies in them."""
    left, right = Engine(Columns(facts)).joins()
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        days = [int(facts.start[row]) for row in (one, other)]
        later = UNDATED if UNDATED in days else max(days)
        owning = [piece for piece in pieces if piece.first <= later < piece.end]
        assert all({one, other} <= set(piece.rows.tolist()) for piece in owning)
        yield owning


@pytest.mark.parametrize("size", [1, 7, 60, 100_000])
@pytest.mark.parametrize("seed", range(3))
def test_slices_of_any_size(seed: int, size: int) -> None:
    """Each joining pair is owned by one slice that holds both, and together they find all joins and components."""
    facts = crowd(seed, n_worlds=12).facts
    pieces = list(slices(facts, size=size))
    assert {len(owning) for owning in owners(facts, pieces)} == {1}
    columns = Columns(facts)
    found = [find_joins(columns, piece) for piece in pieces]
    left, right = Engine(Columns(facts)).joins()
    n_joined: Counter[int] = Counter()
    for one in found:
        n_joined.update(dict(zip(one.rows.tolist(), one.n_joined.tolist(), strict=True)))
    assert n_joined == Counter(left.tolist() + right.tolist())
    forest = (np.concatenate([getattr(one, side) for one in found]) for side in ("left", "right"))
    assert components(len(facts), *forest).tolist() == components(len(facts), left, right).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_slices_follow_one_another(seed: int) -> None:
    """Every day belongs to one slice, the undated to the first, and rows are ascending and each there once."""
    facts = crowd(seed).facts
    undated, *dated = slices(facts, size=5)
    assert (undated.first, undated.end) == (UNDATED, UNDATED + 1)
    assert {*np.flatnonzero(facts.start == UNDATED).tolist()} <= {*undated.rows.tolist()}
    assert [piece.end for piece in dated[:-1]] == [piece.first for piece in dated[1:]]
    for piece in (undated, *dated):
        assert piece.rows.tolist() == sorted(set(piece.rows.tolist()))
    assert {row for piece in dated for row in piece.rows.tolist()} >= {*np.flatnonzero(facts.start != UNDATED).tolist()}


def test_a_slice_holds_what_its_mentions_are_tied_to() -> None:
    """Two strikes join because they answer one attack, which lies a month before and in another slice."""
    attack = Story(type="attack", when="2024-02-10", city="Orran")
    strike = Story(type="air_strike", city=None, country="Chile", relations=(("retaliation_for", 2),))
    told = [mention for outlet in ("Post", "Herald") for mention in report(outlet, strike, attack).mentions]
    facts = Facts.of(told)
    _, strikes = slices(facts, size=2)
    found = find_joins(Columns(facts), strikes)
    assert {facts.type[row] for row in found.rows.tolist()} == {"air_strike"}
    untied = Facts.of(mention.model_copy(update={"relations": ()}) for mention in told)
    assert len(find_joins(Columns(untied), list(slices(untied, size=2))[1]).rows) == 0


def test_nothing_to_slice() -> None:
    """No mentions have no slices, and a slice of one finds nothing."""
    assert list(slices(Facts.of([]))) == []
    facts = Facts.of(draw(0).mentions[:1])
    (piece,) = slices(facts)
    assert [len(part) for part in find_joins(Columns(facts), piece)] == [0] * 4
