"""Reading a table of mentions, column by column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from claimx.facts import Column, Facts, Named, Relations, Rows
from claimx.merging.resolvable import NO_TIME, NO_ZONE, OPEN, Published, Resolvable, Stances, Tolls
from claimx.merging.tallying import classes
from claimx.tables.encoding import lengths_of, list_column, numbers
from claimx.tables.ordered import Ordered, names, text, texts
from claimx.tables.schema import BY_NAME

DAY = 86_400
"""Seconds."""


class MentionTable:
    """A Parquet file of mentions; rows are given in the order of their ids, whatever order they have in the file.

    The columns of `facts` can be dropped before those of `resolvable` are read: at no time is the whole table there.
    """

    def __init__(self, path: str | Path) -> None:
        """Open a file.

        Raises:
            InputError: it cannot be read, lacks a column, or has one of another type.
        """
        self._table = Ordered(Path(path))

    def facts(self) -> Facts:
        """Return what the rules read of the mentions.

        Raises:
            InputError: a value is not what its column holds; the message names file, column and row.
        """
        table = self._table
        start, end = table.days("start"), table.days("end")
        table.file.check_days(start, end, table.order)
        return Facts(
            ids=table.ids,
            article=names(table.column("article")),
            realis=table.text("realis"),
            type=table.text("type"),
            means=table.text("means"),
            start=start,
            end=end,
            site=table.text("site"),
            city=table.text("city"),
            admin1=table.text("admin1"),
            country=table.text("country"),
            country_code=table.text("country_code"),
            victims=_named(table, "victims"),
            actors=_named(table, "actors"),
            recipients=_named(table, "recipients"),
            label=table.text("label"),
            relations=_relations(table),
            overlapping=_overlapping(table),
        )

    def resolvable(self) -> Resolvable:
        """Return what resolving reads of the mentions, in the order of their facts.

        Raises:
            InputError: a value is not what its column holds; the message names file, column and row.
        """
        table = self._table
        stances, tolls = _claims(table)
        return Resolvable(
            published=Published(
                table.days("published"),
                table.numbers("published_time", np.int64, null=NO_TIME, below=DAY * 1_000_000),
                table.numbers("published_offset", np.int32, null=NO_ZONE, least=1 - DAY, below=DAY),
            ),
            precision=table.text("precision"),
            basis=table.text("basis"),
            prominence=table.text("prominence"),
            own_origin=names(table.column("own_origin")),
            n_claims=table.numbers("n_claims", np.int32),
            stances=stances,
            tolls=tolls,
        )


def _named(table: Ordered, name: str) -> Column[tuple[Named, ...]]:
    lengths, told = table.field(name, "name")
    called = text(told)
    kinds = text(table.field(name, "kind")[1], words=BY_NAME[name].words["kind"])
    aliases = texts(table.field(name, "also_known_as")[1])
    codes, first = classes(called.codes, kinds.codes, aliases.codes)
    values = [Named(called[row], kinds[row], aliases[row]) for row in first.tolist()]
    return list_column(lengths, codes.astype(np.int32), values)


def _relations(table: Ordered) -> Relations:
    lengths, told = table.field("relations", "kind")
    kinds = text(told, words=BY_NAME["relations"].words["kind"])
    source, target = _owners(lengths), table.rows_of(table.field("relations", "to")[1])
    ranks = np.argsort(np.argsort(kinds.values))
    order = np.lexsort((target, ranks[kinds.codes], source))
    return Relations(source[order], kinds.take(order), target[order])


def _overlapping(table: Ordered) -> Rows:
    told = table.column("retold")
    lengths = lengths_of(told.values)
    one, other = _owners(lengths), table.rows_of(told.elements(lengths))
    pairs = np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)
    return np.unique(pairs[one != other], axis=0).reshape(-1, 2)


def _claims(table: Ordered) -> tuple[Stances, Tolls]:
    """Return the claims; one numbering tells the origins of both kinds."""
    stances, (lengths, made) = table.column("stance_origins"), table.field("tolls", "origin")
    n_stances = lengths_of(stances.values)
    stated = stances.elements(n_stances)
    stated.check_known()
    origin = names(stated.followed_by(made))
    is_stance = np.arange(len(origin)) < len(stated.values)
    return (
        Stances(_owners(n_stances), origin.take(np.flatnonzero(is_stance))),
        _tolls(table, _owners(lengths), origin.take(np.flatnonzero(~is_stance))),
    )


def _tolls(table: Ordered, mention: Rows, origin: Column[str]) -> Tolls:
    words = BY_NAME["tolls"].words

    def told(field: str) -> Column[Any]:
        return text(table.field("tolls", field)[1], words=words.get(field, ()))

    def count(field: str) -> Any:
        counted = table.field("tolls", field)[1]
        counted.check_range(0, 1 << 63)
        return numbers(counted.values, np.int64, null=OPEN)

    def flags(field: str) -> Any:
        return numbers(table.field("tolls", field)[1].values, np.bool_)

    return Tolls(
        mention=mention,
        kind=told("kind"),
        scope=told("scope"),
        polarity=told("polarity"),
        min=count("min"),
        best=count("best"),
        max=count("max"),
        approximate=flags("approximate"),
        basis=told("basis"),
        confirms=flags("confirms"),
        speaker=told("speaker"),
        origin=origin,
    )


def _owners(lengths: Rows) -> Rows:
    """Return for each element the row whose list it is in."""
    return np.repeat(np.arange(len(lengths)), lengths)
