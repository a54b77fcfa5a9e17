"""What one row of a gold table says of its event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, get_args

from claimx.claim import TollKind
from claimx.converting.tables_cells import Cells
from claimx.converting.tables_types import read_type
from claimx.gold import OneOf
from claimx.values.countries import country_code

_LEVELS: Final = ("site", "city", "admin1", "country")
_UNCOUNTED: Final = tuple({"kind": kind} for kind in get_args(TollKind) if kind not in ("killed", "injured"))
_TWO_NAMES: Final = re.compile(r"(?P<one>[^()]*[^()\s])\s*\((?P<other>[^()]+)\)")


def stated_fields(cells: Cells, *, day_first: bool | None) -> dict[str, object]:
    """Return what GoldEvent is made of, but its id and articles, as far as the row fills it in; raises InputError.

    Plain values rather than records: most rows of a large table are about no article that is known.
    """
    words = cells.words("type")
    fields = {
        "type": None if words is None else read_type(words),
        "when": _period(cells, day_first=day_first),
        "where": _place(cells),
        "tolls": _tolls(cells),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _period(cells: Cells, *, day_first: bool | None) -> dict[str, date] | None:
    first, last = (cells.days(field, day_first=day_first) for field in ("date", "date_end"))
    if not _is_exact(cells, "date_precision"):
        return None
    start = first and first[0]
    end = last[1] if last else first and "date_end" not in cells.columns and first[1]
    if start and end and end < start:
        raise cells.fault("date_end", f"{end} is before {start}", "correct one of the two")
    return {name: day for name, day in (("start", start), ("end", end)) if day} or None


def _place(cells: Cells) -> dict[str, OneOf[str]] | None:
    names = {level: words for level in _LEVELS if (words := cells.words(level)) is not None}
    if not _is_exact(cells, "city_precision"):
        names.pop("city", None)
    fields = {level: _either(words) for level, words in names.items()}
    if code := next((code for name in _names(names.get("country", "")) if (code := country_code(name))), None):
        fields["country_code"] = code
    return fields or None


def _is_exact(cells: Cells, field: str) -> bool:
    return cells.number(field) in (None, 1)


def _either(words: str) -> OneOf[str]:
    names = _names(words)
    return names[0] if len(names) == 1 else names


def _names(words: str) -> tuple[str, ...]:
    """Return the name and, of "Qasr Delan (Old Delan)", both its parts; a part in lower case only describes."""
    found = _TWO_NAMES.fullmatch(words)
    if found is None:
        return (words,)
    other = found["other"].strip()
    return words, found["one"], *([other] if other[:1].isupper() else [])


def _tolls(cells: Cells) -> list[Mapping[str, object]] | None:
    """Return a range for every kind, those that the table is silent on without a number: a list says all there is."""
    killed, injured = _numbers(cells, "killed"), _numbers(cells, "injured")
    if not killed and not injured:
        return None
    return [{"kind": "killed", **killed}, {"kind": "injured", **injured}, *_UNCOUNTED]


def _numbers(cells: Cells, kind: Literal["killed", "injured"]) -> dict[str, int]:
    columns = {"low": f"{kind}_low", "best": kind, "high": f"{kind}_high"}
    found = {name: number for name, field in columns.items() if (number := cells.number(field)) is not None}
    rising = list(found.values())
    if rising != sorted(rising):
        stated = ", ".join(f"{name} {number}" for name, number in found.items())
        raise cells.fault(columns[next(iter(found))], f"{stated} do not rise", "correct them, or blank the wrong one")
    return found
