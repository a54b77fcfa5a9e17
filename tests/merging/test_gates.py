"""Gates: which pairs of mentions are one event, which are two, and which stay open."""

from __future__ import annotations

import pytest

from claimx.facts import Facts
from claimx.mention import Mention
from claimx.merging.gates import Gates
from claimx.merging.judgement import Decision
from claimx.merging.rules import RULES
from claimx.merging.weights import DUPLICATE, THRESHOLD
from tests.merging.reports import DAY, NEXT_DAY, TOWN, Report, Story, bystanders, force, grouped, report, toll, victim

STORY = Story()
WEEK = ("2024-02-29", "2024-03-06")
FRONT = force("Free Valley Front")
IREL = victim("Tomas Irel")


def decide(left: Story, right: Story) -> Decision:
    """Decide on two stories of two articles."""
    one, other = report("Valley Post", left), report("Hill Herald", right)
    return decide_on(one.mentions[0], other.mentions[0])


def decide_on(*mentions: Mention) -> Decision:
    """Decide on the first two mentions of a set."""
    facts = Facts.of(mentions)
    rows = {facts.id(row): row for row in range(len(facts))}
    return Gates(facts).decide(rows[mentions[0].id], rows[mentions[1].id])


def of_rule(decision: Decision, rule: str) -> list[str]:
    """Return the verdicts of one rule."""
    return [judgement.verdict for judgement in decision.judgements if judgement.rule == rule]


SAME = [
    pytest.param(STORY, STORY, id="day-and-city"),
    pytest.param(
        STORY.but(city=None, country="Chile", parties=(FRONT,)),
        STORY.but(city=None, country="Chile", parties=(FRONT,)),
        id="day-country-and-actor",
    ),
    pytest.param(STORY.but(type="other"), STORY, id="type-left-open"),
    pytest.param(STORY.but(type="attack"), STORY.but(type="air_strike"), id="attack-says-no-more-than-air-strike"),
    pytest.param(STORY.but(type="bombing"), STORY.but(type="shelling"), id="two-kinds-of-remote-violence"),
    pytest.param(STORY.but(when="2024-03", means="drone"), STORY.but(means="drone"), id="its-month-and-a-sign-more"),
    pytest.param(
        STORY.but(when=WEEK, means="drone"), STORY.but(means="drone"), id="window-before-publication-and-means"
    ),
    pytest.param(
        STORY.but(when=WEEK, parties=(IREL,)), STORY.but(parties=(IREL,)), id="window-before-publication-and-victim"
    ),
    pytest.param(
        STORY.but(city=None, site="3500 block of Kadin Avenue"),
        STORY.but(site="a shop in the 3500-block of Kadin"),
        id="day-and-address",
    ),
    pytest.param(
        STORY.but(type="shooting", site="100 Kadin Street"),
        STORY.but(type="armed_clash", site="100 Kadin Street"),
        id="an-address-outweighs-another-kind-of-violence",
    ),
    pytest.param(
        STORY.but(site="Kadin Avenue", parties=(IREL,)),
        STORY.but(site="Irba Avenue", parties=(IREL,)),
        id="one-victim-on-two-streets",
    ),
    pytest.param(
        STORY.but(parties=(victim("Demira Irtens"),)),
        STORY.but(parties=(victim("De'Mira Irdens"),)),
        id="a-slip-in-a-name-separates-nothing",
    ),
    pytest.param(STORY.but(site="the Kadin Market"), STORY, id="site-told-by-one"),
    pytest.param(STORY.but(site="a house on Kadin Street"), STORY.but(site="Kadin Street"), id="house-on-a-street"),
    pytest.param(
        STORY.but(city="Orran"), STORY.but(city=TOWN, site="the Orran district"), id="city-is-the-others-site"
    ),
    pytest.param(
        STORY.but(city="Orran", means="drone"),
        STORY.but(city=TOWN, admin1="Orran province", means="drone"),
        id="city-is-the-others-province",
    ),
    pytest.param(STORY.but(parties=(IREL,)), STORY.but(parties=(IREL, victim("Selim Orran"))), id="one-more-victim"),
    pytest.param(
        STORY.but(when=NEXT_DAY, parties=(IREL,)), STORY.but(parties=(IREL,)), id="midnight-with-a-shared-victim"
    ),
    pytest.param(
        STORY.but(parties=(IREL,)), STORY.but(parties=(victim("Irel"),)), id="family-name-alone-separates-nothing"
    ),
    pytest.param(
        STORY.but(parties=(IREL,)),
        STORY.but(parties=(bystanders("a commander", "person"),)),
        id="victim-without-a-name",
    ),
    pytest.param(STORY.but(parties=(IREL,), city=None), STORY.but(parties=(IREL,)), id="victim-and-day"),
]
UNSURE = [
    pytest.param(STORY.but(city=None), STORY, id="day-alone"),
    pytest.param(STORY.but(city=None, country="Chile"), STORY.but(city=None, country="Chile"), id="day-and-country"),
    pytest.param(STORY.but(when="2024"), STORY, id="year-and-city"),
    pytest.param(STORY.but(when="2024-03"), STORY, id="month-and-city"),
    pytest.param(STORY.but(when=WEEK), STORY, id="window-and-city"),
    pytest.param(
        STORY.but(when=WEEK, means="drone"),
        STORY.but(when=("2024-03-06", "2024-03-12"), means="drone"),
        id="windows-that-touch",
    ),
    pytest.param(STORY.but(when=None), STORY, id="undated"),
    pytest.param(
        STORY.but(when=None, means="drone", parties=(IREL, FRONT)),
        STORY.but(when=None, means="drone", parties=(IREL, FRONT)),
        id="undated-with-every-other-sign",
    ),
    pytest.param(STORY.but(type="shooting", when="2024-03"), STORY.but(when="2024-03"), id="another-group-of-types"),
]
DIFFERENT = [
    pytest.param(STORY.but(when=NEXT_DAY), STORY, "time", id="next-day"),
    pytest.param(
        STORY.but(when=NEXT_DAY, parties=(FRONT,)), STORY.but(parties=(FRONT,)), "time", id="next-day-with-one-actor"
    ),
    pytest.param(
        STORY.but(when="2024-03-07", parties=(IREL,)), STORY.but(parties=(IREL,)), "time", id="two-days-are-no-midnight"
    ),
    pytest.param(STORY.but(when="2025-03-05"), STORY, "time", id="anniversary"),
    pytest.param(STORY.but(when="2023"), STORY, "time", id="year-before"),
    pytest.param(STORY.but(site="the Kadin Market"), STORY.but(site="the Orran Hospital"), "place", id="two-sites"),
    pytest.param(STORY.but(city="Orran"), STORY, "place", id="two-cities"),
    pytest.param(
        STORY.but(admin1="Upper Kadin"), STORY.but(admin1="Lower Orran"), "place", id="homonyms-of-two-provinces"
    ),
    pytest.param(STORY.but(country="Chile"), STORY.but(country="Peru"), "place", id="homonyms-of-two-countries"),
    pytest.param(STORY.but(parties=(IREL,)), STORY.but(parties=(victim("Selim Orran"),)), "victim", id="two-victims"),
    pytest.param(STORY.but(realis="future"), STORY, "realis", id="announced"),
    pytest.param(STORY.but(realis="hypothetical"), STORY, "realis", id="feared"),
    pytest.param(STORY.but(realis="negated"), STORY, "realis", id="did-not-happen"),
    pytest.param(STORY.but(type="protest"), STORY, "type", id="protest-is-no-bombing"),
    pytest.param(STORY.but(type="arrest"), STORY.but(type="protest"), "type", id="arrest-is-no-protest"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_event(left: Story, right: Story) -> None:
    """What agrees on enough is one event, whichever side is asked first."""
    assert (decide(left, right).verdict, decide(right, left).verdict) == ("same", "same")


@pytest.mark.parametrize(("left", "right"), UNSURE)
def test_not_enough_for_one_event(left: Story, right: Story) -> None:
    """What neither agrees on enough nor excludes each other stays open."""
    assert (decide(left, right).verdict, decide(right, left).verdict) == ("unsure", "unsure")


@pytest.mark.parametrize(("left", "right", "rule"), DIFFERENT)
def test_two_events(left: Story, right: Story, rule: str) -> None:
    """One rule that says different forbids, whatever else agrees, and its sentence is the ground."""
    for decision in (decide(left, right), decide(right, left)):
        assert (decision.verdict, of_rule(decision, rule)) == ("different", ["different"])
        (judgement,) = (one for one in decision.judgements if one.verdict == "different")
        assert judgement.sentence.rstrip(".") in decision.sentence()


@pytest.mark.parametrize(("left", "right"), [*SAME, *UNSURE])
def test_tolls_neither_join_nor_separate(left: Story, right: Story) -> None:
    """Equal and opposite numbers leave the decision as it is."""
    plain = decide(left, right)
    equal = decide(left.but(claims=(toll("six"),)), right.but(claims=(toll("six"),)))
    opposite = decide(left.but(claims=(toll("six"),)), right.but(claims=(toll("no one"),)))
    assert [one.verdict for one in (equal, opposite)] == [plain.verdict] * 2
    assert [one.weight for one in (equal, opposite)] == [plain.weight] * 2


def test_a_pair_is_decided_alike_in_both_orders() -> None:
    """The lower id is always on the left."""
    one, other = report("Valley Post", STORY).mentions[0], report("Hill Herald", STORY).mentions[0]
    gates = Gates(Facts.of([one, other]))
    assert gates.decide(0, 1) == gates.decide(1, 0) == decide_on(one, other) == decide_on(other, one)
    assert (gates.decide(1, 0).left, gates.decide(1, 0).right) == (min(one.id, other.id), max(one.id, other.id))


def test_one_article_tells_two_events_as_two() -> None:
    """Two mentions of one article are two events, though a day and a city would do for two articles."""
    both = report("Valley Post", STORY, STORY)
    assert of_rule(decide_on(*both.mentions), "one_article") == ["different"]


SIGNS = (IREL, FRONT)
SIGNED = STORY.but(parties=SIGNS, means="drone")


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        pytest.param(SIGNED, SIGNED, "same", id="with-all-the-signs"),
        pytest.param(STORY.but(parties=(IREL,)), STORY.but(parties=(IREL,)), "same", id="one-victim"),
        pytest.param(STORY.but(parties=(FRONT,)), STORY.but(parties=(FRONT,)), "same", id="exactly-enough"),
        pytest.param(STORY.but(means="drone"), STORY.but(means="drone"), "different", id="too-little"),
        pytest.param(
            STORY.but(parties=(FRONT,)), STORY.but(parties=(FRONT,), type="attack"), "different", id="one-point-less"
        ),
        pytest.param(SIGNED, SIGNED.but(site="the Kadin Market"), "same", id="told-more-finely"),
        pytest.param(SIGNED, SIGNED.but(city="Orran"), "different", id="in-two-cities"),
        pytest.param(SIGNED, SIGNED.but(when="2024-03-07"), "different", id="on-two-days"),
        pytest.param(SIGNED, SIGNED.but(realis="future"), "different", id="announced-and-happened"),
        pytest.param(SIGNED, SIGNED.but(type="protest"), "different", id="violence-and-protest"),
    ],
)
def test_one_article_tells_one_event_twice(first: Story, second: Story, verdict: str) -> None:
    """Two passages of one article are one event only with nearly all the signs of one, and nothing against it."""
    decision = decide_on(*report("Valley Post", first, second).mentions)
    weight = sum(one.weight for one in decision.judgements if one.rule != "one_article")
    is_kept_apart = any(one.verdict == "different" for one in decision.judgements if one.rule != "one_article")
    assert decision.verdict == verdict
    assert (weight >= DUPLICATE and not is_kept_apart) == (verdict == "same")


def test_an_undated_event_told_twice_stays_two() -> None:
    """Nothing says that the two passages tell of one day."""
    undated = SIGNED.but(when=None, site="12 Kadin Street", label="the Kadin Street bombing")
    assert decide_on(*report("Valley Post", undated, undated).mentions).verdict != "same"


RETOLD = "On Tuesday a bomb went off in the market of Qasr Delan."


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        pytest.param(STORY, STORY, "same", id="one-passage"),
        pytest.param(STORY.but(when=None), STORY.but(when=None), "same", id="one-passage-undated"),
        pytest.param(STORY, STORY.but(type="shooting"), "different", id="other-type"),
        pytest.param(STORY, STORY.but(when=NEXT_DAY), "different", id="other-day"),
        pytest.param(STORY, STORY.but(city=None), "different", id="other-place"),
        pytest.param(STORY, STORY.but(realis="future"), "different", id="other-realis"),
    ],
)
def test_one_passage_annotated_twice(first: Story, second: Story, verdict: str) -> None:
    """An article that tells one thing twice in one passage tells one event."""
    both = report("Valley Post", first.but(passage=RETOLD), second.but(passage=RETOLD), text=RETOLD)
    assert decide_on(*both.mentions).verdict == verdict


ATTACK = Story(type="attack", when=None, city=None, prominence="background", relations=(("follows", 1),))
RAIDS = Story(type="air_strike", when="2024-02-10", city="Orran", prominence="background")


def tied(outlet: str, raids: Story, attack: Story) -> Report:
    """An article on raids and on the attack that they answer."""
    return report(outlet, raids.but(relations=(("retaliation_for", 2),)), attack)


@pytest.mark.parametrize(
    ("left", "right", "together"),
    [
        pytest.param((RAIDS, ATTACK), (RAIDS, ATTACK), True, id="what-the-same-raids-answered"),
        pytest.param((RAIDS, ATTACK), (RAIDS, ATTACK.but(type="bombing")), True, id="told-as-another-kind"),
        pytest.param((RAIDS, ATTACK), (RAIDS.but(city="Delan"), ATTACK), False, id="what-other-raids-answered"),
        pytest.param((RAIDS, ATTACK), (RAIDS.but(when=None), ATTACK), False, id="what-undated-raids-answered"),
        pytest.param((RAIDS, ATTACK.but(city="Orran")), (RAIDS, ATTACK.but(city="Delan")), False, id="in-two-cities"),
        pytest.param((RAIDS, ATTACK), (RAIDS, ATTACK.but(type="protest")), True, id="left-open-by-one"),
        pytest.param((RAIDS, ATTACK), (RAIDS, ATTACK.but(when="2024-02-08")), True, id="dated-by-one"),
    ],
)
def test_an_undated_event_joins_through_what_it_is_tied_to(
    left: tuple[Story, Story], right: tuple[Story, Story], *, together: bool
) -> None:
    """An undated event joins another only where both stand in one relation to one dated event."""
    events = grouped(tied("Valley Post", *left), tied("Hill Herald", *right))
    assert (["Hill Herald/2", "Valley Post/2"] in events) == together


def test_an_undated_event_without_a_tie_joins_nothing() -> None:
    """The attacks are alike, and only one article says what they led to."""
    events = grouped(tied("Valley Post", RAIDS, ATTACK), report("Hill Herald", RAIDS, ATTACK.but(relations=())))
    assert events == [["Hill Herald/1", "Valley Post/1"], ["Hill Herald/2"], ["Valley Post/2"]]


def test_two_relations_of_different_kinds_tie_nothing() -> None:
    """What came after the raids is not what the raids answered."""
    after = report("Hill Herald", RAIDS, ATTACK.but(relations=(("anniversary_of", 1),)))
    before = report("Valley Post", RAIDS.but(relations=(("retaliation_for", 2),)), ATTACK.but(relations=()))
    assert ["Hill Herald/2", "Valley Post/2"] not in grouped(before, after)


def test_a_tie_about_which_nothing_speaks_adds_nothing() -> None:
    """That both answer something unknown is no sign that they answer one thing."""
    strike = Story(type="air_strike", city=None, country="Chile", relations=(("retaliation_for", 2),))
    unknown = Story(type="other", when=None, city=None, relations=())
    one, other = report("Valley Post", strike, unknown), report("Hill Herald", strike, unknown)
    decision = decide_on(one.mentions[0], other.mentions[0], *one.mentions[1:], *other.mentions[1:])
    assert (decision.verdict, of_rule(decision, "tied")) == ("unsure", [])


def test_the_threshold_is_a_day_and_a_city() -> None:
    """Without anything else they are just enough."""
    assert decide(STORY.but(type="other"), STORY.but(type="other")).weight == THRESHOLD


@pytest.mark.parametrize(
    ("label", "shared"),
    [
        pytest.param("the Kadin bombing", True, id="three-words"),
        pytest.param("the bombing", False, id="too-few-words"),
    ],
)
def test_a_shared_label_is_a_sign(label: str, *, shared: bool) -> None:
    """The same words of at least three for an event speak for one event, in any case of letters."""
    left, right = STORY.but(label=label), STORY.but(label=label.title())
    assert (of_rule(decide(left, right), "label") == ["same"]) == shared


@pytest.mark.parametrize("day", [DAY, NEXT_DAY])
def test_organisations_are_never_taken_for_victims(day: str) -> None:
    """A victim that is an organisation neither joins two days nor separates two reports of one."""
    stricken = force("Free Valley Front", role="victim")
    decision = decide(STORY.but(parties=(stricken,)), STORY.but(parties=(stricken,), when=day))
    assert of_rule(decision, "victim") == []


def test_every_rule_says_what_it_is_and_what_it_can_add() -> None:
    """The table is the documentation: a name, a sentence and weights for each rule."""
    assert [rule.name for rule in RULES if not rule.says.endswith(".") or not rule.weights] == []
    assert len({rule.name for rule in RULES}) == len(RULES)
