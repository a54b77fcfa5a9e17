"""Dials: how much of each phenomenon a world has."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Self

from claimx.errors import InputError


@dataclass(frozen=True)
class Dials:
    """One share, 0 to 1, for each phenomenon; the defaults are roughly those of news.

    What a share counts stands with each dial. An *event* is what happened, a *report* an article on it, a *mention* one
    article's account of one event, a *naming* a mention that gives a name of the kind in question.

    Raises:
        InputError: a share is no number from 0 to 1.
    """

    transliterated: float = 0.15
    """Mentions whose names (towns, sites, groups, victims) are spelled in another way: other vowels, doubled letters,
    an article. One in seven has other consonants, beyond what spelling rules can join."""
    acronyms: float = 0.2
    """Namings of a group that has an acronym by that acronym; half as many give both ("Free Valley Front (FVF)")."""
    homonyms: float = 0.03
    """Towns that bear the name of a town in another country."""
    missing_city: float = 0.15
    """Mentions that do not say the town."""
    missing_admin1: float = 0.7
    """Mentions that do not say the province."""
    missing_country: float = 0.4
    """Mentions that do not say the country."""
    only_country: float = 0.03
    """Mentions that say nothing of the place but the country."""
    sites: float = 0.3
    """Events at a site with a name, which most of their mentions give."""
    vague_dates: float = 0.05
    """Mentions that say the week or the month only."""
    wrong_dates: float = 0.03
    """Mentions that are a day off."""
    undated: float = 0.04
    """Mentions without a date: half of the news among them is dated by its publication, the rest by nothing."""
    confused_types: float = 0.1
    """Mentions that tell another type."""
    missing_means: float = 0.4
    """Mentions that do not say with what it was done."""
    unnamed_actors: float = 0.6
    """Mentions that do not say who did it."""
    unnamed_recipients: float = 0.7
    """Mentions that do not say whom it was aimed at."""
    victims: float = 0.25
    """Events with one victim whose name most of their mentions give."""
    short_names: float = 0.3
    """Namings of a victim without the middle name."""
    generic_labels: float = 0.4
    """Mentions that call the event by words that many events share."""
    wire_copies: float = 0.3
    """Reports after an event's first that carry the text of the first: edited lightly or much, cut, or inside a longer
    text."""
    divergent_copies: float = 0.1
    """Copies that change the number of those killed without naming another speaker."""
    rising_tolls: float = 0.3
    """Events with dead whose number rises from report to report, up to the final one."""
    conflicting_speakers: float = 0.2
    """Events with dead of whom a second speaker gives another number, alone or beside the first."""
    same_city_same_day: float = 0.05
    """Events in the town and on the day of another event, told apart by site, victim, type or actor."""
    retaliations: float = 0.05
    """Events that answer one of the week before with the roles swapped; half of their reports tell both."""
    twin_blasts: float = 0.03
    """Events with two bombs. It stays one event: half of its mentions give the parts, as subtotals and one of two
    sites."""
    anniversaries: float = 0.02
    """Articles that also retell what happened on the same day a year before."""
    background: float = 0.15
    """Articles that also mention an event of the months before."""
    duplicates: float = 0.03
    """Articles that tell their event twice, in separate passages."""

    def __post_init__(self) -> None:
        for name, share in self.shares().items():
            if isinstance(share, bool) or not isinstance(share, int | float) or not _is_share(share):
                raise InputError(f"the dial {name!r} is {share!r}: give a share from 0 to 1")

    @classmethod
    def calm(cls) -> Self:
        """Return all dials at 0: every mention says everything, rightly, and no two events can be confused."""
        return cls.only()

    @classmethod
    def only(cls, **shares: float) -> Self:
        """Return these dials up and all others at 0.

        Raises:
            InputError: there is no such dial, or a share is no number from 0 to 1.
        """
        names = [field.name for field in fields(cls)]
        unknown = sorted(set(shares) - set(names))
        if unknown:
            raise InputError(f"no dial is called {unknown[0]!r}: the dials are {', '.join(names)}")
        return cls(**(dict.fromkeys(names, 0.0) | shares))

    def shares(self) -> dict[str, float]:
        """Return the share of each dial by its name, in the order of the documentation."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _is_share(share: float) -> bool:
    return math.isfinite(share) and 0 <= share <= 1
