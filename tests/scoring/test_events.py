"""Scoring events: what is merged, found and said, and what nobody annotated."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.gold import GoldEvent
from claimx.scores import Level, Score, Variety
from claimx.scoring.bootstrap import compare_units, score_units
from claimx.scoring.events import EventComparison, pair_units, score_events
from claimx.scoring.tallies import NOTHING, Measure, Tally, count
from tests.scoring.gold_events import disputed, event, reported, toll

NONE_ALIGNED: dict[str, str] = {}


def same_names(*events: GoldEvent) -> dict[str, str]:
    """Every mention is aligned with itself."""
    return {mention: mention for one in events for mention in one.mentions}


def compare(predicted: list[GoldEvent], gold: list[GoldEvent]) -> EventComparison:
    return score_events(predicted, gold, aligned=same_names(*gold))


def tally(
    comparison: EventComparison, field: str, variety: Variety = "strict", *, level: Level = "events"
) -> Tally | None:
    """The tally of a field over all units; None where it is not scored."""
    found = [unit[level, field, variety] for unit in comparison.units if (level, field, variety) in unit]
    total = NOTHING
    for one in found:
        total = total.plus(one)
    return total if found else None


def both(comparison: EventComparison, field: str) -> tuple[Tally | None, Tally | None]:
    return tally(comparison, field), tally(comparison, field, "normalised")


def kinds(comparison: EventComparison) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.kind, one.field, one.gold, one.predicted) for one in comparison.differences]


RIGHT, WRONG = count(1, gold=1, predicted=1), count(0, gold=1, predicted=1)
MISSED, SPURIOUS = count(0, gold=1, predicted=0), count(0, gold=0, predicted=1)


# One field of two aligned events

PERIOD = {"start": "2031-05-02", "end": "2031-05-03"}
FIELDS: dict[str, tuple[str, str, Any, Any, Tally, Tally]] = {
    "type": ("type", "type", "bombing", "bombing", RIGHT, RIGHT),
    "type of one group": ("type", "type", "bombing", "shelling", WRONG, RIGHT),
    "type of another group": ("type", "type", "bombing", "riot", WRONG, WRONG),
    "one of two types": ("type", "type", ["bombing", "riot"], "riot", RIGHT, RIGHT),
    "type missed": ("type", "type", "bombing", None, MISSED, MISSED),
    "type where there is none": ("type", "type", None, "bombing", SPURIOUS, SPURIOUS),
    "no type in either": ("type", "type", None, None, NOTHING, NOTHING),
    "means": ("means", "means", "drone", "missile", WRONG, WRONG),
    "prominence": ("prominence", "prominence", "main", "main", RIGHT, RIGHT),
    "days": ("when", "when", PERIOD, PERIOD, RIGHT, RIGHT),
    "half the days": ("when", "when", PERIOD, {"start": "2031-05-02", "end": "2031-05-02"}, WRONG, RIGHT),
    "a third of the days": ("when", "when", PERIOD, {"start": "2031-05-03", "end": "2031-05-04"}, WRONG, WRONG),
    "one end stands for both": ("when", "when", {"start": "2031-05-02"}, {"end": "2031-05-02"}, RIGHT, RIGHT),
    "undated": ("when", "when", {"start": None, "end": None}, PERIOD, SPURIOUS, SPURIOUS),
    "city": ("where", "where.city", {"city": "Kadin"}, {"city": "Kadin"}, RIGHT, RIGHT),
    "city in other words": ("where", "where.city", {"city": "Kadin"}, {"city": "northern Kadin"}, WRONG, RIGHT),
    "one of two names": ("where", "where.city", {"city": ["Kadin", "Cadin"]}, {"city": "Cadin"}, RIGHT, RIGHT),
    "no place": ("where", "where.city", None, {"city": "Kadin"}, SPURIOUS, SPURIOUS),
    "country": ("where", "where.country", {"country": "the US"}, {"country": "United States"}, WRONG, RIGHT),
    "country code": ("where", "where.country_code", {"country_code": "CL"}, {"country_code": "PE"}, WRONG, WRONG),
    "origins": ("n_origins", "n_origins", 2, 2, RIGHT, RIGHT),
    "an origin more": ("n_origins", "n_origins", 2, 3, WRONG, RIGHT),
    "two origins more": ("n_origins", "n_origins", 2, 4, WRONG, WRONG),
    "no origin is a number": ("n_origins", "n_origins", 0, None, MISSED, MISSED),
}


@pytest.mark.parametrize(("name", "field", "gold", "predicted", "strict", "normalised"), FIELDS.values(), ids=FIELDS)
def test_a_field(name: str, field: str, gold: object, predicted: object, strict: Tally, normalised: Tally) -> None:
    """Strict and normalised, as the field's rule says."""
    comparison = compare([event("p", "a/1", **{name: predicted})], [event("g", "a/1", **{name: gold})])
    assert (strict, normalised) == both(comparison, field)


KILLED = "toll.killed"
BEST = [toll("killed", best=3)]
RANGE = [toll("killed", low=2, high=4)]
ALL = [toll("killed", low=2, best=3, high=4)]
TOLLS: dict[str, tuple[Any, Any, Tally, Tally]] = {
    "range": (RANGE, RANGE, RIGHT, RIGHT),
    "best is not asked": (RANGE, ALL, RIGHT, RIGHT),
    "best is asked": (ALL, [toll("killed", low=2, best=2, high=4)], WRONG, RIGHT),
    "another range": (RANGE, [toll("killed", low=2, high=5)], WRONG, WRONG),
    "registry": (BEST, ALL, RIGHT, RIGHT),
    "registry, tie": (BEST, [toll("killed", low=2, best=None, high=4)], WRONG, RIGHT),
    "registry, outside": (BEST, [toll("killed", low=4, best=4, high=5)], WRONG, WRONG),
    "registry, open above": (BEST, [toll("killed", low=2, best=2, high=None)], WRONG, RIGHT),
    "registry, best only": (BEST, [toll("killed", best=2)], WRONG, WRONG),
    "silence where a registry counts nobody": ([toll("killed", best=0)], [], MISSED, RIGHT),
    "zero": ([toll("killed", best=0)], [toll("killed", low=0, best=0, high=0)], RIGHT, RIGHT),
    "a number where there is none": ([], RANGE, SPURIOUS, SPURIOUS),
    "null where there is none": ([], [toll("killed", low=None, best=None, high=None)], NOTHING, NOTHING),
}


@pytest.mark.parametrize(("gold", "predicted", "strict", "normalised"), TOLLS.values(), ids=TOLLS)
def test_a_toll(gold: object, predicted: object, strict: Tally, normalised: Tally) -> None:
    """The numbers gold annotates are equal; or the range contains gold's best."""
    comparison = compare([event("p", "a/1", tolls=predicted)], [event("g", "a/1", tolls=gold)])
    assert (strict, normalised) == both(comparison, KILLED) == both(comparison, "toll")


def test_best_numbers_together() -> None:
    """All best numbers of a registry at once; where it counts nobody, silence is right, normalised."""
    gold = [toll("killed", best=0), toll("injured", best=3)]
    for predicted, strict, normalised in (
        ([toll("injured", low=2, best=3, high=4)], WRONG, RIGHT),
        ([toll("killed", best=0), toll("injured", best=3)], RIGHT, RIGHT),
        ([toll("injured", low=2, best=2, high=4)], WRONG, WRONG),
        ([], MISSED, MISSED),
    ):
        comparison = compare([event("p", "a/1", tolls=predicted)], [event("g", "a/1", tolls=gold)])
        assert (strict, normalised) == both(comparison, "tolls_best")


def test_tolls_together() -> None:
    """Kinds are summed; parts stand apart; all kinds that gold lists are right together or not."""
    gold = [toll("killed", low=1, best=1, high=1), toll("injured", low=2, best=3, high=4)]
    predicted = [
        toll("killed", low=1, best=1, high=1),
        toll("injured", low=2, best=2, high=4),
        toll("detained", low=1, best=1, high=1),
    ]
    comparison = compare([event("p", "a/1", tolls=predicted)], [event("g", "a/1", tolls=gold)])
    assert count(1, gold=2, predicted=3) == tally(comparison, "toll")
    assert count(2, gold=2, predicted=3) == tally(comparison, "toll.low") == tally(comparison, "toll.high")
    assert count(1, gold=2, predicted=3) == tally(comparison, "toll.best")
    assert (WRONG, RIGHT) == both(comparison, "tolls_all")
    assert [("spurious", "toll.detained", None, "1")] == kinds(comparison)


def test_a_registry_is_not_asked_for_ends_of_ranges() -> None:
    """Gold that gives best only scores no low and no high, for no kind."""
    comparison = compare([event("p", "a/1", tolls=[*ALL, *ALL])], [event("g", "a/1", tolls=BEST)])
    assert (None, None) == (tally(comparison, "toll.low"), tally(comparison, "toll.high"))
    assert RIGHT == tally(comparison, "toll.best")


def test_relations_point_at_the_aligned_event() -> None:
    """Ids are compared through the alignment; a relation to an event that gold does not have is spurious."""
    gold = [event("g1", "a/1"), event("g2", "a/2", relations=[{"kind": "retaliation_for", "to": "g1"}])]
    predicted = [
        event("p1", "a/1"),
        event("p2", "a/2", relations=[{"kind": "retaliation_for", "to": "p1"}, {"kind": "follows", "to": "g1"}]),
    ]
    comparison = compare(predicted, gold)
    assert count(1, gold=1, predicted=2) == tally(comparison, "relations")
    assert [("spurious", "relations", None, "follows g1")] == kinds(comparison)


def test_disagreements_have_recall_and_precision_of_their_own() -> None:
    """All together, and by what they are about."""
    gold = [disputed("tolls.killed", "2", "4"), disputed("responsibility", "Kadin Guard", "not Kadin Guard")]
    predicted = [
        disputed("tolls.killed", "two", "four"),
        disputed("tolls.injured", "1", "2"),
        disputed("when", "x", "y"),
    ]
    comparison = compare([event("p", "a/1", disagreements=predicted)], [event("g", "a/1", disagreements=gold)])
    assert Tally(1, 2, 1, 3) == tally(comparison, "disagreement", "normalised")
    assert Tally(1, 1, 1, 2) == tally(comparison, "disagreement.tolls", "normalised")
    assert Tally(0, 1, 0, 0) == tally(comparison, "disagreement.responsibility", "normalised")
    assert [
        ("missed", "disagreement.responsibility", "Kadin Guard / not Kadin Guard", None),
        ("spurious", "disagreement.tolls", None, "1 / 2"),
        ("spurious", "disagreement.when", None, "x / y"),
    ] == kinds(comparison)


# What is scored at all


def test_a_field_that_nobody_annotated_is_not_scored() -> None:
    """On neither side, be the event aligned or spurious."""
    full = {"type": "riot", "when": PERIOD, "where": {"city": "Kadin"}, "tolls": ALL, "n_origins": 1}
    comparison = compare([event("p", "a/1", **full), event("q", "a/2", **full)], [event("g", "a/1")])
    assert {"event"} == {field for unit in comparison.units for level, field, _ in unit if level == "events"}


def test_a_level_of_the_place_that_nobody_annotated_is_not_scored() -> None:
    """Whoever annotates the city says nothing of the site."""
    comparison = compare(
        [event("p", "a/1", where={"city": "Kadin", "site": "a bridge"})],
        [event("g", "a/1", where={"city": "Kadin"})],
    )
    assert (RIGHT, None) == (tally(comparison, "where.city"), tally(comparison, "where.site"))


def test_missed_and_spurious_events_with_all_they_say() -> None:
    """Their values count; the differences are part of the event's."""
    comparison = compare([event("p", "x/1", type="riot")], [event("g", "a/1", type="bombing")])
    assert count(0, gold=1, predicted=1) == tally(comparison, "event") == tally(comparison, "type")
    assert [
        ("missed", "event", "bombing", None, None, "g"),
        ("missed", "type", "bombing", None, "event", "g"),
        ("spurious", "event", None, "riot", None, "p"),
        ("spurious", "type", None, "riot", "event", "p"),
    ] == [(one.kind, one.field, one.gold, one.predicted, one.part_of, one.mention) for one in comparison.differences]


def test_an_optional_event_may_be_missed() -> None:
    """Neither it nor its mentions count; other events do."""
    comparison = compare([event("p", "a/1")], [event("g", "a/1"), event("h", "a/2", "b/1", optional=True, type="riot")])
    assert RIGHT == tally(comparison, "event")
    assert Tally(1, 1, 1, 1) == tally(comparison, "b_cubed", level="merging")
    assert () == comparison.differences


def test_an_optional_event_that_is_found_is_right() -> None:
    """Of its mentions, those that were predicted count."""
    comparison = compare([event("p", "a/2")], [event("h", "a/2", "b/1", optional=True)])
    assert RIGHT == tally(comparison, "event")
    assert Tally(1, 1, 1, 1) == tally(comparison, "b_cubed", level="merging")


def test_mentions_without_a_twin() -> None:
    """An unaligned mention is spurious even under a name that gold has too."""
    comparison = score_events([event("p", "a/1", "a/2")], [event("g", "a/1", "a/2")], aligned={"a/1": "a/2"})
    assert Tally(0.5, 2, 0.5, 2) == tally(comparison, "b_cubed", level="merging")
    assert (("p", "g"),) == comparison.pairs


# Articles instead of mentions


def test_background_events_are_not_spurious_where_gold_names_articles() -> None:
    """An event that leads no article is left out, and so is a relation to it; one that leads another is spurious."""
    gold = [reported("g", "a", "b", type="riot", relations=[])]
    predicted = [
        reported("p", "a", type="riot", relations=[{"kind": "follows", "to": "background"}]),
        reported("q", "b", type="riot"),
        reported("background", type="bombing"),
    ]
    comparison = score_events(predicted, gold, aligned=NONE_ALIGNED)
    assert count(1, gold=1, predicted=2) == tally(comparison, "event") == tally(comparison, "type")
    assert NOTHING == tally(comparison, "relations")
    assert Tally(1, 2, 2, 2) == tally(comparison, "b_cubed", level="merging")


def test_background_events_are_spurious_where_gold_names_mentions() -> None:
    """Whoever annotates mentions annotates all of them."""
    comparison = compare([event("p", "a/1"), event("background", "a/2")], [event("g", "a/1")])
    assert count(1, gold=1, predicted=2) == tally(comparison, "event")


# Alignment


def test_most_shared_mentions_decide() -> None:
    """One more shared mention outweighs all that two events say."""
    says: dict[str, object] = {"type": "riot", "when": PERIOD, "tolls": ALL}
    gold = [event("g", "a/1", "b/1", "c/1", **says)]
    predicted = [event("p", "a/1", **says), event("q", "b/1", "c/1", type="raid", when=None, tolls=[])]
    assert (("q", "g"),) == compare(predicted, gold).pairs


@pytest.mark.parametrize("says", [{"tolls": ALL}, {"when": PERIOD}, {"type": "riot"}], ids=["tolls", "days", "type"])
@pytest.mark.parametrize("ids", ["pq", "qp"])
def test_ties_go_to_what_the_events_say(says: dict[str, object], ids: str) -> None:
    """Whatever the ids are."""
    gold = [event("g", "a/1", "b/1", **says)]
    predicted = [event(ids[0], "a/1", **says), event(ids[1], "b/1")]
    assert ((ids[0], "g"),) == compare(predicted, gold).pairs


# Input that cannot be scored


@pytest.mark.parametrize(
    ("predicted", "gold", "message"),
    [
        ([], [event("g", "a/1"), event("h", "a/1")], "gold events: a/1 is in g and h"),
        ([], [event("g", "a/1"), event("g", "a/2")], "gold events: id: g is there twice"),
        ([reported("p", "a"), reported("q", "a")], [reported("g", "a")], "predicted events: a is in p and q"),
        ([], [event("g", "a/1"), reported("h", "b")], "g names mentions and h only articles"),
    ],
    ids=["shared mention", "shared id", "shared article", "mixed"],
)
def test_input_that_is_refused(predicted: list[GoldEvent], gold: list[GoldEvent], message: str) -> None:
    """The message says which events are at fault."""
    with pytest.raises(InputError, match=message):
        compare(predicted, gold)


# Properties

MENTIONS = [f"{article}/{number}" for article in "abcd" for number in "12"]
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from([None, "riot", "bombing", "shelling"]),
        "when": st.sampled_from([None, PERIOD, {"start": "2031-05-02"}]),
        "where": st.sampled_from([None, {"city": "Kadin"}, {"city": None, "site": "a bridge"}]),
        "tolls": st.sampled_from([[], BEST, RANGE, ALL]),
        "n_origins": st.sampled_from([None, 1, 2]),
        "disagreements": st.sampled_from([[], [disputed("tolls.killed", "2", "4")]]),
        "optional": st.booleans(),
    },
)


@st.composite
def events(draw: st.DrawFn, *, prefix: str) -> list[GoldEvent]:
    label_of = draw(st.dictionaries(st.sampled_from(MENTIONS), st.integers(0, 3)))
    return [
        event(f"{prefix}{label}", *[one for one in sorted(label_of) if label_of[one] == label], **draw(VALUES))
        for label in sorted({*label_of.values()})
    ]


@given(predicted=events(prefix="p"), gold=events(prefix="g"), data=st.data())
def test_order_does_not_matter(predicted: list[GoldEvent], gold: list[GoldEvent], data: st.DataObject) -> None:
    """Events in another order, and mentions in another order, give the same comparison."""
    turned = [one.model_copy(update={"mentions": one.mentions[::-1]}) for one in data.draw(st.permutations(predicted))]
    shuffled = data.draw(st.permutations(gold))
    assert compare(predicted, gold) == compare(turned, shuffled)


@given(events(prefix="g"))
def test_gold_beside_itself_is_perfect(gold: list[GoldEvent]) -> None:
    """Everything is found, everything is right, nothing differs."""
    comparison = compare(gold, gold)
    for unit in comparison.units:
        for measured in unit.values():
            assert (measured.gold, measured.predicted) == (measured.found, measured.right)
    assert () == comparison.differences
    assert tuple((one.id, one.id) for one in gold) == comparison.pairs


@given(predicted=events(prefix="p"), gold=events(prefix="g"))
def test_normalised_is_never_stricter(predicted: list[GoldEvent], gold: list[GoldEvent]) -> None:
    """Whatever is right strictly is right after normalising; and no more is right than there is."""
    for unit in compare(predicted, gold).units:
        for (level, field, variety), measured in unit.items():
            assert measured.found <= measured.gold + 1e-9
            assert measured.right <= measured.predicted + 1e-9
            if (level, variety) == ("events", "strict"):
                assert measured.right <= unit[level, field, "normalised"].right


@given(predicted=events(prefix="p"), gold=events(prefix="g"))
def test_every_gold_event_is_found_or_missed(predicted: list[GoldEvent], gold: list[GoldEvent]) -> None:
    """Aligned once, or missed once, or optional; every predicted one aligned once or spurious once."""
    comparison = compare(predicted, gold)
    whole = [one for one in comparison.differences if one.field == "event"]
    missed = {one.mention for one in whole if one.kind == "missed"}
    spurious = {one.mention for one in whole if one.kind == "spurious"}
    found = {right for _, right in comparison.pairs}
    assert {one.id for one in gold if not one.optional} <= found | missed
    assert not found & missed
    assert {one.id for one in predicted} == {left for left, _ in comparison.pairs} | spurious
    assert len(comparison.pairs) + len(spurious) == len(predicted)


@given(first=events(prefix="p"), second=events(prefix="q"), gold=events(prefix="g"))
def test_paired_units_change_no_score(first: list[GoldEvent], second: list[GoldEvent], gold: list[GoldEvent]) -> None:
    """Both runs have as many units, and the scores they had."""
    left, right = compare(first, gold), compare(second, gold)
    units = pair_units(left, right)
    assert len(units[0]) == len(units[1])
    for comparison, joined in zip((left, right), units, strict=True):
        assert rates(score_units(comparison.units, resamples=1)) == rates(score_units(joined, resamples=1))


def rates(scores: tuple[Score, ...]) -> list[tuple[str, str, str, float | None]]:
    return [(one.level, one.field, one.variety, one.f1) for one in scores]


def test_paired_units_are_about_the_same() -> None:
    """A gold event that both runs found, and one that only one run joined to another."""
    gold = [event("g", "a/1"), event("h", "b/1"), event("i", "c/1")]
    left = compare([event("p", "a/1"), event("q", "b/1"), event("r", "c/1")], gold)
    right = compare([event("p", "a/1", "b/1"), event("r", "c/1")], gold)
    units = pair_units(left, right)
    measure: Measure = ("events", "event", "strict")
    assert [count(2, gold=2, predicted=2), RIGHT] == [unit[measure] for unit in units[0]]
    assert [count(1, gold=2, predicted=1), RIGHT] == [unit[measure] for unit in units[1]]
    assert -0.2 == next(one.delta for one in compare_units(*units) if (one.level, one.field) == ("events", "event"))


def test_ten_thousand_events_take_seconds() -> None:
    """50,000 mentions, some of them in the event before theirs."""
    says: dict[str, object] = {"type": "riot", "when": PERIOD, "where": {"city": "Kadin"}, "tolls": ALL}
    names = [[f"{at}/{number}" for number in range(5)] for at in range(10_000)]
    gold = [event(f"g{at:05}", *names[at], **says) for at in range(10_000)]
    predicted = [
        event(f"p{at:05}", *names[at], names[at + 1][0], **says)
        if at % 4 == 0
        else event(f"p{at:05}", *names[at][at % 4 == 1 :], **says)
        for at in range(10_000)
    ]
    aligned = same_names(*gold)
    started = time.process_time()
    comparison = score_events(predicted, gold, aligned=aligned)
    taken = time.process_time() - started
    assert [(f"p{at:05}", f"g{at:05}") for at in range(10_000)] == [*comparison.pairs]
    assert taken < 60
