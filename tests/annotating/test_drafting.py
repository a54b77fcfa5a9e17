"""Drafting: what claimx found, in gold's form, with nothing left unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hypothesis import HealthCheck, given, settings

from claimx.annotating.drafting import draft_article, draft_event, draft_mention
from claimx.annotating.locating import locate
from claimx.claim import Toll
from claimx.gold import Annotation, GoldArticle, GoldEvent, GoldRange, GoldToll
from claimx.mention import Mention
from tests.annotating.drawn import told
from tests.annotating.words import ARTICLE, TEXT
from tests.merging.reports import (
    DOCTOR,
    MINISTER,
    POLICE,
    Report,
    Story,
    blame,
    force,
    merged,
    one_event,
    report,
    toll,
    victim,
)

LEFT_OUT = {"optional", "also", "annotator", "note"}
"""What only an annotator can say."""

many = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def records_in(value: object) -> Iterator[Annotation]:
    """Yield an annotation and all inside it."""
    if isinstance(value, Annotation):
        yield value
        for _, one in value:
            yield from records_in(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from records_in(one)


@many
@given(mentions=told())
def test_a_draft_survives_its_file(mentions: tuple[Mention, ...]) -> None:
    """Read back it is the same, and written again the same line."""
    draft = draft_article(ARTICLE.id, mentions)
    assert draft == GoldArticle.from_line(draft.to_line())
    assert draft.to_line() == GoldArticle.from_line(draft.to_line()).to_line()


@many
@given(mentions=told())
def test_a_draft_is_located(mentions: tuple[Mention, ...]) -> None:
    """All its words have their place, so locating it changes nothing."""
    draft = draft_article(ARTICLE.id, mentions)
    assert draft.to_line() == locate(draft, TEXT).to_line()


@many
@given(mentions=told())
def test_a_draft_leaves_nothing_unannotated(mentions: tuple[Mention, ...]) -> None:
    """Only what an annotator alone can say is left out."""
    for record in records_in(draft_article(ARTICLE.id, mentions)):
        assert set(type(record).model_fields) - LEFT_OUT == record.model_fields_set


@many
@given(mentions=told())
def test_ids_of_a_draft_are_unique(mentions: tuple[Mention, ...]) -> None:
    """Even where two kinds of claim counted alike, so that relations and confirmations lead to one place."""
    draft = draft_article(ARTICLE.id, mentions)
    assert len({mention.local_id for mention in draft.mentions}) == len(mentions)
    for mention in draft.mentions:
        assert len({claim.local_id for claim in mention.claims}) == len(mention.claims)


STORY = Story(
    parties=(victim("Tomas Irel"), force("Free Valley Front")),
    claims=(
        toll("two", by=POLICE),
        toll(None, by=DOCTOR, confirms=1),
        toll("several", "injured"),
        blame("the rebels", by=MINISTER),
    ),
    relations=(("follows", 2),),
)
REPORT = report("Valley Post", STORY, Story(type="protest", when=None, prominence="background"))


def references(*reports: Report) -> dict[str, str]:
    """Return the mentions as gold events name them."""
    return {mention.id: f"{one.article.id}/{mention.local_id}" for one in reports for mention in one.mentions}


def test_ids_become_local_ids() -> None:
    """Relations lead to mentions, and confirmations to claims, by the names they have in the draft."""
    first, second = draft_article(REPORT.article.id, REPORT.mentions).mentions
    assert [second.local_id] == [relation.to for relation in first.relations]
    assert [None, "c1", None] == [claim.confirms for claim in first.claims if isinstance(claim, GoldToll)]


def test_a_mention_by_itself_has_no_relations() -> None:
    """There is nothing they could lead to."""
    assert draft_mention(REPORT.mentions[0]).relations == ()


def test_a_total_of_parts_has_numbers_and_no_count() -> None:
    """It has no words of its own."""
    (mention, _) = REPORT.mentions
    total = mention.claims[0].model_copy(update={"count": None, "basis": "parts", "parts": ("c8", "c9")})
    (claim, *_) = draft_mention(mention.model_copy(update={"claims": (total,)})).claims
    assert isinstance(total, Toll)
    assert isinstance(claim, GoldToll)
    assert (None, 2, 2, 2) == (claim.count, claim.min, claim.best, claim.max)


def test_an_event_in_gold_form() -> None:
    """Ranges, sides and references; a toll without any number is no range."""
    other = report("Hill Herald", Story(claims=(toll("four", by=MINISTER), toll(None, "missing", by=POLICE))))
    event = one_event(report("Valley Post", STORY.but(relations=())), other)
    local = references(report("Valley Post", STORY.but(relations=())), other)
    draft = draft_event(event, local=local)
    assert tuple(sorted(local.values())) == draft.mentions
    assert event.article_ids == draft.articles
    expected = (
        GoldRange(kind="killed", low=2, best=2, high=4),
        GoldRange(kind="injured", low=2, best=None, high=2),
    )
    assert expected == draft.tolls
    assert [("tolls.killed", ("2", "4"))] == [(one.field, one.values) for one in draft.disagreements]
    assert draft.when is not None
    assert (date(2024, 3, 5), date(2024, 3, 5)) == (draft.when.start, draft.when.end)
    assert draft.where is not None
    assert draft.where.city == "Qasr Delan"
    assert (event.type, event.means, event.prominence) == (draft.type, draft.means, draft.prominence)
    assert event.n_origins == draft.n_origins


def test_events_survive_their_file_and_leave_nothing_unannotated() -> None:
    """Their relations lead to events."""
    first, second = (draft_event(event, local=references(REPORT)) for event in merged(REPORT))
    assert [second.id] == [relation.to for relation in first.relations]
    for draft in (first, second):
        assert draft.to_line() == GoldEvent.from_line(draft.to_line()).to_line()
        for record in records_in(draft):
            assert set(type(record).model_fields) - LEFT_OUT == record.model_fields_set
