"""Invented names and their variants: what writers, reporters and typists make of one name; drawn by seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final

Variant = Callable[[str, Random], str]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SYLLABLES: Final = (
    "qa sa ha mu ra ba ja na fa za ka sha kha gha dha ta ibn lal rim sim dar had mir zan wal tar yas nur",
    "dra vlo mir slav bor kol gor dim lev pet rad sto vka nik ova zar kru bel",
    "to mas ire lan ver cel mon ti ros sen del por gra phi the cor dal vin xa lou",
)
_CODAS: Final = (*_words("d l m n r s q k sh f b t v c h z"), *[""] * 8)
_CYRILLIC: Final = str.maketrans(
    "abvgdezijklmnoprstufhABVGDEZIJKLMNOPRSTUFH", "абвгдезийклмнопрстуфхАБВГДЕЗИЙКЛМНОПРСТУФХ"
)
_RESPELT: Final = _words(
    "a/e e/i i/y o/u ou/u ee/i oo/u e/a w/ou i/ai u/o aw/au y/i q/k k/q kh/x c/k sh/ch gh/g dh/d th/t ph/f f/ph j/dj "
    "zh/j d/dd s/ss ah/a a/ah i/iy"
)
_TITLES: Final = _words("General Dr. Sheikh Colonel President Mr. Lieutenant Prime Minister Haj")
_GENERIC: Final = _words("group movement militia fighters Harakat Jamaat rebels network")
_COUNTRIES: Final = _words("Chile Chilean US American Sudan South-Sudan Niger Nigeria Nigerian Nigerien Mali Malian")
_ORGANS: Final = _words("forces army government officials air-force ministry")
_COMMON: Final = _words("Free National Front Brigade Army of the for Islamic and United 12 7th Council")
_PLACE_WORDS: Final = _words(
    "northern Northern North north South south-eastern Eastern central Greater old city City province district "
    "village town near the in governorate downtown region"
)
_KINDS: Final = _words("Street street Road Avenue hospital mosque airport building house checkpoint square district")


def invented_word(chance: Random) -> str:
    """Return a capitalised word of one to four syllables of one shape."""
    syllables = chance.choice(_SYLLABLES).split()
    return ("".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))) + chance.choice(_CODAS)).title()


def invented_name(chance: Random, *, among: Sequence[str] = ()) -> str:
    """Return one to twelve invented words, mostly two, some of them from a list."""
    length = chance.choices((1, 2, 3, 4, 6, 9, 12), weights=(15, 40, 25, 10, 5, 3, 2))[0]
    words = (chance.choice(among) if among and chance.random() < 0.3 else invented_word(chance) for _ in range(length))
    return " ".join(word.replace("-", " ") for word in words)


def variant(name: str, chance: Random, *, kinds: Sequence[Variant]) -> str:
    """Return the name after none, one or several changes."""
    for change in chance.choices(kinds, k=chance.choices((0, 1, 2, 3), weights=(15, 50, 25, 10))[0]):
        name = change(name, chance) or name
    return name


def pairs(count: int, *, seed: int, among: Sequence[str], kinds: Sequence[Variant]) -> Iterator[tuple[str, str]]:
    """Yield pairs of variants of one invented name."""
    chance = Random(seed)  # noqa: S311 - chance for tests, no secret
    for _ in range(count):
        name = invented_name(chance, among=among)
        yield variant(name, chance, kinds=kinds), variant(name, chance, kinds=kinds)


# Letters


def _slip(name: str, chance: Random) -> str:
    at = chance.randrange(len(name)) if name else 0
    letter = chance.choice("abdeiklmnorstu")
    return chance.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
            name[: at + 1] + name[at:],
        )
    )


def _respelling(name: str, chance: Random) -> str:
    for change in chance.sample(_RESPELT, k=len(_RESPELT)):
        old, new = change.split("/")
        found = [match.start() for match in re.finditer(old, name)]
        if found:
            at = chance.choice(found)
            return name[:at] + new + name[at + len(old) :]
    return name


def _unwritten(name: str, chance: Random) -> str:
    """Leave out an inner vowel."""
    found = [match.start() for match in re.finditer("(?<=[a-z])[aeiou](?=[a-z])", name)]
    at = chance.choice(found) if found else len(name)
    return name[:at] + name[at + 1 :]


def _dressed(name: str, chance: Random) -> str:
    """Change case, script or punctuation."""
    return chance.choice(
        (
            *(name.upper(), name.lower(), name.title(), name.replace(" ", "-", 1), name.replace(" ", "", 1)),
            *(name.translate(_CYRILLIC), name.replace("a", "á"), name.replace("o", "ö"), f'"{name}"', f" {name}."),
            *(
                re.sub("(?<=[a-z])a", "'a", name, count=1),
                "".join(chr(ord(letter) + 0xFEE0) for letter in name if letter > " "),
            ),
        )
    )


def _parted(name: str, chance: Random) -> str:
    at = chance.randrange(len(name) + 1)
    return f"{name[:at]}{chance.choice(' -')}{name[at:]}"


# Words


def _inserting(*words: str) -> Variant:
    def inserted(name: str, chance: Random) -> str:
        said = name.split(" ")
        said.insert(
            chance.choice((0, 0, len(said), chance.randrange(len(said) + 1))), chance.choice(words).replace("-", " ")
        )
        return " ".join(said)

    return inserted


def _prefixed(name: str, chance: Random) -> str:
    said = name.split(" ")
    at = chance.randrange(len(said))
    said[at] = (
        chance.choice(("al-", "el-", "ash-", "Abu ", "abou", "bin ", "Ibn ", "Abdul ", "Abd al-", "the ")) + said[at]
    )
    return " ".join(said)


def _left_out(name: str, chance: Random) -> str:
    said = name.split(" ")
    del said[chance.randrange(len(said))]
    return " ".join(said)


def _abbreviated(name: str, chance: Random) -> str:
    said = name.split(" ")
    at = chance.randrange(len(said))
    said[at] = said[at][:1] + "."
    return " ".join(said)


def _turned(name: str, _: Random) -> str:
    *given, family = name.split(" ")
    return f"{family}, {' '.join(given)}"


def _acronym(name: str, chance: Random) -> str:
    words = [word for part in name.split() for word in part.split("-") if word]
    kept = [word for word in words if word not in ("of", "the", "for", "and")] if chance.random() < 0.5 else words
    letters = "".join(word[0] for word in kept).upper()
    return chance.choice((letters, ".".join(letters) + ".", f"{name} ({letters})", f"{letters} ({name})"))


def _numbered(name: str, chance: Random) -> str:
    number = chance.choice(("12", "7", "31", "4th", "1204"))
    return chance.choice((f"{number} {name}", f"{name}, block {number}", f"{name} No. {number} and {number}"))


def _shuffled(name: str, chance: Random) -> str:
    said = name.split(" ")
    return " and ".join(chance.sample(said, k=len(said)))


_LETTERS: Final[tuple[Variant, ...]] = (
    _slip,
    _slip,
    _respelling,
    _respelling,
    _unwritten,
    _dressed,
    _parted,
    _prefixed,
)
PERSONAL: Final[tuple[Variant, ...]] = (
    *(*_LETTERS, _inserting(*_TITLES), _inserting("Karim", "T.", "b.", "Abu", "III"), _left_out, _abbreviated, _turned),
)
ORGANISED: Final[tuple[Variant, ...]] = (
    *(*_LETTERS, _inserting(*_GENERIC), _inserting("of", "the", "and", "for"), _inserting(*_COUNTRIES, *_ORGANS)),
    *(_acronym, _acronym, _left_out),
)
LOCAL: Final[tuple[Variant, ...]] = (*_LETTERS, _inserting(*_PLACE_WORDS), _inserting(*_PLACE_WORDS), _left_out)
ON_SITE: Final[tuple[Variant, ...]] = (
    *LOCAL,
    _inserting(*_KINDS),
    _inserting(*_KINDS),
    _numbered,
    _numbered,
    _shuffled,
)

TITLES: Final = (*_TITLES, "Abu", "bin", "Ben", "Abd")
NOUNS: Final = (*_GENERIC, *_COUNTRIES, *_ORGANS, *_COMMON)
SURROUNDINGS: Final = (*_PLACE_WORDS, *_COUNTRIES, *_KINDS, "San", "Qasr", "12")
