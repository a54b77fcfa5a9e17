"""Writing: the facts of a world's rows, sorted by their ids."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np

from claimx.facts import Column, Facts, Relations, Rows, telling_label
from claimx.worlds.columns import (
    column,
    label_column,
    named_column,
    numbered,
    site_column,
    town_column,
    victim_column,
)
from claimx.worlds.kinds import MEANS, TYPES
from claimx.worlds.seeding import ids_of, mixed
from claimx.worlds.stage import Stage

T = TypeVar("T")


class Written(NamedTuple):
    """The facts of a world, and how their rows stand to those of the plan."""

    facts: Facts
    order: Rows
    """Row of the plan for each row of the facts."""
    rank: Rows
    """Row of the facts for each row of the plan."""
    labels: Column[str]
    """The label of each row of the facts, as its article prints it."""


def write_facts(stage: Stage) -> Written:
    """Return the facts of all rows."""
    plan, told, days = stage.plan, stage.told, stage.days
    numbers = mixed(stage.seed, "mentions", np.arange(len(plan.article)))
    order = np.argsort(numbers)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    labels = _sorted(label_column(told, stage.events.sight[told.event], stage.gazetteer), order)
    places, names = told.places, told.names
    facts = Facts(
        ids=ids_of(b"m", numbers[order]),
        article=Column(plan.article[order], article_names(stage)),
        realis=Column(np.zeros(len(order), dtype=np.int32), ("actual",)),
        type=column(told.type[order].astype(np.int64), TYPES.__getitem__, unsaid="other"),
        means=numbered(told.means[order], MEANS),
        start=days.start[order],
        end=days.end[order],
        site=_sorted(site_column(told, stage.gazetteer), order),
        city=_sorted(town_column(told, stage.gazetteer), order),
        admin1=numbered(places.province[order], stage.gazetteer.provinces),
        country=numbered(places.country[order], [country.name for country in stage.gazetteer.countries]),
        country_code=numbered(places.country[order], [country.code for country in stage.gazetteer.countries]),
        victims=_sorted(victim_column(names, told.variant, stage.persons), order),
        actors=_sorted(named_column(names.actor, names.actor_form, stage.organisations), order),
        recipients=_sorted(named_column(names.recipient, names.recipient_form, stage.organisations), order),
        label=_telling(labels),
        relations=_relations(stage, rank),
        overlapping=np.empty((0, 2), dtype=np.int64),
    )
    return Written(facts, order, rank, labels)


def article_names(stage: Stage) -> tuple[str, ...]:
    """Return the id of each article of the plan."""
    numbers = mixed(stage.seed, "articles", np.arange(len(stage.plan.event)))
    return tuple(ids_of(b"a", numbers).astype("U17").tolist())


def _sorted(column: Column[T], order: Rows) -> Column[T]:
    return Column(column.codes[order], column.values)


def _telling(labels: Column[str]) -> Column[str | None]:
    telling = Column.of(telling_label(label) for label in labels.values)
    return Column(telling.codes[labels.codes], telling.values)


def _relations(stage: Stage, rank: Rows) -> Relations:
    answered = stage.plan.rows_of("retaliations")
    source, target = rank[stage.plan.first_row[stage.plan.article[answered]]], rank[answered]
    order = np.argsort(source)
    kind = Column(np.zeros(len(order), dtype=np.int32), ("retaliation_for",) if len(order) else ())
    return Relations(source[order], kind, target[order])
