"""Meeting: which rows share an anchor and a time.

What a stay looks for is looked up once for all its rows; they are parted again when pairs are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from claimx.errors import InputError
from claimx.facts import Codes, Flags, Rows
from claimx.merging.intervals import Index, Stays, tiles
from claimx.merging.relation import expand, ranges

LARGEST_BLOCK: Final = 100_000
"""Mentions that one mention may meet under one anchor."""

LOOKUPS: Final = 1 << 17
"""Stays looked up together."""


class Meeting(NamedTuple):
    """One way to meet: who stands where, and who looks where."""

    standing: Stays
    looking: Stays
    """Those that stand, where they look for each other: of two rows that look one finds the other, not both."""
    partners: Callable[[Codes], tuple[Rows, Codes]]
    """Returns the anchors to look under for each of some anchors: places among these, and anchors."""
    called: Callable[[int], str] = str
    """What an anchor is, for a person."""
    slack: int = 0
    """Days by which dates may miss one another."""
    looks: int = 0
    """Marks without which a row does not look."""
    either: int = 0
    """A mark that one row of a pair must have; 0 for none."""

    @property
    def mutual(self) -> bool:
        """Whether rows look for each other."""
        return self.looking is self.standing

    def look(self, stays: Stays) -> Flags:
        """Tell which stays look."""
        looks: Flags = stays.marks & self.looks == self.looks
        return looks


class _Hits(NamedTuple):
    """Some rows of stays that look, and the stretch of an index that they find."""

    stays: Rows
    begins: Rows
    sizes: Rows
    low: Rows
    high: Rows
    n_found: Rows
    """Rows in the stretch."""

    def take(self, part: slice | Rows) -> _Hits:
        """Return some of them."""
        return _Hits(*(column[part] for column in self))


def meet(meeting: Meeting, *, tile: int) -> Iterator[tuple[Rows, Rows]]:
    """Yield pairs of a row that looks and one that it finds, at most `tile` at a time, or those of a single row.

    Raises:
        InputError: more than `LARGEST_BLOCK` rows stand under one anchor on the days of one that looks.
    """
    for stays, under in _lookups(meeting):
        for index in meeting.standing.indexes:
            hits = _cut(_look_up(meeting, index, stays, under), tile)
            for part in tiles(hits.sizes * hits.n_found, tile):
                yield _pairs(meeting, index, hits.take(part))


def _lookups(meeting: Meeting) -> Iterator[tuple[Rows, Codes]]:
    """Yield the stays that look, and under which anchors."""
    looking = meeting.looking
    lookers = np.flatnonzero(meeting.look(looking))
    begins = np.flatnonzero(np.diff(looking.anchors[lookers], prepend=-1))
    sizes = np.diff(begins, append=len(lookers))
    at, under = _asked(meeting, looking.anchors[lookers[begins]])
    for part in tiles(sizes[at], LOOKUPS):
        places, stays = expand(begins[at[part]], sizes[at[part]], lookers)
        yield stays, under[part][places]


def _asked(meeting: Meeting, anchors: Codes) -> tuple[Rows, Codes]:
    """Return under which anchors to look for each of some anchors, as `Meeting.partners` does, if any may be found."""
    looking, standing = meeting.looking, meeting.standing
    places, under = meeting.partners(anchors)
    n_standing = standing.n_rows(under)
    kept = n_standing > 0
    if meeting.mutual:
        # Where a block could be too large, both ways: whether it is must not depend on the codes.
        found_only = standing.any(~meeting.look(standing), under)
        kept &= (under >= anchors[places]) | found_only | (n_standing > LARGEST_BLOCK)
    if meeting.either:
        marked = looking.any(looking.marks & meeting.either > 0, anchors)[places]
        kept &= marked | standing.any(standing.marks & meeting.either > 0, under)
    return places[kept], under[kept]


def _look_up(meeting: Meeting, index: Index, stays: Rows, under: Codes) -> _Hits:
    looking, spans = meeting.looking, meeting.standing.spans
    low, high = spans.near(longest=index.longest, slack=meeting.slack)
    base, span = under.astype(np.int64) * len(spans), looking.span[stays]
    begin, beyond = np.searchsorted(index.keys, base + low[span]), base + high[span]
    # Most look where nobody stands on their days.
    some = np.flatnonzero(index.keys[begin] < beyond)
    begin, end, stays = begin[some], np.searchsorted(index.keys, beyond[some]), stays[some]
    n_found = index.n_before[end] - index.n_before[begin]
    if n_found.max(initial=0) > LARGEST_BLOCK:
        worst = int(n_found.argmax())
        raise _too_many(meeting, int(n_found[worst]), int(under[some[worst]]), int(span[some[worst]]))
    return _Hits(stays, looking.begins[stays], looking.sizes[stays], begin, end, n_found)


def _too_many(meeting: Meeting, found: int, anchor: int, span: int) -> InputError:
    day = date.fromordinal(int(meeting.looking.spans.first[span])).isoformat()
    return InputError(
        f"{found} mentions share {meeting.called(anchor)!r} about {day}, more than {LARGEST_BLOCK}: judging every two"
        " of them would take hours; date or place them more exactly, or merge them in parts"
    )


def _cut(hits: _Hits, tile: int) -> _Hits:
    """Return hits of at most `tile` pairs, or of a single row."""
    most = np.maximum(tile // np.maximum(hits.n_found, 1), 1)
    places, pieces = ranges(np.zeros_like(most), -(-hits.sizes // most))
    cut, most = hits.take(places), most[places]
    done = pieces * most
    return cut._replace(begins=cut.begins + done, sizes=np.minimum(cut.sizes - done, most))


def _pairs(meeting: Meeting, index: Index, hits: _Hits) -> tuple[Rows, Rows]:
    looking, standing = meeting.looking, meeting.standing
    places, found = expand(hits.low, hits.high - hits.low, index.stays)
    kept = _wanted(meeting, index, hits.stays[places], found)
    places, found = places[kept], found[kept]
    again, at = ranges(hits.begins[places], hits.sizes[places])
    stays, found = hits.stays[places[again]], found[again]
    begins, ends = standing.begins[found], standing.begins[found] + standing.sizes[found]
    if meeting.mutual:
        begins = np.where(stays == found, at + 1, begins)
    places, other = expand(begins, ends - begins, standing.rows)
    return looking.rows[at][places], other


def _wanted(meeting: Meeting, index: Index, stays: Rows, found: Rows) -> Flags:
    """Tell which pairs of stays, one of which looks and finds the other, have pairs of rows."""
    looking, standing, spans = meeting.looking, meeting.standing, meeting.standing.spans
    wanted = np.ones(len(stays), dtype=np.bool_)
    if index.longest:
        wanted &= spans.last[standing.span[found]] >= spans.first[looking.span[stays]] - meeting.slack
    if meeting.mutual:
        wanted &= (stays <= found) | ~meeting.look(standing)[found]
    if meeting.either:
        wanted &= (looking.marks[stays] | standing.marks[found]) & meeting.either > 0
    return wanted
