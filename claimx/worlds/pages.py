"""Pages: the texts of articles, originals and copies."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from claimx.worlds.accounts import Account, paragraph_of
from claimx.worlds.copying import CopyKind
from claimx.worlds.drafting import Paragraph, Sentence, Words, plain
from claimx.worlds.editing import edited, truncated
from claimx.worlds.seeding import stream
from claimx.worlds.tolls import VOICES
from claimx.worlds.wording import Wording

AGENCIES: Final = ("Reuters", "AFP", "AP", "dpa", "Xinhua", "EFE", "ANSA", "Kyodo", "PTI", "TASS")
OUTLETS: Final = tuple(
    f"{place} {paper}"
    for place in ("Valley", "Harbour", "Northern", "Evening", "Free", "Border", "Lowland", "Metropolitan")
    for paper in ("Post", "Herald", "Courier", "Observer", "Gazette", "Mirror")
)
_SHORTEST_BODY, _LONGEST_BODY = 13, 20
"""Sentences beside the account."""
_QUOTED: Final = 0.5
"""Share of the reports on an event that print what one of those present said, all in the same words."""
_FURNISHED: Final = 0.2
_FURNITURE: Final = ("Subscribe to our newsletter.", "Share this article", "Read more: all of our stories")
_CREDITS: Final = ("dateline", "footer", "nothing")
_EDITED: Final[dict[CopyKind, float]] = {"edited 3 %": 0.03, "edited 15 %": 0.15}
_TIMES_LONGER: Final = 3


class Carried(NamedTuple):
    """Whose text an article carries, and what was done to it."""

    original: int
    kind: CopyKind


class Page(NamedTuple):
    """What an article is made of."""

    paragraphs: tuple[Paragraph, ...]
    outlet: str
    byline: str | None


def page_of(
    accounts: tuple[Account, ...],
    *,
    seed: int,
    article: int,
    event: int,
    carried: Carried | None,
    is_copied: bool,
    author: str,
) -> Page:
    """Return the page of an article by an author; the first account is its news, and copied news is an agency's."""
    chance = stream(seed, "page", article)
    wording = Wording(chance)
    source = article if carried is None else carried.original
    agency = AGENCIES[(seed + source) % len(AGENCIES)]
    body = _body(accounts[0], seed=seed, article=source, event=event)
    credit = "dateline" if is_copied else "nothing"
    if carried is not None:
        body = _copied(body, carried.kind, chance)
        credit = wording.one_of(_CREDITS[1:] if carried.kind == "embedded" else _CREDITS)
    outlet = agency if is_copied else wording.one_of(OUTLETS)
    byline = None if is_copied or credit == "dateline" else f"By {author}"
    if credit == "dateline":
        body = (_with_dateline(body[0], accounts[0].city, agency), *body[1:])
    besides = tuple(paragraph_of(account, wording) for account in accounts[1:])
    return Page(
        paragraphs=(
            *([plain(byline)] if byline else []),
            *body,
            *besides,
            *([plain(f"(With inputs from {agency})")] if credit == "footer" else []),
            *([plain(wording.one_of(_FURNITURE))] if wording.is_up(_FURNISHED) else []),
        ),
        outlet=outlet,
        byline=byline,
    )


def _body(news: Account, *, seed: int, article: int, event: int) -> tuple[Paragraph, ...]:
    """Return the account and what stands around it, as the article first had them."""
    wording = Wording(stream(seed, "body", article))
    account = paragraph_of(news, wording)
    sentences = [wording.sentence() for _ in range(_SHORTEST_BODY + wording.number(_LONGEST_BODY - _SHORTEST_BODY))]
    if wording.is_up(_QUOTED):
        sentences.insert(2 + wording.number(4), _quotation(event, seed=seed))
    return (account, *(plain(*sentences[start : start + 3]) for start in range(0, len(sentences), 3)))


def _quotation(event: int, *, seed: int) -> str:
    wording = Wording(stream(seed, "quotation", event))
    return f"“{wording.sentence()[:-1]},” {wording.one_of(tuple(voice.words for voice in VOICES))} told reporters."


def _copied(body: tuple[Paragraph, ...], kind: CopyKind, chance: np.random.Generator) -> tuple[Paragraph, ...]:
    if kind in _EDITED:
        return edited(body, chance, share=_EDITED[kind])
    if kind == "truncated":
        return truncated(body)
    return _embedded(body, Wording(chance))


def _embedded(body: tuple[Paragraph, ...], wording: Wording) -> tuple[Paragraph, ...]:
    """Return the body between paragraphs of the outlet's own."""
    own = []
    missing = (_TIMES_LONGER - 1) * sum(paragraph.n_words for paragraph in body)
    while missing > 0:
        own.append(plain(*(wording.sentence() for _ in range(3))))
        missing -= own[-1].n_words
    middle = len(own) // 3
    return (*own[:middle], *body, *own[middle:])


def _with_dateline(first: Paragraph, city: str | None, agency: str) -> Paragraph:
    opening, *others = first.sentences
    place = f"{city.upper()} " if city is not None else ""
    dated = Sentence((Words(f"{place}({agency}) - "), *opening.pieces))
    return first.with_sentences((dated, *others))
