"""An explanation: what every rule says of two mentions, and what came of it."""

from __future__ import annotations

from typing import Literal

from claimx.record import Record

RuleVerdict = Literal["same", "different", "unsure"]


class RuleAnswer(Record):
    """What one rule says of two mentions."""

    rule: str
    says: str
    """What the rule is."""
    verdict: RuleVerdict | None
    """Null where the rule has nothing to say."""
    weight: int
    sentence: str | None
    """What it found in these two."""


class PairExplanation(Record):
    """Two mentions, what the rules say of them, and whether they became one event."""

    left: str
    """Id of the mention whose id comes first."""
    right: str
    left_event: str
    """Id of the event that holds it."""
    right_event: str
    answers: tuple[RuleAnswer, ...]
    weight: int
    """What speaks for one event; 0 where a rule keeps them apart."""
    threshold: int
    verdict: RuleVerdict
    outcome: str
    """What came of it, and why, as a sentence."""


class EventExplanation(Record):
    """Why an event holds the mentions it holds, and what came closest to joining it."""

    event: str
    mention_ids: tuple[str, ...]
    joined: tuple[PairExplanation, ...]
    """The joins that built it, in the order in which they were taken."""
    refused: tuple[PairExplanation, ...]
    """Joins to other events that would have brought two different mentions together."""
    closest: tuple[PairExplanation, ...]
    """Pairs with mentions of other events that say most for joining, strongest first."""
