from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.places import PlaceNames, compare_where, match_places, place_core

NAMES = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(
        (
            *("Delan", "Qasr Delan", "Kadin", "northern Kadin", "Kadin province", "Delan city", "Chile"),
            *("eastern Chile", "a market in Delan", "Kadin Street", "Loran Street", "checkpoint 4", "the airport"),
        )
    ),
)
PLACES = st.builds(
    PlaceNames,
    site=NAMES,
    city=NAMES,
    admin1=NAMES,
    country=NAMES,
    country_code=st.sampled_from([None, "CL", "FR"]),
)


def place(**levels: str) -> PlaceNames:
    unknown = dict.fromkeys(PlaceNames._fields)
    return PlaceNames(**(unknown | levels))


@pytest.mark.parametrize(
    ("words", "core"),
    [
        ("the northern city of Qasr Delan", "qasr delan"),
        ("downtown Kadin", "kadin"),
        ("Kadin Governorate", "kadin"),
        ("north-eastern Kadin", "kadin"),
        ("east Kadin", "kadin"),
        ("North Kadin", "north kadin"),
        ("South Sudan", "south sudan"),
        ("the city", "city"),
        ("", ""),
    ],
)
def test_the_core_is_the_name_itself(words: str, core: str) -> None:
    assert place_core(words) == core


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Qasr Delan", "Kasr Dilan", True),
        ("Kadin city", "city of Kadin", True),
        ("northern Kadin", "Kadin", True),
        ("eastern Kadin", "southern Kadin", True),
        ("Eastern Kadin", "Southern Kadin", False),
        ("North Kadin", "South Kadin", False),
        ("Sudan", "South Sudan", False),
        ("Turkey", "Türkiye", True),
        ("Kuwait", "Kuwait City", True),
        ("Delan", "New Delan", False),
        ("Delan", "Kadin", False),
        ("", "", False),
    ],
)
def test_place_names(left: str, right: str, expected: bool) -> None:
    assert match_places(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "relation", "level"),
    [
        (place(), place(), "unknown", None),
        (place(city="Delan"), place(city="Dilan"), "same", "city"),
        (place(city="Delan"), place(city="Delan", site="a market"), "contains", "city"),
        (place(country="Chile"), place(country_code="CL"), "same", "country"),
        (place(country="Chile"), place(country="Chile", city="Delan"), "contains", "country"),
        (place(country="Chile", admin1="Ost"), place(country="Chile", city="Delan"), "unknown", "country"),
        (place(country="Chile", admin1="eastern Chile"), place(country="Chile", admin1="Ost"), "contains", "country"),
        (place(city="Delan"), place(city="Kadin"), "conflict", None),
        (place(city="Delan", country="Chile"), place(city="Kadin", country="Chile"), "conflict", "country"),
        (place(city="Delan", admin1="Ost"), place(city="Delan", admin1="Veld"), "conflict", "city"),
        (place(city="Delan", country_code="CL"), place(city="Delan", country="France"), "conflict", "city"),
        (place(city="Delan"), place(admin1="Delan province"), "contains", "admin1"),
        (place(city="Delan"), place(admin1="Delan", city="Old Kadin"), "contains", "admin1"),
        (place(city="Delan", country="Chile"), place(site="a market in Delan", country="Chile"), "contains", "city"),
    ],
)
def test_levels(left: PlaceNames, right: PlaceNames, relation: str, level: str | None) -> None:
    assert compare_where(left, right)[:2] == (relation, level)


@pytest.mark.parametrize(
    ("left", "right", "relation", "level"),
    [
        ("Kadin Street", "a building on Kadin Street", "same", "city"),
        ("Kadin Street", "Kadin Street", "same", "site"),
        ("the airport", "the airport", "same", "site"),
        ("a building on Kadin Street", "the group's headquarters", "same", "city"),
        ("Front headquarters", "a house on Kadin Street", "same", "city"),
        ("Loran hospital", "Kadin Street", "same", "city"),
        ("Kadin Street", "Loran Street", "conflict", "city"),
        ("Kadin hospital", "Loran airport", "conflict", "city"),
        ("Kadin", "Loran", "conflict", "city"),
        ("building 4", "building 7", "conflict", "city"),
        ("Delan airport", "the airport", "same", "city"),
    ],
)
def test_sites_of_one_city(left: str, right: str, relation: str, level: str) -> None:
    """Descriptions are compatible until two that exclude each other bear different names."""
    verdict = compare_where(place(city="Delan", site=left), place(city="Delan", site=right))
    assert verdict[:2] == (relation, level)


def test_a_common_noun_is_no_site_without_its_city() -> None:
    assert compare_where(place(site="the airport"), place(site="the airport")).relation == "unknown"


def test_a_conflict_says_what_differs() -> None:
    verdict = compare_where(place(city="Delan"), place(city="Kadin"))
    assert verdict.sentence == 'The city differs: "Delan" and "Kadin".'


@given(PLACES, PLACES)
def test_comparing_has_no_left_or_right(left: PlaceNames, right: PlaceNames) -> None:
    assert compare_where(left, right)[:2] == compare_where(right, left)[:2]


@given(PLACES)
def test_a_place_never_conflicts_with_itself(where: PlaceNames) -> None:
    assert compare_where(where, where).relation in {"same", "unknown"}


@given(st.text(), st.text())
def test_place_names_have_no_left_or_right(left: str, right: str) -> None:
    assert match_places(left, right) == match_places(right, left)


@given(st.text().filter(place_core))
def test_a_place_name_matches_itself(words: str) -> None:
    assert match_places(words, words)


@pytest.mark.parametrize(
    ("left", "right", "relation", "level"),
    [
        pytest.param(
            place(site="the 3500-block of South Kadin Avenue", city="Delan"),
            place(site="3500 block of South Kadin"),
            "same",
            "site",
            id="one address, one city unsaid",
        ),
        pytest.param(
            place(site="8800 block of Irba", city="South Delan"),
            place(site="8800 block of Irba Street", city="Delan"),
            "same",
            "site",
            id="one address in a quarter of the city",
        ),
        pytest.param(
            place(site="100 Main Street", city="Delan"),
            place(site="100 Main Street", city="Kadin"),
            "conflict",
            "site",
            id="one address in two cities",
        ),
        pytest.param(
            place(site="corner of Irba and Lower Kadin streets", city="Delan"),
            place(site="near the crossing of Lower Kadin and Irba Streets", city="Delan"),
            "same",
            "site",
            id="one crossing",
        ),
    ],
)
def test_addresses(left: PlaceNames, right: PlaceNames, relation: str, level: str) -> None:
    """A number and the name of a street are a place, whatever is said around them."""
    assert (relation, level) == compare_where(left, right)[:2] == compare_where(right, left)[:2]
