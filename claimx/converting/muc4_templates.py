"""Gold, or what claimx extracted drafted into gold's form, as templates of the MUC-4 task.

    PerpInd   actors and accused who are persons, or described instead of named
    PerpOrg   actors and accused who are named organisations
    Target    recipients that are neither persons nor civilians; where something happened is no target by itself
    Victim    persons with a name who are victims or recipients; those without go to the descriptions
    Weapon    nothing: a mention has the kind of the means and no words for it; the kind goes to the instrument's type

An event of a type that the task does not know (a protest, an arrest, "other"), or that did not happen, is no template;
nor is a clash of two armed sides, which the task's guidelines leave out. Its strings have no article and no number in
front ("TWO GUARDS" is "GUARDS").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeVar

from claimx.converting.muc4_words import CONFIDENCES, FACT, HARM, INCIDENTS, INSTRUMENTS
from claimx.gold import (
    GoldArticle,
    GoldClaim,
    GoldMention,
    GoldParticipant,
    GoldResponsibility,
    GoldToll,
    GoldWhere,
    GoldWords,
    OneOf,
)
from claimx.template import NOTHING, Template, write_days, write_strings
from claimx.values.names.actors import read_description
from claimx.values.names.folding import fold_name
from claimx.values.vocabulary import vocabulary

Choice = TypeVar("Choice")

_NUMBERS: Final = (
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred several some"
)
_IN_FRONT: Final = re.compile(
    rf"^(?:(?:the|an?|his|her|its|their|our|{'|'.join(_NUMBERS.split())}|\d[\d,]*)\s+)+(?=\w)", re.IGNORECASE
)
_BODY: Final = vocabulary(
    "alliance army association battalion bloc brigade cartel coalition command commandos committee corps council "
    "department federation force forces front government guard league militia ministry movement organization party "
    "police regime state union unity"
)
"""Nouns for organisations."""
_LONGEST_ABBREVIATION: Final = 4


def templates_of(article: GoldArticle, *, docid: str) -> list[Template]:
    """Return a template for each mention that is an incident of the task, numbered in the order of the mentions."""
    told = [mention for mention in article.mentions if _is_incident(mention)]
    return [_template(mention, docid=docid, number=number) for number, mention in enumerate(told, start=1)]


def _template(mention: GoldMention, *, docid: str, number: int) -> Template:
    slots: dict[str, list[str]] = {}
    for slot, fill in (*_incident_fills(mention), *_participants(mention), *_accused(mention), *_harm(mention)):
        if fill not in slots.setdefault(slot, []):
            slots[slot].append(fill)
    written = f"{number} (OPTIONAL)" if mention.optional else str(number)
    return Template.model_validate({"docid": docid, "template": [written], **slots})


def _one(choice: OneOf[Choice] | None) -> Choice | None:
    """Return the first of the values that are right."""
    if isinstance(choice, tuple):
        return choice[0] if choice else None
    return choice


def _is_incident(mention: GoldMention) -> bool:
    return _incident(mention) is not None and mention.realis != "negated" and _one(mention.type) != "armed_clash"


def _incident(mention: GoldMention) -> str | None:
    kind = _one(mention.type)
    return INCIDENTS.get(kind) if kind is not None else None


def _incident_fills(mention: GoldMention) -> Iterator[tuple[str, str]]:
    kinds = mention.type if isinstance(mention.type, tuple) else (mention.type,)
    yield "type", " / ".join(dict.fromkeys(INCIDENTS[kind] for kind in kinds if kind is not None and kind in INCIDENTS))
    yield "stage", "THREATENED" if mention.realis in ("hypothetical", "future") else "ACCOMPLISHED"
    days = write_days(mention.when.start, mention.when.end) if mention.when is not None else None
    if days is not None:
        yield "date", days
    place = _place(mention.where) if mention.where is not None else None
    if place is not None:
        yield "location", place
    means = _one(mention.means)
    if means is not None and means in INSTRUMENTS:
        yield "instr_type", f'{INSTRUMENTS[means]}: "{NOTHING}"'


def _place(where: GoldWhere) -> str | None:
    """Return the location, which the task begins with a country; None where no country is stated."""
    if where.country is None:
        return None
    finer = ((where.admin1, "DEPARTMENT"), (where.city, "CITY"), (where.site, "SITE"))
    steps = [_upper(where.country), *(f"{_upper(words)} ({kind})" for words, kind in finer if words is not None)]
    return ": ".join(steps)


def _upper(words: GoldWords) -> str:
    plain = words.exact.upper().translate(str.maketrans("", "", '():/"'))
    return " ".join(plain.split())


# People


def _strings(words: GoldWords, *others: GoldWords) -> str:
    exact = [form for each in (words, *others) for form in (each.exact, *each.also)]
    return write_strings(tuple(dict.fromkeys(map(_bare, exact))))


def _bare(words: str) -> str:
    """Return words without the article and the number in front of them."""
    bare = _IN_FRONT.sub("", " ".join(words.split()))
    return bare or words


def _participants(mention: GoldMention) -> Iterator[tuple[str, str]]:
    for one in mention.participants:
        strings = _strings(one.name, *one.also_known_as)
        fill = f"? {strings}" if one.optional else strings
        slot = _slot(one)
        if slot is not None:
            yield slot, fill
        if slot == "perp_org":
            yield "perp_conf", f"{FACT}: {strings}"


def _slot(one: GoldParticipant) -> str | None:
    kind, named = _one(one.kind), one.named is not False
    match _one(one.role):
        case "actor":
            return "perp_org" if named and one.named and kind != "person" else "perp_ind"
        case "victim":
            return "hum_name" if named and kind in ("person", None) else "hum_desc"
        case "recipient" if kind in ("person", "civilians"):
            return "hum_name" if named and kind == "person" else "hum_desc"
        case "recipient":
            return "phys_id"
    return None


def _accused(mention: GoldMention) -> Iterator[tuple[str, str]]:
    for claim in mention.claims:
        if isinstance(claim, GoldResponsibility) and claim.accused is not None and claim.stance in CONFIDENCES:
            slot = _accused_slot(claim.accused, mention)
            yield slot, _strings(claim.accused)
            if slot == "perp_org":
                yield "perp_conf", f"{CONFIDENCES[claim.stance]}: {_strings(claim.accused)}"


def _accused_slot(accused: GoldWords, mention: GoldMention) -> str:
    """A participant of the same name says who the accused is; else it takes a sign of an organisation.

    That is a capital letter; where all are capitals, a bracket, a few letters alone, or a noun for an organisation.
    """
    name = fold_name(accused.exact)
    known = next((one for one in mention.participants if fold_name(one.name.exact) == name), None)
    if known is not None:
        return "perp_ind" if _one(known.kind) == "person" or known.named is False else "perp_org"
    if not accused.exact.isupper():
        words = _bare(accused.exact)
        return "perp_org" if read_description(words) is None and words != words.lower() else "perp_ind"
    marked = re.search(r"[(\[]", accused.exact) or len(name) <= _LONGEST_ABBREVIATION
    return "perp_org" if marked or _BODY.intersection(name.split()) else "perp_ind"


def _harm(mention: GoldMention) -> Iterator[tuple[str, str]]:
    for claim in mention.claims:
        kind = _toll_kind(claim)
        if isinstance(claim, GoldToll) and kind is not None and claim.who is not None:
            who = _strings(claim.who)
            yield "hum_effect", f"{kind}: {who}"
            if claim.best is not None:
                yield "hum_num", f"{claim.best}: {who}"


def _toll_kind(claim: GoldClaim) -> str | None:
    kind = _one(claim.kind) if isinstance(claim, GoldToll) else None
    return HARM.get(kind) if kind is not None else None
