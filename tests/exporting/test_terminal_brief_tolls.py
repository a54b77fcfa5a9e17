"""Tolls on the brief page: each value with its counts, its speakers and a few of its words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from claimx.claim import Certainty
from claimx.event import Event, TollAccount
from tests.exporting import pages
from tests.exporting.events import raid, strike
from tests.exporting.pages import section
from tests.exporting.records import (
    AGENCY,
    COURIER,
    GAZETTE,
    OUTLETS,
    TRIBUNE,
    WIRE,
    account,
    saying,
    toll,
)


def page(*events: Event, width: int = 100, articles: Mapping[str, str] = OUTLETS) -> str:
    """Return a brief page."""
    return pages.page(*events, detail="brief", width=width, articles=articles)


def tolls_of(*accounts: TollAccount) -> str:
    """Return the tolls' section of an event with these accounts of the killed."""
    return section(
        page(strike().model_copy(update={"tolls": (toll("killed", *accounts, best=2, reason="r"),)})), "Tolls"
    )


def test_tolls() -> None:
    """Each value has its counts, its speakers by origin and its own words; what is not counted says why."""
    assert section(page(strike()), "Tolls") == (
        "KILLED · low 2 – no best – high 4 · policy representative: 2 and 4 have one origin each."
        " • 2 · 3 articles · 1 origin — Meridian Wire: security official; a nurse (in other words)"
        " “»Two« fighters were killed, a security official said” [Valley Gazette 100:150]"
        " • 4 · 1 article · 1 origin — Northline Agency: police and hospital sources"
        " “»four« members of the group died, police and hospital sources said” [Port Tribune 100:164]"
        " ✗ at least 1 · 1 article · 1 origin — Northline Agency: police and hospital sources (as probable)"
        " shown, not counted (superseded): Northline Agency revised 1 to 4 later that day."
        " “»at least one« person was killed” [The Lantern 100:130]"
        " ✗ 3 (“three more”) · 1 article · 1 origin — Meridian Wire: the article itself"
        " shown, not counted (divergent): Article Delan Courier copies Meridian Wire, which says 2."
        " “the strike killed »three more« fighters” [Delan Courier 100:137]"
        " + 1 claim about some of the victims only, never added up"
        " INJURED · low 6 – best 6 – high – · policy representative"
        " • at least 6 · 1 article · 1 origin — Meridian Wire: security official"
        " “and »at least six« others were hurt” [Valley Gazette 100:133]"
    )


def test_origins_of_one_value_stand_apart_and_copies_of_one_together() -> None:
    """Below a value, each origin has its articles, its speakers and one excerpt; most articles come first."""
    agency = saying("clm_1", exact="two died", value="two", article_id=TRIBUNE, origin=AGENCY)
    first = saying("clm_2", exact="two dead", value="two", article_id=GAZETTE, speaker=f"a medic ({WIRE})")
    copy = saying("clm_3", exact="killing two", value="two", article_id=COURIER)
    assert tolls_of(account(2, agency, first, copy)).endswith(
        "• 2 · 3 articles · 2 origins"
        " Meridian Wire — 2 articles: a medic; security official “»two« dead” [Valley Gazette 100:108]"
        " Northline Agency — 1 article: security official “»two« died” [Port Tribune 100:108]"
    )


def test_the_best_supported_value_comes_first_and_a_vague_one_last() -> None:
    """Values are in the order of what is behind them, those without a number after those with one."""
    several = account(
        None, saying("clm_1", exact="several", value="several"), saying("clm_2", exact="several", origin=AGENCY)
    )
    four = account(4, saying("clm_3", exact="four", value="four"))
    two = account(2, *(saying("clm_4", exact="two", value="two", article_id=key) for key in (GAZETTE, COURIER)))
    text = tolls_of(several, four, two)
    assert text.index("• 2 ·") < text.index("• 4 ·") < text.index("• several ·")


def test_an_excerpt_is_one_line_with_the_value_in_it() -> None:
    """A long quote is cut on both sides of the value's own words, and the place is that of what is left."""
    exact = f"{'before the dawn ' * 10}the strike killed two fighters{' of the group' * 10}"
    one = saying("clm_1", exact=exact, value="two")
    lines = page(
        raid().model_copy(update={"tolls": (toll("killed", account(2, one), best=2, reason="r"),)})
    ).splitlines()
    (line,) = [line.strip() for line in lines if "»two«" in line]
    words, _, place = line.partition("” [Valley Gazette ")
    assert words.startswith("“…")
    assert words.endswith("…")
    start, end = map(int, place.rstrip("]").split(":"))
    assert exact[start - 100 : end - 100] == words.strip("“…").replace("»two«", "two")


def test_a_toll_without_an_account_shows_its_partial_claims() -> None:
    """Where only some victims are spoken of, there is no number, but there are words."""
    victim = saying("clm_1", exact="the death of a driver", speaker="(article)", speaker_text=None)
    only = toll("killed", best=None, reason="No account gives a number.", partial=(victim,))
    assert section(page(strike().model_copy(update={"tolls": (only,)})), "Tolls") == (
        "KILLED · no number + 1 claim about some of the victims only, never added up"
        " Meridian Wire — 1 article: the article itself “the death of a driver” [Valley Gazette 100:121]"
    )


@pytest.mark.parametrize(
    ("certainties", "expected"),
    [
        (("CT",), "security official “"),
        (("PR",), "security official (as probable) “"),
        (("PS", "PR"), "security official (as possible, as probable) “"),
        (("PS", "CT"), "security official “"),
        ((None,), "security official “"),
    ],
)
def test_doubt_is_said_where_a_speaker_never_says_it_for_sure(
    certainties: tuple[Certainty | None, ...], expected: str
) -> None:
    """A possible toll does not pass for a certain one."""
    told = (saying(f"clm_{each}", exact="two", value="two", certainty=each) for each in certainties)
    assert f"— Meridian Wire: {expected}" in tolls_of(account(2, *told))
