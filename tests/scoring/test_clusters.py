"""Measures of merging agree with what was published, with another implementation, and with their definitions."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest
from hypothesis import assume, given
from scorch import scores as scorch  # type: ignore[import-untyped]  # it ships no types

from claimx.scoring.clusters import MEASURES, b_cubed, ceaf_e, components, exact, lea, pairwise
from claimx.scoring.tallies import NOTHING, Tally
from tests.scoring.clusterings import Clustered, clustering, clusterings


def rates(tally: Tally) -> tuple[float, float, float]:
    """Recall, precision and F1."""
    recall, precision = tally.found / tally.gold, tally.right / tally.predicted
    return recall, precision, 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def close(tally: Tally) -> object:
    """The same but for the order in which fractions are summed."""
    return pytest.approx(tuple(tally), abs=1e-9)


# Published examples

TWELVE = clustering("12345", "67", "89ABC")
"""The truth of Bagga & Baldwin (1998) and of Luo (2005), figure 1."""
LUO = {
    "a": (clustering("12345", "6789ABC"), 0.865, 0.733),
    "b": (clustering("1234589ABC", "67"), 0.737, 0.667),
    "c": (clustering("123456789ABC"), 0.545, 0.294),
    "d": (clustering(*"123456789ABC"), 0.400, 0.178),
}
PRADHAN = clustering("abc", "defg"), clustering("ab", "cd", "fghi")
"""The example of the CoNLL scorer (Pradhan et al. 2014), and of LEA (Moosavi & Strube 2016)."""


@pytest.mark.parametrize(("response", "precision"), [("a", 0.76), ("b", 0.58)])
def test_bagga_and_baldwin(response: str, precision: float) -> None:
    """B³ of their two responses: full recall at 76 % and 58 % precision."""
    assert (1.0, precision) == pytest.approx(rates(b_cubed(TWELVE, LUO[response][0]))[:2], abs=0.005)


@pytest.mark.parametrize("response", LUO)
def test_luo(response: str) -> None:
    """B³ and CEAF-e of the four responses of Luo's table 1, to its three decimals."""
    predicted, b, ceaf = LUO[response]
    assert b == pytest.approx(rates(b_cubed(TWELVE, predicted))[2], abs=0.0005001)
    assert ceaf == pytest.approx(rates(ceaf_e(TWELVE, predicted))[2], abs=0.0006)


@pytest.mark.parametrize(
    ("measure", "recall", "precision"),
    [("b_cubed", 0.42, 0.50), ("ceaf_e", 0.65, 0.43), ("lea", 0.24, 0.33)],
    ids=["b_cubed", "ceaf_e", "lea"],
)
def test_twinless_things_as_the_conll_scorer_counts_them(measure: str, recall: float, precision: float) -> None:
    """ "e" is missing and "h", "i" are spurious; nothing is added to either side."""
    assert (recall, precision) == pytest.approx(rates(MEASURES[measure](*PRADHAN))[:2], abs=0.005)


# Another implementation, and definitions


@given(clusterings(), clusterings())
def test_b_cubed_and_ceaf_e_as_scorch(gold: Clustered, predicted: Clustered) -> None:
    """An independent implementation, which fails where nothing is shared, finds the same on any two clusterings."""
    assume(frozenset().union(*gold) & frozenset().union(*predicted))
    key, response = list(map(set, gold)), list(map(set, predicted))
    assert scorch.b_cubed(key, response) == pytest.approx(rates(b_cubed(gold, predicted)), abs=1e-9)
    assert scorch.ceaf_e(key, response) == pytest.approx(rates(ceaf_e(gold, predicted)), abs=1e-9)


def resolved(clusters: Clustered, others: Clustered) -> float:
    """Return LEA's numerator, read off its definition link by link."""
    total = 0.0
    for cluster in clusters:
        if len(cluster) == 1:
            total += any(other == cluster for other in others)
        else:
            links = list(combinations(sorted(cluster), 2))
            kept = [link for link in links if any(other.issuperset(link) for other in others)]
            total += len(cluster) * len(kept) / len(links)
    return total


@given(clusterings(), clusterings())
def test_lea_as_defined(gold: Clustered, predicted: Clustered) -> None:
    """Each cluster's share of links that the other side keeps, weighted by size."""
    expected = Tally(
        resolved(gold, predicted), sum(map(len, gold)), resolved(predicted, gold), sum(map(len, predicted))
    )
    assert close(expected) == tuple(lea(gold, predicted))


@given(clusterings(), clusterings())
def test_pairwise_and_exact_as_defined(gold: Clustered, predicted: Clustered) -> None:
    """Links and clusters are sets: what both have is right."""
    links = [{link for one in side for link in combinations(sorted(one), 2)} for side in (gold, predicted)]
    both = len(links[0] & links[1])
    assert Tally(both, len(links[0]), both, len(links[1])) == pairwise(gold, predicted)
    same = len({*gold} & {*predicted})
    assert Tally(same, len(gold), same, len(predicted)) == exact(gold, predicted)


# Conventions


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_beside_nothing(measure: str) -> None:
    """No clusters, and empty clusters, count as nothing."""
    assert NOTHING == MEASURES[measure]([], []) == MEASURES[measure]([frozenset()], [])


def test_singletons_have_no_links() -> None:
    """Pairwise says nothing of clusters of one."""
    assert NOTHING == pairwise(clustering("a", "b"), clustering("a", "b"))


def test_the_self_link_of_a_singleton() -> None:
    """LEA: only a singleton resolves a singleton."""
    assert Tally(1, 2, 1, 1) == lea(clustering("a", "b"), clustering("a"))
    assert Tally(0, 2, 0, 2) == lea(clustering("a", "b"), clustering("ab"))


def test_a_thing_in_two_clusters_is_refused() -> None:
    """The measures are defined for partitions."""
    with pytest.raises(ValueError, match="'a' is in two clusters"):
        b_cubed(clustering("ab"), clustering("a", "ac"))


# Properties


@pytest.mark.parametrize("measure", MEASURES)
@given(gold=clusterings(), predicted=clusterings())
def test_the_order_of_clusters_does_not_matter(measure: str, gold: Clustered, predicted: Clustered) -> None:
    """Reversed, either side gives the same numbers to the last bit."""
    score = MEASURES[measure]
    assert score(gold, predicted) == score(gold[::-1], predicted[::-1])


@pytest.mark.parametrize("measure", MEASURES)
@given(gold=clusterings(), predicted=clusterings())
def test_both_sides_are_measured_alike(measure: str, gold: Clustered, predicted: Clustered) -> None:
    """Exchanging the sides exchanges recall and precision."""
    score = MEASURES[measure]
    found, n_gold, right, n_predicted = score(gold, predicted)
    assert Tally(right, n_predicted, found, n_gold) == score(predicted, gold)


@pytest.mark.parametrize("measure", MEASURES)
@given(gold=clusterings())
def test_the_same_clustering_is_perfect(measure: str, gold: Clustered) -> None:
    """Everything is found and everything is right."""
    tally = MEASURES[measure](gold, gold)
    assert (tally.gold, tally.predicted) == (tally.found, tally.right)


@given(gold=clusterings().filter(lambda clusters: len(clusters) > 1))
def test_two_clusters_merged_wrongly_cost_precision_only(gold: Clustered) -> None:
    """B³: recall stays full."""
    recall, precision, _ = rates(b_cubed(gold, [gold[0] | gold[1], *gold[2:]]))
    assert recall == pytest.approx(1.0)
    assert precision < 1 - 1e-9


@given(gold=clusterings().filter(lambda clusters: any(len(one) > 1 for one in clusters)))
def test_a_cluster_split_wrongly_costs_recall_only(gold: Clustered) -> None:
    """B³: precision stays full."""
    split = [frozenset(part) for one in gold for part in (sorted(one)[:1], sorted(one)[1:]) if part]
    recall, precision, _ = rates(b_cubed(gold, split))
    assert recall < 1 - 1e-9
    assert precision == pytest.approx(1.0)


@pytest.mark.parametrize("measure", MEASURES)
@given(gold=clusterings(), predicted=clusterings())
def test_the_components_add_up_to_the_whole(measure: str, gold: Clustered, predicted: Clustered) -> None:
    """So components can be drawn again by a bootstrap."""
    score = MEASURES[measure]
    total = NOTHING
    for group in components(gold, predicted):
        total = total.plus(score([gold[at] for at in group.gold], [predicted[at] for at in group.predicted]))
    assert close(score(gold, predicted)) == tuple(total)


@given(gold=clusterings(), predicted=clusterings())
def test_components_share_nothing_and_leave_nothing_out(gold: Clustered, predicted: Clustered) -> None:
    """Every cluster is in one component; no thing is in two."""
    groups = components(gold, predicted)
    assert list(range(len(gold))) == sorted(at for group in groups for at in group.gold)
    assert list(range(len(predicted))) == sorted(at for group in groups for at in group.predicted)
    things = [
        {thing for at in group.gold for thing in gold[at]}
        | {thing for at in group.predicted for thing in predicted[at]}
        for group in groups
    ]
    assert all(left.isdisjoint(right) for left, right in combinations(things, 2))


def test_components_are_no_larger_than_they_must_be() -> None:
    """Clusters that share nothing, not even through others, stand apart; empty ones too."""
    gold, predicted = clustering("ab", "c", "de", ""), clustering("bc", "d", "x")
    assert [((0, 1), (0,)), ((2,), (1,)), ((3,), ()), ((), (2,))] == components(gold, predicted)


@pytest.mark.parametrize("strays", [0.1, 1.0], ids=["a tenth astray", "all astray"])
def test_ten_thousand_events_take_seconds(strays: float) -> None:
    """50,000 mentions, even where all clusters hang together."""
    generator = random.Random(7)  # noqa: S311  # no secret: the same clusterings at every run
    gold_of = {thing: generator.randrange(10_000) for thing in range(50_000)}
    predicted_of = {
        thing: generator.randrange(10_000) if generator.random() < strays else event for thing, event in gold_of.items()
    }
    sides: list[list[set[int]]] = []
    for label_of in (gold_of, predicted_of):
        clusters: list[set[int]] = [set() for _ in range(10_000)]
        for thing, label in label_of.items():
            clusters[label].add(thing)
        sides.append(clusters)
    started = time.process_time()
    for measure in MEASURES.values():
        measure(*sides)
    assert time.process_time() - started < 60
