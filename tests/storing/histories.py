"""Histories: what comes into a store batch by batch, and what merging at once makes of what is left.

A pool of reports is drawn once for each history; then articles come, come again, are told otherwise and go, and rulings
are given and taken back, in any order. `Ledger` keeps what should be in the store; `everything` merges it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from claimx.article import Article
from claimx.event import Event, Policy
from claimx.mention import Mention
from claimx.merging import merge
from claimx.merging.linkage import Linkage
from claimx.ruling import RuledField, Ruling, RulingKind
from claimx.storing import Batch, Settings
from tests.merging.reports import (
    DOCTOR,
    MINISTER,
    POLICE,
    Party,
    Report,
    Said,
    Story,
    Voice,
    blame,
    bystanders,
    force,
    remark,
    report,
    toll,
    victim,
    when,
)

T = TypeVar("T")

DAYS = ("2024-02-29", "2024-03-01", "2024-03-02", "2024-03-03", "2024-03", "2024", ("2024-02-24", "2024-03-01"), None)
PUBLISHED = ("2024-03-01", "2024-03-02", "2024-03-03", "2024-03-02T10:00:00", None)
CITIES = (None, "Qasr Delan", "Kasr Delan", "Orran")
PARTIES: tuple[Party, ...] = (
    *(victim("Tomas Irel"), victim("Tomás Irel", "Old Fox"), victim("Old Fox")),
    *(force("Free Valley Front"), force("FVF"), bystanders("two fishermen")),
)
VOICES = (None, POLICE, DOCTOR, MINISTER, Voice("officials", via=("Reuters",)))
OUTLETS = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily", "Reed Review")
KINDS = ("retaliation_for", "follows", "part_of")
FIELDS: tuple[RuledField, ...] = ("tolls.killed", "tolls.injured")


@dataclass
class Ledger:
    """What should be in a store."""

    reports: dict[str, Report] = field(default_factory=dict)
    """By article id."""
    rulings: dict[str, Ruling] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """Ids of every event that ever was."""

    @property
    def articles(self) -> list[Article]:
        """What is left of the articles."""
        return [one.article for one in self.reports.values()]

    @property
    def mentions(self) -> list[Mention]:
        """What is left of the mentions."""
        return [mention for one in self.reports.values() for mention in one.mentions]

    def take(self, batch: Batch) -> None:
        """Do what a batch says."""
        for article_id in batch.removed:
            del self.reports[article_id]
        for article_id, article in batch.articles.items():
            told = tuple(one for one in batch.mentions.values() if one.article_id == article_id)
            self.reports[article_id] = Report(article, told)
        self.rulings |= batch.rulings

    def everything(self, settings: Settings) -> tuple[Event, ...]:
        """Merge what is left at once."""
        return merge(
            self.mentions,
            articles=self.articles,
            policy=settings.policy,
            linkage=settings.linkage,
            rulings=self.rulings.values(),
        )


class History:
    """Draws batches, each from what the ones before left."""

    def __init__(self, seed: int) -> None:
        """Draw the settings and the reports."""
        self.chance = Random(seed)  # noqa: S311 - seeded, not secret
        policies: tuple[Policy, ...] = ("representative", "representative", "latest", "conservative")
        linkages: tuple[Linkage, ...] = ("constrained", "constrained", "constrained", "average")
        self.settings = Settings(self.chance.choice(policies), self.chance.choice(linkages))
        self.base = Story(means="drone", when="2024-03-01", city="Qasr Delan")
        self.own_words = f"{' '.join(f'word{n}of{seed}' for n in range(40))}."
        """A paragraph that two copies share and their original lacks, so that one derives from the other."""
        self.pool = list(self._reports())
        self.ledger = Ledger()

    def _one(self, told: Sequence[T]) -> T:
        return self.chance.choice(told)

    def _like(self, usual: T, others: Sequence[T]) -> T:
        return usual if self.chance.random() < 0.7 else self._one(others)

    def _reports(self) -> Iterator[Report]:
        for outlet in self.chance.sample(OUTLETS, self.chance.randint(2, 5)):
            yield report(
                outlet, *self._stories(), published=self._one(PUBLISHED), byline=self._one((None, None, "AFP"))
            )
        first = report("Peak Press", *self._stories(), published=self._one(PUBLISHED))
        yield first
        if self.chance.random() < 0.7:
            yield self._copy("Cape Courier", f"{first.article.text}\n{self.own_words}")
            yield self._copy("Dune Dispatch", self.own_words)

    def _copy(self, outlet: str, text: str) -> Report:
        """A report that carries a text, with one line of its own."""
        added = f"{outlet}: {POLICE.text} - nine - killed."
        told = self.base.but(city=None, country="Chile", claims=(toll("nine", by=POLICE, passage=added),))
        # The base needs its words in the text.
        words = f"{text}\nChile.\n{added}"
        return report(outlet, told, text=words, published=self._one(PUBLISHED), byline=None)

    def _stories(self) -> list[Story]:
        stories = [self._story() for _ in range(self.chance.randint(1, 3))]
        if len(stories) > 1 and self.chance.random() < 0.6:
            undated: dict[str, object] = {"when": None} if self.chance.random() < 0.6 else {}
            stories[0] = stories[0].but(relations=((self._like("follows", KINDS), len(stories)),), **undated)
        return stories

    def _story(self) -> Story:
        return self.base.but(
            type=self._like("bombing", ("air_strike", "protest")),
            when=self._like("2024-03-01", DAYS),
            city=self._like("Qasr Delan", CITIES),
            country=self._one((None, "Chile")),
            parties=self._like((), [(party,) for party in PARTIES]),
            claims=tuple(self._said() for _ in range(self.chance.randint(1, 3))),
            realis=self._like("actual", ("actual", "future")),
            label=self._like(None, ("",)) or None,
        )

    def _said(self) -> Said:
        voice = self._one(VOICES)
        return self._one(
            [toll("two", by=voice), toll("three", by=voice), blame("the rebels", by=voice), remark(by=voice)]
        )

    def batch(self) -> Batch:
        """Draw the next batch, and note in the ledger what it should leave."""
        batch = self._one([self._adding, self._adding, self._adding, self._correcting, self._removing, self._ruling])()
        self.ledger.take(batch)
        return batch

    def _adding(self) -> Batch:
        """Some reports, in whole or once more."""
        told = self.chance.sample(self.pool, self.chance.randint(1, len(self.pool)))
        return batch_of(told)

    def _correcting(self) -> Batch:
        """One article told otherwise: fewer mentions, another outlet, or another day of publication."""
        if not self.ledger.reports:
            return self._adding()
        one = self.ledger.reports[self._one(sorted(self.ledger.reports))]
        fewer = self.chance.sample(one.mentions, self.chance.randint(0, len(one.mentions)))
        retellings: list[dict[str, object]] = [{"type": "protest"}, {"when": when(None)}, {"id": f"m-{one.article.id}"}]
        place = self.chance.randrange(max(len(one.mentions), 1))
        retold = list(one.mentions)
        retold[place : place + 1] = [mention.model_copy(update=self._one(retellings)) for mention in retold[place:][:1]]
        changes: dict[str, object] = {"outlet": self._one(OUTLETS)}
        elsewhere = one.article.model_copy(update=changes)
        day = report(None, self.base, published=self._one(PUBLISHED)).article.published_at
        later = one.article.model_copy(update={"published_at": day})
        return batch_of(
            [
                self._one(
                    [
                        Report(one.article, tuple(fewer)),
                        Report(one.article, tuple(retold)),
                        Report(one.article, tuple(retold)),
                        Report(elsewhere, one.mentions),
                        Report(later, one.mentions),
                    ]
                )
            ]
        )

    def _removing(self) -> Batch:
        known = sorted(self.ledger.reports)
        return Batch.of(removed=self.chance.sample(known, self.chance.randint(0, len(known))))

    def _ruling(self) -> Batch:
        """A decision on mentions that are there or not, or one taken back."""
        known = sorted(self.ledger.rulings)
        if known and self.chance.random() < 0.4:
            return Batch.of(rulings=[Ruling.made("withdrawn", withdraws=self._one(known), by="Ana", reason="mistaken")])
        ids = sorted(mention.id for one in self.pool for mention in one.mentions)
        if self.chance.random() < 0.3:
            value = self._one((None, 1, 7))
            reason, by, field = "court file", self._one(("Ana", "Ben")), self._one(FIELDS)
            return Batch.of(
                rulings=[
                    Ruling.made("value", mention_ids=[self._one(ids)], field=field, value=value, by=by, reason=reason)
                ]
            )
        kinds: tuple[RulingKind, ...] = ("same", "different")
        kind = self._one(kinds)
        pairs = [self.chance.sample(ids, 2) for _ in range(self.chance.randint(1, 3))]
        return Batch.of(rulings=[Ruling.made(kind, mention_ids=pair, by="Ana", reason="seen both") for pair in pairs])


def batch_of(reports: Sequence[Report]) -> Batch:
    """Return the batch of some reports."""
    return Batch.of(
        articles=[one.article for one in reports], mentions=[mention for one in reports for mention in one.mentions]
    )
