"""Events: what is built of a cluster besides its claims, and what merging promises as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from claimx.errors import InputError
from claimx.event import Event
from claimx.merging import merge, trace
from tests.merging.reports import (
    DAY,
    NEXT_DAY,
    Report,
    Story,
    bare,
    blame,
    force,
    merged,
    one_event,
    report,
    toll,
    victim,
)

OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily")
SIGNS = Story(means="drone", parties=(victim("Tomas Irel"), force("Free Valley Front")))


def event_of(*stories: Story) -> Event:
    """Merge one report for each story."""
    return one_event(*(report(outlet, story) for outlet, story in zip(OUTLETS, stories, strict=False)))


@pytest.mark.parametrize(
    ("times", "start", "end", "precision"),
    [
        pytest.param([DAY, DAY], DAY, DAY, "day", id="one-day"),
        pytest.param([DAY, "2024-03"], DAY, DAY, "day", id="the-finer"),
        pytest.param(["2024-03", "2024"], "2024-03-01", "2024-03-31", "month", id="month-and-year"),
        pytest.param([DAY, NEXT_DAY], DAY, NEXT_DAY, "day", id="both-sides-of-midnight"),
        pytest.param([DAY, ("2024-03-01", "2024-03-07")], DAY, DAY, "day", id="a-window-says-nothing-beside-a-day"),
        pytest.param(
            ["2024-03", ("2024-03-01", "2024-03-07")], "2024-03-01", "2024-03-31", "month", id="nor-beside-a-month"
        ),
        pytest.param(
            [("2024-03-01", "2024-03-07"), ("2024-03-03", "2024-03-09")],
            "2024-03-03",
            "2024-03-07",
            "week",
            id="two-windows-share-days",
        ),
    ],
)
def test_when(times: list[str | tuple[str, str]], start: str, end: str, precision: str) -> None:
    """The days that the most precise mentions share, or their span."""
    when = event_of(*(SIGNS.but(when=told) for told in times)).when
    assert (str(when.start), str(when.end), when.precision) == (start, end, precision)


def test_an_undated_event_has_no_day() -> None:
    """Unknown is unknown, never the publication."""
    when = event_of(Story(when=None)).when
    assert (when.start, when.end, when.precision) == (None, None, "unknown")


def test_where_takes_the_form_most_mentions_use() -> None:
    """At each level by itself."""
    stories = (
        Story(city="Qasr Delan", country="Chile"),
        Story(city="Kasr Delan", site="a house on Kadin Street"),
        Story(city="Qasr Delan"),
    )
    where = event_of(*stories).where
    assert (where.site, where.city, where.country) == ("a house on Kadin Street", "Qasr Delan", "Chile")
    assert (where.country_code, where.precision) == ("CL", "site")


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        pytest.param(["bombing", "shelling", "shelling"], "shelling", id="most"),
        pytest.param(["attack", "attack", "shelling"], "shelling", id="unspecified-says-nothing"),
        pytest.param(["attack", "attack"], "attack", id="unless-nobody-says-more"),
        pytest.param(["shelling", "bombing"], "bombing", id="first-in-the-alphabet-of-equally-many"),
    ],
)
def test_type(types: list[str], expected: str) -> None:
    """The type most mentions give."""
    assert event_of(*(SIGNS.but(type=told) for told in types)).type == expected


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        pytest.param(Story(means="planted_bomb"), "Bombing (planted bomb) in Qasr Delan, 2024-03-05", id="all"),
        pytest.param(Story("other", city=None, when="2024"), "Event, 2024", id="hardly-anything"),
        pytest.param(
            Story("air_strike", city=None, country="Chile", when="2024-03"),
            "Air strike in Chile, 2024-03",
            id="country",
        ),
        pytest.param(Story(when=None), "Bombing in Qasr Delan, undated", id="undated"),
        pytest.param(
            Story(when=("2024-03-01", "2024-03-07")), "Bombing in Qasr Delan, 2024-03-01 to 2024-03-07", id="window"
        ),
    ],
)
def test_title(story: Story, expected: str) -> None:
    """Made of type, means, place and date: no word of it is a claim of anybody's."""
    assert event_of(story).title == expected


def test_prominence_is_main_where_any_article_tells_it_as_its_main_event() -> None:
    """Background elsewhere does not make it background."""
    back = Story(prominence="background")
    assert (event_of(back, Story()).prominence, event_of(back, back).prominence) == ("main", "background")


@pytest.mark.parametrize("realis", ["actual", "future", "hypothetical", "negated"])
def test_realis_is_that_of_all_mentions(realis: str) -> None:
    """What was announced stays announced."""
    story = Story().but(realis=realis)
    assert event_of(story, story).realis == realis


def test_origins_are_counted_behind_tolls_and_stances() -> None:
    """Two agencies behind two numbers are two, whoever printed them; a statement alone counts by its article."""
    agency = [report(outlet, Story(claims=(toll("two"),)), byline="AFP") for outlet in OUTLETS[:2]]
    other = report("Lake Lantern", Story(claims=(blame("the rebels"),)), byline="Reuters")
    assert one_event(*agency, other, report("Dale Daily", Story())).n_origins == 2
    assert event_of(Story(), Story()).n_origins == 2


def test_relations_lead_to_events() -> None:
    """From each mention's relation to the event that its target became."""
    strike = Story(type="air_strike", when=NEXT_DAY, relations=(("retaliation_for", 2),))
    reports = [report(outlet, strike, Story()) for outlet in OUTLETS[:2]]
    bombing, answer = merged(*reports)
    (relation,) = answer.relations
    assert (relation.kind, relation.to) == ("retaliation_for", bombing.id)
    assert relation.mention_ids == answer.mention_ids
    assert bombing.relations == ()


def test_a_relation_inside_one_event_is_none() -> None:
    """What one passage told twice cannot follow itself."""
    text = "A bomb went off in Qasr Delan."
    again = Story(passage=text, relations=(("follows", 1),))
    assert one_event(report("Valley Post", Story(passage=text), again, text=text)).relations == ()


def test_the_id_comes_from_the_earliest_mention() -> None:
    """Later reports leave it as it is; an undated report is a late one."""
    first = report("Valley Post", Story(), published=DAY)
    later = report("Hill Herald", Story(), published=NEXT_DAY)
    undated = report("Lake Lantern", Story(), published=None)
    assert one_event(first).id == one_event(first, later).id == one_event(undated, later, first).id
    assert one_event(later).id == one_event(later, undated).id != one_event(first).id


def test_events_are_sorted_by_day_undated_last() -> None:
    """Then by id."""
    stories = (Story(when=None), Story(when=NEXT_DAY), Story(when="2023"), Story(when=DAY))
    events = merged(*(report(outlet, story) for outlet, story in zip(OUTLETS, stories, strict=True)))
    starts = [event.when.start for event in events]
    assert starts == [date(2023, 1, 1), date(2024, 3, 5), date(2024, 3, 6), None]


def test_the_log_tells_what_joined_and_what_was_chosen() -> None:
    """One line for each join, with the rules that spoke."""
    event = event_of(SIGNS, SIGNS, SIGNS)
    joins = [entry for entry in event.log if entry.verdict == "joined" and entry.rule != "identity"]
    assert len(joins) == 2
    for join in joins:
        assert join.rule == "type+time+place+victim+actor+means"
        assert 'Both have the city "Qasr Delan"' in join.sentence


def test_a_mention_without_its_article_is_an_error() -> None:
    """Which says what is missing."""
    one = report("Valley Post", Story())
    with pytest.raises(InputError, match=f"its article {one.article.id} is missing"):
        merge(one.mentions, articles=[bare("Hill Herald", "Nothing happened in Orran.")])


def test_nothing_merges_to_nothing() -> None:
    """With and without articles."""
    assert (merge([], articles=[]), merge([], articles=[bare("Valley Post", "Nothing happened.")])) == ((), ())


def test_of_two_records_with_one_id_the_choice_does_not_depend_on_the_order() -> None:
    """The same content annotated twice, by two models, is one mention."""
    one = report("Valley Post", Story())
    again = one.mentions[0].model_copy(update={"model": "another"})
    merges = [merge(order, articles=[one.article]) for order in ([*one.mentions, again], [again, *one.mentions])]
    assert len(merges[0]) == 1
    assert merges[0] == merges[1]


def test_traced_articles_merge_as_untraced_ones() -> None:
    """Lineage is found anew, whatever the articles carry."""
    reports: list[Report] = [report(outlet, SIGNS) for outlet in OUTLETS]
    mentions = [mention for one in reports for mention in one.mentions]
    articles = [one.article for one in reports]
    assert merge(mentions, articles=trace(trace(articles))) == merge(mentions, articles=articles)
