"""Credits to news agencies."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimx.merging.credits
from claimx.article import Article
from claimx.merging.credits import UNNAMED, agency_names, find_credits

BODY = (
    "A flood destroyed the old bridge at Qasr Delan late on Tuesday evening.\n\n"
    "Engineers closed the lower road and moved four families to a school.\n"
)
TITLE = "Flood destroys bridge\n"


def credited(text: str, **fields: str) -> list[tuple[str, str]]:
    found = find_credits(Article(id="a1", text=text, **fields))
    return [(credit.agency, credit.kind) for credit in found]


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("By AFP", ["AFP"]),
        ("by Reuters", ["Reuters"]),
        ("BY REUTERS", ["Reuters"]),
        ("Reuters", ["Reuters"]),
        ("By The Associated Press", ["AP"]),
        ("By Jo Doe, The Associated Press", ["AP"]),
        ("By Jo Doe of AP", ["AP"]),
        ("By AFP and Reuters", ["AFP", "Reuters"]),
        ("AFP/Reuters", ["AFP", "Reuters"]),
        ("By AFP March 3, 2031 06:15 PM", ["AFP"]),
        ("AFP | 3 March 2031", ["AFP"]),
        ("By Press Trust of India", ["PTI"]),
        ("Por EFE", ["EFE"]),
        ("Agencies", [UNNAMED]),
        ("By staff and agencies", [UNNAMED]),
    ],
)
def test_bylines(line: str, agencies: list[str]) -> None:
    """A line of its own above the text signs it."""
    assert credited(f"{TITLE}{line}\n{BODY}") == [(agency, "byline") for agency in agencies]


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("GENEVA, March 3 (Reuters) - ", "Reuters"),
        ("QASR DELAN (AP) — ", "AP"),
        ("LIMA, 3 JAN 90 (EFE) -- ", "EFE"),
        ("QASR DELAN (Valley Post/AP) – ", "AP"),
        ("QASR DELAN, March 3 (Xinhua) -- ", "Xinhua"),
        ("QASR DELAN [AFP]: ", "AFP"),
        ("(Reuters) - ", "Reuters"),
        ("QASR DELAN, AFP — ", "AFP"),
    ],
)
def test_datelines(opening: str, agency: str) -> None:
    """A dateline names the agency before the first words."""
    assert credited(TITLE + opening + BODY) == [(agency, "dateline")]


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("Reuters", ["Reuters"]),
        ("(AFP)", ["AFP"]),
        ("— AFP", ["AFP"]),
        ("AFP, AP", ["AFP", "AP"]),
        ("Source: Valley Post and news agencies", [UNNAMED]),
        ("Source: AFP", ["AFP"]),
        ("SOURCE: REUTERS", ["Reuters"]),
        ("(With inputs from AFP)", ["AFP"]),
        ("(With inputs from agencies)", [UNNAMED]),
        ("With agency inputs", [UNNAMED]),
        ("With reporting by AP", ["AP"]),
        ("With files from The Canadian Press", ["Canadian Press"]),
        ("Additional reporting by Reuters and AFP.", ["Reuters", "AFP"]),
        ("The Associated Press contributed to this report.", ["AP"]),
        ("This story was first published by Agence France-Presse.", ["AFP"]),
        ("Copyright 2031 The Associated Press. All rights reserved.", ["AP"]),
        ("The road will stay closed until Friday, the mayor said. (AFP)", ["AFP"]),
        ("The road will stay closed until Friday, the mayor said. — Reuters", ["Reuters"]),
    ],
)
def test_footers(line: str, agencies: list[str]) -> None:
    """Thanks and signatures below the text credit it."""
    assert credited(f"{TITLE}{BODY}\n{line}\n") == [(agency, "footer") for agency in agencies]


def test_a_footer_above_teasers_is_found() -> None:
    """Teasers below the signature do not hide it."""
    teasers = "Subscribe now\nDam inspected after storm\nWorld\n3 hours ago\n"
    assert credited(f"{TITLE}{BODY}\nReuters\n\n{teasers}") == [("Reuters", "footer")]


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("The bridge fell at dawn, according to The Associated Press news agency.", "AP"),
        ("The toll rose to four, the Reuters news agency reported.", "Reuters"),
        ("As per news agency AFP, the road was closed.", "AFP"),
        ("“It fell at dawn,” Tomas Irel told AFP.", "AFP"),
        ("The state news agency SANA said the road was closed.", "SANA"),
        ("Reuters could not independently verify the footage.", "Reuters"),
        ("AFP journalists saw four trucks at the bridge.", "AFP"),
        ("THE ROAD WAS CLOSED, ACCORDING TO REUTERS.", "Reuters"),
    ],
)
def test_inline(sentence: str, agency: str) -> None:
    """A sentence that reports what an agency reported credits it inline."""
    assert credited(f"{TITLE}{BODY}{sentence} The road was empty.\n") == [(agency, "inline")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("A digger clears the road in Qasr Delan [Jo Doe/Reuters]", id="bracketed-photo"),
        pytest.param("A digger clears the road. Picture: REUTERS/Jo Doe", id="picture"),
        pytest.param("A digger clears the road. Photo: AFP", id="photo"),
        pytest.param("A digger clears the road. (AP Photo/Jo Doe)", id="ap-photo"),
        pytest.param("Jo Doe/AFP", id="photographer"),
        pytest.param("© AFP", id="photo-copyright"),
        pytest.param("By Jo Doe", id="person"),
        pytest.param("By Petra Hall", id="forename-like-agency"),
        pytest.param("By Ana Map", id="surname-like-agency"),
        pytest.param("APTOWN MAPS SHOW THE AFPOL ROAD", id="inside-words"),
        pytest.param("She told Ap Evans that the map said nothing.", id="name-in-lower-case"),
        pytest.param("By Reuters' count, the river has risen four times this year.", id="no-byline"),
        pytest.param("Sources: intelligence agencies", id="other-agencies"),
        pytest.param("Aid agencies", id="aid-agencies"),
        pytest.param("as he put it in an interview to\nUPI.", id="end-of-a-wrapped-sentence"),
        pytest.param("Source: the mayor's office", id="source-label"),
    ],
)
def test_what_is_no_credit_to_the_text(line: str) -> None:
    """Photo credits, people, other agencies and chance letters credit nobody with the text."""
    assert credited(f"{TITLE}{line}\n{BODY}") == []


def test_a_caption_between_paragraphs_is_no_footer() -> None:
    """An agency in brackets behind a caption does not sign an article that goes on."""
    caption = "A digger clears the road below the old bridge at dawn. (AFP)\n\n"
    assert credited(f"{TITLE}{caption}{BODY}") == []


def test_offsets_bound_the_name() -> None:
    """Start and end bound the name as printed, and credits come in order of place."""
    text = f"{TITLE}By AFP\nQASR DELAN (AP) — {BODY}\nWith inputs from Reuters\n"
    found = find_credits(Article(id="a1", text=text))
    assert [text[credit.start : credit.end] for credit in found] == ["AFP", "AP", "Reuters"]


def test_each_agency_once_per_kind() -> None:
    """The first place of an agency is reported for each kind."""
    text = f"{TITLE}{BODY}He told AFP so. She told AFP so. They told AP so.\n"
    assert credited(text) == [("AFP", "inline"), ("AP", "inline")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"byline": "Jo Doe, AFP"}, [("AFP", "byline")], id="byline"),
        pytest.param({"byline": "By Reuters"}, [("Reuters", "byline")], id="by"),
        pytest.param({"byline": "Agencies"}, [(UNNAMED, "byline")], id="unnamed"),
        pytest.param({"byline": "Jo Doe"}, [], id="person"),
        pytest.param({"outlet": "Reuters"}, [("Reuters", "byline")], id="outlet-is-an-agency"),
        pytest.param({"outlet": "Valley Post"}, [], id="outlet"),
    ],
)
def test_what_came_beside_the_text(fields: dict[str, str], expected: list[tuple[str, str]]) -> None:
    """A byline from metadata counts, and so does an outlet that is an agency."""
    assert credited(TITLE + BODY, **fields) == expected


def test_a_byline_beside_the_text_has_no_place() -> None:
    """It stands at 0, unless the text prints it too."""
    beside = find_credits(Article(id="a1", text=TITLE + BODY, byline="AFP"))
    printed = find_credits(Article(id="a1", text=f"{TITLE}By AFP\n{BODY}", byline="AFP"))
    start = len(TITLE) + len("By ")
    assert [(credit.start, credit.end) for credit in (*beside, *printed)] == [(0, 0), (start, start + 3)]


def test_the_table_names_each_agency_once() -> None:
    """No name stands for two agencies, and every agency answers to a name."""
    path = Path(claimx.merging.credits.__file__).with_name("agencies.csv")
    rows = list(csv.DictReader(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")))
    names = [name.casefold() for row in rows for name in row["names"].split(";")]
    assert (len(set(names)), len({row["agency"] for row in rows})) == (len(names), len(rows))


@pytest.mark.parametrize("name", sorted(agency_names()))
def test_every_name_signs(name: str) -> None:
    """Each name of the table is read as a byline."""
    assert credited(f"{TITLE}By {name}\n{BODY}") == [(agency_names()[name], "byline")]


PIECES = st.sampled_from(
    ["By ", "AFP", "Reuters", "(", ")", "[", "]", "/", " - ", "\n", ". ", "told ", "with ", "©", "é", "\ud800"]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever the text, offsets bound a name in it."""
    found = find_credits(Article(id="a1", text=text))
    assert {text[credit.start : credit.end] for credit in found} <= {"AFP", "Reuters"}


@pytest.mark.parametrize(
    "text",
    ["(" * 20000, "- with " * 5000 + ".x", " " * 20000 + "x", "told " * 8000, "copyright" + "-" * 20000, "by," * 9000],
    ids=["brackets", "with", "spaces", "cues", "dashes", "by"],
)
def test_hostile_text_comes_to_an_end(text: str) -> None:
    """Text that would make a pattern backtrack without bounds signs nothing and hides no signature."""
    assert credited(text) == []
    assert credited(f"{text}\nBy AFP\n{BODY}") == [("AFP", "byline")]
    assert credited(f"{TITLE}{text}\n{BODY}(Reuters)\n") == [("Reuters", "footer")]
