"""A judgement: what one rule says of two mentions, and why."""

from __future__ import annotations

from typing import Literal, NamedTuple

Verdict = Literal["same", "different", "unsure"]


class Judgement(NamedTuple):
    """One rule's answer on two mentions.

    `same` speaks for one event with `weight`, `unsure` may speak for or against it, `different` forbids it.
    """

    rule: str
    verdict: Verdict
    weight: int
    sentence: str


class Decision(NamedTuple):
    """What all rules say together on two mentions, `left` having the lower id."""

    left: str
    right: str
    verdict: Verdict
    weight: int
    judgements: tuple[Judgement, ...]

    @property
    def support(self) -> int:
        """What speaks for one event, whatever forbids it."""
        return sum(judgement.weight for judgement in self.judgements if judgement.weight > 0)

    def sentence(self) -> str:
        """Return the grounds as one sentence: those that decided it."""
        if self.verdict == "different":
            decisive = [judgement for judgement in self.judgements if judgement.verdict == "different"]
        else:
            decisive = [judgement for judgement in self.judgements if judgement.weight != 0]
        grounds = "; ".join(judgement.sentence.rstrip(".") for judgement in decisive)
        return grounds or "nothing speaks for one event"
