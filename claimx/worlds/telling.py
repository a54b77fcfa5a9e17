"""Telling: what each mention says of its event, right or wrong, in numbers that `columns` turns into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.worlds.draws import Draws
from claimx.worlds.events import Events
from claimx.worlds.gazetteer import Gazetteer
from claimx.worlds.kinds import EVENT_KINDS, TYPES
from claimx.worlds.people import ACRONYM, BOTH, Organisation
from claimx.worlds.seeding import Codes, Flags
from claimx.worlds.spellings import VARIANTS

UNSAID: Final = -1
"""In place of a number where a mention says nothing."""
_MOSTLY: Final = 0.7
"""Share of the mentions of an event that give its site or its victim."""
GENERIC, TOWN, SIGHT = range(3)
"""What a mention calls its event by: words for any event, its town, or a sight."""


class Places(NamedTuple):
    """Where each row says it happened; numbers of the gazetteer or `UNSAID`."""

    town: Codes
    """Name of the town."""
    province: Codes
    country: Codes
    site: Codes
    site_kind: NDArray[np.int8]


class Names(NamedTuple):
    """Whom each row names; numbers of organisations and persons or `UNSAID`, and the forms of their names."""

    actor: Codes
    actor_form: NDArray[np.int8]
    recipient: Codes
    recipient_form: NDArray[np.int8]
    victim: Codes
    victim_is_short: Flags


@dataclass(frozen=True, eq=False)
class Told:
    """What each row says, dates and tolls left out."""

    event: Codes
    variant: NDArray[np.int8]
    """Spelling of its names, 0 for their own."""
    type: NDArray[np.int8]
    """Place in `TYPES`."""
    means: NDArray[np.int8]
    """Place in `MEANS`, or `UNSAID`."""
    places: Places
    names: Names
    label: NDArray[np.int8]
    """`GENERIC`, `TOWN` or `SIGHT`."""
    gives_parts: Flags
    """Whether it tells the parts of twin blasts."""
    is_confused: Flags
    """Whether it tells another type."""
    only_country: Flags


def tell(draws: Draws, event: Codes, events: Events, *, gazetteer: Gazetteer, actors: tuple[Organisation, ...]) -> Told:
    """Return what rows say of these events."""
    variant = np.where(draws.dialled("transliterated"), draws.numbers("variant", below=VARIANTS) + 1, 0).astype(np.int8)
    gives_parts = events.is_twin[event] & draws.flags("parts", share=0.5)
    only_country = draws.dialled("only_country")
    places = _places(draws, event, events, gazetteer, gives_parts=gives_parts, only_country=only_country)
    is_confused = draws.dialled("confused_types")
    named = np.where(draws.flags("town in label", share=0.5) & (places.town != UNSAID), TOWN, SIGHT)
    return Told(
        event=event,
        variant=variant,
        type=_types(draws, events.type[event], is_confused),
        means=np.where(draws.dialled("missing_means"), np.int8(UNSAID), events.means[event]),
        places=places,
        names=_names(draws, event, events, variant, actors),
        label=np.where(draws.dialled("generic_labels"), GENERIC, named).astype(np.int8),
        gives_parts=gives_parts,
        is_confused=is_confused,
        only_country=only_country,
    )


def _types(draws: Draws, kind: NDArray[np.int8], is_confused: Flags) -> NDArray[np.int8]:
    most = max(len(each.taken_for) for each in EVENT_KINDS)
    others = [[TYPES.index(each.taken_for[at % len(each.taken_for)]) for at in range(most)] for each in EVENT_KINDS]
    other = np.array(others, dtype=np.int8)[kind, draws.numbers("other type", below=most)]
    return np.where(is_confused, other, kind)


def _places(
    draws: Draws, event: Codes, events: Events, gazetteer: Gazetteer, *, gives_parts: Flags, only_country: Flags
) -> Places:
    town = events.town[event]
    always = events.siblings.both_by("site")[event]
    has_site = events.has_site[event] & np.where(events.is_twin[event], gives_parts, True)
    site = np.where(gives_parts & draws.flags("second part", share=0.5), events.second_site[event], events.site[event])
    return Places(
        town=_unless(draws.dialled("missing_city") | only_country, gazetteer.name_of[town]),
        province=_unless(draws.dialled("missing_admin1") | only_country, gazetteer.town_in[town]),
        country=_unless(draws.dialled("missing_country") & ~only_country, gazetteer.country_of(town)),
        site=_unless(~has_site | only_country | ~(always | gives_parts | draws.flags("site", share=_MOSTLY)), site),
        site_kind=events.site_kind[event],
    )


def _names(
    draws: Draws, event: Codes, events: Events, variant: NDArray[np.int8], actors: tuple[Organisation, ...]
) -> Names:
    actor, recipient = events.actor[event], events.recipient[event]
    has_acronym = np.array([each.acronym is not None for each in actors])
    always_actor, always_victim = (events.siblings.both_by(by)[event] for by in ("actor", "victim"))
    says_victim = events.has_victim[event] & (always_victim | draws.flags("victim", share=_MOSTLY))
    return Names(
        actor=_unless(draws.dialled("unnamed_actors") & ~always_actor, actor),
        actor_form=_form(draws, "actor", variant, has_acronym[actor]),
        recipient=_unless(draws.dialled("unnamed_recipients"), recipient),
        recipient_form=_form(draws, "recipient", variant, has_acronym[recipient]),
        victim=_unless(~says_victim, event),
        victim_is_short=draws.dialled("short_names"),
    )


def _form(draws: Draws, who: str, variant: NDArray[np.int8], has_acronym: Flags) -> NDArray[np.int8]:
    share = draws.share("acronyms")
    acronym = has_acronym & draws.flags(f"acronym of {who}", share=share)
    both = has_acronym & draws.flags(f"both names of {who}", share=share / 2)
    return np.where(acronym, ACRONYM, np.where(both, BOTH, variant)).astype(np.int8)


def _unless(unsaid: Flags, numbers: Codes) -> Codes:
    return np.where(unsaid, np.int32(UNSAID), numbers)
