"""Clustering: joins become events, and no event holds a pair that the gates keep apart."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from random import Random
from typing import TypeVar

import numpy as np
import pytest

import claimx.merging.clustering
import claimx.merging.slices
from claimx.errors import InputError
from claimx.facts import Facts
from claimx.merging.clustering import Clusters, cluster, matrices
from claimx.merging.engine import Engine
from claimx.merging.linkage import LINK, LINKAGES, Linkage
from claimx.merging.rulings import RuledPairs
from claimx.merging.ties import with_tied
from claimx.merging.votes import Columns
from tests.merging.drawn import Drawn, crowd
from tests.merging.reports import (
    DAY,
    NEXT_DAY,
    Story,
    grouped,
    merged,
    one_event,
    report,
    toll,
    toll_of,
    victim,
)

S = TypeVar("S")
P = TypeVar("P")
T = TypeVar("T")

STORY = Story()
IREL, ORRAN = victim("Tomas Irel"), victim("Selim Orran")
MARKET, STATION = STORY.but(site="the Kadin Market"), STORY.but(site="the Orran Station")


@pytest.mark.parametrize(
    ("left", "right", "together"),
    [
        pytest.param(STORY, STORY, True, id="nothing-tells-them-apart"),
        pytest.param(MARKET, STATION, False, id="two-sites"),
        pytest.param(STORY.but(parties=(IREL,)), STORY.but(parties=(ORRAN,)), False, id="two-victims"),
        pytest.param(STORY, STORY.but(type="shooting", when=NEXT_DAY), False, id="retaliation-on-the-next-day"),
        pytest.param(STORY, STORY.but(when="2025-03-05", prominence="background"), False, id="anniversary"),
        pytest.param(STORY.but(parties=(IREL,)), STORY.but(parties=(IREL,), when=NEXT_DAY), True, id="midnight"),
        pytest.param(STORY, STORY.but(when=NEXT_DAY), False, id="midnight-without-a-victim"),
        pytest.param(STORY.but(admin1="Upper Kadin"), STORY.but(admin1="Lower Orran"), False, id="homonymous-towns"),
        pytest.param(STORY, STORY.but(realis="future"), False, id="announced-and-happened"),
    ],
)
def test_two_articles(left: Story, right: Story, *, together: bool) -> None:
    """One event or two, in any order."""
    one, other = report("Valley Post", left), report("Hill Herald", right)
    expected = [["Hill Herald/1", "Valley Post/1"]] if together else [["Hill Herald/1"], ["Valley Post/1"]]
    assert grouped(one, other) == expected == grouped(other, one)


@pytest.mark.parametrize("killed", [("three", "two"), ("five", "five")])
def test_twin_blasts_are_never_summed(killed: tuple[str, str]) -> None:
    """Told as one event by one article and as two by the other, they stay two, and the whole joins one of them."""
    twins = report("Valley Post", STORY.but(claims=(toll("five"),)))
    parts = report("Hill Herald", *(STORY.but(claims=(toll(words),)) for words in killed))
    events = merged(twins, parts)
    assert [2, 1] == sorted((len(event.mention_ids) for event in events), reverse=True)
    numbers = {account.best for event in events for account in toll_of(event).accounts}
    assert numbers == {5, *({3, 2} if killed == ("three", "two") else {5})}
    assert any(entry.verdict == "refused" for event in events for entry in event.log)


def test_twin_blasts_told_as_one_by_all_are_one_event() -> None:
    """The plural of a word makes no second event."""
    twins = STORY.but(label="The twin blasts")
    assert len(merged(report("Valley Post", twins), report("Hill Herald", twins))) == 1


def test_a_background_toll_does_not_leak() -> None:
    """A number of the earlier attack stays with the earlier attack."""
    earlier = STORY.but(when="2024-02-01", prominence="background", claims=(toll("84"),))
    one = report("Valley Post", STORY.but(claims=(toll("two"),)), earlier)
    other = report("Hill Herald", earlier, STORY.but(claims=(toll("three"),)))
    assert [[84], [2, 3]] == [[account.best for account in toll_of(event).accounts] for event in merged(one, other)]


def test_an_anniversary_story_joins_the_attack_and_not_the_memorial() -> None:
    """A year later only the background is about the attack."""
    report_of_the_day = report("Valley Post", STORY)
    memorial = Story(type="protest", when="2025-03-05", relations=(("anniversary_of", 2),))
    year_later = report("Hill Herald", memorial, STORY.but(prominence="background"), published="2025-03-06")
    assert grouped(report_of_the_day, year_later) == [["Hill Herald/1"], ["Hill Herald/2", "Valley Post/1"]]


def test_news_without_a_date_joins_through_its_window() -> None:
    """A window before publication is enough beside the city and one more sign."""
    undated = report("Valley Post", STORY.but(when=("2024-02-29", NEXT_DAY), means="drone"))
    event = one_event(undated, report("Hill Herald", STORY.but(means="drone")))
    assert (str(event.when.start), str(event.when.end)) == (DAY, DAY)


ATTACK = Story(type="attack", when=None, city=None, relations=(("follows", 1),))
RAIDS = Story(type="air_strike", when="2024-02-10", city="Orran", relations=(("retaliation_for", 2),))


def test_ties_to_what_needs_no_linking_count() -> None:
    """The raids all agree; what each of them answered joins through them, though two of its places conflict."""
    cities = {"Valley Post": "Kadin", "Hill Herald": None, "Lake Lantern": "Delan"}
    events = grouped(*(report(outlet, RAIDS, ATTACK.but(city=city)) for outlet, city in cities.items()))
    assert ["Hill Herald/1", "Lake Lantern/1", "Valley Post/1"] in events
    assert [1, 2, 3] == sorted(map(len, events))


def lists(clusters: Clusters) -> tuple[list[int], list[int]]:
    """Return the arrays as lists, to be compared."""
    return clusters.labels.tolist(), clusters.components.tolist()


def in_reverse(function: Callable[[S, P], T], shared: S, parts: Iterable[P]) -> Iterable[T]:
    """Apply a function elsewhere, to the last part first, as far as pickles can tell."""
    carried = [pickle.dumps((function, shared, part)) for part in parts]
    results = [pickle.dumps(_apply(*pickle.loads(one))) for one in reversed(carried)]  # noqa: S301  # our own
    return [pickle.loads(one) for one in reversed(results)]  # noqa: S301  # our own


def _apply(function: Callable[[S, P], T], shared: S, part: P) -> T:
    return function(shared, part)


def ruled_pairs(world: Drawn, seed: int, *, n: int) -> RuledPairs:
    """Draw rulings on pairs of one world, most of them on rows that meet."""
    rng = Random(seed)  # noqa: S311  # the same rulings each time, not a secret
    left, right = Engine(Columns(world.facts)).joins()
    pairs, met = world.pairs(), list(zip(left.tolist(), right.tolist(), strict=True))
    drawn = [rng.choice(met if met and rng.random() < 0.7 else pairs) for _ in range(2 * n)]
    return RuledPairs(tuple(drawn[:n]), tuple(drawn[n:]))


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize("seed", range(12))
def test_events_are_what_linking_each_component_gives(seed: int, linkage: Linkage) -> None:
    """All pairs of all rows decided at once, components of the joins, each linked: slices and batches add nothing."""
    facts = crowd(seed).facts
    engine = Engine(Columns(facts))
    found = cluster(facts, linkage=linkage)
    labels = np.arange(len(facts))
    for rows, component in matrices(engine, found.components):
        labels[rows] = rows[np.array(LINK[linkage](component).groups)]
    assert labels.tolist() == found.labels.tolist()
    left, right = engine.joins()
    assert (found.components[left] == found.components[right]).all()


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize("seed", range(2))
def test_where_the_work_is_done_makes_no_difference(
    seed: int, linkage: Linkage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts worked on elsewhere, the last one first, one mention a slice and one component a batch: the same events."""
    world = crowd(seed, n_worlds=8)
    ruled = ruled_pairs(world, seed, n=4)
    expected = lists(cluster(world.facts, linkage=linkage, ruled=ruled))
    assert lists(cluster(world.facts, linkage=linkage, ruled=ruled, mapper=in_reverse)) == expected
    monkeypatch.setattr(claimx.merging.clustering, "BATCH", 1)
    monkeypatch.setattr(claimx.merging.slices.slices, "__kwdefaults__", {"size": 1})
    assert lists(cluster(world.facts, linkage=linkage, ruled=ruled)) == expected
    assert lists(cluster(world.facts, linkage=linkage, ruled=ruled, mapper=in_reverse)) == expected


@pytest.mark.parametrize("seed", range(6))
def test_a_component_can_be_recomputed_by_itself(seed: int) -> None:
    """Its mentions and those they are tied to are enough, and other mentions change nothing."""
    facts = crowd(seed).facts
    found = cluster(facts)
    sizes = np.bincount(found.components, minlength=len(facts))
    for root in np.flatnonzero(sizes > 2)[:12].tolist():
        own = np.flatnonzero(found.components == root)
        rows = with_tied(facts, own)
        alone = cluster(facts.take(rows))
        among = np.isin(rows, own)
        assert rows[alone.labels[among]].tolist() == found.labels[own].tolist()
        assert rows[alone.components[among]].tolist() == found.components[own].tolist()


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_mentions_does_not_matter(seed: int) -> None:
    """Facts are sorted by id, so that rows are the same whoever comes first."""
    world = crowd(seed)
    rng = Random(seed)  # noqa: S311  # the same order each time, not a secret
    mentions = rng.sample(world.mentions, len(world.mentions))
    facts = Facts.of(mentions)
    assert facts.ids.tolist() == world.facts.ids.tolist()
    assert lists(cluster(facts)) == lists(cluster(world.facts))


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize("seed", range(12))
def test_what_a_person_ruled_wins(seed: int, linkage: Linkage) -> None:
    """Two events stay two; what a chain of rulings makes one is one, unless somebody ruled a part of it to be two."""
    world = crowd(seed)
    ruled = ruled_pairs(world, seed, n=10)
    labels = cluster(world.facts, linkage=linkage, ruled=ruled).labels
    assert [pair for pair in ruled.different if labels[pair[0]] == labels[pair[1]]] == []
    labels = cluster(world.facts, linkage=linkage, ruled=ruled._replace(different=())).labels
    assert [pair for pair in ruled.same if labels[pair[0]] != labels[pair[1]]] == []


@pytest.mark.parametrize("linkage", LINKAGES)
def test_different_wins_over_same(linkage: Linkage) -> None:
    """Who rules one pair both ways, or closes a chain with its opposite, keeps the two apart."""
    facts = Facts.of(report(f"Outlet {n}", STORY.but(city=f"{n} Kadin")).mentions[0] for n in range(3))
    chain, ends = ((0, 1), (1, 2)), ((0, 2),)
    both_ways = cluster(facts, linkage=linkage, ruled=RuledPairs(chain[:1], chain[:1]))
    closed = cluster(facts, linkage=linkage, ruled=RuledPairs(chain, ends))
    assert both_ways.labels[0] != both_ways.labels[1]
    assert closed.labels[0] != closed.labels[2]
    assert closed.labels.tolist() == [0, 0, 2]


@pytest.mark.parametrize("linkage", LINKAGES)
def test_a_ruling_holds_against_the_rules(linkage: Linkage) -> None:
    """Ten reports agree in everything, and a person says that one of them is about another event."""
    facts = Facts.of(report(f"Outlet {n}", MARKET).mentions[0] for n in range(10))
    pairs = tuple((0, other) for other in range(1, 10))
    assert set(cluster(facts, linkage=linkage).labels.tolist()) == {0}
    ruled = cluster(facts, linkage=linkage, ruled=RuledPairs(different=pairs))
    assert ruled.labels.tolist() == [0] + [1] * 9
    apart = cluster(facts, linkage=linkage, ruled=RuledPairs(different=pairs[:1]))
    assert apart.labels[0] != apart.labels[1]


# Hostile input


@pytest.mark.parametrize("linkage", LINKAGES)
def test_no_mentions_are_no_events(linkage: Linkage) -> None:
    """The empty set has none, and one mention is one."""
    assert lists(cluster(Facts.of([]), linkage=linkage)) == ([], [])
    assert lists(cluster(Facts.of(report("Valley Post", STORY).mentions), linkage=linkage)) == ([0], [0])


def test_a_thousand_reports_of_one_event() -> None:
    """All pairs join, so that there is nothing to link."""
    (mention,) = report("Valley Post", STORY).mentions
    told = (mention.model_copy(update={"id": f"m{n:04}", "article_id": f"a{n}"}) for n in range(1000))
    found = cluster(Facts.of(told))
    assert lists(found) == ([0] * 1000, [0] * 1000)


def test_a_component_that_is_too_large_ends_the_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of its mentions is named, and what to do."""
    mentions = [report(f"Outlet {n}", STORY).mentions[0] for n in range(4)]
    lowest = min(mention.id for mention in mentions)
    monkeypatch.setattr(claimx.merging.clustering, "LARGEST_COMPONENT", 3)
    with pytest.raises(InputError, match=f"joins connect 4 mentions, more than 3, among them mention {lowest}"):
        cluster(Facts.of(mentions))


@pytest.mark.parametrize(
    "whens",
    [
        pytest.param(("0001-01-01", "0001-01-01"), id="first-day"),
        pytest.param(("9999-12-31", "9999-12-31"), id="last-day"),
        pytest.param(("0001-01-01", "9999-12-31"), id="all-days"),
    ],
)
def test_days_at_the_ends_of_the_calendar(whens: tuple[str, str]) -> None:
    """Nothing wraps around: the same days join, and years no other days."""
    story = STORY.but(when=whens, means="drone", parties=(IREL,))
    told = [report("Valley Post", story), report("Hill Herald", story), report("Lake Lantern", STORY.but(city="Orran"))]
    assert ["Hill Herald/1", "Valley Post/1"] in grouped(*told)


@pytest.mark.parametrize("ids", [("é", "e", "𝄞"), ("حلب", "ﬀ", "\ud800"), ("a b", "a", "A")])
def test_ids_in_any_script(ids: tuple[str, str, str]) -> None:
    """Rows are in the order of code points, and every id is given back as it was."""
    mentions = [report(f"Outlet {n}", STORY).mentions[0].model_copy(update={"id": name}) for n, name in enumerate(ids)]
    facts = Facts.of(mentions)
    assert [facts.id(row) for row in range(3)] == sorted(ids)
    assert cluster(facts).labels.tolist() == [0, 0, 0]


def test_names_of_punctuation_alone_bring_nobody_together() -> None:
    """What has no letter cannot be compared, in whatever field it stands."""
    dashes = "— —"
    story = STORY.but(city=dashes, site=dashes, admin1=dashes, country=dashes, means="drone", parties=(victim(dashes),))
    assert grouped(report("Valley Post", story), report("Hill Herald", story)) == [["Hill Herald/1"], ["Valley Post/1"]]
