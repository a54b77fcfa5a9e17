"""The sections of a full page: what a reader must find in them."""

from __future__ import annotations

import pytest

from claimx.event import Event
from claimx.exporting.terminal_sayings import Detail
from tests.exporting.events import raid, strike
from tests.exporting.pages import flat, page, section


def test_disagreements_set_values_against_each_other_with_their_origins() -> None:
    """Copies count as articles but share one origin, and the reader sees both numbers."""
    assert section(page(strike()), "Disagreements") == (
        "killed: 2 (3 articles · origin Meridian Wire · security official)"
        " vs 4 (1 article · origin Northline Agency · police and hospital sources)"
        " site: North Depot (origin Meridian Wire · the article itself) vs Mill Bridge (origin The Lantern)"
    )


def test_disagreements_stand_before_the_tolls() -> None:
    """The contradiction is what a reader meets first."""
    text = page(strike())
    assert text.index("Disagreements") < text.index("Tolls")


def test_toll_table() -> None:
    """Each kind has low, best, high, its three counts and the policy; a tie has no best."""
    table = section(page(strike()), "Tolls")
    assert table.startswith(
        "kind low best high articles origins speakers policy killed 2 – 4 4 2 3 representative"
        " injured 6 6 – 1 1 1 representative"
        " killed 2–4 no best value by policy representative: 2 and 4 have one origin each."
    )


def test_account_shows_its_copies_below_one_origin() -> None:
    """Three articles that copy one agency stand together, each with its reason and its words."""
    assert (
        "2 killed · 3 articles · 1 origin · 2 speakers who: fighters origin Meridian Wire"
        " a security official – in Valley Gazette (police/security, unnamed)"
        " “Two fighters were killed, a security official said” [Valley Gazette 100:150]"
        " why this origin: The byline credits Meridian Wire."
        " a security official – in Delan Courier (police/security, unnamed)"
        " “Two fighters were killed, a security official said” [Delan Courier 100:150]"
        " why this origin: Its text repeats Meridian Wire's report."
    ) in section(page(strike()), "Tolls")


@pytest.mark.parametrize("detail", ["full", "log"])
def test_accounts_out_of_the_count_are_marked_with_the_reason(detail: Detail) -> None:
    """What is shown but not counted says so, and why, in the words of the article."""
    text = section(page(strike(), detail=detail), "Tolls")
    assert "✗ at least 1 killed · not counted (superseded)" in text
    assert "✗ shown, not counted (superseded): Northline Agency revised 1 to 4 later that day." in text
    assert "✗ 3 (“three more”) killed · not counted (divergent)" in text
    assert "✗ shown, not counted (divergent): Article Delan Courier copies Meridian Wire," in text


def test_partial_claims_are_kept_apart() -> None:
    """Claims about some of the victims stand apart from the accounts."""
    text = section(page(strike()), "Tolls")
    assert "about some of the victims only, never added up origin Meridian Wire nobody named" in text


def test_speaker_words_carry_the_canonical_name_where_it_differs() -> None:
    """A reader sees the article's words and who they were taken to mean."""
    text = flat(page(strike()))
    assert "The front (= Free Valley Front) – in The Lantern" in text
    assert "(= security official)" not in text


def test_responsibility_is_grouped_by_accused_and_stance() -> None:
    """A no-comment stands beside an accusation and is said to neither accuse nor deny."""
    text = section(page(strike()), "Responsibility")
    assert text.startswith(
        "Orran Air Force (also: the Orran air force, Orra) accuses · 1 article · 1 origin · 1 speaker"
    )
    assert "no comment (neither accuses nor denies) · 1 article · 1 origin · 1 speaker origin Northline Agency" in text
    assert "no accused named nobody has claimed it · 1 article · 1 origin · 1 speaker origin Meridian Wire" in text


def test_participants_have_all_names_and_the_rules_that_joined_them() -> None:
    """Every surface form is counted and every join explained."""
    text = section(page(strike()), "Participants")
    assert text.startswith(
        "Free Valley Front – armed group · recipient"
        " named: Free Valley Front ×3, FVF ×2, Front of the Free Valley ×1"
        " joined: FVF is stated as another name of Free Valley Front in the Valley Gazette."
        " “the Free Valley Front (FVF)” [Valley Gazette 40:67]"
        " Tomas Irel – person · victim named: Tomas Irel ×4, Tomás Irél ×1 title: commander"
        " affiliation: Free Valley Front"
    )


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((strike(),), "retaliation for [evt_bbbbbbbbbbbbbbbb]"),
        ((strike(), raid()), "retaliation for Raid [evt_bbbbbbbbbbbbbbbb]"),
    ],
    ids=["other event absent", "other event shown"],
)
def test_relations_name_the_other_event(events: tuple[Event, ...], expected: str) -> None:
    """A relation has the title of the other event where it is on the page, and its id always."""
    assert section(page(*events), "Relations") == expected


def test_log_is_shown_on_request_only() -> None:
    """The rules' sentences belong to the most detailed view."""
    sentence = "joined by same_victim: Both name Tomas Irel as a victim on the same day. [men_1, men_4] ruleset rules-1"
    assert section(page(strike(), detail="log"), "Log") == sentence
    assert "same_victim" not in page(strike(), detail="full")
