"""One article's prediction beside gold, with numbers worked out by hand."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.gold import GoldArticle, GoldWhen
from claimx.scores import Level, Variety
from claimx.scoring.comparison import annotated_fields, score_article
from claimx.scoring.fills import CLAIMS, MENTION, PARTICIPANT
from claimx.scoring.likeness import days_of
from claimx.scoring.rules import RULES
from claimx.scoring.tallies import Tally, count
from tests.scoring.annotations import ARTICLES, Fields, article, at, responsibility, said_by, told, toll

RIGHT, WRONG = count(1, gold=1, predicted=1), count(0, gold=1, predicted=1)
MISSED, SPURIOUS = count(0, gold=1, predicted=0), count(0, gold=0, predicted=1)
EVERYTHING = frozenset((rule.level, rule.field) for rule in RULES)


def tally(
    predicted: GoldArticle, gold: GoldArticle, field: str, *, level: Level = "mentions", variety: Variety = "normalised"
) -> Tally | None:
    """Return one tally, None where the field has none."""
    return score_article(predicted, gold).tallies.get((level, field, variety))


def by_variety(predicted: Fields, gold: Fields, field: str, *, level: Level = "mentions") -> list[Tally | None]:
    """Return the tallies of one field of two articles with one mention: strict, normalised, grounded."""
    varieties: tuple[Variety, ...] = ("strict", "normalised", "grounded")
    return [tally(article(predicted), article(gold), field, level=level, variety=variety) for variety in varieties]


@pytest.mark.parametrize(
    ("field", "predicted", "gold", "strict", "normalised"),
    [
        pytest.param("type", {"type": "shelling"}, {"type": "shelling"}, RIGHT, RIGHT, id="same-type"),
        pytest.param("type", {"type": "shelling"}, {"type": "bombing"}, WRONG, RIGHT, id="same-group"),
        pytest.param("type", {"type": "protest"}, {"type": "bombing"}, WRONG, WRONG, id="other-group"),
        pytest.param("type", {"type": "raid"}, {"type": ["raid", "arrest"]}, RIGHT, RIGHT, id="one-of"),
        pytest.param("means", {"means": None}, {"means": "mine"}, MISSED, MISSED, id="null-for-a-value"),
        pytest.param("means", {"means": "mine"}, {"means": None}, SPURIOUS, SPURIOUS, id="value-for-null"),
        pytest.param("means", {"means": None}, {"means": None}, None, None, id="null-for-null"),
        pytest.param("means", {"means": "mine"}, {}, None, None, id="not-annotated"),
        pytest.param("means", {}, {"means": "mine"}, MISSED, MISSED, id="left-out-of-the-prediction"),
        pytest.param("prominence", {"prominence": "main"}, {"prominence": "background"}, WRONG, WRONG, id="prominence"),
        pytest.param(
            "when",
            {"when": {"start": "2024-03-01", "end": "2024-03-02"}},
            {"when": {"start": "2024-03-01", "end": "2024-03-01"}},
            WRONG,
            RIGHT,
            id="one-day-of-two",
        ),
        pytest.param(
            "when",
            {"when": {"start": "2024-03-01", "end": "2024-03-03"}},
            {"when": {"start": "2024-03-01", "end": "2024-03-01"}},
            WRONG,
            WRONG,
            id="one-day-of-three",
        ),
        pytest.param("where.city", {"where": {"city": "Kadin"}}, {"where": {"city": "Kadin"}}, RIGHT, RIGHT, id="city"),
        pytest.param(
            "where.city", {"where": {"city": "Kadin city"}}, {"where": {"city": "Kadin"}}, WRONG, RIGHT, id="city-of"
        ),
        pytest.param(
            "where.city",
            {"where": {"city": "Sudan"}},
            {"where": {"city": "South Sudan"}},
            WRONG,
            WRONG,
            id="part-of-name",
        ),
        pytest.param(
            "where.city",
            {"where": {"city": "Delan"}},
            {"where": {"city": {"exact": "Kadin", "also": ["Delan"]}}},
            RIGHT,
            RIGHT,
            id="also",
        ),
        pytest.param(
            "where.site",
            {"where": {"site": "a house on Kadin Street"}},
            {"where": {"site": "Kadin Street"}},
            WRONG,
            RIGHT,
            id="site-contained",
        ),
        pytest.param(
            "where.country_code", {"where": {"country_code": "CL"}}, {"where": None}, None, None, id="unasked"
        ),
    ],
)
def test_fields_of_an_aligned_mention(
    field: str, predicted: Fields, gold: Fields, strict: Tally | None, normalised: Tally | None
) -> None:
    """Present and equal is right, different is one missed and one spurious, null is a statement, silence is none."""
    found = by_variety(told(0, **predicted), told(0, **gold), field)
    assert [strict, normalised] == found[:2]


def test_grounded_needs_the_quotes() -> None:
    """The same value on other words is not grounded; without words on gold's side nothing is said."""
    same: Fields = {"type": "raid", "where": {"city": "Kadin"}, "when": {"start": "2024-03-01"}}
    assert [RIGHT, RIGHT, RIGHT] == by_variety(told(0, **same), told(50, **same), "type")
    assert [RIGHT, RIGHT, WRONG] == by_variety(told(0, **same), told(500, **same), "type")
    assert [RIGHT, RIGHT, None] == by_variety(told(0, **same), same, "type")


def test_unlocated_gold_is_grounded_by_its_words() -> None:
    """Without offsets, half of the runs of three words must be common."""
    gold = {"quotes": ["A rocket hit the market of Qasr Delan on Monday"], "type": "shelling"}
    near = {"quotes": [{"exact": "rocket hit the market of Qasr Delan", "start": 2}], "type": "shelling"}
    far = {"quotes": ["Protesters met before the town hall on Sunday"], "type": "shelling"}
    assert [RIGHT, RIGHT, RIGHT] == by_variety(near, gold, "type")
    assert WRONG == tally(article(far), article(gold), "event")


def test_what_is_annotated_as_absent_is_counted_where_gold_annotates_it_elsewhere() -> None:
    """Nothing dates it, says gold: predicted days are spurious, if gold anywhere says what days it looks for."""
    predicted, gold = article(told(0, when={"start": "2024-03-01"})), article(told(0, when=None))
    annotated = annotated_fields([gold, article(told(0, when={"start": None}))])
    assert None is tally(predicted, gold, "when")
    assert SPURIOUS == score_article(predicted, gold, annotated=annotated).tallies["mentions", "when", "strict"]


def test_quotes_are_scored_by_characters() -> None:
    """Gold 100 characters, predicted 80 of which 60 are gold's: recall 0.6 of one mention, precision 0.75 of one."""
    found = tally(article(told(40, length=80)), article(told(0)), "quotes")
    assert Tally(0.6, 1, 0.75, 1) == found
    assert count(0, gold=1, predicted=1) == tally(
        article(told(40, length=80)), article(told(0)), "quotes", variety="strict"
    )


def test_a_shared_type_alone_aligns_nothing() -> None:
    """Two raids in one article may be two raids."""
    gold, predicted = article(told(0, type="raid", means="firearm")), article(told(500, type="raid", means="firearm"))
    compared = score_article(predicted, gold)
    assert () == compared.pairs
    assert count(0, gold=1, predicted=1) == compared.tallies["mentions", "event", "strict"]
    assert {("missed", None), ("spurious", None)} == {
        (each.kind, each.part_of) for each in compared.differences if each.field == "event"
    }


def test_what_is_spurious_counts_where_gold_annotates_at_all() -> None:
    """A spurious mention's values count in the fields that gold annotates anywhere, and in no others."""
    gold = article(told(0, type="raid"))
    predicted = article(told(0, type="raid"), told(500, type="raid", means="firearm", claims=[toll()]))
    tallies = score_article(predicted, gold).tallies
    assert count(1, gold=1, predicted=2) == tallies["mentions", "type", "strict"]
    assert ("mentions", "means", "strict") not in tallies
    assert ("claims", "toll", "strict") not in tallies


def test_an_article_without_events_is_scored_in_the_fields_of_the_others() -> None:
    """Such an article annotates nothing but that it has no event; the rest is said by the corpus."""
    empty, predicted = article(), article(told(0, type="raid"))
    assert [("mentions", "event"), ("mentions", "overall")] == sorted(
        {measure[:2] for measure in score_article(predicted, empty).tallies}
    )
    annotated = annotated_fields([empty, article(told(0, type="raid"))])
    tallies = score_article(predicted, empty, annotated=annotated).tallies
    assert [SPURIOUS] * 3 == [tallies["mentions", field, "strict"] for field in ("event", "type", "quotes")]


@pytest.mark.parametrize(
    ("level", "field", "listed"),
    [("mentions", "participants", "participants"), ("claims", "toll", "claims"), ("mentions", "event", None)],
)
def test_optional_is_right_if_found_and_nothing_if_missed(level: Level, field: str, listed: str | None) -> None:
    """What gold calls optional is counted only where it is found."""
    things: Fields = {"participants": [{"name": "Tomas Irel", "optional": True}], "claims": [toll(optional=True)]}
    gold = article({**told(0), listed: things[listed]} if listed else told(0, optional=True))
    without = article(*([{**told(0), listed: []}] if listed else []))
    assert RIGHT == tally(gold, gold, field, level=level)
    assert None is tally(without, gold, field, level=level)


@pytest.mark.parametrize(
    ("predicted", "strict", "normalised"),
    [
        pytest.param([], MISSED, MISSED, id="missed"),
        pytest.param([toll(4)], RIGHT, RIGHT, id="right"),
        pytest.param([toll(5)], WRONG, WRONG, id="other-number"),
        pytest.param([toll(4, kind="injured")], WRONG, WRONG, id="other-kind"),
        pytest.param([toll(4, scope="additional")], WRONG, WRONG, id="other-scope"),
        pytest.param([toll(4, **said_by("police"))], WRONG, WRONG, id="a-speaker-for-the-articles-own-voice"),
        pytest.param([toll(4, min=3)], WRONG, RIGHT, id="same-best"),
        pytest.param([toll(4), toll(9)], count(1, gold=1, predicted=2), count(1, gold=1, predicted=2), id="one-more"),
        pytest.param([responsibility()], MISSED, MISSED, id="another-type-of-claim"),
    ],
)
def test_whole_tolls(predicted: list[Fields], strict: Tally, normalised: Tally) -> None:
    """A toll is right where speaker, kind, value and scope are right at once."""
    found = by_variety(told(0, claims=predicted), told(0, claims=[toll(4)]), "toll", level="claims")
    assert [strict, normalised] == found[:2]


def test_whole_responsibilities() -> None:
    """Speaker, stance, accused and polarity; names are compared as names."""
    gold = told(0, claims=[responsibility(**said_by("police in Kadin"), quotes=[at(0)])])
    near = told(0, claims=[responsibility(accused="the Free Valley Front", **said_by("police"), quotes=[at(0)])])
    denied = told(0, claims=[responsibility("denies", **said_by("police in Kadin"), quotes=[at(0)])])
    assert [WRONG, RIGHT, RIGHT] == by_variety(near, gold, "responsibility", level="claims")
    assert [WRONG, WRONG, WRONG] == by_variety(denied, gold, "responsibility", level="claims")
    assert [RIGHT, RIGHT, RIGHT] == by_variety(denied, gold, "responsibility.accused", level="claims")


def test_whole_statements() -> None:
    """A statement is its speaker and a passage that overlaps."""
    gold = told(0, claims=[{"type": "statement", **said_by("police"), "quotes": [at(0)]}])
    near = told(0, claims=[{"type": "statement", **said_by("police"), "quotes": [at(30)]}])
    far = told(0, claims=[{"type": "statement", **said_by("police"), "quotes": [at(500)]}])
    assert [RIGHT, RIGHT, RIGHT] == by_variety(near, gold, "statement", level="claims")
    assert [WRONG, WRONG, WRONG] == by_variety(far, gold, "statement", level="claims")
    assert [WRONG, WRONG, WRONG] == by_variety(far, gold, "any", level="claims")


def test_only_annotated_numbers_are_compared() -> None:
    """Gold that gives the best number alone says nothing of the others."""
    gold = told(0, claims=[{"type": "toll", "kind": "killed", "best": 4, "quotes": [at(0)]}])
    predicted = told(0, claims=[toll(4, min=2, quotes=[at(0)])])
    assert [RIGHT, RIGHT, RIGHT] == by_variety(predicted, gold, "toll.value", level="claims")


def test_sums() -> None:
    """`overall` sums the values: here the event, the type and the city, two of three right."""
    gold = article(told(0, type="raid", where={"city": "Kadin"}))
    predicted = article(told(0, type="raid", where={"city": "Delan"}))
    assert count(2, gold=3, predicted=3) == tally(predicted, gold, "overall")


def test_relations_and_confirmations_follow_the_alignment() -> None:
    """What a relation points at is compared by what it was aligned with, not by its name."""
    tolls = [toll(4, local_id="c1"), toll(None, confirms="c1", local_id="c2", **said_by("a doctor"))]
    gold = article(told(0, relations=[{"kind": "follows", "to": "m2"}], claims=tolls), told(500))
    renamed = [toll(None, confirms="c8", local_id="c7", **said_by("a doctor")), toll(4, local_id="c8")]
    predicted = article(
        {"local_id": "p2", **told(500)},
        {"local_id": "p1", **told(0, relations=[{"kind": "follows", "to": "p2"}], claims=renamed)},
    )
    compared = score_article(predicted, gold)
    assert (("p1", "m1"), ("p2", "m2")) == compared.pairs
    assert RIGHT == compared.tallies["mentions", "relations", "strict"]
    assert RIGHT == compared.tallies["claims", "toll.confirms", "strict"]
    assert () == compared.differences


def test_differences_say_what_and_where() -> None:
    """A wrong value shows both sides with their places; the parts of what is missed say of what they are parts."""
    gold = article(
        told(0, where={"city": {"exact": "Kadin", "start": 7}}, participants=[{"name": "Irel", "role": "victim"}])
    )
    predicted = article(told(10, where={"city": {"exact": "Delan", "start": 90}}, participants=[]))
    found = score_article(predicted, gold).differences
    assert [
        ("missed", "participants", "Irel", None, None, None, None),
        ("wrong", "where.city", "Kadin", "Delan", (7, 12), (90, 95), None),
        ("missed", "participant.role", "victim", None, None, None, "participants"),
    ] == [
        (each.kind, each.field, each.gold, each.predicted, each.gold_span, each.predicted_span, each.part_of)
        for each in found
    ]


def test_every_field_has_a_rule() -> None:
    """The table of rules has each field of the tallies once."""
    names = [(rule.level, rule.field) for rule in RULES]
    fields = {(table.level, each.name) for table in (MENTION, PARTICIPANT, *CLAIMS.values()) for each in table.fields}
    assert len(set(names)) == len(names)
    assert fields < set(names)


# Properties


@given(ARTICLES)
def test_an_article_beside_itself_is_perfect(gold: GoldArticle) -> None:
    """Every tally of score(x, x) is full, and nothing differs."""
    compared = score_article(gold, gold)
    assert () == compared.differences
    assert [] == [measure for measure, (found, n, right, m) in compared.tallies.items() if not found == n == right == m]


@given(ARTICLES, ARTICLES, st.randoms(use_true_random=False))
def test_order_does_not_matter(predicted: GoldArticle, gold: GoldArticle, chance: random.Random) -> None:
    """Mentions, claims, participants, quotes and choices in any order give the same tallies and differences."""
    shuffled = score_article(_shuffled(predicted, chance), _shuffled(gold, chance))
    assert score_article(predicted, gold) == shuffled


def _shuffled(article: GoldArticle, chance: random.Random) -> GoldArticle:
    def shuffle(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shuffle(below) for name, below in value.items()}
        return chance.sample([shuffle(each) for each in value], len(value)) if isinstance(value, list) else value

    return GoldArticle.model_validate(shuffle(article.model_dump(mode="json")))


@given(ARTICLES, ARTICLES)
def test_the_sides_exchanged_exchange_precision_and_recall(left: GoldArticle, right: GoldArticle) -> None:
    """Where both sides annotate everything, it does not matter which is called gold."""
    forth = score_article(left, right, annotated=EVERYTHING).tallies
    back = score_article(right, left, annotated=EVERYTHING).tallies
    exchanged = {measure: Tally(right, m, found, n) for measure, (found, n, right, m) in back.items()}
    assert forth.keys() == exchanged.keys()
    assert [] == [measure for measure in forth if pytest.approx(forth[measure]) != exchanged[measure]]


@given(ARTICLES, ARTICLES, st.data())
def test_predicting_less_finds_no_more_events(predicted: GoldArticle, gold: GoldArticle, data: st.DataObject) -> None:
    """Without one of its mentions a prediction never finds more of gold's."""
    if predicted.mentions:
        left_out = data.draw(st.sampled_from(predicted.mentions))
        fewer = article(*(m.model_dump(mode="json") for m in predicted.mentions if m is not left_out))
        assert len(score_article(fewer, gold).pairs) <= len(score_article(predicted, gold).pairs)


# Hostile


def test_empty_articles() -> None:
    """Nothing beside nothing has no tallies."""
    compared = score_article(article(), article())
    assert ({}, (), ()) == (compared.tallies, compared.pairs, compared.differences)


def test_a_thousand_identical_claims() -> None:
    """The copies of one claim are one right claim and 999 spurious ones."""
    tallies = score_article(article(told(0, claims=[toll(4)] * 1000)), article(told(0, claims=[toll(4)]))).tallies
    assert count(1, gold=1, predicted=1000) == tallies["claims", "toll", "strict"]
    other = score_article(article(told(0, claims=[toll(5)] * 300)), article(told(0, claims=[toll(4)] * 300))).tallies
    assert count(0, gold=300, predicted=300) == other["claims", "toll", "strict"]


@settings(deadline=None)
@given(st.sampled_from(["x", "Qasr ", "\u0301", "新", "a-", "'s ", "&", "\u202e", "\ud800"]))
def test_huge_strings(piece: str) -> None:
    """A name of a hundred thousand characters is compared like any other, in time."""
    huge = piece * (100_000 // len(piece))
    gold = told(0, where={"city": "Kadin", "site": huge + "y"}, participants=[{"name": huge}])
    predicted = told(0, where={"city": huge, "site": huge}, participants=[{"name": huge + "y"}], quotes=[huge])
    assert WRONG == tally(article(predicted), article({**gold, "quotes": ["z", huge]}), "where.city", variety="strict")


def test_names_given_twice() -> None:
    """Two mentions under one name are two mentions."""
    twice = article({"local_id": "m1", **told(0)}, {"local_id": "m1", **told(500)})
    assert count(2, gold=2, predicted=2) == tally(twice, twice, "event")


@pytest.mark.parametrize(
    ("gold", "predicted", "strict", "normalised"),
    [
        pytest.param((None, "2024-03-05"), ("2024-03-01", "2024-03-05"), True, True, id="up to"),
        pytest.param((None, "2024-03-05"), ("2024-03-01", "2024-03-02"), False, True, id="before the bound"),
        pytest.param((None, "2024-03-05"), ("2024-03-06", "2024-03-06"), False, False, id="after the bound"),
        pytest.param(("2024-03-05", None), ("2024-03-05", "2024-03-09"), True, True, id="from"),
        pytest.param(("2024-03-05", "2024-03-05"), ("2024-03-04", "2024-03-05"), False, True, id="half"),
        pytest.param(("2024-03-05", "2024-03-05"), ("2024-03-03", "2024-03-05"), False, False, id="a third"),
    ],
)
def test_days(
    gold: tuple[str | None, str | None], predicted: tuple[str, str], *, strict: bool, normalised: bool
) -> None:
    """Whole spans by their days; an open end allows every day on its side."""
    mine, yours = (days_of(GoldWhen.model_validate({"start": start, "end": end})) for start, end in (gold, predicted))
    assert mine is not None
    assert yours is not None
    assert (strict, normalised) == (mine.same(yours), mine.alike(yours))
    assert (strict, normalised) == (yours.same(mine), yours.alike(mine))
