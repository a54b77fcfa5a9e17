"""A ruling: what a person decided about mentions, as a claim of its own beside those of the articles.

A ruling is never edited. Who changes their mind withdraws it, by a ruling on the ruling; a withdrawal can be withdrawn
itself, and what it took back stands again. Rulings are a set: their order says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from claimx.record import Record, content_id

RulingKind = Literal["same", "different", "value", "withdrawn"]
RuledField = Literal["tolls.killed", "tolls.injured", "tolls.missing", "tolls.displaced", "tolls.detained"]
Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]


class Ruling(Record):
    """One decision of one person."""

    id: str
    """Derives from everything else the ruling says."""
    kind: RulingKind
    """`same`: two mentions tell one event; `different`: they tell two; `value`: the number of a toll; `withdrawn`:
    another ruling no longer stands."""
    mention_ids: tuple[str, ...] = ()
    """`same`, `different`: two, sorted; `value`: one, for the event that holds this mention; `withdrawn`: none."""
    field: RuledField | None = None
    """`value`: what the value is of."""
    value: Annotated[int, Field(ge=0)] | None = None
    """`value`: how many people; null rules that the number is unknown."""
    withdraws: str | None = None
    """`withdrawn`: id of the ruling that is taken back."""
    by: Words
    """Who decided."""
    reason: Words
    """Why, in the person's own words."""
    on: date | None = None
    """The day of the decision, where the person gives one."""

    @classmethod
    def made(
        cls,
        kind: RulingKind,
        *,
        by: str,
        reason: str,
        mention_ids: Sequence[str] = (),
        field: RuledField | None = None,
        value: int | None = None,
        withdraws: str | None = None,
        on: date | None = None,
    ) -> Self:
        """Return the ruling that says this, with its id.

        Raises:
            pydantic.ValidationError: it says too little or too much for its kind.
        """
        told: dict[str, object] = {
            "kind": kind,
            "mention_ids": sorted(mention_ids),
            "field": field,
            "value": value,
            "withdraws": withdraws,
            "by": by,
            "reason": reason,
            "on": on.isoformat() if on is not None else None,
        }
        return cls.model_validate({"id": content_id("r", told), **told})

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        needed = {"same": 2, "different": 2, "value": 1, "withdrawn": 0}[self.kind]
        if len(set(self.mention_ids)) != needed or list(self.mention_ids) != sorted(self.mention_ids):
            raise ValueError(f"a ruling of the kind {self.kind!r} names {needed} mentions, sorted, each once")
        if (self.field is not None) != (self.kind == "value") or (self.value is not None and self.kind != "value"):
            raise ValueError("a ruling of the kind 'value', and no other, has a field and a value")
        if (self.withdraws is not None) != (self.kind == "withdrawn"):
            raise ValueError("a ruling of the kind 'withdrawn', and no other, says what it withdraws")
        if self.id != content_id("r", self.model_dump(mode="json", exclude={"id"})):
            raise ValueError("the id does not fit the content: a ruling is withdrawn, never edited")
        return self

    def sentence(self) -> str:
        """Return who decided, when and why, as part of a sentence."""
        day = f" on {self.on.isoformat()}" if self.on is not None else ""
        return f"ruled by {self.by}{day}: {self.reason}"


def standing(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return the decisions on mentions that nobody has taken back, sorted by id, each once."""
    by_id = {ruling.id: ruling for ruling in rulings}
    undecided = Counter(one.withdraws for one in by_id.values() if one.withdraws in by_id)
    fallen: set[str] = set()
    # From those that nobody withdraws to those that they withdraw; ids of content cannot form a circle.
    settled = [ruling for ruling in by_id.values() if not undecided[ruling.id]]
    while settled:
        ruling = settled.pop()
        if ruling.withdraws not in by_id or ruling.withdraws is None:
            continue
        if ruling.id not in fallen:
            fallen.add(ruling.withdraws)
        undecided[ruling.withdraws] -= 1
        if not undecided[ruling.withdraws]:
            settled.append(by_id[ruling.withdraws])
    return tuple(by_id[one] for one in sorted(by_id) if one not in fallen and by_id[one].kind != "withdrawn")


def waiting_for(present: Container[str], rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return the rulings that stand and name a mention which is not present, sorted by id."""
    return tuple(one for one in standing(rulings) if any(mention_id not in present for mention_id in one.mention_ids))
