"""Blocking: which pairs of mentions are worth asking the gates about.

Two mentions can only be one event by a shared place below the country, a shared participant, the same label or the
same relation to something else; so each mention stands under the names of its places and participants, and looks, on
its days, under those names which a rule takes for one with its own (`meetings`). What a mention stands under depends
on its record alone. No pair that the gates could join is left out, and no block is cut: one that is too large ends the
merge with its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, Self

import numpy as np

from claimx.facts import UNDATED, Codes, Flags, Rows
from claimx.merging.intervals import Marks, Spans, Stays
from claimx.merging.meeting import Meeting, meet
from claimx.merging.names import ROLES
from claimx.merging.relation import distinct, expand
from claimx.merging.ties import Ties, with_tied
from claimx.merging.votes import Columns

TILE: Final = 1 << 18
"""Pairs looked at together: few enough for what is known of them to stay near the processor."""

HOMELESS: Final = 1
"""Marks a row without a city."""
CHANGED: Final = 2
"""Marks the rows of which each pair must have one, if not all are wanted."""
BESIDE: Final = 4
"""Marks those as well, and what they are tied to."""

RowPairs = tuple[Rows, Rows]


def candidate_pairs(columns: Columns, ties: Ties, *, changed: Flags | None = None) -> Iterator[RowPairs]:
    """Yield the pairs to decide on in tiles of rows `(left, right)`, the lower row left.

    A pair may come in several tiles. With `changed`, only pairs that have a marked row.

    Raises:
        InputError: a block is too large.
    """
    yield _within_articles(columns, changed)
    first, *others = meetings(columns, ties, changed=changed)
    yield from _met(first)
    for meeting in others[:-1]:
        for left, right in _met(meeting):
            yield _not_met_before(columns, left, right)
    for left, right in _met(others[-1]):
        yield _among(changed, *_not_met_before(columns, left, right))
        yield _among(changed, *_undated_beside(columns, ties, left, right))


def meetings(columns: Columns, ties: Ties, *, changed: Flags | None = None) -> list[Meeting]:
    """Return the ways in which mentions with a date meet: by city first, by tie last.

    Who names a city needs nothing else to meet who shares it, and conflicts with who names another; so only mentions
    without one look further, by province, actor, recipient and label. A named victim is looked for a day either side,
    since reports disagree about midnight.
    """
    facts, places = columns.facts, columns.places
    dated = _Dated.of(columns, changed)
    city, admin1, site = (dated.under(codes[places.of]) for codes in (places.city, places.admin1, places.site))
    label = dated.under(np.where(columns.labels[facts.label.codes], facts.label.codes, -1))
    same, alike = places.same.partners, places.sites.alike.partners
    met = [
        Meeting(city, city, same, places.name),
        Meeting(admin1, city, same, places.name),
        Meeting(site, city, places.sites_with, places.site_name),
        Meeting(site, site, alike, places.site_name),
        Meeting(admin1, admin1, same, places.name, looks=HOMELESS),
        *(_by_role(columns, role, dated) for role in ROLES),
        Meeting(label, label, _itself, lambda code: str(facts.label.values[code]), looks=HOMELESS),
        _by_tie(ties, dated),
    ]
    if changed is None:
        return met
    return [*(one._replace(either=CHANGED) for one in met[:-1]), met[-1]._replace(either=BESIDE)]


class _Dated(NamedTuple):
    """Rows with a date, and what stays are made of."""

    rows: Flags
    spans: Spans
    marks: Marks

    @classmethod
    def of(cls, columns: Columns, changed: Flags | None) -> Self:
        """Mark the rows."""
        facts, places = columns.facts, columns.places
        marks = np.where(places.city[places.of] < 0, HOMELESS, 0).astype(np.uint8)
        if changed is not None:
            marks[changed] |= CHANGED
            marks[with_tied(facts, np.flatnonzero(changed))] |= BESIDE
        return cls(facts.start != UNDATED, Spans(facts.start, facts.end), marks)

    def under(self, codes: Codes) -> Stays:
        """Return the rows under their codes, if they have one."""
        rows = np.flatnonzero(self.rows & (codes >= 0))
        return self.stays(codes[rows], rows)

    def stays(self, anchors: Codes, rows: Rows) -> Stays:
        """Return rows under anchors; all have a date."""
        return Stays(anchors, rows, spans=self.spans, marks=self.marks)


def _by_role(columns: Columns, role: str, dated: _Dated) -> Meeting:
    names, rows = columns.names, np.flatnonzero(dated.rows)
    places, codes = names.of(role, rows)
    stays = dated.stays(codes, rows[places])
    meeting = Meeting(stays, stays, names.same.partners, lambda code: names.values[code].name)
    return meeting._replace(slack=1) if role == "victims" else meeting._replace(looks=HOMELESS)


def _by_tie(ties: Ties, dated: _Dated) -> Meeting:
    kept = dated.rows[ties.rows]
    stays = dated.stays(ties.kinds[kept], ties.rows[kept])
    return Meeting(stays, stays, _itself, lambda _: "what has one relation to something else", slack=1)


def _itself(codes: Codes) -> tuple[Rows, Codes]:
    return np.arange(len(codes)), codes


def _met(meeting: Meeting) -> Iterator[RowPairs]:
    for one, other in meet(meeting, tile=TILE):
        kept = one != other
        one, other = (one, other) if kept.all() else (one[kept], other[kept])
        yield np.minimum(one, other), np.maximum(one, other)


def _not_met_before(columns: Columns, left: Rows, right: Rows) -> RowPairs:
    """Leave out, once each, the pairs that their cities brought together."""
    facts, places = columns.facts, columns.places
    city = places.city[places.of]
    both = np.flatnonzero((city[left] >= 0) & (city[right] >= 0))
    one, other = left[both], right[both]
    overlapping = np.minimum(facts.end[one], facts.end[other]) >= np.maximum(facts.start[one], facts.start[other])
    kept = np.ones(len(left), dtype=np.bool_)
    kept[both] = ~(overlapping & places.same.holds(city[one], city[other]))
    return unique_pairs(left[kept], right[kept], len(facts))


def unique_pairs(left: Rows, right: Rows, n_rows: int) -> RowPairs:
    """Return the pairs sorted, each once."""
    bits = n_rows.bit_length()
    codes = distinct(left << bits | right)
    return codes >> bits, codes & ((1 << bits) - 1)


def _undated_beside(columns: Columns, ties: Ties, left: Rows, right: Rows) -> RowPairs:
    """Pairs that stand in one relation to a pair that met; an undated mention meets others in no other way."""
    _, one, other = ties.of_pairs(left, right)
    undated = columns.facts.start == UNDATED
    some = undated[one] | undated[other]
    return unique_pairs(np.minimum(one, other)[some], np.maximum(one, other)[some], len(columns.facts))


def _within_articles(columns: Columns, changed: Flags | None) -> RowPairs:
    articles = columns.facts.article.codes
    order = np.argsort(articles, kind="stable")
    ends = np.searchsorted(articles[order], articles[order], side="right")
    after = np.arange(1, len(order) + 1)
    places, right = expand(after, ends - after, order)
    return _among(changed, order[places], right)


def _among(changed: Flags | None, left: Rows, right: Rows) -> RowPairs:
    if changed is None:
        return left, right
    kept = changed[left] | changed[right]
    return left[kept], right[kept]
