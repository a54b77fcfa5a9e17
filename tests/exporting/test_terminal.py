"""The terminal view: the list of events, the head of a full page, and the names of articles."""

from __future__ import annotations

import pytest

from claimx.claim import TollKind
from claimx.event import Event
from tests.exporting.events import raid, strike
from tests.exporting.pages import flat, listing, page, section
from tests.exporting.records import COURIER, GAZETTE, LANTERN, OUTLETS, TRIBUNE, toll


def test_no_events() -> None:
    """Nothing to show is said, not left blank."""
    assert page() == "no events\n"


def test_list_has_one_line_per_event() -> None:
    """A list gives date, place, type, toll ranges, articles and origins, and dashes for the unknown."""
    assert listing([strike(), raid()], width=120) == [
        "2 events",
        "date place type tolls articles origins",
        "2031-03-04 North Depot, Qasr Delan, Velmaria (XV) air strike killed 2–4, injured ≥6 5 3",
        "– – raid missing – 1 1",
    ]


def test_narrow_list_has_a_paragraph_per_event() -> None:
    """At sixty columns, where a table would lose columns, everything stands in running text."""
    assert " ".join(listing([strike(), raid()], width=60)) == (
        "2 events - 2031-03-04 · North Depot, Qasr Delan, Velmaria (XV) · air strike · killed 2–4, injured ≥6"
        " · 5 articles · 3 origins - – · – · raid · missing – · 1 article · 1 origin"
    )


@pytest.mark.parametrize("width", [60, 80, 100])
def test_large_numbers_push_no_column_off_the_page(width: int) -> None:
    """With five tolls of six digits, every number and count is still there."""
    kinds: tuple[TollKind, ...] = ("killed", "injured", "missing", "displaced", "detained")
    numbers = {"low": 123456, "best": 134567, "high": 145678, "n_articles": 765, "n_origins": 432, "n_speakers": 321}
    tolls = tuple(toll(kind, best=None, reason="r").model_copy(update=numbers) for kind in kinds)
    large = strike().model_copy(update={"tolls": tolls, "n_articles": 987, "n_origins": 654})
    listed = " ".join(listing([large], width=width))
    table = section(page(large, width=width), "Tolls")
    assert {"987", "654"} <= set(listed.split())
    assert [f"{kind} 123456 134567 145678 765 432 321" in table for kind in kinds] == [True] * len(kinds)


@pytest.mark.parametrize(("events", "listed"), [((strike(),), False), ((strike(), raid()), True)], ids=["one", "two"])
def test_list_comes_first_for_several_events(events: tuple[Event, ...], listed: bool) -> None:
    """A single event needs no list."""
    assert page(*events).startswith("2 events\n") is listed


def test_header() -> None:
    """The header says what, when, where, with what, and how many tell it independently."""
    header = flat(page(strike()).partition("Disagreements")[0])
    assert header == (
        "event Air strike in Qasr Delan, 4 March 2031 id evt_aaaaaaaaaaaaaaaa date 2031-03-04"
        " place North Depot, Qasr Delan, Velmaria (XV) type air strike · means: drone told by 5 articles · 3 origins"
    )


def test_header_of_an_event_of_which_nothing_is_known() -> None:
    """Unknown values are dashes and a background event says so."""
    header = flat(page(raid()).partition("Disagreements")[0])
    assert header == (
        "event Raid id evt_bbbbbbbbbbbbbbbb date – place – type raid · means: – · told as background only"
        " told by 1 article · 1 origin"
    )


def test_an_event_that_did_not_happen_says_so() -> None:
    """A negated event cannot be mistaken for an actual one."""
    negated = raid().model_copy(update={"realis": "negated"})
    assert "reported NOT to have happened" in page(negated)


def test_articles_without_a_name_keep_their_id() -> None:
    """Names are optional, article by article."""
    text = flat(page(strike(), articles={GAZETTE: "Valley Gazette", COURIER: "  "}))
    assert "[Valley Gazette 100:150]" in text
    assert f"[{COURIER} 100:150]" in text
    assert f"origin {LANTERN} " in text


def test_articles_of_one_outlet_are_told_apart() -> None:
    """Two articles with the same name carry their ids."""
    text = flat(page(strike(), articles={**OUTLETS, TRIBUNE: "Valley Gazette"}))
    assert f"in Valley Gazette ({GAZETTE})" in text
    assert f"in Valley Gazette ({TRIBUNE})" in text


def test_narrow_page_keeps_the_contradiction_and_the_policy() -> None:
    """Sixty columns drop the policy's column, not the policy."""
    text = flat(page(strike(), width=60))
    assert "vs 4 (1 article · origin Northline Agency · police and hospital sources)" in text
    assert "kind low best high articles origins speakers killed 2 – 4 4 2 3 injured" in text
    assert "by policy representative" in text
