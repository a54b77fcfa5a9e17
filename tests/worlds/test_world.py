from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pytest

from claimx.errors import InputError
from claimx.facts import Column, Facts
from claimx.worlds import Dials, World, generate
from tests.worlds.seen import lifelike, reports, spelled_out, world

ALL_UP = Dials(**dict.fromkeys(Dials().shares(), 1.0))
LAST_DAY = date(2024, 12, 31).toordinal()


def printed(seen: World) -> tuple[bytes, ...]:
    """Return all columns of a world as bytes."""
    facts = seen.facts
    values = [getattr(facts, field.name) for field in fields(Facts)]
    columns = [np.array(list(map(repr, spelled_out(value)))) for value in values if isinstance(value, Column)]
    arrays = [value for value in values if isinstance(value, np.ndarray)]
    return tuple(each.tobytes() for each in (*columns, *arrays, seen.truth, seen.published, seen.counts.best))


@pytest.mark.parametrize("dials", [Dials(), Dials.calm(), ALL_UP], ids=["default", "calm", "all up"])
@pytest.mark.parametrize("n_mentions", [1, 2, 3, 5, 17, 250])
def test_a_world_has_exactly_the_mentions_that_were_asked_for(n_mentions: int, dials: Dials) -> None:
    """Down to one, and however much the articles mention besides."""
    seen = generate(n_mentions, seed=1, dials=dials)
    assert n_mentions == len(seen.facts) == len(seen.truth) == len(seen.published)
    assert n_mentions == sum(len(report.mentions) for report in seen.reports())
    assert {len(seen.facts)} == {len(flags) for flags in seen.phenomena.values()}


def test_the_same_arguments_give_the_same_world() -> None:
    """Columns and texts; another seed gives other ones."""
    one, again, other = (generate(300, seed=seed) for seed in (5, 5, 6))
    assert printed(one) == printed(again)
    assert [article.to_line() for article in one.articles()] == [article.to_line() for article in again.articles()]
    assert printed(one) != printed(other)


def test_a_dial_leaves_alone_what_is_not_its_own() -> None:
    """Whoever turns one dial compares like with like."""
    before, after = world(undated=0.3), world(undated=0.3, confused_types=0.5)
    assert np.array_equal(before.truth, after.truth)
    assert np.array_equal(before.facts.start, after.facts.start)
    assert spelled_out(before.facts.city) == spelled_out(after.facts.city)
    assert spelled_out(before.facts.type) != spelled_out(after.facts.type)


def test_ids_are_distinct_and_sorted() -> None:
    """17 characters each, and no pattern that tells the event."""
    ids = lifelike().facts.ids.tolist()
    assert sorted(set(ids)) == ids
    assert {(17, "m")} == {(len(each), each.decode("ascii")[0]) for each in ids}
    articles = lifelike().facts.article.values
    assert len(set(articles)) == len(articles)
    assert {(17, "a")} == {(len(each), each[0]) for each in articles}
    assert abs(np.corrcoef(lifelike().truth, np.arange(len(ids)))[0, 1]) < 0.2


def test_about_five_mentions_for_each_event() -> None:
    """Most of them few, some many, single ones included."""
    sizes = Counter(generate(20_000, seed=2).truth.tolist()).values()
    assert 4.5 < sum(sizes) / len(sizes) < 5.5
    assert 1 in sizes
    assert max(sizes) > 15


@pytest.mark.parametrize("events_per_day", [2, 40])
def test_a_large_world_is_as_dense_as_a_small_one(events_per_day: float) -> None:
    """Events a day stay the same, and the last day is the last of 2024."""
    for n_mentions in (4_000, 20_000):
        seen = generate(n_mentions, seed=4, dials=Dials.calm(), events_per_day=events_per_day)
        days = dict(zip(seen.truth.tolist(), seen.facts.start.tolist(), strict=True)).values()
        assert LAST_DAY >= max(days) >= LAST_DAY - 3
        assert events_per_day == pytest.approx(len(days) / (LAST_DAY - min(days) + 1), rel=0.2)


def test_places_and_actors_follow_zipf() -> None:
    """A few towns and groups have many events, most have one or two."""
    seen = world(20_000)
    columns: tuple[Column[Any], ...] = (seen.facts.city, seen.facts.actors)
    for column in columns:
        events = {(event, value) for event, value in zip(seen.truth.tolist(), spelled_out(column), strict=True)}
        ranked = [count for _, count in Counter(value for _, value in events).most_common()]
        assert ranked[0] > 8 * ranked[len(ranked) // 2]


def test_in_a_calm_world_no_two_events_share_town_and_day() -> None:
    """And all mentions of one event say the same, so that merging can be perfect."""
    facts = world().facts
    places = zip(spelled_out(facts.city), facts.start.tolist(), facts.end.tolist(), strict=True)
    told = set(zip(world().truth.tolist(), places, strict=True))
    assert len(told) == len(set(world().truth.tolist())) == len({place for _, place in told})


def test_the_truth_numbers_the_tolls() -> None:
    """A row of tolls for each event."""
    seen = lifelike()
    assert seen.tolls.shape == (len(seen.tolls), 2)
    assert 0 <= seen.truth.min()
    assert seen.truth.max() < len(seen.tolls)
    assert (seen.tolls >= 0).all()


def test_published_is_the_day_of_the_article() -> None:
    """In the hours and days after the news."""
    seen = lifelike()
    days = dict(zip(seen.facts.ids.tolist(), seen.published.tolist(), strict=True))
    for article, mentions in reports(seen):
        assert article.published_on is not None
        assert {article.published_on.toordinal()} == {days[mention.id.encode()] for mention in mentions}
    calm = world()
    assert set(range(7)) >= set((calm.published - calm.facts.start).tolist())


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_mentions": 0},
        {"n_mentions": -5},
        {"n_mentions": 10**9},
        {"n_mentions": 2.5},
        {"n_mentions": True},
        {"seed": -1},
        {"seed": 2**64},
        {"seed": "x"},
        {"events_per_day": 0},
        {"events_per_day": float("nan")},
        {"events_per_day": float("inf")},
        {"events_per_day": 10**6},
        {"events_per_day": "40"},
        {"n_mentions": 10_000, "events_per_day": 0.001},
    ],
    ids=repr,
)
def test_numbers_out_of_bounds_are_refused(wrong: dict[str, Any]) -> None:
    """The message says which and what to give."""
    with pytest.raises(InputError, match="|".join(wrong)):
        generate(**({"n_mentions": 10} | wrong))
