"""Origins: the independent source behind each claim; independence is shown, never assumed."""

from __future__ import annotations

import pytest

from claimx.merging import merge, trace
from claimx.merging.origins import article_origin, signature
from tests.merging.reports import (
    DAY,
    DOCTOR,
    MINISTER,
    NEXT_DAY,
    POLICE,
    Report,
    Said,
    Story,
    Voice,
    bare,
    blame,
    merged,
    one_event,
    report,
    toll,
    toll_of,
)
from tests.merging.wire import OPENING, OWN, SCENE, copy, wire

TWO = Story(claims=(toll("Two", by=POLICE),))
RADIO = Voice("the Valley Radio", kinds=("media",))


def origins(*reports: Report) -> dict[str | None, list[str]]:
    """Return the origins of all claims of one event, by outlet."""
    event = one_event(*reports)
    sayings = [
        *(saying for one in event.tolls for account in one.accounts for saying in account.sayings),
        *(saying for one in event.tolls for saying in one.partial),
        *(saying for one in event.responsibility for saying in one.sayings),
        *event.statements,
    ]
    outlets = {one.article.id: one.article.outlet for one in reports}
    return {
        outlet: sorted({saying.origin for saying in sayings if outlets[saying.article_id] == outlet})
        for outlet in outlets.values()
    }


def told(outlet: str | None, *said: Said, byline: str | None = None) -> Report:
    """Report claims in a text of its own."""
    return report(outlet, Story(claims=said), byline=byline)


@pytest.mark.parametrize(
    ("one", "origin"),
    [
        pytest.param(report("Valley Post", TWO, text=wire()), "AFP", id="byline-in-the-text"),
        pytest.param(told("Valley Post", toll("two"), byline="AFP"), "AFP", id="byline-beside-the-text"),
        pytest.param(told("Agence France-Presse", toll("two")), "AFP", id="outlet-is-the-agency"),
        pytest.param(report("Valley Post", TWO, text=wire(head="", more=("(Reuters)",))), "Reuters", id="footer"),
        pytest.param(told("Valley Post", toll("two")), "Valley Post", id="outlet"),
        pytest.param(told("Valley Post", toll("two"), byline="AFP and Reuters"), "Valley Post", id="two-agencies"),
        pytest.param(
            report("Valley Post", TWO, text=wire(head="By news agencies\n")), "Valley Post", id="agencies-without-name"
        ),
    ],
)
def test_an_article_by_itself(one: Report, origin: str) -> None:
    """One agency that signs is the origin; else the outlet is."""
    assert [[origin]] == list(origins(one).values())


def test_an_article_without_outlet_is_its_own_origin() -> None:
    """Two such articles are two origins."""
    one, other = told(None, toll("two")), report(None, Story(claims=(toll("two"),)), text="In Qasr Delan two died.")
    event = one_event(one, other)
    assert {saying.origin for saying in toll_of(event).accounts[0].sayings} == {one.article.id, other.article.id}


def test_articles_of_one_agency_are_one_origin() -> None:
    """However many outlets carry it."""
    outlets = ("Valley Post", "Hill Herald", "Lake Lantern", "Dale Daily")
    killed = toll_of(one_event(*(told(outlet, toll("two", by=POLICE), byline="AFP") for outlet in outlets)))
    assert (killed.n_articles, killed.n_origins, killed.n_speakers) == (4, 1, 1)


@pytest.mark.parametrize(
    ("voice", "origin"),
    [
        pytest.param(Voice("officials", via=("the Reuters news agency",)), "Reuters", id="agency"),
        pytest.param(Voice("officials", via=("Valley TV", "Agence France-Presse")), "AFP", id="nearest-to-the-speaker"),
        pytest.param(Voice("officials", via=("AFP's Lena Orvik",)), "AFP", id="agency-in-a-description"),
        pytest.param(Voice("officials", via=("Valley TV",)), "Valley TV", id="medium"),
        pytest.param(Voice("officials", via=("a spa owner",)), "a spa owner", id="a-word-is-no-agency"),
        pytest.param(Voice("a map seller", kinds=("media",)), "a map seller", id="nor-in-a-speaker"),
        pytest.param(Voice("the Reuters news agency", name="Reuters", kinds=("wire",)), "Reuters", id="agency-speaks"),
        pytest.param(RADIO, "the Valley Radio", id="medium-speaks"),
        pytest.param(Voice("witnesses", kinds=("witness",)), "Hill Herald", id="others-speak-to-the-outlet"),
    ],
)
def test_who_passed_it_on(voice: Voice, origin: str) -> None:
    """A claim's own words on where it comes from go before what is known of the article."""
    assert origins(told("Hill Herald", toll("two", by=voice))) == {"Hill Herald": [origin]}


def test_a_chain_goes_before_the_signature() -> None:
    """One agency's report can carry another's number."""
    via = Voice("officials", via=("Reuters",))
    one = report("Valley Post", Story(claims=(toll("two", by=POLICE), toll("six", "injured", by=via))), byline="AFP")
    assert origins(one) == {"Valley Post": ["AFP", "Reuters"]}


def test_two_forms_of_a_name_are_one_origin() -> None:
    """A medium is one origin under all its names, and as an outlet too."""
    plain = Voice("Valley Radio", kinds=("media",))
    reports = told("Hill Herald", toll("two", by=RADIO)), told("Lake Lantern", toll("two", by=plain))
    assert toll_of(one_event(*reports, told("Valley Radio", toll("two")))).n_origins == 1


def test_a_carried_passage_has_the_origin_of_its_original() -> None:
    """A copy that names no agency is the agency's, in what it carries and in what the same speaker adds."""
    added = "Six were hurt, a police officer said."
    again = toll("Six", "injured", by=POLICE, passage=added)
    carried = report("Hill Herald", Story(claims=(toll("Two", by=POLICE), again)), text=copy(more=(added,)))
    assert origins(report("Valley Post", TWO, text=wire()), carried)["Hill Herald"] == ["AFP"]


def test_what_a_copy_adds_by_a_speaker_of_its_own_is_its_own() -> None:
    """Lineage is traced for each claim."""
    added = "Seven people died, a doctor told us in the yard of the provincial hospital."
    seven = toll("Seven", by=DOCTOR, passage=added)
    carried = report("Hill Herald", Story(claims=(toll("Two", by=POLICE), seven)), text=copy(more=(added,)))
    assert origins(report("Valley Post", TWO, text=wire()), carried)["Hill Herald"] == ["AFP", "Hill Herald"]


def test_a_copy_of_an_outlets_own_report_is_no_second_origin() -> None:
    """Text that no agency signs has an origin too: who published it first."""
    first = report("Valley Post", TWO, text=copy(more=()), published=DAY)
    assert origins(first, report("Hill Herald", TWO, text=copy())) == {
        "Valley Post": ["Valley Post"],
        "Hill Herald": ["Valley Post"],
    }


def test_a_copy_of_a_copy_goes_back_to_the_first() -> None:
    """Each carries the other's text, and only one of them its own."""
    first = report("Valley Post", TWO, text=copy(more=()), published=DAY)
    closing = "Meteorologists expect the river to stay above its warning mark for the rest of the week."
    second = report("Hill Herald", TWO, text=copy(more=(OWN, closing)), published=NEXT_DAY)
    third_text = "\n".join((OPENING, OWN, closing))
    third = report("Lake Lantern", TWO, text=third_text, published="2024-03-07")
    assert {origin for each in origins(first, second, third).values() for origin in each} == {"Valley Post"}


def test_an_original_without_mentions_is_an_origin_all_the_same() -> None:
    """Lineage is about articles; what an extraction missed does not make a copy independent."""
    copied = report("Hill Herald", TWO, text=copy())
    (event,) = merge(copied.mentions, articles=[copied.article, bare("Valley Post", wire())])
    assert {saying.origin for saying in toll_of(event).accounts[0].sayings} == {"AFP"}


AGENCY = told("Valley Post", toll("two", by=POLICE), blame("the rebels", by=POLICE), byline="AFP")


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        pytest.param(toll("two", by=POLICE), "AFP", id="the-same-number"),
        pytest.param(toll("two", by=Voice("security sources")), "AFP", id="a-source-of-the-same-kind"),
        pytest.param(blame("rebels", by=POLICE), "AFP", id="the-same-accusation"),
        pytest.param(toll("three", by=POLICE), "Hill Herald", id="another-number"),
        pytest.param(toll("two", scope="additional", by=POLICE), "Hill Herald", id="another-scope"),
        pytest.param(toll("two", polarity="-", by=POLICE), "Hill Herald", id="a-number-denied"),
        pytest.param(toll("two", by=DOCTOR), "Hill Herald", id="a-source-of-another-kind"),
        pytest.param(toll("two", by=MINISTER), "Hill Herald", id="a-source-with-a-name"),
        pytest.param(toll("two"), "Hill Herald", id="the-articles-own-voice"),
        pytest.param(blame("the settlers", by=POLICE), "Hill Herald", id="another-accused"),
        pytest.param(blame("the rebels", polarity="-", by=POLICE), "Hill Herald", id="an-accusation-denied"),
        pytest.param(blame("the rebels", "denies", by=POLICE), "Hill Herald", id="another-stance"),
    ],
)
def test_the_same_unnamed_statement_in_an_unsigned_article(said: Said, origin: str) -> None:
    """An unsigned article whose unnamed source says just what an agency's says counts with the agency."""
    assert origins(AGENCY, told("Hill Herald", said))["Hill Herald"] == [origin]


def test_all_that_such_a_source_says_counts_with_the_agency() -> None:
    """The same words for an unnamed source in one article are one source; others are not."""
    said = (toll("two", by=POLICE), toll("six", "injured", by=POLICE), toll("nine", "missing", by=DOCTOR))
    assert origins(AGENCY, told("Hill Herald", *said))["Hill Herald"] == ["AFP", "Hill Herald"]
    event = one_event(AGENCY, told("Hill Herald", *said))
    assert toll_of(event, "injured").accounts[0].sayings[0].origin == "AFP"


def test_two_outlets_of_their_own_are_two_origins() -> None:
    """The same number from unnamed police is independent where neither names an agency."""
    said = toll("two", by=POLICE)
    assert toll_of(one_event(told("Valley Post", said), told("Hill Herald", said))).n_origins == 2


def test_every_origin_has_a_reason_that_stands_in_the_log() -> None:
    """The log names each origin once for each reason, with the number of claims."""
    event = one_event(AGENCY, told("Hill Herald", toll("two", by=POLICE), toll("six", "injured", by=POLICE)))
    counts = [int(entry.sentence.split()[0]) for entry in event.log if entry.rule == "origin"]
    assert sum(counts) == 4
    assert len(counts) == 3


def test_the_signature_is_read_from_the_strongest_place() -> None:
    """A byline goes before a footer; an inline credit signs nothing."""
    signed = wire(more=("(Reuters)",))
    inline = copy(more=("Officials told Reuters that the road would stay closed.",))
    articles = trace([bare("Valley Post", signed), bare("Hill Herald", inline)])
    assert {article.outlet: signature(article) for article in articles} == {"Valley Post": "AFP", "Hill Herald": None}
    assert {article_origin(article).name for article in articles} == {"AFP", "Hill Herald"}


def test_events_do_not_lend_each_other_origins() -> None:
    """The same unnamed statement about another event is another statement."""
    elsewhere = report("Hill Herald", Story(city="Orran", claims=(toll("two", by=POLICE),)))
    events = merged(AGENCY, elsewhere)
    assert sorted(saying.origin for event in events for saying in toll_of(event).accounts[0].sayings) == [
        "AFP",
        "Hill Herald",
    ]


def test_the_scene_is_long_enough_to_be_a_copy() -> None:
    """The texts above share what `trace` asks for; without it they would prove nothing."""
    (_, derived) = sorted(trace([bare("A", wire()), bare("B", copy())]), key=lambda article: str(article.outlet))
    assert len(derived.derived_from) == 1
    assert len(SCENE) == 3
