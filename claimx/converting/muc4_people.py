"""Perpetrators, targets and victims of a template, as gold has them: participants, stances, tolls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claimx.claim import TollKind
from claimx.converting.muc4_fills import NO_FIELD, NOT_IN_TABLE, Fills, same_referent
from claimx.converting.muc4_words import EFFECTS, FACT, GROUPS, STANCES
from claimx.gold import GoldClaim, GoldParticipant, GoldResponsibility, GoldToll, GoldWords
from claimx.mention import ParticipantKind
from claimx.template import Fill

_NUMBER: Final = re.compile(r"(?P<under>-)?\s*(?P<about>~)?\s*(?P<low>\d+)\s*(?:(?P<over>-)\s*(?P<high>\d+)?)?")
_ACTED: Final = ("person", "armed_group")


def participants_of(fills: Fills) -> Iterator[GoldParticipant]:
    """Yield the participants; who is only accused is a claim instead."""
    yield from _individuals(fills)
    yield from _organisations(fills)
    yield from _targets(fills)
    yield from _named_victims(fills)
    yield from _described_victims(fills)


def claims_of(fills: Fills) -> Iterator[GoldClaim]:
    """Yield the stances towards organisations, and the tolls."""
    yield from _stances(fills)
    yield from _tolls(fills)
    yield from _total(fills)


# Perpetrators


def _individuals(fills: Fills) -> Iterator[GoldParticipant]:
    """Individuals have no confidence of their own: beside an organisation that is only accused they are optional."""
    told = {kind for fill in fills.template.perp_conf for kind in fill.alternatives}
    for fill in fills.template.perp_ind:
        name = fills.words("perp_ind", fill)
        if name is not None:
            yield GoldParticipant(name=name, role="actor", kind=_ACTED, optional=fill.optional or bool(told - {FACT}))


def _organisations(fills: Fills) -> Iterator[GoldParticipant]:
    """An organisation is an actor where it is reported as a fact, and of open role where nothing is said of it."""
    for fill in fills.template.perp_org:
        said = _confidence(fills, fill)
        name = fills.words("perp_org", fill)
        if name is None:
            continue
        if said is None:
            yield GoldParticipant(name=name, named=True, optional=fill.optional)
        elif FACT in said.alternatives:
            optional = fill.optional or said.optional or len(said.alternatives) > 1
            yield GoldParticipant(name=name, named=True, role="actor", optional=optional)


def _stances(fills: Fills) -> Iterator[GoldResponsibility]:
    """One stance for each confidence that is one; of several confidences any is right."""
    for said in fills.template.perp_conf:
        accused = fills.words(
            "perp_conf", Fill(raw=said.raw, optional=False, alternatives=said.refers_to, refers_to=())
        )
        unknown = [kind for kind in said.alternatives if kind != FACT and kind not in STANCES]
        if unknown:
            fills.set_aside("perp_conf", [said], NOT_IN_TABLE)
        stances = dict.fromkeys(STANCES[kind] for kind in said.alternatives if kind in STANCES)
        optional = said.optional or len(said.alternatives) > 1
        for stance in stances if accused is not None else ():
            yield GoldResponsibility(type="responsibility", stance=stance, accused=accused, optional=optional)


def _confidence(fills: Fills, organisation: Fill) -> Fill | None:
    named = set(organisation.alternatives)
    return next((said for said in fills.template.perp_conf if named & set(said.refers_to)), None)


# Targets


def _targets(fills: Fills) -> Iterator[GoldParticipant]:
    """A physical target is whom or what it was aimed at."""
    for fill in fills.template.phys_id:
        name = fills.words("phys_id", fill)
        if name is not None:
            yield GoldParticipant(name=name, role="recipient", optional=fill.optional)


def _named_victims(fills: Fills) -> Iterator[GoldParticipant]:
    for fill in fills.template.hum_name:
        name = fills.words("hum_name", fill)
        if name is None:
            continue
        titles = [words for one in _descriptions(fills, fill) if (words := fills.words("hum_desc", one)) is not None]
        if titles:
            yield GoldParticipant(
                name=name, named=True, kind="person", role="victim", optional=fill.optional, title=titles[0]
            )
        else:
            yield GoldParticipant(name=name, named=True, kind="person", role="victim", optional=fill.optional)


def _descriptions(fills: Fills, named: Fill) -> list[Fill]:
    return [one for one in fills.template.hum_desc if set(one.refers_to) & set(named.alternatives)]


def _described_victims(fills: Fills) -> Iterator[GoldParticipant]:
    names = {name for fill in fills.template.hum_name for name in fill.alternatives}
    for fill in fills.template.hum_desc:
        if fill.refers_to:
            if not names & set(fill.refers_to):
                fills.set_aside("hum_desc", [fill], "it describes nobody whom the template names")
            continue
        name = fills.words("hum_desc", fill)
        kind = _kind(fills, fill)
        if name is not None and kind is not None:
            yield GoldParticipant(name=name, named=False, kind=kind, role="victim", optional=fill.optional)
        elif name is not None:
            yield GoldParticipant(name=name, named=False, role="victim", optional=fill.optional)


def _kind(fills: Fills, described: Fill) -> ParticipantKind | tuple[ParticipantKind, ...] | None:
    """One is a person; several are what their type says, left open where it says nothing of the kind."""
    number = _about(fills.template.hum_num, described.alternatives)
    if number is not None and number.alternatives == ("1",):
        return "person"
    type_ = _about(fills.template.hum_type, described.alternatives)
    kinds = tuple(dict.fromkeys(GROUPS[one] for one in (type_.alternatives if type_ else ()) if one in GROUPS))
    return kinds[0] if len(kinds) == 1 else kinds or None


def _about(said: Sequence[Fill], names: Sequence[str]) -> Fill | None:
    return next((fill for fill in said if set(fill.refers_to) & set(names)), None)


# Tolls


def _tolls(fills: Fills) -> Iterator[GoldToll]:
    """A toll for each group and each number of it; where a fill is optional or has alternatives, any is right."""
    for fill in fills.template.hum_effect:
        effects = [EFFECTS[one] for one in fill.alternatives if one in EFFECTS]
        if not effects:
            fills.set_aside("hum_effect", [fill], NOT_IN_TABLE)
        alone = sum(other.alternatives == fill.alternatives for other in fills.template.hum_effect) == 1
        for effect in effects:
            for kind in effect.kinds:
                yield from _group(fills, fill, kind, suffered_none=effect.none, alone=alone, sure=len(effects) == 1)


def _group(
    fills: Fills, fill: Fill, kind: TollKind, *, suffered_none: bool, alone: bool, sure: bool
) -> Iterator[GoldToll]:
    who = fills.find(fill.refers_to)
    if fill.refers_to and who is None:
        fills.set_aside("hum_effect", [fill], "whom it is said of is not in the text")
        return
    number = next((one for one in fills.template.hum_num if same_referent(one, fill)), None)
    counts = ("0",) if suffered_none else number.alternatives if number is not None else ()
    for count in counts or ("",):
        numbers = _numbers(count)
        if count and numbers is None and number is not None:
            fills.set_aside("hum_num", [number], "not a number")
        yield _toll(
            kind,
            numbers=numbers,
            who=who,
            scope="total" if alone and not suffered_none else "subtotal",
            optional=fill.optional or not sure or len(counts) > 1 or (number is not None and number.optional),
        )


def _toll(
    kind: TollKind, *, numbers: dict[str, object] | None, who: GoldWords | None, scope: str, optional: bool
) -> GoldToll:
    """Return a toll in which only what the template says is annotated."""
    said: dict[str, object] = {"type": "toll", "kind": kind, "scope": scope, "optional": optional, **(numbers or {})}
    return GoldToll.model_validate(said if who is None else {**said, "who": who})


def _numbers(count: str) -> dict[str, object] | None:
    """Read "6", "~6", "5-" (five or more), "-5" (up to five), "3-4" and "PLURAL"; None for anything else."""
    if count == "PLURAL":
        return {"min": 2, "best": None, "max": None, "approximate": False}
    found = _NUMBER.fullmatch(count.strip())
    if found is None:
        return None
    low, about = int(found["low"]), found["about"] is not None
    if found["under"]:
        return {"min": None, "best": None, "max": low, "approximate": about}
    if found["over"]:
        high = int(found["high"]) if found["high"] else None
        return {"min": low, "best": low if high is None else None, "max": high, "approximate": about}
    exact = None if about else low
    return {"min": exact, "best": low, "max": exact, "approximate": about}


def _total(fills: Fills) -> Iterator[GoldToll]:
    """The number of human targets is a toll where all of them suffered the same."""
    suffered = {fill.alternatives for fill in fills.template.hum_effect}
    kinds = [EFFECTS[one] for effects in suffered for one in effects if one in EFFECTS]
    for fill in fills.template.hum_total:
        numbers = [read for one in fill.alternatives if (read := _numbers(one)) is not None]
        if fill.refers_to or len(suffered) != 1 or len(kinds) != 1 or kinds[0].none or not numbers:
            fills.set_aside("hum_total", [fill], "it counts targets, who did not all suffer the same")
            continue
        for read in numbers:
            optional = fill.optional or len(numbers) > 1
            yield _toll(kinds[0].kinds[0], numbers=read, who=None, scope="total", optional=optional)


def set_aside_people(fills: Fills) -> None:
    """Note the fills that no participant and no toll carries."""
    template = fills.template
    described = [one.alternatives for one in template.hum_desc if not one.refers_to]
    used = [kind for one in described if (kind := _about(template.hum_type, one)) is not None]
    typed = [one for one in template.hum_type if not (one in used and set(one.alternatives) & GROUPS.keys())]
    counted = [one for one in template.hum_num if not any(same_referent(one, said) for said in template.hum_effect)]
    fills.set_aside("hum_type", typed, NO_FIELD)
    fills.set_aside("hum_num", counted, "no effect says what became of them")
    for slot in ("hum_nation", "phys_type", "phys_num", "phys_nation", "phys_effect", "phys_total", "perp_cat"):
        fills.set_aside(slot, template.fills(slot), NO_FIELD)
