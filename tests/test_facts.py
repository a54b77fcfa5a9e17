"""Facts: the columns say what the mentions say, row by row, and rows can be taken."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from random import Random

import numpy as np
import pytest

from claimx.facts import UNDATED, Column, Facts, Named, named, telling_label
from claimx.mention import Mention
from tests.merging.drawn import Drawn, crowd, draws
from tests.merging.reports import Story, bystanders, force, report, victim


def sorted_mentions(world: Drawn) -> list[Mention]:
    """Return mentions in the order of rows."""
    return sorted(world.mentions, key=lambda mention: mention.id)


def words(quote: object) -> str | None:
    """Return the words of a quote."""
    return getattr(quote, "exact", None)


def overlap(one: Mention, other: Mention) -> bool:
    """Whether two mentions of one article share a passage."""
    return one.article_id == other.article_id and any(
        set(range(mine.start, mine.end)) & set(range(its.start, its.end)) for mine in one.quotes for its in other.quotes
    )


def test_rows_say_what_mentions_say() -> None:
    """Every column, ties and passages, over drawn worlds; the order of mentions does not matter."""
    for seed, world in draws(300, n_articles=6):
        told = sorted_mentions(world)
        facts = Facts.of(Random(seed).sample(world.mentions, len(told)))  # noqa: S311  # the same order each time
        rows = {mention.id: row for row, mention in enumerate(told)}
        assert [facts.id(row) for row in range(len(facts))] == [mention.id for mention in told]
        for row, mention in enumerate(told):
            where, when = mention.where, mention.when
            assert (facts.article[row], facts.realis[row]) == (mention.article_id, mention.realis)
            assert (facts.type[row], facts.means[row]) == (mention.type, mention.means)
            days = [day.toordinal() if day else UNDATED for day in (when.start, when.end)]
            assert [facts.start[row], facts.end[row]] == days
            place = (facts.site[row], facts.city[row], facts.admin1[row], facts.country[row], facts.country_code[row])
            assert place == (*map(words, (where.site, where.city, where.admin1, where.country)), where.country_code)
            assert facts.victims[row] == named(mention, "victim")
            assert facts.actors[row] == named(mention, "actor")
            assert facts.recipients[row] == named(mention, "recipient")
            assert facts.label[row] == telling_label(mention.label.exact)
        assert ties(facts) == sorted(
            (rows[mention.id], tie.kind, rows[tie.to])
            for mention in told
            for tie in mention.relations
            if tie.to in rows
        )
        assert [tuple(pair) for pair in facts.overlapping.tolist()] == [
            (rows[one.id], rows[other.id]) for one, other in combinations(told, 2) if overlap(one, other)
        ]


def ties(facts: Facts) -> list[tuple[int, str, int]]:
    """Return the relations of facts as rows."""
    source, kind, target = facts.relations
    return sorted(zip(source.tolist(), map(str, (kind[n] for n in range(len(kind)))), target.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(20))
def test_taking_rows_is_reading_those_mentions_alone(seed: int) -> None:
    """Facts of some rows equal the facts of their mentions, ties to others left out."""
    world = crowd(seed, n_worlds=5)
    rng = Random(seed)  # noqa: S311  # the same rows each time, not a secret
    for share in (0, 0.2, 0.7, 1):
        rows = np.array([row for row in range(len(world.facts)) if rng.random() < share], dtype=np.int64)
        taken, alone = world.facts.take(rows), Facts.of(sorted_mentions(world)[row] for row in rows)
        assert [taken.id(row) for row in range(len(taken))] == [alone.id(row) for row in range(len(alone))]
        assert (ties(taken), taken.overlapping.tolist()) == (ties(alone), alone.overlapping.tolist())
        for field in fields(Facts):
            left, right = getattr(taken, field.name), getattr(alone, field.name)
            if isinstance(left, Column):
                assert [left[row] for row in range(len(rows))] == [right[row] for row in range(len(rows))]
        assert (taken.start.tolist(), taken.end.tolist()) == (alone.start.tolist(), alone.end.tolist())


def test_a_column_keeps_each_value_once() -> None:
    """Values stand in the order of their first rows."""
    column = Column.of(["b", "a", "b", None])
    assert (column.codes.tolist(), column.values) == ([0, 1, 0, 2], ("b", "a", None))
    assert [column[row] for row in range(len(column))] == ["b", "a", "b", None]
    assert (len(Column.of([])), Column.of([]).values) == (0, ())


def test_who_counts_as_named() -> None:
    """Participants with a proper name in the role; of victims persons only; aliases beside the name."""
    parties = (
        *(victim("Tomas Irel", "Old Fox"), bystanders("two fishermen"), force("Delan Guard", role="victim")),
        *(force("Free Valley Front", "FVF"), force("Nurad", role="recipient")),
    )
    (mention,) = report("Valley Post", Story(parties=parties)).mentions
    assert named(mention, "victim") == (Named("Tomas Irel", "person", ("Old Fox",)),)
    assert named(mention, "actor") == (Named("Free Valley Front", "armed_group", ("FVF",)),)
    assert named(mention, "recipient") == (Named("Nurad", "armed_group"),)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("The Kadin  Bombing", "the kadin bombing"), ("two words", None), ("", None), ("ẞ in STRASSE", "ss in strasse")],
)
def test_labels_that_tell(label: str, expected: str | None) -> None:
    """Case-folded words with one space between; fewer than three say nothing."""
    assert telling_label(label) == expected


def test_nothing() -> None:
    """No mentions are no rows, of which none can be taken."""
    empty = Facts.of([])
    assert [len(empty), len(empty.take(np.zeros(0, dtype=np.int64)))] == [0, 0]
