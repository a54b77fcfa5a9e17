"""Blocking: no pair that the gates would join is left out, and pairs that cannot meet are not asked about."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.mention import Mention
from claimx.merging.blocking import candidate_pairs
from claimx.merging.gates import Gates
from claimx.values.places import match_places
from tests.merging.reports import DAY, NEXT_DAY, TOWN, Story, force, report, victim

SIGNS = (victim("Tomas Irel"), force("Free Valley Front"))
STORY = Story(means="drone", parties=SIGNS)
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


def mentions_of(*stories: Story) -> dict[str, Mention]:
    """Return the mentions of stories, each of an article of its own."""
    found = (report(f"Outlet {n}", story).mentions[0] for n, story in enumerate(stories))
    return {mention.id: mention for mention in found}


def meet(*stories: Story) -> bool:
    """Whether two stories are a pair to judge."""
    mentions = mentions_of(*stories)
    return bool(candidate_pairs(mentions, Gates(mentions)))


def left_out(mentions: dict[str, Mention]) -> list[tuple[str, str]]:
    """Return the pairs that the gates join and blocking does not name."""
    gates = Gates(mentions)
    joining = {pair for pair in combinations(sorted(mentions), 2) if gates.decide(*pair).verdict == "same"}
    return sorted(joining - set(candidate_pairs(mentions, gates)))


@given(st.lists(PLACES, min_size=2, max_size=5))
def test_no_place_is_left_out(places: list[dict[str, str | None]]) -> None:
    """However a city is spelled, and at whichever level it is told, pairs that the gates would join meet."""
    assert left_out(mentions_of(*(STORY.but(**place) for place in places))) == []


@given(st.lists(TIMES, min_size=2, max_size=5), st.sampled_from(("bombing", "attack", "protest", "other")))
def test_no_time_is_left_out(times: list[str | tuple[str, str] | None], kind: str) -> None:
    """Days meet days, months and years, on either side of midnight and of the end of a month."""
    stories = [STORY.but(when=when, type=kind if n % 2 else "bombing") for n, when in enumerate(times)]
    assert left_out(mentions_of(*stories)) == []


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
        pytest.param(Story(), Story(when=NEXT_DAY), True, id="one-midnight-apart"),
        pytest.param(Story(), Story(when="2024-03-20"), False, id="one-month-but-two-days"),
        pytest.param(Story(), Story(when="2024-03"), True, id="a-day-of-the-month"),
        pytest.param(Story(when="2024-01-31"), Story(when="2024-02"), True, id="midnight-before-the-month"),
        pytest.param(Story(when="2024-01"), Story(when="2024-03"), False, id="two-months"),
        pytest.param(Story(when="2024"), Story(when="2024-12"), True, id="a-month-of-the-year"),
        pytest.param(Story(), Story(when="2023"), False, id="another-year"),
        pytest.param(Story(), Story(city="Orran"), False, id="two-cities"),
        pytest.param(Story(), Story(city=None), True, id="a-city-and-none"),
        pytest.param(Story(city=None), Story(city=None), True, id="no-cities"),
        pytest.param(Story(city="Orran"), Story(site="a house in Orran"), True, id="city-in-the-others-site"),
        pytest.param(Story(city="Orran"), Story(admin1="Orran province"), True, id="city-is-the-others-province"),
        pytest.param(Story(), Story(type="protest"), False, id="violent-and-calm"),
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
    both = {mention.id: mention for mention in report("Post", Story(when=None), Story(city="Orran")).mentions}
    assert candidate_pairs(both, Gates(both)) == [tuple(sorted(both))]


def test_cost_grows_with_the_days_and_not_with_their_square() -> None:
    """Two hundred days in one town are two hundred small blocks, each day beside the next."""
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 9) for day in range(1, 26)]
    mentions = mentions_of(*(Story(when=day) for day in days))
    assert len(candidate_pairs(mentions, Gates(mentions))) < len(days)


def test_cities_share_no_block() -> None:
    """Twenty towns on one day make no pairs across."""
    towns = [
        f"{first}{last}" for first in ("Bord", "Fenn", "Gulm", "Hast", "Pell") for last in ("ak", "os", "umi", "eren")
    ]
    mentions = mentions_of(*(Story(city=town) for town in towns for _ in range(2)))
    assert len(candidate_pairs(mentions, Gates(mentions))) <= 3 * len(towns)


def test_pairs_are_sorted_and_lower_id_first() -> None:
    """The order of mentions does not matter."""
    mentions = mentions_of(*(Story(when=day, city=city) for day in (DAY, NEXT_DAY) for city in (TOWN, None)))
    backwards = dict(reversed(mentions.items()))
    pairs = candidate_pairs(mentions, Gates(mentions))
    assert pairs == sorted(pairs) == candidate_pairs(backwards, Gates(backwards))
    assert all(left < right for left, right in pairs)
