"""Tolls: every account side by side, a range over all that count, and one value by a named policy."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.claim import Toll, TollScope
from claimx.event import EventToll, Policy
from claimx.merging.tolls import Numbers
from tests.merging.reports import DOCTOR, POLICE, Report, Said, Story, Voice, one_event, report, toll, toll_of

OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily", "Moor Mail")
POLICIES: tuple[Policy, ...] = get_args(Policy)


def reports(*said: Said | tuple[Said, ...], published: tuple[str | None, ...] = ()) -> list[Report]:
    """Write one report for each claim, or for each tuple of claims."""
    each = [one if isinstance(one, tuple) else (one,) for one in said]
    days = published or ("2024-03-06",) * len(each)
    return [
        report(outlet, Story(claims=claims), published=day)
        for outlet, claims, day in zip(OUTLETS, each, days, strict=False)
    ]


def resolved(*said: Said | tuple[Said, ...], policy: Policy = "representative") -> EventToll:
    """Resolve the killed of one report for each claim."""
    return toll_of(one_event(*reports(*said), policy=policy))


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        pytest.param(["two"], 2, 2, 2, id="one-number"),
        pytest.param(["two", "four"], 2, None, 4, id="two-numbers"),
        pytest.param(["at least two", "four"], 2, None, 4, id="a-floor-below-a-number"),
        pytest.param(["several"], 2, None, 2, id="several"),
        pytest.param(["several", "four"], 4, 4, 4, id="several-does-not-widen"),
        pytest.param(["dozens", "84"], 84, 84, 84, id="dozens-does-not-widen"),
        pytest.param(["dozens", "four"], 4, 4, 12, id="dozens-excludes-four"),
        pytest.param(["more than 100", "84"], 84, 84, 101, id="more-than-100-excludes-84"),
        pytest.param(["more than 100", "120"], 120, 120, 120, id="more-than-100-allows-120"),
        pytest.param(["up to five", "four"], 4, 4, 4, id="up-to-five-allows-four"),
        pytest.param(["up to five"], None, None, 5, id="up-to-five-is-open-below"),
        pytest.param(["up to five", "seven"], None, 7, 7, id="up-to-five-is-open-below-beside-seven"),
        pytest.param(["10 to 20", "15"], 15, 15, 15, id="a-range-does-not-widen"),
        pytest.param(["10 to 20"], 10, None, 20, id="a-range-by-itself"),
        pytest.param(["no one", "two"], 0, None, 2, id="none-is-a-number"),
        pytest.param(["more than 100", "dozens"], 12, None, 101, id="two-without-a-number"),
    ],
)
def test_range_and_best(words: list[str], low: int | None, best: int | None, high: int | None) -> None:
    """What gives no number of its own widens the range only if it excludes the numbers that others give."""
    found = resolved(*map(toll, words))
    backwards = resolved(*map(toll, reversed(words)))
    assert (found.low, found.best, found.high) == (low, best, high) == (backwards.low, backwards.best, backwards.high)
    assert len(found.accounts) == len(words)


@pytest.mark.parametrize("scope", [scope for scope in get_args(TollScope) if scope != "total"])
def test_partial_counts_bound_nothing(scope: TollScope) -> None:
    """Others besides, some of them, and a longer campaign are shown apart and never added up."""
    found = resolved((toll("two"), toll("nine", scope=scope)), toll("90", scope=scope))
    assert (found.low, found.best, found.high) == (2, 2, 2)
    assert sorted(saying.value.exact for saying in found.partial if saying.value is not None) == ["90", "nine"]


def test_partial_counts_alone_give_no_number() -> None:
    """Unknown is not zero."""
    found = resolved(toll("one", scope="subtotal"), toll("three", scope="additional"))
    assert (found.low, found.best, found.high, found.accounts, len(found.partial)) == (None, None, None, (), 2)
    assert (found.n_articles, found.reason) == (0, "no account gives a number of its own")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(toll(None), id="victim-without-a-number"),
        pytest.param(toll("nine", polarity="-"), id="number-denied"),
        pytest.param(toll(None, confirms=1), id="confirmation-of-a-part"),
    ],
)
def test_what_gives_no_number_is_partial(said: Said) -> None:
    """It is kept, and bounds nothing."""
    part = toll("one", scope="subtotal") if said.confirms else toll("two", "injured")
    found = resolved((part, said), toll("two"))
    assert (found.low, found.best, found.high) == (2, 2, 2)
    assert len(found.partial) == (2 if said.confirms else 1)


def test_a_confirmation_stands_behind_what_it_confirms() -> None:
    """It is one more speaker for the same account."""
    found = resolved((toll("four", by=POLICE), toll(None, by=DOCTOR, confirms=1)))
    (account,) = found.accounts
    assert (account.best, account.n_speakers, account.n_articles) == (4, 2, 1)
    assert (len(found.partial), account.words) == (0, ("four",))


def test_a_confirmation_of_a_confirmation_stands_behind_nothing() -> None:
    """One step is what an article can be held to."""
    found = resolved((toll("four", by=POLICE), toll(None, by=DOCTOR, confirms=1), toll(None, confirms=2)))
    assert ([account.best for account in found.accounts], len(found.partial)) == ([4], 1)


def test_a_confirmation_that_is_refused_counts_for_nothing() -> None:
    """ "Would not confirm" adds no speaker."""
    found = resolved((toll("four", by=POLICE), toll(None, by=DOCTOR, confirms=1, polarity="-")))
    assert (found.accounts[0].n_speakers, len(found.partial)) == (1, 1)


TWO_TO_ONE = (toll("two", by=POLICE), toll("two", by=DOCTOR), toll("six"))


@pytest.mark.parametrize(
    ("policy", "best", "reason"),
    [
        pytest.param("conservative", 2, "2 has the lowest number", id="conservative"),
        pytest.param("latest", 6, "6 has the last publication, 2024-03-09", id="latest"),
        pytest.param("representative", 2, "2 has 2 independent origins", id="representative"),
        pytest.param("informative", 6, "6 has the highest number", id="informative"),
    ],
)
def test_policies(policy: Policy, best: int, reason: str) -> None:
    """Each policy chooses by its own rank and says so; the range is the same."""
    days = ("2024-03-06", "2024-03-07", "2024-03-09")
    found = toll_of(one_event(*reports(*TWO_TO_ONE, published=days), policy=policy))
    assert (found.best, found.policy, found.low, found.high) == (best, policy, 2, 6)
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    ("policy", "said", "days", "reason"),
    [
        pytest.param(
            "representative",
            (toll("two"), toll("four")),
            ("2024-03-06", "2024-03-07"),
            "2 and 4 tie at 1 independent origins with 1 votes of origin and speaker",
            id="one-origin-each",
        ),
        pytest.param(
            "latest",
            (toll("two"), toll("four")),
            ("2024-03-06", "2024-03-06"),
            "2 and 4 tie at the last publication, 2024-03-06",
            id="one-day",
        ),
        pytest.param(
            "latest",
            (toll("two"), toll("four")),
            (None, None),
            "2 and 4 tie at the last publication, on an unknown day",
            id="no-day",
        ),
        pytest.param(
            "latest",
            (toll("two"), toll("four")),
            ("2024-03-06", "2024-03-06T23:00:00"),
            "2 and 4 tie at the last publication, 2024-03-06",
            id="a-day-and-a-time-on-it",
        ),
        pytest.param(
            "representative",
            (toll("six"), toll("two"), toll("four")),
            (None, None, None),
            "2 and 4 and 6 tie at 1 independent origins with 1 votes of origin and speaker",
            id="three",
        ),
    ],
)
def test_ties(policy: Policy, said: tuple[Said, ...], days: tuple[str | None, ...], reason: str) -> None:
    """A tie leaves best null, with the reason, and the range as it is."""
    found = toll_of(one_event(*reports(*said, published=days), policy=policy))
    assert (found.best, found.reason, found.low) == (None, reason, 2)


@pytest.mark.parametrize("policy", ["conservative", "informative"])
def test_lowest_and_highest_never_tie(policy: Policy) -> None:
    """Equal numbers are one number."""
    assert resolved(toll("two"), toll("at least two"), toll("four"), policy=policy).best is not None


@pytest.mark.parametrize(
    ("days", "best"),
    [
        pytest.param(("2024-03-06T10:00:00", "2024-03-06T11:00:00"), 4, id="by-the-hour"),
        pytest.param(("2024-03-06T23:30:00+00:00", "2024-03-07T00:30:00+05:00"), 2, id="by-the-instant"),
        pytest.param((None, "2024-03-06"), 4, id="an-unknown-day-is-never-last"),
    ],
)
def test_latest(days: tuple[str | None, str], best: int) -> None:
    """The time decides where every report states it."""
    found = one_event(*reports(toll("two", by=POLICE), toll("four", by=DOCTOR), published=days), policy="latest")
    assert toll_of(found).best == best


def test_at_least_two_and_two_vote_for_one_number() -> None:
    """They are two accounts, and one number."""
    found = resolved(toll("two"), toll("at least two"), toll("four"))
    assert (found.best, len(found.accounts)) == (2, 3)
    assert found.reason.startswith("2 has 2 independent origins")


def test_of_equally_many_origins_the_more_votes_decide() -> None:
    """Origins first, then pairs of origin and speaker."""
    found = resolved((toll("two", by=POLICE), toll("two", by=DOCTOR)), toll("four", by=POLICE))
    assert (found.best, found.reason) == (2, "2 has 1 independent origins with 2 votes of origin and speaker")


@pytest.mark.parametrize("policy", POLICIES)
def test_the_only_number_is_chosen_by_every_policy(policy: Policy) -> None:
    """Whatever else is vague."""
    found = resolved(toll("two"), toll("several"), toll("up to nine"), policy=policy)
    assert (found.best, found.reason) == (2, "the only number that any account gives")


def test_three_counts_are_never_one() -> None:
    """Articles, origins and speakers behind all current accounts; the article's own voice is no speaker."""
    agency = [
        report(outlet, Story(claims=(toll("two", by=POLICE),)), byline="AFP")
        for outlet in ("Valley Post", "Hill Herald")
    ]
    found = toll_of(one_event(*agency, report("Lake Lantern", Story(claims=(toll("two"),)))))
    assert (found.n_articles, found.n_origins, found.n_speakers) == (3, 2, 1)


def test_a_copied_number_does_not_outvote() -> None:
    """Three articles of one agency are one origin, two of two are two."""
    copies = [report(outlet, Story(claims=(toll("two", by=POLICE),)), byline="AFP") for outlet in OUTLETS[:3]]
    others = [report(outlet, Story(claims=(toll("four", by=DOCTOR),))) for outlet in OUTLETS[3:]]
    assert toll_of(one_event(*copies, *others)).best == 4


def test_kinds_of_harm_are_tolls_of_their_own() -> None:
    """In the order of the record."""
    one = report("Valley Post", Story(claims=(toll("six", "injured"), toll("two", "killed"), toll("one", "missing"))))
    assert [("killed", 2), ("injured", 6), ("missing", 1)] == [(each.kind, each.best) for each in one_event(one).tolls]


def test_no_claims_are_no_tolls() -> None:
    """An event nobody counts has none."""
    assert one_event(report("Valley Post", Story())).tolls == ()


def test_a_claim_told_twice_by_one_article_counts_once() -> None:
    """Where one passage was annotated as two mentions, its claims are one article's."""
    text = "In Qasr Delan two people were killed by a bomb."
    told = Story(claims=(toll("two"),), passage=text)
    found = toll_of(one_event(report("Valley Post", told, told, text=text)))
    assert (found.best, found.n_articles, len(found.accounts[0].sayings)) == (2, 1, 1)


def test_words_and_who_are_kept() -> None:
    """The number in the articles' words, and whom they mean."""
    said = toll("at least two", who="fishermen"), toll("At least 2", who="men")
    (account,) = resolved(*said).accounts
    assert (account.words, account.who) == (("At least 2", "at least two"), ("fishermen", "men"))


def test_the_log_says_what_was_chosen() -> None:
    """One line for each toll."""
    event = one_event(*reports((toll("two", by=Voice("officials")), toll("six", "injured")), toll("four")))
    assert [entry.sentence.split(":")[0:2] for entry in event.log if entry.rule == "policy"] == [
        ["killed", " best unknown by policy representative"],
        ["injured", " best 6 by policy representative"],
    ]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        pytest.param(Numbers(2, 2, 2, False), "2", id="exact"),
        pytest.param(Numbers(18, 20, 22, True), "about 20", id="about"),
        pytest.param(Numbers(10, None, 20, False), "10 to 20", id="range"),
        pytest.param(Numbers(12, None, None, False), "at least 12", id="floor"),
        pytest.param(Numbers(None, None, 5, False), "up to 5", id="ceiling"),
    ],
)
def test_numbers_in_words(numbers: Numbers, words: str) -> None:
    """For a reader."""
    assert numbers.words() == words


BOUNDS = st.none() | st.integers(0, 9)


@given(BOUNDS, BOUNDS, st.integers(0, 9))
def test_an_account_allows_what_lies_within_its_bounds(low: int | None, high: int | None, number: int) -> None:
    """Open bounds allow anything."""
    account, exact = Numbers(low, None, high, approximate=False), Numbers(number, number, number, approximate=False)
    within = (low is None or low <= number) and (high is None or number <= high)
    assert account.allows(exact) == within
    assert not account.allows(account)


def naming(outlet: str, *people: str, printed: bool = False) -> Report:
    """Report people as killed one by one, and what they come to; `printed` as if each had a number word."""
    told = report(outlet, Story(claims=tuple(toll(None, who=who, scope="subtotal") for who in people)))
    (mention,) = told.mentions
    parts = [claim for claim in mention.claims if isinstance(claim, Toll)]
    total = parts[0].model_copy(
        update={
            "id": f"{parts[0].id}-all",
            "scope": "total",
            **dict.fromkeys(("min", "best", "max"), len(people)),
            "basis": "parts" if printed else "persons",
            "parts": tuple(part.id for part in parts),
        }
    )
    return told._replace(mentions=(mention.model_copy(update={"claims": (*parts, total)}),))


def test_people_who_are_named_are_counted_where_nobody_gives_a_number() -> None:
    found = toll_of(one_event(naming("Valley Post", "a guard", "a driver"), naming("Hill Herald", "a guard")))
    assert (1, None, 2) == (found.low, found.best, found.high)


def test_who_names_one_victim_does_not_deny_the_others() -> None:
    """A printed number stands alone; the people counted beside it are shown and bound nothing."""
    event = one_event(naming("Valley Post", "a guard"), report("Hill Herald", Story(claims=(toll("three"),))))
    found = toll_of(event)
    assert (3, 3, 3) == (found.low, found.best, found.high)
    assert [1, 3] == [account.best for account in found.accounts]
    assert () == event.disagreements


def test_printed_numbers_that_were_added_up_count_like_any_other() -> None:
    event = one_event(
        naming("Valley Post", "one guard", "one driver", printed=True),
        report("Hill Herald", Story(claims=(toll("three"),))),
    )
    assert (2, 3) == (toll_of(event).low, toll_of(event).high)
    assert ["tolls.killed"] == [one.field for one in event.disagreements]
