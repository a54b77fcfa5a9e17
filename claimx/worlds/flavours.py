"""Flavours: invented words that sound like the names of one region or another."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np


class Flavour(NamedTuple):
    """From what the words of one region are put together; every part is a list in words."""

    onsets: tuple[str, ...]
    vowels: tuple[str, ...]
    codas: tuple[str, ...]
    endings: tuple[str, ...]
    before: tuple[str, ...]
    """Words that stand before the names of some towns."""


def _flavour(*, onsets: str, vowels: str, codas: str, endings: str, before: str) -> Flavour:
    return Flavour(*(tuple(part.split()) for part in (onsets, vowels, codas, endings, before)))


FLAVOURS: Final = (
    _flavour(
        onsets="b d f gh h j k kh l m n q r s sh t z",
        vowels="a i u a",
        codas="b d f h k l m n q r s sh t z",
        endings="an ar ad ila ura im un iya",
        before="Qasr Wadi Ain Tell Bir Jebel",
    ),
    _flavour(
        onsets="b br d dr g gr k kr l m n p r s st t v vl z zd",
        vowels="a e o u i",
        codas="b d g k l m n p r s t v z",
        endings="ovo itsa grad iste avka enik osk",
        before="Novo Stari Gornji Velika",
    ),
    _flavour(
        onsets="b c d f g l m n p r s t v tr pr br",
        vowels="a e i o u",
        codas="l m n r s t",
        endings="ela ona ares ito anza uelo ida",
        before="San Santa Puerto Villa Monte",
    ),
    _flavour(
        onsets="b mb d nd f g ng k l m n s t w z ch",
        vowels="a e i o u",
        codas="b d g k l m n s t w z",
        endings="ani ele imba undu ota aru",
        before="Kisi Mwana Bandu",
    ),
    _flavour(
        onsets="b bh ch d dh g j k l m n p r s t v",
        vowels="a i u e",
        codas="d g k l m n p r t v",
        endings="pura abad garh ganj nagar wala",
        before="Chota Mira Dera",
    ),
    _flavour(
        onsets="b d g h k l m n p r s t th w y",
        vowels="a e o i",
        codas="ck ld lm n nd r rn sk st t",
        endings="by ford wick holm ersen mark",
        before="Nord Vester Alt",
    ),
)


def invented(chance: np.random.Generator, flavour: Flavour, *, syllables: int) -> str:
    """Return a capitalised word of so many closed syllables and an ending."""
    parts = []
    for _ in range(syllables):
        parts += [_any(chance, flavour.onsets), _any(chance, flavour.vowels), _any(chance, flavour.codas)]
    return ("".join(parts) + _any(chance, flavour.endings)).capitalize()


def _any(chance: np.random.Generator, parts: tuple[str, ...]) -> str:
    return parts[int(chance.random() * len(parts))]
