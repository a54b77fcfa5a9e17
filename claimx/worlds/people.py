"""The people of a world: groups and forces that act, and persons who die."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final

import numpy as np

from claimx.facts import Named
from claimx.values.countries import Country, country_code
from claimx.values.names.transliteration import consonant_key
from claimx.worlds.listing import listed
from claimx.worlds.pools import Pool
from claimx.worlds.seeding import stream
from claimx.worlds.spellings import VARIANTS, respelled

_ADJECTIVES: Final = listed(
    "Liberation National Popular Revolutionary Democratic United Patriotic Islamic Socialist Workers Independence "
    "Justice Progressive Eastern Valley Highland"
)
_NOUNS: Final = listed("Front Army Brigade Movement League Council Union Command Vanguard Battalion")
_ORGANS: Final = ("forces", "army", "military", "troops", "soldiers", "armed forces", "security forces", "air force")
"""Words for one organ of a state, as many as there are spellings."""
SHARE_OF_STATES: Final = 0.2
"""Share of the organisations that are the forces of a state."""
_SHORTEST_ACRONYM: Final = 3


class Organisation:
    """A group with a name of its own, or the forces of a state."""

    def __init__(self, words: Sequence[str], *, state: str | None = None) -> None:
        self.words = tuple(words)
        self.state = state
        """The adjective of the country whose forces these are; None for a group."""
        self.acronym: str | None = None

    def named(self, form: int) -> Named:
        """Return the name in a form: a spelling (0 to `VARIANTS`), and from there `ACRONYM` or `BOTH`."""
        if self.state is not None:
            return Named(f"{self.state} {_ORGANS[min(form, VARIANTS) % len(_ORGANS)]}", "state_force")
        if form == ACRONYM and self.acronym is not None:
            return Named(self.acronym, "armed_group")
        aliases = (self.acronym,) if form == BOTH and self.acronym is not None else ()
        first, *others = self.words
        return Named(" ".join((respelled(first, form if form <= VARIANTS else 0), *others)), "armed_group", aliases)


ACRONYM: Final = VARIANTS + 1
BOTH: Final = VARIANTS + 2
FORMS: Final = VARIANTS + 3
"""How many forms a name of an organisation has."""


def organisations(seed: int, pool: Pool, states: Sequence[Country], *, size: int) -> tuple[Organisation, ...]:
    """Return the organisations; an acronym belongs to one whose initials sound like no other's."""
    chance = stream(seed, "organisations")
    forces = [Organisation((), state=state.adjectives[0]) for state in states[: int(size * SHARE_OF_STATES)]]
    groups = [Organisation(_worded(chance, word)) for word, _ in pool.words(size - len(forces))]
    # Rules of transliteration are asked about acronyms as about any word.
    sounds = Counter(consonant_key(_initials(group)) for group in groups)
    for group in groups:
        acronym = _initials(group)
        if sounds[consonant_key(acronym)] == 1 and len(acronym) >= _SHORTEST_ACRONYM and not country_code(acronym):
            group.acronym = acronym
    together = [*forces, *groups]
    return tuple(together[place] for place in chance.permutation(len(together)))


def _worded(chance: np.random.Generator, word: str) -> tuple[str, ...]:
    adjectives = chance.choice(_ADJECTIVES, size=int(chance.integers(0, 4) + 1) // 2, replace=False)
    return (word, *map(str, adjectives), str(chance.choice(_NOUNS)))


def _initials(group: Organisation) -> str:
    return "".join(word[0] for word in group.words)


@dataclass(frozen=True, eq=False)
class Persons:
    """Persons by number: any number is a person, and near numbers have nothing in common."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    step: int
    """Coprime to the number of pairs of a given and a family name, so that each pair comes once before any twice."""

    def name(self, person: int, *, short: int, variant: int) -> str:
        """Return the full name or, if `short` is 1, the one without the middle name, in a spelling."""
        pair = person * self.step % (len(self.given) * len(self.family))
        middle = self.given[(pair // 7 + person) % len(self.given)]
        first, last = self.given[pair % len(self.given)], respelled(self.family[pair // len(self.given)], variant)
        return f"{first} {last}" if short else f"{first} {middle} {last}"


def persons(seed: int, *, given: int, family: int) -> Persons:
    """Return the persons that so many given and family names can make."""
    pool = Pool(stream(seed, "persons"))
    names = [word for word, _ in pool.words(given + family)]
    pairs = given * family
    step = next(number for number in range(int(pairs * 0.618) + 1, 2 * pairs + 2) if gcd(number, pairs) == 1)
    return Persons(tuple(names[:given]), tuple(names[given:]), step)
