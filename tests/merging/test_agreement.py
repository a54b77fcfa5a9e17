"""Measures of agreement: over reports and over independent origins, each with one vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import permutations, product
from random import Random
from statistics import stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.event import Agreement, Spread
from claimx.merging.agreement import Value, spread
from tests.merging.reports import (
    DOCTOR,
    NEXT_DAY,
    POLICE,
    Report,
    Said,
    Story,
    Voice,
    blame,
    one_event,
    report,
    toll,
    victim,
)
from tests.merging.wire import copy, wire

OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily", "Moor Mail")
IREL = victim("Tomas Irel")


def cast(*votes: Value | tuple[Value, ...]) -> dict[str, frozenset[Value]]:
    """Return the votes of one voter for each value, or for each tuple of values."""
    return {f"v{n}": frozenset(one if isinstance(one, tuple) else (one,)) for n, one in enumerate(votes)}


def agreement(*reports: Report) -> dict[str, Agreement]:
    """Return the agreement of one event, by field."""
    return {one.field: one for one in one_event(*reports).agreement}


def told(*stories: Story) -> dict[str, Agreement]:
    """Return the agreement of one event, one report for each story."""
    return agreement(*(report(outlet, story) for outlet, story in zip(OUTLETS, stories, strict=False)))


def said(*claims: Said | tuple[Said, ...]) -> dict[str, Agreement]:
    """Return the agreement of one event, one report for each claim or tuple of claims."""
    return told(*(Story(claims=one if isinstance(one, tuple) else (one,)) for one in claims))


def counted(found: Agreement) -> tuple[int, int, str | None]:
    """Return how many reports speak, how many values they give, and the modal one."""
    return found.reports.n, found.reports.n_values, found.reports.modal_value


# Measures


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        pytest.param(
            cast(2, 2, 4, 2),
            {"n": 4, "n_values": 2, "modal_value": "2", "modal_confidence": 0.75, "share_disagreement": 1}
            | {"pair_disagreement": 0.5, "range": 2, "standard_deviation": 1.0},
            id="three-to-one",
        ),
        pytest.param(
            cast(2, 4),
            {"n": 2, "n_values": 2, "modal_value": None, "modal_confidence": 0.5, "share_disagreement": 1}
            | {"pair_disagreement": 1.0, "range": 2, "standard_deviation": 1.4142},
            id="a-tie-has-no-mode",
        ),
        pytest.param(
            cast(3, 3, 3),
            {"n": 3, "n_values": 1, "modal_value": "3", "modal_confidence": 1.0, "share_disagreement": 0}
            | {"pair_disagreement": 0.0, "range": 0, "standard_deviation": 0.0},
            id="unanimous",
        ),
        pytest.param(
            cast(0),
            {"n": 1, "n_values": 1, "modal_value": "0", "modal_confidence": 1.0, "share_disagreement": 0}
            | {"pair_disagreement": None, "range": 0, "standard_deviation": None},
            id="one-voter",
        ),
        pytest.param(
            cast("bombing", "shelling", "bombing"),
            {"n": 3, "n_values": 2, "modal_value": "bombing", "modal_confidence": 0.6667, "share_disagreement": 1}
            | {"pair_disagreement": 0.6667, "range": None, "standard_deviation": None},
            id="names-have-no-range",
        ),
        pytest.param(
            cast(date(2024, 2, 28), date(2024, 3, 1)),
            {"n": 2, "n_values": 2, "modal_value": None, "modal_confidence": 0.5, "share_disagreement": 1}
            | {"pair_disagreement": 1.0, "range": 2, "standard_deviation": 1.4142},
            id="days-over-a-leap-day",
        ),
        pytest.param(
            cast((2, 4), 2),
            {"n": 2, "n_values": 2, "modal_value": "2", "modal_confidence": 0.75, "share_disagreement": 1}
            | {"pair_disagreement": 0.5, "range": 2, "standard_deviation": 1.2247},
            id="a-split-vote",
        ),
        pytest.param(
            cast((2, 4)),
            {"n": 1, "n_values": 2, "modal_value": None, "modal_confidence": 0.5, "share_disagreement": 1}
            | {"pair_disagreement": None, "range": 2, "standard_deviation": None},
            id="one-voter-of-two-minds",
        ),
    ],
)
def test_spread(votes: Mapping[str, frozenset[Value]], expected: dict[str, object]) -> None:
    """Every measure, as its field defines it."""
    assert spread(votes) == Spread.model_validate(expected)


VOTERS = st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=3), min_size=1, max_size=6)


@given(VOTERS)
def test_pairs_differ_as_often_as_when_drawn(voters: list[frozenset[int]]) -> None:
    """Every ordered pair of voters draws one value each: counted out."""
    draws = [
        Fraction(sum(one != other for one, other in product(left, right)), len(left) * len(right))
        for left, right in permutations(voters, 2)
    ]
    expected = float(round(sum(draws, Fraction()) / len(draws), 4)) if draws else None
    assert expected == spread(cast(*map(tuple, voters))).pair_disagreement


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8))
def test_whole_votes_give_the_usual_figures(numbers: list[int]) -> None:
    """With one value each: the sample standard deviation, the range, and the share of the most frequent value."""
    found, most = spread(cast(*numbers)), max(Counter(numbers).values())
    assert found.standard_deviation == pytest.approx(stdev(numbers), abs=0.000051, rel=1e-9)
    assert found.range == max(numbers) - min(numbers)
    assert found.modal_confidence == pytest.approx(most / len(numbers), abs=0.000051)
    assert (found.modal_value is None) == (list(Counter(numbers).values()).count(most) > 1)


@given(VOTERS, st.randoms(use_true_random=False))
def test_voters_have_no_order(voters: list[frozenset[int]], chance: Random) -> None:
    """The same votes by whoever, in whatever order, give the same bytes."""
    shuffled = chance.sample(voters, len(voters))
    assert spread(cast(*map(tuple, voters))).to_line() == spread(cast(*map(tuple, shuffled))).to_line()


def test_numbers_beyond_a_float_have_no_deviation() -> None:
    """A senseless number costs its own figure, not the event."""
    found = spread(cast(0, 10**400))
    assert (found.range, found.standard_deviation) == (10**400, None)


def test_numbers_of_any_size_are_exact() -> None:
    """Differences that a float would lose are there."""
    assert spread(cast(10**17, 10**17 + 1, 10**17 + 2)).standard_deviation == 1.0


# Votes


@pytest.mark.parametrize(
    ("stories", "field", "expected"),
    [
        pytest.param(
            (Story("bombing"), Story("bombing"), Story("shelling")), "type", (3, 2, "bombing"), id="three-types"
        ),
        pytest.param((Story("bombing"), Story("attack")), "type", (1, 1, "bombing"), id="a-type-left-open-is-silent"),
        pytest.param((Story("attack"), Story("attack")), "type", (2, 1, "attack"), id="unless-nobody-says-more"),
        pytest.param((Story(means="drone"), Story()), "means", (1, 1, "drone"), id="no-means-is-silent"),
        pytest.param(
            (Story(parties=(IREL,)), Story(parties=(IREL,), when=NEXT_DAY)), "when", (2, 2, None), id="two-days"
        ),
        pytest.param(
            (Story(parties=(IREL,)), Story(parties=(IREL,), when="2024-03")),
            "when",
            (1, 1, "2024-03-05"),
            id="a-month-is-no-day",
        ),
        pytest.param(
            (Story(), Story(when=("2024-03-05", "2024-03-05"))),
            "when",
            (1, 1, "2024-03-05"),
            id="a-publication-is-no-day",
        ),
        pytest.param(
            (Story(city="Qasr Delan"), Story(city="Kasr Delan"), Story(city="Qasr Delan city")),
            "where.city",
            (3, 1, "Qasr Delan city"),
            id="one-city-in-three-forms",
        ),
        pytest.param(
            (Story(city="Qasr Delan"), Story(city="Kasr Delan"), Story(city="Kasr Delan")),
            "where.city",
            (3, 1, "Kasr Delan"),
            id="the-form-most-used",
        ),
        pytest.param(
            (Story(admin1="Kadin province"), Story(admin1="Kadin")),
            "where.admin1",
            (2, 1, "Kadin province"),
            id="one-province",
        ),
        pytest.param(
            (Story(admin1="Kadin province"), Story(admin1="eastern Chile")),
            "where.admin1",
            (1, 1, "Kadin province"),
            id="part-of-a-country-is-no-province",
        ),
        pytest.param(
            (Story(country="the United States"), Story(country="USA")),
            "where.country",
            (2, 1, "the United States"),
            id="one-country",
        ),
    ],
)
def test_fields_of_mentions(stories: tuple[Story, ...], field: str, expected: tuple[int, int, str | None]) -> None:
    """Who says nothing has no vote, and names are compared as merging compares them."""
    assert counted(told(*stories)[field]) == expected == counted(told(*reversed(stories))[field])


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param((toll("two"), toll("two"), toll("four")), (3, 2, "2"), id="three-numbers"),
        pytest.param((toll("two"), toll("at least two")), (2, 1, "2"), id="a-floor-has-a-number"),
        pytest.param((toll("two"), toll("several")), (1, 1, "2"), id="several-is-no-number"),
        pytest.param((toll("no one"), toll("no one"), toll("two")), (3, 2, "0"), id="none-is-a-number"),
        pytest.param((toll("two"), toll("nine", scope="subtotal")), (1, 1, "2"), id="some-of-them"),
        pytest.param((toll("two"), toll("nine", scope="additional")), (1, 1, "2"), id="others-besides"),
        pytest.param((toll("two"), toll("nine", scope="cumulative")), (1, 1, "2"), id="a-longer-campaign"),
        pytest.param((toll("two"), toll("nine", polarity="-")), (1, 1, "2"), id="a-number-denied"),
        pytest.param(
            ((toll("two", by=POLICE), toll(None, by=DOCTOR, confirms=1)),), (1, 1, "2"), id="confirmed-in-one-report"
        ),
        pytest.param(((toll("two", by=POLICE), toll("four", by=DOCTOR)),), (1, 2, None), id="two-in-one-report"),
    ],
)
def test_tolls(claims: tuple[Said | tuple[Said, ...], ...], expected: tuple[int, int, str | None]) -> None:
    """The exact numbers among which a policy chooses have votes, and no others."""
    assert counted(said(*claims)["tolls.killed"]) == expected == counted(said(*reversed(claims))["tolls.killed"])


def test_a_number_that_its_speaker_replaced_has_no_vote() -> None:
    """Only current claims count."""
    minister = Voice("Minister Lena Orvik", name="Lena Orvik", kinds=("government",), anonymous=False)
    first = report("Valley Post", Story(claims=(toll("two", by=minister),)), published="2024-03-06")
    later = report("Hill Herald", Story(claims=(toll("four", by=minister),)), published="2024-03-07")
    assert counted(agreement(first, later)["tolls.killed"]) == (1, 1, "4")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param((blame("the rebels"), blame("rebels"), blame("Chile")), (3, 2, "the rebels"), id="two-accused"),
        pytest.param((blame("the rebels"), blame("the rebels", "claims")), (2, 1, "the rebels"), id="it-claims-it"),
        pytest.param((blame("the rebels"), blame("Chile", "denies")), (1, 1, "the rebels"), id="denial"),
        pytest.param((blame("the rebels"), blame("Chile", "no_comment")), (1, 1, "the rebels"), id="silence"),
        pytest.param((blame("the rebels"), blame("Chile", polarity="-")), (1, 1, "the rebels"), id="not-accused"),
        pytest.param((blame("the rebels"), blame(None)), (1, 1, "the rebels"), id="nobody-named"),
    ],
)
def test_responsibility(claims: tuple[Said, ...], expected: tuple[int, int, str | None]) -> None:
    """Whom a report holds responsible is a vote; who is let off or passed over gets none."""
    assert counted(said(*claims)["responsibility"]) == expected == counted(said(*reversed(claims))["responsibility"])


def test_fields_without_a_vote_are_left_out_and_the_others_come_in_order() -> None:
    """As an event has its fields."""
    story = Story(means="drone", country="Chile", claims=(blame("the rebels"), toll("six", "injured"), toll("two")))
    fields = ["type", "means", "when", "where.city", "where.country", "tolls.killed", "tolls.injured", "responsibility"]
    assert list(told(story)) == fields
    assert list(told(Story(when=None, city=None))) == ["type"]


# Origins

TWO = Story(claims=(toll("Two", by=POLICE),))


def test_copies_are_reports_but_one_origin() -> None:
    """Two copies of an agency outvote nobody among origins."""
    reports = (
        report("Valley Post", TWO, text=wire()),
        report("Hill Herald", TWO, text=copy()),
        report("Lake Lantern", Story(claims=(toll("four", by=DOCTOR),))),
    )
    killed = agreement(*reports)["tolls.killed"]
    assert (killed.reports.n, killed.reports.modal_value, killed.reports.modal_confidence) == (3, "2", 0.6667)
    assert (killed.origins.n, killed.origins.modal_value, killed.origins.modal_confidence) == (2, None, 0.5)
    assert (killed.reports.pair_disagreement, killed.origins.pair_disagreement) == (0.6667, 1.0)


def test_a_copy_that_claims_nothing_speaks_for_its_original() -> None:
    """The day and the type it tells come from where its text comes from."""
    reports = (report("Valley Post", TWO, text=wire()), report("Hill Herald", Story(), text=copy()))
    day = agreement(*reports)["when"]
    assert (day.reports.n, day.origins.n) == (2, 1)


def test_an_origin_with_two_numbers_splits_its_vote() -> None:
    """It neither counts twice nor loses one."""
    reports = (
        report("Valley Post", Story(claims=(toll("two", by=POLICE), toll("four", by=DOCTOR)))),
        report("Hill Herald", Story(claims=(toll("two"),))),
    )
    killed = agreement(*reports)["tolls.killed"]
    assert (killed.origins.n, killed.origins.modal_value, killed.origins.modal_confidence) == (2, "2", 0.75)


STORIES = st.builds(
    Story,
    type=st.sampled_from(("bombing", "shelling", "attack")),
    means=st.sampled_from((None, "drone")),
    city=st.sampled_from(("Qasr Delan", "Kasr Delan", "Qasr Delan city")),
    parties=st.just((IREL,)),
    claims=st.lists(
        st.one_of(
            st.builds(toll, st.sampled_from(("two", "four", "several")), by=st.sampled_from((POLICE, DOCTOR, None))),
            st.builds(blame, st.sampled_from(("the rebels", "rebels", "Chile"))),
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STORIES, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_reports_have_no_order(stories: list[Story], chance: Random) -> None:
    """Any order of reports gives the same bytes, and origins vote on the same values as their reports."""
    reports = [report(outlet, story) for outlet, story in zip(OUTLETS, stories, strict=False)]
    found, again = (agreement(*order) for order in (reports, chance.sample(reports, len(reports))))
    assert [one.to_line() for one in found.values()] == [one.to_line() for one in again.values()]
    assert [one.field for one in found.values() if one.reports.n_values != one.origins.n_values] == []
