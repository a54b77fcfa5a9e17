"""Statuses: what still stands, what its speaker has replaced, and what a copy has garbled."""

from __future__ import annotations

from itertools import permutations

import pytest

from claimx.event import Event
from tests.merging.reports import (
    DAY,
    DOCTOR,
    HIDDEN,
    MINISTER,
    NEXT_DAY,
    POLICE,
    Report,
    Said,
    Story,
    Voice,
    one_event,
    report,
    toll,
    toll_of,
)
from tests.merging.wire import OPENING, copy, wire

LATER = "2024-03-07"
TWO = Story(claims=(toll("Two", by=POLICE),))


def statuses(event: Event) -> list[tuple[str, int | None]]:
    """Return the accounts of the killed, by status and number."""
    return [(account.status, account.best) for account in toll_of(event).accounts]


def told(outlet: str, *said: Said, published: str | None = NEXT_DAY, byline: str | None = "AFP") -> Report:
    """Report claims in a text of its own, by default an agency's."""
    return report(outlet, Story(claims=said), published=published, byline=byline)


FIRST = told("Valley Post", toll("two", by=POLICE))
STANDS, REVISED = [("current", 2), ("current", 3)], [("current", 3), ("superseded", 2)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(FIRST, told("Hill Herald", toll("three", by=POLICE), published=LATER), REVISED, id="later"),
        pytest.param(FIRST, told("Hill Herald", toll("three", by=POLICE)), STANDS, id="on-the-same-day"),
        pytest.param(FIRST, told("Hill Herald", toll("three", by=POLICE), published=None), STANDS, id="undated"),
        pytest.param(
            FIRST, told("Hill Herald", toll("three", by=DOCTOR), published=LATER), STANDS, id="another-speaker"
        ),
        pytest.param(
            FIRST,
            told("Hill Herald", toll("three", by=POLICE), published=LATER, byline="Reuters"),
            STANDS,
            id="another-agencys-unnamed-speaker",
        ),
        pytest.param(
            told("Valley Post", toll("two", by=MINISTER)),
            told("Hill Herald", toll("three", by=MINISTER), published=LATER, byline="Reuters"),
            REVISED,
            id="one-minister-through-two-agencies",
        ),
        pytest.param(
            told("Valley Post", toll("two")),
            told("Hill Herald", toll("three"), published=LATER),
            REVISED,
            id="the-agencys-own-voice",
        ),
        pytest.param(
            told("Valley Post", toll("two"), byline=None),
            told("Hill Herald", toll("three"), published=LATER, byline=None),
            STANDS,
            id="two-outlets-own-voices",
        ),
        pytest.param(
            told("Valley Post", toll("two"), byline="AFP"),
            told("Valley Post", toll("three"), published=LATER, byline="Reuters"),
            STANDS,
            id="one-outlet-with-the-voices-of-two-agencies",
        ),
        pytest.param(
            told("Valley Post", toll("two", by=HIDDEN), byline=None),
            told("Hill Herald", toll("three", by=HIDDEN), published=LATER, byline=None),
            STANDS,
            id="hidden-speakers-of-two-outlets",
        ),
        pytest.param(
            told("Valley Post", toll("two", by=POLICE), published="2024-03-06T10:00:00"),
            told("Hill Herald", toll("three", by=POLICE), published="2024-03-06T12:00:00"),
            REVISED,
            id="two-hours-later",
        ),
        pytest.param(
            told("Valley Post", toll("two", by=POLICE), published="2024-03-06T22:00:00+00:00"),
            told("Hill Herald", toll("three", by=POLICE), published="2024-03-07T00:30:00+05:00"),
            [("current", 2), ("superseded", 3)],
            id="earlier-by-the-clock-of-another-zone",
        ),
        pytest.param(
            told("Valley Post", toll("two", by=POLICE), published="2024-03-06T10:00:00"),
            told("Hill Herald", toll("three", by=POLICE), published="2024-03-06T12:00:00+00:00"),
            STANDS,
            id="a-time-without-a-zone-beside-one-with",
        ),
    ],
)
def test_a_later_total_by_the_same_speaker(first: Report, second: Report, expected: list[tuple[str, int]]) -> None:
    """Only what the same speaker certainly said later replaces what it said before, in any order of reports."""
    assert [statuses(one_event(first, second)), statuses(one_event(second, first))] == [expected, expected]


def test_three_revisions_leave_the_last() -> None:
    """Each earlier total is superseded, with the reason."""
    days = (DAY, NEXT_DAY, LATER)
    told_daily = [
        told(f"Post {n}", toll(words, by=POLICE), published=day)
        for n, (words, day) in enumerate(zip(("two", "three", "five"), days, strict=True))
    ]
    for order in permutations(told_daily):
        event = one_event(*order)
        assert statuses(event) == [("current", 5), ("superseded", 2), ("superseded", 3)]
        reasons = [saying.status_reason for account in toll_of(event).accounts[1:] for saying in account.sayings]
        assert all(reason is not None and reason.endswith(f"of {LATER}") for reason in reasons)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(toll("three", by=POLICE, scope="additional"), [("current", 2)], id="others-besides"),
        pytest.param(toll("one", by=POLICE, scope="subtotal"), [("current", 2)], id="some-of-them"),
        pytest.param(toll("ninety", by=POLICE, scope="cumulative"), [("current", 2)], id="a-longer-campaign"),
        pytest.param(toll("several", by=POLICE), [("current", 2), ("current", None)], id="without-a-number"),
        pytest.param(toll("two", by=POLICE), [("current", 2)], id="the-same-number"),
        pytest.param(toll("three", by=POLICE, polarity="-"), [("current", 2)], id="a-number-denied"),
        pytest.param(toll("three", "injured", by=POLICE), [("current", 2)], id="another-kind-of-harm"),
        pytest.param(toll("more than fifty", by=POLICE), [("current", None), ("superseded", 2)], id="a-higher-bound"),
        pytest.param(toll("no one", by=POLICE), [("current", 0), ("superseded", 2)], id="none-after-all"),
    ],
)
def test_what_replaces_a_total(later: Said, expected: list[tuple[str, int | None]]) -> None:
    """Another total does; what counts something else, or says less, does not."""
    event = one_event(FIRST, told("Hill Herald", later, published=LATER))
    assert sorted(statuses(event), key=str) == sorted(expected, key=str)


def carried(*said: Said, more: tuple[str, ...] = (), opening: str = OPENING, published: str = NEXT_DAY) -> Report:
    """Carry the agency's text without its name."""
    return report("Hill Herald", Story(claims=said), text=copy(opening=opening, more=more), published=published)


ORIGINAL = report("Valley Post", TWO, text=wire())
FIVE = "Five people were killed when a bomb went off beside the grain market of Qasr Delan, a police officer said."
AGAIN = "Five were killed, a police officer said."
BY_DOCTOR = "Five were killed, a doctor said."
THROUGH_REUTERS = "Five were killed, a police officer told Reuters."
TO_REUTERS = Voice("a police officer", via=("Reuters",))


@pytest.mark.parametrize(
    ("copied", "expected"),
    [
        pytest.param(carried(toll("Two", by=POLICE)), [("current", 2)], id="the-same"),
        pytest.param(carried(toll("Five", by=POLICE), opening=FIVE), [("current", 2), ("divergent", 5)], id="changed"),
        pytest.param(
            carried(toll("Five", by=POLICE), opening=FIVE, published=LATER),
            [("current", 2), ("divergent", 5)],
            id="changed-later",
        ),
        pytest.param(
            carried(toll("Two", by=POLICE, scope="additional")),
            [("current", 2), ("divergent", 2)],
            id="the-number-under-another-scope",
        ),
        pytest.param(
            carried(toll("Two", by=POLICE), toll("Five", by=POLICE, passage=AGAIN), more=(AGAIN,)),
            [("current", 2), ("divergent", 5)],
            id="the-same-and-another",
        ),
        pytest.param(
            carried(toll("Five", by=DOCTOR, passage=BY_DOCTOR), more=(BY_DOCTOR,)),
            [("current", 2), ("current", 5)],
            id="another-number-by-a-new-speaker",
        ),
        pytest.param(
            carried(toll("Five", by=TO_REUTERS, passage=THROUGH_REUTERS), more=(THROUGH_REUTERS,)),
            [("current", 2), ("current", 5)],
            id="another-number-from-another-agency",
        ),
    ],
)
def test_a_copy(copied: Report, expected: list[tuple[str, int]]) -> None:
    """A copy garbles where it gives its original's speaker another number; each claim by itself, in any order."""
    assert [statuses(one_event(ORIGINAL, copied)), statuses(one_event(copied, ORIGINAL))] == [expected, expected]


def test_a_garbled_number_counts_nowhere() -> None:
    """It is shown with its reason and logged, but bounds and supersedes nothing."""
    event = one_event(ORIGINAL, carried(toll("Five", by=POLICE), opening=FIVE, published=LATER))
    killed = toll_of(event)
    assert (killed.low, killed.best, killed.high, killed.n_articles) == (2, 2, 2, 1)
    (saying,) = killed.accounts[1].sayings
    assert "carries the text of" in (saying.status_reason or "")
    assert [entry.left for entry in event.log if entry.rule == "divergent"] == [saying.claim_id]
    assert event.disagreements == ()


def test_what_confirms_a_garbled_number_goes_with_it() -> None:
    """A confirmation has the number of what it confirms, and its fate."""
    confirmed = "A doctor confirmed the toll."
    confirming = toll(None, by=Voice("A doctor", kinds=("medical",)), confirms=1, passage=confirmed)
    copied = carried(toll("Five", by=POLICE), confirming, opening=FIVE, more=(confirmed,))
    event = one_event(ORIGINAL, copied)
    assert statuses(event) == [("current", 2), ("divergent", 5)]
    assert toll_of(event).accounts[1].n_speakers == 2


def test_an_agency_that_carries_on_its_own_text_revises() -> None:
    """An update of the agency's own report supersedes; it is no rewriter's mistake."""
    update = report("Hill Herald", Story(claims=(toll("Five", by=POLICE),)), text=wire(opening=FIVE), published=LATER)
    assert statuses(one_event(ORIGINAL, update)) == [("current", 5), ("superseded", 2)]


def test_an_outlet_that_carries_on_its_own_text_revises() -> None:
    """As agencies do."""
    first = report("Valley Post", TWO, text=copy(more=()), published=DAY)
    update = report("Valley Post", Story(claims=(toll("Five", by=POLICE),)), text=copy(opening=FIVE), published=LATER)
    assert statuses(one_event(first, update)) == [("current", 5), ("superseded", 2)]


def test_a_copy_of_an_update_garbles_nothing() -> None:
    """What the agency itself says is not the copy's mistake, though it carries the first version's text as well."""
    update = report("Lake Lantern", Story(claims=(toll("Five", by=POLICE),)), text=wire(opening=FIVE), published=LATER)
    copied = carried(toll("Five", by=POLICE), opening=FIVE, published=LATER)
    assert statuses(one_event(ORIGINAL, update, copied)) == [("current", 5), ("superseded", 2)]


def test_two_reports_of_one_agency_on_one_day_stay_side_by_side() -> None:
    """Which is the later version is not known, so neither is the copy of the other."""
    other = report("Hill Herald", Story(claims=(toll("Five", by=POLICE),)), text=wire(opening=FIVE))
    assert statuses(one_event(ORIGINAL, other)) == [("current", 2), ("current", 5)]
