"""The rule of every field, as the documentation prints it."""

from __future__ import annotations

from typing import Final

from claimx.record import Record
from claimx.scores import Level
from claimx.scoring.fills import CLAIMS, MENTION, PARTICIPANT, Field, Table
from claimx.scoring.likeness import Passages
from claimx.scoring.wholes import PARTS

_ITS_WORDS: Final = "normalised, and the words of the value or the quotes of its claim or mention overlap gold's"
_ITS_NAME: Final = "normalised, and the words of the value or the participant's name overlap gold's"


class Rule(Record):
    """When a value of one field is right."""

    level: Level
    field: str
    strict: str
    normalised: str
    grounded: str | None
    """None where the field has no such variety."""


def _rule(table: Table, field: Field) -> Rule:
    compared = field.compared_as
    grounded = None if issubclass(compared, Passages) else _ITS_NAME if table is PARTICIPANT else _ITS_WORDS
    return Rule(
        level=table.level, field=field.name, strict=compared.STRICT, normalised=compared.NORMALISED, grounded=grounded
    )


def _whole(name: str, parts: tuple[str, ...]) -> Rule:
    all_of = f"{', '.join(parts)} are all right at once, as far as gold annotates them"
    overlapping = "; of quotes, an overlap will do" if "quotes" in parts else ""
    return Rule(
        level="claims",
        field=name,
        strict=all_of + overlapping,
        normalised=all_of + overlapping,
        grounded="normalised, and the quotes of the claim overlap gold's",
    )


def _sum(level: Level, field: str, says: str) -> Rule:
    return Rule(level=level, field=field, strict=says, normalised=says, grounded=says)


RULES: Final[tuple[Rule, ...]] = (
    *(_rule(table, field) for table in (MENTION, PARTICIPANT) for field in table.fields),
    _sum("mentions", "overall", "the sum over all fields of mentions but quotes"),
    *(_whole(name, parts) for name, parts in PARTS.items()),
    _sum("claims", "any", f"the sum over {', '.join(PARTS)}"),
    *{field.name: _rule(table, field) for table in CLAIMS.values() for field in table.fields}.values(),
    _sum("claims", "overall", "the sum over all fields of claims but quotes and the whole claims"),
)
"""Every field that can be scored, once."""
