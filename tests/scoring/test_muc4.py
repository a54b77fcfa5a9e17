"""CEAF-RME: the worked example, and each convention by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.scoring.bootstrap import score_units
from claimx.scoring.muc4 import SLOT_OF, fold_string, score_muc4
from claimx.scoring.tallies import Tally
from claimx.template import Template, write_strings


def template(kind: str, *, descriptions: Sequence[str] = (), **entities: Sequence[str]) -> Template:
    """Build a template of entities, each written as its mentions parted by bars."""
    return filled(kind, entities, descriptions=descriptions)


def filled(kind: str, entities: Mapping[str, Sequence[str]], *, descriptions: Sequence[str] = ()) -> Template:
    """Build a template of the entities of each role."""
    slots = {
        SLOT_OF[role]: [write_strings(mentions.split("|")) for mentions in entities.get(role, ())] for role in SLOT_OF
    }
    return Template.model_validate(
        {"docid": "d1", "template": ["1"], "type": [kind], "hum_desc": list(descriptions), **slots}
    )


GOLD = {
    "d1": [
        template(
            "BOMBING",
            PerpOrg=["FREE VALLEY FRONT|FRENTE DEL VALLE"],
            Target=["MILL|NURAD MILL"],
            Victim=["TOMAS IREL"],
            Weapon=["TRUCK BOMB"],
        ),
        template("KIDNAPPING", PerpInd=["RIDERS|MASKED RIDERS"], Victim=["ANA KADIN", "LUIS DELAN"]),
    ],
    "d2": [template("ATTACK / BOMBING", PerpOrg=["FVF"], Target=["DAM"])],
    "d3": [],
}
PREDICTED = {
    "d1": [
        template("KIDNAPPING", PerpInd=["RIDERS"], Victim=["LUIS DELAN", "THE JUDGE"]),
        template("BOMBING", PerpOrg=["FREE VALLEY FRONT|NPL"], Target=["MILL"], Weapon=["MORTAR"]),
    ],
    "d2": [template("BOMBING", PerpOrg=["FVF"]), template("ATTACK", Target=["DAM"])],
    "d3": [template("ARSON", Target=["TRAM"])],
}
"""Three gold and five predicted templates, with the counts that published scorers give for such ones."""


def total(
    predicted: Mapping[str, Sequence[Template]],
    gold: Mapping[str, Sequence[Template]],
    field: str,
    *,
    described_victims: bool = False,
) -> Tally:
    """Return the sum over documents."""
    tallies = score_muc4(predicted, gold, described_victims=described_victims).values()
    return Tally(*map(sum, zip(*(one["events", field, "normalised"] for one in tallies), strict=True)))


def test_the_worked_example() -> None:
    """φ3 finds 5 of 14 mentions with 10 predicted, φ-subset 5 of 9 entities with 9 predicted."""
    assert Tally(5, 14, 5, 10) == total(PREDICTED, GOLD, "muc4.phi3")
    assert Tally(5, 9, 5, 9) == total(PREDICTED, GOLD, "muc4.phi_subset")
    scores = {score.field: score for score in score_units(list(score_muc4(PREDICTED, GOLD).values()))}
    assert (0.5, 0.3571, 0.4167) == (
        scores["muc4.phi3"].precision,
        scores["muc4.phi3"].recall,
        scores["muc4.phi3"].f1,
    )
    assert 0.5556 == scores["muc4.phi_subset"].f1
    assert {3} == {score.n_units for score in scores.values()}


def test_slots_add_up_to_the_whole() -> None:
    """The measure of a slot is its share in the one alignment."""
    for phi in ("phi3", "phi_subset"):
        parts = [total(PREDICTED, GOLD, f"muc4.{phi}.{role}") for role in SLOT_OF]
        assert total(PREDICTED, GOLD, f"muc4.{phi}") == Tally(*map(sum, zip(*parts, strict=True)))
    assert Tally(1, 3, 1, 2) == total(PREDICTED, GOLD, "muc4.phi_subset.Victim")


def test_a_string_is_right_only_under_its_type() -> None:
    """The type is part of every mention."""
    gold, predicted = {"d": [template("ATTACK", Target=["MILL"])]}, {"d": [template("ARSON", Target=["MILL"])]}
    assert Tally(0, 1, 0, 1) == total(predicted, gold, "muc4.phi3")


def test_a_string_is_right_only_in_its_slot() -> None:
    """A target is no victim."""
    gold, predicted = {"d": [template("ATTACK", Target=["MILL"])]}, {"d": [template("ATTACK", Victim=["MILL"])]}
    assert Tally(0, 1, 0, 1) == total(predicted, gold, "muc4.phi_subset")


def test_templates_are_aligned_one_to_one() -> None:
    """What one gold template was found by cannot be found by another as well."""
    gold = {"d": [template("ATTACK", Target=["MILL", "DAM"])]}
    predicted = {"d": [template("ATTACK", Target=["MILL"]), template("ATTACK", Target=["DAM"])]}
    assert Tally(1, 2, 1, 2) == total(predicted, gold, "muc4.phi3")


def test_entities_are_aligned_one_to_one_by_phi3_only() -> None:
    """Two halves of one entity are one by φ3; φ-subset calls both right and one found."""
    gold = {"d": [template("ATTACK", Target=["MILL|NURAD MILL", "DAM"])]}
    predicted = {"d": [template("ATTACK", Target=["MILL", "NURAD MILL"])]}
    assert Tally(1, 3, 1, 2) == total(predicted, gold, "muc4.phi3")
    assert Tally(1, 2, 2, 2) == total(predicted, gold, "muc4.phi_subset")


def test_one_mention_is_enough_for_phi_subset() -> None:
    """A wrong name beside a right one costs φ3 alone."""
    gold, predicted = {"d": [template("ATTACK", Target=["MILL"])]}, {"d": [template("ATTACK", Target=["DAM|MILL"])]}
    assert Tally(1, 1, 1, 1) == total(predicted, gold, "muc4.phi_subset")
    assert Tally(1, 1, 1, 2) == total(predicted, gold, "muc4.phi3")


def test_two_types_count_twice_only_where_something_was_predicted() -> None:
    """A convention of the published scorer, kept so that figures can be compared."""
    gold = {"d": [template("ATTACK / BOMBING", Target=["MILL", "DAM"])]}
    assert Tally(0, 2, 0, 0) == total({"d": []}, gold, "muc4.phi3")
    assert Tally(1, 4, 1, 1) == total({"d": [template("BOMBING", Target=["MILL"])]}, gold, "muc4.phi3")
    assert Tally(1, 2, 1, 1) == total({"d": [template("BOMBING", Target=["MILL"])]}, gold, "muc4.phi_subset")


def test_two_types_are_found_once() -> None:
    """Both types predicted: the nearer half of the gold template counts."""
    gold = {"d": [template("ATTACK / BOMBING", Target=["MILL", "DAM"])]}
    predicted = {"d": [template("ATTACK", Target=["MILL"]), template("BOMBING", Target=["MILL", "DAM"])]}
    assert Tally(2, 2, 2, 3) == total(predicted, gold, "muc4.phi_subset")


def test_equal_gold_templates_count_once() -> None:
    """Templates that differ only outside the five slots are one; predicted ones are not."""
    twice = {"d": [template("ATTACK", Target=["MILL"])] * 2}
    assert Tally(1, 1, 1, 2) == total(twice, twice, "muc4.phi3")


def test_a_template_without_a_type_tells_nothing() -> None:
    """Systems write one for a document without incidents."""
    silent = {"d": [Template(docid="d")]}
    assert Tally(0, 0, 0, 0) == total(silent, silent, "muc4.phi3")


def test_documents_of_either_side_count() -> None:
    """What is told of a document without a key is spurious."""
    predicted = {"x": [template("ATTACK", Target=["MILL"])]}
    assert ["d1", "x"] == list(score_muc4(predicted, {"d1": []}))
    assert Tally(0, 0, 0, 1) == total(predicted, {"d1": []}, "muc4.phi3")


def test_described_victims_count_on_demand() -> None:
    """A description of somebody with a name is never a victim of its own."""
    told = {"d": [template("ATTACK", Victim=["TOMAS IREL"], descriptions=['"CLERK": "TOMAS IREL"', '"MINERS"'])]}
    assert Tally(1, 1, 1, 1) == total(told, told, "muc4.phi3.Victim")
    assert Tally(2, 2, 2, 2) == total(told, told, "muc4.phi3.Victim", described_victims=True)


@pytest.mark.parametrize(
    ("words", "folded"),
    [("THE U.S. EMBASSY", "us embassy"), ("A  CAR-BOMB", "carbomb"), ("ANA'S FARM", "anas farm"), ("-", "")],
)
def test_strings_are_folded(words: str, folded: str) -> None:
    """Case, punctuation, articles and spaces do not tell strings apart."""
    assert folded == fold_string(words)


ENTITIES = st.dictionaries(
    st.sampled_from([str(role) for role in SLOT_OF]),
    st.lists(st.sampled_from(["MILL", "DAM", "FVF", "MILL|DAM", "FVF|RIDERS"]), max_size=3),
    max_size=3,
)


@given(st.lists(st.tuples(st.sampled_from(["ATTACK", "ARSON", "ATTACK / ARSON"]), ENTITIES), max_size=4), st.data())
def test_order_does_not_matter_and_rates_are_rates(
    told: list[tuple[str, dict[str, list[str]]]], draw: st.DataObject
) -> None:
    """The tallies depend on the templates alone, and no numerator exceeds its denominator."""
    templates = [filled(kind, entities) for kind, entities in told]
    gold = [one for one in templates if "/" not in one.type[0].raw]
    shuffled = draw.draw(st.permutations(templates))
    one, other = score_muc4({"d": templates}, {"d": gold}), score_muc4({"d": shuffled}, {"d": gold})
    assert one == other
    for tally in one["d"].values():
        assert 0 <= tally.found <= tally.gold
        assert 0 <= tally.right <= tally.predicted


@given(ENTITIES)
def test_a_copy_is_perfect(entities: dict[str, list[str]]) -> None:
    """Gold predicted is all right and all found by φ-subset's precision and φ3."""
    told = {"d": [filled("ATTACK", entities)]}
    tally = total(told, told, "muc4.phi3")
    assert tally.gold == tally.found == tally.right == tally.predicted
