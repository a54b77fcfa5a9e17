"""Verdicts: what all rules say together of many pairs, as arrays; `gates.Gates.decide` says the same of one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from claimx.facts import UNDATED, Codes, Flags, Rows
from claimx.merging.rules import RULES
from claimx.merging.ties import Ties
from claimx.merging.votes import Columns, Pairs, Weights
from claimx.merging.weights import RETOLD, THRESHOLD, TIED


class Verdicts(NamedTuple):
    """For each pair its weight (0 where it is kept apart), and whether it is one event, or is kept apart."""

    weight: Weights
    same: Flags
    different: Flags


def decide(columns: Columns, ties: Ties, left: Rows, right: Rows) -> Verdicts:
    """Decide on pairs of rows, the lower row left, by all rules."""
    weight, different, retold = _untied(columns, left, right)
    tied = _tied(columns, ties, left, right, different)
    weight = np.where(different, 0, weight + tied).astype(np.int8)
    settled = _dated(columns, left, right) | retold | (tied >= THRESHOLD)
    return Verdicts(weight, ~different & settled & (weight >= THRESHOLD), different)


def support(columns: Columns, ties: Ties, left: Rows, right: Rows) -> Rows:
    """Return what speaks for each pair being one event, whatever forbids it."""
    total = np.zeros(len(left), dtype=np.int64)
    pairs = Pairs(columns, left, right, np.zeros(len(left), dtype=np.int8))
    for rule in RULES:
        total += np.maximum(rule.vote(pairs).weight, 0)
    _, different, _ = _untied(columns, left, right)
    return total + np.where(different, 0, _tied(columns, ties, left, right, different))


def _untied(columns: Columns, left: Rows, right: Rows) -> tuple[Weights, Flags, Flags]:
    """Ask the rules of the table; a pair that one of them keeps apart is not shown to the next."""
    weight = np.zeros(len(left), dtype=np.int8)
    retold = np.zeros(len(left), dtype=np.bool_)
    places = np.arange(len(left))
    pairs = Pairs(columns, left, right, weight)
    for rule in RULES:
        votes = rule.vote(pairs)
        kept = ~votes.different
        if rule.name == "one_article":
            retold[places[votes.weight == RETOLD]] = True
        if kept.all():
            pairs = pairs._replace(weight=pairs.weight + votes.weight)
        else:
            pairs = pairs._replace(weight=pairs.weight + votes.weight).take(kept)
            places = places[kept]
    weight[places] = pairs.weight
    different = np.ones(len(left), dtype=np.bool_)
    different[places] = False
    return weight, different, retold


def _tied(columns: Columns, ties: Ties, left: Rows, right: Rows, different: Flags) -> Weights:
    """What the other events say to which each pair stands in the same relation; see `gates.Gates._tied`."""
    tied = np.zeros(len(left), dtype=np.int8)
    asked = np.flatnonzero(~different & ties.some(left) & ties.some(right))
    if not len(asked):
        return tied
    places, one, other = ties.of_pairs(left[asked], right[asked])
    weight, apart, _ = _untied(columns, np.minimum(one, other), np.maximum(one, other))
    strong = ~apart & _dated(columns, one, other) & (weight + TIED >= THRESHOLD)
    tied[asked[places[~apart & (weight > 0)]]] = TIED
    settled = np.zeros(len(left), dtype=np.bool_)
    settled[asked[places[strong]]] = True
    tied[settled & ~_dated(columns, left, right)] = THRESHOLD
    return tied


def _dated(columns: Columns, left: Rows, right: Rows) -> Flags:
    starts: Codes = columns.facts.start
    dated: Flags = (starts[left] != UNDATED) & (starts[right] != UNDATED)
    return dated
