"""What happens: events that are easily taken for one another, and events that articles mention besides their news."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from claimx.facts import Column
from claimx.worlds import World
from tests.worlds.seen import ROWS, SHARE, reports, share, spelled_out, world


def day_and_town(seen: World) -> dict[int, tuple[int, str | None]]:
    """Return day and town of each event, as a world says them that blurs neither."""
    facts = seen.facts
    return dict(zip(seen.truth.tolist(), zip(facts.start.tolist(), spelled_out(facts.city), strict=True), strict=True))


def articles(seen: World) -> dict[str, list[int]]:
    """Return the rows of each article."""
    rows = defaultdict(list)
    for row, article in enumerate(spelled_out(seen.facts.article)):
        rows[article].append(row)
    return rows


def test_events_in_one_town_on_one_day() -> None:
    """About the share of events; each differs by site, victim, type or actor from the one it could be taken for."""
    seen = world(same_city_same_day=SHARE)
    facts, truth = seen.facts, seen.truth
    events = defaultdict(list)
    for event, place in day_and_town(seen).items():
        events[place].append(event)
    siblings = sum(len(same) - 1 for same in events.values())
    assert SHARE == pytest.approx(siblings / len(set(truth.tolist())), abs=0.06)
    told: tuple[Column[Any], ...] = (facts.site, facts.victims, facts.type, facts.actors)
    columns = [[repr(value) if value else None for value in spelled_out(column)] for column in told]
    said: defaultdict[tuple[int, int], set[str | None]] = defaultdict(set)
    for row, event in enumerate(truth.tolist()):
        for at, column in enumerate(columns):
            said[event, at] |= {column[row]} - {None}

    def differ(one: int, other: int) -> bool:
        sides = ((said[one, at], said[other, at]) for at in range(len(columns)))
        return any(mine and others and mine.isdisjoint(others) for mine, others in sides)

    apart = [differ(*pair) for same in events.values() for pair in combinations(sorted(same), 2)]
    assert share(apart) > 0.97
    in_town = {event for same in events.values() if len(same) > 1 for event in same}
    assert {True} == set(seen.phenomena["same_city_same_day"][np.isin(truth, list(in_town))].tolist())
    assert not world().phenomena["same_city_same_day"].any()


def test_retaliations_swap_the_roles_and_are_tied_to_what_they_answer() -> None:
    """About half of the reports tell both; the answer follows within a week."""
    seen = world(retaliations=SHARE)
    facts, ties = seen.facts, seen.facts.relations
    assert not len(world().facts.relations.source)
    assert not world().phenomena["retaliations"].any()
    assert {"retaliation_for"} == set(spelled_out(ties.kind))
    actors, recipients = spelled_out(facts.actors), spelled_out(facts.recipients)
    for source, target in zip(ties.source.tolist(), ties.target.tolist(), strict=True):
        assert (actors[source], recipients[source]) == (recipients[target], actors[target])
        assert 1 <= facts.start[source] - facts.start[target] <= 7
        assert facts.article[source] == facts.article[target]
    news = {rows[0] for rows in articles(seen).values()} | {rows[-1] for rows in articles(seen).values()}
    answering = set(seen.truth[ties.source].tolist())
    assert SHARE == pytest.approx(len(answering) / len(set(seen.truth[sorted(news)].tolist())), abs=0.15)
    assert seen.phenomena["retaliations"][np.concatenate([ties.source, ties.target])].all()
    # A reprisal can be answered in its turn: then the roles are swapped twice.
    assert answering & set(seen.truth[ties.target].tolist())


def test_twin_blasts_are_one_event_told_in_parts() -> None:
    """One number in `truth`; half of the mentions give subtotals and one of two sites."""
    seen = world(twin_blasts=SHARE)
    twins = seen.phenomena["twin_blasts"]
    assert SHARE == pytest.approx(len(set(seen.truth[twins].tolist())) / len(set(seen.truth.tolist())), abs=0.06)
    parts = set(seen.counts.mention[np.array(spelled_out(seen.counts.scope)) == "subtotal"].tolist())
    assert parts <= set(np.flatnonzero(twins).tolist())
    assert 0.5 == pytest.approx(len(parts) / twins.sum(), abs=0.05)
    sites = defaultdict(set)
    for row in parts:
        sites[int(seen.truth[row])].add(seen.facts.site[row])
    assert {1, 2} == {len(names) for names in sites.values()}
    assert None not in set().union(*sites.values())
    sums: defaultdict[tuple[int, str], int] = defaultdict(int)
    columns = (seen.counts.mention.tolist(), spelled_out(seen.counts.scope), seen.counts.best.tolist())
    for row, scope, best, kind in zip(*columns, spelled_out(seen.counts.kind), strict=True):
        if row in parts and kind == "killed":
            sums[row, scope] += best
    assert all(sums[row, "total"] == sums[row, "subtotal"] > 0 for row in parts)
    assert {"total"} == set(spelled_out(world().counts.scope))


def test_parts_are_told_in_the_text() -> None:
    """The bombs of twin blasts are spoken of where parts are."""
    seen = world(400, twin_blasts=SHARE)
    for article, mentions in reports(seen):
        parts = [claim for mention in mentions for claim in mention.claims if getattr(claim, "scope", "") == "subtotal"]
        assert len(parts) == article.text.count("by one of the bombs")


@pytest.mark.parametrize(("dial", "fewest", "most"), [("background", 8, 90), ("anniversaries", 365, 366)])
def test_older_events_are_mentioned_besides(dial: str, fewest: int, most: int) -> None:
    """About the share of articles; each lies so many days before the news."""
    seen = world(**{dial: SHARE})
    rows = articles(seen)
    assert SHARE == pytest.approx((ROWS - len(rows)) / len(rows), abs=0.04)
    for pair in (pair for pair in rows.values() if len(pair) > 1):
        old, new = sorted(pair, key=lambda row: seen.facts.start[row])
        assert fewest <= seen.facts.start[new] - seen.facts.start[old] <= most
        assert seen.truth[old] != seen.truth[new]
        assert (True, False) == (seen.phenomena[dial][old], seen.phenomena[dial][new])
        if dial == "anniversaries":
            days = [date.fromordinal(int(seen.facts.start[row])) for row in (old, new)]
            assert 1 == days[1].year - days[0].year
            assert days[0].month == days[1].month
    assert not world().phenomena[dial].any()
    assert ROWS == len(articles(world()))


def test_older_events_are_retold_by_several_and_some_were_news() -> None:
    """What is mentioned besides clusters as well, with the reports on it where there are any."""
    seen = world(background=SHARE)
    old = seen.phenomena["background"]
    retold = np.bincount(seen.truth[old])
    assert retold.max() > 2
    assert set(seen.truth[old].tolist()) & set(seen.truth[~old].tolist())


def test_one_article_tells_its_event_twice() -> None:
    """About the share of articles; both mentions have one number in `truth`, and passages of their own."""
    seen = world(duplicates=SHARE)
    rows = articles(seen)
    twice = [pair for pair in rows.values() if len(pair) > 1]
    assert SHARE == pytest.approx(len(twice) / len(rows), abs=0.04)
    assert all(seen.truth[one] == seen.truth[other] for one, other in twice)
    assert {row for pair in twice for row in pair} == set(np.flatnonzero(seen.phenomena["duplicates"]).tolist())
    assert not len(seen.facts.overlapping)
    assert not world().phenomena["duplicates"].any()
    for article, mentions in reports(world(300, duplicates=SHARE)):
        passages = {article.text[quote.start : quote.end] for mention in mentions for quote in mention.quotes}
        assert len(mentions) == len(passages)
