"""The brief page: what a reader must see in ten seconds, and what belongs to the full page."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pytest
from rich.console import Console

from claimx.claim import Polarity, StanceKind
from claimx.event import Event
from claimx.exporting.terminal import NO_NAMES, show_events
from tests.exporting import pages
from tests.exporting.events import participants, raid, strike
from tests.exporting.pages import flat, section
from tests.exporting.records import (
    COURIER,
    GAZETTE,
    HERALD,
    LANTERN,
    OUTLETS,
    WIRE,
    saying,
    stance,
)


def page(*events: Event, width: int = 100, articles: Mapping[str, str] = OUTLETS) -> str:
    """Return a brief page."""
    return pages.page(*events, detail="brief", width=width, articles=articles)


def test_header() -> None:
    """What, when, where, by how many independently, and how it stands to other events."""
    assert flat(page(strike()).partition("Disagreements")[0]) == (
        "what Air strike in Qasr Delan, 4 March 2031 when 2031-03-04 where North Depot, Qasr Delan, Velmaria (XV)"
        " told by 5 articles · 3 origins retaliation for [evt_bbbbbbbbbbbbbbbb]"
    )


def test_an_event_that_did_not_happen_says_so() -> None:
    """A hypothetical event in the background cannot be mistaken for a main one."""
    planned = raid().model_copy(update={"realis": "hypothetical"})
    assert flat(page(planned)).startswith("what Raid · told as background only · hypothetical when – where –")


def test_a_disagreement_is_a_line() -> None:
    """Rival values stand side by side with their origins."""
    assert section(page(strike()), "Disagreements") == (
        "• killed: 2 (Meridian Wire) vs 4 (Northline Agency)"
        " • site: North Depot (Meridian Wire) vs Mill Bridge (The Lantern)"
    )


def test_responsibility() -> None:
    """Each stance towards each accused is a line, and no comment is no stance."""
    assert section(page(strike()), "Responsibility") == (
        "• accuses Orran Air Force · 1 article · 1 origin — Free Valley Front"
        " • no comment (neither accuses nor denies) about Orran Air Force · 1 article · 1 origin — Orran spokesman"
        " • nobody has claimed it · 1 article · 1 origin — the article itself"
    )


@pytest.mark.parametrize(
    ("kind", "polarity", "accused", "expected"),
    [
        ("accuses", "-", "Orra", "expressly does not accuse Orra ·"),
        ("accuses", "u", "Orra", "leaves open whether to accuse Orra ·"),
        ("claims", "+", "Free Valley Front", "claims it for Free Valley Front ·"),
        ("confirms", "+", "Orra", "confirms that it was Orra ·"),
        ("denies", "+", "Orra", "denies that it was Orra ·"),
        ("no_comment", "u", None, "no comment (neither accuses nor denies) ·"),
    ],
)
def test_a_stance_reads_as_a_sentence(kind: StanceKind, polarity: Polarity, accused: str | None, expected: str) -> None:
    """Who is accused and who speaks cannot be taken for each other."""
    position = stance(kind, saying("clm_1", exact="x"), accused=accused, polarity=polarity)
    event = strike().model_copy(update={"responsibility": (position,)})
    assert section(page(event), "Responsibility").startswith(f"• {expected} 1 article · 1 origin — security official")


def test_a_speaker_is_named_once_with_the_origin_that_tells_it_apart() -> None:
    """Copies repeat their speaker; unnamed ones of two origins are two, and an article's name replaces its id."""
    told = (
        saying("clm_1", exact="x", speaker=f"officials ({WIRE})"),
        saying("clm_2", exact="x", speaker=f"officials ({WIRE})", article_id=COURIER),
        saying("clm_3", exact="x", speaker=f"officials ({LANTERN})", article_id=LANTERN, origin=LANTERN),
    )
    event = strike().model_copy(update={"responsibility": (stance("accuses", *told, accused="Orra"),)})
    assert section(page(event), "Responsibility") == (
        "• accuses Orra · 3 articles · 2 origins — officials (Meridian Wire); officials (The Lantern)"
    )


def test_participants() -> None:
    """Name, other names, role; those of one name share a line for each role."""
    alone = [
        participants()[0].model_copy(update={"name": name, "forms": (), "roles": (role,)})
        for name, role in (("a driver", "victim"), ("Orran Air Force", "actor"), ("two cooks", "victim"))
    ]
    event = strike().model_copy(update={"participants": (*alone, *participants())})
    assert section(page(event), "Participants") == (
        "• Free Valley Front — FVF, Front of the Free Valley — recipient • Tomas Irel — Tomás Irél — victim"
        " • a driver; two cooks — victim • Orran Air Force — actor"
    )


def test_the_evidence_belongs_to_the_full_page() -> None:
    """Statements, reasons of origins, rules and decisions are left out, and the last line says where they are."""
    text = page(strike())
    assert [word for word in ("why this origin", "cowardly", "joined", "ruleset") if word in text] == []
    assert text.splitlines()[-1] == "more: claimx show PATH --detail full --event evt_aaaaaaaaaaaaaaaa  (or log)"


def test_brief_is_what_is_shown_unless_asked_otherwise() -> None:
    """Who does not choose gets the screen."""
    file = io.StringIO()
    show_events([strike()], console=Console(file=file, width=100), articles=OUTLETS)
    assert file.getvalue() == page(strike())


def test_several_events_are_listed_before_their_pages() -> None:
    """The list comes first, and each page has its own last line."""
    text = page(strike(), raid())
    assert text.startswith("2 events\n")
    assert text.count("\nmore: ") == 2


def test_long_names_of_articles_are_cut() -> None:
    """The name of an article leaves room for its words."""
    assert "[The Gazette of…  100:150]".replace("  ", " ") in flat(
        page(strike(), articles={GAZETTE: "The Gazette of the Valley of Delan"})
    )


def test_articles_without_a_name_keep_their_id() -> None:
    """Without names there are ids, in places and in reasons."""
    text = flat(page(strike(), articles=NO_NAMES))
    assert f"[{GAZETTE} 100:150]" in text
    assert f"Article {COURIER} copies" in text
    assert HERALD not in text


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_page_of_any_width_says_the_same(width: int) -> None:
    """A narrow page shortens excerpts and nothing else."""
    narrow, plain = (re.sub(r"“.*?”|[0-9]+:[0-9]+|─", "", flat(page(strike(), width=each))) for each in (width, 100))
    assert flat(narrow) == flat(plain)
