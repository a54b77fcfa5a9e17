"""A template: one incident in the 24 slots of the MUC-4 task, and the fills that its analysts and systems wrote.

How a fill is written (Sundheim 1992, "Overview of the Fourth Message Understanding Evaluation"):

    "FREE VALLEY FRONT" / "FVF"      alternatives, each of which is right
    ? "GUNMEN"                       optional: right if found, not wrong if missed
    6: "MINERS" / "WORKERS"          what stands before the colon is said of what stands after it
    GUN: "-"                         said of nothing that the text names
    12 MAR 88 - 14 MAR 88            between two days; "- 14 MAR 88" on or before one
    CHILE: ARICA (CITY): PORT (HARBOR)   a place, coarse to fine

Lines of JSON are read by `claimx.lines.read_lines` with `Key` or `Response` as the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from pydantic import BeforeValidator, PlainSerializer

from claimx.record import Record

Slot = Literal[
    "date",
    "location",
    "type",
    "stage",
    "instr_id",
    "instr_type",
    "perp_cat",
    "perp_ind",
    "perp_org",
    "perp_conf",
    "phys_id",
    "phys_type",
    "phys_num",
    "phys_nation",
    "phys_effect",
    "phys_total",
    "hum_name",
    "hum_desc",
    "hum_type",
    "hum_num",
    "hum_nation",
    "hum_effect",
    "hum_total",
]
"""The slots that are filled from the text; the 24th, `template`, numbers the template."""

NOTHING: Final = "-"
"""Stands where a fill refers to nothing."""
LOCATION: Final = "location"

_PIECE: Final = re.compile(r'"(?:\\.|[^"\\])*"|.', re.DOTALL)
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAY: Final = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3,9})\s+(?P<year>\d{4}|\d{2})\b")
_PLACE: Final = re.compile(r"(?P<name>[^()]+?)\s*\((?P<kinds>[^()]*)\)")


class Fill(Record):
    """One fill of a slot; a slot may have several, which are different things."""

    raw: str
    """As it was written."""
    optional: bool
    alternatives: tuple[str, ...]
    """Each is right; without quotes and escapes. Empty for a bare "-"."""
    refers_to: tuple[str, ...]
    """Names for what the fill is said of; empty where it refers to nothing that is named."""


def parse_fill(raw: str, *, slot: str) -> Fill:
    """Return a fill taken apart. Never fails: what is not understood is one alternative as it was written."""
    written = raw.strip()
    optional = written.startswith("?")
    pieces = _PIECE.findall(written.removeprefix("?").strip())
    colon = pieces.index(":") if slot != LOCATION and ":" in pieces else len(pieces)
    return Fill(
        raw=raw,
        optional=optional,
        alternatives=_alternatives(pieces[:colon]),
        refers_to=_alternatives(pieces[colon + 1 :]),
    )


def _alternatives(pieces: list[str]) -> tuple[str, ...]:
    """Split at the slashes outside quotes and brackets, and drop a pair of brackets around the whole."""
    parts, depth = [""], 0
    for piece in _unbracketed(pieces):
        depth += (piece == "(") - (piece == ")")
        if piece == "/" and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(words for part in parts if (words := _unquoted(part)) not in ("", NOTHING))


def _unbracketed(pieces: list[str]) -> list[str]:
    text = "".join(pieces).strip()
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else ""
    return _PIECE.findall(inner if inner and "(" not in inner and ")" not in inner else text)


def _unquoted(part: str) -> str:
    text = part.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    elif text.count('"') == 1:
        # The other quotation mark was forgotten.
        text = text.replace('"', "")
    return " ".join(text.split())


def _fills(slot: str) -> BeforeValidator:
    def parse(value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        return tuple(parse_fill(one, slot=slot) if isinstance(one, str) else one for one in value)

    return BeforeValidator(parse)


def _raw(fills: tuple[Fill, ...]) -> list[str]:
    return [fill.raw for fill in fills]


_WRITTEN: Final = PlainSerializer(_raw, return_type=list[str])
Fills: TypeAlias = Annotated[tuple[Fill, ...], _fills(""), _WRITTEN]
Locations: TypeAlias = Annotated[tuple[Fill, ...], _fills(LOCATION), _WRITTEN]


class Template(Record):
    """One incident of one document; every slot a list of fills, written and read as plain strings."""

    docid: str
    template: tuple[str, ...] = ()
    """Its number, with "(OPTIONAL)" where it need not be found; empty where a document has no incident."""
    date: Fills = ()
    location: Locations = ()
    type: Fills = ()
    stage: Fills = ()
    instr_id: Fills = ()
    instr_type: Fills = ()
    perp_cat: Fills = ()
    perp_ind: Fills = ()
    perp_org: Fills = ()
    perp_conf: Fills = ()
    phys_id: Fills = ()
    phys_type: Fills = ()
    phys_num: Fills = ()
    phys_nation: Fills = ()
    phys_effect: Fills = ()
    phys_total: Fills = ()
    hum_name: Fills = ()
    hum_desc: Fills = ()
    hum_type: Fills = ()
    hum_num: Fills = ()
    hum_nation: Fills = ()
    hum_effect: Fills = ()
    hum_total: Fills = ()

    @property
    def optional(self) -> bool:
        """Whether it is right if found and not wrong if missed."""
        return any("OPTIONAL" in number.upper() for number in self.template)

    @property
    def tells_incident(self) -> bool:
        """Whether it tells an incident; a template without a type says that the document has none."""
        return bool(self.type)

    def fills(self, slot: Slot) -> tuple[Fill, ...]:
        """Return the fills of a slot by its name."""
        found: tuple[Fill, ...] = getattr(self, slot)
        return found


def write_strings(alternatives: Iterable[str], *, of: Iterable[str] = ()) -> str:
    """Return strings of the text as one fill, said of other strings where these are given."""
    said, of_whom = (" / ".join(map(_quoted, dict.fromkeys(words))) for words in (alternatives, of))
    return f"{said}: {of_whom}" if of_whom else said


def _quoted(words: str) -> str:
    escaped = " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Key(Record):
    """A document with the templates that its analysts wrote."""

    docid: str
    text: str
    templates: tuple[Template, ...]


class Response(Template):
    """A template as one system wrote it."""

    system: str
    official_f: float | None = None
    """The system's F measure in the official evaluation, in percent."""


class Days(NamedTuple):
    """The days on which an incident may have happened, both inclusive; None where a side is open."""

    first: date | None
    last: date | None


def parse_days(words: str) -> Days | None:
    """Return the days of "04 FEB 90", "- 04 FEB 90" or "03 FEB 90 - 04 FEB 90"; None for anything else.

    Years of two digits are of the twentieth century, which the task is about.
    """
    dates = list(_dates(words))
    rest = _DAY.sub("", words).strip()
    match dates, rest:
        case [only], "":
            return Days(only, only)
        case [last], "-":
            return Days(None, last) if words.lstrip().startswith("-") else Days(last, None)
        case [first, last], "-" if first is not None and last is not None and first <= last:
            return Days(first, last)
    return None


def write_days(first: date | None, last: date | None) -> str | None:
    """Return days as `parse_days` reads them; None where neither side is known."""
    if last is None:
        return f"{_written(first)} -" if first is not None else None
    if first is None:
        return f"- {_written(last)}"
    return _written(last) if first == last else f"{_written(first)} - {_written(last)}"


def _written(day: date) -> str:
    year = day.year - 1900 if day.year < 2000 else day.year
    return f"{day.day:02} {_MONTHS[day.month - 1]} {year:02}"


def _dates(words: str) -> Iterator[date]:
    for found in _DAY.finditer(words):
        month, year = found["month"][:3].upper(), int(found["year"])
        if month in _MONTHS:
            try:
                yield date(year + 1900 if year < 100 else year, _MONTHS.index(month) + 1, int(found["day"]))
            except ValueError:
                return


class Place(NamedTuple):
    """One step of a location."""

    name: str
    kinds: tuple[str, ...]
    """Such as CITY; several where the analysts left it open. Empty for the country that a location starts with."""


def parse_location(words: str) -> tuple[Place, ...]:
    """Return the steps of "CHILE: ARICA (CITY): PORT (HARBOR)", coarse to fine.

    Of a stretch between two places ("ARICA (CITY) - IQUIQUE (CITY)") both are steps, in the order of writing.
    """
    return tuple(place for step in words.split(":") for place in _places(step.strip()))


def _places(step: str) -> Iterator[Place]:
    found = _PLACE.findall(step)
    for name, kinds in found:
        yield Place(name.lstrip(" -/").strip(), tuple(kind.strip() for kind in kinds.split("/")))
    if not found and step:
        yield from (Place(name, ()) for name in re.split(r"\s+-\s+", step))
