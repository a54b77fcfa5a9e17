"""CEAF-RME: how well templates are found, by the strings of five slots (Chen et al. 2023, EACL).

A mention is a string in a slot of a template of a type: a string is right only under the right incident type, so the
type is part of every mention and no slot of its own. An entity is a set of mentions, the alternatives of one fill; a
template is a set of entities. Templates are aligned one to one, document by document, so that the sum of φ is greatest:

    φ3        mentions that two templates share, their entities aligned one to one
    φ-subset  predicted entities of which any mention is a gold entity's; recall counts the gold entities so met

Conventions, as in the published data and scorers (Du et al. 2021, Chen et al. 2023):

- Victim is the slot of names; `described_victims` adds described victims to whom no name is given. What is marked
  optional counts like everything else.
- Strings are compared in lower case, without punctuation, without "a", "an", "the".
- A gold template that equals another of its document counts once.
- A gold template of two types ("attack / bombing") is right under either. It stands as one template for each, of which
  the one nearer to the predicted ones is kept; in the denominator of φ3's recall its mentions count for each type
  nevertheless, unless nothing was predicted in the document.
- A document counts even where neither side has a template.

Two things differ: a string given twice for one entity is one mention, and of alignments that are equally good for
precision the one better for recall is taken, where published scorers leave it to the order of the templates.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from claimx.scoring.assignment import assign
from claimx.scoring.tallies import NOTHING, Measure, Tally
from claimx.template import Slot, Template

Role = Literal["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"]
Phi = Literal["phi3", "phi_subset"]

SLOT_OF: Final[dict[Role, Slot]] = {
    "PerpInd": "perp_ind",
    "PerpOrg": "perp_org",
    "Target": "phys_id",
    "Victim": "hum_name",
    "Weapon": "instr_id",
}
PHIS: Final[tuple[Phi, ...]] = ("phi3", "phi_subset")

_BEFORE_FOUND: Final = 1 << 20
"""Of alignments with equal numerators of precision, the one with the greater numerator of recall is taken."""

Entity: TypeAlias = tuple[str, ...]
"""The mentions of an entity, folded, in the order given."""


class Incident(NamedTuple):
    """A template as the measure sees it."""

    types: tuple[str, ...]
    entities: Mapping[Role, tuple[Entity, ...]]


class _Found(NamedTuple):
    """What two templates share in one slot."""

    right: int
    """Numerator of precision, whose sum the alignment maximises."""
    found: int
    """Numerator of recall."""


class _Sides(NamedTuple):
    """What is aligned in one document."""

    gold: Sequence[Incident]
    """One for each type of a template."""
    template_of: Sequence[int]
    """Which template each of them stands for."""
    predicted: Sequence[Incident]


def score_muc4(
    predicted: Mapping[str, Sequence[Template]],
    gold: Mapping[str, Sequence[Template]],
    *,
    described_victims: bool = False,
) -> dict[str, dict[Measure, Tally]]:
    """Return the tallies of every document of either side, by docid, sorted.

    The fields are `muc4.phi3` and `muc4.phi_subset`, and for each slot such as `muc4.phi3.Victim`, all of level
    `events` and variety `normalised`. Documents are the units over which `score_units` draws intervals.
    """
    return {
        docid: _document(
            list(_incidents(predicted.get(docid, ()), described_victims=described_victims)),
            _distinct(_incidents(gold.get(docid, ()), described_victims=described_victims)),
        )
        for docid in sorted({*predicted, *gold})
    }


def fold_string(words: str) -> str:
    """Return a string in the form in which strings are compared."""
    plain = words.lower().translate(str.maketrans("", "", string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", plain).split())


# Templates


def _incidents(templates: Iterable[Template], *, described_victims: bool) -> Iterator[Incident]:
    for template in templates:
        if template.tells_incident:
            entities = {role: _entities(template, slot) for role, slot in SLOT_OF.items()}
            if described_victims:
                entities["Victim"] += _unnamed(template)
            yield Incident(tuple(kind.lower() for kind in template.type[0].alternatives), entities)


def _entities(template: Template, slot: Slot) -> tuple[Entity, ...]:
    return tuple(entity for fill in template.fills(slot) if (entity := _entity(fill.alternatives)))


def _unnamed(template: Template) -> tuple[Entity, ...]:
    described = (fill.alternatives for fill in template.hum_desc if not fill.refers_to)
    return tuple(entity for alternatives in described if (entity := _entity(alternatives)))


def _entity(alternatives: Iterable[str]) -> Entity:
    return tuple(folded for folded in dict.fromkeys(map(fold_string, alternatives)) if folded)


def _distinct(incidents: Iterable[Incident]) -> list[Incident]:
    kept: list[Incident] = []
    for incident in incidents:
        if incident not in kept:
            kept.append(incident)
    return kept


# Documents


def _document(predicted: Sequence[Incident], gold: Sequence[Incident]) -> dict[Measure, Tally]:
    sides = _sides(predicted, gold)
    return {measure: tally for phi in PHIS for measure, tally in _tallies(sides, gold, phi)}


def _sides(predicted: Sequence[Incident], gold: Sequence[Incident]) -> _Sides:
    """Split gold templates of two types; a prediction of two types has a type that no gold template has."""
    halves = [
        (incident._replace(types=(kind,)), number)
        for number, incident in enumerate(gold)
        for kind in (incident.types if predicted else incident.types[:1])
    ]
    whole = [incident._replace(types=(" / ".join(incident.types),)) for incident in predicted]
    return _Sides([half for half, _ in halves], [number for _, number in halves], whole)


def _tallies(sides: _Sides, gold: Sequence[Incident], phi: Phi) -> Iterator[tuple[Measure, Tally]]:
    shares, size = _PHI[phi]
    pairs = _aligned(sides, shares)
    total = NOTHING
    for role in SLOT_OF:
        shared = [
            shares(sides.gold[left].entities[role], sides.predicted[right].entities[role]) for left, right in pairs
        ]
        tally = Tally(
            found=sum(one.found for one in shared),
            gold=sum(size(one.entities[role]) for one in (sides.gold if phi == "phi3" else gold)),
            right=sum(one.right for one in shared),
            predicted=sum(size(one.entities[role]) for one in sides.predicted),
        )
        total = total.plus(tally)
        yield ("events", f"muc4.{phi}.{role}", "normalised"), tally
    yield ("events", f"muc4.{phi}", "normalised"), total


_Shares: TypeAlias = Callable[[Sequence[Entity], Sequence[Entity]], _Found]


def _aligned(sides: _Sides, shares: _Shares) -> list[tuple[int, int]]:
    """Align templates one to one; of a template of two types only the half takes part that is nearer to all."""

    def similarity(gold: Incident, predicted: Incident) -> int:
        if gold.types != predicted.types:
            return 0
        shared = [shares(gold.entities[role], predicted.entities[role]) for role in SLOT_OF]
        return sum(one.right * _BEFORE_FOUND + one.found for one in shared)

    nearest: dict[int, int] = {}
    nearness = [sum(similarity(half, one) for one in sides.predicted) for half in sides.gold]
    for half, number in enumerate(sides.template_of):
        if nearness[half] > nearness[nearest.setdefault(number, half)]:
            nearest[number] = half
    kept = sorted(nearest.values())
    pairs = assign([sides.gold[half] for half in kept], sides.predicted, similarity=similarity)
    return [(kept[left], right) for left, right in pairs]


def _shared_mentions(gold: Sequence[Entity], predicted: Sequence[Entity]) -> _Found:
    """φ3: the mentions that entities aligned one to one have in common."""

    def similarity(left: Entity, right: Entity) -> int:
        return len(set(left) & set(right))

    shared = sum(
        similarity(gold[left], predicted[right]) for left, right in assign(gold, predicted, similarity=similarity)
    )
    return _Found(shared, shared)


def _met_entities(gold: Sequence[Entity], predicted: Sequence[Entity]) -> _Found:
    """φ-subset: the predicted entities with a mention in gold, and the gold entities that these meet first."""
    met = [
        next((at for mention in one for at, entity in enumerate(gold) if mention in entity), None) for one in predicted
    ]
    return _Found(sum(at is not None for at in met), len({at for at in met if at is not None}))


def _mentions(entities: Sequence[Entity]) -> int:
    return sum(map(len, entities))


_PHI: Final[dict[Phi, tuple[_Shares, Callable[[Sequence[Entity]], int]]]] = {
    "phi3": (_shared_mentions, _mentions),
    "phi_subset": (_met_entities, len),
}
