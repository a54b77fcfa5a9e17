"""Restoring: gold becomes mentions that merge as gold says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from claimx.annotating.drafting import draft_article, draft_mention
from claimx.annotating.restoring import restore
from claimx.article import Article
from claimx.claim import Responsibility, Toll
from claimx.errors import InputError
from claimx.event import Event
from claimx.gold import GoldArticle
from claimx.mention import Mention
from claimx.merging import merge
from claimx.quote import Quote
from tests.annotating.drawn import quote_of, told
from tests.annotating.words import ARTICLE, TEXT, gold, mention
from tests.annotating.words import toll as gold_toll
from tests.merging.reports import (
    DOCTOR,
    MINISTER,
    POLICE,
    Report,
    Story,
    blame,
    force,
    merged,
    remark,
    report,
    toll,
    victim,
)

many = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SENTENCE = "A doctor said two were killed and twelve others hurt."


def restored(*mentions: dict[str, object], article: Article = ARTICLE) -> Mention:
    """Return the first restored mention."""
    return restore(gold(*mentions, article_id=article.id), article=article)[0]


def restored_toll(*claims: dict[str, object]) -> Toll:
    """Return the first restored claim, which is a toll."""
    claim = restored(mention(*claims)).claims[0]
    assert isinstance(claim, Toll)
    return claim


@many
@given(mentions=told())
def test_drafting_what_was_restored_gives_the_draft(mentions: tuple[Mention, ...]) -> None:
    """No annotated field is lost or changed, byte for byte."""
    draft = draft_article(ARTICLE.id, mentions)
    assert draft.to_line() == draft_article(ARTICLE.id, restore(draft, article=ARTICLE)).to_line()


@many
@given(mentions=told())
def test_restored_quotes_are_quotes_of_the_article(mentions: tuple[Mention, ...]) -> None:
    """With their context and their number of places, as extracted ones have them."""
    back = restore(draft_article(ARTICLE.id, mentions), article=ARTICLE)
    assert [one.quotes for one in mentions] == [one.quotes for one in back]
    assert [one.label for one in mentions] == [one.label for one in back]


@many
@given(mentions=told())
def test_restored_records_have_ids_of_their_own(mentions: tuple[Mention, ...]) -> None:
    """Made of content: the same gold gives the same ids, and no two mentions share one."""
    draft = draft_article(ARTICLE.id, mentions)
    back = restore(draft, article=ARTICLE)
    assert back == restore(draft, article=ARTICLE)
    assert len(back) == len({one.id for one in back})
    for one in back:
        assert len(one.claims) == len({claim.id for claim in one.claims})


POST = report(
    "Valley Post",
    Story(
        parties=(victim("Tomas Irel", "Old Fox"), force("Free Valley Front")),
        claims=(toll("two", by=POLICE), toll(None, by=DOCTOR, confirms=1), blame("the rebels", by=MINISTER)),
        country="Chile",
        relations=(("retaliation_for", 2),),
    ),
    Story(type="protest", when="2024-02", prominence="background", claims=(remark(),)),
)
HERALD = report(
    "Hill Herald",
    Story(claims=(toll("at least four", by=MINISTER), toll("several", "injured", by=DOCTOR))),
    Story(type="attack", when="2023", city="Orran", claims=(blame("US forces", "denies"),)),
)


def shape(events: tuple[Event, ...], mentions: list[Mention]) -> list[object]:
    """Return what a merge says, without ids of mentions."""
    names = {one.id: f"{one.article_id}/{one.local_id}" for one in mentions}
    tolls = [[(one.kind, one.low, one.best, one.high) for one in event.tolls] for event in events]
    groups = [[names[mention_id] for mention_id in event.mention_ids] for event in events]
    sides = [[(one.field, [side.value for side in one.values]) for one in event.disagreements] for event in events]
    accused = [[(one.accused, one.stance) for one in event.responsibility] for event in events]
    zipped = zip(map(sorted, groups), tolls, sides, accused, [len(event.relations) for event in events], strict=True)
    return sorted(zipped, key=str)


def test_restored_drafts_merge_like_the_mentions_they_were_drafted_from() -> None:
    """The form of gold holds all that merging reads."""
    reports: tuple[Report, ...] = (POST, HERALD)
    mentions = [one for each in reports for one in each.mentions]
    back = [
        one for each in reports for one in restore(draft_article(each.article.id, each.mentions), article=each.article)
    ]
    events = merge(back, articles=[each.article for each in reports])
    assert shape(merged(*reports), mentions) == shape(events, back)


def test_gold_with_nothing_but_ids_can_be_merged() -> None:
    """Neutral values everywhere, and an empty label; such mentions stay apart."""
    articles = [Article(id="a1", text=TEXT), Article(id="a2", text="")]
    mentions = [
        one
        for article in articles
        for one in restore(gold(mention(), mention(local_id="m2"), article_id=article.id), article=article)
    ]
    first = mentions[0]
    empty = Quote(exact="", prefix="", suffix=TEXT[:32], start=0, end=0, article_id="a1", match="exact", occurrences=0)
    assert empty == first.label
    assert ("other", None, "main", "actual") == (first.type, first.means, first.prominence, first.realis)
    assert ("unknown", "none", "unknown") == (first.when.precision, first.when.basis, first.where.precision)
    assert ((), ()) == (first.claims, first.quotes)
    assert ("gold", "gold") == (first.model, first.fingerprint)
    assert len(merge(mentions, articles=articles)) == 4


def test_mentions_without_passages_merge_by_their_values() -> None:
    """Across articles as elsewhere; two of one article stay two although they share all their words."""
    articles = [Article(id=name, text="Orran. Tomas Irel.") for name in ("a1", "a2")]
    told_so = {
        "type": "bombing",
        "when": {"start": "2024-03-04", "end": "2024-03-04"},
        "where": {"city": "Orran"},
        "claims": [gold_toll(best=2)],
    }
    first, second = (
        restore(gold({**mention(), **told_so}, article_id=article.id), article=article) for article in articles
    )
    (event,) = merge([*first, *second], articles=articles)
    assert [(2, 2, 2, 2)] == [(one.low, one.best, one.high, one.n_articles) for one in event.tolls]
    twice = restore(gold({**mention(), **told_so}, {**mention(local_id="m2"), **told_so}), article=articles[0])
    assert len(merge(twice, articles=articles)) == 2


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"label": "Qasr Delan", "quotes": [SENTENCE]}, "Qasr Delan", id="gold's"),
        pytest.param({"quotes": [TEXT[:104]]}, TEXT[:65], id="twelve words"),
        pytest.param({"claims": [gold_toll(quotes=[SENTENCE])]}, SENTENCE, id="the first claim's passage"),
        pytest.param(
            {"participants": [{"name": "police"}], "where": {"city": "Qasr Delan"}}, "Qasr Delan", id="first words"
        ),
    ],
)
def test_labels(fields: dict[str, object], expected: str) -> None:
    """An event is shown under words of its article wherever gold has any."""
    assert quote_of(expected) == restored({**mention(), **fields}).label


def test_passages_are_those_of_the_claims_where_the_mention_has_none() -> None:
    """Each once, in order of the text."""
    claims = [gold_toll(quotes=[SENTENCE]), gold_toll(quotes=["Two farmers", SENTENCE])]
    assert (quote_of("Two farmers"), quote_of(SENTENCE)) == restored(mention(*claims)).quotes


@pytest.mark.parametrize(
    ("told", "basis"),
    [
        pytest.param({}, "publication_fallback", id="the news itself"),
        pytest.param({"prominence": "background"}, "none", id="background"),
        pytest.param({"realis": "future"}, "none", id="announced"),
    ],
)
def test_undated_news_gets_its_window_as_in_extracting(told: dict[str, object], basis: str) -> None:
    """What nothing dates happened within days before publication, if it is what was reported; a draft says nothing."""
    undated = {**mention(), "when": {"text": "Monday", "start": None, "end": None}, **told}
    found = restored(undated, article=ARTICLE.model_copy(update={"published_at": date(2024, 3, 6)}))
    assert basis == found.when.basis
    assert (found.when.start is not None) == (basis == "publication_fallback")
    drafted = draft_mention(found).when
    assert drafted is not None
    assert (None, None) == (drafted.start, drafted.end)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        pytest.param({"start": "2024-03-05", "end": "2024-03-05"}, ("day", "explicit"), id="day"),
        pytest.param({"start": "2024-03-03", "end": "2024-03-05"}, ("day", "explicit"), id="few days"),
        pytest.param({"text": "Monday", "start": "2024-03-04", "end": "2024-03-10"}, ("week", "explicit"), id="week"),
        pytest.param({"start": "2024-02-01", "end": "2024-02-29"}, ("month", "explicit"), id="month"),
        pytest.param({"start": "2023-01-01", "end": "2023-12-31"}, ("year", "explicit"), id="year"),
        pytest.param({"start": "2024-03-05"}, ("day", "explicit"), id="one end"),
    ],
)
def test_precision_follows_the_span(when: dict[str, object], expected: tuple[str, str]) -> None:
    """One end alone stands for both."""
    found = restored({**mention(), "when": when}).when
    assert expected == (found.precision, found.basis)
    assert (found.start is None) == (found.end is None)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param({"country": "Chile"}, ("country", "CL"), id="read"),
        pytest.param({"country": "Chile", "country_code": None}, ("country", None), id="null"),
        pytest.param({"city": "Orran", "country_code": "PE"}, ("city", "PE"), id="annotated"),
    ],
)
def test_countries(where: dict[str, object], expected: tuple[str, str | None]) -> None:
    """A code that nobody annotated is read from the country's name."""
    article = Article(id="a1", text="In Orran, Chile.")
    found = restored({**mention(), "where": where}, article=article).where
    assert expected == (found.precision, found.country_code)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"count": "two"}, (2, 2, 2, "text"), id="read from its words"),
        pytest.param({"count": "two", "best": None}, (None, None, None, "none"), id="null is null"),
        pytest.param({"count": "two", "best": 2}, (2, 2, 2, "text"), id="best alone"),
        pytest.param({"count": "two", "min": 2, "best": 2, "max": None}, (2, 2, None, "text"), id="as annotated"),
        pytest.param({"min": 4}, (4, None, None, "parts"), id="a sum"),
        pytest.param({}, (None, None, None, "none"), id="no number"),
    ],
)
def test_numbers(fields: dict[str, object], expected: tuple[object, ...]) -> None:
    """What is annotated stands; what is not is read or follows from the best number."""
    found = restored_toll(gold_toll(**fields))
    assert expected == (found.min, found.best, found.max, found.basis)


def test_a_sum_beside_an_uncounted_victim_counts_persons() -> None:
    """As in claimx's own totals: by the parts that it names."""
    total = gold_toll(local_id="c1", best=2, min=2, max=2, parts=["c2"])
    assert restored_toll(total, gold_toll(local_id="c2", who="A doctor")).basis == "persons"
    assert restored_toll(total, gold_toll(local_id="c2", count="two", best=2)).basis == "parts"
    assert restored_toll(total, gold_toll(local_id="c3", who="A doctor")).basis == "parts"


def test_neutral_values_of_claims_and_participants() -> None:
    """A claim affirms and counts all, a speaker without a name is anonymous, a participant has no proper name."""
    found = restored(
        mention(
            gold_toll(speaker={"text": "police"}),
            {"type": "responsibility", "stance": "accuses", "speaker": {"name": "police"}},
            participants=[{"name": "farmers", "kind": ["civilians", "unknown"]}],
            quotes=["Two farmers were killed", SENTENCE],
        )
    )
    first, second = found.claims
    assert isinstance(first, Toll)
    assert isinstance(second, Responsibility)
    assert ("c1", "+", None, "total", False) == (
        first.local_id,
        first.polarity,
        first.certainty,
        first.scope,
        first.approximate,
    )
    assert first.speaker is not None
    assert first.speaker.anonymous
    assert second.speaker is not None
    assert (quote_of("police"), False) == (second.speaker.text, second.speaker.anonymous)
    (participant,) = found.participants
    assert (False, "civilians", "associated") == (participant.named, participant.kind, participant.role)
    assert (quote_of("Two farmers were killed"),) == participant.quotes


def test_references_lead_to_records() -> None:
    """Confirmations to claims and relations to mentions; those that lead nowhere are left out."""
    relations = [{"kind": "follows", "to": "m2"}, {"kind": "follows", "to": "m9"}]
    claims = [gold_toll(confirms="c1"), gold_toll(local_id="c1", best=2)]
    first, second = restore(
        gold(mention(*claims, relations=relations), mention(local_id="m2", when={"start": date(2024, 3, 4)})),
        article=ARTICLE,
    )
    confirming, confirmed = first.claims
    assert isinstance(confirming, Toll)
    assert confirmed.id == confirming.confirms
    assert [second.id] == [relation.to for relation in first.relations]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(gold(article_id="a9"), "gold of article a9: was given article a1; pair them by id", id="article"),
        pytest.param(gold(mention(label="a meteor")), r"mentions\[m1\].label: 'a meteor' is not in", id="words"),
        pytest.param(gold(mention(gold_toll(kind=[]))), "gold of article a1: toll c1 has no kind", id="kind"),
    ],
)
def test_gold_that_cannot_be_restored(written: GoldArticle, expected: str) -> None:
    """It is the gold that is at fault, and the error says where."""
    with pytest.raises(InputError, match=expected):
        restore(written, article=ARTICLE)
