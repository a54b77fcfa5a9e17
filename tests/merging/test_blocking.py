"""Blocking: no pair that the gates would join is left out, and pairs that cannot meet are not asked about."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimx.merging.meeting
import claimx.merging.relation
from claimx.errors import InputError
from claimx.facts import Facts
from claimx.mention import Mention
from claimx.merging.engine import Engine
from claimx.merging.gates import Gates
from claimx.merging.votes import Columns
from claimx.values.places import match_places
from tests.merging.drawn import crowd, draws
from tests.merging.reports import DAY, NEXT_DAY, TOWN, Story, force, report, victim

SIGNS = (victim("Tomas Irel"), force("Free Valley Front"))
STORY = Story(means="drone", parties=SIGNS)
NAMED, FORCED = (Story(parties=(party,)) for party in SIGNS)
LABELLED = Story(label="the Kadin Avenue bombing")
CITIES = (
    *("Qasr Delan", "Qasrdelan", "Kasr Delan", "the town of Qasr Delan", "Qasr Dealan", "Qasr Dellan", "Delan"),
    *("Kadin", "northern Kadin", "Kadin City", "Qadin", "Mirabad", "Mirrabad", "Mirobad", "Luxembourg", "Aue", "حلب"),
    *("Group Kadin", "New Orran", "Orran", "Singapore", "Kuwait"),
)
SPELLINGS = [pair for pair in combinations(CITIES, 2) if match_places(*pair)]
PLACES = st.builds(
    lambda site, city, admin1: {"site": site, "city": city, "admin1": admin1},
    st.sampled_from((None, *(f"a house in {city}" for city in CITIES), "the Kuwaiti embassy", "Kadin Street")),
    st.sampled_from((None, *CITIES)),
    st.sampled_from((None, *CITIES, "Kadin province", "eastern Chile")),
)
TIMES = st.sampled_from(
    ("2024-02-29", "2024-03-01", "2024-03-02", "2024-02", "2024-03", "2024", "2023", ("2024-02-24", "2024-03-01"), None)
)


def mentions_of(*stories: Story) -> list[Mention]:
    """Return the mentions of stories, each of an article of its own."""
    return [report(f"Outlet {n}", story).mentions[0] for n, story in enumerate(stories)]


def candidates(mentions: Iterable[Mention]) -> set[tuple[str, str]]:
    """Return the ids of the pairs to judge."""
    facts = Facts.of(mentions)
    return {(facts.id(left), facts.id(right)) for left, right in rows_that_meet(facts)}


def rows_that_meet(facts: Facts) -> set[tuple[int, int]]:
    """Return the pairs to judge."""
    found = Engine(Columns(facts)).candidates()
    return {pair for left, right in found for pair in zip(left.tolist(), right.tolist(), strict=True)}


def meet(*stories: Story) -> bool:
    """Whether two stories are a pair to judge."""
    return bool(candidates(mentions_of(*stories)))


def left_out(facts: Facts) -> list[tuple[int, int]]:
    """Return the pairs that the gates join and blocking does not name."""
    gates = Gates(facts)
    joining = {pair for pair in combinations(range(len(facts)), 2) if gates.decide(*pair).verdict == "same"}
    return sorted(joining - rows_that_meet(facts))


@given(st.lists(PLACES, min_size=2, max_size=5))
def test_no_place_is_left_out(places: list[dict[str, str | None]]) -> None:
    """However a city is spelled, and at whichever level it is told, pairs that the gates would join meet."""
    assert left_out(Facts.of(mentions_of(*(STORY.but(**place) for place in places)))) == []


@given(st.lists(TIMES, min_size=2, max_size=5), st.sampled_from(("bombing", "attack", "protest", "other")))
def test_no_time_is_left_out(times: list[str | tuple[str, str] | None], kind: str) -> None:
    """Days meet days, months and years, on either side of midnight and of the end of a month."""
    stories = [STORY.but(when=when, type=kind if n % 2 else "bombing") for n, when in enumerate(times)]
    assert left_out(Facts.of(mentions_of(*stories))) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [pytest.param(*pair, id=" ".join(pair)) for pair in combinations(CITIES, 2) if match_places(*pair)],
)
def test_two_spellings_of_one_city_meet(left: str, right: str) -> None:
    """Whatever `match_places` takes for one city meets."""
    assert meet(Story(city=left), Story(city=right))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param(Story(), Story(), True, id="one-day"),
        pytest.param(Story(), Story(when=NEXT_DAY), False, id="one-midnight-apart"),
        pytest.param(NAMED, NAMED.but(when=NEXT_DAY), True, id="one-midnight-apart-with-a-victim"),
        pytest.param(NAMED, NAMED.but(when="2024-03-07"), False, id="two-days-apart-with-a-victim"),
        pytest.param(Story(), Story(when="2024-03-20"), False, id="one-month-but-two-days"),
        pytest.param(Story(), Story(when="2024-03"), True, id="a-day-of-the-month"),
        pytest.param(
            NAMED.but(when="2024-01-31"), NAMED.but(when="2024-02"), True, id="midnight-before-the-month-with-a-victim"
        ),
        pytest.param(Story(when="2024-01"), Story(when="2024-03"), False, id="two-months"),
        pytest.param(Story(when="2024"), Story(when="2024-12"), True, id="a-month-of-the-year"),
        pytest.param(Story(), Story(when="2023"), False, id="another-year"),
        pytest.param(Story(), Story(city="Orran"), False, id="two-cities"),
        pytest.param(Story(), Story(city=None), False, id="a-city-and-none"),
        pytest.param(Story(city=None), Story(city=None), False, id="no-cities"),
        pytest.param(STORY, STORY.but(city=None), True, id="a-city-and-none-with-an-actor"),
        pytest.param(STORY.but(city=None), STORY.but(city=None), True, id="no-cities-with-an-actor"),
        pytest.param(STORY, STORY.but(city="Orran"), True, id="two-cities-with-a-victim"),
        pytest.param(FORCED, FORCED.but(city="Orran"), False, id="two-cities-with-an-actor"),
        pytest.param(FORCED.but(city=None), FORCED.but(city=None, parties=(force("FVF"),)), True, id="initials"),
        pytest.param(LABELLED.but(city=None), LABELLED, True, id="one-label"),
        pytest.param(LABELLED.but(city="Orran"), LABELLED, False, id="one-label-in-two-cities"),
        pytest.param(
            Story(site="3500 block of Kadin Avenue"),
            Story(city="Orran", site="3500 Kadin"),
            True,
            id="one-address-in-two-cities",
        ),
        pytest.param(Story(city="Orran"), Story(site="a house in Orran"), True, id="city-in-the-others-site"),
        pytest.param(Story(city="Orran"), Story(admin1="Orran province"), True, id="city-is-the-others-province"),
        pytest.param(Story(type="other"), Story(type="protest"), True, id="a-type-left-open"),
        pytest.param(Story(when=None), Story(), False, id="undated"),
        pytest.param(Story(when=None), Story(when=None), False, id="both-undated"),
    ],
)
def test_who_meets(left: Story, right: Story, *, expected: bool) -> None:
    """What cannot be one event is not asked about."""
    assert (meet(left, right), meet(right, left)) == (expected, expected)


def test_mentions_of_one_article_always_meet() -> None:
    """An article may tell one passage twice, be it undated."""
    one, other = report("Post", Story(when=None), Story(city="Orran")).mentions
    assert candidates([one, other]) == {(min(one.id, other.id), max(one.id, other.id))}


def test_cost_grows_with_the_days_and_not_with_their_square() -> None:
    """Two hundred days in one town are two hundred small blocks, each day beside the next."""
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 9) for day in range(1, 26)]
    assert len(candidates(mentions_of(*(Story(when=day) for day in days)))) < len(days)


def test_cities_share_no_block() -> None:
    """Twenty towns on one day make no pairs across."""
    towns = [
        f"{first}{last}" for first in ("Bord", "Fenn", "Gulm", "Hast", "Pell") for last in ("ak", "os", "umi", "eren")
    ]
    mentions = mentions_of(*(Story(city=town) for town in towns for _ in range(2)))
    assert len(candidates(mentions)) <= 3 * len(towns)


@pytest.mark.parametrize("first", [0, 20])
def test_no_join_is_left_out(first: int) -> None:
    """Whatever a pair joins by, it is a pair to judge, and it comes with its lower row first."""
    for seed, world in draws(20, first=first, n_articles=8):
        assert left_out(world.facts) == [], f"seed {seed}"
        assert all(left < right for left, right in rows_that_meet(world.facts)), f"seed {seed}"


@pytest.mark.parametrize("seed", range(8))
def test_no_join_of_a_crowd_is_left_out(seed: int) -> None:
    """Blocking finds among all pairs of many worlds those that join, sorted, each once."""
    engine = Engine(Columns(crowd(seed).facts))
    left, right = np.triu_indices(len(engine.facts), 1)
    same = engine.decide(left, right).same
    found = engine.joins()
    assert [found[0].tolist(), found[1].tolist()] == [left[same].tolist(), right[same].tolist()]


@pytest.mark.parametrize("share", [0, 0.05, 0.5, 1])
@pytest.mark.parametrize("seed", range(4))
def test_joins_of_marked_rows(seed: int, share: float) -> None:
    """With some rows marked, the pairs to judge have a marked row, and all joins that have one are among them."""
    engine = Engine(Columns(crowd(seed).facts))
    rng = Random(seed)  # noqa: S311  # the same rows each time, not a secret
    marked = np.array([rng.random() < share for _ in range(len(engine.facts))])
    left, right = engine.joins()
    kept = marked[left] | marked[right]
    found = engine.joins(changed=marked)
    assert [found[0].tolist(), found[1].tolist()] == [left[kept].tolist(), right[kept].tolist()]
    assert all((marked[one] | marked[other]).all() for one, other in engine.candidates(changed=marked))


def test_a_block_that_is_too_large_ends_the_merge_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out in silence."""
    mentions = mentions_of(*(Story(claims=()) for _ in range(5)))
    monkeypatch.setattr(claimx.merging.meeting, "LARGEST_BLOCK", 4)
    with pytest.raises(InputError, match=rf"5 mentions share '{TOWN}' about {DAY}, more than 4"):
        candidates(mentions)


def test_names_with_a_key_that_is_too_common_end_the_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is named, and what has it."""
    mentions = mentions_of(*(Story(city=city) for city in ("Kadin", "Qadin", "Kadeen")))
    monkeypatch.setattr(claimx.merging.relation, "LARGEST_BLOCK", 2)
    with pytest.raises(InputError, match=r"3 place names share .*, more than 2:"):
        candidates(mentions)
