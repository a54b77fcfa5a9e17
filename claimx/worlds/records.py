"""Records: the articles of a world and their mentions, in full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from claimx.article import Article
from claimx.claim import Speaker, Toll
from claimx.facts import UNDATED, Named
from claimx.mention import Mention, Participant, ParticipantRole, Relation, When, Where
from claimx.quote import Quote
from claimx.record import content_id
from claimx.values.dates.period import DateBasis, DatePrecision
from claimx.worlds.accounts import Account, ToldToll, date_words
from claimx.worlds.dating import DAY, MINUTES, MONTH, NOTHING, WEEK, WINDOW
from claimx.worlds.drafting import Printed
from claimx.worlds.pages import Page
from claimx.worlds.tolls import Voice

FINGERPRINT: Final = content_id("", "claimx.worlds")
MODEL: Final = "claimx.worlds"
_DATINGS: Final[dict[int, tuple[DatePrecision, DateBasis]]] = {
    DAY: ("day", "explicit"),
    WEEK: ("week", "explicit"),
    MONTH: ("month", "explicit"),
    WINDOW: ("week", "publication_fallback"),
    NOTHING: ("unknown", "none"),
}


class Report(NamedTuple):
    """An article with its mentions."""

    article: Article
    mentions: tuple[Mention, ...]


def record(page: Page, accounts: tuple[Account, ...], *, article_id: str, minute: int) -> Report:
    """Return the article of a page, published so many minutes after the beginning of day 0, and its mentions."""
    printed = Printed(page.paragraphs)
    article = Article(
        id=article_id,
        text=printed.text,
        outlet=page.outlet,
        byline=page.byline,
        published_at=datetime.min + timedelta(minutes=minute - MINUTES),
        published_basis="metadata",
        language="en",
    )
    told = (_Recorder(printed, account, article_id).mention(n) for n, account in enumerate(accounts, start=1))
    return Report(article, _tied(tuple(told), accounts))


def _tied(told: tuple[Mention, ...], accounts: tuple[Account, ...]) -> tuple[Mention, ...]:
    """Return the mentions, the news tied to what it answers."""
    answered = [mention for mention, account in zip(told, accounts, strict=True) if account.kind == "retaliations"]
    ties = tuple(Relation(kind="retaliation_for", to=each.id, quotes=each.quotes) for each in answered)
    return (told[0].model_copy(update={"relations": ties}), *told[1:])


class _Recorder:
    """Finds what one account says in the printed text."""

    def __init__(self, printed: Printed, account: Account, article_id: str) -> None:
        self._printed, self._account, self._article_id = printed, account, article_id

    def mention(self, number: int) -> Mention:
        """Return the mention."""
        account = self._account
        return Mention(
            id=account.id,
            article_id=self._article_id,
            local_id=str(number),
            fingerprint=FINGERPRINT,
            model=MODEL,
            label=self._words("label"),
            type=account.type,
            means=account.means,
            prominence="main" if account.kind in ("main", "duplicates") else "background",
            realis="actual",
            when=self._when(),
            where=Where.stated(
                site=self._maybe("site", account.site),
                city=self._maybe("city", account.city),
                admin1=self._maybe("admin1", account.admin1),
                country=self._maybe("country", account.country),
            ),
            participants=tuple(self._participants()),
            claims=tuple(self._toll(toll, at) for at, toll in enumerate(account.tolls, start=1)),
            relations=(),
            quotes=(self._printed.account(account.id, article_id=self._article_id),),
        )

    def _when(self) -> When:
        account = self._account
        precision, basis = _DATINGS[account.dating]
        start, end = (None if day == UNDATED else date.fromordinal(day) for day in (account.start, account.end))
        text = self._maybe("when", date_words(account))
        return When(text=text, start=start, end=end, precision=precision, basis=basis)

    def _participants(self) -> Iterator[Participant]:
        yield from self._parties("actor", self._account.actors)
        yield from self._parties("recipient", self._account.recipients)
        yield from self._parties("victim", self._account.victims)

    def _parties(self, role: ParticipantRole, named: tuple[Named, ...]) -> Iterator[Participant]:
        for one in named:
            yield Participant(
                name=self._words(role),
                named=True,
                kind=one.kind,
                role=role,
                title=None,
                affiliation=None,
                also_known_as=tuple(self._words(f"{role} alias") for _ in one.also_known_as),
                quotes=(self._sentence(role),),
            )

    def _toll(self, toll: ToldToll, number: int) -> Toll:
        return Toll(
            id=content_id("c", f"{self._account.id}/{number}"),
            local_id=f"c{number}",
            speaker=self._speaker(toll.voice, number),
            cue=None,
            certainty="CT",
            polarity="+",
            quotes=(self._sentence(f"count {number}"),),
            kind=toll.kind,
            count=self._words(f"count {number}"),
            who=None,
            scope=toll.scope,
            confirms=None,
            min=toll.number,
            best=toll.number,
            max=None if toll.is_floor else toll.number,
            approximate=False,
            basis="text",
        )

    def _speaker(self, voice: Voice | None, number: int) -> Speaker | None:
        if voice is None:
            return None
        return Speaker(text=self._words(f"voice {number}"), name=None, kinds=(voice.kind,), anonymous=True, chain=())

    def _maybe(self, mark: str, said: str | None) -> Quote | None:
        return None if said is None else self._words(mark)

    def _words(self, mark: str) -> Quote:
        return self._printed.words(self._account.id, mark, article_id=self._article_id)

    def _sentence(self, mark: str) -> Quote:
        return self._printed.sentence(self._account.id, mark, article_id=self._article_id)
