"""Clustering: joins become events, and no event holds a pair that the gates keep apart."""

from __future__ import annotations

from itertools import permutations

import pytest

from claimx.merging.clustering import Cluster, cluster
from tests.merging.reports import (
    DAY,
    NEXT_DAY,
    Report,
    Story,
    force,
    grouped,
    merged,
    one_event,
    report,
    toll,
    toll_of,
    victim,
)

STORY = Story()
IREL, ORRAN = victim("Tomas Irel"), victim("Selim Orran")
MARKET, STATION = STORY.but(site="the Kadin Market"), STORY.but(site="the Orran Station")


def clusters(*reports: Report) -> tuple[Cluster, ...]:
    """Cluster the mentions of reports."""
    return cluster({mention.id: mention for one in reports for mention in one.mentions})


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


BRIDGE = (
    report("Valley Post", STORY.but(parties=(IREL,), means="drone")),
    report("Hill Herald", STORY.but(means="drone")),
    report("Lake Lantern", STORY.but(parties=(ORRAN,))),
)


@pytest.mark.parametrize(
    "order", tuple(permutations(BRIDGE)), ids=lambda order: " ".join(str(one[0].outlet) for one in order)
)
def test_the_weaker_join_is_refused_and_logged(order: tuple[Report, ...]) -> None:
    """What fits two events that exclude each other goes with the one it agrees with more, whoever comes first."""
    assert grouped(*order) == [["Hill Herald/1", "Valley Post/1"], ["Lake Lantern/1"]]
    pair, alone = clusters(*order) if len(clusters(*order)[0].mention_ids) == 2 else reversed(clusters(*order))
    (join,), (refusal,) = pair.joined, pair.refused
    assert join.weight > refusal.weight
    assert alone.refused == (refusal,)
    for event in merged(*order):
        (entry,) = (entry for entry in event.log if entry.verdict == "refused")
        assert {entry.left, entry.right} == {refusal.left, refusal.right}
        assert "exclude each other" in entry.sentence


def test_a_join_inside_a_cluster_is_not_refused() -> None:
    """Three mentions need two joins; the third pair is neither join nor refusal."""
    (found,) = clusters(*(report(outlet, STORY) for outlet in ("Valley Post", "Hill Herald", "Lake Lantern")))
    assert (len(found.mention_ids), len(found.joined), found.refused, found.runner_up) == (3, 2, (), None)


def test_the_runner_up_is_the_closest_that_was_kept_apart() -> None:
    """Of those that did not join the one most speaks for is kept, with what speaks against it."""
    near = report("Hill Herald", STORY.but(when=NEXT_DAY, parties=(force("Free Valley Front"),)))
    far = report("Lake Lantern", STORY.but(when=NEXT_DAY, city="Orran", type="shelling"))
    one = report("Valley Post", STORY.but(parties=(force("Free Valley Front"),)))
    (found,) = (each for each in clusters(one, near, far) if one.mentions[0].id in each.mention_ids)
    assert found.runner_up is not None
    assert {found.runner_up.left, found.runner_up.right} == {one.mentions[0].id, near.mentions[0].id}
    assert "the dates exclude each other" in found.runner_up.sentence()


def test_nothing_is_close_to_what_shares_nothing() -> None:
    """A pair for which nothing speaks is no runner-up."""
    one, other = report("Valley Post", STORY), report("Hill Herald", Story("protest", city="Orran"))
    assert [each.runner_up for each in clusters(one, other)] == [None, None]


def test_no_mentions_are_no_clusters() -> None:
    """The empty set has no events."""
    assert cluster({}) == ()
