from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.countries import Country, countries, country_code, government_of


def test_the_table_is_the_whole_standard() -> None:
    """ISO 3166-1 has 249 codes; each has one row, in order, and a name."""
    codes = [country.code for country in countries()]
    assert len(codes) == 249
    assert codes == sorted(set(codes))
    assert all(country.name for country in countries())


@pytest.mark.parametrize("country", countries(), ids=lambda country: country.code)
def test_every_country_is_read_by_its_own_name(country: Country) -> None:
    """No name in the first column is another country's."""
    assert country_code(country.name) == country.code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("the United States", "US"),
        ("US", "US"),
        ("U.S.", "US"),
        ("u.s.", "US"),
        ("USA", "US"),
        ("American", "US"),
        ("america", "US"),
        ("Chile's", "CL"),
        ("the Philippines'", "PH"),
        ("côte d’ivoire", "CI"),
        ("Ivorian", "CI"),
        ("Guinea Bissau", "GW"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("DR Congo", "CD"),
        ("South Korean", "KR"),
        ("Nigerian", "NG"),
        ("Nigerien", "NE"),
        ("Georgia", "GE"),
        ("uk", "GB"),
    ],
)
def test_nouns_and_adjectives_name_a_country(words: str, code: str) -> None:
    assert country_code(words) == code


@pytest.mark.parametrize("words", ["Congolese", "Congo", "Korean", "Korea", "Dominican", "Virgin Islander"])
def test_a_word_that_two_countries_share_names_neither(words: str) -> None:
    assert country_code(words) is None


@pytest.mark.parametrize("words", ["us", "Us", "car", "Ottawa", "US forces", "north", "", "the", "…", "Qasr Delan"])
def test_other_words_name_no_country(words: str) -> None:
    """The pronoun is not the abbreviation, a capital not its country, and the whole phrase must be the name."""
    assert country_code(words) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [("Washington", "US"), ("the White House", "US"), ("the Kremlin", "RU"), ("London", "GB"), ("The Hague", "NL")],
)
def test_a_seat_names_a_government(words: str, code: str) -> None:
    assert government_of(words) == code


@pytest.mark.parametrize("words", ["male", "Male victims", "Chile", "", "Qasr Delan"])
def test_other_words_name_no_government(words: str) -> None:
    """Capitals need their capital letter: "male" is not Malé."""
    assert government_of(words) is None


@given(st.text())
def test_any_text_is_read(words: str) -> None:
    """Hostile text gives a code of the table or None, never an error."""
    codes = {country.code for country in countries()} | {None}
    assert {country_code(words), government_of(words)} <= codes
