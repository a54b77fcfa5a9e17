"""Blocking: which pairs of mentions are worth asking the gates about.

Two mentions can only be one event by a shared place below the country, a shared participant, the same label or the
same relation to something else; so each mention stands under the names of its places and participants, and looks, on
its days, under those names which a rule takes for one with its own (`meetings`). What a mention stands under depends
on its record alone. No pair that the gates could join is left out, and no block is cut: one that is too large ends the
merge with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from claimx.facts import UNDATED, Codes, Facts, Flags, Rows
from claimx.merging.intervals import Timeline
from claimx.merging.names import ROLES
from claimx.merging.relation import distinct, expand
from claimx.merging.ties import Ties, with_tied
from claimx.merging.votes import Columns

TILE: Final = 1 << 21
"""Pairs looked at together."""

RowPairs = tuple[Rows, Rows]


class Anchored(NamedTuple):
    """Anchors, and the rows that stand or look under them."""

    anchors: Codes
    rows: Rows

    def among(self, kept: Flags) -> Anchored:
        """Return those whose rows are marked."""
        chosen = kept[self.rows]
        return Anchored(self.anchors[chosen], self.rows[chosen])


class Meeting(NamedTuple):
    """One way to meet: who stands where, and who looks there."""

    standing: Anchored
    looking: Anchored
    called: Callable[[int], str]
    """What an anchor is, for a person."""
    slack: int = 0
    """Days by which dates may miss one another."""
    mutual: bool = False
    """Whether both rows of a pair look for each other."""


def candidate_pairs(columns: Columns, ties: Ties, *, changed: Flags | None = None) -> Iterator[RowPairs]:
    """Yield the pairs to decide on in tiles of rows `(left, right)`, the lower row left.

    A pair may come in several tiles. With `changed`, only pairs that have a marked row.

    Raises:
        InputError: a block is too large.
    """
    yield _within_articles(columns, changed)
    first, *others = meetings(columns, ties)
    for left, right in _met(columns, first, changed):
        yield left, right
    for meeting in others[:-1]:
        for left, right in _met(columns, meeting, changed):
            yield _not_met_before(columns, left, right)
    beside = None if changed is None else _with_tied(columns.facts, changed)
    for left, right in _met(columns, others[-1], beside):
        yield _among(changed, *_not_met_before(columns, left, right))
        yield _among(changed, *_undated_beside(columns, ties, left, right))


def meetings(columns: Columns, ties: Ties) -> list[Meeting]:
    """Return the ways in which mentions with a date meet: by city first, by tie last.

    Who names a city needs nothing else to meet who shares it, and conflicts with who names another; so only mentions
    without one look further, by province, actor, recipient and label. A named victim is looked for a day either side,
    since reports disagree about midnight.
    """
    facts, places = columns.facts, columns.places
    dated = facts.start != UNDATED
    city, admin1, site = (codes[places.of] for codes in (places.city, places.admin1, places.site))
    homeless = dated & (city < 0)
    in_city, in_admin1, in_site = (_under(codes, dated) for codes in (city, admin1, site))
    labelled = _under(facts.label.codes, dated & columns.labels[facts.label.codes])
    by_city, by_admin1 = (_partners(one, places.same.partners) for one in (in_city, in_admin1.among(homeless)))
    tied = Anchored(ties.kinds, ties.rows).among(dated)
    return [
        Meeting(in_city, by_city, places.name, mutual=True),
        Meeting(in_admin1, by_city, places.name),
        Meeting(in_site, _partners(in_city, places.sites_with), places.site_name),
        Meeting(in_site, _partners(in_site, places.alike_sites.partners), places.site_name, mutual=True),
        Meeting(in_admin1, by_admin1, places.name),
        *(_by_role(columns, role, dated, homeless) for role in ROLES),
        Meeting(labelled, labelled.among(homeless), lambda code: str(facts.label.values[code])),
        Meeting(tied, tied, lambda _: "what has one relation to something else", slack=1, mutual=True),
    ]


def _by_role(columns: Columns, role: str, dated: Flags, homeless: Flags) -> Meeting:
    names, rows = columns.names, np.flatnonzero(dated)
    places, codes = names.of(role, rows)
    standing = Anchored(codes, rows[places])
    everybody = role == "victims"
    looking = _partners(standing if everybody else standing.among(homeless), names.same.partners)
    return Meeting(
        standing, looking, lambda code: names.values[code].name, slack=1 if everybody else 0, mutual=everybody
    )


def _under(codes: Codes, kept: Flags) -> Anchored:
    rows = np.flatnonzero(kept & (codes >= 0))
    return Anchored(codes[rows], rows)


def _partners(anchored: Anchored, partners: Callable[[Codes], tuple[Rows, Codes]]) -> Anchored:
    places, codes = partners(anchored.anchors)
    return Anchored(codes, anchored.rows[places])


def _met(columns: Columns, meeting: Meeting, changed: Flags | None) -> Iterator[RowPairs]:
    if changed is None:
        sides = [(meeting.looking, meeting.standing)]
    else:
        sides = [
            (meeting.looking.among(changed), meeting.standing),
            (meeting.looking.among(~changed), meeting.standing.among(changed)),
        ]
    for looking, standing in sides:
        timeline = Timeline(*standing, start=columns.facts.start, end=columns.facts.end, called=meeting.called)
        for one, other in timeline.meet(*looking, slack=meeting.slack, tile=TILE):
            yield _in_order(one, other, mutual=meeting.mutual and changed is None)


def _in_order(one: Rows, other: Rows, *, mutual: bool) -> RowPairs:
    """Return pairs with the lower row left; where both rows look for each other, one of the two finds is enough."""
    if mutual:
        kept = one < other
        return one[kept], other[kept]
    kept = one != other
    one, other = one[kept], other[kept]
    return np.minimum(one, other), np.maximum(one, other)


def _not_met_before(columns: Columns, left: Rows, right: Rows) -> RowPairs:
    """Leave out, once each, the pairs that their cities brought together."""
    facts, places = columns.facts, columns.places
    city = places.city[places.of]
    overlapping = np.minimum(facts.end[left], facts.end[right]) >= np.maximum(facts.start[left], facts.start[right])
    kept = ~(overlapping & places.same.holds(city[left], city[right]))
    return unique_pairs(left[kept], right[kept], len(facts))


def unique_pairs(left: Rows, right: Rows, n_rows: int) -> RowPairs:
    """Return the pairs sorted, each once."""
    codes = distinct(left * n_rows + right)
    return codes // max(n_rows, 1), codes % max(n_rows, 1)


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
    places, right = expand(after, ends - after, order.astype(np.int32))
    return _among(changed, order[places].astype(np.int64), right.astype(np.int64))


def _with_tied(facts: Facts, changed: Flags) -> Flags:
    """Mark what is tied to marked rows as well: an undated row meets others through it."""
    marked = np.zeros(len(changed), dtype=np.bool_)
    marked[with_tied(facts, np.flatnonzero(changed))] = True
    return marked


def _among(changed: Flags | None, left: Rows, right: Rows) -> RowPairs:
    if changed is None:
        return left, right
    kept = changed[left] | changed[right]
    return left[kept], right[kept]
