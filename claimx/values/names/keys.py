"""Block keys: two names that a comparison takes for one share a key, so that only names under one key are compared.

A key is made from one name alone, and from the whole of it: a word that thousands of names have is none by itself.
Names under one key need not match. A key is the hash of words of which the first is the rule it serves, so that it
means something in one process only, and that two keys may be one by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from claimx.values.names.actors import read_state_actor
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import as_written, in_latin
from claimx.values.names.organisations import capital_letters, initials_of, organisation_tokens, without_generic
from claimx.values.names.persons import read_person
from claimx.values.names.transliteration import token_key

Keys = frozenset[int]


def participant_keys(name: str, *, is_person: bool) -> Keys:
    """Return keys that meet where two persons, or two of any other kind, are one state's organ or match by name.

    A state and a name that is no state's are never one, so that a state has no other key.
    """
    if is_person:
        return person_keys(name)
    state = read_state_actor(name)
    return organisation_keys(name) if state is None else frozenset({hash(("state", state.country_code, state.organ))})


def organisation_keys(name: str) -> Keys:
    """Return keys that meet wherever `match_names` takes two names for one organisation's."""
    return unabbreviated_keys(name).union(_acronym_keys(name)) if fold_name(name) else frozenset()


def unabbreviated_keys(name: str) -> Keys:
    """Return the keys of an organisation, save those by which it meets acronyms."""
    if not fold_name(name):
        return frozenset()
    tokens = organisation_tokens(name)
    bare = without_generic(tokens)
    generic = _spelling_keys(bare) if len(bare) < len(tokens) else ()
    return frozenset([*_script_keys(name), *_spelling_keys(tokens), *generic])


def person_keys(name: str) -> Keys:
    """Return keys that meet wherever `match_names` takes two names for one person's."""
    if not fold_name(name):
        return frozenset()
    tokens, titled = read_person(name)
    keys = [*_script_keys(name), *_spelling_keys(titled)]
    if len(tokens) > 1:
        keys += _end_keys(tokens)
        keys += _spelling_keys(tokens) if tokens != titled else ()
    return frozenset(keys)


def near_keys(name: str) -> Keys:
    """Return keys that meet wherever `nearly_same_person` holds."""
    tokens = read_person(name).tokens
    if len(tokens) < 2:
        return frozenset()
    sounds = _sounds(tokens)
    return frozenset([hash(("sound", *sounds)), *_slip_keys("near", tokens, sounds, slips=_slips)])


class Family(NamedTuple):
    """The keys of a person's name in two roles; `is_family_name(a, b)` implies that a.short and b.full meet."""

    short: Keys = frozenset()
    """As a family name; empty for more than one name."""
    full: Keys = frozenset()
    """As a full name that ends in a family name; empty for one name."""


def family_keys(name: str) -> Family:
    """Return the family name where it stands alone, with or without a title, and where it ends a full name."""
    tokens = read_person(name).tokens
    if not tokens:
        return Family()
    keys = frozenset({hash(("family", token_key(tokens[-1])))})
    return Family(short=keys) if len(tokens) == 1 else Family(full=keys)


# Spelling


_FEWEST_REJOINED: Final = 6
_MANY: Final = 8
"""Tokens from which half a name says enough, so that the keys of a sentence stay few."""
_SHORTEST_SWAPPED, _SHORTEST_LACKING, _SHORTEST_WRONG = 5, 6, 7
"""Letters from which `match_spelling` forgives two letters swapped, one missing, one wrong."""
_SHORTEST_NEAR: Final = 4
_LONG: Final = 24
"""Letters from which either end of a token says enough: more than two ends have, and a slip has but one place."""
_END: Final = 10
_REMEMBERED: Final = 32_768
"""Words whose slips are kept: most words stand in many names."""


def _script_keys(name: str) -> Iterable[int]:
    """Return the key by which names in other scripts than Latin are compared among themselves."""
    return () if in_latin(name) else (hash(("script", as_written(name))),)


def _spelling_keys(tokens: Sequence[str]) -> list[int]:
    """Return keys that meet wherever `match_spelling` finds a rule."""
    sounds, joined = _sounds(tokens), "".join(tokens)
    keys = _slip_keys("slip", tokens, sounds, slips=_inner_slips)
    if len(joined) >= _FEWEST_REJOINED and joined.isalpha():
        keys.append(hash(("letters", joined)))
    return [hash(("sound", *sounds)), *keys]


def _sounds(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(token_key, tokens))


def _slip_keys(
    rule: str, tokens: Sequence[str], sounds: Sequence[str], *, slips: Callable[[str], Sequence[int]]
) -> list[int]:
    """Return keys that meet where all tokens but one are the same, and that one shares what a slip leaves of it."""
    if len(tokens) >= _MANY:
        middle, long = len(tokens) // 2, (rule, len(tokens))
        return [hash((*long, *sounds[:middle], "...")), hash((*long, "...", *sounds[middle:]))]
    around = [_halved((rule, *sounds[:at], "_", *sounds[at + 1 :])) for at in range(len(tokens))]
    return [others + slip for others, token in zip(around, tokens, strict=True) for slip in slips(token)]


def _halved(words: Hashable) -> int:
    """Return a hash of which two have a sum of 64 bits; slips have one each, whatever they stand beside."""
    return hash(words) >> 1


@lru_cache(maxsize=_REMEMBERED)
def _inner_slips(token: str) -> tuple[int, ...]:
    """Return hashes of what two long tokens share when one slip parts them, sparing the first and the last letter."""
    if len(token) < _SHORTEST_SWAPPED or not token.isalpha():
        return ()
    if len(token) >= _SHORTEST_WRONG:
        return _remainders(token, lacking=range(1, len(token) - 1))
    swapped = _halved((token[0], *sorted(token[1:-1]), token[-1]))
    return (swapped, _halved(token)) if len(token) >= _SHORTEST_LACKING else (swapped,)


@lru_cache(maxsize=_REMEMBERED)
def _slips(token: str) -> tuple[int, ...]:
    """Return hashes of what two tokens share when one letter parts them."""
    return _remainders(token, lacking=range(len(token))) if len(token) >= _SHORTEST_NEAR else ()


def _remainders(token: str, *, lacking: range) -> tuple[int, ...]:
    """Hash the token, and the token without the letter at each of the places; of a long one its two ends."""
    whole = [token, *(token[:at] + token[at + 1 :] for at in lacking)] if len(token) <= _LONG else []
    ends = [f"{token[:_END]}...", f"...{token[-_END:]}"] if len(token) >= _LONG else []
    return tuple(map(_halved, whole + ends))


# Lengths


def _end_keys(tokens: Sequence[str]) -> list[int]:
    """Return the first and the last name, which agree in one person's name at two lengths; a kunya may be left out."""
    firsts = tokens[:2] if len(tokens) > 2 and tokens[0].startswith("abu") else tokens[:1]
    return [hash(("ends", token_key(first), token_key(tokens[-1]))) for first in firsts]


_PARTS: Final = 512
"""Divided by four for each letter of an acronym: the parts among which the names that it may be short for are dealt."""


def _acronym_keys(name: str) -> Iterator[int]:
    """Yield keys by which an acronym meets all names with its initials, while few of those meet each other.

    Thousands of names share two initials: each is dealt one part of them, and the acronym has all the parts.
    """
    letters = capital_letters(name)
    if letters is not None:
        yield from (hash(("initials", letters, part)) for part in range(_parts(letters)))
    dealt = crc32(fold_name(name).encode())
    yield from (hash(("initials", letters, dealt % _parts(letters))) for letters in sorted(initials_of(name)))


def _parts(letters: str) -> int:
    return max(1, _PARTS >> 2 * len(letters))
