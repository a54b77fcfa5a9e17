"""Names as they are spelled: slips of the pen are added, and namings kept on which a rule in SQL agrees with claimx.

The rule is what claimx's come to for most names of organisations: equal sounds, or one slip inside. `alike` says it in
Python and `rules.ALIKE` in SQL. claimx's own rules know more (acronyms, states, short and generic words); of any two
names on which they say something else, the one used less is left out, wherever and whenever the two were used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from rapidfuzz.distance import OSA

from benchmarks.merging_peers.coding import Told
from benchmarks.merging_peers.reducing import constant, without
from claimx.facts import Column, Facts, Flags, Named, Rows
from claimx.merging.names import Names
from claimx.merging.relation import Relation
from claimx.values.names.folding import fold_name
from claimx.values.names.organisations import organisation_tokens
from claimx.values.names.transliteration import token_key
from claimx.worlds.seeding import drawn, stream

SLIPS: Final = 0.02
"""Share of the namings that have a slip, as a hurried writer makes them."""
ENDS: Final = 1
"""Letters at both ends of a name that a slip spares."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_FIRST_WORD: Final = re.compile(r"(?:al-)?(?P<word>\w{7,})")
"""The word that a slip befalls, long enough for claimx to forgive any slip."""


class Spelled(NamedTuple):
    """A name in the two forms in which peers get it."""

    name: str
    """Folded."""
    sound: str
    """The key that transliterations of one name share."""

    @classmethod
    def of(cls, named: Named) -> Spelled:
        """Clean a name."""
        return cls(fold_name(named.name), " ".join(map(token_key, organisation_tokens(named.name))))


def alike(one: Spelled, other: Spelled) -> bool:
    """Tell whether two names are one: they sound alike, or are one slip apart."""
    return one.sound == other.sound or is_slip(one.name, other.name)


def is_slip(one: str, other: str) -> bool:
    """Tell whether one letter is wrong, missing or swapped with the next, the ends of both names being equal."""
    return one[:ENDS] == other[:ENDS] and one[-ENDS:] == other[-ENDS:] and OSA.distance(one, other) == 1


def in_letters(facts: Facts, *, slips: float = SLIPS) -> Told:
    """Return facts without cities, and their actors as peers get them: `name` and `sound`, null where none is named."""
    told = replace(facts, city=constant(len(facts), None), actors=misspelled(facts.actors, share=slips))
    lost = ~_comparable(Names(told), told.actors)[told.actors.codes]
    kept = replace(told, actors=without(told.actors, lost, ()))
    return Told(kept, _spelled_columns(kept.actors), int(lost.sum()))


def misspelled(names: Column[tuple[Named, ...]], *, share: float) -> Column[tuple[Named, ...]]:
    """Return a column of which a share has a slip: two letters swapped, one missing, one wrong."""
    rows = np.flatnonzero(drawn(0, "misspelled", share=share, size=len(names)))
    numbers = stream(0, "slips").integers(0, 2**31, (len(rows), 3)).tolist()
    changed = dict(zip(rows.tolist(), numbers, strict=True))
    told = (names.values[code] for code in names.codes.tolist())
    return Column.of(_slipped(one, changed[row]) if row in changed else one for row, one in enumerate(told))


def _slipped(named: tuple[Named, ...], numbers: Sequence[int]) -> tuple[Named, ...]:
    kind, place, letter = numbers
    return tuple(one._replace(name=slipped(one.name, kind=kind, place=place, letter=letter)) for one in named)


def slipped(name: str, *, kind: int, place: int, letter: int) -> str:
    """Return a name with a slip inside its first word; as it is if that is short. Any numbers will do."""
    found = _FIRST_WORD.match(name)
    if found is None:
        return name
    word = found["word"]
    at = 1 + place % (len(word) - 3)
    before, inner, after = word[:at], word[at : at + 2], word[at + 2 :]
    wrong = (inner[::-1], inner[1:], _LETTERS[letter % len(_LETTERS)] + inner[1:])[kind % 3]
    return f"{name[: found.start('word')]}{before}{wrong}{after}{name[found.end() :]}"


def _comparable(names: Names, actors: Column[tuple[Named, ...]]) -> Flags:
    """Tell of each value whether the rule of peers agrees with claimx's on its name and all other names that stay."""
    uses = dict(zip(actors.values, np.bincount(actors.codes, minlength=len(actors.values)).tolist(), strict=True))
    kept = agreeing(
        np.array([uses.get((one,), 0) for one in names.values], dtype=np.int64),
        names.same,
        related([Spelled.of(one) for one in names.values]),
    )
    stays = {one for one, stay in zip(names.values, kept.tolist(), strict=True) if stay and not one.also_known_as}
    return np.array([set(value) <= stays for value in actors.values], dtype=np.bool_)


def related(names: Sequence[Spelled]) -> Relation:
    """Return which names are `alike`; names one slip apart share one of their `_remainders`."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(names):
        for key in {f"sound {one.sound}", *_remainders(one.name)}:
            blocks[key].append(place)
    met = {pair for block in blocks.values() for pair in combinations(block, 2)}
    pairs = [(one, other) for one, other in sorted(met) if alike(names[one], names[other])]
    return Relation(len(names), pairs, alone=np.ones(len(names), dtype=np.bool_))


def _remainders(name: str) -> Iterator[str]:
    yield name
    yield from (name[:at] + name[at + 1 :] for at in range(len(name)))


def agreeing(uses: Rows, mine: Relation, other: Relation) -> Flags:
    """Mark codes on which two relations agree, with themselves and with all others that are marked.

    Of two on which they do not, the one used more stays (`uses[code]` counts).
    """
    size = len(uses)
    odd = np.setxor1d(_numbered(mine, size), _numbered(other, size))
    rivals: dict[int, set[int]] = {}
    for one, two in zip((odd // size).tolist(), (odd % size).tolist(), strict=True):
        rivals.setdefault(one, set()).add(two)
    stays: set[int] = set()
    for code in np.argsort(-uses, kind="stable").tolist():
        apart = rivals.get(code, set())
        if code not in apart and stays.isdisjoint(apart):
            stays.add(code)
    return np.isin(np.arange(size), sorted(stays))


def _numbered(relation: Relation, size: int) -> Rows:
    places, partners = relation.partners(np.arange(size, dtype=np.int32))
    return places * size + partners


def _spelled_columns(actors: Column[tuple[Named, ...]]) -> dict[str, pa.Array]:
    forms = [Spelled.of(value[0]) if value else (None, None) for value in actors.values]
    codes = pa.array(actors.codes)
    return {field: pa.array([form[at] for form in forms]).take(codes) for at, field in enumerate(Spelled._fields)}
