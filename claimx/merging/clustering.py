"""Clustering: pairs that join become events, and no event holds a pair that the gates keep apart.

Within each connected component of joining pairs, joins are taken in the order (−weight, lower id, higher id); one that
would bring together two mentions judged different is refused and logged. "No two members are different" holds for
every subset of a set for which it holds, and weights are integers, so the outcome depends on the set of mentions
alone, and each component can be worked out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from claimx.mention import Mention
from claimx.merging.blocking import candidate_pairs
from claimx.merging.gates import Gates
from claimx.merging.judgement import Decision


class Cluster(NamedTuple):
    """The mentions of one event and the decisions that made it."""

    mention_ids: tuple[str, ...]
    joined: tuple[Decision, ...]
    """The joins that built the cluster, strongest first; one fewer than it has mentions."""
    refused: tuple[Decision, ...]
    """Joins that reached into another cluster and would have brought two different mentions together."""
    runner_up: Decision | None
    """The strongest pair that reaches into another cluster without joining it."""


def cluster(mentions: Mapping[str, Mention]) -> tuple[Cluster, ...]:
    """Return the clusters of a set of mentions, each mention in exactly one, sorted by their lowest id."""
    gates = Gates(mentions)
    decisions = [gates.decide(*pair) for pair in candidate_pairs(mentions, gates)]
    joins = sorted((one for one in decisions if one.verdict == "same"), key=_strength)
    groups = {mention_id: frozenset({mention_id}) for mention_id in mentions}
    joined: list[Decision] = []
    refused: list[Decision] = []
    for join in joins:
        left, right = groups[join.left], groups[join.right]
        if left is right:
            continue
        if any(gates.decide(one, other).verdict == "different" for one in left for other in right):
            refused.append(join)
            continue
        joined.append(join)
        union = left | right
        groups.update(dict.fromkeys(union, union))
    return _clusters(groups, joined, refused, [one for one in decisions if one.verdict != "same"])


def _strength(decision: Decision) -> tuple[int, str, str]:
    return (-decision.weight, decision.left, decision.right)


def _clusters(
    groups: Mapping[str, frozenset[str]],
    joined: Sequence[Decision],
    refused: Sequence[Decision],
    apart: Sequence[Decision],
) -> tuple[Cluster, ...]:
    joined_in = _by_group(groups, joined)
    refused_in = _by_group(groups, [one for one in refused if groups[one.left] is not groups[one.right]])
    apart_in = _by_group(groups, [one for one in apart if groups[one.left] is not groups[one.right]])
    return tuple(
        Cluster(
            mention_ids=tuple(sorted(group)),
            joined=tuple(joined_in.get(group, ())),
            refused=tuple(refused_in.get(group, ())),
            runner_up=min((one for one in apart_in.get(group, ()) if one.support > 0), key=_support, default=None),
        )
        for group in sorted(set(groups.values()), key=min)
    )


def _support(decision: Decision) -> tuple[int, str, str]:
    return (-decision.support, decision.left, decision.right)


def _by_group(
    groups: Mapping[str, frozenset[str]], decisions: Iterable[Decision]
) -> dict[frozenset[str], list[Decision]]:
    found: dict[frozenset[str], list[Decision]] = {}
    for decision in decisions:
        for group in {groups[decision.left], groups[decision.right]}:
            found.setdefault(group, []).append(decision)
    return found
