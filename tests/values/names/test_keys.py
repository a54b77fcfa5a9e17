from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from random import Random

import pytest
from hypothesis import given

from claimx.values.names.actors import read_state_actor
from claimx.values.names.keys import family_keys, near_keys, organisation_keys, participant_keys, person_keys
from claimx.values.names.matching import match_names
from claimx.values.names.persons import is_family_name, nearly_same_person
from tests.values.strategies import NAMES
from tests.values.variants import NOUNS, ORGANISED, PERSONAL, TITLES, invented_word, pairs

Rule = Callable[[str, str], bool]
Keys = Callable[[str], frozenset[int]]


def one_organisation(left: str, right: str) -> bool:
    return match_names(left, right, kind="organisation") is not None


def one_person(left: str, right: str) -> bool:
    return match_names(left, right, kind="person") is not None


def one_participant(left: str, right: str) -> bool:
    one, other = read_state_actor(left), read_state_actor(right)
    return one == other if one or other else one_organisation(left, right)


def other_than_person_keys(name: str) -> frozenset[int]:
    return participant_keys(name, is_person=False)


def organisations(seed: int) -> Iterator[tuple[str, str]]:
    return pairs(20_000, seed=seed, among=NOUNS, kinds=ORGANISED)


def persons(seed: int) -> Iterator[tuple[str, str]]:
    return pairs(20_000, seed=seed, among=TITLES, kinds=PERSONAL)


@pytest.mark.parametrize(
    ("draw", "rule", "keys"),
    [
        pytest.param(organisations, one_organisation, organisation_keys, id="organisations"),
        pytest.param(organisations, one_participant, other_than_person_keys, id="participants"),
        pytest.param(persons, one_organisation, organisation_keys, id="organisations called like persons"),
        pytest.param(persons, one_person, person_keys, id="persons"),
        pytest.param(organisations, one_person, person_keys, id="persons called like organisations"),
        pytest.param(persons, nearly_same_person, near_keys, id="near"),
    ],
)
def test_names_that_match_share_a_key(draw: Callable[[int], Iterator[tuple[str, str]]], rule: Rule, keys: Keys) -> None:
    """No match is lost, in 2,000 of them."""
    matching = list(islice((pair for pair in draw(1) if rule(*pair)), 2_000))
    assert len(matching) == 2_000
    assert [] == [(left, right) for left, right in matching if not keys(left) & keys(right)]


def test_a_family_name_meets_the_full_name() -> None:
    """No family name is lost, in 2,000 of them."""
    drawn = ((left.split(" ")[-1], right) for left, right in persons(2))
    matching = list(islice((pair for pair in drawn if is_family_name(*pair)), 2_000))
    assert len(matching) == 2_000
    assert [] == [pair for pair in matching if not family_keys(pair[0]).short & family_keys(pair[1]).full]


@given(NAMES, NAMES)
def test_any_text_has_the_keys_of_its_matches(left: str, right: str) -> None:
    """Hostile text is no exception."""
    for rule, keys in (
        (one_organisation, organisation_keys),
        (one_participant, other_than_person_keys),
        (one_person, person_keys),
        (nearly_same_person, near_keys),
    ):
        assert not rule(left, right) or keys(left) & keys(right)
    assert not is_family_name(left, right) or family_keys(left).short & family_keys(right).full


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Ansad Movement", "Ansat Movements", id="no match"),
        pytest.param("Nurad Front", "Nurad Brigade", id="a shared first word"),
        pytest.param("Qasr Delan Council", "Qasr Loran Council", id="shared ends"),
        pytest.param("Free Valley Front", "Fearless Veterans Force", id="shared initials"),
        pytest.param("", "", id="no name"),
    ],
)
def test_a_word_or_the_initials_alone_are_no_key(left: str, right: str) -> None:
    assert frozenset() == organisation_keys(left) & organisation_keys(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("FVF", "Free Valley Front", id="acronym"),
        pytest.param("F.V.F.", "Front for Valley Freedom", id="acronym without the small word"),
        pytest.param("FV", "Free-Valley", id="two letters"),
        pytest.param("Free Valley Front (FVF)", "the Free Valley Front", id="own acronym in brackets"),
        pytest.param("Harakat al-Nurad", "Nurad group", id="generic nouns"),
        pytest.param("高石早苗", "高石 早苗", id="another script"),
        pytest.param("Фронт", "Front", id="two scripts"),
        pytest.param("😀", "😂", id="symbols have one spelling, none"),
        pytest.param("Dernal", "Denral", id="two letters swapped"),
        pytest.param("Dernalis", "Derxalis", id="a wrong letter"),
        pytest.param("Derali", "Derlali", id="a letter too many, in six"),
        pytest.param("D" + "ernalo" * 4, "D" + "ernalo" * 2 + "x" + "ernalo" * 2, id="a long word"),
        pytest.param("Free Valley " * 5 + "Dernalis", "Free Valley " * 5 + "Derxalis", id="many words"),
    ],
)
def test_each_way_to_be_one_organisation_has_a_key(left: str, right: str) -> None:
    assert one_organisation(left, right)
    assert organisation_keys(left) & organisation_keys(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Tomas Irel", "Tomas Karim Dario Irel", id="names between"),
        pytest.param("Abu Qasim Tomas Irel", "Tomas Irel", id="a kunya left out"),
        pytest.param("General Kadin", "Kadin, General", id="one family name with a title"),
        pytest.param("Generol Kadin", "General Kadin", id="a slip in a title"),
        pytest.param("Abdul Aziz Irel", "Abdelaziz al-Irel", id="compound name"),
    ],
)
def test_each_way_to_be_one_person_has_a_key(left: str, right: str) -> None:
    assert one_person(left, right)
    assert person_keys(left) & person_keys(right)


def test_a_state_has_one_key() -> None:
    """A state is met by its own names alone."""
    keys = participant_keys("US army", is_person=False)
    assert 1 == len(keys)
    assert keys == participant_keys("American troops", is_person=False)
    assert keys.isdisjoint(participant_keys("US government", is_person=False) | organisation_keys("US army"))
    assert participant_keys("Free Valley Front", is_person=False) == organisation_keys("Free Valley Front")
    assert participant_keys("US army", is_person=True) == person_keys("US army")


def test_a_family_name_is_short_or_ends_a_full_name() -> None:
    short, full = family_keys("Mr. Irel"), family_keys("Tomas Irel")
    assert (short.short, frozenset()) == (full.full, short.full)
    assert frozenset() == full.short


@pytest.mark.parametrize("keys", [organisation_keys, person_keys, near_keys])
def test_names_that_share_their_first_word_seldom_share_a_key(keys: Keys) -> None:
    """Under a hundredth of the pairs are left to compare."""
    chance = Random(8)  # noqa: S311 - chance for tests, no secret
    names = [f"Mohammed {word}" for word in sorted({invented_word(chance) for _ in range(2_400)})[:2_000]]
    under: defaultdict[int, list[str]] = defaultdict(list)
    for name in names:
        for key in keys(name):
            under[key].append(name)
    met = {pair for block in under.values() for pair in combinations(block, 2)}
    assert len(names) == 2_000
    assert len(met) < 0.01 * 2_000 * 1_999 / 2


@pytest.mark.parametrize("name", ["Kadin " * 3_000, "Kadin" * 3_000, "K" * 3_000, "Kadin-" * 3_000, "卡" * 3_000])
@pytest.mark.parametrize("keys", [organisation_keys, person_keys, near_keys])
def test_a_name_of_any_length_has_few_keys(name: str, keys: Keys) -> None:
    assert len(keys(name)) < 20
