"""Templates of the MUC-4 task to gold and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.converting.muc4 import Unmapped, gold_of, templates_of
from claimx.gold import GoldArticle, GoldMention, GoldResponsibility, GoldToll
from claimx.template import Template

TEXT = """ARICA, 12 MAR 88 -- MASKED RIDERS OF THE FREE VALLEY
FRONT [FVF] KILLED SIX MINERS AND CLERK TOMAS IREL IN ARICA, CHILE, WITH A TRUCK BOMB.
TWO MINERS WERE HURT. THE FVF BLAMED THE NORTHERN GUARD. THE NURAD MILL BURNED."""


def convert(**slots: list[str]) -> tuple[GoldMention, list[Unmapped]]:
    """Convert one template with these slots."""
    filled = {"docid": "D-1", "template": ["1"], "type": ["ATTACK"], **slots}
    gold, unmapped = gold_of("D-1", [Template.model_validate(filled)], article_id="a1", text=TEXT)
    (mention,) = gold.mentions
    return mention, unmapped


def written(mention: GoldMention, field: str) -> object:
    """Return what stands in the gold file."""
    return mention.model_dump(mode="json", exclude_none=False).get(field)


def test_a_document_without_incidents_is_gold_without_mentions() -> None:
    """That nothing is told is an annotation as well; templates of other documents are left alone."""
    templates = [Template(docid="D-1"), Template.model_validate({"docid": "D-2", "type": ["ATTACK"]})]
    assert (GoldArticle(article_id="a1", annotator="MUC-4", note="D-1", mentions=()), []) == gold_of(
        "D-1", templates, article_id="a1", text=TEXT
    )


FIELDS = {
    "type": ({"type": ["KIDNAPPING"]}, "type", "abduction"),
    "two types": ({"type": ["ATTACK / BOMBING"]}, "type", ["attack", "bombing"]),
    "type without a name of its own": ({"type": ["ROBBERY"]}, "type", "other"),
    "means": ({"instr_type": ['VEHICLE BOMB: "TRUCK BOMB"']}, "means", "vehicle_bomb"),
    "two weapons": ({"instr_type": ['GUN: "-"', 'GRENADE: "-"']}, "means", ["firearm", "grenade"]),
    "one kind of weapon": ({"instr_type": ['GUN: "-"', 'RIFLE: "-"']}, "means", "firearm"),
    "attempted": ({"stage": ["ATTEMPTED"]}, "realis", "actual"),
    "threatened": ({"stage": ["THREATENED"]}, "realis", "hypothetical"),
    "accomplished or attempted": ({"stage": ["ACCOMPLISHED / ATTEMPTED"]}, "realis", "actual"),
    "optional template": ({"template": ["3 (OPTIONAL)"]}, "optional", True),
    "number": ({"template": ["3 (OPTIONAL)"]}, "local_id", "m3"),
    "day": ({"date": ["12 MAR 88"]}, "when", {"start": "1988-03-12", "end": "1988-03-12"}),
    "up to": ({"date": ["- 12 MAR 88"]}, "when", {"start": None, "end": "1988-03-12"}),
    "days or days": (
        {"date": ["(11 MAR 88) / (12 MAR 88 - 13 MAR 88)"]},
        "when",
        {"start": "1988-03-11", "end": "1988-03-13"},
    ),
    "place": (
        {"location": ["CHILE: ARICA (CITY)"]},
        "where",
        {"city": {"exact": "ARICA"}, "country": {"exact": "CHILE"}, "country_code": "CL"},
    ),
    "site": ({"location": ["PERU: NURAD MILL (FACTORY)"]}, "where", {"site": {"exact": "NURAD MILL"}}),
}


@pytest.mark.parametrize(("slots", "field", "expected"), FIELDS.values(), ids=FIELDS)
def test_fields_of_the_event(slots: dict[str, list[str]], field: str, expected: object) -> None:
    """Each set fill has its counterpart."""
    assert expected == written(convert(**slots)[0], field)


@pytest.mark.parametrize("field", ["means", "realis", "when", "where", "label", "relations"])
def test_what_no_slot_says_is_not_annotated(field: str) -> None:
    """An empty slot is no statement that there is nothing."""
    assert not convert()[0].annotates(field)


def test_words_are_the_texts_own() -> None:
    """A string is copied with the text's line break; its alternatives are as right; what is not there is left out."""
    mention, unmapped = convert(perp_ind=['"MASKED RIDERS OF THE FREE VALLEY FRONT" / "RIDERS" / "HORSEMEN"'])
    (participant,) = mention.participants
    assert "MASKED RIDERS OF THE FREE VALLEY\nFRONT" == participant.name.exact
    assert ("RIDERS",) == participant.name.also
    assert [] == unmapped


def test_words_stand_whole() -> None:
    """MINER is not found in MINERS."""
    mention, unmapped = convert(hum_desc=['"MINER"'])
    assert () == mention.participants
    assert [("hum_desc", '"MINER"')] == [(one.slot, one.fill) for one in unmapped]


FVF = '"FREE VALLEY FRONT" / "FVF"'
STANCES = {
    "fact": ("REPORTED AS FACT", ["actor"], []),
    "claimed": ("CLAIMED OR ADMITTED", [], [("claims", False)]),
    "accused": ("SUSPECTED OR ACCUSED BY AUTHORITIES", [], [("accuses", False)]),
    "possible": ("POSSIBLE", [], [("accuses", False)]),
    "denied": ("DENIED", [], [("denies", False)]),
    "either": ("REPORTED AS FACT / CLAIMED OR ADMITTED", ["actor"], [("claims", True)]),
    "two words for one stance": ("POSSIBLE / SUSPECTED OR ACCUSED", [], [("accuses", True)]),
}


@pytest.mark.parametrize(("confidence", "roles", "stances"), STANCES.values(), ids=STANCES)
def test_confidence_is_a_stance(confidence: str, roles: list[str], stances: list[tuple[str, bool]]) -> None:
    """An organisation is an actor only where it is reported as a fact."""
    mention, unmapped = convert(perp_org=[FVF], perp_conf=[f"{confidence}: {FVF}"])
    claims = [one for one in mention.claims if isinstance(one, GoldResponsibility)]
    assert roles == [one.role for one in mention.participants]
    assert stances == [(one.stance, one.optional) for one in claims]
    assert ["FREE VALLEY\nFRONT"] * len(claims) == [one.accused.exact for one in claims if one.accused is not None]
    assert [] == unmapped


def test_an_organisation_without_confidence_has_an_open_role() -> None:
    """Nobody said how it is told."""
    (participant,) = convert(perp_org=['"FVF"'])[0].participants
    assert not participant.annotates("role")


def test_individuals_beside_an_accused_organisation_are_optional() -> None:
    """The article may only accuse them, too."""
    sure = convert(perp_ind=['"RIDERS"'], perp_org=['"FVF"'], perp_conf=['REPORTED AS FACT: "FVF"'])[0]
    open_ = convert(perp_ind=['"RIDERS"'], perp_org=['"FVF"'], perp_conf=['POSSIBLE: "FVF"'])[0]
    assert [False, True] == [mention.participants[0].optional for mention in (sure, open_)]


def test_victims_have_titles_and_kinds() -> None:
    """A description of somebody named is a title; one alone is a person; a group is what its type says."""
    mention, _ = convert(
        hum_name=['"TOMAS IREL"'],
        hum_desc=['"CLERK": "TOMAS IREL"', '"SIX MINERS" / "MINERS"', '? "NORTHERN GUARD"'],
        hum_type=['CIVILIAN: "SIX MINERS" / "MINERS"', 'LAW ENFORCEMENT: "NORTHERN GUARD"'],
        hum_num=['6: "SIX MINERS" / "MINERS"', '1: "NORTHERN GUARD"'],
    )
    told = [(one.name.exact, one.title and one.title.exact, one.kind, one.optional) for one in mention.participants]
    assert [
        ("TOMAS IREL", "CLERK", "person", False),
        ("SIX MINERS", None, "civilians", False),
        ("NORTHERN GUARD", None, "person", True),
    ] == told


TOLLS = {
    "all of them": (["DEATH: M"], ["6: M"], [("killed", 6, 6, 6, "total", False)]),
    "two groups": (
        ["DEATH: M", 'DEATH: "TOMAS IREL"'],
        ["6: M", '1: "TOMAS IREL"'],
        [("killed", 6, 6, 6, "subtotal", False), ("killed", 1, 1, 1, "subtotal", False)],
    ),
    "killed and injured": (
        ["DEATH: M", 'INJURY: "TOMAS IREL"'],
        ["6: M", '1: "TOMAS IREL"'],
        [("killed", 6, 6, 6, "total", False), ("injured", 1, 1, 1, "total", False)],
    ),
    "at least": (["DEATH: M"], ["6-: M"], [("killed", 6, 6, None, "total", False)]),
    "at most": (["DEATH: M"], ["-6: M"], [("killed", None, None, 6, "total", False)]),
    "range": (["DEATH: M"], ["6-8: M"], [("killed", 6, None, 8, "total", False)]),
    "about": (["DEATH: M"], ["~6: M"], [("killed", None, 6, None, "total", False)]),
    "several": (["DEATH: M"], ["PLURAL: M"], [("killed", 2, None, None, "total", False)]),
    "either number": (
        ["DEATH: M"],
        ["6 / 8: M"],
        [("killed", 6, 6, 6, "total", True), ("killed", 8, 8, 8, "total", True)],
    ),
    "no number": (["DEATH: M"], [], [("killed", None, None, None, "total", False)]),
    "nobody hurt": (['NO INJURY: "-"'], [], [("injured", 0, 0, 0, "subtotal", False)]),
    "nobody killed or hurt": (
        ['NO INJURY OR DEATH: "-"'],
        [],
        [("killed", 0, 0, 0, "subtotal", False), ("injured", 0, 0, 0, "subtotal", False)],
    ),
    "perhaps": (["? DEATH: M"], ["6: M"], [("killed", 6, 6, 6, "total", True)]),
}


@pytest.mark.parametrize(("effects", "numbers", "expected"), TOLLS.values(), ids=TOLLS)
def test_effects_are_tolls(effects: list[str], numbers: list[str], expected: list[tuple[object, ...]]) -> None:
    """Effect and number of one group make a toll."""
    effects, numbers = ([fill.replace(" M", ' "MINERS"') for fill in fills] for fills in (effects, numbers))
    mention, unmapped = convert(hum_effect=effects, hum_num=numbers)
    tolls = [one for one in mention.claims if isinstance(one, GoldToll)]
    assert expected == [(one.kind, one.min, one.best, one.max, one.scope, one.optional) for one in tolls]
    assert [] == unmapped


def test_the_number_of_targets_is_a_toll_where_all_suffered_the_same() -> None:
    """Else it counts people of whom nobody says what became of each."""
    mention, unmapped = convert(hum_effect=['DEATH: "MINERS"'], hum_total=["8"])
    assert [("killed", None), ("killed", 8)] == [(one.kind, one.best) for one in mention.claims if one.type == "toll"]
    assert [] == unmapped
    _, unmapped = convert(hum_effect=['DEATH: "MINERS"', 'INJURY: "TOMAS IREL"'], hum_total=["8"])
    assert ["hum_total"] == [one.slot for one in unmapped]


SET_ASIDE = {
    "unknown type": ({"type": ["PARADE"]}, "type"),
    "unknown weapon": ({"instr_type": ['SPELL: "-"']}, "instr_type"),
    "contradictory stage": ({"stage": ["ACCOMPLISHED / THREATENED"]}, "stage"),
    "no calendar day": ({"date": ["11 NOV"]}, "date"),
    "optional day": ({"date": ["? 12 MAR 88"]}, "date"),
    "place not in the text": ({"location": ["CHILE: IQUIQUE (CITY)"]}, "location"),
    "weapon's words": ({"instr_id": ['"TRUCK BOMB"']}, "instr_id"),
    "category": ({"perp_cat": ["TERRORIST ACT"]}, "perp_cat"),
    "perpetrator not in the text": ({"perp_ind": ['"HORSEMEN"']}, "perp_ind"),
    "unknown confidence": ({"perp_conf": ['ACQUITTED: "FVF"']}, "perp_conf"),
    "confidence in nobody": ({"perp_conf": ["POSSIBLE"]}, "perp_conf"),
    "target's type": ({"phys_type": ['COMMERCIAL: "NURAD MILL"']}, "phys_type"),
    "target's effect": ({"phys_effect": ['DESTROYED: "NURAD MILL"']}, "phys_effect"),
    "title of a stranger": ({"hum_desc": ['"CLERK": "ANA KADIN"']}, "hum_desc"),
    "person's type": ({"hum_type": ['DIPLOMAT: "TOMAS IREL"']}, "hum_type"),
    "number without effect": ({"hum_num": ['6: "MINERS"']}, "hum_num"),
    "other effect": ({"hum_effect": ['RESIGNATION: "MINERS"']}, "hum_effect"),
    "effect on strangers": ({"hum_effect": ['DEATH: "HORSEMEN"']}, "hum_effect"),
    "nationality": ({"hum_nation": ['PERU: "TOMAS IREL"']}, "hum_nation"),
}


@pytest.mark.parametrize(("slots", "slot"), SET_ASIDE.values(), ids=SET_ASIDE)
def test_nothing_is_dropped_silently(slots: dict[str, list[str]], slot: str) -> None:
    """A fill that gold cannot carry is listed with document, template, slot and reason."""
    (unmapped,) = convert(**slots)[1]
    assert ("D-1", "1", slot, slots[slot][0]) == (unmapped.docid, unmapped.template, unmapped.slot, unmapped.fill)
    assert unmapped.reason


def test_gold_is_written_as_it_was_read() -> None:
    """The gold of a template is a line of a gold file."""
    templates = [Template.model_validate({"docid": "D-1", "template": ["1"], "type": ["ATTACK"], "perp_org": [FVF]})]
    gold, _ = gold_of("D-1", templates, article_id="a1", text=TEXT)
    assert gold == GoldArticle.from_line(gold.to_line())


SLOTS = st.sampled_from([name for name in Template.model_fields if name not in ("docid", "template", "type")])


@given(st.dictionaries(SLOTS, st.lists(st.text(max_size=20), max_size=3), max_size=6))
def test_hostile_fills_are_converted_or_set_aside(slots: dict[str, list[str]]) -> None:
    """Whatever stands in a slot, gold comes out."""
    mention, _ = convert(**slots)
    assert "attack" == mention.type


# Back


ARTICLE = {
    "article_id": "a1",
    "mentions": [
        {
            "local_id": "m1",
            "type": "suicide_bombing",
            "means": "vehicle_bomb",
            "realis": "actual",
            "when": {"start": "1988-03-12", "end": "1988-03-12"},
            "where": {"city": "Arica", "country": "Chile"},
            "participants": [
                {"name": "masked riders", "named": False, "kind": "armed_group", "role": "actor"},
                {"name": "Free Valley Front", "named": True, "kind": "armed_group", "role": "actor"},
                {"name": "Tomas Irel", "named": True, "kind": "person", "role": "victim"},
                {"name": "six miners", "named": False, "kind": "civilians", "role": "victim"},
                {"name": "the mill", "named": False, "kind": "unknown", "role": "recipient"},
                {"name": "Ana Kadin", "named": True, "kind": "person", "role": "associated"},
            ],
            "claims": [
                {"type": "responsibility", "stance": "accuses", "accused": "Northern Guard"},
                {"type": "responsibility", "stance": "accuses", "accused": "unidentified gunmen"},
                {"type": "responsibility", "stance": "denies", "accused": "Southern Guard"},
                {"type": "toll", "kind": "killed", "best": 6, "who": "six miners"},
            ],
        },
        {"local_id": "m2", "type": "protest", "participants": [], "claims": []},
        {"local_id": "m3", "type": "attack", "realis": "negated", "participants": [], "claims": []},
        {"local_id": "m4", "type": "abduction", "realis": "future", "optional": True},
    ],
}


def test_gold_becomes_templates() -> None:
    """Each participant in its slot; what the task does not know is no template."""
    first, second = templates_of(GoldArticle.model_validate(ARTICLE), docid="D-1")
    filled = {slot: fills for slot, fills in first.model_dump(mode="json").items() if fills}
    assert {
        "docid": "D-1",
        "template": ["1"],
        "date": ["12 MAR 88"],
        "location": ["CHILE: ARICA (CITY)"],
        "type": ["BOMBING"],
        "stage": ["ACCOMPLISHED"],
        "instr_type": ['VEHICLE BOMB: "-"'],
        "perp_ind": ['"masked riders"', '"unidentified gunmen"'],
        "perp_org": ['"Free Valley Front"', '"Northern Guard"'],
        "perp_conf": ['REPORTED AS FACT: "Free Valley Front"', 'SUSPECTED OR ACCUSED: "Northern Guard"'],
        "phys_id": ['"mill"'],
        "hum_name": ['"Tomas Irel"'],
        "hum_desc": ['"miners"'],
        "hum_num": ['6: "miners"'],
        "hum_effect": ['DEATH: "miners"'],
    } == filled
    assert (("2 (OPTIONAL)",), "KIDNAPPING", "THREATENED") == (second.template, second.type[0].raw, second.stage[0].raw)


def test_there_and_back() -> None:
    """What gold carries of a template comes back."""
    slots = {
        "template": ["1"],
        "type": ["BOMBING"],
        "stage": ["ACCOMPLISHED"],
        "date": ["- 12 MAR 88"],
        "perp_org": ['"FVF"'],
        "perp_conf": ['CLAIMED OR ADMITTED: "FVF"'],
        "phys_id": ['"NURAD MILL" / "MILL"'],
        "hum_name": ['? "TOMAS IREL"'],
    }
    template = Template.model_validate({"docid": "D-1", **slots})
    gold, unmapped = gold_of("D-1", [template], article_id="a1", text=TEXT)
    assert [] == unmapped
    assert date(1988, 3, 12) == gold.mentions[0].when.end if gold.mentions[0].when else False
    assert [template] == templates_of(gold, docid="D-1")
