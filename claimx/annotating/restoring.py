"""Restoring: gold as mentions that can be merged, so that merging can be judged without the mistakes of extracting.

A record needs every field. Where nobody annotated one, or the article has nothing there, it gets the value that says
least to the rules of merging: type `other`, no means, realis `actual`, prominence `main`, a participant that is
`unknown`, `associated` and without a proper name. Of several right values the first is taken.

A mention without passages has those of its claims; without these it has none, since two mentions of one article that
share a passage are taken for one event told twice. Gold that quotes nothing at all is shown under an empty quote at
offset 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from claimx.annotating.locating import locate
from claimx.annotating.quoting import Quoter
from claimx.annotating.restored_claims import chosen, restore_claims
from claimx.article import Article
from claimx.errors import InputError
from claimx.gold import Annotation, GoldArticle, GoldMention, GoldParticipant, GoldWhen, GoldWhere, GoldWords
from claimx.mention import Mention, Participant, Relation, When, Where
from claimx.quote import Quote
from claimx.record import content_id
from claimx.values.dates.news import news_window
from claimx.values.dates.period import DatePrecision

MADE_BY: Final = "gold"
"""Stands where other mentions name their model and their prompt."""
LABEL: Final = re.compile(r"(?:\S+\s+){0,11}\S+")
"""The first twelve words."""
SPANS: Final[tuple[tuple[int, DatePrecision], ...]] = ((7, "day"), (28, "week"), (365, "month"))
"""The days below which a span counts as a few days, weeks, or months."""


def restore(gold: GoldArticle, *, article: Article) -> tuple[Mention, ...]:
    """Return the gold mentions of an article, in gold's order, as records with ids made of their content.

    Raises:
        InputError: the gold is of another article, has words that are not in it, or a toll that names no kind.
    """
    if gold.article_id != article.id:
        raise InputError(f"gold of article {gold.article_id}: was given article {article.id}; pair them by id")
    located = locate(gold, article.text)
    mentions = [_mention(mention, Quoter(article)) for mention in located.mentions]
    ids = {one.local_id: mention.id for one, mention in zip(located.mentions, mentions, strict=True)}
    return tuple(_related(mention, one, ids) for one, mention in zip(located.mentions, mentions, strict=True))


def _related(mention: Mention, gold: GoldMention, ids: Mapping[str, str]) -> Mention:
    """Return the mention with its relations to others of its article; one that leads nowhere is left out."""
    relations = (
        Relation(kind=relation.kind, to=ids[relation.to], quotes=mention.quotes)
        for relation in gold.relations
        if relation.to in ids
    )
    return mention.model_copy(update={"relations": tuple(relations)})


def _mention(gold: GoldMention, quoter: Quoter) -> Mention:
    quotes = _passages(gold, quoter)
    mention = Mention(
        id="",
        article_id=quoter.article.id,
        local_id=gold.local_id,
        fingerprint=MADE_BY,
        model=MADE_BY,
        label=_label(gold, quotes, quoter),
        type=chosen(gold.type) or "other",
        means=chosen(gold.means),
        prominence=gold.prominence or "main",
        realis=gold.realis or "actual",
        when=_when(gold, quoter),
        where=_where(gold.where or GoldWhere(), quoter),
        participants=tuple(_participant(participant, quotes, quoter) for participant in gold.participants),
        claims=restore_claims(gold, quoter),
        relations=(),
        quotes=quotes,
    )
    content = mention.model_dump(mode="json", exclude={"id", "fingerprint", "model", "relations"})
    return mention.model_copy(update={"id": content_id("m", content)})


def _passages(gold: GoldMention, quoter: Quoter) -> tuple[Quote, ...]:
    if gold.quotes:
        return quoter.quotes(gold.quotes)
    told = (quote for claim in gold.claims for quote in quoter.quotes(claim.quotes))
    by_span = {(quote.start, quote.end): quote for quote in told}
    return tuple(by_span[span] for span in sorted(by_span))


def _label(gold: GoldMention, quotes: Sequence[Quote], quoter: Quoter) -> Quote:
    """Return gold's label, else the first words of the first passage, else the first words that gold has."""
    if gold.label is not None:
        return quoter.quote(gold.label)
    words = quotes or sorted(quoter.quotes(_words(gold)), key=lambda quote: (quote.start, quote.end))
    if not words:
        return quoter.at(0, 0)
    first = LABEL.search(words[0].exact)
    return quoter.at(words[0].start + first.start(), words[0].start + first.end()) if first else words[0]


def _words(value: object) -> Iterator[GoldWords]:
    """Yield all words of an annotation."""
    if isinstance(value, GoldWords):
        yield value
    elif isinstance(value, Annotation):
        for _, one in value:
            yield from _words(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one)


def _when(gold: GoldMention, quoter: Quoter) -> When:
    """Return the time; what is the news itself and has no date gets the window before publication, as in extracting."""
    told = gold.when or GoldWhen()
    start = told.start if told.start is not None else told.end
    end = told.end if told.end is not None else told.start
    text = quoter.quote(told.text)
    if start is not None:
        return When(text=text, start=start, end=end, precision=_precision(start, end), basis="explicit")
    published = quoter.article.published_on
    if published is None or gold.prominence == "background" or gold.realis not in (None, "actual"):
        return When(text=text, start=None, end=None, precision="unknown", basis="none")
    return When(text=text, **news_window(published).model_dump())


def _precision(start: date | None, end: date | None) -> DatePrecision:
    if start is None or end is None:
        return "unknown"
    days = (end - start).days + 1
    return next((precision for limit, precision in SPANS if days < limit), "year")


def _where(gold: GoldWhere, quoter: Quoter) -> Where:
    where = Where.stated(
        site=quoter.quote(gold.site),
        city=quoter.quote(gold.city),
        admin1=quoter.quote(gold.admin1),
        country=quoter.quote(gold.country),
    )
    return where.model_copy(update={"country_code": gold.country_code}) if gold.annotates("country_code") else where


def _participant(gold: GoldParticipant, passages: Sequence[Quote], quoter: Quoter) -> Participant:
    name = quoter.quote(gold.name)
    around = tuple(passage for passage in passages if passage.start <= name.start and name.end <= passage.end)
    return Participant(
        name=name,
        named=gold.named or False,
        kind=chosen(gold.kind) or "unknown",
        role=chosen(gold.role) or "associated",
        title=quoter.quote(gold.title),
        affiliation=quoter.quote(gold.affiliation),
        also_known_as=quoter.quotes(gold.also_known_as),
        quotes=around or tuple(passages),
    )
