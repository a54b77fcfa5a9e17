"""How far two annotators agree beyond chance, on fields with a choice, over what both of them have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimx.gold import Annotation, GoldArticle
from claimx.scores import Level
from claimx.scoring.aligning import Couple, Thing
from claimx.scoring.fills import CLAIMS, MENTION, PARTICIPANT, Field, Table
from claimx.scoring.likeness import Choice, Kind, Value
from claimx.scoring.pairing import pair_claims, pair_mentions, pair_participants


@dataclass(frozen=True)
class Agreement:
    """How far two annotators agree on one field."""

    level: Level
    field: str
    n: int
    """Aligned mentions, participants or claims for which both annotate the field, be it with nothing."""
    observed: float
    """The share on which they agree."""
    kappa: float | None
    """Cohen's kappa; None where both use one and the same choice throughout, so that chance explains everything."""


def agree(left: Sequence[GoldArticle], right: Sequence[GoldArticle]) -> tuple[Agreement, ...]:
    """Compare two annotators on the articles that both have, field by field, sorted; symmetric.

    Only fields with one choice from an enumeration, over aligned mentions, participants and claims: whether both find
    the same things at all is what scoring one against the other tells.
    """
    others = {article.article_id: article for article in right}
    chosen: defaultdict[tuple[Level, str], list[tuple[str, str]]] = defaultdict(list)
    for article in left:
        for field, pair in _choices(article, others.get(article.article_id)):
            chosen[field].append(pair)
    return tuple(
        Agreement(level, field, n=len(pairs), observed=_observed(pairs), kappa=kappa(pairs))
        for (level, field), pairs in sorted(chosen.items())
    )


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (1960): agreement beyond what the two margins lead one to expect, 1 at most.

    None without pairs, and where only one choice occurs.
    """
    if not pairs:
        return None
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(left[choice] * right[choice] for choice in sorted(left))
    total = len(pairs) ** 2
    if by_chance == total:
        return None
    # In integers up to the last step, so that agreement at chance is exactly 0.
    return (len(pairs) * sum(one == other for one, other in pairs) - by_chance) / (total - by_chance)


def _observed(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(one == other for one, other in pairs) / len(pairs)


def _choices(left: GoldArticle, right: GoldArticle | None) -> Iterator[tuple[tuple[Level, str], tuple[str, str]]]:
    for table, mine, yours in _aligned(left, right) if right else ():
        for field in table.fields:
            if field.compared_as in (Choice, Kind) and not field.many and _both_fill(field, mine, yours):
                yield (table.level, field.name), _chosen(field.read(mine), field.read(yours))


def _aligned(left: GoldArticle, right: GoldArticle) -> Iterator[tuple[Table, Annotation, Annotation]]:
    for mine, yours in _both(pair_mentions(left.mentions, right.mentions)):
        yield MENTION, mine, yours
        for one, other in _both(pair_participants(mine.participants, yours.participants)):
            yield PARTICIPANT, one, other
        for claim, counterpart in pair_claims(mine.claims, yours.claims):
            if claim and counterpart:
                yield CLAIMS[claim.type], claim, counterpart


def _both(pairs: Iterable[Couple[Thing]]) -> Iterator[tuple[Thing, Thing]]:
    return ((mine, yours) for mine, yours in pairs if mine is not None and yours is not None)


def _both_fill(field: Field, left: Annotation, right: Annotation) -> bool:
    return field.state(left) == field.state(right) == "filled"


def _chosen(left: Iterable[Value], right: Iterable[Value]) -> tuple[str, str]:
    """Return what each chose, "" for nothing; of several that are right, one that the other has too."""
    mine, yours = _options(left), _options(right)
    common = sorted(set(mine) & set(yours))
    return (common[0], common[0]) if common else (mine[0], yours[0])


def _options(values: Iterable[Value]) -> Sequence[str]:
    return next((value.options for value in values if isinstance(value, Choice)), ("",))
