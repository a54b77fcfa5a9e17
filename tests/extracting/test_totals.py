from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from claimx.claim import Toll
from claimx.extracting.answers import AnsweredAllTold, AnsweredToll
from claimx.extracting.grounded_mentions import Grounded
from tests.extracting import answering as a

HURT = "The attack left one soldier in critical condition and wounded two others."
DEAD = "A guard died at once. Tomas Irel, 31, died in hospital, doctors said."


def hurt(count: str | None, *, text: str = HURT, **fields: Any) -> AnsweredToll:
    return a.toll(text, **({"kind": "injured", "count": count, "scope": "subtotal"} | fields))


def dead(who: str | None, **fields: Any) -> AnsweredToll:
    return a.toll(DEAD, **({"kind": "killed", "count": None, "scope": "subtotal", "who": who} | fields))


def grounded(text: str, tolls: Sequence[AnsweredToll], *all_told: Sequence[str]) -> Grounded:
    """Ground a mention whose tolls are t0, t1, … in the order given."""
    numbered = [toll.model_copy(update={"id": f"t{index}"}) for index, toll in enumerate(tolls)]
    lists = [AnsweredAllTold(parts=list(parts)) for parts in all_told]
    return a.ground_in(text, a.mention(text, tolls=numbered, all_told=lists))


def totals(outcome: Grounded) -> list[Toll]:
    return [claim for claim in a.only(outcome).claims if isinstance(claim, Toll) and claim.parts]


def test_printed_parts_make_a_total() -> None:
    """One and two others are three, without words for the number, and the parts are named."""
    outcome = grounded(HURT, [hurt("one", who="soldier"), hurt("two", who="others")], ["t0", "t1"])
    first, second, total = a.only(outcome).claims
    assert isinstance(total, Toll)
    assert (3, 3, 3, "parts", "total") == (total.min, total.best, total.max, total.basis, total.scope)
    assert (None, None) == (total.count, total.who)
    assert (first.id, second.id) == total.parts
    assert first.quotes == total.quotes


def test_people_without_a_number_word_count_one_each() -> None:
    (total,) = totals(grounded(DEAD, [dead("A guard"), dead("Tomas Irel")], ["t0", "t1"]))
    assert (2, 2, 2, "persons") == (total.min, total.best, total.max, total.basis)


def test_one_victim_is_a_total_of_one() -> None:
    (total,) = totals(grounded(DEAD, [dead("A guard")], ["t0"]))
    assert (1, "persons") == (total.best, total.basis)


def test_parts_in_two_voices_are_the_articles_own_sum() -> None:
    tolls = [dead("A guard"), dead("Tomas Irel", speaker=a.speaker("doctors"))]
    (total,) = totals(grounded(DEAD, tolls, ["t0", "t1"]))
    assert (None, None) == (total.speaker, total.cue)


def test_bounds_add_up_as_far_as_they_are_known() -> None:
    text = "It wounded one man and at least two others."
    (total,) = totals(grounded(text, [hurt("one", text=text), hurt("at least two", text=text)], ["t0", "t1"]))
    assert (3, 3, None) == (total.min, total.best, total.max)


def test_a_stated_total_needs_no_sum() -> None:
    text = f"{HURT} Three were wounded."
    tolls = [hurt("one"), hurt("two"), hurt("Three", text="Three were wounded.", scope="total")]
    outcome = grounded(text, tolls, ["t0", "t1"])
    assert ([], ()) == (totals(outcome), outcome.failures)


MANY = "It wounded many, including one officer and two women. The other victims left. No guard died."


@pytest.mark.parametrize(
    ("text", "tolls", "parts", "said"),
    [
        pytest.param(HURT, [hurt("two")], ["t0", "t9"], "no toll of this event has the id 't9'", id="dangling"),
        pytest.param(HURT, [hurt("two")], [], "names no toll", id="empty"),
        pytest.param(HURT, [hurt("two"), hurt("two")], ["t0", "t1"], "the same words", id="the same words twice"),
        pytest.param(HURT, [hurt("two")], ["t0", "t0"], "the same words", id="the same claim twice"),
        pytest.param(
            HURT, [hurt("two"), hurt("one", kind="killed")], ["t0", "t1"], "different kinds", id="different kinds"
        ),
        pytest.param(
            MANY,
            [hurt(None, text="The other victims left.", who="The other victims")],
            ["t0"],
            "not how many",
            id="several people without a number",
        ),
        pytest.param(HURT, [hurt("two", scope="cumulative")], ["t0"], "no part", id="a campaign"),
        pytest.param(
            HURT, [hurt("two"), hurt(None, confirms="t0")], ["t0", "t1"], "no part", id="a confirmation is no person"
        ),
    ],
)
def test_what_does_not_add_up_is_kept_aside(text: str, tolls: list[AnsweredToll], parts: list[str], said: str) -> None:
    outcome = grounded(text, tolls, parts)
    (failure,) = outcome.failures
    assert [] == totals(outcome)
    assert ("mentions[m1].all_told[0].parts", "dangling") == (failure.dropped.path, failure.dropped.reason)
    assert said in failure.dropped.detail


def test_only_the_first_list_of_a_kind_counts() -> None:
    outcome = grounded(HURT, [hurt("one"), hurt("two")], ["t0", "t1"], ["t0"])
    assert [3] == [total.best for total in totals(outcome)]
