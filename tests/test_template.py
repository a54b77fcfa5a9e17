"""Templates of the MUC-4 task: fills, days, places, lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.lines import read_lines
from claimx.template import (
    Days,
    Key,
    Place,
    Response,
    Template,
    parse_days,
    parse_fill,
    parse_location,
    write_days,
    write_strings,
)

FILLS = {
    "one string": ('"GUNMEN"', False, ("GUNMEN",), ()),
    "alternatives": ('"FREE VALLEY FRONT" / "FVF"', False, ("FREE VALLEY FRONT", "FVF"), ()),
    "alternatives without spaces": ('"MEN"/"GUNMEN"', False, ("MEN", "GUNMEN"), ()),
    "optional": ('? "GUNMEN"', True, ("GUNMEN",), ()),
    "optional without a space": ('?"GUNMEN" / "MEN"', True, ("GUNMEN", "MEN"), ()),
    "said of somebody": ('6: "MINERS" / "WORKERS"', False, ("6",), ("MINERS", "WORKERS")),
    "a string said of a name": ('"SENATOR": "TOMAS IREL"', False, ("SENATOR",), ("TOMAS IREL",)),
    "alternatives in brackets": ('? ("CLERK" / "AIDE"): "TOMAS IREL"', True, ("CLERK", "AIDE"), ("TOMAS IREL",)),
    "said of nothing named": ('GUN: "-"', False, ("GUN",), ()),
    "said of nothing, unquoted": ("GUN: -", False, ("GUN",), ()),
    "nothing said": ('-: "TOMAS IREL"', False, (), ("TOMAS IREL",)),
    "escaped quotation marks": (r'"\"5 JUNE\" FRONT" / "F5"', False, ('"5 JUNE" FRONT', "F5"), ()),
    "a slash and a colon inside": ('"MAYOR: A / B"', False, ("MAYOR: A / B",), ()),
    "unquoted": ("GUNMEN", False, ("GUNMEN",), ()),
    "half a quotation": ('RIFLES"', False, ("RIFLES",), ()),
    "set fills": ("ATTACK / BOMBING", False, ("ATTACK", "BOMBING"), ()),
    "broken line": ('"FREE  VALLEY\nFRONT"', False, ("FREE VALLEY FRONT",), ()),
    "empty": ("", False, (), ()),
}


@pytest.mark.parametrize(("raw", "optional", "alternatives", "refers_to"), FILLS.values(), ids=FILLS)
def test_a_fill_is_taken_apart(
    raw: str, optional: bool, alternatives: tuple[str, ...], refers_to: tuple[str, ...]
) -> None:
    """Each way of writing has one reading."""
    fill = parse_fill(raw, slot="hum_desc")
    assert (raw, optional, alternatives, refers_to) == (fill.raw, fill.optional, fill.alternatives, fill.refers_to)


def test_a_location_refers_to_nothing() -> None:
    """Its colons part the steps of a place, and its brackets alternatives."""
    fill = parse_fill("(CHILE: ARICA (CITY)) / (CHILE)", slot="location")
    assert ("CHILE: ARICA (CITY)", "CHILE") == fill.alternatives
    assert () == fill.refers_to


@given(st.text())
def test_no_fill_is_refused(raw: str) -> None:
    """Whatever a system wrote is read somehow, and kept as written."""
    for slot in ("hum_name", "location"):
        assert raw == parse_fill(raw, slot=slot).raw
    parse_days(raw)
    parse_location(raw)


WORDS = st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1).filter(lambda words: words != "-")


@given(st.lists(WORDS, min_size=1, unique=True), st.lists(WORDS, unique=True))
def test_strings_are_read_as_they_were_written(alternatives: list[str], of: list[str]) -> None:
    """Writing and reading are inverse."""
    fill = parse_fill(write_strings(alternatives, of=of), slot="hum_desc")
    assert (tuple(alternatives), tuple(of)) == (fill.alternatives, fill.refers_to)


DAYS = {
    "a day": ("04 FEB 90", Days(date(1990, 2, 4), date(1990, 2, 4))),
    "up to a day": ("- 04 FEB 90", Days(None, date(1990, 2, 4))),
    "up to a day, without a space": ("-04 FEB 90", Days(None, date(1990, 2, 4))),
    "between two": ("28 FEB 90 - 02 MAR 90", Days(date(1990, 2, 28), date(1990, 3, 2))),
    "month in full, four digits": ("1 JUNE 1989", Days(date(1989, 6, 1), date(1989, 6, 1))),
    "no year": ("11 NOV", None),
    "no such day": ("31 NOV 89", None),
    "no such month": ("12 XYZ 89", None),
    "backwards": ("12 NOV 89 - 11 NOV 89", None),
    "words": ("NO DATE", None),
    "half a date": ("NIL - 01 AUG 89", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("words", "expected"), DAYS.values(), ids=DAYS)
def test_days(words: str, expected: Days | None) -> None:
    """Days of the calendar or nothing, never a guess."""
    assert expected == parse_days(words)


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=2, max_size=2), st.booleans())
def test_days_are_read_as_they_were_written(days: list[date], is_open: bool) -> None:
    """Writing and reading are inverse."""
    first, last = sorted(days)
    written = write_days(None if is_open else first, last)
    assert Days(None if is_open else first, last) == parse_days(written or "")


LOCATIONS = {
    "country": ("CHILE", [Place("CHILE", ())]),
    "steps": (
        "CHILE: ARICA (CITY): OLD PORT (HARBOR)",
        [Place("CHILE", ()), Place("ARICA", ("CITY",)), Place("OLD PORT", ("HARBOR",))],
    ),
    "kind left open": ("CHILE: ARICA (CITY/ PROVINCE)", [Place("CHILE", ()), Place("ARICA", ("CITY", "PROVINCE"))]),
    "stretch": (
        "CHILE: ARICA (CITY) - IQUIQUE (CITY)",
        [Place("CHILE", ()), Place("ARICA", ("CITY",)), Place("IQUIQUE", ("CITY",))],
    ),
    "between countries": ("CHILE - PERU", [Place("CHILE", ()), Place("PERU", ())]),
    "without a kind": ("CHILE: ARICA", [Place("CHILE", ()), Place("ARICA", ())]),
    "colon at the end": ("CHILE:", [Place("CHILE", ())]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("words", "expected"), LOCATIONS.values(), ids=LOCATIONS)
def test_locations(words: str, expected: list[Place]) -> None:
    """Coarse to fine, with the kinds as written."""
    assert expected == list(parse_location(words))


def test_a_template_is_written_as_it_was_read() -> None:
    """Fills stand in lines as the analysts wrote them."""
    template = Template(docid="D-1", template=("2 (OPTIONAL)",), type=[parse_fill("ATTACK", slot="type")])
    assert template == Template.from_line(template.to_line())
    assert '"type":["ATTACK"]' in template.to_line()
    assert template.optional
    assert template.tells_incident
    assert not Template(docid="D-1").tells_incident


def test_keys_and_responses_are_read_from_lines(tmp_path: Path) -> None:
    """A document with its templates, and a flat line for each template of a system."""
    (tmp_path / "keys.jsonl").write_text(
        '{"docid": "D-1", "text": "GUNMEN FIRED.", "templates": [{"docid": "D-1", "perp_ind": ["\\"GUNMEN\\""]}]}\n'
    )
    (tmp_path / "responses.jsonl").write_text(
        '{"system": "VALE", "official_f": 40.5, "docid": "D-1", "template": ["1"], "type": ["ATTACK"]}\n'
    )
    (key,) = read_lines(tmp_path / "keys.jsonl", Key)
    (response,) = read_lines(tmp_path / "responses.jsonl", Response)
    assert ("GUNMEN",) == key.templates[0].perp_ind[0].alternatives
    assert ("VALE", 40.5, ("ATTACK",)) == (response.system, response.official_f, response.type[0].alternatives)


BAD = {
    "no JSON": "{",
    "unknown slot": '{"docid": "D-1", "text": "", "templates": [{"docid": "D-1", "weather": ["RAIN"]}]}',
    "slot is no list": '{"docid": "D-1", "text": "", "templates": [{"docid": "D-1", "date": "04 FEB 90"}]}',
    "fill is no string": '{"docid": "D-1", "text": "", "templates": [{"docid": "D-1", "date": [4]}]}',
    "no text": '{"docid": "D-1", "templates": []}',
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """File and line, so that it can be mended."""
    (tmp_path / "keys.jsonl").write_text(f'{{"docid": "D-0", "text": "", "templates": []}}\n{line}\n')
    with pytest.raises(InputError, match=r"keys\.jsonl:2: "):
        list(read_lines(tmp_path / "keys.jsonl", Key))
