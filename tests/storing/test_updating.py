"""Updating: whatever comes into a store, and in what order, it holds what merging at once makes of what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimx.change import Change
from claimx.errors import InputError
from claimx.event import Event
from claimx.facts import Facts
from claimx.mention import Relation
from claimx.merging import merge, trace
from claimx.merging.clustering import cluster
from claimx.merging.ruled import applying, ruled_pairs
from claimx.record import Record
from claimx.storing import Batch, Settings, Store, open_store, update
from tests.merging.reports import POLICE, Report, Story, bare, report, toll
from tests.storing.histories import History, Ledger, batch_of

STEPS = 5

histories = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def lines(records: Iterable[Record]) -> list[str]:
    """Return the bytes of records, as text."""
    return [record.to_line() for record in records]


def components_of(ledger: Ledger) -> dict[str, str]:
    """Return the lowest mention of the component of each mention, as clustering everything finds it."""
    facts = Facts.of(ledger.mentions)
    decided = applying(ledger.rulings.values(), present={mention.id for mention in ledger.mentions})
    found = cluster(facts, ruled=ruled_pairs(facts, decided)).components
    return {facts.id(row): facts.id(int(found[row])) for row in range(len(facts))}


def check_feed(before: Mapping[str, str], events: Iterable[Event], changes: Iterable[Change]) -> None:
    """Every event that is told otherwise, and no other, has one line; every former id is in one."""
    now = {event.id: event.to_line() for event in events}
    told = list(changes)
    assert [one.event for one in told] == sorted({one.event for one in told})
    assert {one.event for one in told if one.change != "removed"} == {
        one for one, line in now.items() if before.get(one) != line
    }
    named = {former for one in told for former in (*one.from_, *([one.event] if one.change == "removed" else []))}
    assert before.keys() - now.keys() <= named <= before.keys()


def check_redirects(store: Store, held: Mapping[str, tuple[str, ...]], events: Iterable[Event]) -> None:
    """Every id that ever was leads to the events that hold its mentions."""
    of = {mention_id: event.id for event in events for mention_id in event.mention_ids}
    for event_id in held.keys() - set(of.values()):
        expected = {of[mention_id] for mention_id in held[event_id] if mention_id in of}
        (found,) = store.redirects(event_id).values()
        assert expected <= set(found) <= set(of.values())


@histories
@given(st.integers(0, 2**32))
def test_any_history_leaves_what_one_batch_gives(seed: int) -> None:
    """Adding, adding again, correcting, removing, ruling and withdrawing, in any order: the same bytes."""
    history = History(seed)
    held: dict[str, tuple[str, ...]] = {}
    with open_store() as store:
        for _ in range(STEPS):
            before = {event.id: event.to_line() for event in store.events()}
            changes = update(store, history.batch(), settings=history.settings)
            events = history.ledger.everything(history.settings)
            assert lines(events) == lines(store.events())
            assert lines(trace(history.ledger.articles)) == lines(store.articles())
            assert components_of(history.ledger) == dict(store.rows("SELECT id, component FROM mentions"))
            check_feed(before, events, changes)
            held |= {event.id: event.mention_ids for event in events}
            check_redirects(store, held, events)


@settings(histories, max_examples=10)
@given(st.integers(0, 2**32))
def test_what_came_in_two_orders_is_held_alike(seed: int) -> None:
    """The tables that hold articles, mentions and events do not tell in which order the articles came."""
    history = History(seed)
    left, right = list(history.pool), history.chance.sample(history.pool, len(history.pool))
    held = []
    for order in (left, right):
        with open_store() as store:
            for one in order:
                update(store, batch_of([one]), settings=history.settings)
            tables = ("articles ORDER BY id", "relations", "overlaps", "events ORDER BY id")
            rows = [store.rows(f"SELECT * FROM {table}") for table in tables]  # noqa: S608 - our own names
            facets = store.rows("SELECT id, component, event_id, reach, victims FROM mentions ORDER BY id")
            held.append((rows, facets))
    assert held[0] == held[1]


def test_what_is_there_already_changes_nothing() -> None:
    """The same articles and mentions once more: no change, no line in the feed."""
    history = History(7)
    with open_store() as store:
        update(store, batch_of(history.pool))
        fed = lines(store.changes())
        assert update(store, batch_of(history.pool)) == ()
        assert lines(store.changes()) == fed


def test_an_empty_store_takes_nothing_in() -> None:
    """A batch of nothing begins a store without events."""
    with open_store() as store:
        assert update(store, Batch.of()) == ()
        assert list(store.events()) == []


def strikes(n: int, *, day: int = 5) -> list[Report]:
    """Return `n` reports of one bombing."""
    return [
        report(f"Outlet {one}", Story(claims=(toll("two", by=POLICE),)), published=f"2024-03-{day + one:02d}")
        for one in range(1, n + 1)
    ]


def far(outlet: str) -> Report:
    """Return a report of another bombing."""
    return report(outlet, Story(city="Orran", when="2023-07-01"), published="2023-07-02")


def test_only_what_is_touched_is_written() -> None:
    """An event that a batch does not touch keeps its row."""
    first, second = strikes(2)
    with open_store() as store:
        update(store, batch_of([first, far("Far Post")]))
        rows = dict(store.rows("SELECT id, rowid FROM events"))
        changes = update(store, batch_of([second]))
        after = dict(store.rows("SELECT id, rowid FROM events"))
        assert [one.change for one in changes] == ["updated"]
        assert {one: row for one, row in after.items() if one != changes[0].event} == {
            one: row for one, row in rows.items() if one != changes[0].event
        }


def test_an_earlier_report_renames_an_event() -> None:
    """The id derives from the earliest mention; the former one leads to it, whatever the next ones are."""
    third, second, first = strikes(3)[::-1]
    with open_store() as store:
        ids = []
        for one in (third, second, first):
            update(store, batch_of([one]))
            ids.append(next(store.events()).id)
        assert [one.change for one in store.changes()] == ["created", "renamed", "renamed"]
        assert [store.redirects(one) for one in ids] == [{ids[0]: (ids[2],)}, {ids[1]: (ids[2],)}, {}]


def test_what_joins_two_events_merges_them_and_its_removal_splits_them() -> None:
    """Both former ids lead to the one event, and then to their own again."""
    named = report("Valley Post", Story(city=None, country="Chile", when="2024-03-05", label="the market blast"))
    placed = report("Hill Herald", Story(city="Orran", country="Chile", when="2024-03-05"), published="2024-03-07")
    both = report(
        "Lake Lantern", Story(city="Orran", country="Chile", label="the market blast"), published="2024-03-08"
    )
    with open_store() as store:
        update(store, batch_of([named, placed]))
        apart = {event.id for event in store.events()}
        merged = update(store, batch_of([both]))
        kinds = {one.change for one in merged}
        assert len(apart) == 2
        assert kinds == {"merged"}
        (event,) = store.events()
        assert {former for one in merged for former in one.from_} == apart
        assert {new for one in apart - {event.id} for new in store.redirects(one)[one]} == {event.id}
        split = update(store, Batch.of(removed=[both.article.id]))
        assert {event.id for event in store.events()} == apart
        assert {one.change for one in split} == {"split"}


def test_a_corrected_mention_takes_the_place_of_the_former() -> None:
    """The event of an article that was read anew is the former event under another id, not a new one."""
    (one,) = strikes(1)
    (mention,) = one.mentions
    corrected = mention.model_copy(update={"id": "m-anew", "type": "shooting"})
    with open_store() as store:
        update(store, batch_of([one]))
        (former,) = store.events()
        (change,) = update(store, batch_of([Report(one.article, (corrected,))]))
        (event,) = store.events()
        assert (change.change, change.from_, change.event) == ("renamed", (former.id,), event.id)
        assert store.redirects(former.id) == {former.id: (event.id,)}


def test_a_removed_event_is_gone_until_its_article_comes_back() -> None:
    """Its id leads nowhere, and is its own again afterwards."""
    (one,) = strikes(1)
    with open_store() as store:
        update(store, batch_of([one]))
        (event,) = store.events()
        (change,) = update(store, Batch.of(removed=[one.article.id]))
        assert (change.change, change.event) == ("removed", event.id)
        assert store.redirects(event.id) == {event.id: ()}
        (change,) = update(store, batch_of([one]))
        assert (change.change, change.event) == ("created", event.id)
        assert store.redirects(event.id) == {}


def test_an_update_says_which_fields_changed() -> None:
    """A second report with the same number changes counts and mentions, not the place."""
    first, second = strikes(2)
    with open_store() as store:
        update(store, batch_of([first]))
        (change,) = update(store, batch_of([second]))
        assert {"article_ids", "mention_ids", "tolls", "log"} <= set(change.fields)
        assert {"where", "when", "type", "ruleset"}.isdisjoint(change.fields)


def test_settings_are_fixed_when_a_store_is_made() -> None:
    """Another policy or linkage later is refused; none asks for those of the store."""
    with open_store() as store:
        update(store, Batch.of(), settings=Settings("latest", "average"))
        update(store, batch_of(strikes(1)))
        assert [toll.policy for event in store.events() for toll in event.tolls] == ["latest"]
        with pytest.raises(InputError, match="its linkage is 'average', not 'constrained'"):
            update(store, Batch.of(), settings=Settings("latest", "constrained"))


def test_other_rules_merge_the_whole_store_anew() -> None:
    """What a former version found is not kept beside what this one finds."""
    history = History(11)
    with open_store() as store:
        update(store, batch_of(history.pool))
        expected = lines(store.events())
        store.write("UPDATE settings SET value = 'those of long ago' WHERE name = 'rules'")
        store.write("UPDATE mentions SET component = id, city = NULL")
        store.write("DELETE FROM sketches")
        store.write("DELETE FROM overlaps")
        store.write("UPDATE events SET record = replace(record, 'joined', 'refused')")
        update(store, Batch.of())
        assert lines(store.events()) == expected


def test_a_wrong_batch_changes_nothing() -> None:
    """Neither an unknown article nor a contradiction leaves a trace."""
    first, second = strikes(2)
    with open_store() as store:
        update(store, batch_of([first]))
        expected = lines(store.events())
        with pytest.raises(InputError, match="cannot be removed, since it is not there"):
            update(store, Batch.of(articles=[second.article], mentions=second.mentions, removed=["a-unknown"]))
        with pytest.raises(InputError, match="is missing; pass"):
            Batch.of(mentions=second.mentions)
        with pytest.raises(InputError, match="decide for one"):
            Batch.of(articles=[first.article], removed=[first.article.id])
        assert lines(store.events()) == expected


def test_hostile_ids_and_words_survive() -> None:
    """Quotes, stars, other scripts and control characters are words like any other."""
    names = ("m'; DROP TABLE events; --", 'm"*?[', "м-двадцать\n", "m\x00end", "m" * 5000)
    told = [
        report(f"Outlet {n}", Story(when=f"2024-03-{n + 1:02d}", city="Qasr 'Delan\"")) for n, _ in enumerate(names)
    ]
    renamed = [
        Report(one.article, tuple(mention.model_copy(update={"id": name}) for mention in one.mentions))
        for one, name in zip(told, names, strict=True)
    ]
    with open_store() as store:
        for one in renamed:
            update(store, batch_of([one]))
        expected = merge(
            [mention for one in renamed for mention in one.mentions], articles=[one.article for one in renamed]
        )
        assert lines(store.events()) == lines(expected)


def test_a_mention_may_name_one_of_another_article() -> None:
    """Ties across articles, which no extraction writes, are followed as well."""
    first, second = strikes(2)
    later = report("Reed Review", Story(type="raid", when=None, city=None), published="2024-03-09")
    (mention,), (target,) = later.mentions, first.mentions
    tie = Relation(kind="follows", to=target.id, quotes=mention.quotes)
    tied = Report(later.article, (mention.model_copy(update={"relations": (tie,)}),))
    orders = ([first, second, tied], [tied, second, first], [second, tied, first])
    seen = set()
    for order in orders:
        with open_store() as store:
            for one in order:
                update(store, batch_of([one]))
            seen.add("".join(lines(store.events())))
    assert len(seen) == 1


def merged_at_once(*reports: Report) -> list[str]:
    """Return the events of reports."""
    mentions = [mention for one in reports for mention in one.mentions]
    return lines(merge(mentions, articles=[one.article for one in reports]))


def test_what_is_tied_to_a_corrected_mention_is_clustered_again() -> None:
    """Two undated reprisals are one as long as what they answer is one, though nobody corrects the reprisals."""
    reprisal = Story(type="raid", when=None, city=None, relations=(("retaliation_for", 2),))
    left = report("Valley Post", reprisal, Story(claims=(toll("two", by=POLICE),)))
    right = report("Hill Herald", reprisal, Story(claims=(toll("two", by=POLICE),)), published="2024-03-07")
    answer, answered = left.mentions
    moved = answered.model_copy(update={"when": far("Far Post").mentions[0].when})
    corrected = Report(left.article, (answer, moved))
    with open_store() as store:
        update(store, batch_of([left, right]))
        assert [len(event.mention_ids) for event in store.events()] == [2, 2]
        update(store, batch_of([corrected]))
        assert lines(store.events()) == merged_at_once(corrected, right)
        assert len(list(store.events())) == 4


def test_an_original_is_followed_through_its_copies() -> None:
    """The outlet of an original is the origin of what a copy of its copy says, though neither copy changes."""
    first, second = (" ".join(f"{name}{n}" for n in range(60)) + "." for name in ("first", "second"))
    said = "Near the old mill a police officer counted two who were killed while the boats lay waiting."
    told = Story(city=None, claims=(toll("two", by=POLICE, passage=said),))
    original = bare("Valley Post", first, published="2024-03-06")
    copy = bare("Hill Herald", f"{first}\n{second}\n{said}", published="2024-03-07")
    last = report("Lake Lantern", told, text=f"{second}\n{said}", published="2024-03-08")
    elsewhere = original.model_copy(update={"outlet": "Peak Press"})
    with open_store() as store:
        update(store, batch_of([Report(original, ()), Report(copy, ()), last]))
        (before,) = lines(store.events())
        (change,) = update(store, batch_of([Report(elsewhere, ())]))
        assert lines(store.events()) == merged_at_once(Report(elsewhere, ()), Report(copy, ()), last) != [before]
        assert change.change == "updated"


def test_articles_of_one_family_are_found_through_others() -> None:
    """A report that carries two others makes one family of all three, and its removal undoes that."""
    words = [" ".join(f"{name}{n}" for n in range(60)) + "." for name in ("first", "second")]
    left, right = (
        report(f"Outlet {n}", Story(), text=f"{one}\nThe bombing - Qasr Delan.") for n, one in enumerate(words)
    )
    whole = report("Peak Press", Story(), text=f"{words[0]}\n{words[1]}\nThe bombing - Qasr Delan.")
    with open_store() as store:
        families = []
        for batch in (batch_of([left, right]), batch_of([whole]), Batch.of(removed=[whole.article.id])):
            update(store, batch)
            families += store.column("SELECT count(DISTINCT family) FROM articles")
        assert families == [2, 1, 2]
