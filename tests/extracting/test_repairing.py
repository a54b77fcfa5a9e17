from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.extracting.answers import Answer, Repair, Repairs
from claimx.extracting.fence import fence
from claimx.extracting.grounded_mentions import Grounded, ground
from claimx.extracting.grounding import Failure
from claimx.extracting.repairing import apply_repairs, repair_message, repairable
from tests.extracting import answering as a
from tests.extracting.adversarial import ATTACKS, TARGETS, Attack, accepted

TEXT = "A bomb went off in Qasr Delan on Monday. The ministry said it killed 1,200 people."
BOMB, SAID = TEXT.split(". ", 1)[0] + ".", TEXT.split(". ", 1)[1]
COUNT = "mentions[m1].tolls[c1].count"
CITY = "mentions[m1].where.city"
PASSAGE = "mentions[m1].tolls[c1].quotes[0]"


def faulty() -> Answer:
    """Return an answer whose number and city are not in their passages."""
    toll = a.toll(SAID, count="12", number=1200, speaker=a.speaker("The ministry"))
    return a.answer(a.mention(BOMB, where=a.where(city="Qasr Dolan"), tolls=[toll]))


def grounded(answer: Answer) -> Grounded:
    return ground(answer, a.article(TEXT), a.ORIGIN)


def failures(answer: Answer) -> list[Failure]:
    return repairable(answer, grounded(answer).failures)


def repaired(answer: Answer, **words: str | None) -> Answer:
    """Apply repairs given as `count`, `city`, `passage` or a path."""
    paths = {"count": COUNT, "city": CITY, "passage": PASSAGE}
    given = [Repair(path=paths.get(path, path), words=mended) for path, mended in words.items()]
    return apply_repairs(answer, failures(answer), Repairs(repairs=given))


def test_a_right_repair_grounds_the_value() -> None:
    mended = grounded(repaired(faulty(), count="1,200", city="Qasr Delan"))
    assert () == mended.failures
    assert (1200, "Qasr Delan") == (a.only_toll(mended).best, getattr(a.only(mended).where.city, "exact", None))


def test_a_wrong_repair_is_kept_aside_in_turn() -> None:
    mended = grounded(repaired(faulty(), count="1", city="Delan"))
    assert () == a.only(mended).claims
    assert {COUNT: "altered"} == a.reasons(mended)


def test_a_repaired_passage_carries_its_claim() -> None:
    answer = a.answer(a.mention(BOMB, tolls=[a.toll(SAID.replace("said", "says"), count="1,200", number=1200)]))
    assert {PASSAGE} == {failure.dropped.path for failure in failures(answer)}
    assert a.only_toll(grounded(repaired(answer, passage=SAID))).best == 1200


@pytest.mark.parametrize(
    "words",
    [
        {"count": None},
        {"mentions[m1].label": "bomb"},
        {"mentions[m9].label": "bomb"},
        {"": "bomb"},
        {"mentions": "bomb"},
        {},
    ],
    ids=["null", "path that did not fail", "unknown path", "empty path", "path of a list", "none"],
)
def test_other_repairs_change_nothing(words: dict[str, str | None]) -> None:
    """Only what failed can be mended, and null mends nothing."""
    assert faulty() == repaired(faulty(), **words)


@given(st.lists(st.builds(Repair, path=st.sampled_from([COUNT, CITY, "x"]), words=st.none() | st.text()), max_size=4))
def test_no_repair_upsets_or_smuggles(repairs: list[Repair]) -> None:
    """Whatever is mended, only the words of the article come through."""
    mended = grounded(apply_repairs(faulty(), failures(faulty()), Repairs(repairs=repairs)))
    for mention in mended.mentions:
        assert mention.where.city is None or mention.where.city.exact in TEXT
        assert all(toll.count is None or toll.count.exact in TEXT for toll in mention.claims if toll.type == "toll")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_repeating_the_attack_as_a_repair_is_in_vain(attack: Attack) -> None:
    """What was rejected once is rejected as its own repair, and no failure of any attack upsets the asking."""
    answer = TARGETS[attack.target].answer(attack)
    article = a.article(attack.article)
    asked = repairable(answer, ground(answer, article, a.ORIGIN).failures)
    again = Repairs(repairs=[Repair(path=failure.dropped.path, words=attack.answered) for failure in asked])
    assert repair_message(article, asked).endswith(fence(article))
    if TARGETS[attack.target].path in {failure.dropped.path for failure in asked}:
        assert [] == accepted(attack, ground(apply_repairs(answer, asked, again), article, a.ORIGIN))


def test_what_no_words_can_mend_is_not_asked_for() -> None:
    """Ids that dangle, items without passages and second items of one id."""
    tolls = [a.toll(SAID, confirms="c9"), a.toll(SAID)]
    answer = a.answer(a.mention(BOMB, tolls=tolls), a.mention(label="bomb", id="m2"), a.mention(BOMB))
    assert {"dangling", "missing", "ambiguous"} == {failure.dropped.reason for failure in grounded(answer).failures}
    assert [] == failures(answer)


def test_each_path_is_asked_for_once() -> None:
    answer = faulty()
    twice = grounded(answer).failures * 2
    assert [CITY, COUNT] == sorted((failure.dropped.path for failure in repairable(answer, twice)), reverse=True)


def test_the_message_lists_what_was_rejected_and_why_and_ends_with_the_article() -> None:
    message = repair_message(a.article(TEXT), failures(faulty()))
    listed, _, rest = message.partition("ARTICLE ")
    assert "ARTICLE " + rest == fence(a.article(TEXT))
    assert listed.startswith("REJECTED VALUES\n\n")
    assert f"path: {COUNT}\nanswered: 12\nrejected because: " in listed
    assert f"quote of the item: {SAID}\n" in listed
    assert "nearest passage: " in listed


def test_a_huge_value_does_not_swell_the_message() -> None:
    answer = a.answer(a.mention(BOMB, "Rebels freed every inmate. " * 4000))
    assert len(repair_message(a.article(TEXT), failures(answer))) < 2000


def test_a_template_in_the_article_stays_as_it_is() -> None:
    text = "He wrote {{ config }} and {% raw %} on the wall."
    assert text in repair_message(a.article(text), [])
