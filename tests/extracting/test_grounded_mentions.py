from __future__ import annotations

from datetime import date

import pytest

from claimx.claim import Toll
from claimx.extracting.grounded_mentions import LABEL_WORDS
from claimx.values.dates.news import NEWS_WINDOW
from tests.extracting import answering as a

BLAST = "A car bomb went off at the depot of Qasr Delan in northern Chile on Monday and killed two soldiers."
SHOT = "Colonel Tomas Irel (Old Fox) of the Free Valley Front, also known as Ansad, was shot dead near Delan."


def test_each_level_of_a_place_has_its_words() -> None:
    told = a.where(site="the depot", city="Qasr Delan", country="Chile")
    place = a.only(a.ground_in(BLAST, a.mention(BLAST, where=told))).where
    assert place.site is not None
    assert place.city is not None
    assert ("the depot", "Qasr Delan", "site", "CL") == (
        place.site.exact,
        place.city.exact,
        place.precision,
        place.country_code,
    )


def test_a_level_that_fails_is_left_out_and_the_next_is_the_finest() -> None:
    place = a.only(a.ground_in(BLAST, a.mention(BLAST, where=a.where(site="the mill", city="Qasr Delan")))).where
    assert (None, "city") == (place.site, place.precision)


@pytest.mark.parametrize(
    ("quotes", "paths"),
    [
        ((), {"mentions[m1]"}),
        (("Rebels freed every inmate of a prison.",), {"mentions[m1]", "mentions[m1].quotes[0]"}),
    ],
    ids=["none quoted", "none found"],
)
def test_an_event_without_passages_is_kept_aside_with_its_claims(quotes: tuple[str, ...], paths: set[str]) -> None:
    grounded = a.ground_in(BLAST, a.mention(*quotes, label="bomb", tolls=[a.toll(BLAST, count="two", number=2)]))
    assert () == grounded.mentions
    assert paths == set(a.reasons(grounded))
    assert "its 1 claims are kept aside" in grounded.failures[-1].dropped.detail


def test_an_event_lives_on_the_passages_that_are_found() -> None:
    grounded = a.ground_in(BLAST, a.mention("Rebels freed every inmate.", BLAST, label="A car bomb"))
    assert [BLAST] == [quote.exact for quote in a.only(grounded).quotes]
    assert {"mentions[m1].quotes[0]": "missing"} == a.reasons(grounded)


def test_a_second_event_of_one_id_is_kept_aside() -> None:
    other = "A bomb hit the mill."
    grounded = a.ground_in(f"{BLAST} {other}", a.mention(BLAST), a.mention(other, "not there"))
    assert [BLAST] == [quote.exact for quote in a.only(grounded).quotes]
    assert {"mentions[m1]": "ambiguous"} == a.reasons(grounded)


@pytest.mark.parametrize(
    ("answered", "label"),
    [
        pytest.param("car bomb", "car bomb", id="as answered"),
        pytest.param("", "A car bomb went off at the depot of Qasr Delan in", id="empty"),
        pytest.param("a massacre", "A car bomb went off at the depot of Qasr Delan in", id="fabricated"),
        pytest.param(BLAST, "A car bomb went off at the depot of Qasr Delan in", id="too long"),
    ],
)
def test_a_label_is_at_most_twelve_words_of_the_article(answered: str, label: str) -> None:
    mention = a.only(a.ground_in(BLAST, a.mention(BLAST, label=answered)))
    assert label == mention.label.exact
    assert LABEL_WORDS >= len(mention.label.exact.split())


def test_a_label_that_falls_back_cuts_no_number() -> None:
    """The twelfth word is "two", but what stands there is two hundred."""
    text = "On Monday a bomb went off in the market and killed two hundred people."
    mention = a.only(a.ground_in(text, a.mention(text, label="not there")))
    assert "On Monday a bomb went off in the market and killed" == mention.label.exact


def test_a_participant_is_found_in_its_own_passages_or_the_events() -> None:
    text = f"{BLAST} {SHOT}"
    given = [a.participant("Tomas Irel", SHOT, kind="person", title="Colonel"), a.participant("two soldiers")]
    named, described = a.only(a.ground_in(text, a.mention(BLAST, participants=given))).participants
    assert named.title is not None
    assert ("Tomas Irel", "Colonel", [SHOT]) == (
        named.name.exact,
        named.title.exact,
        [quote.exact for quote in named.quotes],
    )
    assert [BLAST] == [quote.exact for quote in described.quotes]


def test_aliases_that_the_article_states_are_taken() -> None:
    """Each is held against the name and the aliases before it."""
    given = [
        a.participant("Tomas Irel", SHOT, kind="person", also_known_as=["Old Fox", "Irel"]),
        a.participant("Free Valley Front", SHOT, also_known_as=["Ansad", "Old Fox"]),
    ]
    grounded = a.ground_in(SHOT, a.mention(SHOT, participants=given))
    aliases = [[alias.exact for alias in one.also_known_as] for one in a.only(grounded).participants]
    assert [["Old Fox", "Irel"], ["Ansad"]] == aliases
    assert {"mentions[m1].participants[1].also_known_as[1]": "unlicensed"} == a.reasons(grounded)


def test_a_confirmation_points_at_the_toll_it_confirms() -> None:
    text = f"{BLAST} Doctors confirmed the death toll."
    tolls = [
        a.toll(BLAST, id="t1", count="two", number=2),
        a.toll("Doctors confirmed the death toll.", id="t2", confirms="t1", speaker=a.speaker("Doctors")),
    ]
    first, second = a.only(a.ground_in(text, a.mention(BLAST, tolls=tolls))).claims
    assert isinstance(second, Toll)
    assert first.id == second.confirms


def test_a_confirmation_may_stand_before_what_it_confirms() -> None:
    tolls = [a.toll(BLAST, id="t1", confirms="t2"), a.toll(BLAST, id="t2", count="two", number=2)]
    first, second = a.only(a.ground_in(BLAST, a.mention(BLAST, tolls=tolls))).claims
    assert isinstance(first, Toll)
    assert second.id == first.confirms


def test_a_relation_points_at_the_other_event() -> None:
    revenge = "It was revenge for the raid on the mill."
    one = a.mention(BLAST, relations=[a.relation("m2", revenge, kind="retaliation_for")])
    first, second = a.ground_in(f"{BLAST} {revenge}", one, a.mention(revenge, id="m2")).mentions
    assert [("retaliation_for", second.id)] == [(relation.kind, relation.to) for relation in first.relations]


def test_a_relation_to_an_event_that_did_not_ground_dangles() -> None:
    one = a.mention(BLAST, relations=[a.relation("m2", BLAST)])
    grounded = a.ground_in(BLAST, one, a.mention("Rebels freed every inmate of a prison.", id="m2"))
    assert () == a.only(grounded).relations
    assert a.reasons(grounded)["mentions[m1].relations[0].to"] == "dangling"


def test_the_news_itself_is_dated_by_its_publication_at_worst() -> None:
    """A window that ends on the day of publication, and says where it comes from; nothing for other events."""
    published = date(2031, 3, 6)
    text = "A bomb hit the depot. Once a bomb hit the mill."
    told = [
        a.mention("A bomb hit the depot."),
        a.mention("Once a bomb hit the mill.", id="m2", prominence="background"),
    ]
    news, other = (mention.when for mention in a.ground_in(text, *told, published_at=published).mentions)
    assert (published - NEWS_WINDOW, published, "publication_fallback") == (news.start, news.end, news.basis)
    assert (None, None, "none") == (other.start, other.end, other.basis)
