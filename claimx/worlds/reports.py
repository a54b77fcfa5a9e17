"""Reports: the records of a world, one article after the other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from claimx.taxonomy import EventType, Means
from claimx.worlds.accounts import Account, ToldToll
from claimx.worlds.copying import COPY_KINDS, copy_kinds
from claimx.worlds.counting import Slot, slots
from claimx.worlds.kinds import MEANS, TYPES
from claimx.worlds.pages import Carried, Page, page_of
from claimx.worlds.planning import KINDS
from claimx.worlds.records import Report, record
from claimx.worlds.stage import Stage
from claimx.worlds.tolls import VOICES, Tolls
from claimx.worlds.writing import Written


class Reporter:
    """Writes the articles of a world with their mentions, in the order of its plan."""

    def __init__(self, stage: Stage, written: Written, tolls: Tolls) -> None:
        self._stage, self._written = stage, written
        self._slots: tuple[Slot, ...] = slots(tolls)
        self._copy_kinds = copy_kinds(stage)
        self._is_copied = np.zeros(len(stage.plan.event), dtype=np.bool_)
        self._is_copied[stage.plan.original[stage.plan.original != np.arange(len(stage.plan.original))]] = True

    def reports(self) -> Iterator[Report]:
        """Yield every article with its mentions."""
        plan, names = self._stage.plan, self._written.facts.article.values
        ends = [*plan.first_row[1:].tolist(), len(plan.article)]
        for article, (start, end) in enumerate(zip(plan.first_row.tolist(), ends, strict=True)):
            accounts = tuple(self._account(row) for row in range(start, end))
            yield record(
                self._page(article, accounts),
                accounts,
                article_id=names[article],
                minute=int(self._stage.published.minute[article]),
            )

    def _page(self, article: int, accounts: tuple[Account, ...]) -> Page:
        original = int(self._stage.plan.original[article])
        kind = COPY_KINDS[self._copy_kinds[article]]
        return page_of(
            accounts,
            seed=self._stage.seed,
            article=article,
            event=int(self._stage.plan.event[article]),
            carried=Carried(original, kind) if original != article else None,
            is_copied=bool(self._is_copied[article]),
            author=self._stage.persons.name(len(self._stage.events) + article, short=1, variant=0),
        )

    def _account(self, row: int) -> Account:
        facts, at = self._written.facts, int(self._written.rank[row])
        told_type: EventType = TYPES[self._stage.told.type[row]]
        means = int(self._stage.told.means[row])
        told_means: Means | None = MEANS[means] if means >= 0 else None
        return Account(
            id=facts.ids[at].decode(),
            kind=KINDS[self._stage.plan.kind[row]],
            label=self._written.labels[at],
            type=told_type,
            means=told_means,
            dating=int(self._stage.days.dating[row]),
            start=int(facts.start[at]),
            end=int(facts.end[at]),
            site=facts.site[at],
            city=facts.city[at],
            admin1=facts.admin1[at],
            country=facts.country[at],
            victims=facts.victims[at],
            actors=facts.actors[at],
            recipients=facts.recipients[at],
            tolls=tuple(self._told_tolls(row)),
        )

    def _told_tolls(self, row: int) -> Iterator[ToldToll]:
        for slot in self._slots:
            number, voice = int(slot.number[row]), int(slot.voice[row])
            if number >= 0:
                spoken = VOICES[voice] if voice >= 0 else None
                yield ToldToll(number, slot.kind, slot.scope, bool(slot.is_floor[row]), spoken)
