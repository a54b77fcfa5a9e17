"""What the benchmark of merging says rests on its measures, on its check of edges, and on records that lose nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks.merging_measures import Score, b_cubed, pairwise, slope
from benchmarks.merging_peers import by_claimx, by_loop
from benchmarks.merging_peers.cases import CASES, Naming
from benchmarks.merging_peers.coding import equivalents
from benchmarks.merging_peers.figures import Row, ratios, table
from benchmarks.merging_peers.records import TABLE, prepare, read_facts, read_rows
from benchmarks.merging_peers.reducing import reduced, without
from benchmarks.merging_peers.rules import SPLIT, WHOLE
from benchmarks.merging_peers.spelling import Spelled, agreeing, alike, in_letters, slipped
from benchmarks.merging_peers.trials import Outcome, Stopwatch, differences, digest, digest_edges, peak
from claimx.facts import Column, Named, Rows
from claimx.merging.identity import same_participant
from claimx.merging.relation import Relation
from claimx.worlds import generate

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


SMALL = 6_000
"""More than are merged without a mapper, which counts the pairs."""
ALL_NAMINGS = pytest.mark.parametrize("naming", CASES)


@ALL_NAMINGS
def test_a_loop_finds_what_claimx_finds(naming: Naming, tmp_path: Path) -> None:
    """On records that all engines can compare the rules are the same."""
    prepare(tmp_path, size=SMALL, events_per_day=400, naming=naming)
    ours, theirs = (engine(tmp_path, Stopwatch(), jobs=1) for engine in (by_claimx.link, by_loop.link))
    assert 0 < ours.n_pairs == theirs.n_pairs
    assert digest(ours.labels) == digest(theirs.labels)
    assert digest_edges(*ours.edges(), size=SMALL) == digest_edges(*theirs.edges(), size=SMALL)


@ALL_NAMINGS
def test_the_rules_in_sql_find_what_claimx_finds(naming: Naming, tmp_path: Path) -> None:
    """Whole or split; each part of the split ones finds some pairs, and no two of them the same."""
    prepare(tmp_path, size=SMALL, events_per_day=100, naming=naming)
    ours = by_claimx.link(tmp_path, Stopwatch(), jobs=1)
    for rules in (WHOLE[naming], SPLIT[naming]):
        parts = found_by_sql(tmp_path, rules)
        assert all(len(part) for part in parts)
        found = np.concatenate(parts)
        assert ours.n_pairs == len(found)
        assert digest_edges(*ours.edges(), size=SMALL) == digest_edges(*found.T, size=SMALL)


def found_by_sql(folder: Path, rules: Sequence[str]) -> list[Rows]:
    records = pq.read_table(folder / TABLE)
    database = sqlite3.connect(":memory:")
    database.create_function("damerau_levenshtein", 2, OSA.distance, deterministic=True)
    database.execute(f"CREATE TABLE records ({', '.join(records.column_names)})")
    marks = ", ".join("?" * records.num_columns)
    database.executemany(f"INSERT INTO records VALUES ({marks})", zip(*records.to_pydict().values(), strict=True))  # noqa: S608 -- marks alone
    database.execute("CREATE INDEX days ON records (day)")
    asked = (f"SELECT l.row, r.row FROM records l JOIN records r ON l.row < r.row AND {rule}" for rule in rules)  # noqa: S608 -- our own
    found = [np.array(database.execute(query).fetchall(), dtype=np.int64).reshape(-1, 2) for query in asked]
    database.close()
    return found


NAME = "Kadinavo Valley Front"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param("Kadinavo Valley Front", True, id="equal"),
        pytest.param("al-Kadinavo Valley Front", True, id="folded alike"),
        pytest.param("Qadinafo Valley Front", False, id="two consonants"),
        pytest.param("Kedenavo Valley Front", True, id="other vowels, one sound"),
        pytest.param("Kadnavo Valley Front", True, id="a letter missing"),
        pytest.param("Kadlnavo Valley Front", True, id="a letter wrong"),
        pytest.param("Kadniavo Valley Front", True, id="two letters swapped"),
        pytest.param("Tadinavo Valley Front", False, id="the first letter wrong"),
        pytest.param("Kadinavo Valley Fronk", False, id="the last letter wrong"),
        pytest.param("Kadlnaxo Valley Front", False, id="two letters wrong"),
        pytest.param("Kadinavo Front", False, id="a word missing"),
    ],
)
def test_names_are_alike_that_sound_alike_or_are_a_slip_apart(other: str, same: bool) -> None:
    """The rule of peers, in either order."""
    one, two = (Spelled.of(Named(name, "armed_group")) for name in (NAME, other))
    assert same == alike(one, two) == alike(two, one)


def test_the_rule_of_peers_is_that_of_claimx() -> None:
    """Asked about every two names that stay, on a day or not, both say the same; slips are many, so that it shows."""
    world = generate(1_000, dials=CASES["names"].dials, events_per_day=400)
    told = in_letters(reduced(world.facts), slips=0.3)
    names = sorted({one for value in told.facts.actors.values for one in value})
    pairs = list(combinations(names, 2))
    theirs = [pair for pair in pairs if alike(*map(Spelled.of, pair))]
    ours = [pair for pair in pairs if same_participant(*pair, same_article=False)]
    assert theirs == ours
    sounding = [pair for pair in ours if len({Spelled.of(one).sound for one in pair}) == 1]
    assert 100 < len(sounding) < len(ours) - 100


@given(
    kind=st.integers(0, 2**31), place=st.integers(0, 2**31), letter=st.integers(0, 2**31),
    name=st.from_regex(r"(al-)?[A-Z][a-z]{6,12}( [A-Z][a-z]{3,9}){0,2}", fullmatch=True),
)  # fmt: skip
def test_a_slip_is_one_letter_inside_the_first_word(kind: int, place: int, letter: int, name: str) -> None:
    """Numbers can fall on the letter that stands there: then there is none."""
    changed = slipped(name, kind=kind, place=place, letter=letter)
    word, *others = name.removeprefix("al-").split()
    changed_word, *left = changed.removeprefix("al-").split()
    assert others == left
    assert (word[0], word[-1]) == (changed_word[0], changed_word[-1])
    assert OSA.distance(name, changed) <= 1


def test_short_words_have_no_slip() -> None:
    """claimx forgives none there."""
    assert slipped("Kadin Valley Front", kind=0, place=1, letter=0) == "Kadin Valley Front"


@pytest.mark.parametrize(
    ("uses", "mine", "other", "kept"),
    [
        pytest.param([1, 1], [(0, 1)], [(0, 1)], [True, True], id="both say the same"),
        pytest.param([1, 2], [(0, 1)], [], [False, True], id="the one used less goes"),
        pytest.param([2, 1], [], [(0, 1)], [True, False], id="whoever relates them"),
        pytest.param([3, 2, 1], [(0, 1), (1, 2)], [], [True, False, True], id="the rival of one that went stays"),
    ],
)
def test_relations_agree_on_what_is_kept(
    uses: Sequence[int], mine: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]], kept: list[bool]
) -> None:
    size = len(uses)
    assert kept == agreeing(np.array(uses), related(size, *mine), related(size, *other)).tolist()


def test_what_is_not_alike_itself_goes() -> None:
    """A name without a letter is no name."""
    assert [False, True] == agreeing(np.array([1, 1]), Relation(2, [(1, 1)]), related(2)).tolist()


def test_spelled_records_tell_what_rules_need(tmp_path: Path) -> None:
    """One day, a country, no city, and a name exactly where claimx sees one; what was left out is counted."""
    prepared = prepare(tmp_path, size=SMALL, events_per_day=400, naming="names")
    facts, rows = read_facts(tmp_path), read_rows(tmp_path)
    assert SMALL == len(facts) == len(rows)
    assert facts.start.tolist() == facts.end.tolist()
    assert {None} == {one.city for one in rows} == {one.actor for one in rows}
    assert None not in {one.country for one in rows}
    named = [facts.actors[row] for row in range(SMALL)]
    assert [Spelled.of(one[0]) if one else (None, None) for one in named] == [(one.name, one.sound) for one in rows]
    assert prepared.ambiguous == named.count(())
    assert 0 < prepared.ambiguous < SMALL / 2
    assert prepared.n_names == len(set(named) - {()})


def test_candidates_are_pairs_whose_names_can_be_asked_about(tmp_path: Path) -> None:
    prepared = prepare(tmp_path, size=SMALL, events_per_day=400, naming="names")
    named = [one for one in read_rows(tmp_path) if one.name is not None and one.day is not None]
    blocks = [(one.day, one.country, one.realis) for one in named]
    assert prepared.n_candidates == sum(one == other for one, other in combinations(blocks, 2))


def test_values_that_no_row_has_any_more_are_not_kept() -> None:
    """Engines would compare them for nothing."""
    column: Column[str | None] = Column.of(["a", "b", "c", "a"])
    kept = without(column, np.array([False, True, False, False]), None)
    assert ["a", None, "c", "a"] == [kept[row] for row in range(4)]
    assert {"a", "c", None} == set(kept.values)


def needed(engine: str, **stages: float) -> Row:
    outcome = replace(OUTCOME, stages=stages, cpu=stages, edges="e")
    return Row(engine, (outcome,), outcome, 10, CASES["names"].counted)


OURS = needed("claimx", names=2.0, pairs=3.0, components=1.0, constraints=4.0)
PEERS = needed("Splink, rules split", pairs=2.0, components=1.0), needed("Splink, one rule", pairs=7.0, components=1.0)


def test_comparing_names_counts_where_peers_compare_them() -> None:
    """What no peer does stands beside."""
    assert (6.0, 3.0) == (OURS.fastest, PEERS[0].fastest)
    assert "claimx / Splink, rules split, names, pairs and components: 2.00 of the time (goal 0.33)" in ratios(
        [OURS, *PEERS]
    )
    coded = replace(OURS, counted=CASES["codes"].counted)
    assert 4.0 == coded.fastest


def test_a_table_leaves_empty_what_an_engine_does_not_do() -> None:
    head, _, ours, split, _ = table([OURS, *PEERS])
    assert head.startswith("| engine | names, s | pairs, s | components, s | together")
    assert "| claimx | 2.00 | 3.00 | 1.00 | 6.00 (6.00) | 6.00 | constraints 4.00 | 0 | 3 |" == ours
    assert "| Splink, rules split |  | 2.00 | 1.00 | 3.00 (3.00) | 3.00 |  | 0 | 3 |" == split


def test_memory_is_that_of_the_program_alone() -> None:
    """A small program that a large one starts has held little."""
    ballast = np.ones(40_000_000)
    small = subprocess.run(
        [sys.executable, "-c", "from benchmarks.merging_peers.trials import peak; print(peak())"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(small.stdout) < ballast.nbytes < peak()
