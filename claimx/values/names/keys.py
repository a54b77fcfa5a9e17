"""Block keys: two names that a comparison takes for one share a key, so that only names under one key are compared.

A key is made from one name alone, and from the whole of it: a word that thousands of names have is none by itself.
Its first word is the rule it serves. Names under one key need not match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from claimx.values.countries import country_code
from claimx.values.names.actors import read_state_actor
from claimx.values.names.folding import fold_name
from claimx.values.names.matching import as_written, in_latin
from claimx.values.names.organisations import capital_letters, initials_of, organisation_tokens, without_generic
from claimx.values.names.persons import person_tokens, titled_tokens
from claimx.values.names.transliteration import token_key


def participant_keys(name: str, *, is_person: bool) -> frozenset[str]:
    """Return keys that meet where two persons, or two of any other kind, are one state's organ or match by name.

    A state and a name that is no state's are never one, so that a state has no other key.
    """
    if is_person:
        return person_keys(name)
    state = state_key(name)
    return organisation_keys(name) if state is None else frozenset({f"state {state}"})


def state_key(name: str) -> str | None:
    """Return "US:forces" for words that `read_state_actor` reads, equal if and only if the actors are."""
    actor = read_state_actor(name)
    return None if actor is None else f"{actor.country_code}:{actor.organ}"


def organisation_keys(name: str) -> frozenset[str]:
    """Return keys that meet wherever `match_names` takes two names for one organisation's."""
    return unabbreviated_keys(name) | frozenset(_acronym_keys(name)) if fold_name(name) else frozenset()


def unabbreviated_keys(name: str) -> frozenset[str]:
    """Return the keys of an organisation, save those by which it meets acronyms."""
    if not fold_name(name):
        return frozenset()
    tokens = organisation_tokens(name)
    bare = without_generic(tokens)
    return frozenset([*_script_keys(name), *_spelling_keys(tokens), *(_spelling_keys(bare) if bare != tokens else ())])


def person_keys(name: str) -> frozenset[str]:
    """Return keys that meet wherever `match_names` takes two names for one person's."""
    if not fold_name(name):
        return frozenset()
    tokens, titled = person_tokens(name), titled_tokens(name)
    keys = {*_script_keys(name), *_spelling_keys(titled)}
    if len(tokens) > 1:
        keys.update(_end_keys(tokens), _spelling_keys(tokens) if tokens != titled else ())
    return frozenset(keys)


def near_keys(name: str) -> frozenset[str]:
    """Return keys that meet wherever `nearly_same_person` holds."""
    tokens = person_tokens(name)
    if len(tokens) < 2:
        return frozenset()
    return frozenset([_sound_key(tokens), *_slip_keys("near", tokens, slips=_slips)])


class Family(NamedTuple):
    """The keys of a person's name in two roles; `is_family_name(a, b)` implies that a.short and b.full meet."""

    short: frozenset[str]
    """As a family name; empty for more than one name."""
    full: frozenset[str]
    """As a full name that ends in a family name; empty for one name."""


def family_keys(name: str) -> Family:
    """Return the family name where it stands alone, with or without a title, and where it ends a full name."""
    tokens = person_tokens(name)
    keys = frozenset(f"family {token_key(token)}" for token in tokens[-1:])
    return Family(short=keys, full=frozenset()) if len(tokens) == 1 else Family(short=frozenset(), full=keys)


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


def _script_keys(name: str) -> Iterator[str]:
    """Yield the key by which names in other scripts than Latin are compared among themselves."""
    if not in_latin(name):
        yield f"script {as_written(name)}"


def _spelling_keys(tokens: Sequence[str]) -> Iterator[str]:
    """Yield keys that meet wherever `match_spelling` finds a rule."""
    yield _sound_key(tokens)
    joined = "".join(tokens)
    if len(joined) >= _FEWEST_REJOINED and joined.isalpha():
        yield f"letters {joined}"
    yield from _slip_keys("slip", tokens, slips=_inner_slips)


def _sound_key(tokens: Sequence[str]) -> str:
    return f"sound {' '.join(map(token_key, tokens))}"


def _slip_keys(rule: str, tokens: Sequence[str], *, slips: Callable[[str], Iterator[str]]) -> Iterator[str]:
    """Yield keys that meet where all tokens but one are the same, and that one shares what a slip leaves of it."""
    sounds = [token_key(token) for token in tokens]
    if len(tokens) >= _MANY:
        middle = len(tokens) // 2
        yield f"{rule} {len(tokens)} {' '.join(sounds[:middle])} ..."
        yield f"{rule} {len(tokens)} ... {' '.join(sounds[middle:])}"
        return
    for at, token in enumerate(tokens):
        others = " ".join([*sounds[:at], "_", *sounds[at + 1 :]])
        for slip in slips(token):
            yield f"{rule} {others} {slip}"


def _inner_slips(token: str) -> Iterator[str]:
    """Yield what two long tokens share when one slip parts them, which spares the first and the last letter."""
    if len(token) < _SHORTEST_SWAPPED or not token.isalpha() or country_code(token):
        return
    if len(token) < _SHORTEST_WRONG:
        yield f"~{token[0]}{''.join(sorted(token[1:-1]))}{token[-1]}"
    if len(token) >= _SHORTEST_LACKING:
        lacking = range(1, len(token) - 1) if len(token) >= _SHORTEST_WRONG else range(0)
        yield from _remainders(token, lacking=lacking)


def _slips(token: str) -> Iterator[str]:
    """Yield what two tokens share when one letter parts them."""
    if len(token) >= _SHORTEST_NEAR:
        yield from _remainders(token, lacking=range(len(token)))


def _remainders(token: str, *, lacking: range) -> Iterator[str]:
    """Yield the token, and the token without the letter at each of the places; of a long one its two ends."""
    if len(token) <= _LONG:
        yield token
        yield from (token[:at] + token[at + 1 :] for at in lacking)
    if len(token) >= _LONG:
        yield f"{token[:_END]}..."
        yield f"...{token[-_END:]}"


# Lengths


def _end_keys(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the first and the last name, which agree in one person's name at two lengths; a kunya may be left out."""
    last = token_key(tokens[-1])
    yield f"ends {token_key(tokens[0])} {last}"
    if len(tokens) > 2 and tokens[0].startswith("abu"):
        yield f"ends {token_key(tokens[1])} {last}"


_PARTS: Final = 512
"""Divided by four for each letter of an acronym: the parts among which the names that it may be short for are dealt."""


def _acronym_keys(name: str) -> Iterator[str]:
    """Yield keys by which an acronym meets all names with its initials, while few of those meet each other.

    Thousands of names share two initials: each is dealt one part of them, and the acronym has all the parts.
    """
    letters = capital_letters(name)
    if letters is not None:
        yield from (f"initials {letters} {part}" for part in range(_parts(letters)))
    dealt = crc32(fold_name(name).encode())
    yield from (f"initials {letters} {dealt % _parts(letters)}" for letters in sorted(initials_of(name)))


def _parts(letters: str) -> int:
    return max(1, _PARTS >> 2 * len(letters))
