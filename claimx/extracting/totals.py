"""Totals: what an article's counts of some come to, where it gives no count of all.

The model says which claims together cover everybody, each person once; adding up is code. A sum of printed numbers
has basis `parts`; one in which people without a number word ("a guard died") count one each has basis `persons`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Final

from claimx.claim import Claim, Toll, TollKind
from claimx.extracting.answers import AnsweredMention
from claimx.extracting.grounding import Grounder, Place
from claimx.record import content_id
from claimx.values.vocabulary import vocabulary

_NO_PLURAL: Final = ("ss", "us", "is")
_PLURALS: Final = vocabulary("people men women children others police personnel family crew staff some many")


def derived_totals(claims: Iterable[Claim], answered: AnsweredMention, grounder: Grounder, place: Place) -> list[Toll]:
    """Return a total for each list of parts the model gave, unless the mention states a total of that kind itself.

    A list that names no claim, mixes kinds, or covers the same words twice adds up to nothing and is kept aside.
    """
    tolls = {claim.local_id: claim for claim in claims if isinstance(claim, Toll)}
    # The records' own `confirms` is filled once all claims of the mention have their ids.
    confirming = {toll.id for toll in answered.tolls if toll.confirms is not None}
    done: set[TollKind] = {toll.kind for toll in tolls.values() if _states_total(toll)}
    totals = []
    for index, all_told in enumerate(answered.all_told):
        parts = [tolls[part] for part in all_told.parts if part in tolls]
        complaint = _dangling(all_told.parts, tolls) or _unsound(parts, confirming)
        if complaint is not None:
            at = place.at("all_told", index).at("parts")
            grounder.fail(at, ", ".join(all_told.parts), "dangling", complaint)
        elif parts[0].kind not in done:
            done.add(parts[0].kind)
            totals.append(_total(parts))
    return totals


def _states_total(toll: Toll) -> bool:
    return toll.scope == "total" and toll.count is not None and toll.polarity == "+"


def _dangling(parts: Sequence[str], tolls: Iterable[str]) -> str | None:
    missing = sorted(set(parts) - set(tolls))
    if missing:
        return f"no toll of this event has the id {missing[0]!r}, or it was kept aside"
    return None if parts else "it names no toll"


def _unsound(parts: Sequence[Toll], confirming: Set[str]) -> str | None:
    if len({part.kind for part in parts}) > 1:
        return "the parts are of different kinds"
    covered = [span for part in parts if (span := _span(part)) is not None]
    if len(set(covered)) < len(covered) or len({part.id for part in parts}) < len(parts):
        return "two parts cover the same words"
    for part in parts:
        if part.polarity != "+" or part.local_id in confirming or part.scope == "cumulative":
            return f"toll {part.local_id!r} is no part of a whole"
        if part.count is None and not _is_one_person(part):
            return f"toll {part.local_id!r} says of several people not how many"
    return None


def _span(part: Toll) -> tuple[int, int] | None:
    words = part.count or part.who
    return None if words is None else (words.start, words.end)


def _is_one_person(part: Toll) -> bool:
    """Whether people without a number word are one: by the last word, which English puts in the plural."""
    if part.who is None:
        return True
    last = part.who.exact.split()[-1].strip(".,;:!?\"'’”)]")
    plural = last.casefold().endswith("s") and not last.casefold().endswith(_NO_PLURAL)
    return not (last.casefold() in _PLURALS or (plural and not last[:1].isupper()))


def _total(parts: Sequence[Toll]) -> Toll:
    first = parts[0]
    quotes = {(quote.start, quote.end): quote for part in parts for quote in part.quotes}
    ids = tuple(part.id for part in parts)
    one_voice = all(_voice(part) == _voice(first) for part in parts)
    return first.model_copy(
        update={
            "id": content_id("c", "+".join(ids)),
            "local_id": "+".join(part.local_id for part in parts),
            "speaker": first.speaker if one_voice else None,
            "cue": first.cue if one_voice else None,
            "certainty": first.certainty if all(part.certainty == first.certainty for part in parts) else None,
            "quotes": tuple(quotes[span] for span in sorted(quotes)),
            "count": None,
            "who": first.who if all(part.who == first.who for part in parts) else None,
            "scope": "total",
            "min": _sum(1 if part.count is None else part.min for part in parts),
            "best": _sum(1 if part.count is None else part.best for part in parts),
            "max": _sum(1 if part.count is None else part.max for part in parts),
            "approximate": any(part.approximate for part in parts),
            "basis": "persons" if any(part.count is None for part in parts) else "parts",
            "parts": ids,
        }
    )


def _voice(toll: Toll) -> str:
    if toll.speaker is None:
        return ""
    return toll.speaker.text.exact.casefold() if toll.speaker.text else "?"


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)
