"""A world: events and the reports on them, with known truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from claimx.article import Article
from claimx.facts import Codes, Counts, Facts, Flags
from claimx.mention import Mention
from claimx.worlds.copying import Copies, copies_of
from claimx.worlds.counting import count
from claimx.worlds.dials import Dials
from claimx.worlds.phenomena import touched
from claimx.worlds.records import Report
from claimx.worlds.reports import Reporter
from claimx.worlds.stage import Stage, set_stage
from claimx.worlds.tolls import Tolls, tell_tolls
from claimx.worlds.writing import Written, write_facts


class World:
    """Events and the reports on them: rows are mentions, sorted by id.

    Columns are arrays or made of arrays; records with texts are written one after the other when they are asked for.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._written: Written = write_facts(stage)

    @property
    def facts(self) -> Facts:
        """What merging reads of the mentions, a row for each."""
        return self._written.facts

    @cached_property
    def truth(self) -> Codes:
        """The event of each row."""
        return self._stage.happened.told[self._written.order]

    @cached_property
    def published(self) -> Codes:
        """The ordinal of the day on which the article of each row was published."""
        return self._stage.published.day[self._stage.plan.article[self._written.order]]

    @cached_property
    def phenomena(self) -> Mapping[str, Flags]:
        """For each dial, whether it touched each row."""
        flags = touched(self._stage, self._told_tolls)
        return MappingProxyType({dial: each[self._written.order] for dial, each in flags.items()})

    @cached_property
    def counts(self) -> Counts:
        """The tolls that mentions give, a row for each claim."""
        return count(self._stage, self._told_tolls, order=self._written.order, articles=self.facts.article.values)

    @cached_property
    def copies(self) -> Copies:
        """Which articles carry the text of which."""
        return copies_of(self._stage, articles=self.facts.article.values)

    @property
    def tolls(self) -> NDArray[np.int32]:
        """The true final numbers, shape (events, 2): killed and injured by the number of the event in `truth`."""
        return np.stack([self._stage.events.killed, self._stage.events.injured], axis=1)

    def articles(self) -> Iterator[Article]:
        """Yield the articles with their texts, event by event; who copied whom is left to be found."""
        return (report.article for report in self.reports())

    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions of the articles, in the order of these; `Facts.of` them are the facts."""
        return (mention for report in self.reports() for mention in report.mentions)

    def reports(self) -> Iterator[Report]:
        """Yield each article together with its mentions."""
        return Reporter(self._stage, self._written, self._told_tolls).reports()

    @cached_property
    def _told_tolls(self) -> Tolls:
        return tell_tolls(self._stage)


def generate(n_mentions: int, *, seed: int = 0, dials: Dials | None = None, events_per_day: float = 40) -> World:
    """Return a world of exactly `n_mentions` mentions, about five for each event; with `Dials()` where none are given.

    Days are as crowded in a large world as in a small one: events spread over `events` / `events_per_day` days that end
    on 31 December 2024. The same arguments give the same world.

    Raises:
        InputError: `n_mentions` is no whole number from 1 to 10^8, `seed` none from 0 to 2^64 - 1, `events_per_day` no
            number above 0 up to 20,000, or so small that the events would begin before the calendar does.
    """
    return World(set_stage(n_mentions, seed=seed, dials=dials or Dials(), events_per_day=events_per_day))
