"""Columns: what rows say, in words, as `Facts` keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Codes, Column, Named
from claimx.worlds.gazetteer import SITE_KINDS, Gazetteer
from claimx.worlds.kinds import TYPES, WORDS
from claimx.worlds.people import FORMS, Organisation, Persons
from claimx.worlds.sights import sight
from claimx.worlds.spellings import VARIANTS
from claimx.worlds.telling import GENERIC, TOWN, UNSAID, Names, Told

T = TypeVar("T")

_DENSE: Final = 4
_SPELLINGS: Final = VARIANTS + 1
GENERIC_LABELS: Final = (
    "the {words}",
    "the deadly {words}",
    "the latest {words} of the year",
    "a fresh outbreak of violence",
    "the worst {words} in months",
)
_TOWN_LABEL: Final = "{words} in {town}"
_SIGHT_LABEL: Final = "{words} at the {sight}"


def column(keys: NDArray[np.int64], value: Callable[[int], T], *, unsaid: T) -> Column[T]:
    """Return the column in which row n has `value(keys[n])`, and `unsaid` where the key is negative."""
    used, codes = _used(keys)
    values = Column.of(unsaid if key < 0 else value(key) for key in used.tolist())
    return Column(values.codes[codes], values.values)


def numbered(numbers: Codes | NDArray[np.int8], values: Sequence[T]) -> Column[T | None]:
    """Return the column of known values by their numbers, and None where the number is negative."""
    return column(numbers.astype(np.int64), values.__getitem__, unsaid=None)


def town_column(told: Told, gazetteer: Gazetteer) -> Column[str | None]:
    """Return the towns as rows spell them."""
    return column(
        _spelled(told.places.town, told),
        lambda key: gazetteer.town(key // _SPELLINGS, variant=key % _SPELLINGS),
        unsaid=None,
    )


def site_column(told: Told, gazetteer: Gazetteer) -> Column[str | None]:
    """Return the sites as rows spell them."""
    kinds = len(SITE_KINDS)
    numbered = np.where(told.places.site < 0, UNSAID, told.places.site.astype(np.int64) * kinds + told.places.site_kind)

    def named(key: int) -> str:
        site, variant = divmod(key, _SPELLINGS)
        return gazetteer.site(site // kinds, kind=site % kinds, variant=variant)

    return column(_spelled(numbered, told), named, unsaid=None)


def named_column(
    numbers: Codes, forms: NDArray[np.int8], organisations: tuple[Organisation, ...]
) -> Column[tuple[Named, ...]]:
    """Return the one organisation that each row names, or none."""
    keys = np.where(numbers < 0, UNSAID, numbers.astype(np.int64) * FORMS + forms)
    return column(keys, lambda key: (organisations[key // FORMS].named(key % FORMS),), unsaid=())


def victim_column(names: Names, variant: NDArray[np.int8], persons: Persons) -> Column[tuple[Named, ...]]:
    """Return the one victim that each row names, or none."""
    length = names.victim.astype(np.int64) * 2 + names.victim_is_short
    keys = np.where(names.victim < 0, UNSAID, length * _SPELLINGS + variant)

    def named(key: int) -> tuple[Named, ...]:
        person, variant = divmod(key, _SPELLINGS)
        return (Named(persons.name(person // 2, short=person % 2, variant=variant), "person"),)

    return column(keys, named, unsaid=())


def label_column(told: Told, sights: NDArray[np.int16], gazetteer: Gazetteer) -> Column[str]:
    """Return the labels of rows, as their articles print them; `sights` has one for each row."""
    which = np.where(
        told.label == GENERIC,
        (sights % len(GENERIC_LABELS)).astype(np.int64),
        np.where(told.label == TOWN, _spelled(told.places.town, told), sights.astype(np.int64)),
    )
    keys = (which * len(TYPES) + told.type) * 3 + told.label

    def labelled(key: int) -> str:
        (which, kind), form = divmod(key // 3, len(TYPES)), key % 3
        if form == GENERIC:
            return GENERIC_LABELS[which].format(words=WORDS[kind])
        if form == TOWN:
            town = gazetteer.town(which // _SPELLINGS, variant=which % _SPELLINGS)
            return _TOWN_LABEL.format(words=WORDS[kind], town=town)
        return _SIGHT_LABEL.format(words=WORDS[kind], sight=sight(which))

    return column(keys, labelled, unsaid="")


def _used(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys that occur and the place of each among them; without sorting where keys are dense."""
    span = int(keys.max(initial=0)) + 2
    if span > _DENSE * len(keys) + 1024:
        return np.unique(keys, return_inverse=True)
    occurs = np.zeros(span, dtype=np.bool_)
    occurs[keys + 1] = True
    return np.flatnonzero(occurs) - 1, (np.cumsum(occurs) - 1)[keys + 1]


def _spelled(numbers: NDArray[np.signedinteger], told: Told) -> NDArray[np.int64]:
    return np.where(numbers < 0, UNSAID, numbers.astype(np.int64) * _SPELLINGS + told.variant)
