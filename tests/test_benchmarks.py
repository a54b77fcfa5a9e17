"""What the benchmark of merging says rests on its measures, on its check of edges, and on records that lose nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.merging_measures import Score, b_cubed, pairwise, slope
from benchmarks.merging_peers import by_claimx, by_loop
from benchmarks.merging_peers.records import equivalents, prepare
from benchmarks.merging_peers.trials import Outcome, Stopwatch, differences, digest, digest_edges, peak
from claimx.merging.relation import Relation

ROOT = Path(__file__).parents[1]

# Two events of three and two mentions; the last of the first was put with the second.
TRUTH, FOUND = np.array([0, 0, 0, 1, 1]), np.array([7, 7, 3, 3, 3])
ALL = np.ones(5, dtype=np.bool_)


def marked(*rows: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    flags = np.zeros(5, dtype=np.bool_)
    flags[list(rows)] = True
    return flags


def test_pairs_are_counted() -> None:
    """Four pairs were put together and four are one event; (0, 1) and (3, 4) are both."""
    assert Score(2 / 4, 2 / 4) == pairwise(TRUTH, FOUND, among=ALL)


@pytest.mark.parametrize(
    ("rows", "score"),
    [
        pytest.param((0,), Score(1 / 1, 1 / 2), id="beside who was parted from it"),
        pytest.param((2,), Score(0 / 2, 0 / 2), id="who was put elsewhere"),
        pytest.param((3, 4), Score(1 / 3, 1 / 1), id="those who were joined by a stranger"),
    ],
)
def test_pairs_of_some_rows_are_those_that_have_one(rows: Sequence[int], score: Score) -> None:
    assert score == pairwise(TRUTH, FOUND, among=marked(*rows))


def test_b_cubed_is_the_mean_over_rows() -> None:
    """Precision 1, 1, 1/3, 2/3, 2/3; recall 2/3, 2/3, 1/3, 1, 1."""
    assert [pytest.approx(11 / 15), pytest.approx(11 / 15)] == list(b_cubed(TRUTH, FOUND, among=ALL))
    assert [pytest.approx(2 / 3), pytest.approx(1)] == list(b_cubed(TRUTH, FOUND, among=marked(3, 4)))


def test_the_numbers_of_clusters_say_nothing() -> None:
    """Perfect is perfect under any numbers."""
    renamed = np.array([5, 5, 5, 2, 2])
    for measure in (pairwise, b_cubed):
        assert Score(1, 1) == measure(TRUTH, renamed, among=ALL)


def test_nothing_to_divide_by_is_unknown() -> None:
    """Singletons have no pairs, and nobody has no mean; that is not 0."""
    alone = np.arange(5)
    assert Score(None, 0) == pairwise(TRUTH, alone, among=ALL)
    assert Score(None, None) == b_cubed(TRUTH, FOUND, among=marked())
    assert pairwise(TRUTH, alone, among=ALL).f1 is None


def test_f1_is_the_harmonic_mean() -> None:
    assert pytest.approx(0.6) == Score(0.75, 0.5).f1
    assert Score(0.0, 0.0).f1 == 0


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_slope_is_the_power(power: float) -> None:
    """Time that grows as size to a power has that slope."""
    sizes = [10, 100, 1000]
    assert pytest.approx(power) == slope(sizes, [3 * size**power for size in sizes])


LEFT, RIGHT = np.array([0, 1, 4]), np.array([2, 3, 2])


def test_edges_are_a_set() -> None:
    """Order, orientation and repeats make no difference."""
    told = digest_edges(LEFT, RIGHT, size=5)
    assert told == digest_edges(LEFT[::-1], RIGHT[::-1], size=5)
    assert told == digest_edges(RIGHT, LEFT, size=5)
    assert told == digest_edges(np.append(LEFT, 0), np.append(RIGHT, 2), size=5)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param([0, 1], [2, 3], id="one missing"),
        pytest.param([0, 1, 4, 0], [2, 3, 2, 1], id="one more"),
        pytest.param([0, 1, 4], [2, 3, 3], id="another end"),
        pytest.param([0, 1, 4], [3, 2, 2], id="ends exchanged between two"),
    ],
)
def test_a_difference_between_edges_is_detected(left: Sequence[int], right: Sequence[int]) -> None:
    other = digest_edges(np.array(left), np.array(right), size=5)
    assert digest_edges(LEFT, RIGHT, size=5) != other


OUTCOME = Outcome(stages={"pairs": 1.0}, cpu={}, n_pairs=3, components="c", edges=None, peak=0)
CHECKED = replace(OUTCOME, edges="e")


@pytest.mark.parametrize(
    ("other", "lines"),
    [
        pytest.param((OUTCOME, CHECKED), [], id="none"),
        pytest.param((OUTCOME, replace(CHECKED, edges="f")), ["peer: other pairs than claimx"], id="pairs"),
        pytest.param((OUTCOME, OUTCOME), ["peer: other pairs than claimx"], id="pairs never told"),
        pytest.param(
            (replace(OUTCOME, n_pairs=4), CHECKED), ["peer: another number of pairs than claimx"], id="in one timed run"
        ),
        pytest.param(
            (OUTCOME, replace(CHECKED, components="d")), ["peer: other components than claimx"], id="components"
        ),
    ],
)
def test_engines_that_differ_are_named(other: tuple[Outcome, ...], lines: list[str]) -> None:
    """Whatever is not the first engine's is a fault, in any run."""
    assert lines == differences({"claimx": (OUTCOME, CHECKED), "peer": other})


def related(size: int, *pairs: tuple[int, int]) -> Relation:
    return Relation(size, [*pairs, *((code, code) for code in range(size))])


@pytest.mark.parametrize(
    ("uses", "pairs", "codes"),
    [
        pytest.param([1, 2, 1], [(0, 1)], [1, 1, 2], id="two spellings"),
        pytest.param([9, 5, 1], [(0, 1), (0, 2), (1, 2)], [0, 0, 0], id="three spellings"),
        pytest.param([9, 5, 1], [(0, 2), (1, 2)], [0, 1, -1], id="a short form of two"),
        pytest.param([9, 1, 5], [(0, 2), (1, 2)], [0, -1, 0], id="the rarer is left out"),
    ],
)
def test_names_have_one_code_if_and_only_if_they_are_one(
    uses: Sequence[int], pairs: Sequence[tuple[int, int]], codes: Sequence[int]
) -> None:
    """Who is one with only some of a group has no code, since no code could say so."""
    assert codes == equivalents(np.array(uses), related(len(uses), *pairs)).tolist()


def test_a_loop_finds_what_claimx_finds(tmp_path: Path) -> None:
    """On records that all engines can compare the rules are the same."""
    prepare(tmp_path, size=6_000, events_per_day=400)
    ours, theirs = (engine(tmp_path, Stopwatch(), jobs=1) for engine in (by_claimx.link, by_loop.link))
    assert 0 < ours.n_pairs == theirs.n_pairs
    assert digest(ours.labels) == digest(theirs.labels)
    assert digest_edges(*ours.edges(), size=6_000) == digest_edges(*theirs.edges(), size=6_000)


def test_memory_is_that_of_the_program_alone() -> None:
    """A small program that a large one starts has held little."""
    ballast = np.ones(40_000_000)
    small = subprocess.run(
        [sys.executable, "-c", "from benchmarks.merging_peers.trials import peak; print(peak())"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(small.stdout) < ballast.nbytes < peak()
