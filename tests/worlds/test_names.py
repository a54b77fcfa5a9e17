"""Names: distinct ones are distinct to the rules, and spellings of one are one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from claimx.values.countries import country_code
from claimx.values.names.actors import read_state_actor
from claimx.values.names.matching import match_names
from claimx.values.names.persons import nearly_same_person
from claimx.values.places import match_places
from claimx.worlds.gazetteer import gazetteer
from claimx.worlds.people import ACRONYM, BOTH, organisations, persons
from claimx.worlds.pools import Pool
from claimx.worlds.seeding import ids_of, mixed, stream
from claimx.worlds.spellings import SOFT, VARIANTS, respelled

PLACES = gazetteer(1, Pool(stream(1, "names")), towns=300, sites=60, homonyms=0.0)
GROUPS = organisations(1, Pool(stream(1, "groups")), PLACES.countries, size=150)


def test_no_two_places_can_be_taken_for_one() -> None:
    """Towns, provinces and sites of one gazetteer."""
    names = [*PLACES.towns, *PLACES.provinces]
    assert [] == [pair for pair in combinations(names, 2) if match_places(*pair)]
    assert [] == [pair for pair in combinations(PLACES.sites, 2) if match_names(*pair, kind="organisation")]


def test_no_two_groups_can_be_taken_for_one() -> None:
    """By name or by acronym; a state's forces are read as such."""
    names = [group.named(form).name for group in GROUPS for form in {0, ACRONYM if group.acronym else 0}]
    hits = {pair for pair in combinations(names, 2) if match_names(*pair, kind="organisation")}
    assert {(group.named(0).name, group.acronym) for group in GROUPS if group.acronym} == hits
    states = [group for group in GROUPS if group.state is not None]
    assert states
    for state in states:
        read = {read_state_actor(state.named(form).name) for form in range(VARIANTS + 1)}
        assert 1 == len(read)
        assert None not in read


def test_no_two_persons_can_be_taken_for_one() -> None:
    """Full or short; the same pair of given and family name comes again only when all pairs were used."""
    several = persons(1, given=20, family=40)
    names = [several.name(number, short=1, variant=0) for number in range(20 * 40)]
    assert 800 == len(set(names))
    some = [several.name(number, short=number % 2, variant=0) for number in range(250)]
    assert [] == [pair for pair in combinations(some, 2) if match_names(*pair, kind="person")]
    assert [] == [pair for pair in combinations(some, 2) if nearly_same_person(*pair)]


def test_a_short_name_is_the_full_one() -> None:
    """In its own spelling and in those that rules forgive."""
    several = persons(2, given=30, family=50)
    for number in range(100):
        full = several.name(number, short=0, variant=0)
        for variant in range(SOFT + 1):
            assert match_names(full, several.name(number, short=1, variant=variant), kind="person")


def test_a_share_of_towns_has_a_namesake_abroad() -> None:
    """Towns that bear another one's name bear it in another country."""
    places = gazetteer(1, Pool(stream(1, "names")), towns=2000, sites=5, homonyms=0.4)
    towns = np.arange(2000, dtype=np.int32)
    renamed = towns[places.name_of != towns]
    assert 0.4 == pytest.approx(len(renamed) / 2000, abs=0.05)
    assert (places.country_of(renamed) != places.country_of(places.name_of[renamed])).all()
    assert np.array_equal(PLACES.name_of, np.arange(300))


@pytest.mark.parametrize("variant", range(1, VARIANTS + 1))
def test_spellings_are_other_words(variant: int) -> None:
    """Up to the sixth they can be joined, the seventh cannot."""
    words = [town.split()[-1] for town in PLACES.towns]
    others = [respelled(word, variant) for word in words]
    joined = [match_places(word, other) for word, other in zip(words, others, strict=True)]
    assert sum(word != other for word, other in zip(words, others, strict=True)) >= 0.99 * len(words)
    assert sum(joined) >= 0.99 * len(words) if variant <= SOFT else sum(joined) <= 0.02 * len(words)
    assert words == [respelled(word, 0) for word in words]


def test_both_names_stand_together() -> None:
    """The form with both is the name with the acronym as an alias."""
    for group in (group for group in GROUPS if group.acronym is not None):
        assert group.named(0).name == group.named(BOTH).name
        assert (group.acronym,) == group.named(BOTH).also_known_as


def test_countries_are_read_back() -> None:
    """By name and by adjective."""
    for country in PLACES.countries:
        assert country.code == country_code(country.name) == country_code(country.adjectives[0])
    assert not any(country_code(word) for town in PLACES.towns for word in town.split())


def test_mixed_numbers_are_distinct_and_written_in_order() -> None:
    """The order of ids is the order of numbers; seeds and names give others."""
    numbers = mixed(3, "x", np.arange(20_000))
    ids = ids_of(b"m", numbers).tolist()
    assert 20_000 == len(set(ids))
    assert f"m{int(numbers[0]):016x}".encode() == ids[0]
    assert np.array_equal(np.argsort(numbers), np.argsort(np.array(ids)))
    assert not np.isin(numbers, mixed(4, "x", np.arange(20_000))).any()
    assert not np.isin(numbers, mixed(3, "y", np.arange(20_000))).any()


def test_streams_depend_on_seed_name_and_numbers_alone() -> None:
    """The same thrice over, and nothing else."""
    first = stream(1, "x", 2).random(4).tolist()
    assert first == stream(1, "x", 2).random(4).tolist()
    others = [stream(2, "x", 2), stream(1, "y", 2), stream(1, "x", 3), stream(1, "x")]
    assert not any(first == other.random(4).tolist() for other in others)
