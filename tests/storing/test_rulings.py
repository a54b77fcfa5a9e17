"""Rulings: what a person decided wins over rules and policy, stays, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from claimx.event import Event, LogEntry
from claimx.merging import merge
from claimx.ruling import Ruling, standing, waiting_for
from claimx.storing import Batch, open_store, update
from tests.merging.reports import DOCTOR, POLICE, Report, Story, report, toll, toll_of
from tests.storing.histories import batch_of

FIRST = report("Valley Post", Story(claims=(toll("two", by=POLICE),)))
SECOND = report("Hill Herald", Story(claims=(toll("three", by=DOCTOR),)), published="2024-03-07")
THIRD = report("Lake Lantern", Story(claims=(toll("three", by=DOCTOR),)), published="2024-03-08")
ELSEWHERE = report("Dale Daily", Story(type="protest", city="Orran", when="2023-07-01"))
AGAIN = report("Reed Review", Story(type="protest", city="Sarrin", when="2022-01-01"))


def ids(*reports: Report) -> list[str]:
    """Return the ids of the mentions of reports."""
    return [mention.id for one in reports for mention in one.mentions]


def same(*reports: Report, by: str = "Ana") -> Ruling:
    """One event."""
    return Ruling.made("same", mention_ids=ids(*reports), by=by, reason="one place")


def different(*reports: Report) -> Ruling:
    """Two events."""
    return Ruling.made("different", mention_ids=ids(*reports), by="Ben", reason="two funerals")


def number(value: int | None, one: Report, **told: Any) -> Ruling:
    """A toll."""
    told = {"by": "Ana", "reason": "court file", **told}
    return Ruling.made("value", mention_ids=ids(one), field="tolls.killed", value=value, **told)


def withdrawn(ruling: Ruling) -> Ruling:
    """Taken back."""
    return Ruling.made("withdrawn", withdraws=ruling.id, by="Ana", reason="mistaken")


def merged(reports: Sequence[Report], *rulings: Ruling) -> tuple[Event, ...]:
    """Merge reports under rulings."""
    return merge(
        [mention for one in reports for mention in one.mentions],
        articles=[one.article for one in reports],
        rulings=rulings,
    )


def sizes(events: Sequence[Event]) -> list[int]:
    """Return how many mentions each event has."""
    return sorted(len(event.mention_ids) for event in events)


def ruled(event: Event) -> list[LogEntry]:
    """Return what the log says of rulings."""
    return [entry for entry in event.log if entry.rule == "ruling"]


def test_a_ruling_joins_what_rules_keep_apart() -> None:
    """Another type, town and year; the log says who and why."""
    (event,) = merged([FIRST, ELSEWHERE], same(FIRST, ELSEWHERE))
    (entry,) = ruled(event)
    assert entry.verdict == "joined"
    assert entry.sentence == "one event, ruled by Ana: one place"


def test_a_ruling_separates_what_rules_join() -> None:
    """Both events' logs say so."""
    assert sizes(merged([FIRST, SECOND])) == [2]
    events = merged([FIRST, SECOND], different(FIRST, SECOND))
    assert sizes(events) == [1, 1]
    for event in events:
        assert [(one.verdict, one.sentence) for one in ruled(event)] == [
            ("separated", "two events, ruled by Ben: two funerals")
        ]


def test_one_event_is_transitive_and_two_events_win() -> None:
    """Who rules that a is b and b is c has ruled that a is c, unless somebody ruled that a is not c."""
    chain = same(FIRST, ELSEWHERE), same(ELSEWHERE, AGAIN)
    assert sizes(merged([FIRST, ELSEWHERE, AGAIN], *chain)) == [3]
    events = merged([FIRST, ELSEWHERE, AGAIN], *chain, different(FIRST, AGAIN))
    assert sizes(events) == [1, 2]
    verdicts = sorted(entry.verdict for event in events for entry in ruled(event))
    assert verdicts == ["joined", "refused", "refused", "separated", "separated"]


def test_a_ruling_replaces_the_choice_of_the_policy() -> None:
    """The range and the accounts stay what the articles say; the log keeps what the policy would have chosen."""
    (event,) = merged([FIRST, SECOND, THIRD], number(7, FIRST, on=date(2024, 5, 1)))
    killed = toll_of(event)
    assert (killed.low, killed.best, killed.high, killed.policy) == (2, 7, 3, "representative")
    assert killed.reason == "ruled by Ana on 2024-05-01: court file"
    assert [len(account.sayings) for account in killed.accounts] == [1, 2]
    sentences = [entry.sentence for entry in event.log if entry.rule in {"policy", "ruling"}]
    assert sentences[0].startswith("killed: best 3 by policy representative")
    assert sentences[1:] == ["killed: best 7, ruled by Ana on 2024-05-01: court file"]


def test_a_number_can_be_ruled_unknown() -> None:
    """Null, with who says so."""
    (event,) = merged([FIRST], number(None, FIRST))
    assert (toll_of(event).best, toll_of(event).reason) == (None, "ruled by Ana: court file")


def test_the_later_of_two_values_decides_and_both_are_logged() -> None:
    """By the day that the people gave."""
    early, late = number(5, FIRST, on=date(2024, 4, 1)), number(6, SECOND, by="Ben", on=date(2024, 4, 2))
    for order in ((early, late), (late, early)):
        (event,) = merged([FIRST, SECOND], *order)
        assert toll_of(event).best == 6
        assert sorted(entry.verdict for entry in ruled(event)) == ["chose", "refused"]


def test_a_value_without_a_report_has_no_place() -> None:
    """No toll is made of a ruling alone; the log says why it does nothing."""
    (event,) = merged([ELSEWHERE], number(4, ELSEWHERE))
    assert event.tolls == ()
    assert [entry.verdict for entry in ruled(event)] == ["refused"]


def test_rulings_on_what_is_not_there_wait() -> None:
    """Silently, and they can be counted."""
    rulings = same(FIRST, ELSEWHERE), number(4, AGAIN)
    assert merged([FIRST], *rulings) == merged([FIRST])
    assert waiting_for(ids(FIRST), rulings) == tuple(sorted(rulings, key=lambda one: one.id))


def test_a_withdrawn_ruling_says_nothing_until_its_withdrawal_is_withdrawn() -> None:
    """Rulings are a set: their order does not matter."""
    ruling = same(FIRST, ELSEWHERE)
    back = withdrawn(ruling)
    again = withdrawn(back)
    assert [standing(told) for told in ([ruling], [back, ruling], [again, ruling, back])] == [(ruling,), (), (ruling,)]
    assert sizes(merged([FIRST, ELSEWHERE], back, ruling)) == [1, 1]


def test_rulings_survive_what_comes_and_goes() -> None:
    """A store keeps a ruling for mentions that leave and come back, and forgets none that was withdrawn."""
    ruling = same(FIRST, ELSEWHERE)
    with open_store() as store:
        update(store, batch_of([FIRST, ELSEWHERE]))
        (change,) = [one for one in update(store, Batch.of(rulings=[ruling])) if one.change != "updated"]
        assert change.change == "merged"
        update(store, Batch.of(removed=[ELSEWHERE.article.id]))
        assert store.waiting() == (ruling,)
        update(store, batch_of([SECOND]))
        update(store, batch_of([ELSEWHERE]))
        assert sorted(ids(FIRST, ELSEWHERE)) in [sorted(event.mention_ids) for event in store.events()]
        changes = update(store, Batch.of(rulings=[withdrawn(ruling)]))
        assert "split" in {one.change for one in changes}
        assert len(list(store.rulings())) == 2


def test_the_id_of_a_ruling_is_its_content() -> None:
    """Whoever edits a ruling is told to withdraw it."""
    line = same(FIRST, ELSEWHERE).to_line()
    assert Ruling.from_line(line).to_line() == line
    with pytest.raises(ValidationError, match="withdrawn, never edited"):
        Ruling.from_line(line.replace("Ana", "Eve"))


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "same", "mention_ids": ["a"]},
        {"kind": "same", "mention_ids": ["a", "a"]},
        {"kind": "same", "mention_ids": ["a", "b"], "value": 3},
        {"kind": "value", "mention_ids": ["a"], "value": 3},
        {"kind": "value", "mention_ids": ["a"], "field": "tolls.killed", "value": -1},
        {"kind": "value", "mention_ids": ["a"], "field": "where.city", "value": 3},
        {"kind": "withdrawn"},
        {"kind": "withdrawn", "withdraws": "r1", "mention_ids": ["a"]},
        {"kind": "same", "mention_ids": ["a", "b"], "withdraws": "r1"},
        {"kind": "same", "mention_ids": ["a", "b"], "reason": " "},
        {"kind": "same", "mention_ids": ["a", "b"], "by": ""},
    ],
)
def test_a_ruling_says_what_its_kind_needs(told: dict[str, Any]) -> None:
    """No more, no less."""
    with pytest.raises(ValidationError):
        Ruling.made(**{"by": "Ana", "reason": "why", **told})
