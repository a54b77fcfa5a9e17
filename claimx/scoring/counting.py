"""Counting: one thing of the prediction beside one of gold, field by field, in every variety."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from claimx.gold import Annotation
from claimx.scores import Level, Variety
from claimx.scoring.aligning import Content, Couple, couples
from claimx.scoring.differences import FieldDifference
from claimx.scoring.fills import PARTICIPANT, Field, Table
from claimx.scoring.likeness import Passages, Value
from claimx.scoring.passages import Span, overlap, span_of
from claimx.scoring.tallies import NOTHING, Tally, count

Annotated: TypeAlias = frozenset[tuple[Level, str]]
"""Fields that gold annotates somewhere: what is spurious as a whole is counted in these."""
VARIETIES: Final[tuple[Variety, ...]] = ("strict", "normalised", "grounded")


@dataclass(frozen=True)
class Around:
    """What surrounds the things that are compared."""

    mention: str
    """The name of their mention."""
    annotated: Annotated
    part_of: str | None = None
    """The field of the whole that is missed or spurious, if they are parts of one."""


@dataclass(frozen=True)
class Outcome:
    """How one field came out."""

    level: Level
    field: str
    tallies: Mapping[Variety, Tally]
    differences: tuple[FieldDifference, ...]


def count_fields(
    table: Table, *, predicted: Annotation | None, gold: Annotation | None, around: Around
) -> Iterator[Outcome]:
    """Yield every field of one thing that is counted and that either side fills; None for a side that lacks it."""
    for each in table.fields:
        if is_counted(table, each, gold=gold, annotated=around.annotated):
            mine, yours = _read(each, predicted), _read(each, gold)
            if mine or yours:
                yield _outcome(table, each, _paired(each, mine, yours), sides=(predicted, gold), around=around)


def is_counted(table: Table, each: Field, *, gold: Annotation | None, annotated: Annotated) -> bool:
    """Tell whether gold says anything of a field: in this thing, or where it has no such thing, anywhere."""
    state = each.state(gold) if gold is not None else "void"
    return state == "filled" or (state == "void" and (table.level, each.name) in annotated)


def is_groundable(table: Table, each: Field, *, gold: Annotation | None, annotated: Annotated) -> bool:
    """Tell whether gold has words that a value can be grounded in."""
    if issubclass(each.compared_as, Passages):
        return False
    if each.compared_as.WORDED or table is PARTICIPANT:
        return True
    if gold is None:
        return (table.level, "quotes") in annotated
    return bool(table.evidence(gold)) or any(value.words for value in each.read(gold))


def is_right(couple: Couple[Value], *, variety: Variety, sides: Couple[Annotation], table: Table) -> bool:
    """Tell whether two values agree in a variety; one alone never does."""
    mine, yours = couple
    if mine is None or yours is None:
        return False
    if variety == "strict":
        return mine.same(yours)
    return mine.alike(yours) and (variety == "normalised" or _is_grounded(mine, yours, sides=sides, table=table))


def _is_grounded(mine: Value, yours: Value, *, sides: Couple[Annotation], table: Table) -> bool:
    if overlap(mine.words, yours.words):
        return True
    predicted, gold = sides
    return predicted is not None and gold is not None and overlap(table.evidence(predicted), table.evidence(gold))


def _read(each: Field, record: Annotation | None) -> Sequence[Value]:
    return () if record is None else each.read(record)


def _paired(each: Field, mine: Sequence[Value], yours: Sequence[Value]) -> list[Couple[Value]]:
    if each.many:
        return couples(mine, yours, content=_content, similarity=_likeness)
    return [(next(iter(mine), None), next(iter(yours), None))]


def _content(value: Value) -> Content:
    return Content("\0".join((value.shown, *(words.to_line() for words in value.words))))


def _likeness(left: Value, right: Value) -> int:
    return 2 * left.alike(right) + left.same(right)


# Outcomes


def _outcome(
    table: Table, each: Field, paired: Sequence[Couple[Value]], *, sides: Couple[Annotation], around: Around
) -> Outcome:
    grounded = is_groundable(table, each, gold=sides[1], annotated=around.annotated)
    tallies = {
        variety: _tally(paired, variety=variety, sides=sides, table=table)
        for variety in VARIETIES
        if variety != "grounded" or grounded
    }
    differing = [pair for pair in paired if not is_right(pair, variety="normalised", sides=sides, table=table)]
    differences = tuple(difference(table, each.name, pair, sides=sides, around=around) for pair in differing)
    return Outcome(table.level, each.name, tallies, differences)


def difference(
    table: Table, name: str, pair: Couple[Value], *, sides: Couple[Annotation], around: Around
) -> FieldDifference:
    """Return what there is to say of a couple of values that is not right."""
    (mine, yours), (predicted, gold) = pair, sides
    inside = table.head if None in sides and name != table.head else None
    return FieldDifference(
        kind="spurious" if yours is None else "missed" if mine is None else "wrong",
        level=table.level,
        field=name,
        gold=None if yours is None else yours.shown,
        predicted=None if mine is None else mine.shown,
        mention=around.mention,
        gold_span=_where(yours, gold, table=table),
        predicted_span=_where(mine, predicted, table=table),
        part_of=around.part_of or inside,
    )


def _where(value: Value | None, record: Annotation | None, *, table: Table) -> Span | None:
    """Return where the value's words stand, or else the first passage of what has it."""
    if value is None or record is None:
        return None
    own = [span for words in value.words if (span := span_of(words))]
    return next(iter([*own, *sorted(span for words in table.evidence(record) if (span := span_of(words)))]), None)


def _tally(paired: Sequence[Couple[Value]], *, variety: Variety, sides: Couple[Annotation], table: Table) -> Tally:
    total = NOTHING
    for mine, yours in paired:
        n_gold, n_predicted = int(yours is not None), int(mine is not None)
        if isinstance(mine, Passages) and isinstance(yours, Passages) and variety == "normalised":
            total = total.plus(Tally(yours.found_in(mine), n_gold, mine.found_in(yours), n_predicted))
        else:
            right = is_right((mine, yours), variety=variety, sides=sides, table=table)
            total = total.plus(count(int(right), gold=n_gold, predicted=n_predicted))
    return total
