"""A run beside gold, two runs beside each other, and which mistakes merging made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claimx.compared import compare_labels
from claimx.errors import InputError
from claimx.evaluation import agreement, compare, score
from claimx.gold import GoldArticle, GoldEvent, GoldMention
from claimx.labels import Labels, key, labels_of, located, read_labels
from claimx.merging import merge
from claimx.mistakes import list_mistakes
from claimx.scores import Score, Scores
from tests.merging.reports import POLICE, Report, Story, report, toll

MARKET = Story(claims=(toll("two", by=POLICE),))
REPORTS = (
    report("Valley Post", MARKET),
    report("Hill Herald", Story(claims=(toll("four"),))),
)


def labelled(*reports: Report, name: str = "run") -> Labels:
    """Merge reports and bring everything into gold's form."""
    mentions = [mention for one in reports for mention in one.mentions]
    articles = [one.article for one in reports]
    return labels_of(name, articles=articles, mentions=mentions, events=merge(mentions, articles=articles))


def named(scores: Scores) -> dict[str, Score]:
    """Return scores by level, field and form."""
    return {f"{one.level}.{one.field}.{one.variety}": one for one in scores.scores}


def in_one_event(labels: Labels) -> Labels:
    """Return the labels with all mentions in one event, by hand."""
    mentions = tuple(key(one.article_id, told.local_id) for one in labels.articles for told in one.mentions)
    return replace(labels, events=(GoldEvent(id="e1", mentions=mentions),))


RUN = labelled(*REPORTS)


def test_a_run_beside_itself_is_right() -> None:
    scores = score(RUN, RUN, resamples=20)
    assert {one.f1 for one in scores.scores if one.n_gold} == {1.0}
    assert () == scores.unscored
    assert () == score(RUN, RUN, resamples=20, with_mistakes=True).mistakes


def test_the_order_of_articles_and_events_does_not_matter() -> None:
    turned = replace(RUN, articles=RUN.articles[::-1], events=RUN.events[::-1])
    gold = in_one_event(RUN)
    assert score(RUN, gold, resamples=50) == score(turned, gold, resamples=50)
    assert score(gold, RUN, resamples=50) == score(gold, turned, resamples=50)


def test_what_gold_does_not_annotate_is_unscored() -> None:
    """It has no score, which is not a score of nothing; and it is named."""
    bare = [
        GoldArticle(
            article_id=one.article_id,
            mentions=tuple(
                GoldMention(local_id=told.local_id, type=told.type, quotes=told.quotes) for told in one.mentions
            ),
        )
        for one in located(RUN)
    ]
    scores = score(RUN, replace(RUN, articles=tuple(bare), events=()), resamples=20)
    assert {"event", "type", "quotes", "overall"} == {one.field for one in scores.scores}
    assert "claims.toll" in scores.unscored
    assert "merging.b_cubed" in scores.unscored


def test_an_article_that_was_not_predicted_is_missed() -> None:
    scores = named(score(labelled(REPORTS[0]), RUN, resamples=20))
    assert (1.0, 0.5) == (
        scores["mentions.event.normalised"].precision,
        scores["mentions.event.normalised"].recall,
    )


def test_an_article_that_gold_does_not_cover_is_left_out() -> None:
    gold = labelled(REPORTS[0])
    scores = named(score(RUN, gold, resamples=20))
    assert 1.0 == scores["mentions.event.normalised"].f1
    assert 1.0 == scores["merging.b_cubed.strict"].f1


def test_a_missed_optional_mention_is_not_missed() -> None:
    (first, second) = RUN.articles
    optional = second.model_copy(
        update={"mentions": tuple(one.model_copy(update={"optional": True}) for one in second.mentions)}
    )
    gold = replace(RUN, articles=(first, optional))
    found = labelled(*(one for one in REPORTS if one.article.id == first.article_id))
    scores = named(score(found, gold, resamples=20))
    assert 1.0 == scores["mentions.event.normalised"].recall
    assert 1.0 == scores["merging.b_cubed.strict"].recall


TWO_TOWNS = (report("Valley Post", Story(city="Qasr Delan")), report("Hill Herald", Story(city="Old Irba")))


def test_a_mistake_that_gold_mentions_make_as_well_is_one_of_merging() -> None:
    """Two towns are two events to the rules; gold that calls them one finds fault with merging, not extraction."""
    run = labelled(*TWO_TOWNS)
    compared = compare_labels(run, in_one_event(run))
    stages = {one.stage for one in list_mistakes(compared) if one.level == "events"}
    assert {"merge"} == stages


def test_a_mistake_that_gold_mentions_do_not_make_is_one_of_extraction() -> None:
    """The run overlooked the second report's number; merging the gold mentions gives gold's range."""
    first, second = REPORTS
    overlooked = tuple(one.model_copy(update={"claims": ()}) for one in second.mentions)
    mistakes = list(list_mistakes(compare_labels(labelled(first, second._replace(mentions=overlooked)), RUN)))
    about_events = {(one.field, one.gold, one.stage) for one in mistakes if one.level == "events"}
    assert ("toll.killed", "2 to 4", "extraction") in about_events
    assert {"extraction"} == {stage for _, _, stage in about_events}


def test_a_mistake_shows_the_articles_words() -> None:
    (first, second) = RUN.articles
    told = second.mentions[0]
    gold = replace(
        RUN,
        articles=(first, second.model_copy(update={"mentions": (told.model_copy(update={"type": "protest"}),)})),
        events=(),
    )
    (mistake,) = list_mistakes(compare_labels(RUN, gold))
    text = RUN.texts[second.article_id].text
    assert ("wrong", "type", "protest", told.type) == (mistake.kind, mistake.field, mistake.gold, mistake.predicted)
    assert mistake.before + mistake.words + mistake.after in text
    assert mistake.words


def test_agreement_counts_what_one_calls_optional() -> None:
    """Whether something is optional is a judgement on which annotators may differ."""
    (first, second) = RUN.articles
    optional = second.model_copy(
        update={"mentions": tuple(one.model_copy(update={"optional": True}) for one in second.mentions)}
    )
    other = replace(RUN, articles=(first, GoldArticle(article_id=second.article_id, mentions=())), events=())
    found = agreement(other, replace(RUN, articles=(first, optional), events=()), resamples=20)
    assert 0.5 == named(found.scores)["mentions.event.normalised"].recall


def test_comparing_a_run_with_itself_changes_nothing() -> None:
    comparison = compare(RUN, RUN, in_one_event(RUN), resamples=50)
    assert {0.0} == {one.delta for one in comparison.differences if one.delta is not None}
    assert () == comparison.changed


def test_comparison_names_what_changed() -> None:
    other = labelled(REPORTS[0], name="other")
    comparison = compare(other, RUN, RUN, resamples=50)
    (changed,) = comparison.changed
    assert REPORTS[1].article.id == changed.article_id
    assert "mentions.event" in changed.better
    assert () == changed.worse
    assert changed.left_mistakes > changed.right_mistakes == 0
    (event,) = (
        one for one in comparison.differences if (one.field, one.variety, one.level) == ("event", "strict", "mentions")
    )
    assert (event.delta or 0) > 0


def test_a_registry_names_articles() -> None:
    """Events with articles instead of mentions: an article belongs to the event that it is about."""
    articles = tuple(one.article.id for one in REPORTS)
    gold = Labels(
        name="registry",
        articles=(),
        events=(
            GoldEvent.model_validate(
                {
                    "id": "17",
                    "articles": articles,
                    "when": {"start": date(2024, 3, 5), "end": date(2024, 3, 5)},
                    "tolls": [{"kind": "killed", "best": 4}],
                }
            ),
        ),
        texts={},
        leading={},
    )
    scores = named(score(RUN, gold, resamples=20))
    assert (1, 1.0) == (scores["merging.pairwise.strict"].n_gold, scores["merging.pairwise.strict"].f1)
    # Two reports, two and four: the range holds the registry's four, the best number is a tie.
    assert (0.0, 1.0) == (scores["events.toll.strict"].f1, scores["events.toll.normalised"].f1)
    assert not any(name.startswith(("mentions", "claims")) for name in scores)


def test_labels_that_are_none(tmp_path: Path) -> None:
    for name in ("articles.jsonl", "mentions.jsonl", "events.jsonl", "run.json"):
        (tmp_path / "run").mkdir(exist_ok=True)
        (tmp_path / "run" / name).write_text("")
    with pytest.raises(InputError, match=r"run\.json: no summary of a run"):
        read_labels(tmp_path / "run")
    with pytest.raises(InputError, match="neither a run's folder nor gold"):
        read_labels(tmp_path)
    (tmp_path / "noise.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read as text"):
        read_labels(tmp_path / "noise.jsonl")
