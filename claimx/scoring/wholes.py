"""Whole claims: right where everything that makes the claim is right at once."""

from __future__ import annotations

from typing import Final

from claimx.gold import GoldClaim
from claimx.scores import Variety
from claimx.scoring.aligning import Couple
from claimx.scoring.counting import VARIETIES, Around, Outcome, difference, is_counted, is_right
from claimx.scoring.fills import CLAIMS, QUOTES, ClaimType, Field, Table
from claimx.scoring.likeness import Presence
from claimx.scoring.tallies import Tally, count

PARTS: Final[dict[ClaimType, tuple[str, ...]]] = {
    "toll": ("speaker", "toll.kind", "toll.value", "toll.scope"),
    "responsibility": ("speaker", "responsibility.stance", "responsibility.accused", "polarity"),
    "statement": ("speaker", "quotes"),
}
"""What makes a claim, as far as gold annotates it. Of quotes, any overlap will do, in every variety."""


def count_claim(couple: Couple[GoldClaim], *, around: Around) -> Outcome | None:
    """Return the outcome of a claim as a whole, None where gold annotates no claims.

    What differs inside an aligned claim is told field by field, so only a claim without counterpart is a difference.
    """
    predicted, gold = couple
    told = gold or predicted
    if told is None or (gold is None and ("claims", told.type) not in around.annotated):
        return None
    table = CLAIMS[told.type]
    tallies = {variety: _tally(couple, variety=variety, table=table, around=around) for variety in VARIETIES}
    if not (gold.quotes if gold else ("claims", "quotes") in around.annotated):
        del tallies["grounded"]
    pair = _presence(predicted), _presence(gold)
    alone = predicted is None or gold is None
    differences = (difference(table, told.type, pair, sides=couple, around=around),) if alone else ()
    return Outcome("claims", told.type, tallies, differences)


def _tally(couple: Couple[GoldClaim], *, variety: Variety, table: Table, around: Around) -> Tally:
    predicted, gold = couple
    right = (
        predicted is not None
        and gold is not None
        and _is_right(predicted, gold, variety=variety, table=table, around=around)
    )
    return count(int(right), gold=int(gold is not None), predicted=int(predicted is not None))


def _is_right(predicted: GoldClaim, gold: GoldClaim, *, variety: Variety, table: Table, around: Around) -> bool:
    needed = [table.field(name) for name in PARTS[gold.type]]
    if variety == "grounded":
        needed.append(QUOTES)
    return all(
        _agrees(each, predicted, gold, variety=variety, table=table)
        for each in needed
        if is_counted(table, each, gold=gold, annotated=around.annotated)
    )


def _agrees(each: Field, predicted: GoldClaim, gold: GoldClaim, *, variety: Variety, table: Table) -> bool:
    mine, yours = each.read(predicted), each.read(gold)
    if not mine and not yours:
        return True
    exacting: Variety = "strict" if variety == "strict" and each is not QUOTES else "normalised"
    pair = next(iter(mine), None), next(iter(yours), None)
    return is_right(pair, variety=exacting, sides=(predicted, gold), table=table)


def _presence(claim: GoldClaim | None) -> Presence | None:
    return None if claim is None else Presence(_shown(claim))


def _shown(claim: GoldClaim) -> str:
    """Return a claim in a few words: "killed / 4 / total / police"."""
    table = CLAIMS[claim.type]
    values = [value.shown for name in PARTS[claim.type][1:] for value in table.field(name).read(claim)]
    voices = [value.shown for value in table.field("speaker").read(claim)]
    return " / ".join([*values, *voices]) or claim.type
