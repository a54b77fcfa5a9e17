"""Hand-made events for the tests of exporting: an invented drone strike, told by five articles of three origins.

Numbers: 2 killed by Meridian Wire (copied by three articles), 4 by Northline Agency; one copy changed 2 to 3
without a new speaker, and Northline's first count of 1 was superseded.
"""

from __future__ import annotations

from datetime import date

from claimx.event import (
    Disagreement,
    DisputedValue,
    Event,
    EventParticipant,
    EventRelation,
    EventWhen,
    EventWhere,
    LogEntry,
    NameForm,
)
from tests.exporting.claims import injured, killed, responsibility
from tests.exporting.records import (
    AGENCY,
    COURIER,
    GAZETTE,
    HERALD,
    LANTERN,
    TRIBUNE,
    WIRE,
    quote,
    saying,
    toll,
)

UNKNOWN_WHERE = EventWhere(site=None, city=None, admin1=None, country=None, country_code=None, precision="unknown")
UNKNOWN_WHEN = EventWhen(start=None, end=None, precision="unknown")


def participants() -> tuple[EventParticipant, ...]:
    """Return a group under three names and a person."""
    front = EventParticipant(
        name="Free Valley Front",
        forms=(
            NameForm(text="Free Valley Front", n=3),
            NameForm(text="FVF", n=2),
            NameForm(text="Front of the Free Valley", n=1),
        ),
        kind="armed_group",
        roles=("recipient",),
        titles=(),
        affiliations=(),
        mention_ids=("men_1", "men_4"),
        rules=("FVF is stated as another name of Free Valley Front in the Valley Gazette.",),
        quotes=(quote("the Free Valley Front (FVF)", start=40),),
    )
    irel = EventParticipant(
        name="Tomas Irel",
        forms=(NameForm(text="Tomas Irel", n=4), NameForm(text="Tomás Irél", n=1)),
        kind="person",
        roles=("victim",),
        titles=("commander",),
        affiliations=("Free Valley Front",),
        mention_ids=("men_1",),
        rules=("Tomás Irél has the letters of Tomas Irel without accents.",),
        quotes=(quote("commander Tomas Irel", start=12),),
    )
    return front, irel


def disagreements() -> tuple[Disagreement, ...]:
    """Return the two fields on which the reports differ."""
    two = DisputedValue(
        value="2",
        claim_ids=("clm_k1", "clm_k2", "clm_k3"),
        mention_ids=("men_1", "men_2", "men_3"),
        origins=(WIRE,),
        speakers=("security official",),
    )
    four = DisputedValue(
        value="4",
        claim_ids=("clm_k4",),
        mention_ids=("men_4",),
        origins=(AGENCY,),
        speakers=("police and hospital sources",),
    )
    depot = DisputedValue(
        value="North Depot", claim_ids=(), mention_ids=("men_1",), origins=(WIRE,), speakers=("(article)",)
    )
    bridge = DisputedValue(value="Mill Bridge", claim_ids=(), mention_ids=("men_5",), origins=(LANTERN,), speakers=())
    return (
        Disagreement(field="tolls.killed", values=(two, four)),
        Disagreement(field="where.site", values=(depot, bridge)),
    )


def strike() -> Event:
    """Return the disputed strike."""
    condemned = saying(
        "clm_s1",
        exact="“a cowardly act”, the mayor of Qasr Delan said",
        article_id=HERALD,
        speaker="mayor of Qasr Delan",
        speaker_text="the mayor of Qasr Delan",
        kinds=("government",),
        origin=HERALD,
        origin_reason="The article credits nobody and copies nothing.",
    )
    return Event(
        id="evt_aaaaaaaaaaaaaaaa",
        title="Air strike in Qasr Delan, 4 March 2031",
        type="air_strike",
        means="drone",
        when=EventWhen(start=date(2031, 3, 4), end=date(2031, 3, 4), precision="day"),
        where=EventWhere(
            site="North Depot",
            city="Qasr Delan",
            admin1=None,
            country="Velmaria",
            country_code="XV",
            precision="site",
        ),
        realis="actual",
        prominence="main",
        article_ids=(GAZETTE, COURIER, HERALD, TRIBUNE, LANTERN),
        mention_ids=("men_1", "men_2", "men_3", "men_4", "men_5"),
        n_articles=5,
        n_origins=3,
        participants=participants(),
        tolls=(killed(), injured()),
        responsibility=responsibility(),
        statements=(condemned,),
        disagreements=disagreements(),
        relations=(EventRelation(kind="retaliation_for", to="evt_bbbbbbbbbbbbbbbb", mention_ids=("men_1",)),),
        log=(
            LogEntry(
                rule="same_victim",
                left="men_1",
                right="men_4",
                verdict="joined",
                sentence="Both name Tomas Irel as a victim on the same day.",
            ),
        ),
        ruleset="rules-1",
    )


def raid() -> Event:
    """Return an event of which next to nothing is known."""
    return Event(
        id="evt_bbbbbbbbbbbbbbbb",
        title="Raid",
        type="raid",
        means=None,
        when=UNKNOWN_WHEN,
        where=UNKNOWN_WHERE,
        realis="actual",
        prominence="background",
        article_ids=(GAZETTE,),
        mention_ids=("men_9",),
        n_articles=1,
        n_origins=1,
        participants=(),
        tolls=(toll("missing", best=None, reason="No account gives a number."),),
        responsibility=(),
        statements=(),
        disagreements=(),
        relations=(),
        log=(),
        ruleset="rules-1",
    )
