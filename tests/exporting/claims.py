"""The tolls and stances of the invented drone strike: 2 killed after one agency, 4 after another.

One copy changed 2 to 3 without a new speaker, and the first count of the other agency was superseded.
"""

from __future__ import annotations

from claimx.event import EventStance, EventToll, TollAccount
from tests.exporting.records import (
    AGENCY,
    COURIER,
    GAZETTE,
    HERALD,
    LANTERN,
    TRIBUNE,
    WIRE,
    account,
    saying,
    stance,
    toll,
)


def copied_killed() -> TollAccount:
    """Return the account of two killed: three articles, one origin."""
    words = "Two fighters were killed, a security official said"
    copied = "Its text repeats Meridian Wire's report."
    return account(
        2,
        saying("clm_k1", exact=words, value="Two", article_id=GAZETTE),
        saying("clm_k2", exact=words, value="Two", article_id=COURIER, origin_reason=copied),
        saying(
            "clm_k3",
            exact="two dead, according to a security official",
            value="two",
            article_id=HERALD,
            origin_reason=copied,
        ),
        saying(
            "clm_k8",
            exact="A nurse confirmed the toll",
            article_id=HERALD,
            speaker=f"a nurse ({WIRE})",
            speaker_text="A nurse",
            kinds=("medical",),
            origin_reason=copied,
        ),
    )


def agency_killed() -> TollAccount:
    """Return the account of four killed: one article, one origin."""
    police = saying(
        "clm_k4",
        exact="four members of the group died, police and hospital sources said",
        value="four",
        article_id=TRIBUNE,
        speaker="police and hospital sources",
        speaker_text="police and hospital sources",
        kinds=("police_security", "medical"),
        origin=AGENCY,
        origin_reason="The dateline credits Northline Agency.",
    )
    return account(4, police)


def divergent_killed() -> TollAccount:
    """Return three killed, from a copy that changed the number."""
    reason = f"Article {COURIER} copies Meridian Wire, which says 2."
    changed = saying(
        "clm_k5",
        exact="the strike killed three more fighters",
        value="three more",
        article_id=COURIER,
        speaker="(article)",
        speaker_text=None,
        kinds=(),
        status="divergent",
        status_reason=reason,
    )
    return account(3, changed)


def superseded_killed() -> TollAccount:
    """Return one killed, which the same agency revised."""
    early = saying(
        "clm_k6",
        exact="at least one person was killed",
        value="at least one",
        article_id=LANTERN,
        speaker="police and hospital sources",
        speaker_text="police",
        origin=AGENCY,
        status="superseded",
        status_reason="Northline Agency revised 1 to 4 later that day.",
        certainty="PR",
    )
    return account(1, early, low=1)


def killed() -> EventToll:
    """Return the disputed toll of the killed: 2 against 4, no best."""
    partial = saying(
        "clm_k7", exact="one of them a driver", article_id=HERALD, speaker="(unattributed)", speaker_text=None
    )
    return toll(
        "killed",
        copied_killed(),
        agency_killed(),
        superseded_killed(),
        divergent_killed(),
        best=None,
        reason="2 and 4 have one origin each.",
        partial=(partial,),
    )


def injured() -> EventToll:
    """Return the undisputed toll of the injured."""
    hurt = saying("clm_i1", exact="and at least six others were hurt", value="at least six", article_id=GAZETTE)
    return toll("injured", account(6, hurt, low=6), best=6, reason="The only account.")


def responsibility() -> tuple[EventStance, ...]:
    """Return an accusation and a no-comment about one accused, and that nobody claimed it."""
    accuses = saying(
        "clm_r1",
        exact="The front blamed the Orran air force",
        value="the Orran air force",
        article_id=LANTERN,
        speaker="Free Valley Front",
        speaker_text="The front",
        kinds=("armed_group",),
        origin=LANTERN,
        origin_reason="The article credits nobody and copies nothing.",
    )
    silent = saying(
        "clm_r2",
        exact="An Orran spokesman declined to comment",
        article_id=TRIBUNE,
        speaker="Orran spokesman",
        speaker_text="An Orran spokesman",
        kinds=("military",),
        origin=AGENCY,
        certainty=None,
        polarity="u",
    )
    unclaimed = saying(
        "clm_r3", exact="No one has claimed the strike", speaker="(article)", speaker_text=None, kinds=("media",)
    )
    forms = ("the Orran air force", "Orran Air Force", "Orra")
    return (
        stance("accuses", accuses, accused="Orran Air Force", forms=forms),
        stance("no_comment", silent, accused="Orran Air Force", forms=forms, polarity="u"),
        stance("unclaimed", unclaimed, accused=None),
    )
