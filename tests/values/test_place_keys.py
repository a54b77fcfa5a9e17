from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, islice
from random import Random

import pytest
from hypothesis import given

from claimx.values.place_keys import place_keys, runs_of, site_keys
from claimx.values.places import PlaceNames, compare_where, match_places, mentions_city
from tests.values.strategies import NAMES
from tests.values.variants import LOCAL, ON_SITE, SURROUNDINGS, invented_name, invented_word, pairs


def one_site(left: str, right: str) -> bool:
    """Tell whether two sites can agree, wherever else they are said to be."""
    return any(
        compare_where(
            PlaceNames(site=left, city=city, admin1=None, country=None, country_code=None),
            PlaceNames(site=right, city=city, admin1=None, country=None, country_code=None),
        ).level
        == "site"
        for city in (None, left)
    )


def sites_with_cities(seed: int) -> Iterator[tuple[str, str]]:
    chance = Random(seed)  # noqa: S311 - chance for tests, no secret
    for said, city in pairs(20_000, seed=seed, among=SURROUNDINGS, kinds=LOCAL):
        before, after = invented_name(chance, among=SURROUNDINGS), invented_name(chance, among=SURROUNDINGS)
        yield chance.choice((said, f"a building in {said}", f"{before} {said}", f"{said} {after}")), city


def test_places_that_match_share_a_key() -> None:
    """No match is lost, in 2,000 of them."""
    drawn = pairs(20_000, seed=1, among=SURROUNDINGS, kinds=LOCAL)
    matching = list(islice((pair for pair in drawn if match_places(*pair)), 2_000))
    assert len(matching) == 2_000
    assert [] == [(left, right) for left, right in matching if not place_keys(left) & place_keys(right)]


def test_sites_that_agree_share_a_key() -> None:
    """No agreement is lost, in 2,000 of them."""
    drawn = pairs(20_000, seed=2, among=SURROUNDINGS, kinds=ON_SITE)
    matching = list(islice((pair for pair in drawn if one_site(*pair)), 2_000))
    assert len(matching) == 2_000
    assert [] == [(left, right) for left, right in matching if not site_keys(left) & site_keys(right)]


def test_a_city_is_found_among_the_words_of_a_site() -> None:
    """No mention is lost, in 2,000 of them."""
    matching = list(islice((pair for pair in sites_with_cities(3) if mentions_city(*pair)), 2_000))
    assert len(matching) == 2_000
    assert [] == [(site, city) for site, city in matching if not runs_of(site) & place_keys(city)]


@given(NAMES, NAMES)
def test_any_text_has_the_keys_of_its_matches(left: str, right: str) -> None:
    """Hostile text is no exception."""
    assert not match_places(left, right) or place_keys(left) & place_keys(right)
    assert not one_site(left, right) or site_keys(left) & site_keys(right)
    assert not mentions_city(left, right) or runs_of(left) & place_keys(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Chile", "Chilean", id="one country"),
        pytest.param("US", "the United States", id="an abbreviation"),
        pytest.param("the northern city of Qasr Delan", "Qassr Delan", id="directions and kinds"),
        pytest.param("12", "1 2", id="numbers"),
        pytest.param("the capital", "Capital", id="words for kinds alone"),
        pytest.param("Dernalis district", "north of Derxalis", id="a slip"),
    ],
)
def test_each_way_to_be_one_place_has_a_key(left: str, right: str) -> None:
    assert match_places(left, right)
    assert place_keys(left) & place_keys(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("a house at 31 Kadin Street", "Kadin Street, block 31", id="address"),
        pytest.param("Kadin Street and Loran Street", "the corner of Loran Street and Kadin Street", id="crossing"),
        pytest.param("Kadin hospital", "the Kadin Hospital", id="name"),
        pytest.param("the airport", "airport", id="no name of its own"),
    ],
)
def test_each_way_to_be_one_site_has_a_key(left: str, right: str) -> None:
    assert one_site(left, right)
    assert site_keys(left) & site_keys(right)


@pytest.mark.parametrize(
    ("site", "city"),
    [
        pytest.param("a market in Qassr Delan", "the city of Qasr Delan", id="core"),
        pytest.param("a market in South Kadin", "North Kadin", id="a direction written with a capital"),
        pytest.param("a Chilean base", "northern Chile", id="a country for a core"),
        pytest.param("a house in San Irel del Monte de Loran Viejo", "San Irel del Monte de Loran Viejo", id="long"),
    ],
)
def test_each_way_to_mention_a_city_has_a_key(site: str, city: str) -> None:
    assert mentions_city(site, city)
    assert runs_of(site) & place_keys(city)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Qasr Delan", "Qasr Loran"), ("San Delan", "San Irel"), ("Kadin city", "Loran city"), ("", "")],
)
def test_a_word_alone_is_no_key(left: str, right: str) -> None:
    assert frozenset() == place_keys(left) & place_keys(right)
    assert frozenset() == site_keys(left) & site_keys(right)


def test_places_that_share_their_first_word_seldom_share_a_key() -> None:
    """Under a hundredth of the pairs are left to compare."""
    chance = Random(8)  # noqa: S311 - chance for tests, no secret
    names = [f"Qasr {word}" for word in sorted({invented_word(chance) for _ in range(2_400)})[:2_000]]
    under: defaultdict[int, list[str]] = defaultdict(list)
    for name in names:
        for key in place_keys(name):
            under[key].append(name)
    met = {pair for block in under.values() for pair in combinations(block, 2)}
    assert len(names) == 2_000
    assert len(met) < 0.01 * 2_000 * 1_999 / 2


@pytest.mark.parametrize("name", ["Kadin " * 3_000, "Kadin" * 3_000, "K" * 3_000, "卡" * 3_000])
def test_a_place_of_any_length_has_few_keys(name: str) -> None:
    assert len(place_keys(name)) < 20
