"""Tolls: numbers that rise, that contradict one another, and that copies change."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from claimx.worlds import World
from tests.worlds.seen import SHARE, share, spelled_out, world


def killed(seen: World) -> list[tuple[int, int, int, str | None, bool]]:
    """Return (row, event, number, speaker, is exact) of each total of those killed."""
    counts = seen.counts
    columns = (
        counts.mention.tolist(),
        seen.truth[counts.mention].tolist(),
        counts.best.tolist(),
        spelled_out(counts.speaker),
        (counts.max >= 0).tolist(),
        spelled_out(counts.kind),
        spelled_out(counts.scope),
    )
    rows = zip(*columns, strict=True)
    return [(*told, is_exact) for *told, is_exact, kind, scope in rows if (kind, scope) == ("killed", "total")]


def deadly_events(seen: World, *, at_least: int) -> dict[int, list[int]]:
    """Return the numbers of dead given for each event of which so many mentions give one."""
    numbers, rows = defaultdict(list), defaultdict(set)
    for row, event, number, _, _ in killed(seen):
        numbers[event].append(number)
        rows[event].add(row)
    return {event: told for event, told in numbers.items() if len(rows[event]) >= at_least}


def test_in_a_calm_world_every_number_is_the_final_one() -> None:
    """Exactly, by whoever gives it."""
    seen = world()
    for _, event, number, _, is_exact in killed(seen):
        assert is_exact
        assert number == seen.tolls[event, 0]
    for dial in ("rising_tolls", "conflicting_speakers", "divergent_copies"):
        assert not seen.phenomena[dial].any()


def test_numbers_rise_over_the_day_to_the_final_one() -> None:
    """About the share of events with dead begin low, as "at least", and no number exceeds the final one."""
    seen = world(rising_tolls=SHARE)
    told = deadly_events(seen, at_least=1)
    assert SHARE == pytest.approx(share(min(told[event]) < seen.tolls[event, 0] for event in told), abs=0.06)
    assert all(max(numbers) <= seen.tolls[event, 0] for event, numbers in told.items())
    rows = defaultdict(list)
    for row, event, number, _, is_exact in killed(seen):
        assert is_exact == (number == seen.tolls[event, 0])
        assert (not is_exact) == seen.phenomena["rising_tolls"][row]
        rows[event].append((int(seen.published[row]), number))
    late = [max(numbers)[1] == seen.tolls[event, 0] for event, numbers in rows.items() if len(numbers) > 12]
    assert share(late) > 0.9


def test_a_later_report_never_gives_fewer() -> None:
    """In the order of publication numbers only rise; some rise under another speaker."""
    seen = world(600, rising_tolls=1.0)
    told = defaultdict(list)
    rows = {id_.decode(): row for row, id_ in enumerate(seen.facts.ids.tolist())}
    numbers = {row: (event, number, speaker) for row, event, number, speaker, _ in killed(seen)}
    for article, mentions in seen.reports():
        row = rows[mentions[0].id]
        if row in numbers:
            event, number, speaker = numbers[row]
            told[event].append((str(article.published_at), number, speaker))
    assert all(sorted(reports, key=lambda told: told[0]) == reports for reports in told.values())
    assert all([n for _, n, _ in reports] == sorted(n for _, n, _ in reports) for reports in told.values())
    assert any(len({speaker for _, _, speaker in reports} - {None}) > 1 for reports in told.values())


def test_speakers_contradict_one_another() -> None:
    """In about the share of events with dead, another speaker gives another number, alone or beside the first."""
    seen = world(conflicting_speakers=SHARE)
    told = deadly_events(seen, at_least=8)
    assert SHARE == pytest.approx(share(len(set(numbers)) > 1 for numbers in told.values()), abs=0.08)
    speakers = defaultdict(set)
    by_row = defaultdict(set)
    for row, event, number, speaker, _ in killed(seen):
        speakers[event, speaker].add(number)
        by_row[row].add(number)
        assert (number != seen.tolls[event, 0]) <= seen.phenomena["conflicting_speakers"][row]
    assert {1} == {len(numbers) for numbers in speakers.values()}
    assert {1, 2} == {len(numbers) for numbers in by_row.values()}


def test_copies_change_the_number_but_not_the_speaker() -> None:
    """About the share of the copies of reports with dead."""
    seen = world(wire_copies=1.0, divergent_copies=SHARE)
    original = dict(zip(seen.copies.article.tolist(), seen.copies.original.tolist(), strict=True))
    told = {seen.facts.article[row].encode(): (number, speaker, row) for row, _, number, speaker, _ in killed(seen)}
    pairs = [(told[copy], told[original[copy]]) for copy in original if copy in told]
    assert SHARE == pytest.approx(share(copy[0] != first[0] for copy, first in pairs), abs=0.04)
    assert all(copy[1] == first[1] for copy, first in pairs)
    assert all((copy[0] != first[0]) == seen.phenomena["divergent_copies"][copy[2]] for copy, first in pairs)
    assert min(number for number, _, _ in told.values()) >= 1


def test_without_copies_there_is_nothing_to_diverge() -> None:
    """The dial alone does nothing."""
    seen = world(divergent_copies=1.0)
    assert not seen.phenomena["divergent_copies"].any()
    assert np.array_equal(seen.counts.best, world().counts.best)
