"""Many systems' templates as sources: drafting, corroborating, and events back to templates."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from claimx.converting.muc4_corroborating import corroborate, quorum_of
from claimx.converting.muc4_merged import templates_of_events
from claimx.converting.muc4_sources import draft_sources
from claimx.merging import merge
from claimx.template import Response, Template

MILL: dict[str, list[str]] = {
    "type": ["BOMBING"],
    "stage": ["ACCOMPLISHED"],
    "date": ["12 MAR 88"],
    "location": ["CHILE: ARICA (CITY)"],
    "phys_id": ['"NURAD MILL" / "MILL"'],
    "instr_id": ['"TRUCK BOMB"'],
}


def answer(system: str, **slots: Sequence[str]) -> Response:
    """Build one template of one system; without a type it says that there is no incident."""
    return Response.model_validate({"system": system, "docid": "D-1", "template": ["1"], **slots})


def merged(responses: Sequence[Response], *, quorum: int) -> list[Template]:
    """Draft, corroborate, merge and write back."""
    sources = draft_sources(responses)
    mentions = corroborate(sources.mentions, quorum=quorum)
    events = merge(mentions, articles=sources.articles)
    return templates_of_events("D-1", events, mentions=mentions, quorum=quorum)


def filled(template: Template) -> dict[str, object]:
    """Return the slots that have a fill."""
    return {slot: fills for slot, fills in template.model_dump(mode="json").items() if fills}


def test_each_system_is_an_article() -> None:
    """Also one that found no incident; every quote is a line of its article."""
    sources = draft_sources([answer("VALE", **MILL), answer("ORTA"), answer("VALE", type=["ATTACK"])])
    assert ["ORTA", "VALE"] == [article.outlet for article in sources.articles]
    texts = {article.id: article.text for article in sources.articles}
    assert 2 == len(sources.mentions)
    for mention in sources.mentions:
        for quote in (mention.label, *(part.name for part in mention.participants)):
            assert quote.exact == texts[quote.article_id][quote.start : quote.end]


def test_order_of_responses_does_not_matter() -> None:
    """Sources are a set."""
    responses = [answer("VALE", **MILL), answer("ORTA", **MILL), answer("VALE", type=["ATTACK"], hum_name=['"ANA"'])]
    assert draft_sources(responses) == draft_sources(responses[::-1])


def test_what_all_tell_is_one_template() -> None:
    """Three sources, one event, written in the form that most use."""
    responses = [
        answer("VALE", **MILL),
        answer("ORTA", **MILL),
        answer("KUREN", **{**MILL, "phys_id": ['"THE NURAD MILL"']}),
    ]
    (template,) = merged(responses, quorum=2)
    assert {
        "docid": "D-1",
        "template": ["1"],
        "date": ["12 MAR 88"],
        "location": ["CHILE"],
        "type": ["BOMBING"],
        "stage": ["ACCOMPLISHED"],
        "instr_id": ['"TRUCK BOMB"'],
        "phys_id": ['"NURAD MILL"'],
    } == filled(template)


def test_what_one_source_tells_is_left_out() -> None:
    """A string, a place and an event of one source alone."""
    responses = [
        answer("VALE", **MILL, hum_name=['"TOMAS IREL"']),
        answer("ORTA", **{**MILL, "location": ["PERU: LIMA (CITY)"]}),
        answer("KUREN", **MILL),
        answer("KUREN", type=["ARSON"], date=["12 MAR 88"], phys_id=['"TRAM"']),
    ]
    (template,) = merged(responses, quorum=2)
    assert "hum_name" not in filled(template)
    assert ["CHILE"] == filled(template)["location"]
    assert 2 == len(merged(responses, quorum=1)) - 1


def test_a_source_weighs_once() -> None:
    """Telling it twice corroborates nothing."""
    responses = [answer("VALE", **MILL), answer("VALE", **MILL), answer("ORTA")]
    assert [] == merged(responses, quorum=2)


def test_a_string_counts_in_its_slot() -> None:
    """A target that another source calls a victim is told once as either."""
    responses = [answer("VALE", **MILL), answer("ORTA", **{**MILL, "phys_id": [], "hum_name": ['"NURAD MILL"']})]
    (template,) = merged(responses, quorum=2)
    assert {"phys_id", "hum_name"} & set(filled(template)) == set()


def test_two_incidents_stay_two() -> None:
    """Two days, two towns: two templates, though all sources tell both."""
    tram = {**MILL, "date": ["20 MAR 88"], "location": ["CHILE: IQUIQUE (CITY)"], "phys_id": ['"TRAM"']}
    responses = [answer(system, **told) for system in ("VALE", "ORTA") for told in (MILL, tram)]
    assert [['"NURAD MILL"'], ['"TRAM"']] == [filled(one)["phys_id"] for one in merged(responses, quorum=2)]


def test_a_type_without_a_name_of_its_own_comes_back() -> None:
    """A robbery is "other" among claimx's types, and a robbery again."""
    robbery = {**MILL, "type": ["ROBBERY"], "stage": ["THREATENED"]}
    (template,) = merged([answer("VALE", **robbery), answer("ORTA", **robbery)], quorum=2)
    assert (["ROBBERY"], ["THREATENED"]) == (filled(template)["type"], filled(template)["stage"])


def test_hostile_strings_come_back_as_they_were() -> None:
    """Quotation marks, braces and a line break in a string break nothing."""
    hostile = {**MILL, "phys_id": ['"\\"OLD\\" {MILL} \\\\ / X"']}
    (template,) = merged([answer("VALE", **hostile), answer("ORTA", **hostile)], quorum=2)
    assert ('"OLD" {MILL} \\ / X',) == template.phys_id[0].alternatives


def test_nothing_answered_is_nothing_merged() -> None:
    """No sources, or none with an incident."""
    assert [] == merged([], quorum=2)
    assert [] == merged([answer("VALE"), answer("ORTA")], quorum=1)


@pytest.mark.parametrize(("sources", "quorum"), [(0, 2), (1, 2), (8, 2), (12, 2), (13, 3), (17, 3), (18, 3), (60, 10)])
def test_the_quorum_is_two_or_a_sixth(sources: int, quorum: int) -> None:
    """More than one, and a share where many answer."""
    assert quorum == quorum_of(sources)
