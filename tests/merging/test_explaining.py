"""Explaining: every rule's verdict on two mentions, joined or not, and why a pair lost."""

from __future__ import annotations

import pytest

from claimx.errors import InputError
from claimx.explanation import PairExplanation
from claimx.merging import merge
from claimx.merging.explaining import Merged, explain_event, explain_pair
from claimx.merging.linkage import LINKAGES
from claimx.merging.rules import RULES
from claimx.ruling import Ruling
from tests.merging.reports import NEXT_DAY, Report, Story, force, report, victim

STORY = Story(parties=(force("Free Valley Front"),))
IREL, ORRAN = victim("Tomas Irel"), victim("Selim Orran")


def asked(*reports: Report, rulings: tuple[Ruling, ...] = ()) -> Merged:
    """Merge reports so that the merge can be asked why."""
    mentions = [mention for one in reports for mention in one.mentions]
    return Merged.of(mentions, articles=[one.article for one in reports], rulings=rulings)


def pair_of(one: Report, other: Report, *more: Report, rulings: tuple[Ruling, ...] = ()) -> PairExplanation:
    """Explain the first mentions of two reports, merged with others."""
    return explain_pair(asked(one, other, *more, rulings=rulings), one.mentions[0].id, other.mentions[0].id)


def test_every_rule_answers_with_what_it_is_and_what_it_found() -> None:
    """The rules that have nothing to say are listed too."""
    pair = pair_of(report("Valley Post", STORY), report("Hill Herald", STORY))
    answers = {answer.rule: answer for answer in pair.answers}
    assert [rule.name for rule in RULES] == list(answers)
    assert all(answer.says for answer in pair.answers)
    assert "Qasr Delan" in (answers["place"].sentence or "")
    assert (None, None, 0) == (answers["victim"].verdict, answers["victim"].sentence, answers["victim"].weight)
    assert pair.weight == sum(answer.weight for answer in pair.answers)


@pytest.mark.parametrize(
    ("left", "right", "verdict", "words"),
    [
        pytest.param(STORY, STORY, "same", "one event, e", id="joined"),
        pytest.param(STORY, STORY.but(when=NEXT_DAY), "different", "the dates exclude each other", id="kept-apart"),
        pytest.param(STORY, STORY.but(city=None, parties=()), "unsure", "of the 8 points", id="too-little"),
        pytest.param(STORY, STORY.but(when=None), "unsure", "without a date on both sides", id="undated"),
    ],
)
def test_the_outcome_says_why(left: Story, right: Story, verdict: str, words: str) -> None:
    """For pairs that joined, were kept apart, or had too little in common."""
    pair = pair_of(report("Valley Post", left), report("Hill Herald", right))
    assert verdict == pair.verdict
    assert words in pair.outcome
    assert (pair.left_event == pair.right_event) == (verdict == "same")


def test_a_pair_that_would_join_says_which_others_forbid_it() -> None:
    """The reason names the two mentions that would come together and what keeps them apart."""
    first = [report(f"Post {n}", STORY.but(parties=(IREL,))) for n in range(2)]
    second = [report(f"Herald {n}", STORY.but(parties=(ORRAN,))) for n in range(2)]
    between = report("Gazette", STORY.but(parties=()))
    pairs = [pair_of(between, one, *(other for other in (*first, *second) if other is not one)) for one in first]
    pairs += [pair_of(between, one, *(other for other in (*first, *second) if other is not one)) for one in second]
    lost = [pair for pair in pairs if pair.left_event != pair.right_event]
    assert [2, 4] == [len(lost), len(pairs)]
    assert all("each names one victim" in pair.outcome for pair in lost)


def test_through_others() -> None:
    """Two mentions of one event that do not join by themselves say so."""
    vague = STORY.but(city=None, parties=(IREL,))
    middle = STORY.but(parties=(IREL,))
    pair = pair_of(report("Post", vague), report("Herald", STORY.but(parties=())), report("Gazette", middle))
    assert pair.left_event == pair.right_event
    assert "through other mentions" in pair.outcome


@pytest.mark.parametrize("linkage", LINKAGES)
def test_an_event_tells_its_joins_and_what_came_closest(linkage: str) -> None:
    """One join fewer than mentions; the closest pairs reach outside and did not join."""
    reports = [report(f"Post {n}", STORY) for n in range(3)]
    outside = report("Herald", STORY.but(when="2024-03", city=None))
    mentions = [mention for one in (*reports, outside) for mention in one.mentions]
    articles = [one.article for one in (*reports, outside)]
    merged = Merged.of(mentions, articles=articles, linkage=linkage)  # type: ignore[arg-type]  # from the list of all
    event = explain_event(merged, merged.event_of[reports[0].mentions[0].id])
    assert len(event.joined) == len(event.mention_ids) - 1 == 2
    assert [outside.mentions[0].id] == [
        mention_id
        for pair in event.closest
        for mention_id in (pair.left, pair.right)
        if mention_id not in event.mention_ids
    ]


def test_explaining_agrees_with_merging() -> None:
    """The events that explanations name are those that merging makes."""
    reports = [report(f"Post {n}", STORY.but(parties=(IREL if n % 2 else ORRAN,))) for n in range(4)]
    mentions = [mention for one in reports for mention in one.mentions]
    events = merge(mentions, articles=[one.article for one in reports])
    expected = {mention_id: event.id for event in events for mention_id in event.mention_ids}
    assert expected == asked(*reports).event_of


def test_a_ruling_is_an_answer_like_the_others() -> None:
    """It says who wins."""
    one, other = report("Post", STORY), report("Herald", STORY.but(when=NEXT_DAY))
    ids = (one.mentions[0].id, other.mentions[0].id)
    ruling = Ruling.made("same", by="L. Orvik", reason="the Herald misdates it", mention_ids=ids)
    pair = pair_of(one, other, rulings=(ruling,))
    assert ("ruling", "same") == (pair.answers[-1].rule, pair.answers[-1].verdict)
    assert pair.left_event == pair.right_event


@pytest.mark.parametrize("wanted", ["m", "x"])
def test_an_id_that_names_none_or_several_is_told(wanted: str) -> None:
    """The beginning of an id is enough, if it is the beginning of one."""
    merged = asked(report("Post", STORY), report("Herald", STORY))
    with pytest.raises(InputError, match=f"mention has the id or beginning '{wanted}'"):
        merged.find_mention(wanted)


def test_a_mention_is_not_compared_with_itself() -> None:
    """Naming one mention twice is a mistake."""
    one = report("Post", STORY)
    merged = asked(one)
    with pytest.raises(InputError, match="given twice"):
        explain_pair(merged, one.mentions[0].id, one.mentions[0].id)
